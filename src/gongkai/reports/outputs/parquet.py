"""Readings as Parquet in long form, typed: for a nation's reports in one file. Needs the extra ``parquet`` (pyarrow)."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.model import Value
from gongkai.reports.outputs.long import Line, Readings, lines

GROUP = 50_000
"""Rows in a row group: some 230 reports, a few megabytes of memory."""

_WHOLE, _PLACES = 18, 6
_LIMIT = Decimal(10) ** (_WHOLE - _PLACES)


class ParquetMissing(GongkaiError):
    """pyarrow is not installed."""

    def __init__(self) -> None:
        super().__init__(
            say("输出 Parquet 需要 pyarrow，目前没有安装。请运行 pip install 'gongkai[parquet]' 后再试，或者改用 CSV。")
        )


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ParquetMissing from error
    return pyarrow


def write(readings: Readings, out: str | Path | BinaryIO) -> int:
    """All figures as Parquet; returns the number of rows. ``value`` is decimal(18, 6). A figure that does not fit (more than six
    decimals, or 10¹² and above) is left null and stands in ``doubt`` in full: nothing is rounded. Raises ParquetMissing."""
    arrow = _pyarrow()
    text = arrow.string()
    kinds = {"year": arrow.int32(), "value": arrow.decimal128(_WHOLE, _PLACES)}
    schema = arrow.schema([arrow.field(name, kinds.get(name, text)) for name in Line._fields])
    count = 0
    target = str(out) if isinstance(out, Path) else out
    with arrow.parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        source = lines(readings)
        while group := list(islice(source, GROUP)):
            columns = dict(zip(Line._fields, map(list, zip(*map(_fitted, group), strict=True)), strict=True))
            writer.write_table(arrow.table(columns, schema=schema))
            count += len(group)
    return count


def _fitted(line: Line) -> Line:
    value = line.value
    if value is None:
        return line
    exact = _exact(value)
    if exact is not None:
        return line._replace(value=exact)
    note = say("数值 {value} 超出列的精度", value=value)
    return line._replace(value=None, doubt=f"{line.doubt} {note}".strip())


def _exact(value: Value) -> Decimal | None:
    """The value as decimal(18, 6), None where it does not fit."""
    number = Decimal(value or 0)
    if abs(number) >= _LIMIT:
        return None
    scaled = number.quantize(Decimal(1).scaleb(-_PLACES))
    return scaled if scaled == number else None
