"""Small ledgers, a row at a time, as CSV."""

from __future__ import annotations

import csv
import io

HEAD = ("编号", "申请人", "申请人类别", "收到日期", "申请内容", "答复日期", "答复类型")
ROW = ("2024-001", "周清源", "自然人", "2024-03-05", "外贸专项资金名单", "2024-03-28", "予以公开")


def sheet(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([head, *rows])
    return out.getvalue().encode(encoding)


def row(more: tuple[str, ...] = (), **values: str) -> tuple[str, ...]:
    """The plain row with some cells changed (by the place in `HEAD`) and ``more`` behind."""
    cells = list(ROW)
    for name, text in values.items():
        cells[
            {"number": 0, "applicant": 1, "kind": 2, "received": 3, "content": 4, "decided": 5, "outcome": 6}[name]
        ] = text
    return (*cells, *more)
