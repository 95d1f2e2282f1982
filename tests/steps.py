"""Steps of a journey: "screens or separate actions to finish".

A step is one press that takes a person further: a link, a button, something opened. Filling in is part of the screen it happens
on. A job that ends by reading where one already stands counts that screen as one step. The table of what was counted is printed,
and added to the file named by ``GONGKAI_STEPS``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True, slots=True)
class Row:
    """One job: who does it, its number and name, what was counted, and the target."""

    who: str
    number: int
    job: str
    steps: int
    target: int

    def __str__(self) -> str:
        return f"{self.who}\t{self.number}\t{self.job}\t{self.steps}\t{self.target}"


class Steps:
    """Counts the steps of one job on ``page``."""

    def __init__(self, page: Page, who: str, number: int, job: str, target: int) -> None:
        self.page, self.who, self.number, self.job, self.target = page, who, number, job, target
        self.count = 0

    def press(self, what: Locator) -> None:
        """Press a link or a button, or open a fold: one step."""
        what.click()
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
    """The jobs that take more steps than they may. Prints the table, and adds it to the file named by ``GONGKAI_STEPS``."""
    lines = [str(row) for row in rows]
    print("\nwho\tno\tjob\tsteps\ttarget\n" + "\n".join(lines))
    place = os.environ.get("GONGKAI_STEPS")
    if place:
        with Path(place).open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
    return [row for row in rows if row.steps > row.target]
