"""Numbers that Word counts by itself: real reports number 一、（一）1. automatically, and the text has none of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_HIGHEST = 100_000  # beyond, a number is damage and is shown in digits anyway


@dataclass(slots=True)
class Level:
    """``format``: of ST_NumberFormat; ``text``: ``%1`` to ``%9`` stand for the numbers of the levels."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False  # w:isLgl: all numbers in it in digits


@dataclass(slots=True)
class NumberedList:
    """``levels`` and ``counts`` by level, from 0."""

    levels: dict[int, Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    same_as: str | None = None  # w:numStyleLink: the style whose list this is


class Numbering:
    """The lists of one document with how far each has counted."""

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str] | None = None):
        """``root``: of numbering.xml. ``style_lists``: list number (numId) by style id."""
        self._abstract: dict[str, NumberedList] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._style_lists = style_lists or {}
        self._begun: set[str] = set()
        if root is None:
            return
        for node in root.iterchildren(f"{W}abstractNum"):
            made = NumberedList({i: level for i, level in map(_level, node.iterchildren(f"{W}lvl")) if i >= 0})
            link = node.find(f"{W}numStyleLink")
            made.same_as = link.get(_VAL) if link is not None else None
            self._abstract[node.get(f"{W}abstractNumId", "")] = made
        for node in root.iterchildren(f"{W}num"):
            number = node.get(f"{W}numId", "")
            target = node.find(f"{W}abstractNumId")
            self._lists[number] = target.get(_VAL, "") if target is not None else ""
            for override in node.iterchildren(f"{W}lvlOverride"):
                index = _integer(override.get(f"{W}ilvl"), 0)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._overrides.setdefault(number, {})[index] = _integer(start.get(_VAL), 1)
                level = override.find(f"{W}lvl")
                if level is not None:
                    self._levels.setdefault(number, {})[index] = _level(level)[1]

    @classmethod
    def of(cls, lists: dict[str, NumberedList]) -> Numbering:
        """With ready-made lists by list number."""
        made = cls(None)
        made._abstract = lists
        made._lists = {number: number for number in lists}
        return made

    def next(self, number: str, index: int) -> str:
        """The number, with its punctuation, of the next paragraph of list ``number`` on level ``index`` (from 0); "" for
        bullets and unknown lists. Ends in a space where Word sets a gap after a Latin number."""
        found = self._find(number)
        if found is None or not 0 <= index < _LEVELS:
            return ""
        if number not in self._begun:
            self._begun.add(number)
            for level_index, start in self._overrides.get(number, {}).items():
                found.counts[level_index] = start - 1
        level = self._level_of(found, number, index)
        if level is None:
            return ""
        found.counts[index] = found.counts.get(index, level.start - 1) + 1
        for deeper in [i for i in found.counts if i > index]:
            del found.counts[deeper]
        if level.format == "bullet" or (level.format == "none" and not _PLACEHOLDER.sub("", level.text).strip()):
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            its = self._level_of(found, number, at) or Level()
            count = found.counts.get(at, its.start)
            return format_number(count, "decimal" if level.legal and its.format != "none" else its.format)

        text = _PLACEHOLDER.sub(shown, level.text)
        if not text or level.suffix == "nothing":
            return text
        return text if text[-1] > "\u2e7f" or text[-1].isspace() else f"{text} "

    def level(self, number: str, index: int) -> Level | None:
        """How list ``number`` counts on level ``index`` (from 0); None for unknown lists."""
        found = self._find(number)
        return None if found is None else self._level_of(found, number, index)

    def _find(self, number: str) -> NumberedList | None:
        found = self._abstract.get(self._lists.get(number, ""))
        for _ in range(4):  # links may form a ring
            if found is None or found.same_as is None:
                break
            found = self._abstract.get(self._lists.get(self._style_lists.get(found.same_as, ""), ""))
        return found

    def _level_of(self, found: NumberedList, number: str, index: int) -> Level | None:
        return self._levels.get(number, {}).get(index) or found.levels.get(index)


def _integer(value: str | None, otherwise: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return otherwise


def _level(node: etree._Element) -> tuple[int, Level]:
    level = Level()
    for child in node:
        value = child.get(_VAL) or ""
        if child.tag == f"{W}start":
            level.start = _integer(value, 1)
        elif child.tag == f"{W}numFmt":
            level.format = value
        elif child.tag == f"{W}lvlText":
            level.text = value[:100]
        elif child.tag == f"{W}suff":
            level.suffix = value
        elif child.tag == f"{W}isLgl":
            level.legal = value not in ("0", "false")
    return _integer(node.get(f"{W}ilvl"), -1), level


_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def format_number(number: int, format: str) -> str:
    """``number`` as Word's number format (ST_NumberFormat) writes it; digits where the format has no such number.

    >>> [format_number(n, "chineseCounting") for n in (3, 10, 12, 20, 21)]
    ['三', '十', '十二', '二十', '二十一']
    """
    if not 0 <= number < _HIGHEST or format in ("decimal", ""):
        return str(number)
    if format in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return _counted(number, _DIGITS[1:], "十百千")
    if format in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _counted(number, _FORMAL_DIGITS[1:], "拾佰仟")
    if format in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if format == "decimalZero":
        return f"{number:02d}"
    if format == "decimalFullWidth":
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
    if format == "numberInDash":
        return f"- {number} -"
    if format == "none":
        return ""
    enclosed = {"decimalEnclosedCircle": 0x2460, "decimalEnclosedCircleChinese": 0x2460, "decimalEnclosedParen": 0x2474,
                "decimalEnclosedFullstop": 0x2488, "ideographEnclosedCircle": 0x3280}  # fmt: skip
    if format in enclosed:
        return (
            chr(enclosed[format] + number - 1)
            if 1 <= number <= (10 if format.startswith("ideo") else 20)
            else str(number)
        )
    if format in ("ideographTraditional", "ideographZodiac") and number:
        signs = _STEMS if format == "ideographTraditional" else _BRANCHES
        return signs[(number - 1) % len(signs)]
    if format in ("upperLetter", "lowerLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)
        return letter.upper() if format == "upperLetter" else letter
    if format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if format == "upperRoman" else roman
    return str(number)


def _counted(number: int, digits: str, units: str) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    skipped = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if skipped and text else "") + digits[digit - 1] + (units[power - 1] if power else "")
        skipped = not digit
    return text[1:] if units[0] == "十" and text.startswith("一十") else text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
