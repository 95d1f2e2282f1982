"""Spreadsheets of decisions as bureaus keep them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from gongkai.files.uploads import Upload

HEADS = ("序号", "决定书文号", "当事人", "违法事实", "处罚内容", "决定日期")


def book(
    rows: Sequence[Sequence[object]],
    *,
    heads: Sequence[str] = HEADS,
    title: str = "",
    groups: Sequence[tuple[str, int]] = (),
    name: str = "处罚台账.xlsx",
) -> Upload:
    """A workbook. ``title``: a merged line on top; ``groups``: a first row of the head, each over so many columns."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet("台账")
    at = 0
    if title:
        sheet.merge_range(at, 0, at, len(heads) - 1, title)
        at += 1
    if groups:
        column = 0
        for words, width in groups:
            if width > 1:
                sheet.merge_range(at, column, at, column + width - 1, words)
            else:
                sheet.merge_range(at, column, at + 1, column, words)
            column += width
        at += 1
    for column, head in enumerate(heads):
        if not (groups and sheet.table.get(at, {}).get(column)):
            sheet.write(at, column, head)
    for row in rows:
        at += 1
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    workbook.close()
    return Upload(name, out.getvalue())


def penalty(n: int, **values: object) -> list[object]:
    """One row under `HEADS`."""
    row = {
        "序号": n,
        "决定书文号": f"云商罚决〔2026〕{n}号",
        "当事人": "云岭县安达商贸有限公司",
        "违法事实": "未按规定建立进货查验记录",
        "处罚内容": "警告",
        "决定日期": "2026-03-05",
        **values,
    }
    return [row[head] for head in HEADS]
