"""Readings with just the figures and words that a test is about; everything else is nought and in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from gongkai.reports.checks import check
from gongkai.reports.editions import editions
from gongkai.reports.model import AnnualReport, CellId, FilledTable, Finding, Reading, Section, Value
from reports.strategies import reading_of

OVERVIEW = (
    "2023年，本机关认真落实条例。\n（一）主动公开。通过政府网站主动公开各类信息。\n（二）依申请公开。畅通依申请公开渠道。\n"
    "（三）政府信息管理。落实三审三校。\n（四）政府信息公开平台建设。优化栏目。\n（五）监督保障。开展业务培训，接受社会监督。"
)
PROBLEMS = "一是政策解读形式不够丰富，二是个别栏目更新不及时。下一步将加强培训，完善栏目，改进解读方式。"
OTHER = "2023年度本机关未收取信息处理费。"


def blank_form(edition: str = "2021") -> dict[str, FilledTable]:
    """The three tables filled with noughts."""
    form = editions()[edition]
    return {
        key: FilledTable(edition, {row: {c.key: 0 for c in columns} for row, columns in table.rows.items()})
        for key, table in form.tables.items()
    }


def report(
    figures: Mapping[str, Value] | None = None,
    *,
    edition: str = "2021",
    overview: str = OVERVIEW,
    problems: str = PROBLEMS,
    other: str = OTHER,
    **changes: object,
) -> AnnualReport:
    """A clean report of 示例县商务局 for 2023, all noughts but ``figures`` (cell address → figure)."""
    tables = {
        key: {row: dict(columns) for row, columns in table.rows.items()} for key, table in blank_form(edition).items()
    }
    for address, value in (figures or {}).items():
        cell = CellId.parse(address)
        tables[cell.table][cell.row][cell.column] = value
    words = {"overview": overview, "problems": problems, "other": other}
    made = AnnualReport(
        agency="示例县商务局",
        year=2023,
        edition=edition,
        tables={key: FilledTable(edition, rows) for key, rows in tables.items()},
        sections={s.key: Section(s.key, s.label, words.get(s.key, "")) for s in editions()[edition].sections},
        title="示例县商务局2023年政府信息公开工作年度报告",
        preamble="本报告统计期限为2023年1月1日至2023年12月31日。",
        signed_by="示例县商务局",
        signed_on=date(2024, 1, 17),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def reading(figures: Mapping[str, Value] | None = None, **changes: object) -> Reading:
    """``report`` as a perfect reader gives it back."""
    return reading_of(report(figures, **changes))  # type: ignore[arg-type]


def asked(received: int, *, granted: int | None = None, carried_in: int = 0, carried_out: int = 0) -> dict[str, Value]:
    """Table 3 for natural persons only, balanced: what came in was granted, or is carried out."""
    done = received + carried_in - carried_out if granted is None else granted
    out: dict[str, Value] = {}
    for row, n in {
        "received": received,
        "carried_in": carried_in,
        "granted": done,
        "handled_total": done,
        "carried_out": carried_out,
    }.items():
        out[f"applications/{row}/natural_person"] = n
        out[f"applications/{row}/total"] = n
    return out


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def found(read: Reading, code: str, **more: object) -> list[Finding]:
    """The findings of one code."""
    return [f for f in check(read, **more) if f.code == code]  # type: ignore[arg-type]


def last_year(figures: dict[str, Value] | None = None, **changes: object) -> Reading:
    """The same body's report for 2022."""
    changes = {"year": 2022, "title": None, "signed_on": date(2023, 1, 10), "overview": "", **changes}
    return reading(figures, **changes)  # type: ignore[arg-type]
