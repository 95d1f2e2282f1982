"""`gongkai check`: what is wrong with annual reports, where, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from gongkai.bulk import Outcome, Source
from gongkai.cli.inputs import sources
from gongkai.cli.jobs import AsJson, AsText, status
from gongkai.cli.read import width_for
from gongkai.cli.running import Outcomes, Work, summary, work_options
from gongkai.cli.target import text_output
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.checks import check as run_checks
from gongkai.reports.model import Reading
from gongkai.reports.outputs.json import from_json, loads


@click.command(
    help=say(
        "核对年度报告：表内勾稽关系、正文与表格、年度和日期、各部分内容、公布的个人信息。\n\n"
        "每个问题写明原文、位置和改法。退出状态：0 没有问题，1 有问题或存疑，2 有文件无法读取。"
    )
)
@click.argument("paths", nargs=-1, required=True, metavar=say("路径…"))
@click.option(
    "--previous",
    multiple=True,
    metavar=say("路径"),
    help=say("上一年的报告（文件、文件夹或通配符，可重复），用于核对结转和雷同；按机关名称配对"),
)
@click.option("--together", is_flag=True, help=say("本次核对的报告之间互相比较，查找照抄的文字"))
@click.option("--json", "as_json", is_flag=True, help=say("每份报告输出一行 JSON，含 findings"))
@click.option("--places/--no-places", default=True, help=say("JSON 是否写明每个数据的原文位置，默认写明"))
@click.option("--tables", is_flag=True, help=say("同时列出三张表"))
@click.option("--all", "every_row", is_flag=True, help=say("与 --tables 同用：列出全部行，不折叠全为 0 的行"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar=say("文件"),
    help=say("写入文件，全部完成后才出现"),
)
@click.option("--force", is_flag=True, help=say("允许覆盖已有的输出文件"))
@work_options
def check(
    paths: tuple[str, ...],
    previous: tuple[str, ...],
    together: bool,
    as_json: bool,
    places: bool,
    tables: bool,
    every_row: bool,
    output: Path | None,
    force: bool,
    work: Work,
) -> int:
    files = sources(paths)
    job: AsJson | AsText = (
        AsJson(checked=True, places=places)
        if as_json
        else AsText(checked=True, tables=tables, every_row=every_row, columns=width_for(work, output))
    )
    if (previous or together) and work.resume is not None:
        raise GongkaiError(
            say("--resume 不能与 --previous、--together 同用：这两项要同时看多份报告，不能分段进行。请去掉其中一项。")
        )
    statuses: list[int] = []
    with text_output(output, force=force) as out:

        def put(outcome: Outcome) -> None:
            out.write(outcome.text)
            out.flush()
            statuses.append(outcome.status)

        if previous or together:
            for outcome in _side_by_side(job, files, sources(previous) if previous else [], together, work, output):
                put(outcome)
        else:
            with Outcomes(job, files, work, command="check", output=output) as outcomes:
                for outcome in outcomes:
                    put(outcome)
    if len(statuses) > 1:
        click.echo(summary(statuses), err=True)
    return max(statuses)


def _side_by_side(
    job: AsJson | AsText,
    files: Sequence[Source],
    before: Sequence[Source],
    together: bool,
    work: Work,
    output: Path | None,
) -> Iterator[Outcome]:
    """Checks that need more than one report at a time. Reading is still spread over the workers; the checks, which take a
    few milliseconds, run here."""
    last_year: dict[tuple[str, int], Reading] = {}
    for outcome in _read_all(before, work, output):
        if outcome.status == 2:
            click.echo(say("上一年的报告“{name}”无法读取，没有用于核对。", name=outcome.name), err=True)
            continue
        reading = from_json(loads(outcome.text))
        if reading.report.agency is not None and reading.report.year is not None:
            last_year[reading.report.agency, reading.report.year] = reading
    lines = _read_all(files, work, output)
    readings = {line.name: from_json(loads(line.text)) for line in lines if line.status != 2}
    for line in lines:
        reading_or_none = readings.get(line.name)
        if reading_or_none is None:
            error = loads(line.text)["error"]
            yield Outcome(line.name, 2, job.failed(line.name, error["code"], error["message"]), line.code)
            continue
        reading, report = reading_or_none, reading_or_none.report
        year_before = (report.agency or "", report.year - 1) if report.year is not None else None
        others = [other for name, other in readings.items() if name != line.name] if together else []
        findings = run_checks(reading, previous=last_year.get(year_before) if year_before else None, others=others)
        text = job.show(reading, findings, line.name, loads(line.text).get("warnings", ()))
        yield Outcome(line.name, status(reading, findings), text)


def _read_all(files: Sequence[Source], work: Work, output: Path | None) -> list[Outcome]:
    if not files:
        return []
    with Outcomes(AsJson(), files, work, command="check", output=output) as outcomes:
        return list(outcomes)
