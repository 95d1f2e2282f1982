"""What the XLSX writer and ``readers/gongkai_xlsx.py`` agree on: sheet names, kinds of block, shapes, numbers."""

from __future__ import annotations

import re

from gongkai.documents.model import Table

SHEET = "正文"
COLUMNS = ("类型", "级别", "内容", "工作表", "形状")
HEADING, PARAGRAPH, TABLE, MORE = "标题", "段落", "表格", "续"

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")


def as_number(text: str) -> float | None:
    """The number that ``text`` is, when writing the number and reading it back gives ``text`` again; else None.

    >>> [as_number(text) for text in ("12", "4166.241619", "007", "1.50", "-0", "1e5")]
    [12.0, 4166.241619, None, None, None, None]
    """
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if number_text(number) == text else None


def number_text(number: float) -> str:
    """A number as people type it: ``5.0`` is ``5``, no exponent, no noise after the fifteenth digit.

    >>> number_text(0.1 + 0.2), number_text(5.0)
    ('0.3', '5')
    """
    if number == int(number) and abs(number) < 1e15:
        return "0" if number == 0 else str(int(number))
    text = f"{number:.15g}"
    return f"{number:.14f}".rstrip("0") if "e" in text else text


def shape(table: Table) -> str:
    """``行×列``; where rows end early, the columns of each row after it: ``3×4：4、2、4``."""
    grid = table.grid()
    width = len(grid[0])
    reach = [sum(1 for here in row if here is not None) for row in grid]
    size = f"{len(grid)}×{width}"
    return size if all(end == width for end in reach) else f"{size}：{'、'.join(map(str, reach))}"
