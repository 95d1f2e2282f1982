"""The checks on real reports: everything the labels ask for, and not one alarm more."""

from pathlib import Path

import pytest

from gongkai.reports import read
from gongkai.reports.checks import check
from reports.making import codes

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the folder of real samples is not beside the repository")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("luanchuan_2023.txt", ["DATE-NONE"]),
        ("district_2025.txt", ["AGENCY-NONE", "SECTION-EMPTY", "DATE-NONE", "SEC1-TOPICS", "TEXT-PRAISE"]),
        (
            "hongze_2023.pdf",
            ["EDITION", "T4-SUM", "T4-SUM", "DATE-NONE", "SEC1-OVERSIGHT", "PRIVATE-EMAIL", "PHONE"],
        ),
        ("shuyang_fagaiju_2023.html", ["BLANK", "YEAR-LEFT", "PHONE"]),
        (
            "zhongmu_2020.txt",
            [
                "DATE-EARLY",
                "SECTION-NONE",
                "MISSING-CELL",
                "MISSING-CELL",
                "AGENCY",
                "T3-BAL-UNVERIFIABLE",
                "T3-SUM-UNVERIFIABLE",
                "T3-COL-UNVERIFIABLE",
            ],
        ),
    ],
)
def test_a_whole_report_draws_exactly_these_findings(file: str, expected: list[str]) -> None:
    assert codes(check(read(SAMPLES / file))) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("taiping_2022_opening.txt", {"NOTICE"}),
        ("anshan_2020_opening.txt", {"SECTION-OWN", "PHONE"}),
        ("wuhan_2020_traditional_opening.txt", {"AGENCY-NONE", "EXTRA-ROW", "BLANK", "UNREADABLE"}),
    ],
)
def test_an_opening_draws_what_its_labels_ask_for_and_what_is_cut_off(file: str, expected: set[str]) -> None:
    """These texts end inside their tables, so all that comes after is missing, and said to be."""
    cut_off = {"SECTION-NONE", "MISSING-CELL", "DATE-NONE", "SEC1-TOPICS", "SEC1-OVERSIGHT"}
    found = {code for code in codes(check(read(SAMPLES / file))) if not code.endswith("-UNVERIFIABLE")}
    assert found - cut_off == expected
