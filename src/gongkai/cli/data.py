"""Many reports as one data file: JSON lines, or a long table in CSV, XLSX or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from gongkai.bulk import Outcome
from gongkai.cli.rows import Rows, write_rows
from gongkai.cli.target import whole_file
from gongkai.language import say
from gongkai.reports.editions import editions
from gongkai.reports.outputs.json import from_json, loads

DATA = {".json": "json", ".jsonl": "json", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
"""Ending → format."""


def write_data(ending: str, path: Path, outcomes: Iterable[Outcome], *, force: bool) -> list[int]:
    """Write the outcomes of an AsJson job as one file and give back their statuses; those not read are named on stderr, and in
    JSON they keep their line."""
    statuses: list[int] = []
    if DATA[ending] == "json":
        with whole_file(path, force=force) as file:
            for outcome in outcomes:
                _said(outcome)
                file.write(outcome.text.encode("utf-8", "backslashreplace"))
                statuses.append(outcome.status)
        return statuses

    def rows() -> Iterator[dict[str, object]]:
        for outcome in outcomes:
            _said(outcome)
            statuses.append(outcome.status)
            if outcome.status != 2:
                yield from _cells(outcome)

    write_rows(DATA[ending], path, Rows(HEADINGS, rows()), "", force=force)
    return statuses


def _said(outcome: Outcome) -> None:
    if outcome.status == 2:
        message = loads(outcome.text)["error"]["message"]
        click.echo(say("无法转换：{name}：{message}", name=outcome.name, message=message), err=True)


HEADINGS = {
    "file": say("文件"),
    "row": say("行代码"),
    "agency": say("机关"),
    "year": say("年度"),
    "table": say("表"),
    "edition": say("格式版本"),
    "row_label": say("行"),
    "column": say("列代码"),
    "column_label": say("列"),
    "value": say("数"),
    "doubt": say("存疑"),
}


def _cells(outcome: Outcome) -> Iterator[dict[str, object]]:
    reading = from_json(loads(outcome.text))
    doubts = {doubt.cell: doubt.message for doubt in reversed(reading.doubts)}
    for cell, value in reading.report.cells():
        filled = reading.report.tables[cell.table]
        blocks = editions()[filled.edition].tables[cell.table].blocks
        labels = {row.key: (row.label, block) for block in blocks for row in block.rows}
        label, block = labels[cell.row]
        yield {
            "file": outcome.name,
            "agency": reading.report.agency,
            "year": reading.report.year,
            "table": cell.table,
            "edition": filled.edition,
            "row": cell.row,
            "row_label": label,
            "column": cell.column,
            "column_label": next(column.label for column in block.columns if column.key == cell.column),
            "value": value,
            "doubt": doubts.get(cell),
        }
