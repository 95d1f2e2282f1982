"""Following an application: what its page says, what it hands out, and what it never shows."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from factories import approve
from gongkai.applications import actions
from gongkai.applications.case_files import add
from gongkai.applications.models import Application, CaseFile, Letter
from gongkai.files.uploads import Upload
from gongkai.people.models import LogEntry
from portal.making import (
    IDENTITY,
    Desk,
    answer,
    bureau,
    call_correction,
    consult,
    county,
    filled,
    open_by_code,
    registered,
    sent,
    text_of,
    withheld,
)
from portal.test_ask import PDF, hidden, pdf

pytestmark = pytest.mark.django_db
OTHER, THIRD = "410000199001020028", "410000199001030031"


@pytest.fixture
def desk() -> Desk:
    return Desk(bureau(supervised_by=county()))


@pytest.fixture
def applicant() -> Client:
    return Client()


@pytest.fixture
def case(desk: Desk, applicant: Client) -> Application:
    """Sent on 10 September and registered."""
    return registered(desk, sent(applicant, desk.agency))


def page(client: Client) -> str:
    response = client.get("/query/case/")
    assert response.status_code == 200
    return text_of(response)


def headings(html: str) -> list[str]:
    html = html.partition("<footer")[0]
    return re.findall(r"<h1>([^<]*)</h1>", html) + re.findall(r"<h2[^>]*>([^<]*)</h2>", html)


def events(html: str) -> list[str]:
    story = html[html.index('<ol class="tl">') :]
    return re.findall(r"<li[^>]*><p><b>([^<]*)</b>", story[: story.index("</ol>")])


# The code


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda c: f" {c[:4]}-{c[4:7]}-{c[7:]} ", lambda c: f"{c[:5]} {c[5:]}"]
)
def test_the_code_opens_the_page_however_it_is_written(case: Application, write: object) -> None:
    client = Client()
    response = client.post("/query/", {"code": write(case.query_code), "tail": "０１２３"})  # type: ignore[operator]
    assert (response.status_code, response.headers["Location"]) == (302, "/query/case/")
    assert headings(page(client))[0] == "正在查找您要的信息"


@pytest.mark.parametrize(
    ("code", "tail", "sentence"),
    [
        ("right", "9999", "查询码和电话最后四位对不上。请对照回执再填一次；忘了查询码，可以带身份证到受理机关补查。"),
        (
            "AAAAAAAAAA",
            "0123",
            "查询码和电话最后四位对不上。请对照回执再填一次；忘了查询码，可以带身份证到受理机关补查。",
        ),
        ("right", "12", "请填写申请时所留电话的最后四位数字"),
        ("", "0123", "请填写查询码"),
    ],
)
def test_any_other_pair_opens_nothing_and_says_the_same(case: Application, code: str, tail: str, sentence: str) -> None:
    client = Client()
    response = client.post("/query/", {"code": case.query_code if code == "right" else code, "tail": tail})
    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert client.get("/query/case/").headers["Location"] == "/query/"


def test_the_code_stands_in_no_address(case: Application, applicant: Client) -> None:
    html = page(applicant)
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', html)
    assert [address for address in addresses if case.query_code in address.replace("-", "")] == []
    assert Client().get(f"/query/?code={case.query_code}&tail=0123").status_code == 200
    assert Client().get(f"/query/{case.query_code}/").status_code == 404


def test_a_session_sees_one_application_at_a_time(case: Application, desk: Desk) -> None:
    other = sent(Client(), desk.agency, name="李文", identity_number=OTHER, phone="13900000456")
    client = Client()
    open_by_code(client, case)
    open_by_code(client, other, "0456")
    assert other.number in page(client)
    client.post("/query/leave/")
    assert client.get("/query/case/").status_code == 302


def test_guessing_is_stopped_for_an_address_and_for_a_code(case: Application, settings: Settings) -> None:
    client = Client()
    for n in range(8):
        assert client.post("/query/", {"code": case.query_code, "tail": f"90{n:02}"}).status_code == 422
    stopped = client.post("/query/", {"code": case.query_code, "tail": "0123"})
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "3600")
    assert "请60分钟后再试。" in text_of(stopped)
    for n in range(12):
        client.post("/query/", {"code": f"AAAAAAAA{n:02}", "tail": "0123"})
    other = sent(Client(), case.agency, name="李文", identity_number=OTHER, phone="13900000456")
    assert open_by_code(client, other, "0456").status_code == 429
    assert open_by_code(Client(REMOTE_ADDR="192.0.2.7"), other, "0456").status_code == 302
    settings.NOW = "2026-09-10T22:15"
    assert open_by_code(client, case).status_code == 302


# What the page says


def test_the_page_of_a_registered_application(case: Application, applicant: Client) -> None:
    html = page(applicant)
    assert headings(html) == [
        "正在查找您要的信息",
        "最晚10月14日（周三）答复您，还有20个工作日",
        "办理经过",
        "您现在可以",
        "如果到期没有答复",
        "期限怎么数",
    ]
    assert "收到日是9月10日（周四），当天不算，从下一个工作日数起，共20个工作日。" in html
    assert events(html) == ["正在查找您要的信息", "收到申请", "您在网上提交申请"]
    assert "您可以自10月15日（周四）起，向云岭县人民政府申请行政复议" in html
    assert "在2027年4月14日（周三）前向云岭县人民法院提起行政诉讼，也可以向云岭县人民政府投诉举报" in html


def test_nobody_is_named_and_no_number_is_shown(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    settings.NOW = "2026-09-15T10:00"
    one, two = consult(desk, case, "云岭县丰和商贸有限公司", "云岭县青禾食品厂")
    settings.NOW = "2026-09-21T10:00"
    actions.record_opinion(one, opinion="objects", reasons="涉及商业秘密", by=desk.clerk)
    actions.record_opinion(two, opinion="agrees", by=desk.clerk)
    case.refresh_from_db()
    actions.record_search(
        case, on=date(2026, 9, 21), places="外贸股档案柜", terms="外贸 资金", found=3, note="王磊查找", by=desk.clerk
    )
    html = page(applicant)
    hidden_words = (
        "丰和",
        "青禾",
        "商业秘密",
        "李文静",
        "王立成",
        "赵建国",
        "王磊",
        "外贸股档案柜",
        IDENTITY,
        "13900000123",
        "周清源",
    )
    assert [word for word in hidden_words if word in html] == []
    assert events(html) == [
        "正在查找您要的信息",
        "征求意见结束，恢复计算期限",
        "检索了本机关保存的信息",
        "发出征求意见告知书",
        "书面征求意见，期限暂停",
        "收到申请",
        "您在网上提交申请",
    ]
    assert "9月15日（周二）至9月21日（周一）书面征求了意见，其中6个工作日不算在期限内。" in html
    assert "不征求意见的话，原定10月14日（周三）。" in html
    p7 = Letter.objects.get(code="P7")
    assert ("丰和" in str(p7.body), "青禾" in str(p7.body)) == (False, False)


def test_a_submission_that_waits_for_confirmation_says_how(applicant: Client) -> None:
    sent(applicant, bureau(confirms_online=True))
    html = page(applicant)
    assert headings(html)[:2] == ["已提交，等待双方确认", "确认以后，才开始计算答复期限"]
    assert "工作人员打<span class='num'>139****0123</span>同您确认，双方确认的当天是收到日。" in html
    assert "如果到期没有答复" not in html


def test_a_late_answer_is_called_late(case: Application, applicant: Client, settings: Settings) -> None:
    settings.NOW = "2026-10-19T09:00"
    open_by_code(applicant, case)
    assert headings(page(applicant))[1] == "应当在10月14日（周三）前答复您，已逾期3个工作日"


def test_a_year_without_notice_gives_no_certain_day(settings: Settings, applicant: Client) -> None:
    settings.NOW = "2026-12-25T09:00"
    sent(applicant, bureau())
    html = page(applicant)
    assert headings(html)[1].startswith("最晚答复您的日期不早于2027年1月")
    assert "公布以后这个日期会自动更新，只会更晚，不会更早。" in html


# Letters and files


def answered(desk: Desk, case: Application, settings: Settings, **values: object) -> Letter:
    """Answered on 14 September with a file, on the query page."""
    settings.NOW = "2026-09-14T10:00"
    given = add(case, Upload("企业名单.pdf", PDF), CaseFile.Purpose.REPLY, by=desk.clerk)
    add(case, Upload("内部讨论.pdf", PDF + b"x"), CaseFile.Purpose.SECTION, by=desk.clerk)
    letter = answer(desk, case, enclose=[given], **values)
    actions.serve(letter, method="online", sent_on=date(2026, 9, 14), by=desk.clerk)
    return letter


def test_the_answer_and_its_files_are_handed_out(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    letter = answered(desk, case, settings)
    html = page(applicant)
    assert headings(html)[0] == "已经答复：予以公开"
    assert events(html)[0] == "发出予以公开告知书"
    pdf_ = applicant.get(f"/query/case/letters/{letter.pk}.pdf")
    assert (pdf_.status_code, pdf_.headers["Content-Type"], pdf_.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert pdf_.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert (pdf_.headers["X-Content-Type-Options"], pdf_.headers["Cache-Control"]) == ("nosniff", "no-store, private")
    word = applicant.get(f"/query/case/letters/{letter.pk}.docx")
    assert (word.status_code, word.content[:2]) == (200, b"PK")
    file = CaseFile.objects.get(name="企业名单.pdf")
    assert applicant.get(f"/query/case/files/{file.pk}/").content == PDF
    assert f"/query/case/files/{file.pk}/" in html
    assert headings(html)[1:3] == ["答复", "对答复不满意，可以这样办"]
    assert '<p class="no">云商公开答〔2026〕1号</p>' in html


def test_what_is_not_the_applicants_is_404(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    letter = answered(desk, case, settings)
    other_client = Client()
    other = registered(desk, sent(other_client, desk.agency, name="李文", identity_number=OTHER, phone="13900000456"))
    draft = actions.decide(other, answers=withheld("process"), findings="讨论记录", by=desk.clerk)
    consulting = registered(desk, sent(Client(), desk.agency, name="吴明", identity_number=THIRD, phone="13900000789"))
    (one,) = consult(desk, consulting, "云岭县丰和商贸有限公司")
    inside = CaseFile.objects.get(name="内部讨论.pdf")
    reply = CaseFile.objects.get(name="企业名单.pdf")
    tried = {
        "another's letter": other_client.get(f"/query/case/letters/{letter.pk}.pdf").status_code,
        "another's file": other_client.get(f"/query/case/files/{reply.pk}/").status_code,
        "a draft": other_client.get(f"/query/case/letters/{draft.pk}.pdf").status_code,
        "an inner file": applicant.get(f"/query/case/files/{inside.pk}/").status_code,
        "a letter to a third party": applicant.get(
            f"/query/case/letters/{one.letters.get(code='P6').pk}.pdf"
        ).status_code,
        "without a code": Client().get(f"/query/case/letters/{letter.pk}.pdf").status_code,
        "another format": applicant.get(f"/query/case/letters/{letter.pk}.html").status_code,
        "its own": applicant.get(f"/query/case/letters/{letter.pk}.pdf").status_code,
    }
    assert tried == dict.fromkeys(tried, 404) | {"its own": 200}


def test_a_letter_to_a_third_party_of_the_same_case_is_404(case: Application, desk: Desk, applicant: Client) -> None:
    (one,) = consult(desk, case, "云岭县丰和商贸有限公司")
    assert applicant.get(f"/query/case/letters/{one.letters.get(code='P6').pk}.pdf").status_code == 404


def test_files_of_an_approved_but_unsent_answer_are_not_reachable(
    case: Application, desk: Desk, applicant: Client
) -> None:
    given = add(case, Upload("企业名单.pdf", PDF), CaseFile.Purpose.REPLY, by=desk.clerk)
    letter = answer(desk, case, enclose=[given])
    assert letter.state == "approved"
    assert applicant.get(f"/query/case/files/{given.pk}/").status_code == 404
    assert applicant.get(f"/query/case/letters/{letter.pk}.pdf").status_code == 404
    assert headings(page(applicant))[0] == "答复已经批准，等待发出"


# Remedies


def remedy(html: str) -> str:
    part = html[html.index('id="remedy"') :]
    text = re.sub(r"<details.*?</details>", "", part[: part.index("</section>")], flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition(">")[2]).split())


def test_a_full_answer_leaves_both_ways(case: Application, desk: Desk, applicant: Client, settings: Settings) -> None:
    answered(desk, case, settings)
    assert remedy(page(applicant)) == (
        "对答复不满意，可以这样办 对这次答复不服，两条路都可以走 "
        "行政复议 在11月13日（周五）前，向云岭县人民政府申请行政复议。 网上提交 "
        "行政诉讼 在2027年3月14日（周日）前，直接向云岭县人民法院起诉。"
    )


def test_a_refusal_names_reconsideration_first(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    answered(desk, case, settings, answers=withheld("process"))
    assert remedy(page(applicant)) == (
        "对答复不满意，可以这样办 对这次答复不服，要先复议、再起诉 "
        "行政复议 在11月13日（周五）前，向云岭县人民政府申请行政复议。 网上提交 "
        "行政诉讼 先有复议决定，才能起诉：对复议决定仍不服的，收到复议决定书15日内向云岭县人民法院起诉。"
    )


def test_a_partial_answer_has_a_remedy_for_each_part(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    answered(desk, case, settings, answers=withheld("process", partly=True))
    text = remedy(page(applicant))
    assert "对没有给您的部分不服，要先复议、再起诉" in text
    assert "对答复的其他内容不服，两条路都可以走" in text


def test_class_c_warns_that_courts_take_no_direct_suit(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    path = {"clear": "yes", "withdrawn": "no", "excessive": "no", "fee": "none", "petition": "yes"}
    settings.NOW = "2026-09-14T10:00"
    letter = answer(desk, case, path)
    actions.serve(letter, method="online", sent_on=date(2026, 9, 14), by=desk.clerk)
    assert "不过，对这一类答复直接起诉的，法院一般不受理，建议先申请行政复议。" in remedy(page(applicant))
    desk.agency.readings = {"class_c": "reconsideration_only"}
    desk.agency.save()
    assert "行政诉讼" not in remedy(page(applicant))


def test_posted_answers_count_from_arrival(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    settings.NOW = "2026-09-14T10:00"
    letter = answer(desk, case)
    service = actions.serve(letter, method="post", sent_on=date(2026, 9, 14), tracking="XA00000000141", by=desk.clerk)
    text = remedy(page(applicant))
    assert "在11月13日（周五）前，向云岭县人民政府申请行政复议。" in text
    assert "邮件什么时候送到您手里还没有登记，上面的日期按寄出那天算。期限从您收到那天起算，只会更晚。" in text
    settings.NOW = "2026-09-18T10:00"
    actions.confirm_signature(service, on=date(2026, 9, 17), by=desk.clerk)
    text = remedy(page(applicant))
    assert "在11月16日（周一）前，向云岭县人民政府申请行政复议。" in text
    assert "还没有登记" not in text


# What can be done


def test_a_correction_is_answered_on_the_page(
    case: Application, desk: Desk, applicant: Client, settings: Settings
) -> None:
    settings.NOW = "2026-09-14T10:00"
    call_correction(desk, case)
    html = page(applicant)
    assert headings(html)[:3] == ["等您补正", "请在10月10日（周六）前补正", "请补正"]
    assert "<li>没有写明需要哪一年的名单</li>" in html
    settings.NOW = "2026-09-18T10:00"
    response = applicant.post(
        "/query/case/correct/", {"answer": "要2025年度的", "files": [pdf("说明.pdf")]}, follow=True
    )
    html = text_of(response)
    assert "补正已经收到，答复期限从今天重新计算。" in html
    assert headings(html)[:2] == ["正在查找您要的信息", "最晚10月22日（周四）答复您，还有20个工作日"]
    assert "您的补正9月18日（周五）收到，期限从那天重新计算。" in html
    case.refresh_from_db()
    assert (case.correction.answer, case.correction.came_on) == ("要2025年度的", date(2026, 9, 18))
    assert [file.name for file in case.files.filter(purpose="correction")] == ["说明.pdf"]


def test_an_empty_correction_comes_back_and_its_good_files_stay(
    case: Application, desk: Desk, applicant: Client
) -> None:
    call_correction(desk, case)
    wrong = applicant.post("/query/case/correct/", {"answer": "  "})
    assert (wrong.status_code, "请写明补正的内容，或者附上材料" in text_of(wrong)) == (422, True)
    wrong = applicant.post("/query/case/correct/", {"answer": "要2025年度的", "files": [pdf(), pdf("坏.exe")]})
    assert (wrong.status_code, "不能收“坏.exe”" in text_of(wrong)) == (422, True)
    assert "要2025年度的</textarea>" in text_of(wrong)
    done = applicant.post("/query/case/correct/", {"answer": "要2025年度的", "kept": hidden(wrong, "kept")})
    assert done.status_code == 302
    assert [file.name for file in case.files.filter(purpose="correction")] == ["线索.pdf"]


def test_a_correction_nobody_asked_for_is_refused_with_a_sentence(case: Application, applicant: Client) -> None:
    response = applicant.post("/query/case/correct/", {"answer": "补充"})
    assert response.status_code == 422
    assert "不能“补正”，这一步没有执行。" in text_of(response)


def test_reasons_are_given_on_the_page(case: Application, desk: Desk, applicant: Client) -> None:
    letter = actions.call_reasons(case, why="一个月内申请30件", by=desk.clerk)
    approve(letter, desk.head)
    assert "请说明理由" in headings(page(applicant))
    done = applicant.post("/query/case/reasons/", {"reasons": "每一件都涉及不同的项目"}, follow=True)
    assert "您说明的理由已经收到" in text_of(done)
    assert "请说明理由" not in headings(page(applicant))


def test_withdrawing_needs_a_tick_and_no_more(case: Application, applicant: Client) -> None:
    wrong = applicant.post("/query/case/withdraw/", {})
    assert (wrong.status_code, "撤回前请勾选“我确认撤回这件申请”" in text_of(wrong)) == (422, True)
    done = applicant.post("/query/case/withdraw/", {"sure": "on", "words": "已经在网上找到"}, follow=True)
    html = text_of(done)
    assert headings(html)[0] == "您已撤回申请，等待结案"
    assert "撤回这件申请" not in html
    case.refresh_from_db()
    assert (case.withdrawn_on, case.withdrawal) == (date(2026, 9, 10), "已经在网上找到")
    entry = LogEntry.objects.get(verb="application.withdrawn")
    assert (entry.actor, entry.account) == ("申请人", None)


def test_a_withdrawn_application_that_was_closed_has_no_remedy(
    case: Application, desk: Desk, applicant: Client
) -> None:
    applicant.post("/query/case/withdraw/", {"sure": "on"})
    case.refresh_from_db()
    actions.close_without_answer(case, by=desk.clerk)
    html = page(applicant)
    assert headings(html) == ["申请已撤回，办结", "办理经过", "您现在可以", "期限怎么数"]
    assert events(html) == ["您撤回申请", "收到申请", "您在网上提交申请"]


def test_without_an_open_application_nothing_can_be_done(case: Application) -> None:
    for step in ("correct", "reasons", "withdraw"):
        response = Client().post(f"/query/case/{step}/", {"sure": "on"})
        assert (response.status_code, response.headers["Location"]) == (302, "/query/")
    case.refresh_from_db()
    assert case.withdrawn_on is None


def test_the_page_takes_fifteen_queries_at_any_depth(
    case: Application,
    desk: Desk,
    applicant: Client,
    settings: Settings,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    call_correction(desk, case)
    applicant.post("/query/case/correct/", {"answer": "要2025年度的"})
    case.refresh_from_db()
    made = consult(desk, case, "云岭县丰和商贸有限公司", "云岭县青禾食品厂", "云岭县三禾商行")
    for one in made:
        actions.record_opinion(one, opinion="agrees", by=desk.clerk)
    case.refresh_from_db()
    answered(desk, case, settings)
    with django_assert_max_num_queries(15):
        page(applicant)


def test_a_form_that_stood_open_too_long_is_told_so(case: Application) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/query/", {"code": case.query_code, "tail": "0123"}).status_code == 403
    assert filled()["name"] == "周清源"
