"""compare: two years of one body; compare_many: several bodies side by side.

Cells are compared by their address. One that the other form does not have is not compared, and says so: 对外公开总数量 of 2019 and
现行有效件数 of 2021 measure different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from math import log1p
from statistics import median

from gongkai.language import say
from gongkai.reports.checks.context import Context, labels
from gongkai.reports.checks.history import carry
from gongkai.reports.checks.sameness import alike, shingles
from gongkai.reports.compose import carry_table
from gongkai.reports.editions import editions
from gongkai.reports.model import TABLES, CellId, Finding, Reading, Value

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_YEAR = re.compile(r"20\d\d(?=年)")

OUTLIER = 3.5
"""Modified z-score on a logarithmic scale beyond which a figure stands out (Iglewicz and Hoaglin 1993)."""

FEW = 5
"""With fewer bodies than this nothing stands out: there is no crowd to stand out from."""

Cells = Mapping[CellId, tuple[Value, bool]]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in both years. ``difference`` and ``ratio`` (0.25 = a quarter more) are None where they cannot be told; ``doubted``:
    one of the two is not certain."""

    cell: CellId
    label: str
    before: Value
    after: Value
    doubted: bool = False

    @property
    def difference(self) -> int | Decimal | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def ratio(self) -> float | None:
        """The change as a part of the figure before; None from nought."""
        difference = self.difference
        return None if difference is None or not self.before else float(difference) / abs(float(self.before))


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A figure that one of the two forms has no cell for."""

    cell: CellId
    value: Value
    year: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How a section changed. ``share``: how much of the shorter text stands in the other, by shingles; None where one is too short to
    say. The sentences are as printed; a year that moved on with the report is no change."""

    key: str
    share: float | None
    kept: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Not a sentence differs, but for the year."""
        return bool(self.kept) and not self.gone and not self.new


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two years of one body. ``carry``: findings where what was handed on did not arrive. ``warnings``: sentences about the pair."""

    agency: str | None
    years: tuple[int | None, int | None]
    changes: tuple[Change, ...]
    not_compared: tuple[NotCompared, ...]
    carry: tuple[Finding, ...]
    texts: tuple[Rewriting, ...]
    warnings: tuple[str, ...] = ()

    def changed(self) -> tuple[Change, ...]:
        """The figures that differ, the largest change first."""
        moved = [change for change in self.changes if change.difference]
        return tuple(sorted(moved, key=lambda change: abs(float(change.difference or 0)), reverse=True))

    def rows(self) -> Iterator[dict[str, str | int | float | Decimal | None]]:
        """One row a figure, those that were not compared last."""
        for change in self.changes:
            yield {
                "cell": str(change.cell),
                "label": change.label,
                "before": change.before,
                "after": change.after,
                "difference": change.difference,
                "ratio": change.ratio,
                "note": say("存疑") if change.doubted else "",
            }
        first, _ = self.years
        for one in self.not_compared:
            older = one.year == first
            yield {
                "cell": str(one.cell),
                "label": str(one.cell),
                "before": one.value if older else None,
                "after": None if older else one.value,
                "difference": None,
                "ratio": None,
                "note": one.why,
            }


def compare(before: Reading, after: Reading) -> Comparison:
    """``before`` and ``after``: the same body in two years, the earlier first. Another order or body is compared all the same, with a
    warning."""
    one, two = before.report, after.report
    warnings = []
    if one.agency and two.agency and one.agency not in two.agency and two.agency not in one.agency:
        warnings.append(
            say("两份报告的单位不同（{one}、{two}），增减不能说明同一单位的变化。", one=one.agency, two=two.agency)
        )
    if one.year is not None and two.year is not None:
        if one.year >= two.year:
            warnings.append(say("前一份是 {one} 年度，后一份是 {two} 年度，请确认先后。", one=one.year, two=two.year))
        elif two.year - one.year > 1:
            warnings.append(say("两份报告相隔 {count} 年，结转数不作核对。", count=two.year - one.year))
    changes: list[Change] = []
    left_out: list[NotCompared] = []
    for table in TABLES:
        old, new, old_only, new_only = _common(before, after, table)
        why = say("两年的报告格式不同，另一年没有含义相同的数")
        for cell, (value, doubted) in new.items():
            was, was_doubted = old[cell]
            changes.append(Change(cell, _label(cell, after, before), was, value, doubted or was_doubted))
        left_out += [NotCompared(c, one.value(c), one.year, why) for c in old_only if one.value(c) is not None]
        left_out += [NotCompared(c, two.value(c), two.year, why) for c in new_only if two.value(c) is not None]
    return Comparison(
        agency=two.agency or one.agency,
        years=(one.year, two.year),
        changes=tuple(changes),
        not_compared=tuple(left_out),
        carry=tuple(carry(Context(after, previous=before))),
        texts=tuple(_rewritings(before, after)),
        warnings=tuple(warnings),
    )


def _common(before: Reading, after: Reading, table: str) -> tuple[Cells, Cells, list[CellId], list[CellId]]:
    """(cells before, the same cells after, cells only before, cells only after). Where one form holds as a whole what the other holds
    in parts, both are compared as the whole."""
    old_edition, new_edition = (r.report.tables[table].edition for r in (before, after))
    known = editions()
    if old_edition == new_edition or old_edition not in known or new_edition not in known:
        old, new = _cells(before, table), _cells(after, table)
        both = [cell for cell in new if cell in old]
        return (
            {c: old[c] for c in both},
            {c: new[c] for c in both},
            [c for c in old if c not in new],
            [c for c in new if c not in old],
        )
    best: tuple[Cells, Cells, list[CellId], list[CellId]] | None = None
    for edition in (known[new_edition], known[old_edition]):
        sides = [_carried(r, table, edition.id) for r in (before, after)]
        both = [cell for cell in sides[0][0] if cell in sides[1][0]]
        found = (
            {c: sides[0][0][c] for c in both},
            {c: sides[1][0][c] for c in both},
            [*sides[0][1], *(c for c in sides[0][0] if c not in both)],
            [*sides[1][1], *(c for c in sides[1][0] if c not in both)],
        )
        if best is None or len(found[2]) + len(found[3]) < len(best[2]) + len(best[3]):
            best = found
    assert best is not None, "two editions were tried"
    return best


def _cells(reading: Reading, table: str) -> dict[CellId, tuple[Value, bool]]:
    rows = reading.report.tables[table].rows
    doubted = reading.doubted
    return {
        (cell := CellId(table, row, column)): (value, cell in doubted)
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def _carried(reading: Reading, table: str, edition: str) -> tuple[dict[CellId, tuple[Value, bool]], list[CellId]]:
    """(the cells of ``edition`` that this reading can speak of, its own figures that have none)."""
    one = carry_table(reading.report.tables[table].rows, editions()[edition].tables[table])
    gone = set(one.empty)
    cells = {
        cell: (one.rows[cell.row][cell.column], not reading.doubted.isdisjoint(sources))
        for cell, sources in one.sources.items()
        if cell not in gone
    }
    return cells, list(one.lost)


def _label(cell: CellId, *readings: Reading) -> str:
    known = editions()
    for reading in readings:
        edition = known.get(reading.report.tables[cell.table].edition)
        if edition is not None and cell.row in edition.tables[cell.table].rows:
            return "·".join(labels(edition.tables[cell.table], cell))
    return str(cell)


def _rewritings(before: Reading, after: Reading) -> Iterator[Rewriting]:
    old, new = before.report, after.report
    for key in dict.fromkeys([*old.sections, *new.sections]):
        texts = [r.sections[key].text if key in r.sections else "" for r in (old, new)]
        if not any(text.strip() for text in texts):
            continue
        first, second = (_SENTENCE.findall(text) for text in texts)
        first, second = ([s.strip() for s in lines if s.strip()] for lines in (first, second))
        plain = [[_timeless(s, r.year) for s in lines] for lines, r in ((first, old), (second, new))]
        kept: list[str] = []
        gone: list[str] = []
        fresh: list[str] = []
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
            if tag == "equal":
                kept += second[j1:j2]
            else:
                gone += first[i1:i2]
                fresh += second[j1:j2]
        marks = [shingles(text, r.agency or "") for text, r in zip(texts, (old, new), strict=True)]
        share = alike(*marks) if all(marks) else None
        yield Rewriting(key, share, tuple(kept), tuple(gone), tuple(fresh))


def _timeless(sentence: str, year: int | None) -> str:
    """The sentence with its own report's years as offsets, so that last year's 2022年 equals this year's 2023年."""
    bare = re.sub(r"\s+", "", sentence)
    return bare if year is None else _YEAR.sub(lambda match: f"{int(match.group()) - year:+d}", bare)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Several bodies side by side. ``bodies``: their names, with the year where it differs; ``cells``: every cell that any of them has."""

    bodies: tuple[str, ...]
    cells: tuple[CellId, ...]
    labels: Mapping[CellId, str]
    values: Mapping[CellId, tuple[Value, ...]]
    doubted: Mapping[CellId, tuple[bool, ...]]

    def total(self, cell: CellId) -> int | Decimal | None:
        """The sum of the readable figures; None where there is none."""
        known = [value for value in self.values[cell] if value is not None]
        return sum(known) if known else None

    def ranks(self, cell: CellId) -> tuple[int | None, ...]:
        """1 for the largest; equal figures share a rank, and the next is as much lower (1, 1, 3). None without a figure."""
        values = self.values[cell]
        known = [value for value in values if value is not None]
        return tuple(None if v is None else 1 + sum(other > v for other in known) for v in values)

    def outliers(self, cell: CellId) -> tuple[str, ...]:
        """The bodies whose certain figure stands far from the others', by modified z-score of log(1 + x)."""
        known = [
            (body, log1p(float(value)))
            for body, value, doubted in zip(self.bodies, self.values[cell], self.doubted[cell], strict=True)
            if value is not None and value >= 0 and not doubted
        ]
        if len(known) < FEW:
            return ()
        middle = median(x for _, x in known)
        spread = median(abs(x - middle) for _, x in known) / 0.6745
        if not spread:
            spread = 1.253314 * sum(abs(x - middle) for _, x in known) / len(known)
        if not spread:
            return ()
        return tuple(body for body, x in known if abs(x - middle) / spread > OUTLIER)

    def rows(self) -> Iterator[dict[str, str | int | Decimal | None]]:
        """One row a cell, a column a body, then the total and who stands out."""
        for cell in self.cells:
            row: dict[str, str | int | Decimal | None] = {"cell": str(cell), "label": self.labels[cell]}
            row.update(zip(self.bodies, self.values[cell], strict=True))
            row[say("合计")] = self.total(cell)
            row[say("离群")] = "、".join(self.outliers(cell))
            yield row


def compare_many(readings: Iterable[Reading]) -> Matrix:
    """The readings side by side, in the order given. A body whose form lacks a cell has None there."""
    given = list(readings)
    bodies = _unique([_body(reading, given) for reading in given])
    cells: dict[CellId, str] = {}
    known = editions()
    order: dict[CellId, int] = {}
    for table in TABLES:
        # The newest form's order first: what only an older one has stands at the end of its table.
        for edition in reversed(list(known.values())):
            for row, column in edition.tables[table].cells():
                order.setdefault(CellId(table, row, column.key), len(order))
    for reading in given:
        for cell, _ in reading.report.cells():
            if cell not in cells:
                cells[cell] = _label(cell, reading)
    sorted_cells = sorted(cells, key=lambda cell: (TABLES.index(cell.table), order.get(cell, len(order))))
    return Matrix(
        bodies=tuple(bodies),
        cells=tuple(sorted_cells),
        labels=cells,
        values={cell: tuple(r.report.value(cell) for r in given) for cell in sorted_cells},
        doubted={cell: tuple(cell in r.doubted for r in given) for cell in sorted_cells},
    )


def _body(reading: Reading, given: Sequence[Reading]) -> str:
    name = reading.report.agency or say("单位不明")
    several = len({r.report.year for r in given}) > 1
    return f"{name}（{reading.report.year}）" if several and reading.report.year else name


def _unique(names: list[str]) -> list[str]:
    """Names told apart: the second of a name is name（2）."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return out
