"""The real reports beside the repository, against their hand labels: everything right or doubted, nothing wrong in silence."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongkai import reports
from gongkai.reports.model import Reading

NOT_IN_THE_TEXT = {"wuhan_2020_traditional_opening.txt": "the body's name stands only in the address of the page"}


def _truths(samples: Path) -> list[dict[str, Any]]:
    return [json.loads(p.read_text(encoding="utf-8")) for p in sorted((samples / "truth").glob("*.json"))]


def _count(reading: Reading, truth: dict[str, Any]) -> dict[str, int]:
    """How many labelled cells are right, wrong but doubted, and wrong without a doubt."""
    doubted = {str(cell) for cell in reading.doubted}
    out = {"cells": 0, "right": 0, "doubted": 0, "wrong": 0}
    for table, labelled in truth["tables"].items():
        for row, columns in labelled["rows"].items():
            for column, value in columns.items():
                out["cells"] += 1
                got = reading.report.tables[table].rows.get(row, {}).get(column, "no such cell")
                wanted = None if value is None else Decimal(str(value))
                if got == wanted:
                    out["right"] += 1
                elif f"{table}/{row}/{column}" in doubted:
                    out["doubted"] += 1
                else:
                    out["wrong"] += 1
    return out


def test_every_labelled_cell_is_right_or_doubted_and_nearly_all_are_right(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"{'file':<40}{'cells':>7}{'right':>7}{'doubted':>9}{'WRONG':>7}  year edition tables agency"]
    total = {"cells": 0, "right": 0, "doubted": 0, "wrong": 0}
    for truth in _truths(samples):
        reading = reports.read(samples / truth["file"])
        counted = _count(reading, truth)
        report = reading.report
        editions = {t: filled.edition for t, filled in report.tables.items()}
        agency_known = truth["agency"] is not None and truth["file"] not in NOT_IN_THE_TEXT
        flags = [
            report.year == truth["year"],
            report.edition == truth["edition"],
            editions == {t: labelled["edition"] for t, labelled in truth["tables"].items()},
            report.agency == truth["agency"] if agency_known else report.agency is None,
        ]
        marks = "  ".join("yes " if flag else "NO  " for flag in flags)
        lines.append(
            f"{truth['file']:<40}{counted['cells']:>7}{counted['right']:>7}{counted['doubted']:>9}{counted['wrong']:>7}  {marks}"
        )
        for key in total:
            total[key] += counted[key]
        assert all(flags), lines[-1]
    lines.append(
        f"{'all':<40}{total['cells']:>7}{total['right']:>7}{total['doubted']:>9}{total['wrong']:>7}"
        f"  right {total['right'] / total['cells']:.2%}"
    )
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert total["cells"] == 1580
    assert total["wrong"] == 0
    assert total["right"] >= total["cells"] * 0.995


def test_a_body_that_is_not_named_in_the_text_is_doubted_not_guessed(samples: Path) -> None:
    reading = reports.read(samples / "wuhan_2020_traditional_opening.txt")
    assert reading.report.agency is None
    assert "agency-missing" in {d.code for d in reading.doubts}


def test_the_blank_form_reads_as_blank_everywhere(samples: Path) -> None:
    reading = reports.read(samples / "template_2021_form.docx")
    assert {value for _, value in reading.report.cells()} == {None}
    assert len(reading.doubted) == 10 + 175 + 15
    assert {t: filled.edition for t, filled in reading.report.tables.items()} == {
        "proactive": "2021",
        "applications": "2021",
        "remedies": "2021",
    }


def test_clean_reports_are_read_without_any_doubt_about_a_figure(samples: Path) -> None:
    for name in ("luanchuan_2023.txt", "district_2025.txt", "hongze_2023.pdf"):
        assert reports.read(samples / name).doubted == frozenset(), name
