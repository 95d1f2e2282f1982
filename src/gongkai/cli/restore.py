"""``gongkai restore``: a backup into an empty folder."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@site.home_option
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=say("备份文件"))
def restore(home: Path, archive: Path) -> int:
    """Unpack, compare every hash and every count, verify log, registers and files, bring the database up. Status 1 where something does
    not hold."""
    from gongkai.cli.keeping import load_dump, lost, read_backup

    manifest = read_backup(archive, home)
    site.ready(home)
    load_dump(home)
    missing = lost(manifest)
    if missing:
        raise GongkaiError(
            say("恢复的数据库与备份时的记录数不同：{tables}。请换一份备份。", tables="、".join(missing[:5]))
        )
    from gongkai.cli.audit import examine

    faults, counts = examine()
    steps = 0 if faults else site.bring_up(home)
    click.echo(
        say(
            "已恢复 {made} 的备份到 {home}：{n}个文件的校验值全部一致，各表记录数与备份时相同，数据库升级{steps}步。",
            made=str(manifest["made_at"])[:16],
            home=home.resolve(),
            n=len(manifest["files"]),
            steps=steps,
        )
    )
    for kind, place, message in faults:
        click.echo(f"{kind} {place}：{message}")
    counted = say("日志{log}条、数据{row}条、文件{file}个", **counts)
    click.echo(
        say("{counted}，{n}处不符。", counted=counted, n=len(faults))
        if faults
        else say("{counted}，校验全部通过。", counted=counted)
    )
    return 1 if faults else 0
