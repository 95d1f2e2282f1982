import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents.model import Place
from gongkai.documents.reading import read
from gongkai.reports.checks import Context, check
from gongkai.reports.checks.findings import rules
from gongkai.reports.checks.relations import foot
from gongkai.reports.compose import compose
from gongkai.reports.editions import Relation
from gongkai.reports.model import AnnualReport, CellId, Doubt, Finding, Reading
from gongkai.reports.recognise import recognise
from reports.damage import DAMAGES
from reports.layouts import LAYOUTS, pieces
from reports.making import asked, codes, reading
from reports.strategies import annual_reports, make_report, reading_of

SUMS = {"T3-BAL", "T3-SUM", "T3-COL", "T4-SUM"}


def sums(findings: tuple[Finding, ...]) -> list[str]:
    return [f.code for f in findings if f.code.split("-UNV")[0] in SUMS]


def full_size() -> Reading:
    """The published municipal vector: every one of its 42 sums holds."""
    columns = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total")
    lines = {
        "received": "13612 252 0 45 128 32 14069",
        "carried_in": "535 6 0 1 18 0 560",
        "granted": "5345 129 0 41 19 14 5548",
        "partial": "2120 39 0 1 6 2 2168",
        "withheld.state_secret": "13 0 0 0 0 0 13",
        "withheld.law_forbids": "30 0 0 0 0 0 30",
        "withheld.three_securities": "11 0 0 0 0 0 11",
        "withheld.third_party": "49 2 0 0 0 0 51",
        "withheld.internal_affairs": "103 1 0 0 0 0 104",
        "withheld.process": "84 1 0 0 0 0 85",
        "withheld.enforcement_file": "282 4 0 0 0 0 286",
        "withheld.administrative_inquiry": "147 0 0 0 1 2 150",
        "unable.not_held": "3075 50 0 0 89 8 3222",
        "unable.needs_making": "177 3 0 0 0 0 180",
        "unable.unclear": "19 0 0 0 0 0 19",
        "unprocessed.petition": "199 1 0 0 3 0 203",
        "unprocessed.repeat": "147 1 0 0 0 0 148",
        "unprocessed.publication": "0 0 0 0 0 0 0",
        "unprocessed.excessive": "100 1 0 0 0 0 101",
        "unprocessed.reconfirm": "5 0 0 0 0 0 5",
        "other.correction_lapsed": "315 3 0 0 0 0 318",
        "other.fee_lapsed": "202 0 0 1 0 0 203",
        "other.other": "941 17 0 1 3 3 965",
        "handled_total": "13364 252 0 44 121 29 13810",
        "carried_out": "783 6 0 2 25 3 819",
    }
    figures = {
        f"applications/{row}/{column}": int(n)
        for row, line in lines.items()
        for column, n in zip(columns, line.split(), strict=True)
    }
    for row, line in {
        "reconsideration": "376 97 196 121 790",
        "suit_direct": "16 1 12 27 56",
        "suit_after_reconsideration": "74 1 30 51 156",
    }.items():
        for column, n in zip(("upheld", "corrected", "other", "pending", "total"), line.split(), strict=True):
            figures[f"remedies/{row}/{column}"] = int(n)
    return reading(figures)  # type: ignore[arg-type]


def test_a_full_size_report_whose_sums_hold_has_no_finding_of_sums() -> None:
    assert sums(check(full_size())) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("applications/received/natural_person", ["T3-BAL", "T3-COL"]),
        ("applications/granted/enterprise", ["T3-SUM", "T3-COL"]),
        ("applications/other.other/total", ["T3-SUM", "T3-COL"]),
        ("applications/handled_total/other", ["T3-BAL", "T3-SUM", "T3-COL"]),
        ("applications/carried_out/total", ["T3-BAL", "T3-COL"]),
        ("remedies/suit_direct/pending", ["T4-SUM"]),
        ("remedies/reconsideration/total", ["T4-SUM"]),
    ],
)
def test_one_figure_too_many_breaks_exactly_the_sums_it_stands_in(cell: str, expected: list[str]) -> None:
    good = full_size()
    address = CellId.parse(cell)
    tables = {
        key: replace(table, rows={row: dict(columns) for row, columns in table.rows.items()})
        for key, table in good.report.tables.items()
    }
    tables[address.table].rows[address.row][address.column] += 1  # type: ignore[index, operator]
    assert sums(check(reading_of(replace(good.report, tables=tables)))) == expected


def test_a_wrong_sum_names_both_sides_and_the_cells() -> None:
    (found,) = [
        f
        for f in check(reading({"remedies/reconsideration/upheld": 10, "remedies/reconsideration/corrected": 1}))
        if f.code == "T4-SUM"
    ]
    assert found.severity == "error"
    assert found.message == (
        "表四“行政复议”行不平：总计等于结果维持、结果纠正、其他结果、尚未审结之和，但0 ≠ 10 + 1 + 0 + 0 = 11。"
    )
    assert [str(cell) for cell in found.cells] == [
        "remedies/reconsideration/total",
        "remedies/reconsideration/upheld",
        "remedies/reconsideration/corrected",
        "remedies/reconsideration/other",
        "remedies/reconsideration/pending",
    ]
    assert found.mend


def test_blank_columns_that_are_printed_blank_count_as_nought_in_sums() -> None:
    figures = {
        f"applications/{row}/{column}": None
        for row in ("received", "carried_in", "granted", "handled_total", "carried_out")
        for column in ("enterprise", "research")
    }
    assert sums(check(reading({**asked(26), **figures}))) == []


def test_a_total_left_blank_is_a_blank_and_no_wrong_sum() -> None:
    found = check(reading({**asked(26), "applications/granted/total": None}))
    assert "BLANK" in codes(found)
    assert [f.code for f in found if f.code == "T3-COL"] == []
    assert "T3-COL-UNVERIFIABLE" in codes(found)


def test_a_figure_that_is_not_in_the_source_makes_its_sums_unverifiable_once() -> None:
    good = reading(asked(26))
    cells = [c for c in good.printed if c.row == "carried_out"]
    rows = {r: dict(c) for r, c in good.report.tables["applications"].rows.items()}
    rows["carried_out"] = dict.fromkeys(rows["carried_out"], None)
    report = replace(
        good.report,
        tables={**good.report.tables, "applications": replace(good.report.tables["applications"], rows=rows)},
    )
    found = check(Reading(report, printed={c: t for c, t in good.printed.items() if c not in cells}))
    assert sums(found) == ["T3-BAL-UNVERIFIABLE", "T3-COL-UNVERIFIABLE"]
    assert {f.severity for f in found if "UNVERIFIABLE" in f.code} == {"warning"}


def test_a_doubted_figure_is_never_called_a_wrong_sum() -> None:
    bad = reading({**asked(26), "applications/granted/total": 25})
    doubt = Doubt("letters", "此格为“2b”", CellId("applications", "granted", "total"), Place(table=2, row=6))
    found = check(replace(bad, doubts=(doubt,)))
    assert sums(found) == ["T3-SUM-UNVERIFIABLE", "T3-COL-UNVERIFIABLE"]


def test_a_doubted_figure_that_fits_its_sums_is_left_alone() -> None:
    doubt = Doubt("letters", "此格为“26.”", CellId("applications", "granted", "total"))
    assert sums(check(replace(reading(asked(26)), doubts=(doubt,)))) == []


def test_a_table_that_is_not_there_is_one_finding() -> None:
    good = reading()
    report = replace(
        good.report,
        tables={
            **good.report.tables,
            "remedies": replace(
                good.report.tables["remedies"],
                rows={r: dict.fromkeys(c, None) for r, c in good.report.tables["remedies"].rows.items()},
            ),
        },
    )
    found = check(Reading(report, printed={c: t for c, t in good.printed.items() if c.table != "remedies"}))
    assert [f.code for f in found] == ["MISSING-CELL"]
    assert found[0].message == "没有找到表四（政府信息公开行政复议、行政诉讼情况）。"


@settings(max_examples=60, deadline=None)
@given(annual_reports(balanced=True))
def test_balanced_reports_of_both_editions_have_no_wrong_sum(report: AnnualReport) -> None:
    assert sums(check(reading_of(report))) == []


@settings(max_examples=60, deadline=None)
@given(annual_reports())
def test_a_wrong_sum_is_found_where_and_only_where_the_figures_differ(report: AnnualReport) -> None:
    rows = report.tables["remedies"].rows
    wrong = [r for r, c in rows.items() if c["total"] != c["upheld"] + c["corrected"] + c["other"] + c["pending"]]  # type: ignore[operator]
    found = [f.cells[0].row for f in check(reading_of(report)) if f.code == "T4-SUM"]
    assert found == wrong


def test_every_relation_of_every_edition_is_in_the_table_of_rules() -> None:
    assert set(rules()) >= SUMS
    assert rules()["T3-BAL"].severity == "error"
    assert rules()["T3-BAL-UNVERIFIABLE"].severity == "warning"


def test_one_blank_among_figures_makes_a_failing_sum_unverifiable() -> None:
    found = check(reading({**asked(26), "applications/received/natural_person": None}))
    assert sums(found) == ["T3-BAL-UNVERIFIABLE", "T3-COL-UNVERIFIABLE"]


def test_a_wrong_sum_beside_columns_blank_from_end_to_end_is_still_an_error() -> None:
    rows = reading().report.tables["applications"].rows
    blank = {f"applications/{row}/{column}": None for row in rows for column in ("enterprise", "research")}
    found = check(reading({**asked(26), **blank, "applications/granted/natural_person": 25}))
    assert sums(found) == ["T3-SUM", "T3-COL"]


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), layout=st.sampled_from(sorted(LAYOUTS)), damage=st.sampled_from(sorted(DAMAGES)))
def test_damage_to_a_report_whose_sums_hold_never_raises_a_wrong_sum(seed: int, layout: str, damage: str) -> None:
    dice = random.Random(seed)
    report = make_report(seed, balanced=True)
    parts = pieces(compose(report), covered=dice.random() < 0.5)
    DAMAGES[damage](dice.choice([part.rows for part in parts if part.rows]), dice)
    name = "report.html" if layout.endswith("page") else "report.txt"
    damaged = recognise(read(LAYOUTS[layout](parts).encode(), name))
    errors = [f for f in check(damaged) if f.severity == "error" and f.code in SUMS]
    assert [f.message for f in errors] == []
    assert [f.message for f in check(damaged) if f.code in ("TEXT-T3", "TEXT-NONE", "TEXT-PARTS", "YEAR-LEFT")] == []


def test_a_relation_that_a_new_edition_invents_needs_no_code() -> None:
    relation = Relation(
        code="T4-NEW",
        table="remedies",
        over="columns",
        left=("suit_direct",),
        right=("reconsideration",),
        says="未经复议直接起诉等于行政复议",
    )
    read = reading({"remedies/suit_direct/upheld": 2, "remedies/reconsideration/upheld": 1})
    (one,) = foot(Context(read), relation)
    assert (one.code, one.severity) == ("T4-NEW", "error")
    assert one.message == "表四“结果维持”列不平：未经复议直接起诉等于行政复议，但2 ≠ 1。"
