"""add_up: the reports of many bodies as one, cell by cell, with a line that says how complete the sum is.

A county's report is the sum of its departments' and townships'. What was left out and why is part of the answer: a sum that hides
a missing body is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.relations import relations
from gongkai.reports.compose import carry_table
from gongkai.reports.editions import edition_for, editions
from gongkai.reports.model import TABLES, AnnualReport, CellId, Doubt, FilledTable, Finding, Reading, Value

_LOOSE = re.compile(r"[\s（）()·]+")


class NothingToAdd(GongkaiError):
    """No reading was given, or none is of the year."""

    def __init__(self) -> None:
        super().__init__(say("没有可以汇总的报告。请检查文件范围和年度，再试一次。"))


@dataclass(frozen=True, slots=True)
class Summand:
    """What one body adds to one cell. ``value`` None: it has no readable figure there. ``doubted``: added, but not certain."""

    agency: str
    value: Value
    doubted: bool


@dataclass(frozen=True, slots=True)
class Twice:
    """A report that was left out because its body is counted already. ``same``: it says the same in every word and figure."""

    agency: str
    same: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """``report``: the figures added up. ``members``: the bodies in it, in the order given.

    ``missing``: expected and not there; ``unexpected``: there and not on the list (added nevertheless); ``twice``: not added again;
    ``other_year``: (body, year) left out. ``doubtful``, ``failing``: bodies with doubted cells, with sums that do not hold (codes).
    ``not_carried``: (body, figures) that the chosen form has no cell for, where bodies used different forms. ``findings``: the
    relations worked out on the sum itself.
    """

    report: AnnualReport
    members: tuple[str, ...]
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    twice: tuple[Twice, ...] = ()
    other_year: tuple[tuple[str, int | None], ...] = ()
    doubtful: tuple[str, ...] = ()
    failing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_carried: Mapping[str, tuple[CellId, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    parts: Mapping[CellId, tuple[Summand, ...]] = field(default_factory=dict, repr=False)
    expected: int | None = None

    def summands(self, cell: CellId) -> tuple[Summand, ...]:
        """What each body adds to ``cell``, noughts too."""
        return self.parts.get(cell, ())

    @property
    def incomplete(self) -> tuple[CellId, ...]:
        """Cells that not every member has a readable figure for: their sum is a lower bound."""
        return tuple(cell for cell, parts in self.parts.items() if any(part.value is None for part in parts))

    @property
    def complete(self) -> bool:
        """Every expected body is in it once, with every figure certain and every sum right."""
        return not (self.missing or self.twice or self.doubtful or self.failing or self.not_carried or self.incomplete)

    def completeness(self) -> str:
        """One line for the head of the sum: who is in it, who is not, and what is not certain."""
        if self.expected is None:
            said = [say("汇总 {count} 个单位", count=len(self.members))]
        else:
            said = [
                say(
                    "应报 {expected} 个单位，已汇总 {count} 个",
                    expected=self.expected,
                    count=self.expected - len(self.missing),
                )
            ]
        if self.missing:
            said.append(say("缺 {count} 个：{names}", count=len(self.missing), names=_names(self.missing)))
        if self.unexpected:
            said.append(say("名单以外 {count} 个：{names}", count=len(self.unexpected), names=_names(self.unexpected)))
        if self.twice:
            names = _names([one.agency for one in self.twice])
            said.append(say("重复 {count} 份未再计入：{names}", count=len(self.twice), names=names))
        if self.other_year:
            names = _names([f"{agency}（{year or say('年度不明')}）" for agency, year in self.other_year])
            said.append(say("其他年度 {count} 份未计入：{names}", count=len(self.other_year), names=names))
        if self.doubtful:
            said.append(say("有存疑数据 {count} 个：{names}", count=len(self.doubtful), names=_names(self.doubtful)))
        if self.failing:
            said.append(say("勾稽不符 {count} 个：{names}", count=len(self.failing), names=_names(list(self.failing))))
        if self.incomplete:
            said.append(say("有 {count} 格因缺数不完整", count=len(self.incomplete)))
        if self.not_carried:
            said.append(say("格式不同，{count} 个单位有数无法并入", count=len(self.not_carried)))
        return "；".join(said) + "。"

    def rows(self) -> Iterator[dict[str, str | int | Decimal | None]]:
        """The sum in long form: one row a cell and body, and one for the total (agency 合计)."""
        for cell, parts in self.parts.items():
            for part in parts:
                yield _row(cell, part.agency, part.value, say("存疑") if part.doubted else "")
            yield _row(cell, say("合计"), self.report.value(cell), "")


def _row(cell: CellId, agency: str, value: Value, doubt: str) -> dict[str, str | int | Decimal | None]:
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "agency": agency,
        "value": value,
        "doubt": doubt,
    }


def _names(names: Iterable[str], limit: int = 8) -> str:
    listed = list(names)
    return "、".join(listed[:limit]) + (say("等") if len(listed) > limit else "")


def add_up(
    readings: Iterable[Reading],
    expected: Iterable[str] | None = None,
    *,
    year: int | None = None,
    agency: str | None = None,
) -> Sum:
    """The readings of one year added up.

    ``expected``: the names of the bodies that have to report. ``year``: that of the sum, else the one most readings have; those of
    another year are left out and named. ``agency``: whose report the sum is. Where bodies used different forms of a table, it is
    added up in the form that loses the fewest figures, the newer of two alike, and the rest is named (decision 0033). Raises
    NothingToAdd.
    """
    given = list(readings)
    wanted = None if expected is None else list(dict.fromkeys(expected))
    if year is None:
        years = Counter(r.report.year for r in given if r.report.year is not None)
        year = min((-n, y) for y, n in years.items())[1] if years else None
    members, twice, other_year = _choose(given, year)
    if not members:
        raise NothingToAdd
    failing: dict[str, tuple[str, ...]] = {}
    for name, reading in members.items():
        wrong = tuple(dict.fromkeys(f.code for f in relations(Context(reading)) if f.severity == "error"))
        if wrong:
            failing[name] = wrong
    tables: dict[str, FilledTable] = {}
    parts: dict[CellId, tuple[Summand, ...]] = {}
    not_carried: dict[str, list[CellId]] = defaultdict(list)
    for table in TABLES:
        tables[table] = _add_table(table, members, year, parts, not_carried)
    report = AnnualReport(agency=agency, year=year, edition=tables["proactive"].edition, tables=tables)
    missing, unexpected = _roll(list(members), wanted)
    return Sum(
        report=report,
        members=tuple(members),
        missing=missing,
        unexpected=unexpected,
        twice=tuple(twice),
        other_year=tuple(other_year),
        doubtful=tuple(name for name, reading in members.items() if reading.doubted),
        failing=failing,
        not_carried={name: tuple(cells) for name, cells in not_carried.items()},
        findings=_relations_of_the_sum(report, parts),
        parts=parts,
        expected=None if wanted is None else len(wanted),
    )


def _choose(
    given: list[Reading], year: int | None
) -> tuple[dict[str, Reading], list[Twice], list[tuple[str, int | None]]]:
    """(members by name, those that came twice, those of another year)."""
    members: dict[str, Reading] = {}
    digests: dict[str, str] = {}
    twice: list[Twice] = []
    other_year: list[tuple[str, int | None]] = []
    nameless = 0
    for reading in given:
        name = reading.report.agency
        digest = _digest(reading)
        if reading.report.year != year:
            other_year.append((name or say("单位不明"), reading.report.year))
        elif name is not None and name in members:
            twice.append(Twice(name, same=digests.get(digest) == name))
        elif name is None and digest in digests:
            twice.append(Twice(digests[digest], same=True))
        else:
            if name is None:
                nameless += 1
                name = say("单位不明{number}", number=nameless)
            members[name] = reading
            digests[digest] = name
    return members, twice, other_year


def _digest(reading: Reading) -> str:
    """The same for two files with the same figures and the same words."""
    parts = [str(reading.report.year), reading.report.title or "", reading.report.preamble]
    parts += [f"{cell}={value}" for cell, value in reading.report.cells()]
    parts += [_LOOSE.sub("", section.text) for section in reading.report.sections.values()]
    return sha256("\0".join(parts).encode()).hexdigest()


def _add_table(
    table: str,
    members: Mapping[str, Reading],
    year: int | None,
    parts: dict[CellId, tuple[Summand, ...]],
    not_carried: dict[str, list[CellId]],
) -> FilledTable:
    known = editions()
    used = {reading.report.tables[table].edition for reading in members.values()} & set(known)
    candidates = [known[e] for e in known if e in used] or [edition_for(year) if year else list(known.values())[-1]]
    carried = {
        edition.id: {
            name: carry_table(reading.report.tables[table].rows, edition.tables[table])
            for name, reading in members.items()
        }
        for edition in candidates
    }
    # A nought that has no cell takes nothing from the sum. The newest of those that lose the fewest figures.
    gone = {
        edition.id: {
            name: [cell for cell in one.lost if members[name].report.value(cell)]
            for name, one in carried[edition.id].items()
        }
        for edition in candidates
    }
    best = min(reversed(candidates), key=lambda edition: sum(len(cells) for cells in gone[edition.id].values()))
    lines = carried[best.id]
    for name, cells in gone[best.id].items():
        if cells:
            not_carried[name] += cells
    rows: dict[str, dict[str, Value]] = {}
    for row, columns in best.tables[table].rows.items():
        rows[row] = {}
        for column in columns:
            cell = CellId(table, row, column.key)
            summands = tuple(
                Summand(
                    name,
                    one.rows[row][column.key],
                    not members[name].doubted.isdisjoint(one.sources.get(cell, ())),
                )
                for name, one in lines.items()
            )
            parts[cell] = summands
            known_values = [s.value for s in summands if s.value is not None]
            rows[row][column.key] = sum(known_values) if known_values else None
    return FilledTable(best.id, rows)


def _roll(members: list[str], expected: list[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(missing, unexpected). A name matches when it is the same but for spaces and brackets, or when exactly one name holds it."""
    if expected is None:
        return (), ()
    open_ = {_LOOSE.sub("", name): name for name in members}
    missing: list[str] = []
    later: list[str] = []
    for name in expected:
        bare = _LOOSE.sub("", name)
        if bare in open_:
            del open_[bare]
        else:
            later.append(name)
    for name in later:
        bare = _LOOSE.sub("", name)
        near = [key for key in open_ if key.endswith(bare) or bare.endswith(key)]
        if len(near) == 1:
            del open_[near[0]]
        else:
            missing.append(name)
    return tuple(missing), tuple(open_.values())


def _relations_of_the_sum(report: AnnualReport, parts: Mapping[CellId, tuple[Summand, ...]]) -> tuple[Finding, ...]:
    """The relations on the sum; a cell that a body left out, or doubts, is doubted here."""
    doubts = tuple(
        Doubt("incomplete-sum", say("有单位缺数或者存疑。"), cell)
        for cell, summands in parts.items()
        if any(s.value is None or s.doubted for s in summands)
    )
    printed = {cell: "" if value is None else str(value) for cell, value in report.cells()}
    return tuple(relations(Context(Reading(report, printed=printed, doubts=doubts))))
