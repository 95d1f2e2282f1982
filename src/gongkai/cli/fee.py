"""`gongkai fee`: what the processing fee comes to, the amount alone on the first line, then the sum laid open."""

from __future__ import annotations

import json

import click

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.fees import MEASURES, Charge, OneTariffOnly, Tariff, charge, month_total


@click.command(
    help=say(
        "计算信息处理费：按量计收写 --pages，按件计收写 --ordinal；同一申请只能用一种。\n\n"
        "第一行只有金额，其后列出各档。收费是可以而不是必须。退出状态：0 已算出，2 输入有误。"
    ),
    epilog=say("例：gongkai fee --pages 150\n\n例：gongkai fee --ordinal 12"),
)
@click.option("--pages", type=int, metavar=say("页数"), help=say("按量计收：这一件申请提供的页数"))
@click.option("--ordinal", type=int, metavar=say("第几件"), help=say("按件计收：同一申请人本自然月内的第几件"))
@click.option(
    "--units", type=int, default=1, show_default=True, metavar=say("件数"), help=say("按件计收：这一件拆分成几件")
)
@click.option("--month", type=int, metavar=say("件数"), help=say("同一申请人一个自然月内全部申请按件计收的总额"))
@click.option("--json", "as_json", is_flag=True, help=say("输出一行 JSON"))
def fee(pages: int | None, ordinal: int | None, units: int, month: int | None, as_json: bool) -> None:
    """The charge on one application, or on a month of them."""
    if month is not None:
        if pages is not None or ordinal is not None or units != 1:
            raise OneTariffOnly(say("--month 计算整月总额，不能和 --pages、--ordinal、--units 一起用。请分开计算。"))
        found = month_total(month)
    elif pages is None and ordinal is None:
        raise GongkaiError(say("没有说明计收方式。请写 --pages 页数（按量计收）或者 --ordinal 第几件（按件计收）。"))
    else:
        found = charge(pages=pages, ordinal=ordinal, units=units)
    if as_json:
        click.echo(json.dumps(found.data(), ensure_ascii=False))
        return
    click.echo(say("{amount} 元", amount=found.amount))
    for line in _explanation(found):
        click.echo(line)


def _explanation(found: Charge) -> list[str]:
    name = say("按量计收") if found.tariff is Tariff.BY_PAGE else say("按件计收")
    unit = found.unit.value
    lines = [say("{name}（{source}）：", name=name, source=MEASURES)]
    for x in found.lines:
        which = say("第{n}", n=x.first) if x.count == 1 else say("第{first}至{last}", first=x.first, last=x.last)
        lines.append(
            say(
                "  {which}{unit}：{count}{unit} × {price}元 = {amount}元",
                which=which,
                unit=unit,
                count=x.count,
                price=x.price,
                amount=x.amount,
            )
        )
    if not found.lines:
        lines.append(say("  没有需要计收的{unit}数", unit=unit))
    lines.append(say("收费由行政机关决定，可以不收；同一申请不能既按件又按量。"))
    return lines
