"""``gongkai audit verify``: prove that nobody changed the log."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def audit() -> None:
    """The log."""


audit.help = say("日志：校验是否被改动过，导出每条链的校验值。")


@audit.command("verify", options_metavar=say("[选项]"), help=say("逐条校验日志，列出每一处改动"))
@site.home_option
def verify(home: Path) -> int:
    """Status 1 and a line for each place where the chain does not hold."""
    site.ready(home)
    from gongkai.people import journal
    from gongkai.people.models import LogEntry

    faults = list(journal.verify())
    for fault in faults:
        click.echo(say("日志 {chain}：{message}", chain=fault.chain, message=fault.message))
    count = LogEntry.objects.count()
    click.echo(
        say("共{n}条，{faults}处不符。请保留现场，与导出的校验值比对。", n=count, faults=len(faults))
        if faults
        else say("共{n}条，全部通过。", n=count)
    )
    return 1 if faults else 0


@audit.command("heads", options_metavar=say("[选项]"), help=say("以JSON输出每条链最新的校验值，供存到别处"))
@site.home_option
def heads(home: Path) -> None:
    """The present end of every chain, to be kept outside the installation."""
    site.ready(home)
    from gongkai.people import journal

    click.echo(json.dumps(journal.heads(), ensure_ascii=False, indent=1))
