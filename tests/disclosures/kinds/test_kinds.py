"""Kinds of record: every item of the law has one, fields are checked in sentences, clocks start where the law says; the reference page
is what the data say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.agencies.models import AgencyKind
from gongkai.disclosures import kinds
from gongkai.disclosures.kinds import COLUMNS, KINDS, FieldType
from gongkai.disclosures.models import Freshness
from gongkai.law.clocks import CLOCKS
from gongkai.law.clocks.fixed import FIXED_DAYS
from gongkai.law.settings import Settings
from gongkai.reports.editions import editions

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "kinds.md"
WORDS = {
    "text": "文字", "long": "长文字", "date": "日期", "money": "金额", "integer": "整数", "choice": "选项", "yes_no": "是否",
    "item": "链接一条信息",
}  # fmt: skip


def test_every_item_of_article_20_and_article_21_has_a_kind_and_a_column() -> None:
    wanted = {*(f"20.{n}" for n in range(1, 16)), "21"}
    assert {kind.clause for kind in KINDS.values()} - {""} == wanted
    assert {column.clause for column in COLUMNS} - {""} == wanted


def test_kinds_hang_together_with_columns_clocks_and_the_form() -> None:
    slugs = {column.slug for column in COLUMNS}
    rows = {row for edition in editions().values() for row, _ in edition.tables["proactive"].cells()}
    for kind in KINDS.values():
        assert kind.column in slugs, kind.key
        assert set(kind.counts) <= rows, kind.key
        assert len({field.key for field in kind.fields}) == len(kind.fields), kind.key
        if kind.clock is not None:
            assert kind.clock.key in CLOCKS or kind.clock.key in FIXED_DAYS, kind.key
            starts = kind.field(kind.clock.starts)
            assert kind.clock.starts == "made_on" or starts is not None, kind.key
        for field in kind.fields:
            assert (field.type is FieldType.CHOICE) == bool(field.choices), (kind.key, field.key)


def test_the_columns_are_a_tree_of_known_freshness_whose_parents_come_first() -> None:
    seen: set[str] = set()
    for column in COLUMNS:
        assert column.slug not in seen
        assert not column.parent or column.parent in seen, column.slug
        assert column.freshness in Freshness.values
        assert set(column.agencies) <= set(AgencyKind.values)
        seen.add(column.slug)


@pytest.mark.parametrize("agency_kind", AgencyKind.values)
def test_a_body_gets_no_column_without_its_parent(agency_kind: str) -> None:
    found = {column.slug for column in kinds.columns_for(agency_kind)}
    assert {column.parent for column in kinds.columns_for(agency_kind)} - {""} <= found
    homes = {kind.column for kind in kinds.kinds_for(agency_kind)}
    assert {"rural"} <= found if agency_kind == "township" else "rural" not in found
    assert homes - found <= {"rural", "expropriation", "local", "government_budget"}


@pytest.mark.parametrize(
    ("kind", "details", "sentences"),
    [
        ("other", {}, []),
        ("charge", {"matter": "检验费", "basis": "b", "standard": "s"}, []),
        (
            "charge",
            {"matter": "检验费"},
            ["“收费依据”没有填写。", "“收费标准”没有填写。"],
        ),
        (
            "permit_decision",
            {"decided_on": "2026年3月5日", "number": "1", "party": "p", "matter": "m", "result": "maybe"},
            [
                "“决定日期”应写成2026-03-05这样的日期。",
                "“决定”请从准予、不予、变更、延续、撤回、撤销、注销中选。",
            ],
        ),
        (
            "budget",
            {
                "year": "2026",
                "approved_on": "2026-02-01",
                "total": "x",
                "hospitality": "-1",
                "vehicles": "0",
                "abroad": 0,
            },
            [
                "“预算年度”应填0或者正整数。",
                "“收支总额（万元）”应填不小于0的数，例如12.5。",
                "““三公”经费：公务接待费（万元）”应填不小于0的数，例如12.5。",
            ],
        ),
        (
            "consultation",
            {"starts_on": "2026-09-30", "ends_on": "2026-09-01", "explanation": "e", "ways": "w"},
            ["结束日期早于开始日期，请核对。"],
        ),
        (
            "consultation_result",
            {"consultation": "2026-00001", "received": 3, "adopted": 5, "summary": "s"},
            ["采纳的条数多于收到的条数，请核对。"],
        ),
        ("activity", {"held_on": "2026-05-05", "place": "p", "video": "v"}, ["有视频的，请写文字说明。"]),
        ("emergency", {"what": 3}, ["“种类”请从应急预案、预警信息、应对情况中选。"]),
    ],
)
def test_problems_are_sentences(kind: str, details: dict[str, object], sentences: list[str]) -> None:
    assert kinds.problems(kind, details) == sentences


@pytest.mark.parametrize(
    ("kind", "made_on", "details", "due"),
    [
        ("other", date(2026, 9, 21), {}, date(2026, 10, 26)),
        ("permit_decision", date(2026, 9, 1), {"decided_on": "2026-09-21"}, date(2026, 10, 8)),
        ("penalty_decision", None, {"decided_on": "2026-03-05"}, date(2026, 3, 16)),
        ("coercion_decision", None, {"decided_on": "2026-03-05"}, date(2026, 4, 2)),
        ("budget", date(2026, 1, 5), {"approved_on": "2026-02-03"}, date(2026, 2, 24)),
        ("proposal", None, {"replied_on": "2026-03-05"}, date(2026, 4, 2)),
        ("interpretation", None, {"policy_published_on": "2026-03-05"}, date(2026, 3, 10)),
        ("annual_report", None, {"year": 2025}, date(2026, 1, 31)),
        ("permit_decision", date(2026, 3, 5), {}, date(2026, 4, 2)),
        ("answer", date(2026, 3, 5), {}, None),
        ("other", None, {}, None),
        ("annual_report", None, {"year": "x"}, None),
        ("other", date(1900, 1, 1), {}, None),
    ],
)
def test_the_last_day_starts_where_the_kind_says(
    kind: str, made_on: date | None, details: dict[str, object], due: date | None
) -> None:
    assert kinds.due_on(kind, made_on, details) == due


def test_a_body_sets_the_lengths_that_no_national_text_fixes() -> None:
    settings = Settings(interpretation_days=5)
    given = {"policy_published_on": "2026-03-05"}
    assert kinds.due_on("interpretation", None, given, settings=settings) == date(2026, 3, 12)
    found = kinds.due("interpretation", None, given, settings=settings)
    assert found is not None and found.notes == ("5个工作日不是全国统一规定的长度，可按本地规定或告知书另定。",)


def test_a_year_without_notice_gives_a_bound() -> None:
    found = kinds.due("other", date(2026, 12, 21))
    assert found is not None
    assert (found.on, kinds.due_on("other", date(2026, 12, 21))) == (None, found.not_before)


def page() -> str:
    """The tables of the reference page."""
    lines = []
    for kind in KINDS.values():
        clock = kind.clock
        name = "—" if clock is None else clock.length
        if clock is not None:
            start = kind.field(clock.starts)
            name += f"，从{start.label if start else '成文日期'}起（{clock.source}）" + (
                "" if clock.settled else "，可另设"
            )
        lines += [
            f"### {kind.label} `{kind.key}`",
            "",
            f"条款：{kind.clause or '—'}；栏目：`{kind.column}`；公开期限：{name}"
            + (f"；计入表二：{'、'.join(kind.counts)}" if kind.counts else "")
            + ("；应有解读" if kind.interpreted else "")
            + ("；有文号" if kind.document_number else ""),
            "",
        ]
        if kind.fields:
            lines += ["| 字段 | 键 | 类型 | 必填 | 公开 |", "|---|---|---|---|---|"]
            for field in kind.fields:
                what = WORDS[field.type] + (f"：{'、'.join(field.choices.values())}" if field.choices else "")
                shown = "自然人只显示姓氏" if field.mask else "是" if field.public else "否"
                lines.append(f"| {field.label} | `{field.key}` | {what} | {'是' if field.required else ''} | {shown} |")
            lines.append("")
    lines += ["## Columns", "", "| 栏目 | 键 | 上级 | 条款 | 更新要求 | 机关 |", "|---|---|---|---|---|---|"]
    for column in COLUMNS:
        bodies = "、".join(AgencyKind(kind).label for kind in column.agencies) or "都有"
        rule = Freshness(column.freshness).label
        lines.append(f"| {column.name} | `{column.slug}` | {column.parent} | {column.clause} | {rule} | {bodies} |")
    return "\n".join(lines) + "\n"


def test_the_reference_page_is_what_the_data_say() -> None:
    _, _, written = PAGE.read_text(encoding="utf-8").partition("## Kinds\n\n")
    assert written == page()
