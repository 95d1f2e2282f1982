"""The clock of an application: the recorded facts handed to `gongkai.law`, and what it answers."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ObjectDoesNotExist

from gongkai.applications.models import Application, Consultation, Correction, ReasonsCall, Redo
from gongkai.law.articles import Unit
from gongkai.law.calendar import WorkCalendar, national, refresh
from gongkai.law.clocks import answer_due, days_due, due, facts
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.standing import open_periods
from gongkai.law.disputes import Level, redo_clock
from gongkai.people import clock


def calendar() -> WorkCalendar:
    """The working days every clock here counts by."""
    return national()


def part(application: Application, name: str) -> object | None:
    """A one-to-one part of a case (correction, extension, fee …), None where there is none."""
    try:
        return getattr(application, name)  # type: ignore[no-any-return]
    except ObjectDoesNotExist:
        return None


def facts_of(application: Application) -> facts.Application:
    """What is on record, as far as the answer clock needs it. The application must have its day of receipt.

    Only what has gone out counts: a correction, extension or fee whose letter is still a draft changes no clock.
    """
    assert application.received_on is not None
    correction, extension = part(application, "correction"), part(application, "extension")
    delay, fee = part(application, "delay"), part(application, "fee")
    return facts.Application(
        received_on=application.received_on,
        correction=(
            facts.Correction(correction.noticed_on, correction.came_on)
            if correction is not None and correction.noticed_on
            else None
        ),
        pauses=tuple(_pause(c) for c in application.consultations.all() if c.sent_on),
        extension=(
            facts.Extension(extension.days, extension.notified_on, extension.approved_on)
            if extension is not None and extension.notified_on
            else None
        ),
        fee=facts.Fee(fee.notified_on, fee.paid_on) if fee is not None and fee.notified_on else None,
        delay=facts.Delay(delay.until, delay.notified_on) if delay is not None and delay.notified_on else None,
    )


def _pause(consultation: Consultation) -> facts.Pause:
    return facts.Pause(
        sent_on=consultation.sent_on,
        answered_on=consultation.answered_on or consultation.cancelled_on,
        delivered_on=consultation.delivered_on,
        asked=facts.Asked(consultation.asked),
    )


def due_of(application: Application) -> Due | None:
    """The answer clock from the recorded facts, or None while there is no day of receipt. While it is handled again: the clock of
    that (decision 0153)."""
    if application.received_on is None:
        return None
    return answer_due_of(application) if application.redoing_id is None else redo_due(application.redoing)


def answer_due_of(application: Application) -> Due | None:
    """The clock of the first answer, also while the application is handled again."""
    if application.received_on is None:
        return None
    settings = application.agency.law_settings
    return answer_due(facts_of(application), calendar(), settings=settings, refuse=False)


def periods_of(application: Application) -> tuple[Due, ...]:
    """Everything that runs on an open application, the next to end first."""
    if application.received_on is None or not application.is_open:
        return ()
    if application.redoing_id is not None:
        return (redo_due(application.redoing),)
    return open_periods(facts_of(application), calendar(), settings=application.agency.law_settings)


def redo_due(redo: Redo) -> Due:
    """Until when an application is decided again."""
    return redo_clock(Level(redo.round.level), redo.start, calendar(), days=redo.days)


def consultation_due(consultation: Consultation) -> Due | None:
    """Until when a third party or co-maker has to answer; None for another body, or while the letter is not out."""
    if consultation.sent_on is None or consultation.asked == facts.Asked.AGENCY:
        return None
    start = consultation.delivered_on or consultation.sent_on
    return due(consultation.asked, start, calendar(), settings=consultation.application.agency.law_settings)


def correction_due(correction: Correction) -> date | None:
    """Last day to correct: the days the notice names, or the earliest it can turn out to be."""
    if correction.noticed_on is None:
        return None
    return due("correction_period", correction.noticed_on, calendar(), length=correction.period_days).bound


def reasons_due(call: ReasonsCall) -> date | None:
    """Last day to give reasons (art. 35): the working days the notice names; None while it is not out."""
    if call.noticed_on is None:
        return None
    return days_due(call.period_days, Unit.WORKING_DAY, call.noticed_on, calendar()).bound


def own_due(application: Application, code: str, today: date | None = None) -> Due | None:
    """The period that letter ``code`` itself has to be out in: that of a call for correction (art. 30) while it runs. None for
    whatever only has to be out before the answer is due."""
    if code != "P3" or application.received_on is None:
        return None
    own = due("correction_notice", application.received_on, calendar())
    return own if own.bound >= (today or clock.today()) else None


def last_day_for(application: Application, code: str, today: date | None = None) -> date | None:
    """Until when letter ``code`` has to be out; None where nothing runs."""
    own = own_due(application, code, today)
    return own.bound if own is not None else application.due_on


def settle(application: Application) -> None:
    """Bring the stored copy of the due date up to the facts. Does not save.

    An open application that waits for somebody (a correction, a payment) has no date; the list shows what it waits for. The
    calendar is looked at anew: what is stored must not rest on one that another process has just changed.
    """
    refresh()
    found = due_of(application)
    day = None if found is None else found.on or found.not_before
    application.due_on = day
    application.due_certain = found is not None and found.on is not None


def working_days_left(until: date, today: date | None = None) -> int:
    """Working days after today up to ``until``; 0 on the day itself; negative: working days since it passed."""
    today = today or clock.today()
    days = calendar()
    if until >= today:
        return sum(1 for day in _span(days, today, until))
    return -sum(1 for day in _span(days, until, today))


def _span(days: WorkCalendar, after: date, until: date):
    for day in days.days_after(after):
        if day.on > until:
            return
        if day.working:
            yield day
