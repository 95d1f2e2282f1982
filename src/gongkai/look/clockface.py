"""The clock: a `Due` laid out as weeks of a calendar, with what each day did in the count. Places only; the template draws.

Weeks are rows, Monday first. Weeks in which nothing is counted fold into one line, and a long clock gets lower rows, so that
60 days with a consultation still fit beside the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from gongkai.language import say
from gongkai.law import CalendarMissing, Due, Mark, Step, WorkCalendar, national
from gongkai.look import clockwords, words

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
PITCH, BOX = 48, 44
LOW_PITCH, LOW_BOX = 36, 32
FOLD_HEIGHT = 22
HEAD = 20
MANY_WEEKS = 9
"""More rows than this are drawn low."""
FOLD_FROM = 3
"""So many idle weeks in a row become one line."""
COUNTED = (Mark.COUNTED, Mark.ASSUMED)
IDLE = frozenset({"", "x", "p", "w", "l"})


@dataclass(slots=True)
class Cell:
    """One day. ``kind``: the class of its box, "" for a day outside the period. ``word`` or ``n`` stands in the middle,
    ``corner`` (今, 止, 结, 最早) at the top right."""

    on: date
    kind: str = ""
    label: str = ""
    word: str = ""
    n: str = ""
    corner: str = ""
    last: bool = False
    today: bool = False
    x: float = 0
    y: float = 0
    box: int = BOX

    @property
    def solid(self) -> bool:
        """Whether its text stands on a dark box."""
        return self.kind == "u" and not self.last

    @property
    def label_x(self) -> float:
        return self.x + 5

    @property
    def label_y(self) -> float:
        return self.y + (14 if self.box == BOX else 12)

    @property
    def n_y(self) -> float:
        return self.y + (35 if self.box == BOX else 28)

    @property
    def word_y(self) -> float:
        return self.y + (34 if self.box == BOX else 27)

    @property
    def middle(self) -> float:
        return self.x + 22

    @property
    def corner_x(self) -> float:
        return self.x + 40


@dataclass(frozen=True, slots=True)
class Fold:
    """Idle weeks as one line of text."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beneath: a day (``when``, with its weekday) and what it did."""

    when: str
    text: str


@dataclass(slots=True)
class Face:
    """All that the template draws. ``height``: of the drawing, whose width is 336. ``keys``: (class, words) of the legend."""

    title: str
    description: str
    height: float = 0
    box: int = BOX
    cells: list[Cell] = field(default_factory=list)
    folds: list[Fold] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    make_up: str = ""

    @property
    def low(self) -> bool:
        """Whether the rows are drawn low."""
        return self.box == LOW_BOX


def face(due: Due, today: date, *, closed_on: date | None = None, calendar: WorkCalendar | None = None) -> Face:
    """Lay out ``due`` as it stands ``today``, or as it stood when the matter was closed on ``closed_on``."""
    now = closed_on or today
    days = _days(due, now, closed_on is not None, calendar or national())
    found = Face(title=clockwords.title(due), description=clockwords.description(due, now, closed_on is not None))
    weeks = _weeks(days)
    if sum(1 for _ in _lines(weeks)) > MANY_WEEKS:
        found.box = LOW_BOX
    _place(found, due, weeks)
    shown = days.values()
    found.keys = list(
        clockwords.legend(
            due,
            {cell.kind for cell in shown},
            today=any(cell.today for cell in shown),
            last=any(cell.last for cell in shown),
            closed=closed_on is not None,
        )
    )
    found.rows = [Row(words.day(step.on), clockwords.step_words(due, step)) for step in due.steps]
    found.make_up = clockwords.make_up(due.steps)
    return found


def _days(due: Due, now: date, closed: bool, calendar: WorkCalendar) -> dict[date, Cell]:
    """The cell of every day that has something to say."""
    last = words.last_day(due)
    sparse = not words.by_days(due)
    days = {step.on: _cell(step, now, sparse) for step in due.steps}
    first = due.steps[0].on
    if due.waiting:
        for on in _range(due.start + ONE_DAY, max(now, due.start)):
            days[on] = Cell(
                on, "w" if _works(on, calendar) else "x", word=say("等") if _works(on, calendar) else say("休")
            )
    elif not sparse:
        for on in _range(first, due.steps[-1].on):
            # Before a restart: these days fell away.
            days.setdefault(on, Cell(on, "w", word=say("不计")))
    if last is not None and now > last and not due.provisional:
        late = 0
        for on in _range(last + ONE_DAY, now):
            works = _works(on, calendar)
            late += works
            days[on] = Cell(on, "l" if works else "x", n=f"+{late}" if works else "", word="" if works else say("休"))
    if last is not None:
        cell = days.setdefault(last, Cell(last, "c"))
        cell.last = True
        cell.corner = say("最早") if due.provisional else say("止")
        if not cell.n and cell.kind != "day0":
            cell.word = say("期满")
    if now >= first and (now in days or not due.provisional):
        cell = days.setdefault(now, Cell(now))
        cell.today = True
        cell.corner = f"{say('结') if closed else say('今')}{cell.corner}"
    return days


def _cell(step: Step, now: date, sparse: bool) -> Cell:
    on = step.on
    if step.mark in COUNTED:
        kind = "u" if on <= now else ("a" if step.mark is Mark.ASSUMED else "c")
        return Cell(on, kind, word=say("对应日")) if sparse else Cell(on, kind, n=str(step.n))
    if step.mark is Mark.SKIPPED:
        return Cell(on, "x", word=_off(step.why))
    if step.mark is Mark.PAUSED:
        return Cell(on, "p", word=say("暂停"))
    if step.mark is Mark.MOVED:
        return Cell(on, "u" if on <= now else "c", word=say("顺延"))
    if step.mark is Mark.RESTART:
        return Cell(on, "day0", word=say("重算"))
    if step.mark is Mark.SET:
        return Cell(on, "u" if on <= now else "c")
    return Cell(on, "day0", word=say("收到") if "收到申请" in step.why else say("起算"))


def _off(why: str) -> str:
    """A day off in two characters: the holiday's name, or 休."""
    name = why.split("（")[0].removesuffix("放假").removesuffix("节")
    return say("休") if name.startswith("周") or len(name) > 2 else name


def _weeks(days: dict[date, Cell]) -> list[list[Cell]]:
    """Whole weeks from the first day to the last, Monday first; days without a cell are empty ones."""
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    found = []
    while monday <= last:
        week = [monday + n * ONE_DAY for n in range(7)]
        found.append([days.get(on) or Cell(on) for on in week])
        monday += WEEK
    return found


def _idle(week: Sequence[Cell]) -> bool:
    return all(cell.kind in IDLE and not cell.today and not cell.last for cell in week)


def _lines(weeks: Sequence[Sequence[Cell]]) -> Iterator[tuple[bool, list[Sequence[Cell]]]]:
    """(folded, weeks) of each line of the drawing; a line that is not folded has one week."""
    for idle, run in groupby(weeks, key=_idle):
        together = list(run)
        if idle and len(together) >= FOLD_FROM:
            yield True, together
        else:
            yield from ((False, [week]) for week in together)


def _place(found: Face, due: Due, weeks: Sequence[Sequence[Cell]]) -> None:
    y = float(HEAD)
    pitch = LOW_PITCH if found.low else PITCH
    month = 0
    for folded, run in _lines(weeks):
        if folded:
            found.folds.append(Fold(y + 14.5, _fold_text(due, run)))
            y += FOLD_HEIGHT
            month = 0
            continue
        for column, cell in enumerate(run[0]):
            cell.x, cell.y, cell.box = 1.5 + PITCH * column, y + 3.5, found.box
            told = cell.on.month != month or (cell.kind == "day0" and not cell.corner)
            cell.label = f"{cell.on.month}/{cell.on.day}" if told else str(cell.on.day)
            month = cell.on.month
            found.cells.append(cell)
        y += pitch
    found.height = y + 4


def _fold_text(due: Due, run: Sequence[Sequence[Cell]]) -> str:
    first, last = run[0][0].on, run[-1][-1].on
    span = clockwords.span(first, last)
    paused = dict.fromkeys(s.why for s in due.steps if s.mark is Mark.PAUSED and first <= s.on <= last)
    if paused:
        return say("{span}：{why}，不计", span=span, why="、".join(paused))
    if due.waiting:
        return say("{span}：{why}", span=span, why=due.waiting)
    if any(cell.kind == "l" for week in run for cell in week):
        return say("{span}：逾期", span=span)
    if not words.by_days(due):
        return say("{span}，{n}周", span=span, n=len(run))
    return say("{span}：不计", span=span)


def _works(on: date, calendar: WorkCalendar) -> bool:
    """Whether ``on`` is worked; in a year without notice by the plain week."""
    try:
        return calendar.foreseen(on).working
    except CalendarMissing:
        return on.weekday() < 5


def _range(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))
