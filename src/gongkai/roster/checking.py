"""A file of bodies, looked through before anything is written: every row with every fault, by column, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.grids import Grids
from gongkai.roster.actions.adding import Refused, circle, supervisor_of, waves
from gongkai.roster.columns import COLUMNS, LABELS, head_of
from gongkai.roster.known import Known, There
from gongkai.roster.values import NewBody, Problem
from gongkai.roster.values import read as read_values

_UNIQUE = ("name", "code", "slug", "username")


@dataclass(slots=True)
class Row:
    """One row. ``number``: in its sheet, from 1. ``columns``: key → (column from 0, head, what is written)."""

    sheet: str
    number: int
    body: NewBody
    columns: Mapping[str, tuple[int | None, str, str]]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, problem: Problem) -> None:
        column, head, read = self.columns[problem.key]
        self.faults.append(Fault(problem.key, column, head, read, problem.wrong, problem.do))

    def data(self) -> dict[str, Any]:
        """As `Intake.rows` keeps it."""
        return {
            "sheet": self.sheet,
            "row": self.number,
            "values": self.body.data(),
            "faults": [fault.data() for fault in self.faults],
        }


def rows_of(grids: Grids) -> list[Row]:
    """The rows of every sheet that has a head; rows without a name and a code are left out (totals, notes). Raises GongkaiError where no
    sheet has one."""
    found: list[Row] = []
    heads = 0
    for grid in grids.sheets:
        head = head_of(grid.rows)
        if head is None:
            continue
        heads += 1
        at, places = head
        words = grid.rows[at][1]
        for number, cells in grid.rows[at + 1 :]:
            raw = {key: cells[column] for key, column in places.items()}
            if not raw.get("name", "").strip() and not raw.get("code", "").strip():
                continue
            body, problems = read_values(raw)
            columns = {
                column.key: (places.get(column.key), column.label, raw.get(column.key, "")) for column in COLUMNS
            }
            columns |= {key: (at_column, words[at_column], raw[key]) for key, at_column in places.items()}
            row = Row(grid.name, number, body, columns)
            for problem in problems:
                row.fault(problem)
            found.append(row)
    if not heads:
        raise GongkaiError(
            say(
                "没有找到表头，一行也没有读。表头要有“{name}”“{code}”“{slug}”，请下载样表对照。",
                name=LABELS["name"],
                code=LABELS["code"],
                slug=LABELS["slug"],
            )
        )
    if not found:
        raise GongkaiError(say("表头下面没有机关，一行也没有读。请核对文件。"))
    return found


def check(rows: Sequence[Row]) -> None:
    """Add to ``rows`` what only shows beside the others and beside what is there: names taken, supervisors unknown, circles."""
    known = Known(row.body.username for row in rows)
    for row in rows:
        for problem in known.taken(row.body):
            row.fault(problem)
    _twice(rows)
    _supervisors(rows, known)


def _twice(rows: Sequence[Row]) -> None:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        for key in _UNIQUE:
            value = getattr(row.body, key)
            other = first.setdefault((key, value), row) if value else row
            if other is not row:
                row.fault(Problem(key, say("与第{n}行相同", n=other.number), say("请改其中一行，或者删去重复的一行")))


def _supervisors(rows: Sequence[Row], known: Known) -> None:
    fresh: dict[str, NewBody] = {}
    short: dict[str, list[NewBody]] = {}
    of: dict[str, Row] = {}
    for row in rows:
        if row.body.name and row.body.name not in fresh:
            fresh[row.body.name] = row.body
            of[row.body.name] = row
            short.setdefault(row.body.called, []).append(row.body)
    above: dict[str, There | NewBody | None] = {}
    for name, row in of.items():
        above[name] = None
        try:
            above[name] = supervisor_of(row.body, known, fresh, short)
        except Refused as error:
            row.fault(error.problem)
    for body in _circles(list(fresh.values()), above):
        of[body.name].fault(circle(body, above))
    _hanging(of, above)


def _circles(bodies: list[NewBody], above: Mapping[str, There | NewBody | None]) -> Iterator[NewBody]:
    """The bodies that come back to themselves going upwards. Those that only hang below a circle are not of it."""
    left: list[NewBody] = []
    for ready, waiting in waves(bodies, dict(above)):
        left = waiting if not ready else []
    for body in left:
        up, steps = above[body.name], 0
        while isinstance(up, NewBody) and up is not body and steps <= len(left):
            up, steps = above[up.name], steps + 1
        if up is body:
            yield body


def _hanging(of: Mapping[str, Row], above: Mapping[str, There | NewBody | None]) -> None:
    """A row whose supervisor stands in a faulty row cannot come in without it."""
    below: dict[str, list[str]] = {}
    for name, up in above.items():
        if isinstance(up, NewBody):
            below.setdefault(up.name, []).append(name)
    waiting = [name for name, row in of.items() if row.faults]
    while waiting:
        name = waiting.pop()
        for each in below.get(name, ()):
            if not of[each].faults:
                of[each].fault(
                    Problem("above", say("主管部门在第{n}行，那一行有问题", n=of[name].number), say("请先改好那一行"))
                )
                waiting.append(each)
