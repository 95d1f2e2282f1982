"""``gongkai restore``: a backup into an empty folder."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.command()
@site.home_option
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=say("备份文件"))
def restore(home: Path, archive: Path) -> int:
    """Unpack, compare every hash, bring the database up, verify the log. Status 1 where the log does not hold."""
    from gongkai.cli.keeping import load_dump, read_backup

    manifest = read_backup(archive, home)
    site.ready(home)
    load_dump(home)
    steps = site.migrate()
    from gongkai.people.journal import verify

    faults = list(verify())
    click.echo(
        say(
            "已恢复 {made} 的备份到 {home}：{n}个文件的校验值全部一致，数据库升级{steps}步。",
            made=str(manifest["made_at"])[:16],
            home=home.resolve(),
            n=len(manifest["files"]),
            steps=steps,
        )
    )
    for fault in faults:
        click.echo(say("日志 {chain}：{message}", chain=fault.chain, message=fault.message))
    click.echo(say("日志校验有{n}处不符。", n=len(faults)) if faults else say("日志校验全部通过。"))
    return 1 if faults else 0
