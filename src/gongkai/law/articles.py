"""Where a rule stands: laws, articles, documents, and the numbers that come from them.

A `Number` is what a text says (a length, a price), with its unit, its source and the day it took effect. A change of the
law adds a `Number` with a later day; it never edits an earlier one, so an old case is still counted as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say

_DIGITS = "零一二三四五六七八九"


def chinese_number(n: int) -> str:
    """``n`` (1 to 999) as it is written in an article number.

    >>> [chinese_number(n) for n in (3, 10, 12, 33, 100, 105, 110)]
    ['三', '十', '十二', '三十三', '一百', '一百零五', '一百一十']
    """
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    words = ""
    if hundreds:
        words += _DIGITS[hundreds] + "百"
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Law:
    """A law, regulation or interpretation. ``short`` is what we cite; ``since`` the day this text took effect."""

    short: str
    title: str
    number: str
    since: date


_REGISTER = (
    Law("条例", "中华人民共和国政府信息公开条例", "国务院令第711号", date(2019, 5, 15)),
    Law("行政复议法", "中华人民共和国行政复议法", "2023年9月1日修订", date(2024, 1, 1)),
    Law("行政复议法（2017年修正）", "中华人民共和国行政复议法", "2017年修正，施行至2023年12月31日", date(2018, 1, 1)),
    Law("行政诉讼法", "中华人民共和国行政诉讼法", "2017年修正", date(2017, 7, 1)),
    Law("民事诉讼法", "中华人民共和国民事诉讼法", "", date(2024, 1, 1)),
    Law("预算法", "中华人民共和国预算法", "", date(2015, 1, 1)),
    Law("行政处罚法", "中华人民共和国行政处罚法", "2021年修订", date(2021, 7, 15)),
    Law(
        "法释〔2025〕8号",
        "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
        "法释〔2025〕8号",
        date(2025, 6, 1),
    ),
    Law(
        "法释〔2018〕1号",
        "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释",
        "法释〔2018〕1号",
        date(2018, 2, 8),
    ),
    Law("收费办法", "政府信息公开信息处理费管理办法", "国办函〔2020〕109号", date(2021, 1, 1)),
    Law("放假办法", "全国年节及纪念日放假办法", "2024年11月10日修订", date(2025, 1, 1)),
)
LAWS: dict[str, Law] = {law.short: law for law in _REGISTER}
"""Every law that an `Article` may name, by its short name."""


@dataclass(frozen=True, slots=True)
class Article:
    """One place in a law: article, and where needed paragraph (款) and item (项), all counted from 1.

    >>> str(Article("条例", 33, 2)), str(Article("条例", 36, item=5))
    ('《条例》第三十三条第二款', '《条例》第三十六条第（五）项')
    """

    law: str
    number: int
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        name = self.law if "〔" in self.law else f"《{self.law}》"
        words = f"{name}第{chinese_number(self.number)}条"
        if self.paragraph is not None:
            words += f"第{chinese_number(self.paragraph)}款"
        if self.item is not None:
            words += f"第（{chinese_number(self.item)}）项"
        return words

    def within(self, other: Article) -> bool:
        """Whether this place is ``other`` or a part of it: art. 16 ¶2 lies within art. 16."""
        return (
            self.law == other.law
            and self.number == other.number
            and other.paragraph in (None, self.paragraph)
            and other.item in (None, self.item)
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is not cited by article: its number, and the part of it that is meant."""

    number: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.part}"


Source = Article | Document


class Unit(StrEnum):
    """What a number counts. ``str()`` is the Chinese word used after it."""

    WORKING_DAY = "个工作日"
    DAY = "日"
    MONTH = "个月"
    YEAR = "年"
    YUAN = "元"
    APPLICATION = "件"
    PAGE = "页"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that a text fixes, in force from ``since`` until a later number takes its place.

    ``settled`` is False where no national text known to us fixes it (a local rule, a reading): such a number is a default
    that a body may set otherwise, and results that rest on it say so (decision 0015).
    """

    value: int
    unit: Unit
    source: Source
    since: date
    settled: bool = True

    def __str__(self) -> str:
        return f"{self.value}{self.unit.value}"


class NotYetInForce(GongkaiError):
    """The day asked for lies before the first number of a history."""

    def __init__(self, number: Number, day: date):
        super().__init__(
            say(
                "{source}自{since}起施行，{day}尚不适用，不能据此计算。请核对日期；确属此前的事项，请按当时的规定人工办理。",
                source=number.source,
                since=number.since,
                day=day,
            )
        )
        self.number = number
        self.day = day


def in_force(history: Sequence[Number], day: date) -> Number:
    """The number of ``history`` (oldest first) that applies on ``day``. Raises `NotYetInForce` before the first."""
    found = [number for number in history if number.since <= day]
    if not found:
        raise NotYetInForce(history[0], day)
    return found[-1]
