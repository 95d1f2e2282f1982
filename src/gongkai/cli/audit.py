"""``gongkai audit``: prove that nobody changed the log, the registers or the files, and name what was changed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongkai.cli import site
from gongkai.errors import GongkaiError
from gongkai.language import say


@click.group(options_metavar=say("[选项]"), subcommand_metavar=say("命令"))
def audit() -> None:
    """The log, the registers, the files."""


audit.help = say("校验日志、数据和文件是否被改动过，导出校验值。")


@audit.command("verify", options_metavar=say("[选项]"), help=say("逐条校验日志、数据和文件，列出每一处改动"))
@site.home_option
@click.option("--no-files", is_flag=True, help=say("不读取文件，只校验日志和数据"))
@click.option("--json", "as_json", is_flag=True, help=say("输出JSON"))
def verify(home: Path, no_files: bool, as_json: bool) -> int:
    """Status 1 and a line for each place that was changed. The site may go on running."""
    site.ready(home)
    faults, counts = examine(files=not no_files)
    if as_json:
        told = [{"kind": kind, "place": place, "message": message} for kind, place, message in faults]
        click.echo(json.dumps({"faults": told, "counted": counts}, ensure_ascii=False, indent=1))
        return 1 if faults else 0
    names = {"log": say("日志"), "row": say("数据"), "file": say("文件")}
    for kind, place, message in faults:
        click.echo(f"{names[kind]} {place}：{message}" if kind == "log" else f"{names[kind]}：{message}")
    counted = say("共校验日志{log}条、数据{row}条、文件{file}个", **counts)
    click.echo(
        say("{counted}，{n}处不符。请保留现场，与导出的校验值和备份比对。", counted=counted, n=len(faults))
        if faults
        else say("{counted}，全部通过。", counted=counted)
    )
    return 1 if faults else 0


def examine(*, files: bool = True) -> tuple[list[tuple[str, str, str]], dict[str, int]]:
    """Everything that was changed past the program, as (kind, place, words), and how much was looked at. Kinds: log, row, file."""
    from gongkai.files.models import StoredFile
    from gongkai.people import journal
    from gongkai.people.models import LogEntry
    from gongkai.seals import anchoring, verifying
    from gongkai.seals.models import Seal

    with verifying.snapshot():
        found = [("log", fault.chain, fault.message) for fault in journal.verify()]
        found += [("row", fault.name, fault.message) for fault in verifying.verify()]
        found += [("row", fault.name, fault.message) for fault in anchoring.check()]
        counts = {
            "log": LogEntry.objects.count(),
            "row": Seal.objects.count(),
            "file": StoredFile.objects.count() if files else 0,
        }
    if files:
        found += [("file", fault.name, fault.message) for fault in verifying.files()]
    return found, counts


@audit.command("heads", options_metavar=say("[选项]"), help=say("以JSON输出日志和数据最新的校验值，供存到别处"))
@site.home_option
def heads(home: Path) -> None:
    """The present end of every chain and the sum of every table, to be kept outside the installation."""
    site.ready(home)
    from gongkai.people import journal
    from gongkai.seals import anchoring

    click.echo(json.dumps({**journal.heads(), "tables": anchoring.totals()}, ensure_ascii=False, indent=1))


@audit.command("accept", options_metavar=say("[选项]"), help=say("查清以后，把数据现在的样子重新封存，原因记入日志"))
@site.home_option
@click.option("--why", required=True, metavar=say("原因"), help=say("查到了什么，怎样处理的"))
def accept(home: Path, why: str) -> int:
    """Mark what stands now, with the reason and what had been found in the log. The log itself and the files cannot be accepted."""
    site.ready(home)
    from gongkai.seals import renewing, verifying

    if not why.strip():
        raise GongkaiError(say("请用 --why 写明查到了什么、怎样处理的，没有重新封存。"))
    with verifying.snapshot():
        found = [fault.message for fault in verifying.verify()]
    from django.db import connection

    done = renewing.renew(connection, "seals.accepted", why=why.strip()[:500], found=found[:200])
    click.echo(say("已重新封存{n}条，原因和原来的不符之处已记入日志。", n=sum(done.values())))
    return 0
