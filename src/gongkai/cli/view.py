"""A reading and its findings as a person reads them in a terminal: the tables, then what is doubtful, then what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gongkai.cli.terminal import Align, pad, shorten, table, width, wrap
from gongkai.documents.model import Place
from gongkai.language import say
from gongkai.reports.editions import TableForm, editions
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
                    row=shorten(row.label, 36),
                    column=column.label,
                )
    return str(cell)


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
    zeros = {
        row.key
        for block in shape.blocks
        for row in block.rows
        if all(
            reading.report.value(CellId(key, row.key, c.key)) == 0 and CellId(key, row.key, c.key) not in doubted
            for c in block.columns
        )
    }
    total = sum(len(block.rows) for block in shape.blocks)
    fold = not every_row and len(zeros) > FOLD
    blocks = [(block, [row for row in block.rows if not (fold and row.key in zeros)]) for block in shape.blocks]
    labels = [shorten(row.label, LABEL) for _, rows in blocks for row in rows]
    stub = max((width(label) for label in labels), default=0)
    lines = []
    for block, rows in blocks:
        if not rows:
            continue
        head = [pad("", stub), *(_column_label(c.label) + " " for c in block.columns)]
        body = [
            [
                pad(shorten(row.label, LABEL), stub),
                *(_figure(reading, CellId(key, row.key, c.key), doubted) for c in block.columns),
            ]
            for row in rows
        ]
        right: Align = "right"
        align: list[Align] = ["left", *[right for _ in block.columns]]
        lines.append(table([head, *body], align, gap=1))
    if fold and len(zeros) == total:
        lines.append("  " + say("共 {count} 行，均为 0", count=total))
    elif fold:
        lines.append("  " + say("其余 {count} 行均为 0", count=len(zeros)))
    return "\n".join(lines)


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
    lines += [_doubt(reading, doubt, columns) for doubt in reading.doubts]
    return "\n".join(lines)


def _doubt(reading: Reading, doubt: Doubt, columns: int) -> str:
    where = [cell_words(reading, doubt.cell)] if doubt.cell else []
    where += [_at(doubt.place)] if str(doubt.place) else []
    first = "  ? " + (" ".join(where) or say("全文"))
    return first + "\n" + wrap(doubt.message, columns, "      ")


def _at(place: Place) -> str:
    return say("（原文{place}）", place=place)


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
            lines.append(wrap(say("{where}“{quote}”", where=where, quote=evidence.quote), columns, "      "))
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
