"""``gongkai heartbeat``: whether the background still runs, asked from outside it: by cron, systemd, a monitor."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say

AGAIN = 6 * 3600.0
"""Seconds until an alarm that still holds is mailed again."""
STAMP = "heartbeat-alarm"
"""The file of the data folder that holds when an alarm was last mailed: it has to work where the database does not."""


@click.command()
@site.home_option
@click.option(
    "--minutes",
    type=click.IntRange(1, 10_000),
    default=None,
    metavar=say("分钟"),
    help=say("多久没有运行算停了，默认 30"),
)
@click.option("--mail", is_flag=True, help=say("停了就发邮件给环境变量 GONGKAI_ALARM_TO 中的人，六小时内不重复"))
def heartbeat(home: Path, minutes: int | None, mail: bool) -> int:
    """Status 0 where the background runs, 1 where it has stopped, 2 where that cannot be told. It reads, and changes nothing."""
    site.ready(home)
    from django.db import DatabaseError

    from gongkai.reminders import heartbeat as beats

    try:
        pulses = beats.pulses(most=timedelta(minutes=minutes) if minutes else None)
        lines = [pulse.says for pulse in pulses if pulse.stopped]
        status = 1 if lines else 0
    except DatabaseError as error:
        lines, status = [say("数据库打不开：{reason}", reason=str(error)[:200])], 2
    if not status:
        (home / STAMP).unlink(missing_ok=True)
        click.echo(say("后台在运行。"))
        return 0
    said = say("后台停了：{what}。", what="，".join(lines))
    click.echo(said, err=True)
    if mail:
        _alarm(home, said)
    return status


def _alarm(home: Path, said: str) -> None:
    """Write to those who look after the installation, over the mail server itself and not over the outbox, which stands still too."""
    from django.conf import settings
    from django.core.mail import EmailMessage

    from gongkai.reminders.sending import transport
    from gongkai.reminders.sending.mailing import in_words

    stamp = home / STAMP
    if stamp.exists() and time.time() - stamp.stat().st_mtime < AGAIN:
        return
    if not settings.ALARM_TO or not settings.EMAIL_HOST:
        click.echo(say("没有发邮件：请设置 GONGKAI_ALARM_TO 和 GONGKAI_SMTP_HOST。"), err=True)
        return
    text = say("{said}请登录服务器，用 gongkai doctor 查看，并重新启动 gongkai serve。", said=said)
    try:
        EmailMessage(say("公开系统的后台停了"), text, settings.DEFAULT_FROM_EMAIL, settings.ALARM_TO).send()
    except (OSError, transport.WrongSetting) as error:
        click.echo(say("报警邮件没有发出：{reason}", reason=str(in_words(error))), err=True)
        return
    stamp.touch()
    click.echo(say("已发邮件给{n}人。", n=len(settings.ALARM_TO)), err=True)
