"""``gongkai tick``: what the day brings, for installations that run it from their own scheduler."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
def tick(home: Path) -> None:
    """Note the periods that have run out, release and take down what is due, remind. Running it twice does nothing twice."""
    site.ready(home)
    from gongkai.config.background import tick as run

    done = run()
    click.echo(say("征求意见期满未答复：{n}家。", n=done["lapsed"]))
    click.echo(
        say(
            "到时发布{released}件，到期下架{expired}件，审核超时{reminded}步。",
            released=done.get("released", 0),
            expired=done.get("expired", 0),
            reminded=done.get("reminded", 0),
        )
    )
    click.echo(
        say(
            "提醒{told}条，发出{sent}封，退回{bounced}封，稍后再发{later}封。",
            told=done.get("told", 0),
            sent=done.get("sent", 0),
            bounced=done.get("bounced", 0),
            later=done.get("later", 0),
        )
    )
