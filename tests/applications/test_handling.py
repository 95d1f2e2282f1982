"""Correction, extension, consultation, reasons, fee: what the law allows, once, in time, with its letter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

import factories
from gongkai.agencies.models import Site
from gongkai.applications import actions, clocks, letter_facts, tasks
from gongkai.applications.actions import Party
from gongkai.applications.actions.moving import ChangedMeanwhile
from gongkai.applications.models import Letter
from gongkai.applications.next_step import next_step
from gongkai.applications.stages import NotNow
from gongkai.errors import GongkaiError
from gongkai.law import ExtensionRefused
from gongkai.law.clocks.facts import Asked
from gongkai.people import clock


def _letter(case, code):
    return Letter.objects.filter(application=case, code=code).order_by("-pk").first()


def _correcting(bureau):
    """A case whose correction notice went out on the portal on 11 September."""
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    actions.register(case, by=bureau.clerk)
    letter = actions.call_correction(
        case, defects=["没有写明需要哪一年的名单"], guidance="写明年度即可", by=bureau.clerk
    )
    factories.approve(letter, bureau.head)
    case.refresh_from_db()
    return case


def test_an_approved_correction_notice_goes_out_online_and_stops_the_clock(bureau):
    case = _correcting(bureau)
    assert case.stage == "correcting"
    assert case.due_on is None
    letter = _letter(case, "P3")
    assert (letter.state, letter.number, letter.issued_on) == ("issued", "云商公开告〔2026〕1号", date(2026, 9, 11))


def test_the_answer_clock_starts_anew_from_the_correction(bureau):
    case = _correcting(bureau)
    with clock.at(date(2026, 9, 18)):
        actions.correct(case, answer="要2025年度的")
        assert case.stage == "handling"
        assert case.due_on == date(2026, 10, 22)


def test_a_second_correction_is_refused(bureau):
    case = _correcting(bureau)
    actions.correct(case, answer="要2025年度的")
    with pytest.raises(GongkaiError, match="只能告知一次"):
        actions.call_correction(case, defects=["还是不清楚"], guidance="写明年度即可", by=bureau.clerk)
    assert Letter.objects.filter(code="P3").count() == 1


def test_a_correction_lapses_only_after_its_period(bureau):
    case = _correcting(bureau)
    with clock.at(date(2026, 10, 8)), pytest.raises(GongkaiError, match="还没有届满"):
        actions.lapse_correction(case, by=bureau.clerk)
    with clock.at(date(2026, 10, 10)):
        actions.lapse_correction(case, by=bureau.clerk)
        letter = actions.decide(case, answers={"clear": "no", "corrected": "lapsed"}, by=bureau.clerk)
        assert letter.code == "S21"
        assert case.outcome == "other.correction_lapsed"


def test_a_correction_whose_letter_is_cancelled_did_not_happen(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    letter = actions.call_correction(case, defects=["没有写明年度"], guidance="写明年度即可", by=bureau.clerk)
    actions.cancel_letter(letter, why="申请人来电说明了", by=bureau.clerk)
    assert clocks.part(case.__class__.objects.get(pk=case.pk), "correction") is None
    actions.call_correction(case, defects=["没有写明年度"], guidance="写明年度即可", by=bureau.clerk)


def test_an_extension_counts_from_approval_and_notice_and_only_once(bureau):
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    actions.register(case, by=bureau.clerk)
    letter = actions.extend(case, days=20, reason="涉及材料多，需要逐页核对", by=bureau.clerk)
    case.refresh_from_db()
    assert case.due_on == date(2026, 10, 15)
    factories.approve(letter, bureau.head)
    case.refresh_from_db()
    assert case.due_on == date(2026, 11, 12)
    assert letter.state == "issued"
    with pytest.raises(GongkaiError, match="延期只能一次"):
        actions.extend(case, days=5, reason="再延几天", by=bureau.clerk)


def test_an_extension_into_a_year_without_notice_names_the_days_and_no_date(bureau):
    with clock.at(date(2026, 11, 23)):
        case = factories.application(bureau.agency, bureau.clerk)
        letter = actions.extend(case, days=20, reason="涉及材料多", by=bureau.clerk)
        factories.approve(letter, bureau.head)
        text = "".join(block.get("text", "") for block in letter.body["blocks"])
        assert "答复期限延长20个工作日。延长后的期限届满日所在年度的放假安排尚未公布" in text
        assert "2027" not in text
        case.refresh_from_db()
        assert (case.due_on, case.due_certain) == (date(2027, 1, 15), False)


def test_an_extension_after_expiry_is_refused_to_the_clerk_and_to_the_head(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    letter = actions.extend(case, days=20, reason="材料多", by=bureau.clerk)
    with clock.at(date(2026, 10, 16)):
        with pytest.raises(ExtensionRefused, match="晚于原期限届满日"):
            factories.approve(letter, bureau.head)
        late = factories.application(bureau.agency, bureau.clerk, on=date(2026, 9, 11))
        with pytest.raises(ExtensionRefused):
            actions.extend(late, days=20, reason="材料多", by=bureau.clerk)
    letter.refresh_from_db()
    assert (letter.state, letter.number) == ("reviewing", "")


def _consulted(bureau, asked=Asked.THIRD_PARTY, names=("恒达机械", "云岭绿源")):
    case = factories.application(bureau.agency, bureau.clerk)
    made = actions.consult(
        case,
        parties=[Party(name, interest="商业秘密") for name in names],
        what="是否同意公开补贴金额",
        asked=asked,
        by=bureau.clerk,
    )
    for consultation in made:
        letter = consultation.letters.get()
        factories.approve(letter, bureau.head)
        actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="收发室", by=bureau.clerk)
        consultation.refresh_from_db()
    case.refresh_from_db()
    return case, made


def test_consultation_time_is_left_out_and_ends_with_the_last_opinion(bureau):
    with clock.at(date(2026, 9, 21)):
        case, (first, second) = _consulted(bureau)
        assert case.stage == "consulting"
    with clock.at(date(2026, 9, 25)):
        actions.record_opinion(first, opinion="agrees", on=date(2026, 9, 24), by=bureau.clerk)
        case.refresh_from_db()
        assert case.stage == "consulting"
    with clock.at(date(2026, 9, 29)):
        actions.record_opinion(second, opinion="objects", reasons="利润率属于商业秘密", by=None)
    case.refresh_from_db()
    assert case.stage == "handling"
    # 21 September is both the day of receipt and of the letters; 22-24, 28 and 29 are left out.
    assert case.due_on == date(2026, 11, 2)


def test_silence_of_a_third_party_lapses_after_15_working_days_and_says_nothing(bureau):
    case, (only,) = _consulted(bureau, names=("恒达机械",))
    with clock.at(date(2026, 10, 9)):
        assert actions.lapse_consultations(case) == 0
    with clock.at(date(2026, 10, 10)):
        assert actions.lapse_consultations(case) == 1
        assert actions.lapse_consultations(case) == 0
    only.refresh_from_db()
    assert (only.lapsed_on, only.opinion) == (date(2026, 10, 9), "")
    case.refresh_from_db()
    assert case.stage == "handling"
    with pytest.raises(GongkaiError, match="没有回复既不是同意，也不是不同意"):
        actions.decide(
            case,
            answers={**factories.GRANTED, "ground": "third_party", "consent": "agrees"},
            by=bureau.clerk,
            given="x",
        )


def test_the_day_passes_over_a_party_whose_case_is_closed_and_over_a_case_that_is_broken(bureau, monkeypatch):
    closed, _ = _consulted(bureau, names=("恒达机械",))
    actions.withdraw(closed, words="申请人来电撤回", by=bureau.clerk)
    actions.close_without_answer(closed, by=bureau.clerk)
    broken, _ = _consulted(bureau, names=("云岭绿源",))
    silent, _ = _consulted(bureau, names=("云岭茶业",))
    really = tasks.lapse_consultations

    def lapse(application):
        if application.pk == broken.pk:
            raise RuntimeError("broken")
        return really(application)

    monkeypatch.setattr(tasks, "lapse_consultations", lapse)
    with clock.at(date(2026, 10, 10)):
        assert tasks.daily.call() == {"lapsed": 1, "copies": 0}
    silent.refresh_from_db()
    assert silent.stage == "handling"


def test_a_copy_whose_task_was_given_up_is_asked_for_once_a_day_for_a_week(bureau):
    letter = factories.answered(bureau.agency, bureau.clerk, bureau.leader).letters.get(state="issued")
    queued = DBTaskResult.objects.filter(task_path="gongkai.applications.tasks.keep_copy")

    def given_up() -> None:
        queued.update(status="FAILED", enqueued_at=clock.now())

    asked = []
    for days in range(10):
        with clock.at(letter.issued_on + timedelta(days=days)):
            asked.append(tasks.daily.call()["copies"])
            asked.append(tasks.daily.call()["copies"])
            given_up()
            asked.append(tasks.daily.call()["copies"])
    # The first day the task of the letter itself waits; each was asked once, and not again while it waits or on its own day.
    assert [n for n, times in enumerate(asked) if times] == [3, 6, 9, 12, 15, 18, 21]
    assert {tuple(task.args_kwargs["args"]) for task in queued} == {(letter.pk,)}


def test_an_objection_without_reasons_is_sent_back(bureau):
    _, (only,) = _consulted(bureau, names=("恒达机械",))
    with pytest.raises(GongkaiError, match="请写明理由"):
        actions.record_opinion(only, opinion="objects", by=None)
    only.refresh_from_db()
    assert only.answered_on is None


def test_consent_to_a_part_is_no_consent_to_the_whole(bureau):
    case, (only,) = _consulted(bureau, names=("恒达机械",))
    actions.record_opinion(only, opinion="partly", reasons="名称可以公开，利润率不行", by=bureau.clerk)
    case.refresh_from_db()
    answers = {**factories.GRANTED, "ground": "third_party", "consent": "agrees"}
    with pytest.raises(GongkaiError, match="同意部分公开不是同意全部公开"):
        actions.decide(case, answers=answers, by=bureau.clerk, given="补贴金额", way="随函提供")


def test_an_objection_cannot_be_walked_past_as_if_there_were_no_ground(bureau):
    case, (only,) = _consulted(bureau, names=("恒达机械",))
    actions.record_opinion(only, opinion="objects", reasons="商业秘密", by=bureau.clerk)
    case.refresh_from_db()
    with pytest.raises(GongkaiError, match="恒达机械不同意公开"):
        actions.decide(case, answers=factories.GRANTED, by=bureau.clerk, given="补贴金额", way="随函提供")
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("handling", "")


def test_the_applicant_is_told_once_that_consultation_time_is_left_out(bureau):
    case, _ = _consulted(bureau)
    assert Letter.objects.filter(application=case, code="P7").count() == 1


def test_disclosure_over_an_objection_needs_the_chief_and_a_letter_to_the_third_party(bureau):
    case, (only,) = _consulted(bureau, names=("恒达机械",))
    actions.record_opinion(only, opinion="objects", reasons="商业秘密", by=bureau.clerk)
    case.refresh_from_db()
    letter = actions.decide(
        case,
        answers={
            **{k: v for k, v in factories.GRANTED.items() if k != "form"},
            "ground": "third_party",
            "consent": "objects",
            "interest": "yes",
        },
        by=bureau.clerk,
        given="补贴金额",
        way="随函提供",
        public_interest="补贴资金是否公平分配关系公众监督",
    )
    actions.submit_letter(letter, by=bureau.clerk)
    assert [r.role for r in letter.reviews.all()] == ["leader", "chief"]
    factories.approve(letter, bureau.leader, bureau.chief)
    actions.serve(letter, method="direct", signed_on=clock.today(), by=bureau.clerk)
    case = case.__class__.objects.get(pk=case.pk)
    assert next_step(case).action == "tell_third_party"
    told = actions.tell_of_release(only, by=bureau.clerk)
    assert told.code == "P8"


def test_the_eleventh_application_of_a_month_costs_100_yuan_and_unpaid_it_lapses(bureau):
    cases = [factories.application(bureau.agency, bureau.clerk) for _ in range(11)]
    with pytest.raises(GongkaiError, match="不用收费"):
        actions.charge_fee(cases[9], tariff="by_application", by=bureau.clerk)
    letter = actions.charge_fee(cases[10], tariff="by_application", by=bureau.clerk)
    factories.approve(letter, bureau.head)
    assert letter.state == "issued"
    case = cases[10].__class__.objects.get(pk=cases[10].pk)
    assert (case.stage, case.fee.amount, case.fee.ordinal, case.fee.due_on) == ("paying", 100, 11, date(2026, 10, 15))
    with pytest.raises(GongkaiError, match="应缴100元"):
        actions.record_payment(case, on=clock.today(), amount=90, receipt_number="1", by=bureau.clerk)
    with clock.at(date(2026, 10, 16)):
        actions.lapse_fee(case, by=bureau.clerk)
        answers = {"clear": "yes", "withdrawn": "no", "excessive": "no", "fee": "lapsed"}
        assert actions.decide(case, answers=answers, by=bureau.clerk).code == "S22"


def test_a_page_that_is_out_of_date_changes_nothing(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    seen = case.version
    actions.assign(case, section=bureau.section, by=bureau.clerk, version=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.assign(case, section=factories.section(bureau.agency, "市场股"), by=bureau.clerk, version=seen)
    case.refresh_from_db()
    assert case.section == bureau.section


def test_a_move_out_of_its_stage_is_refused_with_the_stage_in_words(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    with pytest.raises(NotNow, match="现在是“办理中”，不能“登记缴费”"):
        actions.record_payment(case, on=clock.today(), amount=1, receipt_number="1", by=bureau.clerk)


def test_a_section_answers_once_and_its_answer_is_the_search_record(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    asked = actions.ask_section(
        case, section=bureau.section, question="有没有名单", due_on=date(2026, 9, 18), by=bureau.clerk
    )
    with pytest.raises(GongkaiError, match="查了哪里"):
        actions.answer_assistance(asked, found="no", by=bureau.contributor)
    actions.answer_assistance(asked, found="no", places="外贸股档案柜、OA", terms="专项资金", by=bureau.contributor)
    assert [(s.places, s.found) for s in case.searches.all()] == [("外贸股档案柜、OA", 0)]
    with pytest.raises(GongkaiError, match="已经回复过"):
        actions.answer_assistance(asked, found="yes", places="x", terms="y", by=bureau.contributor)


def _asked_for_reasons(bureau):
    """Very many applications; the notice went out on the portal on Friday 11 September, with 10 working days."""
    case = actions.submit_online(bureau.agency, factories.person(), factories.matter())
    actions.register(case, by=bureau.clerk)
    letter = actions.call_reasons(case, why="3个月内申请42件", by=bureau.clerk)
    with pytest.raises(GongkaiError, match="还没有发出"):
        actions.judge_reasons(case, accepted=False, by=bureau.clerk)
    factories.approve(letter, bureau.head)
    case.refresh_from_db()
    return case


def test_silence_on_the_reasons_is_judged_only_after_the_period_of_the_notice(bureau):
    case = _asked_for_reasons(bureau)
    # 20 September, a Sunday, is worked.
    assert clocks.reasons_due(case.reasons_call) == date(2026, 9, 24)
    with clock.at(date(2026, 9, 24)), pytest.raises(GongkaiError, match="可以在2026-09-24前说明理由"):
        actions.judge_reasons(case, accepted=False, by=bureau.clerk)
    with clock.at(date(2026, 9, 28)):
        with pytest.raises(GongkaiError, match="没有登记申请人说明的理由"):
            actions.judge_reasons(case, accepted=True, by=bureau.clerk)
        actions.judge_reasons(case, accepted=False, by=bureau.clerk)
    case.reasons_call.refresh_from_db()
    assert case.reasons_call.accepted is False


def test_reasons_that_were_given_are_judged_at_once(bureau):
    case = _asked_for_reasons(bureau)
    actions.give_reasons(case, reasons="用于研究", by=None)
    actions.judge_reasons(case, accepted=False, by=bureau.clerk)
    case.reasons_call.refresh_from_db()
    assert (case.reasons_call.answered_on, case.reasons_call.accepted) == (date(2026, 9, 11), False)


def test_a_refusal_for_too_many_rests_on_the_judgement_of_the_reasons(bureau):
    case = _asked_for_reasons(bureau)
    refused = {"clear": "yes", "withdrawn": "no", "excessive": "yes", "reasons": "no"}
    with pytest.raises(GongkaiError, match="还没有认定申请人说明的理由是否合理"):
        actions.decide(case, answers=refused, by=bureau.clerk)
    actions.give_reasons(case, reasons="用于研究", by=None)
    actions.judge_reasons(case, accepted=True, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="与已经作出的认定不符"):
        actions.decide(case, answers=refused, by=bureau.clerk)
    actions.judge_reasons(case, accepted=False, by=bureau.clerk)
    assert actions.decide(case, answers=refused, by=bureau.clerk, findings="3个月内申请42件。").code == "S19"


def test_a_correction_notice_names_the_page_for_the_query_code_once_the_site_has_an_address(bureau):
    assert letter_facts.agency_facts(bureau.agency).website == ""
    Site.objects.create(pk=1, address="https://gk.yunling.example/")
    assert letter_facts.agency_facts(bureau.agency).website == "https://gk.yunling.example/query/"
