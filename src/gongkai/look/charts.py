"""Small drawings of figures: bars, one square per body, a thin bar for age. Values and places; the templates draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from gongkai.language import say

WIDTH, LEFT, TOP, BASE = 320, 16, 16, 104
"""The drawing of `Bars`: its width, where the bars begin, the highest bar's top, and the axis."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures under its name."""

    name: str
    values: tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its class and box, and the figure that stands above it ("" for none)."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    figure: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def figure_y(self) -> float:
        return self.y - 5


@dataclass(frozen=True, slots=True)
class Tick:
    """One place of an axis with its words; ``sub`` is the second line."""

    at: float
    text: str
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars over ``labels``: one series with its figures above the bars, or two beside each other with an axis.

    ``sublabels``: a second line under the labels. ``marks``: the places of a single series that are shown in ochre.
    Raises ValueError for three series, or for a series that has not one value for each label.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    sublabels: tuple[str, ...] = ()
    marks: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= 2:
            raise ValueError("a chart of bars takes one series or two")
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError("every series has one value for each label")

    @property
    def single(self) -> bool:
        """Whether there is one series."""
        return len(self.series) == 1

    @property
    def top(self) -> int:
        """The value of the highest line: even, so that the middle line is a whole number too."""
        highest = max((value for series in self.series for value in series.values), default=0)
        return max(2, 2 * ceil(highest / 2))

    @property
    def step(self) -> float:
        """How far one label is from the next."""
        return (WIDTH - LEFT) / max(1, len(self.labels))

    def bars(self) -> list[Bar]:
        """Every bar, from left to right. A zero has no bar."""
        count = len(self.series)
        width = min(24.0 if self.single else 9.0, self.step * 0.75 / count)
        found = []
        for place in range(len(self.labels)):
            for n, series in enumerate(self.series):
                value = series.values[place]
                if not value:
                    continue
                height = round((BASE - TOP) * value / self.top, 1)
                x = LEFT + self.step * (place + 0.5) + (width + 1) * n - (width * count + count - 1) / 2
                kind = "b3" if place in self.marks else ("b", "b2")[n]
                figure = f"{value:g}" if self.single else ""
                found.append(Bar(kind, round(x, 1), round(BASE - height, 1), round(width, 1), height, figure))
        return found

    def below(self) -> list[Tick]:
        """The words under the axis."""
        subs = self.sublabels or ("",) * len(self.labels)
        return [
            Tick(round(LEFT + self.step * (n + 0.5), 1), label, sub)
            for n, (label, sub) in enumerate(zip(self.labels, subs, strict=True))
        ]

    def lines(self) -> list[Tick]:
        """The three lines of the axis, or none for a single series."""
        if self.single:
            return []
        return [Tick(BASE - (BASE - TOP) * part / 2, f"{self.top * part // 2}") for part in range(3)]

    @property
    def height(self) -> int:
        """Of the drawing."""
        return 137 if self.sublabels else 124

    def keys(self) -> list[tuple[str, str]]:
        """(class, name) of each series for the legend."""
        return list(zip(("u", "i-a"), (series.name for series in self.series), strict=False))

    def table(self) -> list[tuple[str, list[str]]]:
        """Each label with its figures."""
        return [
            (self._label(place), [f"{series.values[place]:g}" for series in self.series])
            for place in range(len(self.labels))
        ]

    def _label(self, place: int) -> str:
        return f"{self.labels[place]} {self.sublabels[place]}" if self.sublabels else self.labels[place]


KINDS = {"done": "b5", "late": "b4", "near": "b3", "run": "b2", "none": "b0"}
"""States as colours of squares."""


@dataclass(frozen=True, slots=True)
class Part:
    """``count`` squares of one state (``kind`` as in `KINDS`), and what it is called."""

    count: int
    kind: str
    name: str


def squares(parts: Sequence[Part]) -> list[tuple[str, int]]:
    """(class, x) of one square for each body, 26 apart."""
    kinds = [KINDS[part.kind] for part in parts for _ in range(part.count)]
    return [(kind, 1 + 26 * n) for n, kind in enumerate(kinds)]


def told(parts: Sequence[Part], what: str) -> str:
    """The same in words: 43家单位：已报22家，起草中9家."""
    listed = "，".join(say("{name}{count}家", name=part.name, count=part.count) for part in parts)
    return say("{what}：{listed}", what=what, listed=listed)


def waffle_of(parts: Sequence[Part], what: str) -> dict[str, object]:
    """What the template of the squares needs."""
    found = squares(parts)
    return {"squares": found, "width": max(26, 26 * len(found)), "words": told(parts, what)}
