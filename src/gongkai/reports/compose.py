"""compose: an AnnualReport as a Document in the words and merges of its form.

Everything comes from the edition's data: headings, captions, corner cells, spans. A blank figure stays a blank cell, because a
nought that nobody counted would be a false statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Table
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.editions import Column, Edition, TableForm, editions
from gongkai.reports.editions import Row as FormRow
from gongkai.reports.model import TABLES, AnnualReport, CellId, FilledTable, Value

_DIGITS = "零一二三四五六七八九十"

Rows = list[list[Cell]]


class UnknownEdition(GongkaiError):
    """No edition of this name is in the package."""

    def __init__(self, name: str) -> None:
        known = "、".join(editions())
        super().__init__(
            say("没有名为“{name}”的报告格式版本，无法排出三张表。可用的版本：{known}。", name=name, known=known)
        )


class CannotCarry(GongkaiError):
    """Figures that the wanted edition has no cell for. ``cells``: which, in the order of the form."""

    def __init__(self, edition: Edition, cells: Sequence[CellId]) -> None:
        self.cells = tuple(cells)
        named = "、".join(str(cell) for cell in cells[:6])
        super().__init__(
            say(
                "{source}规定的格式没有位置填写下列 {count} 个数：{named}{more}。照此排版会丢失已公布的数据。"
                "请改用报告原来的格式版本，或者先用 carry_over 查明并另行说明这些数。",
                source=edition.source,
                count=len(cells),
                named=named,
                more="等" if len(cells) > 6 else "",
            )
        )


@dataclass(frozen=True, slots=True)
class Carried:
    """A report in another edition. ``lost``: figures with no cell there. ``empty``: cells there that the report cannot fill.
    ``merged``: cells filled by adding several of the old form (2019 其他处理 = the three rows of 2021)."""

    report: AnnualReport
    lost: tuple[CellId, ...] = ()
    empty: tuple[CellId, ...] = ()
    merged: tuple[CellId, ...] = ()


def find_edition(edition: str | Edition) -> Edition:
    """The edition of that id, or the one given. Raises UnknownEdition."""
    if isinstance(edition, Edition):
        return edition
    try:
        return editions()[edition]
    except KeyError:
        raise UnknownEdition(edition) from None


def carry_over(report: AnnualReport, edition: str | Edition) -> Carried:
    """The same figures in the cells of ``edition``, as far as both forms have a cell of that address (decision 0031).

    A row that the new form holds as one and the old one as parts (``other`` of ``other.*``) is their sum; one that the new
    form parts is carried only when it is 0, as nobody can tell the parts of anything else.
    """
    form = find_edition(edition)
    lost: list[CellId] = []
    empty: list[CellId] = []
    merged: list[CellId] = []
    tables: dict[str, FilledTable] = {}
    for table in TABLES:
        one = carry_table(report.tables[table].rows, form.tables[table])
        tables[table] = FilledTable(form.id, one.rows)
        lost += one.lost
        empty += one.empty
        merged += one.merged
    return Carried(replace(report, edition=form.id, tables=tables), tuple(lost), tuple(empty), tuple(merged))


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """One table in another form; the fields as in Carried. ``sources``: the old cells that each new cell rests on."""

    rows: dict[str, dict[str, Value]]
    lost: list[CellId]
    empty: list[CellId]
    merged: list[CellId]
    sources: dict[CellId, tuple[CellId, ...]]


def carry_table(old: Mapping[str, Mapping[str, Value]], form: TableForm) -> CarriedTable:
    """``carry_over`` for one table."""
    table = form.key
    out = CarriedTable({}, [], [], [], {})
    used: set[tuple[str, str]] = set()
    for key, columns in form.rows.items():
        parts = [row for row in old if row.startswith(key + ".")]
        whole = key.partition(".")[0]
        line: dict[str, Value] = {}
        for column in columns:
            name = column.key
            cell = CellId(table, key, name)
            value: Value = None
            if name in old.get(key, {}):
                value = old[key][name]
                used.add((key, name))
                out.sources[cell] = (cell,)
            elif parts:
                figures = [old[part].get(name) for part in parts]
                used.update((part, name) for part in parts)
                out.sources[cell] = tuple(CellId(table, part, name) for part in parts)
                known = [f for f in figures if f is not None]
                if len(known) == len(figures):
                    value = sum(known)
                    out.merged.append(cell)
                else:
                    out.lost.extend(
                        CellId(table, part, name) for part, f in zip(parts, figures, strict=True) if f is not None
                    )
            elif whole != key and whole in old and old[whole].get(name) == 0:
                value = 0
                used.add((whole, name))
                out.sources[cell] = (CellId(table, whole, name),)
            else:
                out.empty.append(cell)
            line[name] = value
        out.rows[key] = line
    for row, filled in old.items():
        out.lost.extend(
            CellId(table, row, name) for name, value in filled.items() if value is not None and (row, name) not in used
        )
    return out


def figure(value: Value) -> str:
    """A figure as the form prints it: no exponent, no grouping, blank for None.

    >>> figure(Decimal("4166.241619")), figure(-2), figure(None), figure(Decimal("1E+3"))
    ('4166.241619', '-2', '', '1000')
    """
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def written_date(day: date) -> str:
    """2024年1月17日, as a signature block has it."""
    return f"{day.year}年{day.month}月{day.day}日"


def compose_title(report: AnnualReport) -> str:
    """{单位名称}{年份}年政府信息公开工作年度报告; the report's own title where it has neither body nor year."""
    if report.agency is None and report.year is None and report.title:
        return report.title
    year = "" if report.year is None else f"{report.year}年"
    return f"{report.agency or ''}{year}政府信息公开工作年度报告"


def compose(report: AnnualReport, edition: str | Edition | None = None) -> Document:
    """The report as a Document: title, preamble, the six sections with their official headings, signature.

    Without ``edition`` every table keeps its own form, and the headings are those of ``report.edition``. With one, the figures
    are carried over. Raises CannotCarry where a figure has no cell there, UnknownEdition for a name nobody knows.
    """
    if edition is None:
        main = find_edition(report.edition)
        forms = {table: find_edition(report.tables[table].edition).tables[table] for table in TABLES}
    else:
        main = find_edition(edition)
        if any(report.tables[table].edition != main.id for table in TABLES):
            carried = carry_over(report, main)
            if carried.lost:
                raise CannotCarry(main, carried.lost)
            report = carried.report
        forms = dict(main.tables)
    title = compose_title(report)
    blocks: list[Block] = [Heading(title, 1)]
    blocks += _paragraphs(report.preamble)
    for section in main.sections:
        blocks.append(Heading(f"{_DIGITS[section.number]}、{section.label}", 2))
        if section.key in report.sections:
            blocks += _paragraphs(report.sections[section.key].text)
        if section.table is not None:
            blocks.append(compose_table(forms[section.table], report.tables[section.table].rows))
    if report.signed_by:
        blocks.append(Paragraph(report.signed_by))
    if report.signed_on:
        blocks.append(Paragraph(written_date(report.signed_on)))
    return Document(tuple(blocks), title=title)


def _paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip()) for line in text.split("\n") if line.strip()]


def compose_table(form: TableForm, rows: Mapping[str, Mapping[str, Value]]) -> Table:
    """One statutory table, filled. A figure the mapping lacks is a blank cell."""
    lay = {"blocks": _blocks, "matrix": _matrix, "wide": _wide}[form.layout]
    laid, head = lay(form, rows)
    return Table(tuple(tuple(row) for row in laid), header_rows=head)


def _cell(rows: Mapping[str, Mapping[str, Value]], row: FormRow, column: Column, colspan: int = 1) -> Cell:
    return Cell(figure(rows.get(row.key, {}).get(column.key)), colspan=colspan)


def _blocks(form: TableForm, rows: Mapping[str, Mapping[str, Value]]) -> tuple[Rows, int]:
    """表二. The last column of a narrow block takes the room to the edge. No head: repeating the first block's would mislead."""
    out: Rows = []
    for block in form.blocks:
        spans = [1] * (len(block.columns) - 1) + [form.width - len(block.columns)]
        if block.caption:
            out.append([Cell(block.caption, colspan=form.width)])
        heads = [Cell(c.label, colspan=s) for c, s in zip(block.columns, spans, strict=True)]
        out.append([Cell(block.stub), *heads])
        out += [
            [Cell(row.label), *(_cell(rows, row, c, s) for c, s in zip(block.columns, spans, strict=True))]
            for row in block.rows
        ]
    return out, 0


def _matrix(form: TableForm, rows: Mapping[str, Mapping[str, Value]]) -> tuple[Rows, int]:
    """表三: a head of up to three rows, then group cells that span their rows."""
    (block,) = form.blocks
    grouped = [c for c in block.columns if c.grouped]
    depth = 2 if grouped else 1
    head: Rows = [[] for _ in range(depth)]
    opened = False
    for column in block.columns:
        if not column.grouped:
            head[0].append(Cell(column.label, rowspan=depth))
        elif not opened:
            opened = True
            head[0].append(Cell(form.column_group, colspan=len(grouped)))
            head[1] = [Cell(c.label) for c in grouped]
    if form.head:
        head.insert(0, [Cell(form.head, colspan=len(block.columns))])
    head[0].insert(0, Cell(form.corner, rowspan=len(head), colspan=form.stub_width))
    out = head
    for i, row in enumerate(block.rows):
        line: list[Cell] = []
        for level, group in enumerate(row.under):
            path = row.under[: level + 1]
            if i > 0 and block.rows[i - 1].under[: level + 1] == path:
                continue
            span = 1
            while i + span < len(block.rows) and block.rows[i + span].under[: level + 1] == path:
                span += 1
            line.append(Cell(form.groups[group], rowspan=span))
        line.append(Cell(row.label, colspan=form.stub_width - len(row.under)))
        line += [_cell(rows, row, column) for column in block.columns]
        out.append(line)
    return out, len(head) - len(block.rows)


def _wide(form: TableForm, rows: Mapping[str, Mapping[str, Value]]) -> tuple[Rows, int]:
    """表四: each row of ours is a group of columns; one line of figures."""
    (block,) = form.blocks
    deepest = max(len(row.under) for row in block.rows)
    width = len(block.columns)
    out: Rows = [[] for _ in range(deepest + 3)]
    for i, row in enumerate(block.rows):
        for level, group in enumerate(row.under):
            path = row.under[: level + 1]
            if i > 0 and block.rows[i - 1].under[: level + 1] == path:
                continue
            span = 1
            while i + span < len(block.rows) and block.rows[i + span].under[: level + 1] == path:
                span += 1
            out[level].append(Cell(form.groups[group], colspan=span * width))
        out[len(row.under)].append(Cell(row.label, colspan=width))
        drop = deepest - len(row.under) + 1
        out[len(row.under) + 1] += [Cell(c.label, rowspan=drop) for c in block.columns]
        out[-1] += [_cell(rows, row, c) for c in block.columns]
    return out, len(out) - 1
