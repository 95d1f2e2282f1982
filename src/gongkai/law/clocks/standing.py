"""What is running on an application right now, and what a new calendar would move. Both from the recorded facts alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.answer import answer_due
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.facts import Application, Asked
from gongkai.law.clocks.table import due
from gongkai.law.settings import DEFAULT, Settings

Key = TypeVar("Key", bound=Hashable)


def open_periods(facts: Application, calendar: WorkCalendar, *, settings: Settings = DEFAULT) -> tuple[Due, ...]:
    """Every period that waits for somebody, the next to end first; those without a date come last.

    The answer itself; the applicant's correction or payment; the reply of each third party or co-maker that has not come;
    and, as long as nothing has followed receipt, the seven days to call for a correction. Raises `BadFacts` like
    `answer_due`; an extension without effect is reported in the answer's warnings.
    """
    found = [answer_due(facts, calendar, settings=settings, refuse=False)]
    correction, fee = facts.correction, facts.fee
    if correction is None and not facts.pauses and facts.extension is None and fee is None and facts.delay is None:
        found.append(due("correction_notice", facts.received_on, calendar, settings=settings))
    if correction is not None and correction.noticed_on is not None and correction.came_on is None:
        found.append(due("correction_period", correction.noticed_on, calendar, settings=settings))
    if fee is not None and fee.paid_on is None:
        found.append(due("fee_payment", fee.notified_on, calendar, settings=settings))
    for pause in facts.pauses:
        if pause.answered_on is None and pause.asked is not Asked.AGENCY:
            found.append(due(pause.asked.value, pause.delivered_on or pause.sent_on, calendar, settings=settings))
    return tuple(sorted(found, key=_end))


@dataclass(frozen=True, slots=True)
class Move:
    """One application whose answer date another calendar changes."""

    before: Due
    after: Due


def moved(
    applications: Mapping[Key, Application],
    before: WorkCalendar,
    after: WorkCalendar,
    *,
    settings: Settings = DEFAULT,
) -> dict[Key, Move]:
    """Which answer dates change when ``after`` takes the place of ``before``: the preview when a year is entered.

    A provisional date that becomes certain is a change, even to the same day.
    """
    moves = {}
    for key, facts in applications.items():
        old = answer_due(facts, before, settings=settings, refuse=False)
        new = answer_due(facts, after, settings=settings, refuse=False)
        if (old.on, old.not_before, old.waiting) != (new.on, new.not_before, new.waiting):
            moves[key] = Move(old, new)
    return moves


def _end(period: Due) -> tuple[bool, date]:
    day = period.on or period.not_before
    return (day is None, day or date.max)
