"""Generated annual reports: hypothesis strategies and a fast seeded generator, for both editions and whatever is added.

The bodies are invented and look it. Figures are small, huge, decimal, negative where the form allows it, and mostly nought, as real
ones are.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from gongkai.reports.editions import Column, Edition, TableForm, editions
from gongkai.reports.model import AnnualReport, FilledTable, Reading, Section, Value

AGENCIES = (
    "示例县商务局",
    "示例市人民政府",
    "甲乙区发展和改革局",
    "示例县示例镇人民政府",
    "丙丁自治县人民政府办公室",
    "示例市市场监督管理局示例分局",
    "示例区示例街道办事处",
    "示例省数据局",
    "示例县气象局",
    "示例旗农牧和科技局",
)
_OUTCOMES_NOT = ("received", "carried_in", "handled_total", "carried_out")


class Dice:
    """Where the generator's choices come from: a seed, so that a report can be made again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def between(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def chance(self, one_in: int) -> bool:
        return self._random.randrange(one_in) == 0

    def pick(self, *options: str) -> str:
        return self._random.choice(options)


def count(dice: Dice, zero_heavy: bool) -> int:
    if zero_heavy and not dice.chance(8):
        return 0
    return dice.between(0, 10 ** dice.between(1, 7) - 1)


def value_for(dice: Dice, column: Column, zero_heavy: bool) -> Value:
    if column.kind == "money":
        if zero_heavy and not dice.chance(3):
            return 0
        places = dice.between(0, 6)
        number = dice.between(0, 10**9)
        return Decimal(number).scaleb(-places) if places else number
    if column.kind == "signed":
        return dice.between(-300, 300) if dice.chance(3) else 0
    return count(dice, zero_heavy)


def applications(dice: Dice, form: TableForm, zero_heavy: bool, balanced: bool) -> dict[str, dict[str, Value]]:
    """Table 3 with or without its sums kept."""
    columns = form.blocks[0].columns
    kinds = [c.key for c in columns if c.key != "total"]
    rows: dict[str, dict[str, Value]] = {row: {} for row in form.rows}
    if not balanced:
        return {row: {c.key: count(dice, zero_heavy) for c in columns} for row in form.rows}
    outcomes = [row for row in form.rows if row not in _OUTCOMES_NOT]
    for kind in kinds:
        sums = 0
        for row in outcomes:
            n = count(dice, True) if zero_heavy else dice.between(0, 999)
            rows[row][kind] = n
            sums += n
        rows["handled_total"][kind] = sums
        out = count(dice, zero_heavy) % 50
        rows["carried_out"][kind] = out
        carried = dice.between(0, min(20, sums + out))
        rows["carried_in"][kind] = carried
        rows["received"][kind] = sums + out - carried
    for row in rows.values():
        row["total"] = sum(v for v in row.values() if v is not None)
    return rows


def remedies(dice: Dice, form: TableForm, zero_heavy: bool, balanced: bool) -> dict[str, dict[str, Value]]:
    rows: dict[str, dict[str, Value]] = {}
    for row, columns in form.rows.items():
        line: dict[str, Value] = {c.key: count(dice, zero_heavy) % 500 for c in columns}
        if balanced:
            line["total"] = sum(v for k, v in line.items() if k != "total" and v is not None)
        rows[row] = line
    return rows


def narrative(dice: Dice, year: int, tables: Mapping[str, FilledTable]) -> dict[str, str]:
    """The words of the six sections. They quote the tables truly and hold numbers of many other kinds."""
    received = tables["applications"].rows["received"]["total"]
    carried = tables["applications"].rows["carried_out"]["total"]
    lead = dice.pick("一是压实工作责任。", "（一）主动公开。", "1.主动公开情况。")
    asked = f"{year}年共收到政府信息公开申请{received}件，结转下年度继续办理{carried}件。"
    if received == 0:
        asked = f"{year}年，本机关未收到政府信息公开申请。"
    overview = (
        f"{year}年，本机关认真贯彻《中华人民共和国政府信息公开条例》（国务院令第711号）。\n"
        f"{lead}通过政府网站公开政府信息{dice.between(2, 3000)}条，12345热线受理来电{dice.between(1, 90)}件，满意率98.5%。\n"
        f"{asked}\n"
        "政府信息管理方面，落实“三审三校”制度。政府信息公开平台建设方面，完成栏目调整。监督保障方面，开展培训2次。"
    )
    problems = (
        dice.pick("一是主动公开的深度不够", "部分栏目更新不够及时", "队伍业务能力有待提高")
        + "。\n下一步，"
        + dice.pick("将加强培训", f"{year + 1}年将开展业务培训{dice.between(1, 6)}次", "健全制度，第1季度完成栏目梳理")
        + "，切实改进。"
    )
    return {
        "overview": overview,
        "problems": problems,
        "other": dice.pick("本机关未收取信息处理费。", f"{year}年度没有收取政府信息公开信息处理费的情况。"),
    }


def make_report(seed: int, edition: Edition | None = None, *, balanced: bool | None = None) -> AnnualReport:
    """One report out of a seed. ``balanced``: the sums hold; None lets the dice decide."""
    dice = Dice(seed)
    known = list(editions().values())
    form = edition or known[dice.between(0, len(known) - 1)]
    year = dice.between(form.from_year, form.to_year or form.from_year + 5)
    zero_heavy = not dice.chance(3)
    even = balanced if balanced is not None else not dice.chance(4)
    tables = {
        "proactive": FilledTable(
            form.id,
            {
                row: {c.key: value_for(dice, c, zero_heavy) for c in columns}
                for row, columns in form.tables["proactive"].rows.items()
            },
        ),
        "applications": FilledTable(form.id, applications(dice, form.tables["applications"], zero_heavy, even)),
        "remedies": FilledTable(form.id, remedies(dice, form.tables["remedies"], zero_heavy, even)),
    }
    agency = dice.pick(*AGENCIES)
    labels = {s.key: (s.number, s.label) for s in form.sections}
    words = narrative(dice, year, tables)
    sections = {
        key: Section(key, f"{'零一二三四五六七八九十'[number]}、{label}", words.get(key, ""))
        for key, (number, label) in labels.items()
    }
    return AnnualReport(
        agency=agency,
        year=year,
        edition=form.id,
        tables=tables,
        sections=sections,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        preamble=f"本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
        signed_by=agency,
        signed_on=date(year + 1, 1, dice.between(4, 28)),
    )


def annual_reports(edition: str | None = None, *, balanced: bool | None = None) -> st.SearchStrategy[AnnualReport]:
    """Reports of one edition, or of any. They shrink towards seed 0."""
    form = None if edition is None else editions()[edition]
    return st.integers(0, 2**32 - 1).map(lambda seed: make_report(seed, form, balanced=balanced))


def reading_of(report: AnnualReport) -> Reading:
    """A Reading that is certain of every figure, as a perfect reader would give it."""
    printed = {cell: "" if value is None else str(value) for cell, value in report.cells()}
    words = [report.preamble, *(section.text for section in report.sections.values())]
    return Reading(report, printed=printed, text="\n".join(words))
