"""Single figures: blanks, gaps, impossible values, rules nobody may make, a heavy 其他处理."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.model import TABLES, CellId, Evidence, Finding

_RULE_MAKERS = re.compile(
    r"(?:省|自治区|市|州|盟|行政区|兵团)(?:人民)?政府(?:办公厅|办公室)?$"
    r"|^(?:国务院|国家|中华人民共和国|中国)[^省市县区旗]*$|^[^省市县区旗委]{2,10}部$"
)
"""Governments of provinces, 设区的市 and 自治州, and the departments of the State Council. A county-level 市 cannot be told from
a 设区的市 by its name, so it is let pass."""

_EXTRA = re.compile(r"extra|orphan|surplus", re.IGNORECASE)


def impossible(context: Context) -> Iterator[Finding]:
    """NUM: negative counts, broken numbers, more decimals than a fen of 万元 has."""
    for cell, column in context.columns():
        value = context.report.value(cell)
        if value is None or (type(value) is int and value >= 0) or cell in context.doubted:
            continue
        if column.kind == "count" and (value < 0 or value != int(value)):
            why = say("应当填写非负整数")
        elif column.kind == "signed" and value != int(value):
            why = say("应当填写整数")
        elif column.kind == "money" and value < 0:
            why = say("金额不能为负数")
        elif column.kind == "money" and isinstance(value, Decimal) and _decimals(value) > 6:
            why = say("金额以万元为单位，最多六位小数")
        else:
            continue
        yield flag(
            "NUM",
            say("{label}填写的是 {value}，{why}。", label=context.label(cell), value=value, why=why),
            cells=[cell],
            evidence=[context.shown(cell)],
            mend=say("请核实后更正。"),
        )


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def gaps(context: Context) -> Iterator[Finding]:
    """BLANK, UNREADABLE and MISSING-CELL, one finding of each kind a table."""
    for table in TABLES:
        form = context.forms.get(table)
        if form is None:
            continue
        cells = [CellId(table, row, column.key) for row, column in form.cells()]
        none = [cell for cell in cells if context.report.value(cell) is None]
        if not none:
            continue
        printed = context.reading.printed
        name = context.table_name(table)
        missing = [cell for cell in none if cell not in printed]
        blank = [cell for cell in none if context.printed_blank(cell)]
        odd = [cell for cell in none if cell in printed and printed[cell].strip()]
        if len(missing) == len(cells):
            yield flag(
                "MISSING-CELL",
                say("没有找到{table}（{title}）。", table=name, title=form.name),
                cells=missing,
                mend=say("请按照规定的格式补充整张表，没有发生的填 0。"),
            )
        elif missing:
            yield flag(
                "MISSING-CELL",
                say(
                    "{table}缺少格式规定的 {count} 格：{what}。",
                    table=name,
                    count=len(missing),
                    what=_named(context, missing, cells),
                ),
                cells=missing,
                mend=say("请按照规定的格式补全，没有发生的填 0；如果原文有这些数，请核对转换过程是否丢失。"),
            )
        if blank:
            yield flag(
                "BLANK",
                say(
                    "{table}有 {count} 格空白：{what}。",
                    table=name,
                    count=len(blank),
                    what=_named(context, blank, cells),
                ),
                cells=blank,
                evidence=[context.shown(cell) for cell in blank[:3]],
                mend=say("没有发生的请填 0，不要留空。"),
            )
        if odd:
            yield flag(
                "UNREADABLE",
                say(
                    "{table}有 {count} 格不是数字：{what}。",
                    table=name,
                    count=len(odd),
                    what="；".join(f"{context.label(cell)}“{printed[cell].strip()}”" for cell in odd[:5]),
                ),
                cells=odd,
                evidence=[context.shown(cell) for cell in odd[:5]],
                mend=say("请填写数字；“/”“-”等符号应改为 0 或者实际数。"),
            )


def _named(context: Context, some: list[CellId], every: list[CellId]) -> str:
    """Whole rows and whole columns as such, then single cells; at most five names."""
    left = set(some)
    names: list[str] = []
    for axis, word in ((1, say("行")), (2, say("列"))):
        lines: dict[str, list[CellId]] = {}
        for cell in every:
            lines.setdefault(cell[axis], []).append(cell)
        for key in dict.fromkeys(cell[axis] for cell in some):
            line = lines[key]
            if len(line) > 1 and left.issuperset(line):
                left.difference_update(line)
                names.append(say("“{label}”整{word}", label=context.labels(line[0])[axis - 1], word=word))
    names += [context.label(cell) for cell in some if cell in left]
    return "、".join(names[:5]) + (say("等") if len(names) > 5 else "")


def extra_rows(context: Context) -> Iterator[Finding]:
    """EXTRA-ROW: what the reader could not place in the form."""
    for doubt in context.reading.doubts:
        if _EXTRA.search(doubt.code):
            yield flag(
                "EXTRA-ROW",
                say("表中有格式以外的内容：{what}", what=doubt.message),
                cells=[doubt.cell] if doubt.cell else (),
                evidence=[quote(doubt.message, doubt.place)],
                mend=say("请删去格式以外的行；需要报告的其他数据写入第一部分或者第六部分。"),
            )


def rules_made(context: Context) -> Iterator[Finding]:
    """T2-REG: 规章 of a body that may make none."""
    agency = context.report.agency
    row = context.report.tables["proactive"].rows.get("rules", {})
    cells = [CellId("proactive", "rules", column) for column in row]
    made = [cell for cell in cells if context.certain(*cell)]
    if agency is None or not made or _RULE_MAKERS.search(agency):
        return
    yield flag(
        "T2-REG",
        say("{agency}不是规章制定机关，“规章”一行应当为 0。", agency=agency),
        cells=made,
        evidence=[context.shown(cell) for cell in made],
        mend=say("请改为 0；如果填写的是规范性文件，请移到“行政规范性文件”一行。"),
    )


def totals_too_small(context: Context) -> Iterator[Finding]:
    """T2-LOGIC: what stands at the year's end is no less than what the year alone left there."""
    for row in ("rules", "normative"):
        made, repealed, standing = (context.certain("proactive", row, c) for c in ("made", "repealed", "in_force"))
        if made is not None and repealed is not None and standing is not None and standing < made - repealed:
            yield _too_small(
                context,
                [CellId("proactive", row, c) for c in ("made", "repealed", "in_force")],
                say(
                    "本年制发 {made} 件、废止 {repealed} 件，现行有效却只有 {standing} 件",
                    made=made,
                    repealed=repealed,
                    standing=standing,
                ),
            )
        new, total = (context.certain("proactive", row, c) for c in ("newly_published", "published_total"))
        if new is not None and total is not None and total < new:
            yield _too_small(
                context,
                [CellId("proactive", row, c) for c in ("newly_published", "published_total")],
                say("本年新公开 {new} 件，对外公开总数量却只有 {total} 件", new=new, total=total),
            )


def _too_small(context: Context, cells: list[CellId], what: str) -> Finding:
    return flag(
        "T2-LOGIC",
        say("“{row}”{what}，累计数不应小于当年数。", row=context.labels(cells[0])[0], what=what),
        cells=cells,
        evidence=[context.shown(cell) for cell in cells],
        mend=say("请核对文件台账：总数应包括当年和以前年度的全部文件。"),
    )


def other_share(context: Context) -> Iterator[Finding]:
    """OTHER-SHARE: 其他处理 is for the rare case."""
    rows = context.report.tables["applications"].rows
    cells = [CellId("applications", row, "total") for row in rows if row == "other" or row.startswith("other.")]
    figures = [context.certain(*cell) for cell in cells]
    handled = context.certain("applications", "handled_total", "total")
    if not handled or any(figure is None for figure in figures):
        return
    total = sum(figure for figure in figures if figure is not None)
    if total < context.settings.other_least or total <= context.settings.other_share * float(handled):
        return
    yield flag(
        "OTHER-SHARE",
        say(
            "“其他处理”共 {total} 件，占办理总数 {handled} 件的 {share:.0%}，超过 {limit:.0%}。",
            total=total,
            handled=handled,
            share=float(total) / float(handled),
            limit=context.settings.other_share,
        ),
        cells=[*cells, CellId("applications", "handled_total", "total")],
        evidence=[context.shown(cell) for cell in cells],
        mend=say("申请原则上应当按照法定情形办结，请逐件复核归类，并说明原因。"),
    )


def as_reviewer_only(context: Context) -> Iterator[Finding]:
    """CO-DEF: a government's suits after reconsideration without any reconsideration of its own may be those it only reviewed."""
    agency = context.report.agency or ""
    after = CellId("remedies", "suit_after_reconsideration", "total")
    own = CellId("remedies", "reconsideration", "total")
    if "人民政府" in agency and context.certain(*after) and context.certain(*own) == 0:
        yield flag(
            "CO-DEF",
            say("复议后起诉 {after} 件，而本机关被申请行政复议为 0 件。", after=context.certain(*after)),
            cells=[after, own],
            evidence=[Evidence(context.shown(after).quote, context.place(after))],
            mend=say("请确认没有计入本机关仅作为复议机关的案件：这类案件由原行为机关统计。"),
        )
