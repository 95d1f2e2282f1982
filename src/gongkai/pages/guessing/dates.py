"""Dates as official documents write them, in Arabic and in Chinese numerals."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_HAN = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "0": 0, "Ｏ": 0, "两": 2}
_ARABIC = r"(?:19|20)\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}(?:\s*日)?"
_WORDS = r"[一二][〇零○OＯ0一二三四五六七八九]{3}\s*年\s*(?:元|正|[一二三四五六七八九十]{1,2})\s*月\s*[一二三四五六七八九十]{1,3}\s*日"
PATTERN = rf"(?:{_ARABIC}|{_WORDS})"
"""A date within a sentence."""
_ARABIC_PARTS = re.compile(r"((?:19|20)\d\d)\D+(\d{1,2})\D+(\d{1,2})")
_WORD_PARTS = re.compile(r"(.{4})年(.{1,2})月(.{1,3})日")


def date_in(text: str) -> date | None:
    """The date that ``text`` is; None for another text or a day that does not exist.

    >>> date_in("二〇二六年九月三十日"), date_in("2026年9月30日"), date_in("2026年2月30日")
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 30), None)
    """
    bare = "".join(text.split())
    if not re.fullmatch(PATTERN, bare):
        return None
    if found := _ARABIC_PARTS.match(bare):
        year, month, day = (int(part) for part in found.groups())
    elif found := _WORD_PARTS.match(bare):
        year = int("".join(str(_HAN.get(char, 0)) for char in found[1]))
        month, day = number_in(found[2]) or 0, number_in(found[3]) or 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number_in(text: str) -> int | None:
    """A number below 100 in either kind of numerals; 元 and 正 are the first month.

    >>> [number_in(text) for text in ("元", "十二", "三十一", "5", "五", "很多")]
    [1, 12, 31, 5, 5, None]
    """
    if text in ("元", "正"):
        return 1
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 4 else None
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN.get(text)
    first = _HAN.get(tens, 0 if tens else 1) if tens else 1
    last = _HAN.get(ones) if ones else 0
    return None if last is None or (tens and tens not in _HAN) else first * 10 + last


def last_day(first: date, years: int) -> date | None:
    """The last day of ``years`` that begin with ``first``."""
    try:
        year = first.year + years
        day = min(first.day, calendar.monthrange(year, first.month)[1])
        end = date(year, first.month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
    return end - timedelta(days=1) if day == first.day else end
