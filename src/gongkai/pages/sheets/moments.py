"""Dates and times as spreadsheets show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongkai.pages.sheets.numerals import DIGITS, chinese
from gongkai.pages.sheets.sections import Part, Section

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = "一二三四五六日"
_ENGLISH_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_LAST_SERIAL = 2_958_466  # the day after 31 December 9999


def shown_date(value: float, section: Section, since_1904: bool) -> str:
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


def _is_minutes(parts: tuple[Part, ...], at: int) -> bool:
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
        return "".join(DIGITS["1"][int(digit)] for digit in year) if numerals else year
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
    return chinese(str(number), numerals) if numerals else f"{number:0{min(wide, 2)}d}"
