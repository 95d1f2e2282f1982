"""Last days of the ledgers' rows: seven or twenty working days to publish, three to withdraw."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from gongkai.disclosures.models import Decision, Proposal
from gongkai.law.calendar import WorkCalendar, national
from gongkai.law.clocks import Due, due

CLOCKS = {
    Decision.What.PERMIT: "permit_penalty",
    Decision.What.PENALTY: "permit_penalty",
    Decision.What.SERVICE: "enforcement",
    Decision.What.COERCION: "enforcement",
}
"""国办发〔2018〕118号: permits and penalties 7 working days, everything else 20."""


def due_of(row: Decision | Proposal) -> Due | None:
    """By when the row must be public, day by day; None where it need not be or its clock has not begun."""
    if isinstance(row, Decision):
        return _of_a_decision(CLOCKS[Decision.What(row.what)], row.decided_on, national()) if row.public else None
    if row.replied_on is None or row.openness == Proposal.Openness.NOT or row.part == Proposal.Part.JOINT:
        return None
    settings = row.agency.law_settings
    return due("proposal_reply", row.replied_on, national(), length=settings.proposal_reply_days, settings=settings)


def set_due(row: Decision | Proposal) -> None:
    """Write the last day into the row. A year whose days off are not announced gives the day that it is not before."""
    found = due_of(row)
    row.due_on = None if found is None else found.on or found.not_before
    if isinstance(row, Decision):
        row.not_before = found is not None and found.on is None


def withdraw_by(decision: Decision) -> date | None:
    """The last day to withdraw a published decision that was changed (行政处罚法 arts. 48 ¶2, 85)."""
    if decision.changed_on is None:
        return None
    found = due("penalty_withdrawal", decision.changed_on, national())
    return found.on or found.not_before


@lru_cache(maxsize=4096)
def _of_a_decision(key: str, start: date, calendar: WorkCalendar) -> Due:
    # A sheet of ten thousand rows has some two hundred days.
    return due(key, start, calendar)
