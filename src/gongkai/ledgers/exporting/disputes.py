"""复议诉讼台账: one row a hearing, in the words that the import reads, so that what goes out comes in again as the same cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.agencies.models import Agency
from gongkai.applications.models import RemedyCase, Round
from gongkai.language import say
from gongkai.ledgers.exporting.ledger import Column, Ledger
from gongkai.ledgers.reading.books import DISPUTES as BOOK
from gongkai.ledgers.reading.words import OPTIONS


def records(agency: Agency, year: int | None) -> Iterator[Round]:
    """The hearings of the cases filed in the year, each case's in order."""
    found = RemedyCase.objects.filter(agency=agency).select_related("application__applicant", "follows")
    if year is not None:
        found = found.filter(filed_on__year=year)
    for case in found.prefetch_related("rounds", "follows__rounds").order_by("filed_on", "pk").iterator(chunk_size=500):
        before = case.follows.latest.number if case.follows is not None else ""
        for round in case.rounds_in_order:
            round.case, round.previous = case, before  # type: ignore[attr-defined]
            yield round
            before = round.number


def result_of(round: Round) -> object:
    """How a hearing ended, in its own words."""
    return round.get_result_display() if round.result else say("尚未审结")


def _about(round: Round, value: Callable[[RemedyCase], object]) -> object:
    return value(round.case) if round.case.application is not None else None


def _note(round: Round) -> object:
    own = round.case.note if round.case.rounds_in_order[0].pk == round.pk else ""
    return "\n".join(filter(None, (own, round.note))) or None


_VALUES: dict[str, Callable[[Round], object]] = {
    "application": lambda round: _about(round, lambda case: case.application.number),
    "applicant": lambda round: _about(round, lambda case: case.application.applicant.name),
    "dispute_kind": lambda round: round.case.get_kind_display(),
    "level": lambda round: round.get_level_display(),
    "number": lambda round: round.number,
    "authority": lambda round: round.authority,
    "filed_on": lambda round: round.filed_on,
    "previous": lambda round: round.previous or None,
    "copy_on": lambda round: round.copy_on,
    "answered_on": lambda round: round.answered_on,
    "result": result_of,
    "column": lambda round: round.get_bucket_display() if round.bucket else say("尚未审结"),
    "concluded_on": lambda round: round.concluded_on,
    "served_on": lambda round: round.served_on,
    "against": lambda round: round.case.get_against_display(),
    "brought_by": lambda round: round.case.get_brought_by_display(),
    "claimant": lambda round: round.case.claimant or None,
    "capacity": lambda round: round.case.get_capacity_display(),
    "procedure": lambda round: OPTIONS["procedure"]["simplified"] if round.simplified else None,
    "counsel": lambda round: round.case.counsel or None,
    "note": _note,
}

DISPUTES = Ledger(
    "disputes",
    say("复议诉讼台账"),
    tuple(Column(key, BOOK.labels[key], value) for key, value in _VALUES.items()),
    records,
)
