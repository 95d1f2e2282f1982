"""What is next on a case, where the last thing that happened is easily missed."""

from __future__ import annotations

from datetime import date

import factories
from applications.conftest import Bureau
from gongkai.applications import actions, clocks
from gongkai.applications.actions import Party
from gongkai.applications.actions.deciding import facts_against
from gongkai.applications.models import Application, Consultation, Letter
from gongkai.applications.next_step import next_step
from gongkai.people import clock


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def called(bureau: Bureau) -> Letter:
    case = factories.application(bureau.agency, bureau.clerk)
    return actions.call_correction(
        case, defects=["没有写明年度"], guidance="请写明年度。", period_days=15, by=bureau.clerk
    )


def test_a_call_for_correction_waits_by_its_own_seven_days(bureau: Bureau) -> None:
    case = called(bureau).application
    step = next_step(fresh(case))
    assert (step.label, step.by, case.due_on) == (
        "等王立成审批补正告知书", date(2026, 9, 21), date(2026, 10, 15),
    )  # fmt: skip
    assert clocks.last_day_for(fresh(case), "P3", date(2026, 9, 22)) == date(2026, 10, 15)


def test_what_came_as_a_correction_is_looked_for_before_anything_is_decided(bureau: Bureau) -> None:
    letter = called(bureau)
    factories.approve(letter, bureau.head)
    case = fresh(letter.application)
    assert case.corrected == ""
    actions.correct(case, answer="要2025年度的", by=None)
    step = next_step(fresh(case))
    assert (step.action, step.label, fresh(case).corrected) == ("ask_section", "按补正后的内容查找", "要2025年度的")
    actions.record_search(fresh(case), on=clock.today(), places="档案室", terms="名单", found=1, by=bureau.clerk)
    assert next_step(fresh(case)).action == "decide"


def asked(bureau: Bureau) -> Consultation:
    """A third party whose letter is in the post."""
    case = factories.application(bureau.agency, bureau.clerk)
    (one,) = actions.consult(case, parties=[Party("云岭县恒达机械有限公司")], what="补贴金额", by=bureau.clerk)
    letter = one.letters.get()
    factories.approve(letter, bureau.head)
    actions.serve(letter, method="post", sent_on=clock.today(), tracking="XA41990000123", by=bureau.clerk)
    one.refresh_from_db()
    return one


def test_whoever_agrees_to_a_part_objects_to_the_rest(bureau: Bureau) -> None:
    one = asked(bureau)
    actions.record_opinion(one, opinion="agrees", by=None)
    assert facts_against(fresh(one.application), {"consent": "objects"}) == ["没有第三方表示不同意。"]
    Consultation.objects.filter(pk=one.pk).update(opinion="partly")
    assert facts_against(fresh(one.application), {"consent": "objects"}) == []


def test_a_letter_to_a_third_party_in_the_post_leaves_nothing_to_do_on_a_closed_case(bureau: Bureau) -> None:
    one = asked(bureau)
    actions.record_opinion(one, opinion="agrees", by=None)
    case = fresh(one.application)
    path = {key: answer for key, answer in factories.GRANTED.items() if key not in ("ground", "form")}
    answer = actions.decide(
        case, answers={**path, "ground": "third_party", "consent": "agrees", "form": "as_asked"}, by=bureau.clerk,
        given="企业名单和金额", way="当面领取纸质材料",
    )  # fmt: skip
    actions.submit_letter(answer, by=bureau.clerk)
    factories.approve(answer, bureau.leader)
    actions.serve(answer, method="direct", signed_on=clock.today(), signed_by="周清源", by=bureau.clerk)
    step = next_step(fresh(case))
    assert (step.action, step.label, step.why) == ("", "已办结", "9月11日（周五）答复。")
