"""Every clock that runs on open applications, read in bulk: the same facts as `clocks.facts_of`, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.applications import complaints as complained
from gongkai.applications.models import (
    OPEN_STAGES,
    Application,
    Complaint,
    Consultation,
    Correction,
    Delay,
    Extension,
    FeeNotice,
    ReasonsCall,
)
from gongkai.applications.models.remedies import Round
from gongkai.language import say
from gongkai.law.clocks import facts
from gongkai.law.clocks.running import ANSWER, DAYS, Ends, Running
from gongkai.law.clocks.table import CLOCKS
from gongkai.law.disputes import Level


def open_cases(agency: int | None = None) -> QuerySet[Application]:
    """The applications on which clocks run: open, with a day of receipt."""
    found = Application.objects.filter(stage__in=OPEN_STAGES, received_on__isnull=False)
    return found if agency is None else found.filter(agency=agency)


def running(
    agency: int | None = None, *, keys: Collection[int] | None = None, told: Mapping[int, date] | None = None
) -> Iterator[Running]:
    """The clocks of all open applications, of one body, or of the cases ``keys``; the answer of a case first.

    ``told``: by fee notice, the day that was told in its letter, where the stored one has moved since.
    """
    cases = open_cases(agency)
    if keys is not None:
        cases = cases.filter(pk__among=keys)
    parts = _Parts(agency, keys)
    answer, correct, call_for_one = say("答复"), say("申请人补正"), say("要求补正")
    rows = cases.order_by("agency_id", "pk").values_list(
        "pk", "agency_id", "number", "title", "received_on", "due_on", "due_certain"
    )
    for pk, body, number, title, received_on, due_on, certain in rows.iterator(5000):
        assert received_on is not None
        if pk in parts.redos:
            yield _redo(parts.redos[pk], body, number, title, Ends(due_on, certain))
            continue
        correction, extension, delay, fee = (
            parts.corrections.get(pk),
            parts.extensions.get(pk),
            parts.delays.get(pk),
            parts.fees.get(pk),
        )
        asked = parts.consultations.get(pk, ())
        known = facts.Application(
            received_on,
            facts.Correction(correction[1], correction[2]) if correction else None,
            tuple(facts.Pause(c[2], c[4] or c[5], c[3], facts.Asked(c[1])) for c in asked),
            facts.Extension(extension[1], extension[2], extension[3]) if extension else None,
            facts.Fee(fee[2], fee[3]) if fee else None,
            facts.Delay(delay[1], delay[2]) if delay else None,
        )
        yield Running(answer, ANSWER, known, body, pk, pk, number, title, Ends(due_on, certain))
        if correction and correction[2] is None and not correction[4]:
            first = (correction[1], correction[3])
            yield Running(correct, "correction_period", first, body, pk, correction[5], number, title)
        if not (correction or asked or extension or fee or delay):
            yield Running(call_for_one, "correction_notice", received_on, body, pk, pk, number, title)
        for each in asked:
            if each[4] is None and each[5] is None and each[6] is None and each[1] != facts.Asked.AGENCY:
                first_day = each[3] or each[2]
                yield Running(
                    facts.ASKED_NAMES[facts.Asked(each[1])], each[1], first_day, body, pk, each[7], number, title
                )
        call = parts.calls.get(pk)
        if call:
            yield Running(say("申请人说明理由"), DAYS, (call[1], call[2]), body, pk, call[3], number, title)
        if fee and fee[3] is None and fee[5] is None and fee[4] is not None:
            floor = (told or {}).get(fee[1], fee[4])
            yield Running(
                say("缴费"), "fee_payment", fee[2], body, pk, fee[1], number, title, Ends(fee[4], None), floor
            )


def _redo(redo: tuple[Any, ...], body: int, number: str, title: str, stored: Ends) -> Running:
    """The clock of an application that is decided again (`gongkai.law.disputes.redo_clock`): nothing else runs on it."""
    pk, start, days, level = redo
    kind, known = ("answer", start) if level == Level.RECONSIDERATION else ("judgment", start)
    if days is not None:
        kind, known = (DAYS if level == Level.RECONSIDERATION else kind), (start, days)
    return Running(say("重新答复"), kind, known, body, pk, pk, number, title, stored)


def disputes(agency: int | None = None, *, keys: Collection[int] | None = None) -> Iterator[Running]:
    """The replies that reconsideration authorities and courts wait for: 行政复议法 arts. 48, 54; 行政诉讼法 art. 67."""
    found = Round.objects.filter(copy_on__isnull=False, answered_on=None, result="")
    if agency is not None:
        found = found.filter(case__agency=agency)
    if keys is not None:
        found = found.filter(pk__among=keys)
    for pk, body, case, number, level, simplified, copy_on in found.order_by("case__agency_id", "pk").values_list(
        "pk", "case__agency_id", "case__application_id", "number", "level", "simplified", "copy_on"
    ):
        key = "appeal_answer" if level == Level.SECOND else "defence"
        if level == Level.RECONSIDERATION:
            key = "respondent_simplified" if simplified else "respondent_ordinary"
        assert copy_on is not None
        yield Running(CLOCKS[key].name, key, copy_on, body, case, pk, number, "")


def complaints(agency: int | None = None) -> Iterator[Running]:
    """The reports on complaints whose day the installation's own length gives; a day that was set stays."""
    if not complained.length():
        return
    found = Complaint.objects.filter(due_on=None, finding="")
    if agency is not None:
        found = found.filter(agency=agency)
    rows = found.order_by("agency_id", "pk").values_list("pk", "agency_id", "application_id", "number", "received_on")
    for pk, body, case, number, received_on in rows:
        facts = (received_on, complained.length())
        yield Running(say("投诉举报的反馈"), DAYS, facts, body, case, pk, number, "")


class _Parts:
    """What hangs on the open cases, by the key of the case; only what has gone out."""

    def __init__(self, agency: int | None, keys: Collection[int] | None) -> None:
        here = Q(application__stage__in=OPEN_STAGES, application__received_on__isnull=False)
        if agency is not None:
            here &= Q(application__agency=agency)
        if keys is not None:
            here = Q(application__pk__among=keys)
        one: Any = lambda rows: {row[0]: row for row in rows}  # noqa: E731
        self.corrections = one(
            Correction.objects.filter(here, noticed_on__isnull=False).values_list(
                "application_id", "noticed_on", "came_on", "period_days", "result", "pk"
            )
        )
        self.extensions = one(
            Extension.objects.filter(here, notified_on__isnull=False).values_list(
                "application_id", "days", "notified_on", "approved_on"
            )
        )
        self.delays = one(
            Delay.objects.filter(here, notified_on__isnull=False).values_list("application_id", "until", "notified_on")
        )
        self.fees = one(
            FeeNotice.objects.filter(here, notified_on__isnull=False).values_list(
                "application_id", "pk", "notified_on", "paid_on", "due_on", "lapsed_on"
            )
        )
        self.calls = one(
            ReasonsCall.objects.filter(here, noticed_on__isnull=False, answered_on=None).values_list(
                "application_id", "noticed_on", "period_days", "pk"
            )
        )
        self.redos = one(
            Application.objects.filter(redoing__isnull=False, stage__in=OPEN_STAGES).values_list(
                "pk", "redoing__start", "redoing__days", "redoing__round__level"
            )
        )
        self.consultations: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in (
            Consultation.objects.filter(here, sent_on__isnull=False)
            .order_by("pk")
            .values_list(
                "application_id", "asked", "sent_on", "delivered_on", "answered_on", "cancelled_on", "lapsed_on", "pk"
            )
        ):
            self.consultations[row[0]].append(row)
