"""Rows of a comparison or a sum as a file: JSON, CSV, XLSX or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from gongkai.cli.target import whole_file
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.outputs.csv import safe
from gongkai.reports.outputs.parquet import ParquetMissing

FORMATS = ("json", "csv", "xlsx", "parquet")


@dataclass(frozen=True, slots=True)
class Rows:
    """``headings``: key of a value → heading of its column, in order. ``rows``: may be asked for once."""

    headings: Mapping[str, str]
    rows: Iterable[Mapping[str, object]]

    def values(self) -> Iterator[list[object]]:
        """Every row as a list in the order of the headings; None where it has no value."""
        for row in self.rows:
            yield [row.get(key) for key in self.headings]


class NoSuchFormat(GongkaiError):
    """The output format is none of ours, or cannot go to the terminal."""


def format_of(form: str | None, output: Path | None) -> str | None:
    """The format asked for, by name or by the ending of the output file; None for words on the terminal. Raises NoSuchFormat."""
    asked = (form or (output.suffix if output is not None else "")).lower().lstrip(".")
    if not asked and output is None:
        return None
    if asked not in FORMATS:
        raise NoSuchFormat(
            say("不能输出“{form}”格式。可用的格式：json、csv、xlsx、parquet，请写在 --format 或文件名中。", form=asked)
        )
    if output is None and asked in ("xlsx", "parquet"):
        raise NoSuchFormat(say("{form} 不是文本，不能显示在终端。请用 -o 写出文件名。", form=asked))
    return asked


def write_rows(form: str, output: Path | None, rows: Rows, json_text: str, *, force: bool) -> None:
    """``rows`` in ``form`` to ``output`` (the terminal where None); for JSON the object ``json_text`` instead.

    Raises NotWritten, NoSuchFormat, and ParquetMissing where that extra is not installed.
    """
    makers = {
        "json": lambda: (json_text + "\n").encode(),
        "csv": lambda: _csv(rows),
        "xlsx": lambda: _xlsx(rows),
        "parquet": lambda: _parquet(rows),
    }
    data = makers[form]()
    if output is None:
        click.echo(data.decode("utf-8-sig"), nl=False)
        return
    with whole_file(output, force=force) as file:
        file.write(data)


def _csv(rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in rows.headings.values()])
    for values in rows.values():
        # A number keeps its sign; a text that a spreadsheet would take for a formula gets an apostrophe.
        writer.writerow(
            [format(v, "f") if isinstance(v, Decimal) else safe(v) if isinstance(v, str) else v for v in values]
        )
    # With a byte order mark: without it Excel reads Chinese as the local code page.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Rows) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, heading in enumerate(rows.headings.values()):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, 48 if column == 1 else 14)
    for number, values in enumerate(rows.values(), 1):
        for column, value in enumerate(values):
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            elif value is not None and value != "":
                sheet.write_string(number, column, str(value))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _parquet(rows: Rows) -> bytes:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ParquetMissing from None
    listed = list(rows.values())
    arrays: dict[str, Any] = {}
    for i, heading in enumerate(rows.headings.values()):
        column = [values[i] for values in listed]
        if any(isinstance(value, float) for value in column):
            arrays[heading] = pyarrow.array([None if v is None else float(v) for v in column], pyarrow.float64())  # type: ignore[arg-type]
        elif any(isinstance(value, int | Decimal) for value in column):
            # Counts and 万元 share a column; six decimals are what the form allows at most.
            exact = [None if value is None else Decimal(value) for value in column]  # type: ignore[arg-type]
            arrays[heading] = pyarrow.array(exact, pyarrow.decimal128(24, 6))
        else:
            arrays[heading] = pyarrow.array([None if v is None else str(v) for v in column], pyarrow.string())
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(arrays), out)
    return out.getvalue()
