"""``gongkai backup``: database, files and keys in one archive, encrypted where keys are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.command()
@site.home_option
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path), metavar=say("[备份文件]"))
@click.option(
    "--to",
    "to",
    multiple=True,
    metavar=say("公钥"),
    help=say("为这把公钥加密，可以多次；没有写时按环境变量 GONGKAI_BACKUP_TO"),
)
@click.option(
    "--new-key",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=say("私钥文件"),
    help=say("不备份，只生成一对密钥：私钥写进这个新文件（不能在数据目录里），公钥显示出来"),
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar=say("份数"),
    help=say("备份后只留最新的几份（只清理数据目录中 backups 下自动命名的备份）"),
)
@click.option(
    "--keep-days",
    type=click.IntRange(1),
    metavar=say("天数"),
    help=say("备份后清理早于这些天的（同上，也清理升级前的备份；最新的一份总是留下）"),
)
def backup(
    home: Path,
    target: Path | None,
    to: tuple[str, ...],
    new_key: Path | None,
    keep: int | None,
    keep_days: int | None,
) -> None:
    """Write a backup and read it back; the site may go on running."""
    if new_key is not None:
        _new_key(home, new_key)
        return
    site.ready(home)
    from gongkai.cli.backups import shelf
    from gongkai.cli.backups.writing import write_backup
    from gongkai.people import clock

    now, keys = clock.now(), recipients(to)
    place = target or home / "backups" / shelf.name("gongkai", now, shut=bool(keys))
    count = write_backup(home, place, now, keys)
    told = {"place": place, "n": count, "size": f"{place.stat().st_size / 1e6:.1f}", "k": len(keys)}
    click.echo(
        say("已加密备份到 {place}（{n}个文件，{size}MB），{k}把私钥中的任意一把可以打开。请另存到别处。", **told)
        if keys
        else say(
            "已备份到 {place}（{n}个文件，{size}MB）。没有加密，里面有密钥，请像密钥一样保管，并另存到别处。", **told
        )
    )
    if keep is not None:
        gone = shelf.rotate(home / "backups", keep)
        click.echo(say("清理了{n}份旧备份，留下最新的{keep}份。", n=len(gone), keep=keep))
    if keep_days is not None:
        gone = shelf.expire(home / "backups", keep_days, now)
        click.echo(say("清理了{n}份早于{days}天的备份。", n=len(gone), days=keep_days))


def recipients(given: tuple[str, ...] = ()) -> list[Any]:
    """The public keys that backups are encrypted for: those ``given``, else those of the setting; none where there is none. Raises
    GongkaiError where one is no key, for a backup in the clear is not what was asked for."""
    from django.conf import settings

    from gongkai.cli.backups import envelopes

    words = given or (settings.BACKUP_TO,)
    keys = envelopes.public_keys(words)
    if not keys and "".join(words).strip():
        raise GongkaiError(say("没有写出公钥，没有备份。请写 age1 开头的公钥，或者去掉 --to 和 GONGKAI_BACKUP_TO。"))
    return keys


def _new_key(home: Path, place: Path) -> None:
    from gongkai.cli.backups import envelopes

    public = envelopes.new_pair(place, home)
    click.echo(say("已生成一对备份密钥。"))
    click.echo(say("公钥：{key}", key=public))
    click.echo(say("私钥在 {place}，只有本用户可读。请现在做三件事：", place=place))
    click.echo(say("1. 把公钥写进设置 GONGKAI_BACKUP_TO（可以写几把，用逗号分开，任意一把私钥都能打开）。"))
    click.echo(
        say("2. 把私钥打印出来锁进保险柜，另存一份到别处，再从这台机器上删掉。没有私钥，谁也不能恢复加密的备份。")
    )
    click.echo(say("3. 备份一次，用 gongkai restore --check --key 核对这把私钥打得开。"))
