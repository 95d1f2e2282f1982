"""``gongkai reminders``: try the ways by which reminders go out, read what came back."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def reminders() -> None:
    """The ways of reminders."""


reminders.help = say("提醒：试发邮件和短信，读取退信。")


@reminders.command("try", options_metavar=say("[选项]"), help=say("邮件、短信各试发一条，说明结果"))
@site.home_option
@click.option("--mail", default="", metavar=say("地址"), help=say("发到这个邮箱；不给则只连接、登录，不发信"))
@click.option("--sms", default="", metavar=say("号码"), help=say("发到这个手机号码；不给则只读设置，不发短信"))
def try_(home: Path, mail: str, sms: str) -> int:
    """Status 0 where every way that is set up took it, else 1."""
    site.ready(home)
    from django.conf import settings

    from gongkai.reminders.sending import trying

    found = []
    if settings.EMAIL_HOST or mail:
        found.append(trying.mail(mail))
    if settings.SMS or sms:
        found.append(trying.sms(sms))
    if not found:
        click.echo(say("邮件和短信都没有设置，提醒只在工作台上。"))
    for each in found:
        click.echo(f"{'✓' if each.well else '✗'} {each.way}：{each.says}")
    return 0 if all(each.well for each in found) else 1


@reminders.command("returned", options_metavar=say("[选项]"), help=say("读取退信的邮箱，记入发送记录"))
@site.home_option
def returned(home: Path) -> int:
    """What the background does every ten minutes, now. Status 0: read; 2: the mailbox cannot be opened."""
    site.ready(home)
    from gongkai.errors import GongkaiError
    from gongkai.reminders.returning import mailboxes, reading
    from gongkai.reminders.sending.transport import WrongSetting

    if not mailboxes.set_up():
        click.echo(say("没有设置退信的邮箱，退信没有人读。请设置 GONGKAI_RETURNS。"))
        return 0
    try:
        found = reading.read()
    except (mailboxes.Closed, WrongSetting) as error:
        raise GongkaiError(str(error)) from None
    told = "，".join(say("{label}{n}封", label=kind.label, n=found[kind]) for kind in reading.KINDS if found[kind])
    click.echo(say("看过{n}封：{told}。", n=sum(found.values()), told=told) if told else say("没有新的邮件。"))
    return 0
