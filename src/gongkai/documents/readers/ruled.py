"""Tables from the lines drawn around them: shared by the PDF reader (points) and the scan reader (pixels).

Lines are joined, lines that cross belong together, and every crossing gives a grid. Where a line is missing between two
places of the grid, they are one merged cell; that is how spans come back although the page knows none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Ruling(NamedTuple):
    """A straight line: ``at`` is its y when it lies, its x when it stands; it runs from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell, counted from 0, with the ``rowspan`` × ``colspan`` places it covers."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: ``xs`` and ``ys`` are its lines from left to right and from top to bottom.

    ``owner[row][column]`` is an index into ``cells``.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[int, ...], ...]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_at(self, x: float, y: float) -> int | None:
        """The index of the cell over this point, None outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self.owner[row][column]

    def box(self, cell: GridCell) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row + cell.rowspan],
        )


MOST_LINES = 4000
MOST_PLACES = 20_000


def joined(rulings: Iterable[Ruling], near: float) -> list[Ruling]:
    """Lines on one track whose gaps are at most ``near`` made one: borders are often drawn cell by cell, or dashed."""
    tracks: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if tracks and ruling.at - tracks[-1][0].at <= near / 3:
            tracks[-1].append(ruling)
        else:
            tracks.append([ruling])
    result = []
    for track in tracks:
        track.sort(key=lambda ruling: ruling.start)
        at, start, end = track[0]
        for ruling in track[1:]:
            if ruling.start <= end + near:
                end = max(end, ruling.end)
            else:
                result.append(Ruling(at, start, end))
                at, start, end = ruling
        result.append(Ruling(at, start, end))
    return result


def grids(lying: Iterable[Ruling], standing: Iterable[Ruling], near: float = 3.0) -> list[Grid]:
    """Every table drawn by these lines, from top to bottom; a lone frame is a table of one cell.

    ``near``: how far apart two lines may be and still be meant as one, in the unit of the lines. More than ``MOST_LINES``
    lines are a drawing, not a table: the longest are kept. A grid of more than ``MOST_PLACES`` places is left out.
    """
    flat = _longest(joined(lying, near))
    upright = _longest(joined(standing, near))
    found = []
    for component in _components(flat, upright, near):
        grid = _grid(*component, near)
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _longest(rulings: list[Ruling]) -> list[Ruling]:
    if len(rulings) <= MOST_LINES:
        return rulings
    return sorted(rulings, key=lambda ruling: ruling.start - ruling.end)[:MOST_LINES]


def _components(
    lying: Sequence[Ruling], standing: Sequence[Ruling], near: float
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch or cross, gathered. Union-find over lying (0…) and standing (len(lying)…) lines."""
    parent = list(range(len(lying) + len(standing)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(standing)), key=lambda i: standing[i].at)
    tracks = [standing[i].at for i in order]
    for i, line in enumerate(lying):
        first, last = bisect_left(tracks, line.start - near), bisect_right(tracks, line.end + near)
        for j in order[first:last]:
            post = standing[j]
            if post.start - near <= line.at <= post.end + near:
                parent[root(i)] = root(len(lying) + j)
    gathered: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, line in enumerate(lying):
        gathered.setdefault(root(i), ([], []))[0].append(line)
    for j, post in enumerate(standing):
        gathered.setdefault(root(len(lying) + j), ([], []))[1].append(post)
    return [component for component in gathered.values() if len(component[0]) > 1 and component[1]]


def _tracks(positions: Iterable[float], near: float) -> list[float]:
    """Positions closer than ``near`` to the first of their group made one, their middle."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][0] <= near:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _edges(tracks: list[float], across: Sequence[Ruling], near: float) -> list[float]:
    """``tracks`` with an outer side added where at least two crossing lines run on past the last track: tables are often
    drawn open at the sides (开口表), or cut open by a page break."""
    starts = sorted(line.start for line in across)
    ends = sorted((line.end for line in across), reverse=True)
    first = [starts[1]] if len(starts) > 1 and tracks[0] - starts[1] > 2 * near else []
    last = [ends[1]] if len(ends) > 1 and ends[1] - tracks[-1] > 2 * near else []
    return [*first, *tracks, *last]


def _walls(tracks: Sequence[float], across: Sequence[float], lines: Iterable[Ruling], near: float) -> list[list[bool]]:
    """``walls[i][j]``: is track ``i`` drawn between crossing track ``j`` and the next one (for at least six tenths of the way)?"""
    cover = [[0.0] * (len(across) - 1) for _ in tracks]
    for line in lines:
        i = bisect_left(tracks, line.at)
        if i == len(tracks) or (i > 0 and line.at - tracks[i - 1] < tracks[i] - line.at):
            i -= 1
        if abs(tracks[i] - line.at) > near:
            continue
        first = max(bisect_right(across, line.start) - 1, 0)
        for j in range(first, len(across) - 1):
            if across[j] >= line.end:
                break
            cover[i][j] += max(0.0, min(line.end, across[j + 1]) - max(line.start, across[j]))
    return [[done >= 0.6 * (across[j + 1] - across[j]) for j, done in enumerate(row)] for row in cover]


def _grid(lying: list[Ruling], standing: list[Ruling], near: float) -> Grid | None:
    ys = _tracks((line.at for line in lying), near)
    xs = _tracks((post.at for post in standing), near)
    xs, ys = _edges(xs, lying, near), _edges(ys, standing, near)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MOST_PLACES:
        return None
    below = _walls(ys, xs, lying, near)
    beside = _walls(xs, ys, standing, near)
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[GridCell] = []
    for r in range(rows):
        for c in range(columns):
            if owner[r][c] >= 0:
                continue
            right = c + 1
            while right < columns and owner[r][right] < 0 and not beside[right][r]:
                right += 1
            bottom = r + 1
            while (
                bottom < rows
                and not any(below[bottom][c:right])
                and all(owner[bottom][n] < 0 for n in range(c, right))
                and not any(beside[n][bottom] for n in range(c + 1, right))
            ):
                bottom += 1
            for rr in range(r, bottom):
                owner[rr][c:right] = [len(cells)] * (right - c)
            cells.append(GridCell(r, c, bottom - r, right - c))
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owner)))
