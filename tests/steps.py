"""Steps of a journey: "screens or separate actions to finish".

A step is one press that takes a person further: a link, a button, something opened. Filling in is part of the screen it happens
on. A job that ends by reading where one already stands counts that screen as one step.

What was counted is added to the file named by ``GONGKAI_STEPS``, a JSON object a line, by every process of a run; at the end of a
run the table is printed (`conftest`), and ``tools/journeys.py`` fails where a required job is missing or takes too long.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

TARGETS: dict[str, dict[int, int]] = {
    "clerk": {1: 1, 2: 1, 3: 2, 4: 1, 5: 2, 6: 2, 7: 3, 8: 3, 9: 1, 10: 3, 11: 4, 12: 1},
    "leader": {1: 1, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 1, 9: 2, 10: 1, 11: 2},
    "citizen": {1: 2, 2: 1, 3: 1, 4: 2, 5: 1, 6: 2, 7: 1, 8: 2, 9: 1, 10: 1, 11: 1, 12: 2},
    "contributor": {1: 2, 2: 2, 3: 1, 4: 1, 5: 2, 6: 1, 7: 1, 8: 2, 9: 1, 10: 1, 11: 1},
    "researcher": {1: 1, 2: 1, 6: 1, 7: 1, 11: 2},
}
"""The most steps that each job may take. Citizen 8 is the code and the link."""
REQUIRED = {
    "clerk": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    "leader": tuple(range(1, 12)),
    "citizen": tuple(range(1, 13)),
    "contributor": tuple(range(1, 12)),
    "researcher": (1, 2, 6, 7, 11),
}
"""The jobs that a run of all journeys must have counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One job: who does it, its number and name, what was counted, and the target."""

    who: str
    number: int
    job: str
    steps: int
    target: int

    @property
    def over(self) -> bool:
        return self.steps > self.target


class Steps:
    """Counts the steps of one job on ``page``."""

    def __init__(self, page: Page, who: str, number: int, job: str, target: int) -> None:
        self.page, self.who, self.number, self.job, self.target = page, who, number, job, target
        self.count = 0

    def press(self, what: Locator) -> None:
        """Press a link or a button, or open a fold: one step."""
        what.click()
        self.count += 1

    def key(self, name: str) -> None:
        """Press a key that takes one further, as somebody does who has no mouse."""
        self.page.keyboard.press(name)
        self.count += 1

    def read(self, what: Locator) -> None:
        """The job ends by reading this. Where nothing was pressed before, the screen itself is the step."""
        expect(what.first).to_be_visible()
        self.count = max(self.count, 1)

    @property
    def row(self) -> Row:
        """What was counted."""
        return Row(self.who, self.number, self.job, self.count, self.target)


def over_target(rows: list[Row]) -> list[Row]:
    """The jobs that take more steps than they may. All are added to the file named by ``GONGKAI_STEPS``."""
    wrong = [row for row in rows if TARGETS.get(row.who, {}).get(row.number) != row.target]
    assert wrong == [], "a target here is not the one of the table"
    place = os.environ.get("GONGKAI_STEPS")
    if place:
        with Path(place).open("a", encoding="utf-8") as file:
            file.write("".join(f"{json.dumps(asdict(row), ensure_ascii=False)}\n" for row in rows))
    return [row for row in rows if row.over]


def counted(place: Path) -> list[Row]:
    """What a file of a run holds: each job once, with the most steps it took anywhere, in order."""
    found: dict[tuple[str, int, str], Row] = {}
    for line in place.read_text(encoding="utf-8").splitlines():
        row = Row(**json.loads(line))
        key = (row.who, row.number, row.job)
        if key not in found or found[key].steps < row.steps:
            found[key] = row
    order = list(TARGETS)
    return sorted(found.values(), key=lambda row: (order.index(row.who), row.number, row.job))


def missing(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """The required jobs that ``rows`` do not hold."""
    have = {(row.who, row.number) for row in rows}
    return [(who, number) for who, numbers in REQUIRED.items() for number in numbers if (who, number) not in have]


def table(rows: Iterable[Row]) -> str:
    """The rows as text: who, number, job, steps, target, and what is over it."""
    lines = [f"{'who':<12} {'no':>3}  {'steps':>5} {'target':>6}  job"]
    for row in rows:
        note = "   OVER TARGET" if row.over else ""
        lines.append(f"{row.who:<12} {row.number:>3}  {row.steps:>5} {row.target:>6}  {row.job}{note}")
    return "\n".join(lines)
