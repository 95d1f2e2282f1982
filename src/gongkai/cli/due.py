"""`gongkai due`: the last day of a statutory period, the date alone on the first line, then why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Unit
from gongkai.law.calendar import WorkCalendar, national, read_overlay, read_year
from gongkai.law.clocks.answer import answer_due
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.facts import Application, Asked, Correction, Delay, Extension, Fee, Pause
from gongkai.law.clocks.table import CLOCKS, days_due
from gongkai.law.clocks.table import due as clock_due

CHANNELS = (
    "in_person",
    "oral",
    "signed_mail",
    "ordinary_mail",
    "online",
    "fax",
    "email",
    "passed_on",
    "wrong_office",
    "other",
)
"""As in gongkai.law.receipt, which is only imported when a channel is given: every import costs start-up time."""

_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


class Day(click.ParamType[date]):
    """A day as people write it: 2026-09-18, 20260918, 2026/9/18 or 2026年9月18日."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails (status 2) on anything that is not a day of the calendar."""
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


class Consultation(click.ParamType[Pause]):
    """``FROM:TO`` or ``FROM:TO:KIND``; TO may be left out while the opinion is awaited."""

    name = "FROM:TO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Pause:
        """The pause. Fails (status 2) where a part is not a day or not a kind."""
        if isinstance(value, Pause):
            return value
        first, _, rest = str(value).partition(":")
        last, _, kind = rest.partition(":")
        if kind and kind not in list(Asked):
            raise GongkaiError(
                say("“{kind}”不是征求意见的对象。可用的有：{kinds}。", kind=kind, kinds="、".join(Asked))
            )
        answered = read_day(last) if last else None
        return Pause(read_day(first), answered, asked=Asked(kind) if kind else Asked.THIRD_PARTY)


DAY = Day()


@click.command()
@click.argument("day", type=DAY, metavar="DATE")
@click.option("--clock", default=None, help="Which period; see --list. Default: answer, the answer to an application.")
@click.option(
    "--days", type=int, help="A length of its own instead of the clock's, in working days unless --unit says."
)
@click.option("--unit", type=click.Choice(["working-day", "day", "month", "year"]), help="Unit of --days.")
@click.option(
    "--channel", type=click.Choice(CHANNELS), help="DATE is the arrival by this channel, not yet the receipt."
)
@click.option("--confirmed", type=DAY, help="The day both sides confirmed the application (with --channel).")
@click.option(
    "--exception-announced", is_flag=True, help="The online form says that confirmation decides (--channel online)."
)
@click.option("--correction", type=DAY, help="The day the corrected application came: the period starts afresh.")
@click.option("--correction-notice", type=DAY, help="The day the notice to correct went out.")
@click.option(
    "--pause",
    "pauses",
    type=Consultation(),
    multiple=True,
    help="A consultation, FROM:TO[:third_party|co_maker|agency]. Repeatable.",
)
@click.option("--extend", type=int, help="Extension in working days, 1 to 20.")
@click.option("--extended-on", type=DAY, help="The day the applicant was told of the extension.")
@click.option("--fee-notice", type=DAY, help="The day the fee notice was received.")
@click.option("--fee-paid", type=DAY, help="The day the fee was paid.")
@click.option("--delay-until", type=DAY, help="The later date set under art. 35.")
@click.option(
    "--overlay", "overlays", type=click.Path(path_type=Path), multiple=True, help="A local calendar (TOML). Repeatable."
)
@click.option(
    "--year-file",
    "years",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A yearly table (TOML) to add or replace. Repeatable.",
)
@click.option("--every-day", is_flag=True, help="One line for every single day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.option(
    "--list",
    "list_clocks",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda c, p, v: _list_clocks(c, v),
    help="Print the clocks and stop.",
)
def due(
    day: date,
    clock: str | None,
    days: int | None,
    unit: str | None,
    channel: str | None,
    confirmed: date | None,
    exception_announced: bool,
    correction: date | None,
    correction_notice: date | None,
    pauses: tuple[Pause, ...],
    extend: int | None,
    extended_on: date | None,
    fee_notice: date | None,
    fee_paid: date | None,
    delay_until: date | None,
    overlays: tuple[Path, ...],
    years: tuple[Path, ...],
    every_day: bool,
    as_json: bool,
) -> None:
    """Last day of a statutory period that starts with DATE, and why: each day counted, skipped or paused.

    Exit status: 0 a certain date, 1 a provisional date or a warning, 2 bad input.

    \b
    gongkai due 2026-09-18
    gongkai due 2026-09-18 --pause 2026-09-22:2026-10-12 --extend 20 --extended-on 2026-10-30
    gongkai due 2026-09-18 --clock reconsideration
    """
    calendar = work_calendar(overlays, years)
    grounds: list[str] = []
    warnings: list[str] = []
    if channel is not None:
        day = _received(day, channel, confirmed, exception_announced, grounds, warnings)
    elif confirmed is not None or exception_announced:
        raise GongkaiError(say("--confirmed 和 --exception-announced 要和 --channel 一起用。请写明申请从哪个渠道来。"))
    events = {
        "--correction": correction,
        "--correction-notice": correction_notice,
        "--pause": pauses or None,
        "--extend": extend,
        "--extended-on": extended_on,
        "--fee-notice": fee_notice,
        "--fee-paid": fee_paid,
        "--delay-until": delay_until,
    }
    given = [name for name, value in events.items() if value is not None]
    if clock in (None, "answer") and days is None:
        if unit is not None:
            raise GongkaiError(say("--unit 要和 --days 一起用。"))
        if extended_on is not None and extend is None:
            raise GongkaiError(say("只写了 --extended-on，没有写延长多少天。请加上 --extend 天数。"))
        if fee_paid is not None and fee_notice is None:
            raise GongkaiError(say("只写了 --fee-paid，没有写收费通知日。请加上 --fee-notice 日期。"))
        facts = Application(
            day,
            Correction(correction_notice, correction) if correction or correction_notice else None,
            pauses,
            Extension(extend, extended_on) if extend is not None else None,
            Fee(fee_notice, fee_paid) if fee_notice else None,
            Delay(delay_until) if delay_until else None,
        )
        result = answer_due(facts, calendar)
    elif given:
        raise GongkaiError(
            say("{options}只用于答复期限，不能和 --clock、--days 一起用。请去掉其中一边。", options="、".join(given))
        )
    else:
        result = _plain(clock, days, unit, day, calendar)
    show(replace(result, notes=(*grounds, *result.notes), warnings=(*warnings, *result.warnings)), every_day, as_json)


def work_calendar(overlays: Sequence[Path], years: Sequence[Path]) -> WorkCalendar:
    """The national calendar with the files of the command line laid over it."""
    calendar = national()
    if years:
        calendar = calendar.with_years([read_year(path) for path in years])
    if overlays:
        calendar = calendar.with_overlays(*(read_overlay(path) for path in overlays))
    return calendar


def show(result: Due, every_day: bool, as_json: bool) -> None:
    """Print the result and end: status 0 for a certain date without warnings, else 1."""
    if as_json:
        click.echo(json.dumps(result.data(), ensure_ascii=False))
    else:
        click.echo(result.headline)
        click.echo(result.text(every_day=every_day))
    raise SystemExit(1 if result.on is None or result.warnings else 0)


def _plain(clock: str | None, days: int | None, unit: str | None, day: date, calendar: WorkCalendar) -> Due:
    if clock is None or (days is not None and unit is not None):
        if clock is not None:
            raise GongkaiError(say("--unit 不能和 --clock 一起用：“{clock}”的单位是法定的。", clock=clock))
        assert days is not None
        units = {
            None: Unit.WORKING_DAY,
            "working-day": Unit.WORKING_DAY,
            "day": Unit.DAY,
            "month": Unit.MONTH,
            "year": Unit.YEAR,
        }
        return days_due(days, units[unit], day, calendar)
    return clock_due(clock, day, calendar, length=days)


def _received(
    day: date, channel: str, confirmed: date | None, exception_announced: bool, grounds: list[str], warnings: list[str]
) -> date:
    """The receipt date, with its ground added to ``grounds``. ``day``: the fact that this channel puts on record first."""
    from gongkai.law.receipt import Arrival, Channel, receipt_of

    kind = Channel(channel)
    signed = kind is Channel.SIGNED_MAIL
    submitted = kind in (Channel.IN_PERSON, Channel.ORAL, Channel.ONLINE)
    found = receipt_of(
        Arrival(
            kind,
            submitted_on=day if submitted else None,
            signed_on=day if signed else None,
            arrived_on=day if not signed and not submitted else None,
            confirmed_on=confirmed,
            exception_announced=exception_announced,
        )
    )
    grounds.append(say("收到之日为{on}：{ground}（{source}）。", on=found.on, ground=found.ground, source=found.source))
    warnings += found.warnings
    return found.on


def _list_clocks(ctx: click.Context, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    for clock in CLOCKS.values():
        click.echo(f"{clock.key}\t{clock.number}\t{clock.name}\t{clock.number.source}")
    ctx.exit()
