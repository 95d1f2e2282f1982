"""A due date that can explain itself: every day in order, counted, skipped or paused, and on which ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import weekday_name


class Mark(StrEnum):
    """What one day does in a count."""

    START = "start"
    """The day of the event. Not counted (decision 0003)."""
    RESTART = "restart"
    """The count begins again; what was counted before falls away."""
    COUNTED = "counted"
    ASSUMED = "assumed"
    """A weekend day of a year without notice, counted because it might be worked. Only in a "not before" bound."""
    SKIPPED = "skipped"
    PAUSED = "paused"
    MOVED = "moved"
    """The last day fell on a day off; the period runs on to the first working day."""
    SET = "set"
    """A date that a decision names, not a count."""


@dataclass(frozen=True, slots=True)
class Step:
    """One day of an explanation. ``n``: which counted day it is. ``why`` may be "" for an ordinary counted day.

    ``source``: the notice that makes the day worked or off, "" for the plain week. ``rule``: the article under which the day
    is counted, left out, or moved over.
    """

    on: date
    mark: Mark
    why: str = ""
    source: str = ""
    n: int | None = None
    rule: str = ""


class NotCertain(GongkaiError):
    """A day was wanted where none can be stated."""

    def __init__(self, due: Due):
        super().__init__(
            say(
                "{name}还没有确定的到期日（{headline}），不能写入文书。请待放假安排公布或者所等事项完成后重新计算。",
                name=due.name,
                headline=due.headline,
            )
        )
        self.due = due


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period, and how it was found.

    ``on``: the last day, or None when it cannot be stated. Then either ``not_before`` is set: the count reaches a year
    without notice, the true day is that one or later, and ``estimate`` is where it would fall if no weekend were swapped;
    or ``waiting`` says which event the period is waiting for. ``start``: the day counted from (the last restart), itself
    not counted. ``length`` is for reading (20个工作日). ``steps`` run from the first event to the last day; periods in
    months and years show only the days that decide. ``notes`` say what was assumed, ``warnings`` what is wrong or unsure.
    """

    clock: str
    name: str
    start: date
    on: date | None
    length: str
    sources: tuple[str, ...]
    steps: tuple[Step, ...]
    not_before: date | None = None
    estimate: date | None = None
    waiting: str = ""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the date rests on a year without notice. A provisional date never goes into a letter."""
        return self.on is None and self.not_before is not None

    @property
    def bound(self) -> date:
        """The day that is safe to act by: the last day, or the earliest it can turn out to be. Raises `NotCertain` while
        an event is awaited."""
        day = self.on or self.not_before
        if day is None:
            raise NotCertain(self)
        return day

    def for_letter(self) -> date:
        """The last day, to be written into a letter. Raises `NotCertain` where it is provisional or awaits an event."""
        if self.on is None:
            raise NotCertain(self)
        return self.on

    @property
    def headline(self) -> str:
        """The date alone, ``不早于 …`` when provisional, or what is waited for."""
        if self.on is not None:
            return self.on.isoformat()
        if self.not_before is not None:
            return say("不早于 {day}", day=self.not_before)
        return say("期限尚未起算：{event}", event=self.waiting)

    def text(self, *, every_day: bool = False) -> str:
        """The explanation in Chinese, a line for each run of like days, or for every single day."""
        lines = [
            say("{name}：{length}，{sources}。", name=self.name, length=self.length, sources="、".join(self.sources))
        ]
        lines += (_line(run) for run in _runs(self.steps, every_day))
        lines += (say("说明：{note}", note=note) for note in self.notes)
        lines += (say("注意：{warning}", warning=warning) for warning in self.warnings)
        return "\n".join(lines)

    def data(self) -> dict[str, object]:
        """The same as plain values for JSON: dates as ISO text, ``due`` null unless it is certain."""
        return {
            "clock": self.clock,
            "name": self.name,
            "start": self.start.isoformat(),
            "due": self.on.isoformat() if self.on else None,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "estimate": self.estimate.isoformat() if self.estimate else None,
            "provisional": self.provisional,
            "waiting": self.waiting or None,
            "length": self.length,
            "sources": list(self.sources),
            "notes": list(self.notes),
            "warnings": list(self.warnings),
            "days": [
                {
                    "date": step.on.isoformat(),
                    "mark": step.mark.value,
                    "n": step.n,
                    "why": step.why,
                    "source": step.source,
                    "rule": step.rule,
                }
                for step in self.steps
            ],
        }


def _runs(steps: tuple[Step, ...], every_day: bool) -> Iterator[list[Step]]:
    """Neighbouring days with the same mark and reason; the last day of all stands alone, for it is the answer."""
    if every_day:
        yield from ([step] for step in steps)
        return
    for _, run in groupby(steps[:-1], key=_likeness):
        yield list(run)
    yield list(steps[-1:])


def _likeness(step: Step) -> tuple[object, ...]:
    if step.mark is Mark.SKIPPED:
        # A weekend beside a holiday reads as one run; each day keeps its own reason in the data.
        return (step.mark,)
    return (step.mark, step.why, step.source, step.rule)


def _line(run: list[Step]) -> str:
    first, last = run[0], run[-1]
    days = f"{first.on} {weekday_name(first.on)}"
    if len(run) > 1:
        days = say("{first} 至 {last}", first=days, last=f"{last.on} {weekday_name(last.on)}")
    return f"  {days}  {_words(run)}"


def _words(run: list[Step]) -> str:
    first, last = run[0], run[-1]
    why = "、".join(dict.fromkeys(step.why for step in run if step.why))
    # The article of counted days stands above them; beside them only the notice that makes a weekend day worked.
    counted = first.mark in (Mark.COUNTED, Mark.ASSUMED)
    cited = first.source if counted else first.rule
    ground = f"（{cited}）" if cited else ""
    if counted:
        count = say("第{n}日", n=first.n) if len(run) == 1 else say("第{n}日至第{m}日", n=first.n, m=last.n)
        return f"{count}：{why}{ground}" if why else f"{count}{ground}"
    if first.mark is Mark.SKIPPED:
        return say("不计：{why}", why=why)
    if first.mark is Mark.PAUSED:
        return say("停算：{why}{ground}", why=why, ground=ground)
    if first.mark is Mark.MOVED:
        return say("顺延：{why}{ground}", why=why, ground=ground)
    return f"{why}{ground}"
