"""``gongkai backup``: database, files and keys in one archive."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path), metavar=say("[备份文件]"))
def backup(home: Path, target: Path | None) -> None:
    """Write a backup; the site may go on running."""
    site.ready(home)
    from gongkai.cli.keeping import write_backup
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
