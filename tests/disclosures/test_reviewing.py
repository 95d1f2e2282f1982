"""Reviews: bound to what was seen, given once, in turn, by people who did not write."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

import factories
from disclosures import factories as made
from gongkai.disclosures import actions, checklists
from gongkai.disclosures.actions import ChangedMeanwhile, SecrecyAnswer, StillWrong
from gongkai.disclosures.actions.reviewing import NotYourTurn, OwnWork, WantedLater
from gongkai.disclosures.checklists import QUESTIONS, Unanswered
from gongkai.disclosures.models import Draft, Item, Review, SecrecyReview
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.models import Appointment, Deputy, LogEntry, Role
from gongkai.people.rules import NotAllowed, forget


def stage(draft: Draft) -> str:
    draft.refresh_from_db()
    return draft.stage


def test_the_author_cannot_review_even_as_head_or_deputy(house: made.House) -> None:
    draft = made.submitted(house)
    step = made.waiting(draft)
    with pytest.raises(NotAllowed):
        made.verdict(step, house.contributor)
    Appointment.objects.create(
        account=house.contributor, agency=house.agency, section=house.section, role="section_head"
    )
    with pytest.raises(OwnWork):
        made.verdict(step, house.contributor)
    Deputy.objects.create(
        appointment=Appointment.objects.get(account=house.section_head),
        account=house.contributor,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 30),
        named_by=house.section_head,
    )
    with pytest.raises(OwnWork):
        made.verdict(step, house.contributor)


def test_whoever_changed_the_text_does_not_review_it(house: made.House) -> None:
    draft = made.draft(house)
    actions.save(draft, by=house.office_head, version=draft.version, html="<p>负责人改过的正文，现予公布。</p>")
    reviews = actions.submit(draft, by=house.contributor)
    assert [r.label for r in reviews] == ["科室初审", "分管领导终审"]
    made.approve(draft, house.section_head)
    with pytest.raises(NotAllowed):
        made.verdict(made.waiting(draft), house.office_head)


def test_who_submits_without_changing_anything_may_review(house: made.House) -> None:
    draft = made.draft(house)
    actions.submit(draft, by=house.office_head)
    made.approve(draft, *house.chain)
    assert stage(draft) == Draft.Stage.RELEASED


def test_one_person_takes_one_step(house: made.House) -> None:
    second = factories.account(house.agency, Role.LEADER, name="钱进")
    Appointment.objects.create(account=second, agency=house.agency, role=Role.OFFICE_HEAD)
    draft = made.approve(made.submitted(house), house.section_head)
    made.verdict(made.waiting(draft), second)
    with pytest.raises(OwnWork):
        made.verdict(made.waiting(draft), second)
    made.approve(draft, house.leader)
    assert stage(draft) == Draft.Stage.RELEASED


def test_the_only_one_for_a_later_step_leaves_the_earlier_to_others(house: made.House) -> None:
    Appointment.objects.create(account=house.leader, agency=house.agency, role=Role.OFFICE_HEAD)
    draft = made.approve(made.submitted(house), house.section_head)
    with pytest.raises(WantedLater):
        made.verdict(made.waiting(draft), house.leader)
    made.approve(draft, house.office_head, house.leader)
    assert stage(draft) == Draft.Stage.RELEASED


def test_steps_go_in_turn_and_parallel_places_in_any_order(house: made.House) -> None:
    house.column.chain = [
        {"label": "会审", "days": 2, "secrecy": True, "places": [{"role": "office_head"}, {"role": "chief"}]},
        {"label": "终审", "days": 2, "secrecy": False, "places": [{"role": "leader"}]},
    ]
    house.column.save()
    draft = made.submitted(house)
    office, chief, leader = draft.reviews.order_by("step", "place")
    with pytest.raises(NotYourTurn):
        made.verdict(leader, house.leader)
    made.verdict(chief, house.chief)
    assert Review.objects.get(pk=leader.pk).due_on is None
    made.verdict(office, house.office_head)
    assert Review.objects.get(pk=leader.pk).due_on == date(2026, 9, 15)
    made.verdict(leader, house.leader)
    assert stage(draft) == Draft.Stage.RELEASED


def test_an_approval_of_something_else_than_what_stands_there_is_refused(house: made.House) -> None:
    draft = made.submitted(house)
    step = made.waiting(draft)
    with pytest.raises(ChangedMeanwhile):
        made.verdict(step, house.section_head, digest="0" * 64)
    actions.recall(draft, by=house.contributor)
    with pytest.raises(ChangedMeanwhile):
        made.verdict(step, house.section_head)
    assert Review.objects.get(pk=step.pk).voided_why == "起草人撤回修改"


def test_an_edit_takes_every_approval_with_it(house: made.House) -> None:
    draft = made.approve(made.submitted(house), house.section_head, house.office_head)
    actions.recall(draft, by=house.contributor)
    actions.save(draft, by=house.contributor, version=draft.version, html="<p>改过的正文，现予公布。</p>")
    assert draft.reviews.filter(voided_at=None).count() == 0
    reviews = actions.submit(draft, by=house.contributor)
    assert [(r.label, r.verdict) for r in reviews] == [
        ("科室初审", ""),
        ("办公室复审、保密审查", ""),
        ("分管领导终审", ""),
    ]
    assert Item.objects.get(pk=draft.item_id).current is None


def test_a_return_needs_a_reason_and_ends_the_round(house: made.House) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    with pytest.raises(GongkaiError, match="退回请写一句理由"):
        made.verdict(made.waiting(draft), house.office_head, approve=False)
    made.verdict(made.waiting(draft), house.office_head, approve=False, comment="附件打不开")
    assert stage(draft) == Draft.Stage.DRAFT
    assert draft.returned_why == "附件打不开"
    assert draft.reviews.filter(voided_at=None).count() == 0


def test_the_checklist_is_ticked_through_and_kept(house: made.House) -> None:
    draft = made.submitted(house)
    with pytest.raises(Unanswered, match="还有3项没有核对"):
        made.verdict(made.waiting(draft), house.section_head, checklist=("facts",))
    made.approve(draft, house.section_head)
    kept = draft.reviews.get(step=1).checklist
    assert [each["key"] for each in kept] == list(checklists.points("section_head"))


def test_the_secrecy_review_answers_every_question(house: made.House) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    step = made.waiting(draft)
    some = SecrecyAnswer("publish", {"state_secret": False})
    with pytest.raises(Unanswered):
        made.verdict(step, house.office_head, secrecy=None)
    with pytest.raises(Unanswered, match="还有7问没有回答"):
        made.verdict(step, house.office_head, secrecy=some)
    personal = SecrecyAnswer("publish", {**dict.fromkeys(QUESTIONS, False), "personal": True})
    with pytest.raises(Unanswered, match="请写明依据和理由"):
        made.verdict(step, house.office_head, secrecy=personal)
    made.verdict(step, house.office_head)
    record = SecrecyReview.objects.get()
    assert (record.conclusion, record.by, len(record.questions)) == ("publish", house.office_head, 8)


def test_a_no_in_the_secrecy_review_returns_the_draft_with_its_ground(house: made.House) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    answers = {**dict.fromkeys(QUESTIONS, False), "internal": True}
    made.verdict(made.waiting(draft), house.office_head, secrecy=SecrecyAnswer("not", answers, "属于内部事项"))
    assert (stage(draft), draft.returned_why) == (Draft.Stage.DRAFT, "保密审查：不得公开。属于内部事项")
    assert SecrecyReview.objects.get().conclusion == "not"


def test_a_doubt_waits_for_its_answer_and_then_goes_on(house: made.House) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    step = made.waiting(draft)
    doubt = SecrecyAnswer(
        "doubt",
        {**dict.fromkeys(QUESTIONS, False), "aggregation": True},
        "几份材料合起来可能涉密",
        referred_to="县国家保密局",
    )
    made.verdict(step, house.office_head, secrecy=doubt)
    record = SecrecyReview.objects.get()
    assert (stage(draft), record.referred_on) == (Draft.Stage.DOUBT, date(2026, 9, 11))
    with pytest.raises(ChangedMeanwhile):
        made.verdict(step, house.office_head)
    Appointment.objects.create(account=house.contributor, agency=house.agency, role=Role.CLERK)
    forget(house.contributor)
    with pytest.raises(OwnWork):
        actions.answer_doubt(record, conclusion="publish", text="可以", by=house.contributor)
    actions.answer_doubt(record, conclusion="publish", text="云密函〔2026〕3号：可以公开", by=house.clerk)
    assert stage(draft) == Draft.Stage.REVIEWING
    made.verdict(step, house.office_head, secrecy=None)
    made.approve(draft, house.leader)
    assert stage(draft) == Draft.Stage.RELEASED
    with pytest.raises(GongkaiError):
        actions.answer_doubt(record, conclusion="not", text="又说不行", by=house.clerk)


def test_a_doubt_answered_no_returns_the_draft(house: made.House) -> None:
    draft = made.approve(made.submitted(house), house.section_head)
    doubt = SecrecyAnswer("doubt", dict.fromkeys(QUESTIONS, False), "拿不准", referred_to="县国家保密局")
    made.verdict(made.waiting(draft), house.office_head, secrecy=doubt)
    actions.answer_doubt(SecrecyReview.objects.get(), conclusion="not", text="不得公开", by=house.clerk)
    assert stage(draft) == Draft.Stage.DRAFT
    assert draft.returned_why == "县国家保密局答复：不得公开。不得公开"
    assert draft.reviews.filter(voided_at=None).count() == 0


def test_what_is_not_proactive_goes_the_same_way_and_ends_decided(house: made.House) -> None:
    draft = made.draft(
        house,
        attribute="withheld",
        ground="withheld.process",
        ground_note="讨论稿",
        review_again_on=date(2027, 9, 1),
    )
    actions.submit(draft, by=house.contributor)
    made.approve(draft, *house.chain)
    assert stage(draft) == Draft.Stage.DECIDED
    assert Item.objects.get(pk=draft.item_id).current is None


def test_the_checks_run_again_at_submission_and_before_each_approval(house: made.House) -> None:
    draft = made.draft(house, html="<p>联系人身份证号410102199003078512，请核对。</p>")
    with pytest.raises(StillWrong):
        actions.submit(draft, by=house.contributor)
    assert stage(draft) == Draft.Stage.DRAFT
    clean = made.submitted(house)
    Draft.objects.filter(pk=clean.pk).update(findings=[], guessed=["title"])
    with pytest.raises(StillWrong):
        made.verdict(made.waiting(clean), house.section_head)


def test_each_step_has_working_days_and_a_deputy_is_named(house: made.House) -> None:
    draft = made.submitted(house)
    assert made.waiting(draft).due_on == date(2026, 9, 15)
    appointment = Appointment.objects.get(account=house.section_head)
    Deputy.objects.create(
        appointment=appointment,
        account=house.clerk,
        starts_on=date(2026, 9, 11),
        ends_on=date(2026, 9, 18),
        named_by=house.section_head,
    )
    made.verdict(made.waiting(draft), house.clerk)
    first = draft.reviews.get(step=1)
    assert (first.by, first.acting_for) == (house.clerk, "张凯")


def test_what_was_seen_is_kept_and_every_move_is_in_the_log(house: made.House) -> None:
    draft = made.submitted(house)
    made.approve(draft, *house.chain)
    first = draft.reviews.get(step=1)
    assert first.seen["fields"]["html"] == draft.html
    verbs = list(
        LogEntry.objects.filter(subject=f"disclosures.draft:{draft.pk}")
        .order_by("sequence")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "draft.begun",
        "draft.submitted",
        "draft.reviewed",
        "draft.reviewed",
        "draft.reviewed",
        "draft.released",
    ]


def test_a_closed_account_or_an_ended_post_gives_no_verdict(house: made.House) -> None:
    draft = made.submitted(house)
    step = made.waiting(draft)
    Appointment.objects.filter(account=house.section_head).update(ends_on=date(2026, 9, 10))
    with pytest.raises(NotAllowed):
        made.verdict(step, house.section_head)
    Appointment.objects.filter(account=house.section_head).update(ends_on=None)
    type(house.section_head).objects.filter(pk=house.section_head.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        made.verdict(step, house.section_head)


def test_an_overdue_step_is_noted_once_a_day(house: made.House) -> None:
    from gongkai.disclosures import reminders

    made.submitted(house)
    with clock.at(date(2026, 9, 15)):
        assert reminders.remind(clock.now()) == 0
    with clock.at(datetime(2026, 9, 16, 8)):
        assert [reminders.remind(clock.now()), reminders.remind(clock.now() + timedelta(hours=1))] == [1, 0]
    with clock.at(datetime(2026, 9, 17, 8)):
        assert reminders.remind(clock.now()) == 1
