"""What is written in one cell: days, sums, yes and no, in the ways people write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_MONEY = re.compile(r"([¥￥]?)([\d,，]+(?:\.\d+)?)(元|万元|亿元)?")
_UNITS = {None: 1, "元": 1, "万元": 10_000, "亿元": 100_000_000}
_EPOCH = date(1899, 12, 30)
NOTHING = frozenset({"", "-", "—", "——", "/", "／", "无", "空"})


def plain(text: str) -> str:
    """Full width to half, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip()


def is_blank(text: str) -> bool:
    """Nothing, or one of the signs for nothing."""
    return plain(text) in NOTHING


def day(text: str, year: int | None = None) -> tuple[date | None, bool]:
    """The day that ``text`` names, and whether its year was not written and is ``year``. None: no day is named.

    >>> [day(t)[0].isoformat() for t in ("2025-03-05", "2025.3.5", "2025年3月5日", "20250305", "45721")]
    ['2025-03-05', '2025-03-05', '2025-03-05', '2025-03-05', '2025-03-05']
    >>> day("3月5日", 2025)
    (datetime.date(2025, 3, 5), True)
    """
    found = plain(text).replace(" ", "")
    for pattern in (_FULL, _PLAIN):
        match = pattern.fullmatch(found)
        if match:
            return _date(*(int(part) for part in match.groups()[:3])), False
    match = _SHORT.fullmatch(found)
    if match and year is not None:
        return _date(year, int(match[1]), int(match[2])), True
    if re.fullmatch(r"\d{5}", found) and 30_000 < int(found) < 60_000:
        # A day that lost its format in the spreadsheet: the number of days since 1899-12-30.
        return _EPOCH + timedelta(days=int(found)), False
    return None, False


def money(text: str, unit: str | None = None) -> Decimal | None:
    """A sum in yuan. ``unit``: of the column's head (万元), where the cell has none of its own. None: no sum is written.

    >>> money("1,200.50"), money("￥3万元"), money("0.5", "万元")
    (Decimal('1200.50'), Decimal('30000'), Decimal('5000.0'))
    """
    match = _MONEY.fullmatch(plain(text).replace(" ", ""))
    if not match:
        return None
    try:
        amount = Decimal(match[2].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return amount * _UNITS[match[3] or unit]


def yes(text: str) -> bool | None:
    """是 or 否 in the ways people say it; None: neither.

    >>> yes("是"), yes("不公开"), yes("√"), yes("待定")
    (True, False, True, None)
    """
    word = plain(text).lower()
    if word in {"是", "公开", "主动公开", "√", "✓", "y", "yes", "1", "true", "全文公开"}:
        return True
    if word in {"否", "不公开", "不予公开", "依申请公开", "×", "x", "n", "no", "0", "false"}:
        return False
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
