"""Reports with one known defect each (``tests/samples``), read against literal expectations, cell by cell."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gongkai import reports
from gongkai.documents.reading import read_file
from gongkai.reports.editions import editions
from gongkai.reports.model import TABLES, CellId, Reading, Value
from gongkai.reports.outputs.json import dumps, from_json, loads, schema, to_json

FOLDER = Path(__file__).resolve().parent.parent / "samples"
EXPECTED = FOLDER / "expected"
NAMES = sorted(path.name.removesuffix(".toml") for path in EXPECTED.glob("*.toml"))
ANY = "?"
VALIDATOR = Draft202012Validator(schema())


@dataclass(frozen=True)
class Expected:
    """What a careful person reads in one fixture; the folder's README explains the file."""

    teaches: str
    editions: dict[str, str]
    sections: list[str]
    figures: dict[str, list[Any]]
    doubted: dict[str, list[str] | str]
    elsewhere: int | str
    touched: list[str] = field(default_factory=list)
    agency: str | None = None
    year: int | None = None
    signed_on: Any = None
    words: dict[str, list[str]] = field(default_factory=dict)
    codes: list[str] | None = None  # None: whichever, as long as the right cells are doubted

    def columns(self, table: str, row: str) -> list[str]:
        return [c.key for c in editions()[self.editions[table]].tables[table].rows[row]]

    def cells(self) -> Iterator[tuple[CellId, Value | str]]:
        """Every cell of the form with its figure, None, or ANY."""
        for table in TABLES:
            for row in editions()[self.editions[table]].tables[table].rows:
                columns = self.columns(table, row)
                printed = self.figures.get(f"{table}/{row}", [self.elsewhere] * len(columns))
                for column, value in zip(columns, printed, strict=True):
                    yield CellId(table, row, column), None if value == "" else value

    def doubted_cells(self) -> set[CellId]:
        out = set()
        for address, columns in self.doubted.items():
            table, row = address.split("/")
            if address == "*/*":
                return {cell for cell, _ in self.cells()}
            out |= {CellId(table, row, c) for c in (self.columns(table, row) if columns == "all" else columns)}
        return out


@cache
def expected(name: str) -> Expected:
    return Expected(**tomllib.loads((EXPECTED / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal))


@cache
def reading(name: str) -> Reading:
    return reports.read(FOLDER / name)


def compared(name: str) -> tuple[Counter[str], list[str]]:
    """How many cells are right, rightly doubted and wrong, and a line for everything that is not as it should be."""
    wanted, got = expected(name), reading(name)
    counts: Counter[str] = Counter()
    wrong = []
    figures = dict(wanted.cells())
    doubted = wanted.doubted_cells()
    read = dict(got.report.cells())
    for cell, value in figures.items():
        if value == ANY and cell in got.doubted:
            counts["doubted"] += 1
        elif cell in read and read[cell] == value:
            counts["doubted" if cell in got.doubted else "right"] += 1
        else:
            counts["wrong"] += 1
            silent = "" if cell in got.doubted else ", without a doubt"
            wrong.append(f"{cell}: {read.get(cell, 'no such cell')} for {value}{silent}")
    wrong += [f"{cell}: a cell of another edition" for cell in read.keys() - figures.keys()]
    wrong += [f"{cell}: not doubted" for cell in sorted(doubted - got.doubted)]
    for cell in sorted(got.doubted - doubted):
        said = "; ".join(f"{d.code}: {d.message}" for d in got.doubts if d.cell == cell)
        wrong.append(f"{cell}: doubted for nothing ({said})")
    report = got.report
    codes = {d.code for d in got.doubts}
    for what, is_, should in (
        ("agency", report.agency, wanted.agency),
        ("year", report.year, wanted.year),
        ("editions", {t: filled.edition for t, filled in report.tables.items()}, wanted.editions),
        ("sections", list(report.sections), wanted.sections),
        ("signed_on", report.signed_on, wanted.signed_on),
        ("codes", sorted(codes), sorted(codes if wanted.codes is None else wanted.codes)),
    ):
        if is_ != should:
            wrong.append(f"{what}: {is_} for {should}")
    for section, (begin, end) in wanted.words.items():
        text = "".join(report.sections[section].text.split()) if section in report.sections else ""
        if not (text.startswith(begin) and text.endswith(end)):
            wrong.append(f"section {section}: {text[:20]}…{text[-20:]} for {begin}…{end}")
    return counts, wrong


@pytest.mark.parametrize("name", NAMES)
def test_a_report_with_a_known_defect_is_read_as_a_careful_person_reads_it(name: str) -> None:
    assert compared(name)[1] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_cells_that_a_defect_touches_are_not_nought(name: str) -> None:
    """A figure that slips onto another nought proves nothing, so each defect strikes figures that can be told apart."""
    figures = {str(cell): value for cell, value in expected(name).cells()}
    doubted = {str(cell) for cell in expected(name).doubted_cells()}
    for cell in expected(name).touched:
        assert figures[cell] != 0 or cell in doubted, cell


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith((".txt", ".md"))])
def test_every_figure_stands_in_its_own_characters_on_the_line_that_the_reading_names(name: str) -> None:
    document = read_file(FOLDER / name)
    lines = re.split("\r\n|\n", (FOLDER / name).read_bytes().decode(document.source.encoding or "utf-8"))
    misplaced = []
    for cell, printed in reading(name).printed.items():
        line = reading(name).places[cell].line
        if line is None or "".join(printed.split()) not in "".join(lines[line - 1].split()):
            misplaced.append(f"{cell}: {printed} on line {line}")
    assert misplaced == []


@pytest.mark.parametrize("name", NAMES)
def test_every_doubt_is_a_whole_sentence(name: str) -> None:
    assert [d for d in reading(name).doubts if not d.message.endswith("。")] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_keeps_to_the_published_schema_and_comes_back_the_same(name: str) -> None:
    published = json.loads(dumps(to_json(reading(name), file=name)))
    assert [error.message for error in VALIDATOR.iter_errors(published)] == []
    back = from_json(loads(dumps(to_json(reading(name), file=name))))
    assert dict(back.report.cells()) == dict(reading(name).report.cells())
    assert back.doubts == reading(name).doubts


def test_every_fixture_has_its_expectations_and_is_told_of_in_the_readme() -> None:
    files = sorted(p.name for p in FOLDER.iterdir() if p.is_file() and p.name not in ("README.md", ".gitattributes"))
    assert files == NAMES
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in files if f"`{name}`" not in told] == []


def test_no_figure_of_any_fixture_is_wrong_without_a_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{'fixture':<34}{'cells':>6}{'right':>6}{'doubted':>8}{'WRONG':>6}  defect"]
    total: Counter[str] = Counter()
    silent = []
    for name in NAMES:
        counts, wrong = compared(name)
        silent += [f"{name}: {line}" for line in wrong if line.endswith("without a doubt")]
        total.update(counts)
        lines.append(
            f"{name:<34}{counts.total():>6}{counts['right']:>6}{counts['doubted']:>8}{counts['wrong']:>6}  "
            f"{expected(name).teaches}"
        )
    lines.append(
        f"{f'all {len(NAMES)}':<34}{total.total():>6}{total['right']:>6}{total['doubted']:>8}{total['wrong']:>6}"
    )
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert silent == []
    assert len(NAMES) >= 50
