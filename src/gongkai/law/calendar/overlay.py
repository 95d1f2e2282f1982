"""Local days off and days worked: festivals of minorities fixed by the local government, closures in an emergency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.language import say
from gongkai.law.calendar.year import CalendarFault, expand, read_toml


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one body adds to the national table (放假办法 art. 4). ``off`` and ``work``: day to its reason in Chinese."""

    name: str
    source: str
    off: Mapping[date, str]
    work: Mapping[date, str]


def read_overlay(path: Path) -> Overlay:
    """Read a local calendar: keys ``name`` and ``source``, tables ``[off]`` and ``[work]`` of reason to list of days.

    Raises `CalendarFault` when the source is missing, a day is listed twice, or something is not a date.
    """
    return parse_overlay(read_toml(path), path.name)


def parse_overlay(data: Mapping[str, Any], name: str) -> Overlay:
    """The local calendar in ``data``, the content of file ``name``. Raises `CalendarFault`."""
    problems: list[str] = []
    for key in sorted(set(data) - {"name", "source", "off", "work"}):
        problems.append(say("有不认识的项目“{key}”。", key=key))
    for key in ("name", "source"):
        if not isinstance(data.get(key), str) or not data[key]:
            problems.append(say("缺少 {key}：地方日历必须写明名称和依据的文件。", key=key))
    days: dict[str, dict[date, str]] = {"off": {}, "work": {}}
    seen: set[date] = set()
    for key, found in days.items():
        section = data.get(key, {})
        if not isinstance(section, Mapping):
            problems.append(say("{key} 应写成“事由 = [日期]”的表。", key=key))
            continue
        for reason, listed in section.items():
            for day in expand(listed, problems):
                if day in seen:
                    problems.append(say("{day}重复列出。", day=day))
                seen.add(day)
                found[day] = str(reason)
    if not seen and not problems:
        problems.append(say("没有列出任何日期。"))
    if problems:
        raise CalendarFault(name, problems)
    return Overlay(data["name"], data["source"], days["off"], days["work"])
