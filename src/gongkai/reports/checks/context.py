"""What every check is given: the reading, its forms, and its prose cut into sentences once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from gongkai.documents import script
from gongkai.documents.model import NOWHERE, Place
from gongkai.language import say
from gongkai.reports.editions import Column, Edition, TableForm, edition_for, editions
from gongkai.reports.model import TABLES, AnnualReport, CellId, Evidence, Reading, Value

_SPACE = re.compile(r"\s+")
_END = re.compile(r"[。！？!?]+")
_NUMBERED = re.compile(r"\s*[(（]?(?:[一二三四五六七八九十]+|\d{1,2})[)）.、．是]")
LONGEST = 2000
"""Characters in a sentence."""

_CLOSED = tuple("。！？!?；;：:")
_FOLD = {ord("０") + i: ord("0") + i for i in range(10)} | {
    ord("，"): ",",
    ord("："): ":",
    ord("；"): ";",
    ord("（"): "(",
    ord("）"): ")",
    ord("％"): "%",
    ord("．"): ".",
    ord("～"): "~",
}
"""One character for one, so that a position in the folded text is one in the quotation too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a body or its supervisor may set. ``other_share``: 其他处理 above this part of all outcomes is asked about, from
    ``other_least`` cases on. ``alike``: texts with this much in common count as the same (0 to 1). ``phones``: also hint at office
    landlines. ``publish_by``: last day for publication as (month, day) of the next year."""

    other_share: float = 0.2
    other_least: int = 5
    alike: float = 0.8
    phones: bool = True
    publish_by: tuple[int, int] = (1, 31)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the prose without its white space. ``folded``: full-width digits and punctuation made narrow, same length."""

    text: str
    folded: str
    section: str
    place: Place


def _simplified(report: AnnualReport) -> AnnualReport:
    """The report with its words in simplified script, for the checks to match; itself where nothing is traditional."""
    words = [report.title or "", report.preamble, *(section.text for section in report.sections.values())]
    if not any(map(script.has_traditional, words)):
        return report

    def simple(text: str | None) -> str | None:
        return None if text is None else script.to_simplified(script.strip_pinyin(text))

    return replace(
        report,
        title=simple(report.title),
        agency=simple(report.agency),
        signed_by=simple(report.signed_by),
        preamble=simple(report.preamble) or "",
        sections={k: replace(s, text=simple(s.text) or "") for k, s in report.sections.items()},
    )


def _sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph. What has no full stop for LONGEST characters is no prose and is cut, so that no pattern ever
    meets more."""
    for piece in _END.split(paragraph):
        for start in range(0, len(piece), LONGEST):
            yield piece[start : start + LONGEST]


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """(number of its first line, paragraph): the lines of a text, those put together that a source broke in mid sentence. A short
    numbered line is a heading."""
    held = ""
    began = 0
    for number, line in enumerate(text.split("\n")):
        line = line.strip()
        heading = len(held) <= 30 and _NUMBERED.match(held)
        if held and (len(held) < 20 or heading or held.endswith(_CLOSED) or _NUMBERED.match(line) or not line):
            yield began, held
            held = ""
        if not held:
            began = number
        held += line
    if held:
        yield began, held


@dataclass
class Context:
    """One reading under check. ``previous``: the same body's reading of the year before. ``others``: readings of other bodies."""

    reading: Reading
    settings: Settings = field(default_factory=Settings)
    previous: Reading | None = None
    others: tuple[Reading, ...] = ()

    def __post_init__(self) -> None:
        self.report = _simplified(self.reading.report)
        year = self.report.year
        # A year no report can have is no year to reckon with.
        self.year = year if year is not None and 1990 <= year <= 2200 else None
        self.doubted = self.reading.doubted

    @cached_property
    def forms(self) -> dict[str, TableForm]:
        """The form of each table, by the edition the table was recognised as."""
        known = editions()
        return {
            table: known[filled.edition].tables[table]
            for table, filled in self.report.tables.items()
            if filled.edition in known
        }

    @cached_property
    def due(self) -> Edition | None:
        """The edition a report of this year has to use."""
        return None if self.year is None else edition_for(self.year)

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """The preamble (section ``""``) and the sections, sentence by sentence."""
        out: list[Sentence] = []
        report = self.reading.report
        plain = self.report is report
        parts = [("", report.preamble, report.preamble_lines, NOWHERE)]
        parts += [(s.key, s.text, s.lines, s.place) for s in report.sections.values()]
        for key, text, lines, place in parts:
            for number, paragraph in _paragraphs(text):
                # Section text without a place for each line (saved by hand, put together) stands at its heading.
                where = lines[number] if number < len(lines) else place
                for piece in _sentences(paragraph):
                    bare = _SPACE.sub("", piece)
                    if bare and plain:
                        out.append(Sentence(bare, bare.translate(_FOLD), key, where))
                    elif bare:
                        simple = script.to_simplified(script.strip_pinyin(bare))
                        # The source's own characters are quoted wherever they stand one for one.
                        said = bare if len(simple) == len(bare) else simple
                        out.append(Sentence(said, simple.translate(_FOLD), key, where))
        return tuple(out)

    @cached_property
    def joined(self) -> str:
        """All the prose in one string without white space, to look a name up in."""
        return "\n".join(sentence.text for sentence in self.prose)

    def value(self, table: str, row: str, column: str) -> Value:
        return self.report.value(CellId(table, row, column))

    def certain(self, table: str, row: str, column: str) -> Value:
        """The figure, or None where it is blank or doubted."""
        cell = CellId(table, row, column)
        return None if cell in self.doubted else self.report.value(cell)

    def printed_blank(self, cell: CellId) -> bool:
        """The cell stands in the source and nothing is in it."""
        text = self.reading.printed.get(cell)
        return text is not None and not text.strip()

    def blank_throughout(self, cell: CellId) -> bool:
        """The cell stands in a row or column that is printed blank from end to end: whoever left it so means nought."""
        return (cell.table, cell.row) in self._blank_lines or (cell.table, cell.column) in self._blank_lines

    @cached_property
    def _blank_lines(self) -> frozenset[tuple[str, str]]:
        filled: set[tuple[str, str]] = set()
        lines: set[tuple[str, str]] = set()
        for cell, value in self.report.cells():
            ends = ((cell.table, cell.row), (cell.table, cell.column))
            lines.update(ends)
            if value is not None or not self.printed_blank(cell):
                filled.update(ends)
        return frozenset(lines - filled)

    def place(self, cell: CellId) -> Place:
        return self.reading.places.get(cell, NOWHERE)

    def shown(self, cell: CellId) -> Evidence:
        """The figure as evidence: ``自然人·（一）予以公开 3``, as printed."""
        printed = self.reading.printed.get(cell)
        if printed is None:
            value = self.report.value(cell)
            printed = say("（未见）") if value is None else str(value)
        return Evidence(f"{self.label(cell)}：{printed.strip() or say('（空）')}", self.place(cell))

    def label(self, cell: CellId) -> str:
        """The cell in the words of the form: 表三“（一）予以公开”行“自然人”列."""
        row, column = self.labels(cell)
        return f"{self.table_name(cell.table)}“{row}”行“{column}”列"

    def table_name(self, table: str) -> str:
        return f"表{'二三四'[TABLES.index(table)]}"

    def labels(self, cell: CellId) -> tuple[str, str]:
        """(row, column) labels; the keys where no form of the package knows them."""
        form = self.forms.get(cell.table)
        return labels(form, cell) if form is not None else (cell.row, cell.column)

    def columns(self) -> tuple[tuple[CellId, Column], ...]:
        """Every cell of the forms, with its column."""
        return self._columns

    @cached_property
    def _columns(self) -> tuple[tuple[CellId, Column], ...]:
        return tuple(
            (CellId(table, row, column.key), column)
            for table, form in self.forms.items()
            for row, column in form.cells()
        )


def labels(form: TableForm, cell: CellId) -> tuple[str, str]:
    """The labels of a cell's row and column in a form; the keys where the form has no such cell."""
    for block in form.blocks:
        for row in block.rows:
            if row.key == cell.row:
                for column in block.columns:
                    if column.key == cell.column:
                        return row.label, column.label
    return cell.row, cell.column
