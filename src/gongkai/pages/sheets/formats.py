"""Numbers as a spreadsheet shows them: the format codes of Excel and WPS (ECMA-376 part 1, 18.8.30), without colours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import lru_cache

_DATE, _MONTH, _DAY = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 23: "General", 27: _MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: _DATE, 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: _MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥""-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: _MONTH, 51: _DAY,
    52: _MONTH, 53: _DAY, 54: _DAY, 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: _MONTH, 58: _DAY,
}  # fmt: skip
"""The codes that files refer to by number, as a Chinese system shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<gap>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<ampm>AM/PM|A/P|上午/下午)'
    r"|(?P<date>y+|Y+|e+|m+|M+|d+|D+|h+|H+|s+|S+|a{3,4})|(?P<exponent>E[+-]0+)|(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = "一二三四五六日"
_ENGLISH_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_LONGEST_CODE = 500
_PRECISION = 900
"""Digits: the largest number of a cell has 309, and a code may ask for 500 more."""
_LAST_SERIAL = 2_958_466  # the day after 31 December 9999
_DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_UNITS = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    parts: tuple[_Part, ...]
    condition: tuple[str, float] | None
    numerals: str  # "" for Arabic, "1" and "2" for Chinese ones ([DBNum1], [DBNum2])

    @property
    def is_date(self) -> bool:
        return any(part.kind in ("date", "elapsed", "ampm") for part in self.parts)


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """``value`` as a cell with this format code shows it; "" where the format shows nothing.

    >>> [shown(0.15, "0%"), shown(1234567.5, "#,##0.00"), shown(46295, 'yyyy"年"m"月"d"日"'), shown(-3, "0;(0)"), shown(7, ";;;")]
    ['15%', '1,234,567.50', '2026年9月30日', '(3)', '']
    """
    sections = _sections(code[:_LONGEST_CODE])
    section, absolute = _chosen(sections, value)
    if section is None:
        return ""
    if section.is_date:
        return _date(value, section, since_1904)
    return _number(abs(value) if absolute else value, section)


def shown_text(text: str, code: str) -> str:
    """``text`` as a cell with this format code shows it: the fourth section, where there is one, says how."""
    sections = _sections(code[:_LONGEST_CODE])
    if len(sections) < 4:
        last = sections[-1]
        if not any(part.kind == "at" for part in last.parts) or len(sections) > 1:
            return text
        sections = (last,) * 4
    return "".join(
        text if part.kind in ("at", "general") else part.text
        for part in sections[3].parts
        if part.kind in ("at", "general", "literal")
    )


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    parts: list[_Part] = []
    condition: tuple[str, float] | None = None
    numerals = ""
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "other", found[found.lastgroup or 0]
        if kind == "other" and text == ";":
            sections.append(_Section(tuple(parts), condition, numerals))
            parts, condition, numerals = [], None, ""
        elif kind == "bracket":
            if limit := _CONDITION.fullmatch(text):
                condition = (limit[1], float(limit[2]))
            elif text.upper().startswith("DBNUM") and text[5:6] in _DIGITS:
                numerals = text[5:6]
            elif text.startswith("$"):
                parts.append(_Part("literal", text[1:].split("-")[0]))
            elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
                parts.append(_Part("elapsed", text.lower()))
        elif kind in ("quoted", "escaped"):
            parts.append(_Part("literal", text))
        elif kind == "gap":
            parts.append(_Part("literal", " "))
        elif kind == "other":
            parts.append(
                _Part({"@": "at", ".": "point", ",": "comma", "%": "percent", "/": "slash"}.get(text, "literal"), text)
            )
        elif kind == "date":
            parts.append(_Part("date", text.lower()))
        elif kind != "fill":
            parts.append(_Part(kind, text))
    sections.append(_Section(tuple(parts), condition, numerals))
    return tuple(sections[:4])


def _chosen(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, bool]:
    """The section for ``value``, and whether it shows the sign itself."""
    if any(section.condition for section in sections[:2]):
        for section in sections[:3]:
            if section.condition is None or _holds(section.condition, value):
                return (section if section.parts else None), value < 0 and section.condition is not None and len(
                    sections
                ) > 1
        return sections[-1], False
    at = 0
    if len(sections) > 1 and value < 0:
        at = 1
    elif len(sections) > 2 and value == 0:
        at = 2
    section = sections[at]
    # A lone empty code is General; an empty section of several shows nothing.
    if not section.parts:
        return (None if len(sections) > 1 else _sections("General")[0]), at == 1
    return section, at == 1


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit, "=": value == limit, "<>": value != limit,
    }[sign]  # fmt: skip


# --- numbers -----------------------------------------------------------------------------------------------------------------


def general(value: float) -> str:
    """As a cell without a format: eleven characters of a number at most, no binary noise.

    >>> [general(value) for value in (5.0, 0.1 + 0.2, 1 / 3, 411399199001011234, 1e-7)]
    ['5', '0.3', '0.333333333', '4.11399E+17', '1E-07']
    """
    if value == 0:
        return "0"
    if value == int(value) and abs(value) < 1e11:
        return str(int(value))
    if 1e-4 <= abs(value) < 1e11:
        whole = len(str(int(abs(value))))
        return f"{value:.{max(0, 10 - whole)}f}".rstrip("0").rstrip(".")
    mantissa, _, exponent = f"{value:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{int(exponent[1:]):02d}"


def _number(value: float, section: _Section) -> str:
    parts = section.parts
    if any(part.kind == "general" for part in parts):
        words = _chinese(general(value), section.numerals) if section.numerals else general(value)
        return "".join(
            words if part.kind == "general" else part.text
            for part in parts
            if part.kind in ("general", "literal", "percent")
        ).strip()
    if any(part.kind == "at" for part in parts) and not any(part.kind == "digit" for part in parts):
        return "".join(
            general(value) if part.kind == "at" else part.text for part in parts if part.kind in ("at", "literal")
        )
    if not any(part.kind == "digit" for part in parts):
        return "".join(part.text for part in parts if part.kind in ("literal", "percent")).strip()
    if any(part.kind == "slash" for part in parts):
        return _fraction(value, parts)
    exact = _decimal(value)
    exact *= Decimal(100) ** sum(part.kind == "percent" for part in parts)
    if any(part.kind == "exponent" for part in parts):
        return _scientific(exact, parts)
    exact /= Decimal(1000) ** _scale(parts)
    point = next((n for n, part in enumerate(parts) if part.kind == "point"), len(parts))
    places = sum(part.kind == "digit" for part in parts[point:])
    with localcontext() as context:
        context.prec = _PRECISION
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    whole, _, decimals = f"{rounded:f}".removeprefix("-").partition(".")
    text = _whole(whole, parts[:point], _grouped(parts[:point])) + _decimals(decimals, parts[point:])
    return (sign + text.strip()) if not section.numerals else sign + _chinese(text.strip(), section.numerals)


def _decimal(value: float) -> Decimal:
    try:
        return Decimal(repr(value))
    except InvalidOperation:
        return Decimal(0)


def _scale(parts: tuple[_Part, ...]) -> int:
    """How many commas stand behind the last digit before the point, or behind the very last: each divides by a thousand."""
    point = next((n for n, part in enumerate(parts) if part.kind == "point"), len(parts))
    return _commas_at_end(parts[:point]) + (_commas_at_end(parts[point:]) if point < len(parts) else 0)


def _commas_at_end(parts: tuple[_Part, ...]) -> int:
    kinds = [part.kind for part in parts if part.kind in ("digit", "comma")]
    commas = 0
    while kinds and kinds[-1 - commas] == "comma" and commas + 1 < len(kinds):
        commas += 1
    return commas if "digit" in kinds else 0


def _grouped(parts: tuple[_Part, ...]) -> bool:
    kinds = [part.kind for part in parts if part.kind in ("digit", "comma")]
    return any(kind == "comma" and "digit" in kinds[:n] and "digit" in kinds[n:] for n, kind in enumerate(kinds))


def _whole(digits: str, parts: tuple[_Part, ...], grouped: bool) -> str:
    """The digits before the point put on their places from the right; what is left over goes to the first place."""
    digits = "" if digits == "0" else digits
    made: list[str] = []
    places = sum(part.kind == "digit" for part in parts)
    put = 0
    for part in reversed(parts):
        if part.kind == "digit":
            places -= 1
            take = digits if places == 0 else digits[-1:]
            digits = "" if places == 0 else digits[:-1]
            for char in reversed(take) if take else ({"0": "0", "?": " "}.get(part.text, ""),):
                if not char:
                    continue
                if grouped and put and put % 3 == 0 and char != " ":
                    made.append(",")
                made.append(char)
                put += 1
        elif part.kind in ("literal", "percent"):
            made.append(part.text)
    return "".join(reversed(made))


def _decimals(digits: str, parts: tuple[_Part, ...]) -> str:
    if not parts:
        return ""
    wanted = [part.text for part in parts if part.kind == "digit"]
    kept = len(wanted)
    while kept and wanted[kept - 1] != "0" and digits[kept - 1 : kept] in ("0", ""):
        kept -= 1
    made: list[str] = []
    at = 0
    for part in parts:
        if part.kind == "point":
            made.append(".")
        elif part.kind == "digit":
            made.append(digits[at] if at < kept else "")
            at += 1
        elif part.kind in ("literal", "percent"):
            made.append(part.text)
    return "".join(made)


def _scientific(exact: Decimal, parts: tuple[_Part, ...]) -> str:
    places = 0
    after = False
    for part in parts:
        after = after or part.kind == "point"
        places += after and part.kind == "digit"
    wide = max(2, len(next(part.text for part in parts if part.kind == "exponent")) - 2)
    mantissa, _, exponent = f"{exact:.{places}E}".partition("E")
    return f"{mantissa}E{exponent[0]}{int(exponent[1:]):0{wide}d}"


def _fraction(value: float, parts: tuple[_Part, ...]) -> str:
    slash = next(n for n, part in enumerate(parts) if part.kind == "slash")
    wide = sum(part.kind == "digit" for part in parts[slash:]) or 1
    fraction = Fraction(abs(value)).limit_denominator(10 ** min(wide, 4) - 1)
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}/{fraction.denominator}" if whole else f"{sign}{rest}/{fraction.denominator}"


# --- dates -------------------------------------------------------------------------------------------------------------------


def _date(value: float, section: _Section, since_1904: bool) -> str:
    if value < 0 or value >= _LAST_SERIAL:
        return "#" * 8
    moment = moment_of(value, since_1904)
    parts = section.parts
    half_day = any(part.kind == "ampm" for part in parts)
    made: list[str] = []
    for n, part in enumerate(parts):
        if part.kind == "date":
            made.append(_date_part(part.text, moment, _is_minutes(parts, n), half_day, section.numerals))
        elif part.kind == "elapsed":
            seconds = round(value * 86_400)
            made.append(str({"h": seconds // 3600, "m": seconds // 60}.get(part.text[0], seconds)))
        elif part.kind == "ampm":
            names = ("上午", "下午") if "上" in part.text else ("AM", "PM") if len(part.text) > 3 else ("A", "P")
            made.append(names[moment.hour >= 12])
        elif part.kind == "point" and n + 1 < len(parts) and parts[n + 1].kind == "digit":
            made.append(".")
        elif part.kind == "digit":
            made.append("0")
        elif part.kind != "at":
            made.append(part.text)
    return "".join(made).strip()


def moment_of(value: float, since_1904: bool = False) -> datetime:
    """The moment a serial number stands for. Excel believes in a 29 February 1900: days before it count from one day later."""
    if since_1904:
        first = datetime(1904, 1, 1)
    else:
        first = datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    days = int(value)
    return first + timedelta(days=days, seconds=round((value - days) * 86_400))


def _is_minutes(parts: tuple[_Part, ...], at: int) -> bool:
    """An m after hours or before seconds is a minute."""
    if parts[at].text[0] != "m":
        return False
    before = next((part.text[0] for part in reversed(parts[:at]) if part.kind in ("date", "elapsed")), "")
    after = next((part.text[0] for part in parts[at + 1 :] if part.kind in ("date", "elapsed")), "")
    return before == "h" or after == "s"


def _date_part(code: str, moment: datetime, minutes: bool, half_day: bool, numerals: str) -> str:
    letter, wide = code[0], len(code)
    if letter in "ye":
        year = f"{moment.year % 100:02d}" if letter == "y" and wide <= 2 else f"{moment.year:04d}"
        return "".join(_DIGITS["1"][int(digit)] for digit in year) if numerals else year
    if letter == "a":
        return ("星期" if wide > 3 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "m" and not minutes:
        if wide > 2:
            return _MONTHS[moment.month - 1][: 1 if wide == 5 else 3]
        number = moment.month
    elif letter == "m":
        number = moment.minute
    elif letter == "d":
        if wide > 2:
            return _ENGLISH_DAYS[moment.weekday()]
        number = moment.day
    elif letter == "h":
        number = (moment.hour % 12 or 12) if half_day else moment.hour
    else:
        number = moment.second
    return _chinese(str(number), numerals) if numerals else f"{number:0{min(wide, 2)}d}"


def _chinese(text: str, numerals: str) -> str:
    """Digits as Chinese numerals counted out (一百二十三); decimals one by one."""
    whole, point, decimals = text.partition(".")
    if not whole.isdigit() or len(whole) > 12:
        return text
    digits = _DIGITS[numerals]
    zero = "零"
    groups = []
    number = int(whole)
    for unit in ("", "万", "亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    made = ""
    for group, unit in reversed(groups):
        if not group:
            continue
        if made and group < 1000:
            made += zero
        words, skipped = "", False
        for power in range(3, -1, -1):
            digit = group // 10**power % 10
            if digit:
                words += (zero if skipped and words else "") + digits[digit] + _UNITS[numerals][power]
            skipped = not digit
        made += words + unit
    made = made or (digits[0] if numerals == "1" else zero)
    if numerals == "1" and made.startswith("一十"):
        made = made[1:]
    return made + ("点" + "".join(digits[int(digit)] for digit in decimals) if point else "")
