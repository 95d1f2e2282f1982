"""Generated reports × generated damage: whatever happens to the tables, no wrong figure goes without a doubt."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents import reading
from gongkai.reports.compose import compose
from gongkai.reports.model import AnnualReport, Reading
from gongkai.reports.recognise import recognise
from reports.damage import DAMAGES
from reports.layouts import LAYOUTS, pieces
from reports.strategies import make_report


def damaged(seed: int, layout: str, damages: list[str]) -> tuple[AnnualReport, Reading]:
    """A report out of ``seed`` with ``damages`` done to its tables, one a table, written in ``layout`` and read again.

    One a table, for two can undo each other's traces: where one figure has gone and another is doubled, the row that is
    left cannot be told from an honest one.
    """
    dice = random.Random(seed)
    report = make_report(seed)
    parts = pieces(compose(report), covered=dice.random() < 0.5)
    tables = [part.rows for part in parts if part.rows]
    dice.shuffle(tables)
    for name, rows in zip(damages, tables, strict=False):
        DAMAGES[name](rows, dice)
    text = LAYOUTS[layout](parts)
    name = "report.html" if layout.endswith("page") else "report.txt"
    return report, recognise(reading.read(text.encode(), name))


def silent_errors(report: AnnualReport, read: Reading) -> list[str]:
    """The cells whose figure is not what was written, with no doubt at them."""
    out = []
    for cell, value in report.cells():
        table = read.report.tables[cell.table]
        if cell.row not in table.rows:
            # The table was taken for another edition's: a doubt at any of its cells gives warning of that.
            if not any(d.cell is not None and d.cell.table == cell.table for d in read.doubts):
                out.append(f"{cell}: no such row")
        elif read.report.value(cell) != value and cell not in read.doubted:
            out.append(f"{cell}: {value} was read as {read.report.value(cell)}")
    return out


@settings(max_examples=400)
@given(
    seed=st.integers(0, 2**32 - 1),
    layout=st.sampled_from(sorted(LAYOUTS)),
    damages=st.lists(st.sampled_from(sorted(DAMAGES)), max_size=3),
)
def test_damage_never_gives_a_wrong_figure_without_a_doubt(seed: int, layout: str, damages: list[str]) -> None:
    report, read = damaged(seed, layout, damages)
    assert silent_errors(report, read) == []


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_each_damage_in_each_layout_is_read_or_doubted(damage: str, layout: str) -> None:
    for seed in range(4):
        report, read = damaged(seed, layout, [damage])
        assert silent_errors(report, read) == [], seed


@settings(max_examples=100)
@given(seed=st.integers(0, 2**32 - 1), layout=st.sampled_from(sorted(LAYOUTS)))
def test_an_undamaged_report_that_adds_up_is_read_whole_and_without_a_doubt(seed: int, layout: str) -> None:
    report = make_report(seed, balanced=True)
    text = LAYOUTS[layout](pieces(compose(report), covered=True))
    name = "report.html" if layout.endswith("page") else "report.txt"
    read = recognise(reading.read(text.encode(), name))
    assert [d for d in read.doubts if d.cell is not None] == []
    assert dict(read.report.cells()) == dict(report.cells())
    assert (read.report.agency, read.report.year, read.report.signed_on) == (
        report.agency,
        report.year,
        report.signed_on,
    )
    assert [s.heading for s in read.report.sections.values()] == [s.heading for s in report.sections.values()]


@pytest.mark.parametrize(
    "mark",
    [
        "_Toc61863407",
        "_GoBack",
        "OLE_LINK1OLE_LINK2",
        "bookmark0",
        "[]{#_Hlk25 .anchor}",
        "<o:p></o:p>",
        '<a name="x"></a>',
    ],
)
def test_marks_left_by_an_editor_before_labels_and_headings_change_nothing(mark: str) -> None:
    report = make_report(3, balanced=True)
    parts = pieces(compose(report), covered=True)
    for part in parts:
        if part.rows is None:
            part.text = mark + part.text if part.text[:2] in {"二、", "五、"} else part.text
        else:
            part.rows = [
                [mark + f if len(f) > 3 and not f.isdigit() and i % 3 == 0 else f for f in row]
                for i, row in enumerate(part.rows)
            ]
    read = recognise(reading.read(LAYOUTS["tabs"](parts).encode(), "report.txt"))
    assert dict(read.report.cells()) == dict(report.cells())
    assert [d for d in read.doubts if d.cell is not None] == []
    assert list(read.report.sections) == list(report.sections)
