"""What runs on applications: the answer, what outside parties are waited for, what sections and approvers are asked, disputes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.applications import clocks
from gongkai.applications.models import OPEN_STAGES, Application, Assistance, Letter, Review, Round, Stage
from gongkai.law.calendar import CalendarMissing
from gongkai.law.clocks import Asked, BadFacts, due
from gongkai.law.disputes import answer_clock
from gongkai.people.models import Role
from gongkai.reminders.clocks.running import Running
from gongkai.reminders.kinds import OFFICE, SECTION

STANDING_STILL = (Stage.CORRECTING, Stage.CONSULTING, Stage.PAYING)
BEFORE_AN_ANSWER = (Stage.HANDLING,)


def running(agency: Agency, today: date) -> Iterator[Running]:
    """The clocks of every open application. A fixed number of queries."""
    opened = (
        Application.objects.filter(agency=agency, stage__in=OPEN_STAGES, received_on__isnull=False)
        .select_related("correction", "reasons_call", "fee", "extension", "delay")
        .prefetch_related(
            "consultations",
            Prefetch("assistances", Assistance.objects.filter(answered_at=None, cancelled_at=None)),
            Prefetch(
                "letters",
                Letter.objects.filter(state=Letter.State.REVIEWING)
                .defer("body")
                .prefetch_related(Prefetch("reviews", Review.objects.filter(voided_at=None, verdict=""))),
            ),
        )
    )
    for case in opened:
        case.agency = agency
        yield from _own(case)
        yield from _awaited(case)
        yield from _asked(case)
        yield from _approvals(case, today)


def _of(case: Application, kind: str, row: int, since: date, due_on: date | None, **more: object) -> Running:
    return Running(
        kind,
        row,
        f"applications.application:{case.pk}",
        case.number,
        str(more.pop("path", "") or reverse("desk:case", args=[case.pk])),
        since,
        due_on,
        **{"tiers": OFFICE, "handler": case.handler_id, **more},  # type: ignore[arg-type]
    )


def _own(case: Application) -> Iterator[Running]:
    assert case.received_on is not None
    yield _of(
        case,
        "answer",
        case.pk,
        case.received_on,
        case.due_on,
        certain=case.due_certain,
        paused=case.due_on is None or case.stage in STANDING_STILL,
    )
    if case.stage in BEFORE_AN_ANSWER and not _begun(case):
        notice = due("correction_notice", case.received_on, clocks.calendar())
        yield _of(case, "correction_notice", case.pk, case.received_on, notice.bound, certain=notice.on is not None)


def _begun(case: Application) -> bool:
    """Whether something has followed receipt, so that nobody asks any more whether the wording is clear."""
    parts = ("correction", "extension", "fee", "delay", "reasons_call")
    return bool(case.consultations.all()) or any(clocks.part(case, name) is not None for name in parts)


def _awaited(case: Application) -> Iterator[Running]:
    correction, call, fee = (clocks.part(case, name) for name in ("correction", "reasons_call", "fee"))
    if correction is not None and correction.noticed_on and correction.came_on is None and not correction.result:
        yield _of(case, "correction", correction.pk, correction.noticed_on, clocks.correction_due(correction))
    if call is not None and call.noticed_on and call.answered_on is None and call.accepted is None:
        yield _of(case, "reasons", call.pk, call.noticed_on, clocks.reasons_due(call))
    if fee is not None and fee.notified_on and fee.paid_on is None and fee.lapsed_on is None:
        yield _of(case, "fee", fee.pk, fee.notified_on, fee.due_on)
    for each in case.consultations.all():
        if each.is_open and each.asked != Asked.AGENCY:
            limit = clocks.consultation_due(each)
            yield _of(case, "opinion", each.pk, each.sent_on, limit.bound if limit else None)


def _asked(case: Application) -> Iterator[Running]:
    for each in case.assistances.all():
        section = (each.section_id,) if each.section_id else ()
        yield _of(
            case,
            "assistance",
            each.pk,
            timezone.localdate(each.asked_at),
            each.due_on,
            tiers=SECTION if section else OFFICE,
            sections=section,
            path=reverse("desk:task", args=[each.pk]) if section else reverse("desk:case", args=[case.pk]),
        )


def _approvals(case: Application, today: date) -> Iterator[Running]:
    for letter in case.letters.all():
        steps = sorted(letter.reviews.all(), key=lambda review: review.step)
        if steps and steps[0].revision == letter.revision:
            turn = steps[0]
            yield _of(
                case,
                "approval",
                turn.pk,
                timezone.localdate(turn.asked_at),
                clocks.last_day_for(case, letter.code, today),
                tiers=((Role(turn.role),),),
                handler=None,
                excluded=tuple({turn.author_id, letter.author_id}),
                path=reverse("desk:approve", args=[turn.pk]),
            )


def disputes(agency: Agency, today: date) -> Iterator[Running]:
    """Until when a body has to answer the reconsideration body or the court, in every round that is being heard."""
    heard = Round.objects.filter(case__agency=agency, copy_on__isnull=False, answered_on=None, concluded_on=None)
    for each in heard.select_related("case").order_by("pk"):
        try:
            limit = answer_clock(each.facts, clocks.calendar())
        except (CalendarMissing, BadFacts):
            continue
        if limit is None or each.copy_on is None:
            continue
        yield Running(
            "remedy",
            each.pk,
            f"applications.remedycase:{each.case_id}",
            each.number,
            reverse("desk:remedy", args=[each.case_id]),
            each.copy_on,
            limit.bound,
            OFFICE,
            certain=limit.on is not None,
        )
