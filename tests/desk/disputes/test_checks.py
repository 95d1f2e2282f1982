"""Rules from lessons at the desk: tried before they are kept, shown where the letter is checked, passed by the reviewer, decided above."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

import factories
from desk.disputes.county import LESSON, County, county_of, lose
from desk.lists.conftest import Bureau, bureau_of
from gongkai.applications.models import CheckWord, LessonCheck
from gongkai.people.models import Account

Enter = Callable[[Account], Client]
RULE = {
    "wordings": "形成于决定作出以前\r\n\r\n 形成于 决定作出以前",
    "outcome": "withheld.process",
    "level": "must",
    "starts_on": "2026-10-16",
}


@pytest.fixture
def office(db: None) -> Bureau:
    return bureau_of(
        factories.agency(name="云岭县政务公开办公室", short_name="县政务公开办", slug="gongkaiban", code="云公")
    )


@pytest.fixture
def county(bureau: Bureau, office: Bureau, other: Bureau) -> County:
    return county_of(bureau, office, other)


def main_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().split("<main")[1].split("</main")[0]


def test_a_rule_is_tried_and_then_kept(bureau: Bureau, enter: Enter) -> None:
    case, corrected = lose(bureau)
    client = enter(bureau.clerk)
    address = f"/desk/remedies/{case.pk}/lesson/checks/new/"
    assert address in main_of(client, f"/desk/remedies/{case.pk}/")
    tried = client.post(address, {**RULE, "do": "try"})
    trial = tried.context["single"]
    assert (trial.looked, trial.meant, len(trial.fired), trial.corrected) == (2, 2, 2, True)
    html = tried.content.decode()
    assert "过去两年发出的2份答复书里，适用的2份，会提示<b>2份</b>。" in html
    assert ("刚被纠正的那份会提示" in html, corrected.application.number in html) == (True, True)
    assert LessonCheck.objects.count() == 0
    kept = client.post(address, {**RULE, "do": "keep", "tried": tried.context["tried"]})
    made = LessonCheck.objects.get()
    assert (kept.status_code, kept.headers["Location"]) == (302, f"/desk/checks/{made.pk}/")
    assert (made.wordings, made.level, made.owner) == (["形成于决定作出以前"], "must", bureau.agency)


def test_a_rule_that_was_not_tried_is_not_kept(bureau: Bureau, enter: Enter) -> None:
    case, _ = lose(bureau)
    client = enter(bureau.clerk)
    address = f"/desk/remedies/{case.pk}/lesson/checks/new/"
    tried = client.post(address, {**RULE, "do": "try"}).context["tried"]
    for mark, rule in (("", RULE), (tried, {**RULE, "wordings": "另一种写法"})):
        answer = client.post(address, {**rule, "do": "keep", "tried": mark})
        assert (answer.status_code, "内容改过，还没有保存" in answer.content.decode()) == (200, True)
    assert LessonCheck.objects.count() == 0


def test_a_rule_that_misses_the_corrected_answer_is_told_so(bureau: Bureau, enter: Enter) -> None:
    case, _ = lose(bureau)
    answer = enter(bureau.clerk).post(
        f"/desk/remedies/{case.pk}/lesson/checks/new/", {**RULE, "wordings": "尚未定稿", "do": "try"}
    )
    assert answer.context["single"].corrected is False
    assert "刚被纠正的那份答复<b>不会</b>提示" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "given", "problem"),
    [
        ("must_say", {"wordings": ""}, "请写出至少一种写法"),
        ("must_say", {"wordings": "周 清源的申请"}, "写到了案件里的姓名、名称、案号或者联系方式"),
        ("must_say", {"outcome": ""}, "请选适用于哪种办理结果"),
        ("must_say", {"starts_on": "2026-10-15"}, ""),
        ("must_not_say", {"instead": ""}, "请写明应当怎么写"),
        ("recorded", {"fact": "drop table"}, "答复前必须登记的的选项已经变化"),
        ("recorded", {}, "请选择必须先登记的一项"),
        ("answered", {"question": "？？"}, "请写出要回答的问题"),
        ("answered", {"question": "问" * 121}, "120"),
        ("must_say", {"level": "stop"}, "没有做到时的选项已经变化"),
        ("must_say", {"articles": "《宪法》第一条"}, "只限引用了其中一条的的选项已经变化"),
    ],
)
def test_a_slip_in_a_rule_is_named_at_its_place(
    bureau: Bureau, enter: Enter, kind: str, given: dict[str, str], problem: str
) -> None:
    case, _ = lose(bureau)
    answer = enter(bureau.clerk).post(
        f"/desk/remedies/{case.pk}/lesson/checks/new/?kind={kind}", {**RULE, **given, "do": "try"}
    )
    assert (answer.status_code, problem in answer.content.decode()) == (422 if problem else 200, True)
    assert LessonCheck.objects.count() == 0


def test_findings_stand_where_the_letter_is_checked_with_lesson_and_link(
    bureau: Bureau, county: County, enter: Enter
) -> None:
    letter = county.draft
    html = main_of(enter(bureau.clerk), f"/desk/applications/{letter.application_id}/letters/{letter.pk}/")
    assert html.count(f"教训：{LESSON}") == 3
    assert f'<a href="/desk/checks/{county.said.pk}/">看这条规则</a>' in html
    assert "没有写明“形成于决定作出以前”“在决定作出以前形成”中的任何一种。请写上一种。" in html
    assert "检查：2处要改" in html


def test_a_drafter_asks_answers_and_takes_back(bureau: Bureau, county: County, enter: Enter) -> None:
    client, letter = enter(bureau.clerk), county.draft
    page = f"/desk/applications/{letter.application_id}/letters/{letter.pk}/"
    client.post(f"{page}check/", {"do": "say", "check": county.said.pk, "text": "试点没有对应的决定"})
    client.post(f"{page}check/", {"do": "say", "check": county.question.pk, "text": "全文都是拟办意见"})
    html = main_of(client, page)
    assert ("已提请放行：试点没有对应的决定" in html, "已经说明的" in html) == (True, True)
    client.post(f"{page}check/", {"do": "take_back", "check": county.question.pk})
    assert "已经说明的" not in main_of(client, page)
    assert [word.kind for word in CheckWord.objects.filter(letter=letter, taken_back_at=None)] == ["ask"]


@pytest.mark.parametrize(
    "given",
    [{"do": "pass", "check": "1"}, {"do": "say", "check": "١"}, {"do": "say", "check": "9" * 40}, {"do": "say"}],
)
def test_what_no_form_sends_is_not_there(bureau: Bureau, county: County, enter: Enter, given: dict[str, str]) -> None:
    letter = county.draft
    address = f"/desk/applications/{letter.application_id}/letters/{letter.pk}/check/"
    assert enter(bureau.clerk).post(address, given).status_code == 404


def test_a_rule_of_another_county_cannot_be_spoken_to(bureau: Bureau, county: County, enter: Enter) -> None:
    letter = county.draft
    address = f"/desk/applications/{letter.application_id}/letters/{letter.pk}/check/"
    answer = enter(bureau.clerk).post(
        address, {"do": "say", "check": county.proposal.pk, "text": "本件不适用"}, follow=True
    )
    assert "这一条检查已经停止，或者不适用这份文书，没有保存" in answer.content.decode()


def test_the_reviewer_reads_what_was_said_and_gives_a_reason(bureau: Bureau, county: County, enter: Enter) -> None:
    client = enter(bureau.leader)
    review = county.waiting.reviews.get(verdict="", voided_at=None)
    address = f"/desk/approvals/{review.pk}/"
    html = main_of(client, address)
    assert "起草人提请放行：请示没有对应的决定，市场改造后来没有立项" in html
    assert "李文静说明：全文都是拟办意见，没有可以分开的事实" in html
    given = {"verdict": "approve", "digest": county.waiting.digest}
    refused = client.post(address, given)
    assert (refused.status_code, "确实不适用本件的，请逐条写明放行的理由" in refused.content.decode()) == (422, True)
    kept = client.post(address, {**given, f"pass_{county.said.pk}": "同意"})
    assert (kept.status_code, ">同意</textarea>" in kept.content.decode()) == (422, True)
    client.post(address, {**given, f"pass_{county.said.pk}": "确实没有对应的决定"})
    county.waiting.refresh_from_db()
    assert county.waiting.state == "approved"
    page = f"/desk/applications/{county.waiting.application_id}/letters/{county.waiting.pk}/"
    assert "李文静" in main_of(enter(bureau.clerk), page)
    assert "确实没有对应的决定" in main_of(enter(bureau.clerk), f"/desk/checks/{county.said.pk}/")


def test_ticking_off_lets_nothing_pass(bureau: Bureau, county: County, enter: Enter) -> None:
    review = county.waiting.reviews.get(verdict="", voided_at=None)
    given = {
        "pick": review.pk,
        f"digest_{review.pk}": county.waiting.digest,
        f"pass_{county.said.pk}": "确实不适用本件",
    }
    answer = enter(bureau.leader).post("/desk/approvals/", given, follow=True)
    assert "没有批准" in answer.content.decode()
    county.waiting.refresh_from_db()
    assert county.waiting.state == "reviewing"


def test_the_page_of_rules_says_whence_since_when_and_how_often(bureau: Bureau, county: County, enter: Enter) -> None:
    rows = enter(bureau.leader).get("/desk/checks/").context["rows"]
    assert [
        (str(row.check), row.check.owner.short_name, row.figures.fired, row.figures.passed, row.state) for row in rows
    ] == [
        ("不得出现：“不便公开”", "县政务公开办", 0, 0, "与本机关的一条相同"),
        ("必须说明：事实部分为什么不能区分出来公开？", "县商务局", 2, 0, "施行"),
        ("必须写明其中一种：“形成于决定作出以前”“在决定作出以前形成”", "县商务局", 2, 0, "施行"),
        ("不得出现：“不便公开”", "县商务局", 2, 0, "施行"),
    ]


def test_a_body_without_rules_is_told_how_to_get_one(bureau: Bureau, enter: Enter) -> None:
    assert "县商务局没有检查规则" in main_of(enter(bureau.clerk), "/desk/checks/")


def test_the_neighbour_sees_the_countys_rule_without_the_case(
    bureau: Bureau, other: Bureau, county: County, enter: Enter
) -> None:
    client = enter(other.clerk)
    assert [str(row.check) for row in client.get("/desk/checks/").context["rows"]] == ["不得出现：“不便公开”"]
    html = main_of(client, f"/desk/checks/{county.shared.pk}/")
    assert (LESSON in html, "县商务局" in html) == (True, True)
    told = [county.case.number, county.corrected.application.number, county.draft.application.number, "周清源"]
    assert [word for word in told if word in html] == []
    hidden = (county.said, county.question, county.proposal)
    assert [client.get(f"/desk/checks/{each.pk}/").status_code for each in hidden] == [404, 404, 404]


def test_the_supervisor_decides_with_the_whole_county_before_their_eyes(
    bureau: Bureau, other: Bureau, county: County, enter: Enter
) -> None:
    client = enter(county.office.supervisor)
    assert "有1条检查规则等您决定" in main_of(client, "/desk/checks/county/")
    address = f"/desk/checks/{county.proposal.pk}/decide/"
    page = client.get(address)
    assert [(agency.short_name, trial.meant, len(trial.fired)) for agency, trial in page.context["trials"]] == [
        ("县商务局", 2, 2), ("县农业农村局", 0, 0), ("县政务公开办", 0, 0),
    ]  # fmt: skip
    assert county.corrected.application.number not in page.content.decode()
    given = {
        "wordings": "\n".join(county.proposal.wordings), "outcome": "withheld.process", "level": "look", "starts_on": "2026-10-19",
        "why": "先提示一个季度",
    }  # fmt: skip
    tried = client.post(address, {**given, "do": "try"}).context["tried"]
    client.post(address, {**given, "do": "keep", "tried": tried})
    county.proposal.refresh_from_db()
    made = LessonCheck.objects.get(origin=county.said, state="in_force")
    assert (county.proposal.state, made.level, made.owner) == ("changed", "look", county.office.agency)
    html = main_of(enter(bureau.clerk), f"/desk/checks/{county.said.pk}/")
    assert "先提示一个季度" in html


def test_the_supervisor_declines(bureau: Bureau, county: County, enter: Enter) -> None:
    client = enter(county.office.supervisor)
    address = f"/desk/checks/{county.proposal.pk}/decline/"
    assert client.post(address, {"why": ""}).status_code == 422
    client.post(address, {"why": "只有商务局有这类请示"})
    county.proposal.refresh_from_db()
    assert (county.proposal.state, county.proposal.decided_why) == ("declined", "只有商务局有这类请示")
    assert "只有商务局有这类请示" in main_of(enter(bureau.clerk), f"/desk/checks/{county.said.pk}/")


def test_a_rule_is_changed_and_ended(bureau: Bureau, county: County, enter: Enter) -> None:
    client = enter(bureau.head)
    given = {
        "question": "哪些事实可以区分出来公开？",
        "outcome": "withheld.process",
        "level": "look",
        "starts_on": "2026-10-16",
    }
    address = f"/desk/checks/{county.question.pk}/change/"
    tried = client.post(address, {**given, "do": "try"}).context["tried"]
    client.post(address, {**given, "do": "keep", "tried": tried})
    newest = LessonCheck.objects.get(follows=county.question)
    assert "各个版本" in main_of(client, f"/desk/checks/{newest.pk}/")
    assert client.get(address).status_code == 404
    client.post(f"/desk/checks/{newest.pk}/end/", {"last": "2026-10-16", "why": "写法已经进了模板"})
    newest.refresh_from_db()
    assert newest.ended_why == "写法已经进了模板"


def test_only_its_own_people_touch_a_rule(bureau: Bureau, other: Bureau, county: County, enter: Enter) -> None:
    own, above = county.said.pk, county.shared.pk
    for who, rule in ((bureau.leader, own), (other.clerk, own), (county.office.supervisor, own), (bureau.clerk, above)):
        client = enter(who)
        for step in ("change", "end", "propose", "decide", "decline"):
            assert client.post(f"/desk/checks/{rule}/{step}/", {}).status_code == 404, (who.name, step)


def test_the_list_costs_the_same_queries_for_one_and_three_rules(
    bureau: Bureau, county: County, enter: Enter, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = enter(bureau.leader)
    client.get("/desk/checks/")
    with CaptureQueriesContext(connection) as four:
        client.get("/desk/checks/")
    LessonCheck.objects.filter(pk__in=[county.said.pk, county.question.pk]).update(state="withdrawn", reach="county")
    with CaptureQueriesContext(connection) as two:
        client.get("/desk/checks/")
    assert len(four) == len(two)
