"""``gongkai retention``: what is due, and whether what was erased is gone."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.language import say


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def retention() -> None:
    """Keeping and erasing."""


retention.help = say("保管期限：哪些期满可以销毁，已经销毁的是不是真的没有了。")


@retention.command(
    "preview", options_metavar=say("[选项]"), help=say("各机关期满的有多少，停止销毁的有多少；不改动任何内容")
)
@site.home_option
def preview(home: Path) -> None:
    """Counts only; the list itself is drawn up and approved at the desk."""
    site.ready(home)
    from gongkai.agencies.models import Agency
    from gongkai.retention import computing
    from gongkai.retention.schedule import lines

    for agency in Agency.objects.all():
        click.echo(agency.name)
        lengths = lines(agency)
        for kind, free, held in computing.counted(agency):
            click.echo(
                say(
                    "  {label}（{length}）：期满{free}，停止销毁{held}",
                    label=kind.label,
                    length=lengths[kind.key].length,
                    free=free,
                    held=held,
                )
            )


@retention.command("verify", options_metavar=say("[选项]"), help=say("在数据库原文件和文件存储里找已经销毁的内容"))
@site.home_option
@click.option(
    "--look-for", multiple=True, metavar=say("字符串"), help=say("另外找这个字符串，可以多次；不记入任何地方")
)
def verify(home: Path, look_for: tuple[str, ...]) -> int:
    """Status 1 and a line for everything that is there and should not be."""
    site.ready(home)
    from gongkai.retention import proving
    from gongkai.retention.models import DestructionList

    done = DestructionList.objects.filter(state=DestructionList.State.DONE).select_related("agency")
    files = proving.database_files()
    if not files:
        click.echo(say("本账户读不到数据库的原文件，只检查了文件存储。"))
    found = [say("{where}：还有{what}销毁的内容", where=each.where, what=each.what) for each in proving.remnants(done)]
    found += [say("{where}：有“{what}”", where=each.where, what=each.what) for each in proving.sightings(look_for)]
    for line in found:
        click.echo(line)
    click.echo(
        say("{n}份清册，查了数据库原文件{files}个，找到{found}处。", n=done.count(), files=len(files), found=len(found))
    )
    click.echo(say("备份不在检查范围内：旧备份里仍有销毁前的内容，请按备份的保存期限清除。"))
    return 1 if found else 0
