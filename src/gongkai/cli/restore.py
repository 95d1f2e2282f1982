"""``gongkai restore``: a backup into an empty folder, or only looked through."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@site.home_option
@click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=say("私钥文件"),
    help=say("打开加密的备份，可以多次"),
)
@click.option(
    "--check", "only_check", is_flag=True, help=say("只读一遍并核对，什么都不写；没有私钥时只核对文件是否完整")
)
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=say("备份文件"))
def restore(home: Path, archive: Path, keys: tuple[Path, ...], only_check: bool) -> int:
    """Unpack, compare every hash and every count, verify log, registers and files, bring the database up. Status 1 where something does
    not hold."""
    from gongkai.cli.backups import envelopes, reading

    held = envelopes.private_keys(keys)
    if only_check:
        _checked(archive, held)
        return 0
    manifest = reading.read_backup(archive, home, held)
    _load(home, manifest)
    from gongkai.cli.audit import examine

    faults, counts = examine()
    steps = 0 if faults else site.bring_up(home)
    click.echo(
        say(
            "已恢复 {made} 的备份到 {home}：{n}个文件的校验值全部一致，各表记录数与备份时相同，数据库升级{steps}步。",
            made=manifest["made_at"][:16],
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


def _load(home: Path, manifest: dict[str, Any]) -> None:
    """Make Django ready for the folder that was brought back, and load its dump. Raises GongkaiError."""
    from gongkai.cli.backups.databases import DUMP_FILE, load_dump, lost

    dumped = (home / DUMP_FILE).exists()
    site.ready(home)
    from django.db import connection

    if dumped and connection.vendor == "sqlite":
        shutil.rmtree(home)
        raise GongkaiError(
            say("这是 PostgreSQL 数据库的备份，没有恢复。请用环境变量 DATABASE_URL 指明一个空的 PostgreSQL 数据库。")
        )
    load_dump(home)
    if missing := lost(manifest):
        raise GongkaiError(
            say("恢复的数据库与备份时的记录数不同：{tables}。请换一份备份。", tables="、".join(missing[:5]))
        )


def _checked(archive: Path, keys: list[Any]) -> None:
    """Say what can be said of an archive without writing anything. Raises GongkaiError."""
    from gongkai.cli.backups import envelopes, reading, shelf

    noted = shelf.noted(archive)
    if noted and shelf.digest_of(archive) != noted:
        raise GongkaiError(
            say(
                "“{archive}”与它的校验值文件不符：没有复制完整，或者被改动过。请重新复制，或者换一份。", archive=archive
            )
        )
    if envelopes.is_shut(archive) and not keys:
        if not noted:
            raise GongkaiError(
                say(
                    "“{archive}”是加密的，旁边没有校验值文件（.sha256），没有私钥无从核对。请加 --key。",
                    archive=archive,
                )
            )
        click.echo(
            say("文件完整，与写成时的校验值一致。没有私钥，里面的内容没有核对；能不能打开，请定期用 --key 演练。")
        )
        return
    manifest = reading.check(archive, keys)
    click.echo(
        say(
            "可以恢复：{made} 的备份打得开，{n}个文件的校验值全部一致。什么都没有写。",
            made=manifest["made_at"][:16],
            n=len(manifest["files"]),
        )
    )
