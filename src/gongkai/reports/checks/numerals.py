"""Quantities in prose: ``154件``, ``一百五十四件``, ``1.2万条``, ``十余件``, and what is none (第三件, 12345热线, 85%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_ONES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

UNITS = "人次|万元|亿元|元|件|条|份|宗|起|例|项|部|篇|次|个|期|场|人|名|家"

_QUANTITY = re.compile(
    r"(?P<before>第|近|约|逾|超过|超|突破|不足|不到|至少|数|每|几|[A-Za-z/\-—~.]?)"
    r"(?<!\d)(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,18}(?:\.\d{1,9})?|[零〇一二两三四五六七八九十百千万亿]{1,16})"
    r"(?P<big>[万亿](?!元))?"
    r"(?P<more>余|多|来|几)?"
    rf"(?P<unit>{UNITS})(?!事|龙|线)"
)
_ROUND = frozenset(("近", "约", "逾", "超过", "超", "突破", "不足", "不到", "至少", "几", "-", "—", "~"))


class Quantity(NamedTuple):
    """``value`` in ``unit``. ``exact``: nothing like 近, 余 stands by it. ``start``, ``end``: where in the text."""

    value: int | Decimal
    unit: str
    exact: bool
    start: int
    end: int


def parse(text: str) -> int | None:
    """A Chinese numeral as a number; None where it is none.

    >>> [parse(t) for t in ("三十六", "一百五十四", "两", "十", "一千零五", "二〇二三", "三万二千", "百")]
    [36, 154, 2, 10, 1005, 2023, 32000, None]
    """
    if not text or text[0] in "百千万亿":
        return None
    if all(c in _ONES for c in text):
        return int("".join(str(_ONES[c]) for c in text))
    total = part = 0
    digit: int | None = None
    step = 0
    for c in text:
        if c in _ONES:
            if digit:
                return None
            digit = _ONES[c]
        elif c in _TENS:
            part += (1 if digit is None else digit) * _TENS[c]
            digit, step = None, _TENS[c]
        elif c in _BIG:
            total = (total + part + (digit or 0)) * _BIG[c]
            part, digit, step = 0, None, _BIG[c]
        else:
            return None
    # 三百五: the last digit counts the step below.
    if digit and step >= 100 and text[-2] in _TENS | _BIG:
        digit *= step // 10
    return total + part + (digit or 0)


def quantities(folded: str) -> Iterator[Quantity]:
    """Every counted thing of a folded sentence, left to right. Ordinals and numbers glued to letters or brackets are left out."""
    for match in _QUANTITY.finditer(folded):
        before = match["before"]
        start = match.start("number")
        if before in ("第", "每", "/", ".") or (before.isascii() and before.isalpha()):
            continue
        number = match["number"]
        value: int | Decimal | None
        if number[0].isdigit():
            plain = number.replace(",", "")
            value = Decimal(plain) if "." in plain else int(plain)
        else:
            value = parse(number)
        if value is None:
            continue
        if match["big"]:
            value *= _BIG[match["big"]]
        if isinstance(value, Decimal) and value == value.to_integral_value():
            value = int(value)
        # 1.2万条, 12万条, 3-5次: rounded by nature. 数十件 too, but 申请数36件 is not.
        some = before == "数" and number[0] in "十百千万"
        exact = not some and before not in _ROUND and not match["more"] and not match["big"]
        yield Quantity(value, match["unit"], exact, start, match.end())
