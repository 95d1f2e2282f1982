"""Numbers as a spreadsheet shows them: the format codes of Excel and WPS (ECMA-376 part 1, 18.8.30), without colours."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import lru_cache

from gongkai.pages.sheets.moments import shown_date
from gongkai.pages.sheets.numerals import DIGITS, chinese
from gongkai.pages.sheets.sections import Part, Section

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
_LONGEST_CODE = 500
_PRECISION = 900
"""Digits: the largest number of a cell has 309, and a code may ask for 500 more."""


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
        return shown_date(value, section, since_1904)
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
def _sections(code: str) -> tuple[Section, ...]:
    sections: list[Section] = []
    parts: list[Part] = []
    condition: tuple[str, float] | None = None
    numerals = ""
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "other", found[found.lastgroup or 0]
        if kind == "other" and text == ";":
            sections.append(Section(tuple(parts), condition, numerals))
            parts, condition, numerals = [], None, ""
        elif kind == "bracket":
            if limit := _CONDITION.fullmatch(text):
                condition = (limit[1], float(limit[2]))
            elif text.upper().startswith("DBNUM") and text[5:6] in DIGITS:
                numerals = text[5:6]
            elif text.startswith("$"):
                parts.append(Part("literal", text[1:].split("-")[0]))
            elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
                parts.append(Part("elapsed", text.lower()))
        elif kind in ("quoted", "escaped"):
            parts.append(Part("literal", text))
        elif kind == "gap":
            parts.append(Part("literal", " "))
        elif kind == "other":
            parts.append(
                Part({"@": "at", ".": "point", ",": "comma", "%": "percent", "/": "slash"}.get(text, "literal"), text)
            )
        elif kind == "date":
            parts.append(Part("date", text.lower()))
        elif kind != "fill":
            parts.append(Part(kind, text))
    sections.append(Section(tuple(parts), condition, numerals))
    return tuple(sections[:4])


def _chosen(sections: tuple[Section, ...], value: float) -> tuple[Section | None, bool]:
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


def _number(value: float, section: Section) -> str:
    parts = section.parts
    if any(part.kind == "general" for part in parts):
        words = chinese(general(value), section.numerals) if section.numerals else general(value)
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
    return (sign + text.strip()) if not section.numerals else sign + chinese(text.strip(), section.numerals)


def _decimal(value: float) -> Decimal:
    try:
        return Decimal(repr(value))
    except InvalidOperation:
        return Decimal(0)


def _scale(parts: tuple[Part, ...]) -> int:
    """How many commas stand behind the last digit before the point, or behind the very last: each divides by a thousand."""
    point = next((n for n, part in enumerate(parts) if part.kind == "point"), len(parts))
    return _commas_at_end(parts[:point]) + (_commas_at_end(parts[point:]) if point < len(parts) else 0)


def _commas_at_end(parts: tuple[Part, ...]) -> int:
    kinds = [part.kind for part in parts if part.kind in ("digit", "comma")]
    commas = 0
    while kinds and kinds[-1 - commas] == "comma" and commas + 1 < len(kinds):
        commas += 1
    return commas if "digit" in kinds else 0


def _grouped(parts: tuple[Part, ...]) -> bool:
    kinds = [part.kind for part in parts if part.kind in ("digit", "comma")]
    return any(kind == "comma" and "digit" in kinds[:n] and "digit" in kinds[n:] for n, kind in enumerate(kinds))


def _whole(digits: str, parts: tuple[Part, ...], grouped: bool) -> str:
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


def _decimals(digits: str, parts: tuple[Part, ...]) -> str:
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


def _scientific(exact: Decimal, parts: tuple[Part, ...]) -> str:
    places = 0
    after = False
    for part in parts:
        after = after or part.kind == "point"
        places += after and part.kind == "digit"
    wide = max(2, len(next(part.text for part in parts if part.kind == "exponent")) - 2)
    mantissa, _, exponent = f"{exact:.{places}E}".partition("E")
    return f"{mantissa}E{exponent[0]}{int(exponent[1:]):0{wide}d}"


def _fraction(value: float, parts: tuple[Part, ...]) -> str:
    slash = next(n for n, part in enumerate(parts) if part.kind == "slash")
    wide = sum(part.kind == "digit" for part in parts[slash:]) or 1
    fraction = Fraction(abs(value)).limit_denominator(10 ** min(wide, 4) - 1)
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}/{fraction.denominator}" if whole else f"{sign}{rest}/{fraction.denominator}"
