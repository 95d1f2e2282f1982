"""Every page of reminders opens, empty and full; what a person stores, reads or ends is that person's own."""

from __future__ import annotations

from datetime import date, datetime

import factories
from desk.reminders.conftest import Enter
from gongkai.applications import actions as cases
from gongkai.people import clock
from gongkai.reminders import actions
from gongkai.reminders.models import BodySetting, Clock, Contact, Delivery, Feed, Leave, Reminder
from gongkai.reminders.sending.composing import stop_token
from reminders.conftest import MONDAY, Bureau, contact

LAST_DAY = datetime(2026, 10, 26, 9)
OWN = ("reminders/", "reminders/?show=all", "reminders/settings/", "reminders/calendar/")
OF_THE_BODY = ("reminders/clocks/", "reminders/clocks/?kind=answer", "reminders/log/", "reminders/body/")


def due_today(bureau: Bureau) -> None:
    """One application whose last day is LAST_DAY; the clerk is told of it, with a mail in the outbox."""
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    contact(bureau.clerk)
    with clock.at(LAST_DAY):
        actions.replan()
        actions.tell()


def test_every_page_opens_empty_and_says_what_will_be_there(bureau: Bureau, enter: Enter) -> None:
    head = enter(bureau.head)
    pages = {path: head.get(f"/desk/{path}") for path in (*OWN, *OF_THE_BODY)}
    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys((*OWN, *OF_THE_BODY), 200)
    for path, sentence in {
        "reminders/": "没有要办的提醒",
        "reminders/clocks/": "没有符合条件的期限",
        "reminders/log/": "还没有发过",
        "reminders/calendar/": "还没有日历地址",
        "reminders/settings/": "没有登记不在岗。",
    }.items():
        assert sentence in pages[path].content.decode(), path


def test_every_page_shows_what_is_due(bureau: Bureau, enter: Enter) -> None:
    due_today(bureau)
    clerk, head = enter(bureau.clerk), enter(bureau.head)
    with clock.at(LAST_DAY):
        told, clocks = (clerk.get(f"/desk/{path}").content.decode() for path in ("reminders/", "reminders/clocks/"))
        log = clerk.get("/desk/reminders/log/").content.decode()
        assert head.get("/desk/reminders/clocks/?kind=answer").status_code == 200
    assert "有1条提醒没有读" in told and "今天到期" in told and "作出答复" in told
    assert "2025年外贸专项资金支持企业名单" in told
    assert "云商公开申〔2026〕1号" in clocks and "答复期限" in clocks
    assert "李文静" in log and f"u{bureau.clerk.pk}@yunling.example" not in log


def test_a_reminder_is_read_by_its_owner_and_by_nobody_else(bureau: Bureau, enter: Enter) -> None:
    due_today(bureau)
    (one,) = Reminder.objects.filter(account=bureau.clerk, told_at__isnull=False)
    with clock.at(LAST_DAY):
        enter(bureau.head).post("/desk/reminders/read/", {"reminder": one.pk})
        one.refresh_from_db()
        assert one.read_at is None
        answer = enter(bureau.clerk).post("/desk/reminders/read/", {"reminder": one.pk, "open": "1"})
    one.refresh_from_db()
    assert one.read_at is not None
    assert answer.headers["Location"] == Clock.objects.get(kind="answer").path


def test_the_county_reads_that_something_is_late_and_not_what(bureau: Bureau, enter: Enter) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    with clock.at(datetime(2026, 10, 29, 9)):
        actions.replan()
        actions.tell()
        page = enter(bureau.supervisor).get("/desk/reminders/").content.decode()
        clocks = enter(bureau.supervisor).get("/desk/reminders/clocks/").content.decode()
    assert "县商务局" in page and "督促办理" in page
    assert "云商公开申" not in page + clocks and "外贸专项" not in page + clocks
    assert "现在没有计算中的期限" in clocks


def test_settings_are_stored_and_wrong_ones_are_kept_on_the_page(bureau: Bureau, enter: Enter) -> None:
    clerk = enter(bureau.clerk)
    wrong = clerk.post("/desk/reminders/settings/", {"mail": "each", "email": "no address"})
    assert wrong.status_code == 422
    assert "no address" in wrong.content.decode()
    assert not Contact.objects.filter(account=bureau.clerk, email__gt="").exists()
    right = clerk.post("/desk/reminders/settings/", {"mail": "each", "email": "wj@yunling.example"})
    assert right.status_code == 302
    assert Contact.objects.get(account=bureau.clerk).email == "wj@yunling.example"


def test_a_trial_mail_waits_in_the_outbox(bureau: Bureau, enter: Enter) -> None:
    contact(bureau.clerk)
    assert enter(bureau.clerk).post("/desk/reminders/settings/try/").status_code == 302
    assert Delivery.objects.get().sort == "trial"


def test_a_leave_is_noted_and_taken_back_by_its_owner_alone(bureau: Bureau, enter: Enter) -> None:
    clerk = enter(bureau.clerk)
    assert clerk.post("/desk/reminders/leave/", {"starts_on": "2026-10-12", "ends_on": "2026-10-09"}).status_code == 422
    clerk.post("/desk/reminders/leave/", {"starts_on": "2026-10-12", "ends_on": "2026-10-16", "note": "培训"})
    leave = Leave.objects.get(account=bureau.clerk)
    assert (leave.starts_on, leave.ends_on) == (date(2026, 10, 12), date(2026, 10, 16))
    assert "培训" in clerk.get("/desk/reminders/settings/").content.decode()
    assert enter(bureau.head).post("/desk/reminders/leave/end/", {"leave": leave.pk}).status_code == 404
    assert clerk.post("/desk/reminders/leave/end/", {"leave": leave.pk}).status_code == 302
    assert not Leave.objects.filter(account=bureau.clerk, ends_on__gte=date(2026, 10, 12)).exists()


def test_a_calendar_is_read_by_its_secret_until_it_is_ended(bureau: Bureau, enter: Enter) -> None:
    due_today(bureau)
    clerk, nobody = enter(bureau.clerk), enter(bureau.stranger)
    clerk.post("/desk/reminders/calendar/", {"do": "renew"})
    path = f"/desk/reminders/calendar/{Feed.objects.get(account=bureau.clerk).token}.ics"
    assert path in clerk.get("/desk/reminders/calendar/").content.decode()
    answer = nobody.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().replace("\r\n ", "")
    assert "云商公开申〔2026〕1号" in text
    assert [secret for secret in ("周清源", "外贸专项", "13800001234") if secret in text] == []
    clerk.post("/desk/reminders/calendar/", {"do": "end"})
    assert nobody.get(path).status_code == 404


def test_the_link_of_a_mail_ends_the_mails_with_one_press_and_not_by_being_read(bureau: Bureau, enter: Enter) -> None:
    held = contact(bureau.clerk, "digest")
    path = f"/desk/reminders/stop/{stop_token(bureau.clerk.pk)}/"
    nobody = enter(bureau.stranger)
    assert nobody.get(path).status_code == 200
    held.refresh_from_db()
    assert held.mail == "digest"
    assert nobody.post(path).status_code == 200
    held.refresh_from_db()
    assert held.mail == "none"
    assert nobody.get("/desk/reminders/stop/forged/").status_code == 404


def test_a_body_is_set_by_its_head_and_another_body_is_not_there(bureau: Bureau, enter: Enter) -> None:
    head = enter(bureau.head)
    given = {
        "clerk_days": "7、1", "section_days": "3", "leader_days": "1", "leader_after": "2", "county_after": "5",
        "quiet_from": "19:00", "quiet_until": "08:30", "quiet_days_off": "on",
    }  # fmt: skip
    assert head.post("/desk/reminders/body/shangwu/", given | {"clerk_days": "七"}).status_code == 422
    assert head.post("/desk/reminders/body/shangwu/", given).status_code == 302
    setting = BodySetting.objects.get(agency=bureau.agency)
    assert (setting.clerk_days, setting.leader_after, setting.county_after) == ([7, 1], 2, 5)
    assert head.get("/desk/reminders/body/zfb/").status_code == 404
    assert enter(bureau.clerk).get("/desk/reminders/body/").status_code in (403, 404)


def test_a_complaint_stands_on_the_pages_of_the_body_and_of_the_department(bureau: Bureau, enter: Enter) -> None:
    made = cases.file_complaint(
        bureau.agency, number="云公开投〔2026〕3号", received_by="云岭县政务公开办公室", received_on=MONDAY, about="late",
        text="周清源说没有答复", due_on=LAST_DAY.date(), by=bureau.clerk,
    )  # fmt: skip
    with clock.at(LAST_DAY):
        actions.replan()
        for account, kind in ((bureau.clerk, "投诉举报反馈期限"), (bureau.supervisor, "投诉举报答复期限")):
            client = enter(account)
            clocks, today = (client.get(f"/desk/{path}").content.decode() for path in ("reminders/clocks/", ""))
            assert (kind in clocks, "云公开投〔2026〕3号" in clocks, "逾期不答复" in clocks) == (True, True, True), kind
            assert "9月21日（周一）收到，云岭县政务公开办公室要求10月26日（周一）前反馈。条例没有规定天数。" in today, (
                kind
            )
            assert "周清源" not in clocks + today
        own = enter(bureau.clerk).get("/desk/reminders/clocks/").content.decode()
        assert "投诉举报答复期限" not in own
        page, theirs = (
            enter(who).get(f"/desk/complaints/{made.pk}/").content.decode() for who in (bureau.supervisor, bureau.clerk)
        )
        assert ("登记日期" in page, "登记处理结果" in page, "督促反馈" in page) == (True, False, True)
        assert ("登记日期" in theirs, "登记处理结果" in theirs, "查清，反馈主管部门" in theirs) == (True, True, True)
        assert enter(bureau.supervisor).post(f"/desk/complaints/{made.pk}/", {"finding": "founded"}).status_code == 404
        address = f"/desk/complaints/{made.pk}/follow/"
        wrong = enter(bureau.supervisor).post(address, {"due_on": "2026-09-01", "told_on": "", "version": 1})
        assert (wrong.status_code, "不能早于收到日" in wrong.content.decode()) == (422, True)
        enter(bureau.supervisor).post(address, {"due_on": "2026-10-26", "told_on": "2026-10-26", "version": 1})
        assert enter(bureau.stranger).post(address, {"due_on": "", "told_on": ""}).status_code == 404
        assert "云公开投〔2026〕3号" not in enter(bureau.supervisor).get("/desk/").content.decode()
        made.refresh_from_db()
        enter(bureau.clerk).post(address, {"due_on": "2026-10-28", "told_on": "", "version": made.version})
    made.refresh_from_db()
    # The body moves the day and leaves the telling as it is.
    assert (made.due_on, made.told_on) == (date(2026, 10, 28), LAST_DAY.date())


def test_a_complaint_of_another_county_is_on_no_page(bureau: Bureau, enter: Enter) -> None:
    other = factories.agency()
    factories.clerk(other)
    made = cases.file_complaint(
        other, number="邻县投〔2026〕1号", received_by="邻县政务公开办公室", received_on=MONDAY, about="late", text="没有答复",
        due_on=LAST_DAY.date(), by=factories.clerk(other),
    )  # fmt: skip
    with clock.at(LAST_DAY):
        actions.replan()
        for account in (bureau.clerk, bureau.supervisor):
            client = enter(account)
            pages = "".join(client.get(f"/desk/{path}").content.decode() for path in ("reminders/clocks/", ""))
            assert "邻县投" not in pages
            assert client.post(f"/desk/complaints/{made.pk}/follow/", {"due_on": "", "told_on": ""}).status_code == 404
