"""Reconsiderations and suits after an answer, with every result and some still pending."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gongkai.applications import actions
from gongkai.applications.models import RemedyCase
from gongkai.demo import lore
from gongkai.demo.play.plan import Dispute
from gongkai.demo.schedule import Story, workday
from gongkai.law.disputes.rounds import NEW_RECONSIDERATION_LAW
from gongkai.people import clock

if TYPE_CHECKING:
    from gongkai.demo.play.life import Life

_DETAILS = {
    "reconsideration": {"upheld": "maintained", "corrected": "illegal", "other": "application_withdrawn"},
    "suit": {"upheld": "claim_dismissed", "corrected": "illegal", "other": "suit_withdrawn"},
}
_MARKS = {"reconsideration": "云政复", "suit_direct": "云行初", "suit_after_reconsideration": "云行初"}


def dispute(life: Life) -> Story:
    """Each dispute of the plan in turn; the next begins only when the one before has ended."""
    before: RemedyCase | None = None
    for place, planned in enumerate(life.plan.disputes):
        yield workday(clock.today() + timedelta(days=planned.after), 0)
        key = f"{life.key}.{place + 1}"
        case = _file(life, planned, key, before)
        before = case if planned.kind == RemedyCase.Kind.RECONSIDERATION else None
        if not planned.result:
            if planned.lasts:
                yield workday(clock.today() + timedelta(days=4), 0)
                _answer(life, case)
            return
        yield workday(clock.today() + timedelta(days=planned.lasts), 0)
        _conclude(life, case, planned)
        life.player.journal.tell(
            clock.today(), life.crew.slug, key, "concluded", result=planned.result, on=clock.today()
        )


def _answer(life: Life, case: RemedyCase) -> None:
    """The reply and the evidence are handed in, four days after the copy came."""
    if case.latest.copy_on is not None and case.latest.answered_on is None:
        actions.record_progress(
            case,
            copy_on=case.latest.copy_on,
            answered_on=min(case.latest.copy_on + timedelta(days=4), clock.today()),
            simplified=case.latest.simplified,
            by=life.clerk,
        )


def _conclude(life: Life, case: RemedyCase, planned: Dispute) -> None:
    """Answered in time, then decided: in the words of the procedure that give the planned column. The play goes no further, so
    nothing is handled again."""
    _answer(life, case)
    detail = _DETAILS["reconsideration" if planned.kind == "reconsideration" else "suit"][planned.result]
    actions.conclude_remedy(case, detail=detail, on=clock.today(), served_on=clock.today(), redo=False, by=life.clerk)
    if planned.result == "corrected":
        actions.write_lesson(case, text=lore.pick(life.random, lore.words()["lessons"]), by=life.clerk)


def _file(life: Life, planned: Dispute, key: str, before: RemedyCase | None) -> RemedyCase:
    agency = life.crew.agency
    number = f"{_MARKS[planned.kind]}〔{clock.today().year}〕{life.player.dispute_number(planned.kind)}号"
    authority = agency.reconsideration if planned.kind == "reconsideration" else agency.court
    filed_on = clock.today() - timedelta(days=life.random.choice((0, 0, 3, 7)))
    application = life.app if life.chance(0.9) else None
    # The chance is taken in any case, so that a county is the same whatever the law of the day.
    simplified = life.chance(0.3) and (planned.kind != "reconsideration" or clock.today() >= NEW_RECONSIDERATION_LAW)
    case = actions.file_remedy(
        agency,
        kind=planned.kind,
        filed_on=filed_on,
        authority=authority,
        number=number,
        application=application,
        follows=before if planned.kind == RemedyCase.Kind.SUIT_AFTER else None,
        copy_on=clock.today(),
        simplified=simplified,
        note=lore.pick(life.random, lore.words()["disputes"]),
        by=life.clerk,
    )
    life.player.journal.tell(clock.today(), life.crew.slug, key, "disputed", kind=planned.kind, on=filed_on)
    life.refused(
        lambda: actions.file_remedy(
            agency, kind=planned.kind, filed_on=filed_on, authority=authority, number=number, by=life.clerk
        )
    )
    return case
