"""``gongkai worker``: the work in the background as a process of its own."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
@click.option("--once", is_flag=True, help=say("处理完现有的任务就结束"))
def worker(home: Path, once: bool) -> int:
    """Work off the queue until interrupted, or, with --once, until it is empty."""
    site.ready(home)
    from gongkai.config.background import take_up
    from gongkai.config.background import worker as make
    from gongkai.config.presence import Presence

    presence = Presence("worker")
    take_up()
    made = make(presence, batch=once)
    if not once:
        made.configure_signals()
        click.echo(say("后台任务处理中，按 Ctrl+C 停止。"))
    try:
        made.run()
    finally:
        presence.end()
    return 0
