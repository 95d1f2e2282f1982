"""``gongkai audit``: prove that nobody changed the log, the registers or the files, and name what was changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
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
@click.option(
    "--against",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=say("文件"),
    help=say("与存在别处的校验值比对：见证的文件、保存的邮件、导出的JSON，可以多次"),
)
@click.option("--json", "as_json", is_flag=True, help=say("输出JSON"))
def verify(home: Path, no_files: bool, against: tuple[Path, ...], as_json: bool) -> int:
    """Status 1 and a line for each place that was changed. The site may go on running."""
    site.ready(home)
    faults, counts = examine(files=not no_files)
    if against:
        more, counts["witness"] = compared(against)
        faults += more
    if as_json:
        told = [{"kind": kind, "place": place, "message": message} for kind, place, message in faults]
        click.echo(json.dumps({"faults": told, "counted": counts}, ensure_ascii=False, indent=1))
        return 1 if faults else 0
    names = {"log": say("日志"), "row": say("数据"), "file": say("文件"), "witness": say("见证")}
    for kind, place, message in faults:
        click.echo(f"{names[kind]} {place}：{message}" if kind == "log" else f"{names[kind]}：{message}")
    counted = say("共校验日志{log}条、数据{row}条、文件{file}个", **counts)
    if against:
        counted = say("{counted}，与存在别处的{n}份校验值比对", counted=counted, n=counts["witness"])
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


def compared(places: Iterable[Path], newest: int | None = None) -> tuple[list[tuple[str, str, str]], int]:
    """Everything that does not continue from what is kept in these files, as `examine` tells it, and how many records they hold.
    ``newest``: only the records in so many bytes at the end of each. Raises GongkaiError where a file holds none."""
    from gongkai.seals import records, verifying, witness

    found: list[tuple[str, str, str]] = []
    held = []
    for place in places:
        if newest is None and place.stat().st_size > records.MOST_BYTES:
            raise GongkaiError(say("“{place}”太大，不像是校验值，没有比对。", place=place))
        try:
            with place.open("rb") as file:
                if newest is not None:
                    file.seek(max(0, place.stat().st_size - newest))
                kept = records.read(file.read())
        except GongkaiError as error:
            raise GongkaiError(say("“{place}”：{reason}", place=place, reason=str(error))) from error
        held += kept.records
        if kept.altered:
            sentence = say(
                "{place}里有{n}份校验值与自己的合计不符：没有贴完整，或者被改动过。请从原件重新取。",
                place=place.name,
                n=kept.altered,
            )
            found.append(("witness", place.name, sentence))
        if kept.torn:
            click.echo(say("{place}里有{n}份没有写完，没有比对。", place=place.name, n=kept.torn), err=True)
    with verifying.snapshot():
        different = list(witness.compare(held))
    found += [("witness", each.name, each.message) for each in different]
    chains = {key for record in held for key in record.chains}
    if len(chains) > 1 and chains <= {each.name for each in different}:
        sentence = say("所有的日志链都与见证不同：全部日志被重写过，或者这是另一套系统的校验值。")
        found.append(("witness", "", sentence))
    return found, len(held)


@audit.command("heads", options_metavar=say("[选项]"), help=say("以JSON输出日志和数据最新的校验值，供存到别处"))
@site.home_option
def heads(home: Path) -> None:
    """The present end of every chain and the sum of every table, to be kept outside the installation."""
    site.ready(home)
    from gongkai.people import clock, journal
    from gongkai.seals import anchoring, verifying

    with verifying.snapshot():
        told = {**journal.heads(), "tables": anchoring.totals(), "at": clock.now().astimezone().isoformat()}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


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
