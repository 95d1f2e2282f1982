"""What the rows of a file become: hearings in their cases, the register's among them, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications.models import RemedyCase, Round
from gongkai.law.disputes import Level
from gongkai.ledgers.disputes.matching import About
from gongkai.ledgers.models import Line
from gongkai.ledgers.planning import plain_number, with_year
from gongkai.ledgers.reading.hearings import DisputeRow, Hearing

UNNUMBERED = "原台账没有记案号"
"""What stands in the place of a case number that an old ledger does not have, with what tells the case apart behind it."""
SHORTEST = timedelta(days=60)
"""Until when a reconsideration is decided as a rule (行政复议法 art. 62): before, no suit comes from its silence."""


@dataclass(slots=True)
class Entry:
    """One row of the file on its way. ``known``: its hearings are in the register; ``again``: they stand in an earlier row already."""

    line: Line
    row: DisputeRow
    about: About | None = None
    known: bool = False
    again: bool = False

    @property
    def faulty(self) -> bool:
        return bool(self.row.faults)

    @property
    def values(self) -> dict[str, Any]:
        return self.row.values


@dataclass(slots=True)
class Step:
    """One hearing in its case: of a row (``entry``), or of the register (``kept``)."""

    level: Level
    number: str
    filed_on: date
    result: str
    concluded_on: date | None
    entry: Entry | None = None
    told: Hearing | None = None
    kept: Round | None = None


@dataclass(slots=True)
class Chain:
    """One case: its kind, the application, its hearings in order. ``held``: the case of the register, None where a row brings it;
    ``follows``: the reconsideration a suit comes after."""

    kind: str
    about_pk: int | None
    steps: list[Step]
    held: RemedyCase | None = None
    follows: Chain | None = None

    @property
    def is_suit(self) -> bool:
        return self.kind != RemedyCase.Kind.RECONSIDERATION

    @property
    def first(self) -> Step:
        return self.steps[0]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def entry(self) -> Entry | None:
        """The row that brings the case."""
        return self.first.entry

    @property
    def faulty(self) -> bool:
        """Whether the row that brings it, or the reconsideration before it, cannot come in."""
        return self.entry is not None and self.entry.faulty


class Shelf:
    """The cases of a body and of the file, by the number of each hearing, by application, and by who brought them."""

    def __init__(self) -> None:
        self.chains: list[Chain] = []
        self._numbers: dict[tuple[bool, str], Chain] = {}
        self._about: dict[tuple[bool, object], list[Chain]] = defaultdict(list)

    def add(self, chain: Chain) -> None:
        self.chains.append(chain)
        whose: object = chain.about_pk if chain.about_pk is not None else _claimant(chain)
        self._about[chain.is_suit, whose].append(chain)
        for step in chain.steps:
            self.remember(chain, step)

    def remember(self, chain: Chain, step: Step) -> None:
        self._numbers.setdefault((chain.is_suit, key_of(step.number, step.filed_on)), chain)

    def at(self, number: str, filed_on: date, *, suit: bool) -> Chain | None:
        """The case that has a hearing of this number."""
        return self._numbers.get((suit, key_of(number, filed_on)))

    def numbered(self, number: str, filed_on: date | None) -> Chain | None:
        """The case that a row names as the one before it: a suit, else a reconsideration."""
        years = (filed_on.year, filed_on.year - 1) if filed_on is not None else ()
        plain = (plain_number(number), *(plain_number(with_year(number, year)) for year in years))
        for suit in (True, False):
            for each in plain:
                if (suit, each) in self._numbers:
                    return self._numbers[suit, each]
        return None

    def of(self, about: About | None, claimant: str, *, suit: bool) -> list[Chain]:
        """The cases about the same application; about none, those that the same person brought."""
        if about is None and not claimant:
            return []
        return self._about[suit, about.pk if about is not None else claimant]


def _claimant(chain: Chain) -> str:
    if chain.held is not None:
        return str(chain.held.claimant)
    return str(chain.entry.values.get("claimant", "")) if chain.entry is not None else ""


def key_of(number: str, filed_on: date) -> str:
    """The same for the same case, however its number is written."""
    return plain_number(with_year(number, filed_on.year))


def number_of(hearing: Hearing, about: About | None) -> str:
    """Under what number the hearing stands in the register, "" where nothing tells it apart."""
    if hearing.filed_on is None:
        return ""
    if hearing.number:
        return with_year(hearing.number, hearing.filed_on.year)
    return f"{UNNUMBERED}（{about.number}，{hearing.filed_on}）" if about is not None else ""


def step_of(entry: Entry, hearing: Hearing) -> Step:
    assert hearing.filed_on is not None
    number = number_of(hearing, entry.about)
    return Step(hearing.level, number, hearing.filed_on, hearing.result, hearing.concluded_on, entry, hearing)


def held_by(agency: Agency) -> Iterable[Chain]:
    """The cases of the register, each reconsideration before the suits that follow it. Two queries."""
    cases = RemedyCase.objects.filter(agency=agency).prefetch_related("rounds__redo").order_by("pk")
    found: Mapping[int, Chain] = {
        case.pk: Chain(
            case.kind,
            case.application_id,
            [
                Step(Level(each.level), each.number, each.filed_on, each.result, each.concluded_on, kept=each)
                for each in case.rounds_in_order
            ],
            held=case,
        )
        for case in cases
        if case.rounds_in_order
    }
    for chain in found.values():
        if chain.held is not None and chain.held.follows_id is not None:
            chain.follows = found.get(chain.held.follows_id)
    return found.values()


def same_number(one: Step, other: Step) -> bool:
    """Whether both are the same hearing by their number."""
    return key_of(one.number, one.filed_on) == key_of(other.number, other.filed_on)
