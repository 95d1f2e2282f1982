"""``gongkai backup``: database, files and keys in one archive."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path), metavar=say("[备份文件]"))
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar=say("份数"),
    help=say("备份后只留最新的几份（只清理数据目录中 backups 下自动命名的备份）"),
)
def backup(home: Path, target: Path | None, keep: int | None) -> None:
    """Write a backup and read it back; the site may go on running."""
    site.ready(home)
    from gongkai.cli.keeping import rotate, write_backup
    from gongkai.people import clock

    now = clock.now()
    place = target or home / "backups" / f"gongkai-{now:%Y%m%d-%H%M%S}.tar.gz"
    count = write_backup(home, place, now)
    click.echo(
        say(
            "已备份到 {place}（{n}个文件，{size}MB）。里面有密钥，请像密钥一样保管，并另存到别处。",
            place=place,
            n=count,
            size=f"{place.stat().st_size / 1e6:.1f}",
        )
    )
    if keep is not None:
        gone = rotate(home / "backups", keep)
        click.echo(say("清理了{n}份旧备份，留下最新的{keep}份。", n=len(gone), keep=keep))
