"""``gongkai upgrade``: backup, new state, look over; on any failure back to the state before, by itself."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@site.home_option
@click.option("--no-backup", is_flag=True, help=say("不先备份（仍会在失败时退回）"))
def upgrade(home: Path, no_backup: bool) -> None:
    """Bring the database up to this version. The site must be stopped."""
    site.ready(home)
    if not site.pending():
        click.echo(say("数据库与程序一致，不需要升级。"))
        return
    if not no_backup:
        click.echo(say("已备份到 {place}。", place=backed_up(home)))
    steps = site.bring_up(home)
    click.echo(say("已升级{steps}步，日志、数据和防护检查通过。可以启动 gongkai serve。", steps=steps))


def backed_up(home: Path) -> Path:
    """A backup of the state before, verified, and encrypted like the others; where it stands. Raises GongkaiError."""
    from gongkai.cli.backup import recipients
    from gongkai.cli.backups import shelf
    from gongkai.cli.backups.writing import write_backup
    from gongkai.people import clock

    now, keys = clock.now(), recipients()
    place = home / "backups" / shelf.name("before-upgrade", now, shut=bool(keys))
    try:
        write_backup(home, place, now, keys)
    except OSError as error:
        raise GongkaiError(say("备份没有成功，没有升级：{reason}", reason=error)) from error
    return place
