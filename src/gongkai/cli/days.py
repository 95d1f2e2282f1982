"""How days come in on the command line, and the calendar files that go with them: shared by `due` and `calendar`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import WorkCalendar, national, read_overlay, read_year

_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_F = TypeVar("_F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day as people write it: 2026-09-18, 20260918, 2026/9/18 or 2026年9月18日."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Raises GongkaiError on anything that is not a day of the calendar."""
        return value if isinstance(value, date) else read_day(str(value))


def read_day(text: str) -> date:
    """The day that ``text`` names. Raises GongkaiError."""
    found = _DATE.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        raise GongkaiError(say("“{text}”不是日期。请写成 2026-09-18 或 2026年9月18日。", text=text)) from None


def calendar_options(command: _F) -> _F:
    """The options ``--overlay``, ``--year-file`` and ``--installation``, as ``overlays``, ``years`` and ``installation``."""
    overlay = click.option(
        "--overlay",
        "overlays",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar=say("文件"),
        help=say("地方日历（TOML），如少数民族节日放假；可重复"),
    )
    year_file = click.option(
        "--year-file",
        "years",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar=say("文件"),
        help=say("补充或者替换某一年的工作日历（TOML）；可重复"),
    )
    installation = click.option(
        "--installation",
        type=click.Path(file_okay=False, path_type=Path),
        metavar=say("数据目录"),
        help=say("按这个系统的工作台录入的放假安排计算"),
    )
    return overlay(year_file(installation(command)))


def work_calendar(overlays: Sequence[Path], years: Sequence[Path], installation: Path | None = None) -> WorkCalendar:
    """The national calendar, or that of an installation, with the files of the command line laid over it. Raises `CalendarFault`."""
    if installation is not None:
        from gongkai.cli import site

        site.ready(installation)
    calendar = national()
    if years:
        calendar = calendar.with_years([read_year(path) for path in years])
    if overlays:
        calendar = calendar.with_overlays(*(read_overlay(path) for path in overlays))
    return calendar
