"""A lesson as a rule: tried, changed, ended; proposed to the county and decided; firing, asked about, let pass with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

import factories
from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications import actions, taught, trying
from gongkai.applications.actions.drafting import LetterFaulty, findings_on
from gongkai.applications.actions.teaching import RuleFaulty
from gongkai.applications.models import CheckHit, CheckWord, Lesson, LessonCheck, Letter, RemedyCase
from gongkai.errors import GongkaiError
from gongkai.letters.linting.lessons import Kind, Level, Rule
from gongkai.people import clock
from gongkai.people.journal import verify
from gongkai.people.models import Account, LogEntry, Role
from gongkai.people.rules import NotAllowed
from gongkai.retention import wiping

WITHHELD = {k: v for k, v in factories.GRANTED.items() if k != "form"} | {
    "ground": "process",
    "required.process": "no",
    "sever.process": "no",
}
DAY = date(2026, 9, 11)
SAID = Rule(Kind.MUST_SAY, Level.MUST, ("形成于决定作出以前",), outcome="withheld.process")
QUESTION = Rule(Kind.ANSWERED, Level.MUST, question="事实部分为什么不能区分出来公开？", outcome="withheld.process")
NOT_SAID = Rule(Kind.MUST_NOT_SAY, Level.LOOK, ("不便公开",), "写明公开会妨碍什么", outcome="withheld.process")
REASON = "该请示是局党组会议讨论前的稿子，尚未定稿。"


@dataclass
class County:
    """A bureau that lost a case, its neighbour, and the office that supervises both."""

    office: Agency
    supervisor: Account
    neighbour: Agency
    neighbours_clerk: Account
    neighbours_leader: Account
    case: RemedyCase
    lesson: Lesson
    corrected: Letter


def refused(agency: Agency, clerk: Account, leader: Account | None = None, **values: Any) -> Letter:
    """An answer that withholds a paper of the process; issued where ``leader`` is given."""
    case = factories.application(agency, clerk, **values)
    letter = actions.decide(case, answers=WITHHELD, by=clerk, findings=REASON)
    if leader is not None:
        actions.submit_letter(letter, by=clerk)
        factories.approve(letter, leader)
        actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="申请人", by=clerk)
        letter.refresh_from_db()
    return letter


@pytest.fixture
def county(bureau) -> County:
    return county_of(bureau)


def county_of(bureau) -> County:
    office = factories.agency(name="云岭县政务公开办公室", short_name="县政务公开办", slug="gongkaiban", code="云公")
    neighbour = factories.agency(
        name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农", supervised_by=office
    )
    bureau.agency.supervised_by = office
    bureau.agency.save()
    with clock.at(date(2026, 3, 2)):
        corrected = refused(bureau.agency, bureau.clerk, bureau.leader)
    with clock.at(date(2026, 6, 1)):
        case = actions.file_remedy(
            bureau.agency, kind="reconsideration", filed_on=date(2026, 5, 6), authority="云岭县人民政府",
            number="云政复〔2026〕27号", application=corrected.application, claimant="周清源", by=bureau.clerk,
        )  # fmt: skip
        actions.conclude_remedy(
            case, detail="illegal", on=date(2026, 6, 1), served_on=date(2026, 6, 1), redo=False, by=bureau.clerk
        )
        case.refresh_from_db()
        lesson = actions.write_lesson(case, text="只写过程性信息，没有写明形成的时间。", by=bureau.clerk)
    return County(
        office,
        factories.account(office, Role.SUPERVISOR, name="孙立平"),
        neighbour,
        factories.clerk(neighbour),
        factories.leader(neighbour),
        case,
        lesson,
        corrected,
    )


def write(county: County, bureau, rule: Rule = SAID, **values: Any) -> LessonCheck:
    return actions.write_check(county.lesson, rule, starts_on=DAY, by=bureau.clerk, **values)


def with_words(letter: Letter, text: str, by: Account) -> None:
    blocks = letters.Draft.from_data(letter.body).blocks
    letter.refresh_from_db()
    actions.edit_letter(letter, [*blocks, text], revision=letter.revision, by=by)


# Written, and in force


def test_a_rule_holds_up_the_next_answer_and_lets_it_go_when_it_is_mended(bureau, county):
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.clerk)
    assert [(each.check, each.severity, each.lesson) for each in findings_on(letter)] == [
        (check.pk, "error", "只写过程性信息，没有写明形成的时间。")
    ]
    with pytest.raises(LetterFaulty, match="没有写明“形成于决定作出以前”。请写上。"):
        actions.submit_letter(letter, by=bureau.clerk)
    with_words(letter, "该请示形成于决定作出以前。", bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    assert (letter.state, CheckHit.objects.count(), CheckWord.objects.count()) == ("approved", 1, 0)


def test_a_rule_that_only_shows_holds_up_nothing(bureau, county):
    write(county, bureau, replace(SAID, level=Level.LOOK))
    letter = refused(bureau.agency, bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    assert (letter.state, CheckHit.objects.count()) == ("approved", 1)


def test_a_rule_is_not_asked_before_its_first_day_nor_after_its_last(bureau, county):
    check = actions.write_check(county.lesson, SAID, starts_on=date(2026, 9, 14), by=bureau.clerk)
    assert taught.in_force(bureau.agency) == []
    with clock.at(date(2026, 9, 14)):
        assert taught.in_force(bureau.agency) == [check]
        actions.end_check(check, why="写法已经进了模板", last=date(2026, 9, 15), by=bureau.clerk)
    with clock.at(date(2026, 9, 15)):
        assert taught.in_force(bureau.agency) == [check]
    with clock.at(date(2026, 9, 16)):
        assert taught.in_force(bureau.agency) == []


def test_a_notice_has_no_rules(bureau, county):
    write(county, bureau)
    case = factories.application(bureau.agency, bureau.clerk)
    notice = actions.call_correction(case, defects=["文件不明确"], guidance="请写明名称。", by=bureau.clerk)
    assert taught.standing(notice) == taught.NOTHING


def test_a_body_without_rules_pays_one_query(bureau, county):
    letter = refused(bureau.agency, bureau.clerk)
    letter.agency  # noqa: B018
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert taught.standing(letter) == taught.NOTHING
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        (replace(SAID, wordings=("周清源的申请",)), "wordings"),
        (replace(SAID, wordings=("周\u3000清 源",)), "wordings"),
        (replace(SAID, wordings=("云政复〔２０２６〕27号",)), "wordings"),
        (replace(SAID, wordings=("请拨13800001234",)), "wordings"),
        (replace(QUESTION, question="为什么不给周清源？"), "question"),
        (replace(SAID, outcome=""), "outcome"),
    ],
)
def test_a_rule_that_tells_of_the_case_or_is_for_everything_is_not_kept(bureau, county, rule, part):
    with pytest.raises(RuleFaulty) as refusal:
        write(county, bureau, rule)
    assert [name for name, _ in refusal.value.faults] == [part]
    assert "周清源" not in str(refusal.value)
    assert LessonCheck.objects.count() == 0


def test_a_lesson_that_tells_of_the_case_is_not_kept(bureau, county):
    with pytest.raises(GongkaiError, match="写到了案件里的姓名"):
        actions.write_lesson(county.case, text="周 清源的申请答得太简单。", by=bureau.clerk)
    county.lesson.refresh_from_db()
    assert county.lesson.text == "只写过程性信息，没有写明形成的时间。"


def test_rules_are_bounded_and_never_twice_the_same(bureau, county):
    write(county, bureau)
    with pytest.raises(GongkaiError, match="已经有一条内容相同的规则"):
        write(county, bureau, replace(SAID, wordings=("形成于 决定作出以前",)))
    for n in range(4):
        write(county, bureau, replace(SAID, wordings=(f"写法{n}",)))
    with pytest.raises(GongkaiError, match="一条教训最多有5条检查规则"):
        write(county, bureau, replace(SAID, wordings=("另一种写法",)))


@pytest.mark.parametrize("starts_on", [date(2026, 9, 10), date(2027, 9, 12)])
def test_a_first_day_is_neither_in_the_past_nor_far_ahead(bureau, county, starts_on):
    with pytest.raises(RuleFaulty, match="施行日应在今天以后、一年以内"):
        actions.write_check(county.lesson, SAID, starts_on=starts_on, by=bureau.clerk)


def test_only_who_enters_disputes_of_the_body_writes_rules(bureau, county):
    for stranger in (bureau.leader, bureau.contributor, county.neighbours_clerk, county.supervisor):
        with pytest.raises(NotAllowed):
            actions.write_check(county.lesson, SAID, starts_on=DAY, by=stranger)


# Versions


def test_a_change_is_a_new_version_and_the_old_words_stay(bureau, county):
    old = write(county, bureau)
    new = actions.change_check(
        old,
        replace(SAID, wordings=("形成于决定作出以前", "在决定之前形成")),
        starts_on=date(2026, 9, 21),
        by=bureau.clerk,
    )
    old.refresh_from_db()
    assert (old.wordings, old.ends_on, old.ended_why) == (["形成于决定作出以前"], date(2026, 9, 20), "有了新的版本")
    assert (new.version, new.follows, new.starts_on) == (2, old, date(2026, 9, 21))
    assert taught.in_force(bureau.agency) == [old]
    with clock.at(date(2026, 9, 21)):
        assert taught.in_force(bureau.agency) == [new]
    with pytest.raises(GongkaiError, match="已经停止或者有了新的版本"):
        actions.change_check(old, replace(SAID, level=Level.LOOK), starts_on=DAY, by=bureau.clerk)


def test_a_version_that_was_replaced_the_same_day_never_held(bureau, county):
    old = write(county, bureau)
    new = actions.change_check(old, replace(SAID, level=Level.LOOK), starts_on=DAY, by=bureau.clerk)
    assert taught.in_force(bureau.agency) == [new]


def test_a_change_that_changes_nothing_is_refused(bureau, county):
    check = write(county, bureau)
    with pytest.raises(GongkaiError, match="内容没有改动"):
        actions.change_check(check, SAID, starts_on=DAY, by=bureau.clerk)


def test_an_end_needs_a_reason_and_a_day_to_come(bureau, county):
    check = write(county, bureau)
    for why, last, problem in (
        (" ", DAY, "请写明停止的原因"),
        ("不再需要", date(2026, 9, 10), "最后一天应在今天以后"),
    ):
        with pytest.raises(GongkaiError, match=problem):
            actions.end_check(check, why=why, last=last, by=bureau.clerk)
    actions.end_check(check, why="不再需要", last=DAY, by=bureau.clerk)
    with clock.at(date(2026, 9, 12)), pytest.raises(GongkaiError, match="已经停止"):
        actions.end_check(check, why="再停一次", last=date(2026, 9, 12), by=bureau.clerk)


# Asked about, and let pass


def test_a_reviewer_lets_a_rule_pass_with_a_reason_that_is_kept(bureau, county):
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.clerk)
    actions.say_to_check(letter, check.pk, "本件是讨论记录，没有对应的决定", by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    with pytest.raises(taught.NotPassed, match="确实不适用本件的，请逐条写明放行的理由"):
        factories.approve(letter, bureau.leader)
    waiting = letter.reviews.get(verdict="", voided_at=None)
    why = "讨论记录没有对应的决定，时间写在理由里"
    actions.review(waiting, approve=True, digest=letter.digest, passes={check.pk: why}, by=bureau.leader)
    letter.refresh_from_db()
    word = CheckWord.objects.get(kind="pass")
    assert (letter.state, word.text, word.by, word.digest) == ("approved", why, bureau.leader, letter.digest)
    entry = LogEntry.objects.get(verb="letter.check_passed")
    assert (entry.account, entry.data["check"], entry.data["why"]) == (bureau.leader, check.pk, why)
    waiting.refresh_from_db()
    assert waiting.seen["checks"] == [
        ["ask", "必须写明：“形成于决定作出以前”", "本件是讨论记录，没有对应的决定"],
        ["pass", "必须写明：“形成于决定作出以前”", why],
    ]
    assert list(verify()) == []


def test_a_drafter_cannot_let_anything_pass(bureau, county):
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.head)
    actions.say_to_check(letter, check.pk, "本件不适用这一条", by=bureau.head)
    assert [each.severity for each in findings_on(letter)] == ["error"]
    assert CheckWord.objects.filter(kind="pass").count() == 0


def test_what_was_let_pass_dies_with_the_text_and_does_not_come_back(bureau, county):
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.clerk)
    actions.say_to_check(letter, check.pk, "本件不适用这一条", by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    waiting = letter.reviews.get(verdict="", voided_at=None)
    actions.review(waiting, approve=True, digest=letter.digest, passes={check.pk: "确实不适用"}, by=bureau.leader)
    letter.refresh_from_db()
    before = letters.Draft.from_data(letter.body)
    with_words(letter, "另加一段。", bureau.clerk)
    letter.refresh_from_db()
    actions.edit_letter(letter, list(before.blocks), revision=letter.revision, by=bureau.clerk)
    letter.refresh_from_db()
    assert (letter.digest, taught.standing(letter).passed) == (waiting.digest, {})
    assert [each.severity for each in findings_on(letter)] == ["error"]


def test_a_pass_needs_words(bureau, county):
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.clerk)
    with pytest.raises(GongkaiError, match="请写清楚，至少4个字"):
        actions.say_to_check(letter, check.pk, "。。。。。。", by=bureau.clerk)
    actions.say_to_check(letter, check.pk, "本件不适用这一条", by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    waiting = letter.reviews.get(verdict="", voided_at=None)
    with pytest.raises(GongkaiError, match="请写清楚，至少4个字"):
        actions.review(waiting, approve=True, digest=letter.digest, passes={check.pk: "同意"}, by=bureau.leader)
    letter.refresh_from_db()
    assert (letter.state, CheckWord.objects.filter(kind="pass").count()) == ("reviewing", 0)


def test_a_question_is_answered_by_the_drafter_before_review(bureau, county):
    check = write(county, bureau, QUESTION)
    letter = refused(bureau.agency, bureau.clerk)
    with pytest.raises(LetterFaulty, match="送审前请说明：事实部分为什么不能区分出来公开？"):
        actions.submit_letter(letter, by=bureau.clerk)
    actions.say_to_check(letter, check.pk, "请示全文都是拟办意见，没有可以分开的事实", by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="送审以后不能再改对检查的说明"):
        actions.take_back_word(letter, check.pk, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    assert letter.state == "approved"


def test_an_answer_taken_back_is_asked_again(bureau, county):
    check = write(county, bureau, QUESTION)
    letter = refused(bureau.agency, bureau.clerk)
    actions.say_to_check(letter, check.pk, "全文都是拟办意见", by=bureau.clerk)
    assert findings_on(letter) == ()
    actions.take_back_word(letter, check.pk, by=bureau.clerk)
    assert [each.code for each in findings_on(letter)] == ["lesson-question"]
    with pytest.raises(GongkaiError, match="没有可以撤回的说明"):
        actions.take_back_word(letter, check.pk, by=bureau.clerk)


def test_a_rule_that_begins_after_a_letter_was_sent_is_before_the_reviewer(bureau, county):
    letter = refused(bureau.agency, bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    write(county, bureau)
    with pytest.raises(taught.NotPassed):
        factories.approve(letter, bureau.leader)


def test_where_nobody_reviews_nobody_lets_pass(bureau, county):
    bureau.agency.chains = {"S": []}
    bureau.agency.save()
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.clerk)
    with pytest.raises(GongkaiError, match="不经审批，没有人可以放行"):
        actions.say_to_check(letter, check.pk, "本件不适用这一条", by=bureau.clerk)
    with pytest.raises(LetterFaulty):
        actions.submit_letter(letter, by=bureau.clerk)


# Tried before it is kept


def test_a_trial_reads_what_went_out_and_names_the_corrected_answer(bureau, county):
    with clock.at(date(2026, 7, 1)):
        refused(bureau.agency, bureau.clerk, bureau.leader)
        factories.answered(bureau.agency, bureau.clerk, bureau.leader)
    with clock.at(date(2024, 9, 11)):
        refused(bureau.agency, bureau.clerk, bureau.leader)
    found = trying.trial(bureau.agency, SAID, case=county.case)
    assert (found.looked, found.whole, found.meant, len(found.fired), found.corrected) == (3, True, 2, 2, True)
    assert found.fires_on_all
    missed = trying.trial(bureau.agency, replace(SAID, wordings=("未定稿", "尚未定稿")), case=county.case)
    assert (missed.meant, missed.fired, missed.corrected) == (2, (), False)


def test_a_trial_tells_where_the_words_stood(bureau, county):
    found = trying.trial(bureau.agency, replace(NOT_SAID, wordings=("尚未定稿",)), case=county.case)
    assert [(each.letter.pk, each.quote) for each in found.fired] == [(county.corrected.pk, "尚未定稿")]


def test_a_trial_of_a_fact_asks_what_was_on_record_then(bureau, county):
    wanted = Rule(Kind.RECORDED, fact="search", outcome="withheld.process")
    with clock.at(date(2026, 7, 1)):
        late = refused(bureau.agency, bureau.clerk)
        actions.record_search(
            late.application, places="档案室、公文系统", terms="请示", on=date(2026, 7, 1), found=1, by=bureau.clerk
        )
        actions.submit_letter(late, by=bureau.clerk)
        factories.approve(late, bureau.leader)
        actions.serve(late, method="direct", signed_on=date(2026, 7, 1), signed_by="申请人", by=bureau.clerk)
    found = trying.trial(bureau.agency, wanted, case=county.case)
    assert [each.letter.pk for each in found.fired] == [county.corrected.pk]


def test_a_trial_costs_the_same_queries_for_one_and_for_three(bureau, county):
    wanted = Rule(Kind.RECORDED, fact="severed", outcome="withheld.process")
    with CaptureQueriesContext(connection) as one:
        trying.trial(bureau.agency, wanted, case=county.case)
    with clock.at(date(2026, 7, 1)):
        for _ in range(2):
            refused(bureau.agency, bureau.clerk, bureau.leader, person=factories.person(phone="13700000000"))
    with CaptureQueriesContext(connection) as three:
        assert trying.trial(bureau.agency, wanted, case=county.case).looked == 3
    assert len(three) == len(one)


def test_words_that_were_erased_are_not_tried(bureau, county):
    assert trying.ERASED == wiping.GONE
    Letter.objects.filter(pk=county.corrected.pk).update(addressee=wiping.GONE)
    found = trying.trial(bureau.agency, SAID, case=county.case)
    assert (found.looked, found.corrected) == (0, None)


# The county


def accepted(county: County, bureau, **values: Any) -> LessonCheck:
    own = write(county, bureau, propose=True)
    proposal = own.proposals.get()
    return actions.accept_check(proposal, proposal.rule.bare, starts_on=DAY, by=county.supervisor, **values)


def test_a_proposal_holds_for_nobody_else_until_it_is_accepted(bureau, county):
    write(county, bureau, propose=True)
    assert [len(taught.in_force(each)) for each in (bureau.agency, county.neighbour, county.office)] == [1, 0, 0]
    proposal = LessonCheck.objects.get(reach="county")
    made = actions.accept_check(proposal, proposal.rule.bare, starts_on=DAY, by=county.supervisor)
    assert [len(taught.in_force(each)) for each in (bureau.agency, county.neighbour, county.office)] == [1, 1, 1]
    assert taught.in_force(bureau.agency)[0].reach == "own"
    letter = refused(county.neighbour, county.neighbours_clerk)
    assert [(each.check, each.lesson) for each in findings_on(letter)] == [
        (made.pk, "只写过程性信息，没有写明形成的时间。")
    ]


def test_an_accepted_lesson_stays_as_it_was_accepted(bureau, county):
    made = accepted(county, bureau)
    actions.write_lesson(county.case, text="改过的教训。", by=bureau.clerk)
    made = LessonCheck.objects.select_related("lesson").get(pk=made.pk)
    assert made.lesson_text == "只写过程性信息，没有写明形成的时间。"
    assert taught.in_force(bureau.agency)[0].lesson_text == "改过的教训。"


def test_a_proposal_is_accepted_changed_and_stays_as_it_was_proposed(bureau, county):
    proposal = write(county, bureau, propose=True).proposals.get()
    milder = replace(SAID, level=Level.LOOK)
    with pytest.raises(RuleFaulty, match="请写明为什么"):
        actions.accept_check(proposal, milder, starts_on=DAY, by=county.supervisor)
    made = actions.accept_check(proposal, milder, starts_on=DAY, why="先提示一个季度", by=county.supervisor)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.level, proposal.decided_why) == ("changed", "must", "先提示一个季度")
    assert (made.level, made.origin.owner, made.owner) == ("look", bureau.agency, county.office)
    assert [row.level for row in taught.in_force(bureau.agency)] == ["must", "look"]
    assert taught.in_force(county.neighbour) == [made]


def test_a_proposal_is_declined_with_a_reason_and_goes_on_holding_at_home(bureau, county):
    own = write(county, bureau, propose=True)
    proposal = own.proposals.get()
    with pytest.raises(RuleFaulty, match="不采纳请写明理由"):
        actions.decline_check(proposal, why="", by=county.supervisor)
    actions.decline_check(proposal, why="只有商务局有这类请示", by=county.supervisor)
    assert taught.in_force(bureau.agency) == [own]
    assert taught.in_force(county.neighbour) == []
    with pytest.raises(GongkaiError, match="已经决定过"):
        actions.accept_check(proposal, SAID, starts_on=DAY, by=county.supervisor)


def test_only_the_department_above_decides_and_only_it_ends(bureau, county):
    proposal = write(county, bureau, propose=True).proposals.get()
    for stranger in (bureau.clerk, bureau.head, county.neighbours_leader):
        with pytest.raises(NotAllowed):
            actions.accept_check(proposal, SAID, starts_on=DAY, by=stranger)
    made = actions.accept_check(proposal, SAID, starts_on=DAY, by=county.supervisor)
    with pytest.raises(NotAllowed):
        actions.end_check(made, why="不要了", last=DAY, by=bureau.clerk)
    actions.end_check(made, why="已经写进通知", last=DAY, by=county.supervisor)
    with clock.at(date(2026, 9, 12)):
        assert taught.in_force(county.neighbour) == []
        assert len(taught.in_force(bureau.agency)) == 1


def test_a_body_that_nobody_supervises_cannot_propose(bureau, county):
    bureau.agency.supervised_by = None
    bureau.agency.save()
    with pytest.raises(GongkaiError, match="没有登记主管部门"):
        write(county, bureau, propose=True)
    assert LessonCheck.objects.count() == 0


def test_a_changed_rule_withdraws_its_proposal_and_the_next_takes_the_place_of_the_countys(bureau, county):
    own = write(county, bureau, propose=True)
    first = own.proposals.get()
    second = actions.change_check(own, replace(SAID, level=Level.LOOK), starts_on=DAY, propose=True, by=bureau.clerk)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    proposal = second.proposals.get()
    held = actions.accept_check(proposal, proposal.rule.bare, starts_on=DAY, by=county.supervisor)
    third = actions.change_check(
        second, replace(SAID, wordings=("在决定之前形成",)), starts_on=DAY, propose=True, by=bureau.clerk
    )
    assert taught.in_force(county.neighbour) == [held]
    again = third.proposals.get()
    newer = actions.accept_check(again, again.rule.bare, starts_on=date(2026, 9, 14), by=county.supervisor)
    assert (newer.version, newer.follows) == (2, held)
    with clock.at(date(2026, 9, 14)):
        assert taught.in_force(county.neighbour) == [newer]


def test_another_county_is_untouched(bureau, county):
    accepted(county, bureau)
    assert taught.in_force(factories.agency()) == []


def test_a_waiting_proposal_is_not_made_twice(bureau, county):
    own = write(county, bureau, propose=True)
    with pytest.raises(GongkaiError, match="已经提请过"):
        actions.propose_check(own, by=bureau.clerk)


# Counted


def test_figures_count_letters(bureau, county):
    check = write(county, bureau)
    one, two = refused(bureau.agency, bureau.clerk), refused(bureau.agency, bureau.clerk)
    with_words(one, "形成于决定作出以前。", bureau.clerk)
    actions.say_to_check(two, check.pk, "本件不适用这一条", by=bureau.clerk)
    actions.submit_letter(two, by=bureau.clerk)
    waiting = two.reviews.get(verdict="", voided_at=None)
    actions.review(waiting, approve=True, digest=two.digest, passes={check.pk: "确实不适用"}, by=bureau.leader)
    assert taught.figures([check], [bureau.agency.pk]) == {check.pk: taught.Figures(2, 1)}
    assert taught.figures([check], [county.neighbour.pk]) == {check.pk: taught.Figures(0, 0)}


@pytest.mark.parametrize(("fired", "passed", "told"), [(4, 4, False), (6, 3, False), (6, 4, True)])
def test_a_rule_that_is_mostly_let_pass_is_named(fired, passed, told):
    assert taught.Figures(fired, passed).mostly_passed is told


def test_the_database_holds_what_a_pass_is(bureau, county):
    check = write(county, bureau)
    letter = refused(bureau.agency, bureau.clerk)
    values = {"letter": letter, "check_row": check, "by": bureau.leader, "at": clock.now()}
    for bad in ({"kind": "pass", "text": "理由", "digest": ""}, {"kind": "ask", "text": "", "digest": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckWord.objects.create(**values, **bad)
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonCheck.objects.filter(pk=check.pk).update(outcome="", leaf="", articles=[])
