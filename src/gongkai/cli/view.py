"""A reading and its findings as a person reads them in a terminal: the tables, then what is doubtful, then what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.cli.terminal import Align, pad, shorten, table, width, wrap
from gongkai.language import say
from gongkai.reports.editions import Block, TableForm, editions
from gongkai.reports.model import TABLES, CellId, Doubt, FilledTable, Finding, Reading, Severity

LABEL = 44
"""Columns a row's label may take."""

FOLD = 3
"""So many rows of zeros are still printed; more are folded into one line."""


def number(table_key: str) -> str:
    """What people call the table."""
    return {"proactive": say("表二"), "applications": say("表三"), "remedies": say("表四")}[table_key]


def severity(kind: Severity) -> str:
    return {"error": say("错误"), "warning": say("警告"), "hint": say("提示")}[kind]


def form(filled: FilledTable, key: str) -> TableForm:
    return editions()[filled.edition].tables[key]


def cell_words(reading: Reading, cell: CellId) -> str:
    """A cell as people point at it: 表三“（一）予以公开”行“总计”列. Its bare address where the edition has no such cell."""
    filled = reading.report.tables.get(cell.table)
    if filled is not None:
        for block in form(filled, cell.table).blocks:
            row = next((r for r in block.rows if r.key == cell.row), None)
            column = next((c for c in block.columns if c.key == cell.column), None)
            if row and column:
                return say(
                    "{table}“{row}”行“{column}”列",
                    table=number(cell.table),
                    row=_inner(shorten(row.label, 36)),
                    column=_inner(column.label),
                )
    return str(cell)


def _inner(label: str) -> str:
    """Quotation marks of a label that will itself stand in quotation marks."""
    return label.replace("“", "‘").replace("”", "’")


def heading(reading: Reading, name: str) -> str:
    """The lines above the tables: who, which year, which form, signed when, which file."""
    report = reading.report
    agency = report.agency or say("（未写明机关）")
    year = say("{year} 年", year=report.year) if report.year is not None else say("（未写明年度）")
    forms = {report.tables[key].edition for key in TABLES}
    lines = [say("{agency}　{year}政府信息公开工作年度报告", agency=agency, year=year)]
    facts = [say("文件：{name}", name=name)]
    facts.append(
        say("格式：{edition} 年版", edition=forms.pop())
        if len(forms) == 1
        else say(
            "格式：{editions}",
            editions="，".join(
                say("{table} {edition} 年版", table=number(key), edition=report.tables[key].edition) for key in TABLES
            ),
        )
    )
    if report.signed_on:
        facts.append(say("落款日期：{date}", date=report.signed_on.isoformat()))
    return "\n".join([*lines, "  " + "　".join(facts)])


def figures(reading: Reading, *, every_row: bool = False) -> str:
    """The three tables. A figure that is doubted has ``?`` behind it. Rows of zeros are folded unless ``every_row``."""
    parts = []
    for key in TABLES:
        filled = reading.report.tables[key]
        shape = form(filled, key)
        parts.append(say("{table}　{name}", table=number(key), name=shape.name))
        parts.append(_table(reading, key, shape, every_row))
    return "\n".join(parts)


def _table(reading: Reading, key: str, shape: TableForm, every_row: bool) -> str:
    doubted = reading.doubted
    folds: dict[str, str] = {}
    for row, row_columns in shape.rows.items():
        cells = [CellId(key, row, column.key) for column in row_columns]
        if all(reading.report.value(cell) == 0 and cell not in doubted for cell in cells):
            folds[row] = "zero"
        elif not any(cell in reading.places for cell in cells) and all(reading.report.value(c) is None for c in cells):
            folds[row] = "unseen"
    if every_row:
        folds = {}
    for kind in ("zero", "unseen"):
        if list(folds.values()).count(kind) <= FOLD:
            folds = {row: found for row, found in folds.items() if found != kind}
    stub = max((width(shorten(r.label, LABEL)) for b in shape.blocks for r in b.rows if r.key not in folds), default=0)
    lines = [line for block in _blocks(shape) if (line := _block(reading, key, block, folds, doubted, stub))]
    total, said = len(shape.rows), list(folds.values())
    zeros, unseen = said.count("zero"), said.count("unseen")
    if zeros:
        lines.append(
            "  "
            + (
                say("共 {count} 行，均为 0", count=total)
                if zeros == total
                else say("其余 {count} 行均为 0", count=zeros)
            )
        )
    if unseen:
        lines.append(
            "  " + (say("没有找到这张表") if unseen == total else say("另有 {count} 行没有找到", count=unseen))
        )
    return "\n".join(lines)


def _blocks(shape: TableForm) -> list[Block]:
    """The blocks of a table, those with the same head made one: on a screen a head need not stand there twice."""
    merged: list[Block] = []
    for block in shape.blocks:
        if merged and [c.label for c in merged[-1].columns] == [c.label for c in block.columns]:
            merged[-1] = replace(merged[-1], rows=(*merged[-1].rows, *block.rows))
        else:
            merged.append(block)
    return merged


def _block(
    reading: Reading, key: str, block: Block, folds: Mapping[str, str], doubted: frozenset[CellId], stub: int
) -> str:
    rows = [row for row in block.rows if row.key not in folds]
    if not rows:
        return ""
    head = ["", *(_column_label(column.label) + " " for column in block.columns)]
    body = [
        [
            pad(shorten(row.label, LABEL), stub),
            *(_figure(reading, CellId(key, row.key, column.key), doubted) for column in block.columns),
        ]
        for row in rows
    ]
    right: Align = "right"
    return table([head, *body], ["left", *[right for _ in block.columns]], gap=1)


def _column_label(label: str) -> str:
    # 本年收费金额（单位：万元）: the unit is short enough to keep, the rest of a long label is not.
    return shorten(label.replace("（单位：万元）", "(万元)"), 24)


def _figure(reading: Reading, cell: CellId, doubted: frozenset[CellId]) -> str:
    value = reading.report.value(cell)
    mark = "?" if cell in doubted else " "
    if value is not None:
        return (format(value, "f") if isinstance(value, Decimal) else str(value)) + mark
    printed = reading.printed.get(cell, "").strip()
    if printed:
        return shorten(printed, 16) + mark
    return (say("空") if cell in reading.places else say("未见")) + mark


def doubts(reading: Reading, columns: int) -> str:
    """What the reader was not sure of, each with where it stands; an empty text where there is nothing."""
    if not reading.doubts:
        return ""
    lines = [say("存疑 {count} 处", count=len(reading.doubts))]
    for where, message in grouped_doubts(reading):
        lines.append(wrap(f"? {where}", columns, "  "))
        lines.append(wrap(message, columns, "      "))
    return "\n".join(lines)


def grouped_doubts(reading: Reading) -> list[tuple[str, str]]:
    """(where, what) of each doubt; the same words about many cells are said once."""
    groups: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in reading.doubts:
        # Doubts about the whole report stay apart: each may stand somewhere else.
        key = (doubt.code, doubt.message) if doubt.cell else (doubt.message, str(doubt.place))
        groups.setdefault(key, []).append(doubt)
    said = []
    for group in groups.values():
        cells = [doubt.cell for doubt in group if doubt.cell is not None]
        where = " ".join(filter(None, [_cells_words(reading, cells), _places(group)])) or say("全文")
        said.append((where, group[0].message))
    return said


def _cells_words(reading: Reading, cells: Sequence[CellId]) -> str:
    """Cells that share a doubt, in as few words as say exactly which: a table, rows of it, or cells one by one."""
    parts = []
    for key in dict.fromkeys(cell.table for cell in cells):
        rows: dict[str, list[CellId]] = {}
        for cell in cells:
            if cell.table == key:
                rows.setdefault(cell.row, []).append(cell)
        shape = form(reading.report.tables[key], key)
        whole = [row for row, listed in rows.items() if len(set(listed)) == len(shape.rows.get(row, ()))]
        if len(whole) == len(shape.rows):
            parts.append(say("{table}全部 {count} 格", table=number(key), count=sum(map(len, rows.values()))))
            continue
        labels = {row.key: row.label for block in shape.blocks for row in block.rows}
        if whole:
            named = "、".join(f"“{_inner(shorten(labels[row], 30))}”" for row in whole)
            parts.append(say("{table}{rows}行各列", table=number(key), rows=named))
        left = [cell for row, listed in rows.items() if row not in whole for cell in listed]
        if shape.layout == "matrix" and not whole:
            shared = [
                c for c in shape.blocks[0].columns if sum(cell.column == c.key for cell in left) == len(shape.rows)
            ]
            if shared:
                named = "、".join(f"“{_inner(column.label)}”" for column in shared)
                parts.append(say("{table}{columns}列各行", table=number(key), columns=named))
                left = [cell for cell in left if all(cell.column != column.key for column in shared)]
        parts += [cell_words(reading, cell) for cell in left]
    return "；".join(parts)


def _places(group: Sequence[Doubt]) -> str:
    places = list(dict.fromkeys(str(doubt.place) for doubt in group if str(doubt.place)))
    if not places:
        return ""
    if len(places) > 3:
        return say("（原文{first}等 {count} 处）", first=places[0], count=len(places))
    return say("（原文{places}）", places="、".join(places))


def findings(reading: Reading, found: Sequence[Finding], columns: int) -> str:
    """What the checks found, the gravest first; one sentence where they found nothing."""
    if not found:
        return say("核对完毕，没有发现问题。")
    counts = _counts(found)
    lines = [say("核对发现 {count} 个问题（{counts}）", count=len(found), counts=counts)]
    for finding in found:
        lines.append(f"  {severity(finding.severity)} {finding.code}")
        lines.append(wrap(finding.message, columns, "      "))
        for evidence in finding.evidence:
            where = say("原文{place}：", place=evidence.place) if str(evidence.place) else say("原文：")
            lines.append(wrap(where + evidence.quote, columns, "      "))
        if finding.mend:
            lines.append(wrap(say("改法：{mend}", mend=finding.mend), columns, "      "))
    return "\n".join(lines)


def _counts(found: Iterable[Finding]) -> str:
    kinds: list[Severity] = ["error", "warning", "hint"]
    listed = [finding.severity for finding in found]
    return "，".join(f"{severity(kind)} {listed.count(kind)}" for kind in kinds if kind in listed)


def unreadable(name: str, message: str, columns: int) -> str:
    """What stands in place of a file that could not be read."""
    return say("无法读取：{name}", name=name) + "\n" + wrap(message, columns, "  ")
