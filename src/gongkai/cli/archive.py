"""``gongkai archive``: the package of a year, made and verified."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def archive() -> None:
    """Archive packages."""


archive.help = say("年度归档包：把一个机关一年办结的案卷装成一个文件，随时可以校验。")


@archive.command("make", options_metavar=say("[选项]"), help=say("制作一个机关一年的归档包"))
@site.home_option
@click.argument("slug", metavar=say("机关网址名"))
@click.argument("year", type=click.IntRange(2008, 2200), metavar=say("年度"))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), metavar=say("归档包"))
def make(home: Path, slug: str, year: int, target: Path) -> None:
    """The same cases give the same bytes."""
    site.ready(home)
    from gongkai.agencies.models import Agency
    from gongkai.cli.terminal import Progress
    from gongkai.retention import archiving

    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        raise GongkaiError(say("没有网址名为“{slug}”的机关。", slug=slug))
    if target.exists():
        raise GongkaiError(say("“{target}”已经存在，没有覆盖。请换一个文件名。", target=target))
    total = archiving.cases_of(agency, year).count()
    if not total:
        raise GongkaiError(say("{year}年没有办结的申请，没有制作归档包。", year=year))
    progress = Progress(total)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            archiving.pack(agency, year, file, step=lambda done: progress.advance())
        part.replace(target)
    finally:
        progress.clear()
        part.unlink(missing_ok=True)
    size = f"{target.stat().st_size / 1e6:.1f}"
    click.echo(
        say("已装入{n}件，{target}（{size}MB）。里面有个人信息，请按案卷保管。", n=total, target=target, size=size)
    )


@archive.command("verify", options_metavar=say("[选项]"), help=say("逐个文件与清单比对；不需要安装过的数据目录"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=say("归档包"))
def verify(file: Path) -> int:
    """Status 1 and a line for each file that does not hold."""
    from gongkai.retention.verifying import verify as look

    found = look(file)
    for fault in found.faults:
        click.echo(fault)
    click.echo(
        say(
            "{agency}{year}年：{cases}件，{files}个文件，{faults}处不符。",
            agency=found.agency,
            year=found.year,
            cases=found.cases,
            files=found.files,
            faults=len(found.faults),
        )
    )
    return 1 if found.faults else 0
