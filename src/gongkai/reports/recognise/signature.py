"""The signature block: who signed the report, and on which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ORGAN = (
    r"(?:人民政府(?:办公厅|办公室)?|管理委员会|委员会|管委会|办公厅|办公室|街道办事处|管理局|审批局|分局|总队|支队|大队|中心|总局|法院|检察院|联合会|公司|商会"
    r"|厅|局|委|办|处|院|校|所|站|队|会|部|署|社|馆|镇政府|乡政府)"
)
"""What the name of a body ends with."""

_DATE = re.compile(r"^[(\[]?(20\d\d)\s*[年.\-/]\s*(\d{1,2}|元)\s*[月.\-/]\s*(\d{1,2})\s*日?[)\]]?$")
_DATE_WORDS = re.compile(
    r"^(二[〇零○]二?[〇零○一二三四五六七八九]{1,2})年(元|正|[一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_TRAILING_DATE = re.compile(r"^(?P<who>.{2,40}?)\s*(?P<date>20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)$")
_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "0": 0}
_LED_BY = re.compile(r"^(?:报告日期|成文日期|落款日期|日期)[:：]")
_BY_LED_BY = re.compile(r"^(?:报告单位|编制单位|编制机关|单位|落款)[:：]")
_NAME_LINE = re.compile(r"[一-鿿·\s]{3,40}")


@dataclass(frozen=True, slots=True)
class Signature:
    """``by`` and ``on`` as far as they were found; ``first`` and ``at``: the indexes of the block's first line and of the date."""

    by: str | None = None
    on: date | None = None
    first: int | None = None
    at: int | None = None


def signature_of(
    keys: Sequence[str],
    *,
    agency: str | None = None,
    year: int | None = None,
    title: int | None = None,
    body: int | None = None,
) -> Signature:
    """The signature among the squeezed lines ``keys``: the last date under a body's name, else the last bare date that fits.

    A bare date of another time (the day a page was printed) is none: it must lie in the report's ``year`` or the next.
    It stands behind line ``body``, the last that is certainly of the report's text (half of all lines if not given). Some
    bodies put name and date under the title, which stands on line ``title``.
    """
    bare: Signature | None = None
    for i in range(len(keys) - 1, len(keys) // 2 - 1 if body is None else body, -1):
        key = _LED_BY.sub("", keys[i])
        when, by = _date(key), None
        if when is None and (found := _TRAILING_DATE.match(keys[i])) and _is_name(found["who"], agency):
            return Signature(found["who"], _date(found["date"]), i, i)
        if when is None:
            continue
        if i > 0 and _is_name(_BY_LED_BY.sub("", keys[i - 1]), agency):
            by = _BY_LED_BY.sub("", keys[i - 1])
            return Signature(by, when, i - 1, i)
        if bare is None and (year is None or when.year - year in (0, 1)):
            bare = Signature(None, when, i, i)
    if bare is not None:
        return bare
    if title is not None:
        for i in range(title + 1, min(title + 5, len(keys))):
            when = _date(keys[i])
            if when is not None and (year is None or when.year - year in (0, 1)):
                by = keys[i - 1] if i > title + 1 and _is_name(keys[i - 1], agency) else None
                return Signature(by, when, None, i)
    return Signature()


def _is_name(line: str, agency: str | None) -> bool:
    return line == agency or (_NAME_LINE.fullmatch(line) is not None and re.search(ORGAN + "$", line) is not None)


def _date(key: str) -> date | None:
    try:
        if found := _DATE.match(key):
            return date(int(found[1]), 1 if found[2] == "元" else int(found[2]), int(found[3]))
        if found := _DATE_WORDS.match(key):
            year = year_of(found[1])
            return date(year, han_number(found[2]), han_number(found[3])) if year else None
    except ValueError:
        return None
    return None


def year_of(text: str) -> int | None:
    """A year in digits or in Chinese numerals; None where it is neither.

    >>> year_of("2023"), year_of("二〇二三"), year_of("二三")
    (2023, 2023, None)
    """
    if text.isdigit():
        return int(text)
    digits = [_HAN.get(c) for c in text]
    if len(digits) == 4 and all(d is not None for d in digits):
        return int("".join(str(d) for d in digits))
    return None


def han_number(text: str) -> int:
    """A number up to 99 in Chinese numerals, as dates and headings count; 0 where it is none.

    >>> [han_number(t) for t in ("元", "三", "十", "十二", "三十", "二十一", "一一")]
    [1, 3, 10, 12, 30, 21, 0]
    """
    if text in ("元", "正"):
        return 1
    found = re.fullmatch(r"(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?", text)
    if not found or not text:
        return 0
    return (_HAN[found[1]] if found[1] else 1 if found[2] else 0) * 10 + (_HAN[found[3]] if found[3] else 0)
