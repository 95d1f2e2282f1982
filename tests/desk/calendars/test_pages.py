"""A notice is pasted, mended, rehearsed, put in force and taken back, page by page."""

from __future__ import annotations

from datetime import date

import factories
from calendars import made
from gongkai.applications.models import Application
from gongkai.calendars.models import Notice, Recount
from gongkai.desk.calendars.forms import DaysForm
from gongkai.people import clock
from law.test_notice import text


def typed(data: dict, **more: object) -> dict[str, object]:
    values = {key: "" if value is None else value for key, value in DaysForm.shown(data).items()}
    return {**values, "why": "", "revision": 1, **more}


def test_a_pasted_notice_is_read_and_what_is_missing_is_said(house, enter):
    client = enter(house.keeper)
    answer = client.post("/desk/calendar/enter/", {"text": text(2026)}, follow=True)
    notice = Notice.objects.get()
    assert answer.redirect_chain == [(f"/desk/calendar/notices/{notice.pk}/", 302)]
    page = answer.content.decode()
    assert "法定节日“清明节”应为1天，列出0天。" in page
    assert "1月1日(周四)至3日(周六)放假调休,共3天" in page
    assert (notice.number, notice.origin, len(notice.sha256)) == ("国办发明电〔2025〕7号", "text", 64)
    assert "预演哪些期限会变" not in page


def test_a_sentence_that_is_not_understood_stands_there_with_the_reason(house, enter):
    broken = text(2026).replace("1月1日（周四）至3日", "1月1日（周五）至3日")
    page = enter(house.keeper).post("/desk/calendar/enter/", {"text": broken}, follow=True).content.decode()
    assert "没有采用" in page
    assert "2026-01-01是周四，通知写的是周五。" in page


def test_something_else_than_a_notice_stays_in_the_field(house, enter):
    answer = enter(house.keeper).post("/desk/calendar/enter/", {"text": "关于召开座谈会的通知"})
    assert answer.status_code == 422
    assert "没有读到是哪一年的放假安排，请填写年份。" in answer.content.decode()
    assert "关于召开座谈会的通知" in answer.content.decode()


def test_a_notice_comes_as_a_web_page_too(house, enter):
    from django.core.files.uploadedfile import SimpleUploadedFile

    html = "<html><body>" + "".join(f"<p>{line}</p>" for line in text(2026).splitlines()) + "</body></html>"
    upload = SimpleUploadedFile("2026放假通知.html", html.encode())
    enter(house.keeper).post("/desk/calendar/enter/", {"upload": upload})
    notice = Notice.objects.get()
    assert (notice.origin, notice.source_name, notice.table["off"]["国庆节"]) == (
        "file",
        "2026放假通知.html",
        ["2026-10-01/2026-10-07"],
    )


def test_a_line_that_is_not_understood_is_named_and_nothing_typed_is_lost(house, enter):
    client = enter(house.keeper)
    client.post("/desk/calendar/enter/", {"year": 2027})
    notice = Notice.objects.get()
    answer = client.post(f"/desk/calendar/notices/{notice.pk}/", typed(made.year_2027(), off="元旦 大概一月一日"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“元旦 大概一月一日”没有读懂" in page
    assert "元旦 大概一月一日</textarea>" in page


def test_from_an_empty_year_to_dates_that_are_certain_and_back(house, enter):
    with clock.at(date(2026, 12, 25)):
        case = factories.application(house.agency, house.clerk)
        client = enter(house.keeper)
        client.post("/desk/calendar/enter/", {"year": 2027})
        notice = Notice.objects.get()
        client.post(f"/desk/calendar/notices/{notice.pk}/", typed(made.year_2027()))
        page = client.get(f"/desk/calendar/notices/{notice.pk}/preview/").content.decode()
        assert "启用后，1件申请的2个期限会变" in page
        assert "不早于2027-01-21" in page
        assert "2027年放假安排已经收录，日期确定" in page
        listed = b"".join(client.get(f"/desk/calendar/notices/{notice.pk}/preview/?format=csv").streaming_content)
        assert listed.decode().splitlines()[1] == (
            f"县商务局,{case.number},2025年外贸专项资金支持企业名单,答复,不早于2027-01-21,2027-01-25,,2027年放假安排已经收录，日期确定"
        )
        answer = client.post(
            f"/desk/calendar/notices/{notice.pk}/install/", {"revision": 2, "expected": 2}, follow=True
        )
        assert "已经重算，2个期限变了" in answer.content.decode()
        case.refresh_from_db()
        assert (case.due_on, case.due_certain) == (date(2027, 1, 25), True)
        assert "2027年" in client.get("/desk/calendar/").content.decode()
        assert "周末上班" in client.get("/desk/calendar/2027/").content.decode()
        answer = client.post("/desk/calendar/2027/restore/", follow=True)
        assert "启用后，1件申请的2个期限会变" in answer.content.decode()
        back = Notice.objects.get(version=2)
        client.post(f"/desk/calendar/notices/{back.pk}/install/", {"revision": 1})
        case.refresh_from_db()
        assert (case.due_on, case.due_certain) == (date(2027, 1, 21), False)


def test_a_recount_that_is_not_done_goes_on_with_a_press(house, enter, monkeypatch):
    from gongkai.desk.calendars import rehearsing

    monkeypatch.setattr(rehearsing, "AT_ONCE", -1.0)
    factories.application(house.agency, house.clerk)
    client = enter(house.keeper)
    from gongkai.calendars import actions

    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=house.keeper)
    answer = client.post(f"/desk/calendar/notices/{notice.pk}/install/", {"revision": 1, "expected": 1}, follow=True)
    assert "看过1件，共1件" in answer.content.decode()
    recount = Recount.objects.get()
    for _ in range(4):
        client.post(f"/desk/calendar/recounts/{recount.pk}/")
    assert "已经重算，1个期限变了" in client.get(f"/desk/calendar/recounts/{recount.pk}/").content.decode()
    assert Application.objects.get().due_on == date(2026, 10, 16)


def test_days_given_to_a_section_stay_and_are_named(house, enter):
    from gongkai.applications import actions as cases
    from gongkai.calendars import actions

    case = factories.application(house.agency, house.clerk)
    cases.ask_section(case, section=house.section, question="名单", due_on=date(2026, 10, 8), by=house.clerk)
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=house.keeper)
    page = enter(house.keeper).get(f"/desk/calendar/notices/{notice.pk}/preview/").content.decode()
    assert "不改，但会落在放假日" in page


def test_an_administrator_of_another_body_finds_nothing_here(house, enter):
    from gongkai.calendars import actions

    notice = actions.enter(2027, made.year_2027(), by=house.keeper)
    client = enter(house.admin)
    addresses = ["", "enter/", "2026/", f"notices/{notice.pk}/", f"notices/{notice.pk}/preview/"]
    assert {client.get(f"/desk/calendar/{each}").status_code for each in addresses} == {404}
    assert client.post(f"/desk/calendar/notices/{notice.pk}/install/", {"revision": 1}).status_code == 404
