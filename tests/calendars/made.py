"""Years for tests. 2027 has no notice yet: this one is made up and says so."""

from __future__ import annotations

from typing import Any

from gongkai.law.calendar import shipped
from gongkai.law.calendar.notice import runs


def year_2027(**changes: Any) -> dict[str, Any]:
    """A made-up 2027 that holds together: working Sunday 02-14, days off to Thursday 02-11."""
    return {
        "year": 2027,
        "title": "示例：2027年部分节假日安排",
        "number": "示例发〔2026〕1号",
        "evidence": "made up for the tests",
        "statutory": {
            "元旦": ["2027-01-01"],
            "春节": ["2027-02-05/2027-02-08"],
            "清明节": ["2027-04-05"],
            "劳动节": ["2027-05-01/2027-05-02"],
            "端午节": ["2027-06-09"],
            "中秋节": ["2027-09-15"],
            "国庆节": ["2027-10-01/2027-10-03"],
        },
        "off": {
            "元旦": ["2027-01-01/2027-01-03"],
            "春节": ["2027-02-05/2027-02-11"],
            "清明节": ["2027-04-03/2027-04-05"],
            "劳动节": ["2027-05-01/2027-05-05"],
            "端午节": ["2027-06-09"],
            "中秋节": ["2027-09-15"],
            "国庆节": ["2027-10-01/2027-10-07"],
        },
        "work": {"days": ["2027-02-14", "2027-04-25", "2027-09-26", "2027-10-09"]},
        **changes,
    }


def year_2026(
    *, off: list[str] | None = None, work: list[str] | None = None, unpaired: int | None = None
) -> dict[str, Any]:
    """2026 as it is, with further days off (festival 国庆节) or days worked. ``unpaired``: how many days that leaves over."""
    table = shipped().table(2026)
    by: dict[str, list[Any]] = {}
    for day, name in table.off.items():
        by.setdefault(name, []).append(day)
    named: dict[str, list[Any]] = {}
    for day, name in table.statutory.items():
        named.setdefault(name, []).append(day)
    data: dict[str, Any] = {
        "year": 2026,
        "title": table.title,
        "number": "示例发〔2026〕9号",
        "evidence": "made up for the tests",
        "statutory": {name: runs(days) for name, days in named.items()},
        "off": {name: runs(days) for name, days in by.items()},
        "work": {"days": [*sorted(day.isoformat() for day in table.work), *(work or [])]},
    }
    if off:
        data["off"]["国庆节"] = [*data["off"]["国庆节"], *off]
    if unpaired is not None:
        data["unpaired"] = {"days": unpaired, "why": "示例：临时调整"}
    return data
