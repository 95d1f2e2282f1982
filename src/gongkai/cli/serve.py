"""``gongkai serve``: the site and its work in the background, one process."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@site.home_option
@site.server_options
@click.option("--no-background", is_flag=True, help=say("后台工作另由 gongkai worker 承担"))
@click.option("--migrate", "bring_up", is_flag=True, help=say("启动前把数据库升级到当前版本"))
def serve(home: Path, host: str, port: int, threads: int, no_background: bool, bring_up: bool) -> None:
    """Serve until interrupted."""
    site.ready(home)
    if bring_up:
        site.bring_up(home)
    behind = site.pending()
    if behind:
        raise GongkaiError(
            say(
                "数据库还差{n}步升级，没有启动，以免写坏数据。请先执行 gongkai upgrade。",
                n=behind,
            )
        )
    site.free(host, port)
    click.echo(
        say("网站地址 http://{host}:{port}/　工作台 http://{host}:{port}/desk/　按 Ctrl+C 停止", host=host, port=port)
    )
    site.serve(host, port, threads, background=not no_background)
