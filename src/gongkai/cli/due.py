"""`gongkai due`: the last day of a statutory period, the date alone on the first line, then why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from gongkai.cli.days import Day, calendar_options, read_day, work_calendar
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Unit
from gongkai.law.calendar import WorkCalendar
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

UNITS = {"working-day": Unit.WORKING_DAY, "day": Unit.DAY, "month": Unit.MONTH, "year": Unit.YEAR}


class Consultation(click.ParamType[Pause]):
    """``FROM:TO`` or ``FROM:TO:KIND``; TO may be left out while the opinion is awaited."""

    name = "FROM:TO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Pause:
        """The pause. Raises GongkaiError where a part is not a day or not a kind."""
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


def _list_clocks(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from gongkai.cli.terminal import pad, width
    from gongkai.law.clocks.fixed import FIXED_DAYS

    listed = [(c.key, str(c.number), c.name, str(c.number.source)) for c in CLOCKS.values()]
    for fixed in FIXED_DAYS.values():
        length = say("次年{month}月{day}日", month=fixed.month, day=fixed.day)
        listed.append((fixed.key, length, fixed.name, str(fixed.source)))
    widths = [max(width(row[i]) for row in listed) + 2 for i in range(3)]
    for row in listed:
        click.echo("".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=False)) + row[3])
    ctx.exit()


DAY = Day()
_DATE = say("日期")


@click.command(
    help=say(
        "计算自某日起算的法定期限的最后一日：第一行只有日期，其后逐日说明哪天计入、哪天不计、为什么。\n\n"
        "默认计算政府信息公开申请的答复期限（20个工作日），日期写收到申请之日。"
        "退出状态：0 日期确定，1 日期不能确定或者有需要注意的情形，2 输入有误。"
    ),
    epilog=say(
        "例：gongkai due 2026-09-18\n\n"
        "例：gongkai due 2026-09-18 --pause 2026-09-22:2026-10-12 --extend 20 --extended-on 2026-10-30\n\n"
        "例：gongkai due 2026-09-18 --clock reconsideration"
    ),
)
@click.argument("day", type=DAY, metavar=_DATE)
@click.option(
    "--clock",
    metavar=say("名称"),
    help=say("哪一种期限，默认 answer（答复）；全部名称见 --list，其中年报等固定日期按所写日期的年度计算"),
)
@click.option("--days", type=int, metavar=say("天数"), help=say("不用法定长度，另定长度；默认按工作日"))
@click.option("--unit", type=click.Choice(list(UNITS)), help=say("--days 的单位：工作日、日、月、年"))
@click.option(
    "--channel", type=click.Choice(CHANNELS), help=say("申请的渠道：日期写提交、签收或者到达之日，由此确定收到之日")
)
@click.option("--confirmed", type=DAY, metavar=_DATE, help=say("与申请人确认之日（与 --channel 同用）"))
@click.option("--exception-announced", is_flag=True, help=say("申请页面已公布以确认为准（与 --channel online 同用）"))
@click.option("--correction", type=DAY, metavar=_DATE, help=say("收到补正材料之日，期限重新起算"))
@click.option("--correction-notice", type=DAY, metavar=_DATE, help=say("发出补正告知书之日"))
@click.option(
    "--pause",
    "pauses",
    type=Consultation(),
    multiple=True,
    metavar=say("起:止[:对象]"),
    help=say("征求意见的起止日期，不计入期限；对象为 third_party（默认）、co_maker、agency；可重复"),
)
@click.option("--extend", type=int, metavar=say("天数"), help=say("延长的工作日数，1至20"))
@click.option("--extended-on", type=DAY, metavar=_DATE, help=say("告知申请人延期之日"))
@click.option("--fee-notice", type=DAY, metavar=_DATE, help=say("申请人收到收费通知之日"))
@click.option("--fee-paid", type=DAY, metavar=_DATE, help=say("缴清费用之日"))
@click.option("--delay-until", type=DAY, metavar=_DATE, help=say("依第三十五条确定的延迟答复日期"))
@calendar_options
@click.option("--every-day", is_flag=True, help=say("每日一行，不合并"))
@click.option("--json", "as_json", is_flag=True, help=say("输出一行 JSON"))
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_clocks,
    help=say("列出全部期限的名称、长度和依据"),
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
    installation: Path | None,
    every_day: bool,
    as_json: bool,
) -> None:
    """Last day of a statutory period that starts on ``day``; status 0 for a certain date without warnings, else 1."""
    if extended_on is not None and extend is None:
        raise GongkaiError(say("只写了 --extended-on，没有写延长多少天。请加上 --extend 天数。"))
    if fee_paid is not None and fee_notice is None:
        raise GongkaiError(say("只写了 --fee-paid，没有写收费通知日。请加上 --fee-notice 日期。"))
    if unit is not None and days is None:
        raise GongkaiError(say("--unit 要和 --days 一起用。请加上 --days 长度。"))
    calendar = work_calendar(overlays, years, installation)
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
        "--fee-notice": fee_notice,
        "--delay-until": delay_until,
    }
    if clock in (None, "answer") and days is None:
        facts = Application(
            day,
            Correction(correction_notice, correction) if correction or correction_notice else None,
            pauses,
            Extension(extend, extended_on) if extend is not None else None,
            Fee(fee_notice, fee_paid) if fee_notice else None,
            Delay(delay_until) if delay_until else None,
        )
        result = answer_due(facts, calendar)
    elif given := [name for name, value in events.items() if value is not None]:
        raise GongkaiError(
            say("{options}只用于答复期限，不能和 --clock、--days 一起用。请去掉其中一边。", options="、".join(given))
        )
    else:
        result = _plain(clock, days, unit, day, calendar)
    result = replace(result, notes=(*grounds, *result.notes), warnings=(*warnings, *result.warnings))
    if as_json:
        click.echo(json.dumps(result.data(), ensure_ascii=False))
    else:
        click.echo(result.headline)
        click.echo(result.text(every_day=every_day))
    click.get_current_context().exit(1 if result.on is None or result.warnings else 0)


def _plain(clock: str | None, days: int | None, unit: str | None, day: date, calendar: WorkCalendar) -> Due:
    if clock is not None:
        if unit is not None:
            raise GongkaiError(say("--unit 不能和 --clock 一起用：“{clock}”的单位是法定的。", clock=clock))
        if clock not in CLOCKS and days is None:
            from gongkai.law.clocks.fixed import FIXED_DAYS, fixed_due

            if clock in FIXED_DAYS:
                return fixed_due(clock, day.year)
        return clock_due(clock, day, calendar, length=days)
    assert days is not None  # with neither a clock nor a length it is an answer
    return days_due(days, UNITS[unit or "working-day"], day, calendar)


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
