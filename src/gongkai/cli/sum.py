"""`gongkai sum`: many bodies added up, with a line that says how complete the sum is."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli import view
from gongkai.cli.compare import figure
from gongkai.cli.inputs import sources
from gongkai.cli.readings import readings
from gongkai.cli.rows import Rows, format_of, write_rows
from gongkai.cli.running import Work, work_options
from gongkai.cli.target import may_write
from gongkai.cli.terminal import columns, table, wrap
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.model import CellId, Reading
from gongkai.reports.outputs.json import dumps, to_json
from gongkai.reports.summing import Sum, add_up


@click.command(
    help=say(
        "汇总多个机关的报告，逐格相加。首先说明是否完整：应报几个、缺谁、谁重报、谁有存疑或勾稽不符、哪些属于其他年度。\n\n"
        "路径可以是报告，也可以是 gongkai read --json 的输出。退出状态：0 完整无误，1 不完整或有问题，2 有文件无法读取。"
    )
)
@click.argument("paths", nargs=-1, required=True, metavar=say("路径…"))
@click.option(
    "--expected",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=say("名单"),
    help=say("应报机关名单，文本文件，一行一个"),
)
@click.option(
    "--year", type=click.IntRange(2000, 2100), metavar=say("年度"), help=say("汇总的年度，默认为多数报告的年度")
)
@click.option("--agency", metavar=say("名称"), help=say("汇总表的机关名称，例如“示例县”"))
@click.option(
    "--cell",
    "cells",
    multiple=True,
    metavar=say("代码"),
    help=say("列出某格由谁相加而成，如 applications/received/total，可重复"),
)
@click.option("--all", "every_row", is_flag=True, help=say("表格列出全部行，不折叠全为 0 的行"))
@click.option(
    "--format", "form", metavar=say("格式"), help=say("输出格式：json、csv、xlsx、parquet，默认由 -o 的扩展名决定")
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar=say("文件"), help=say("写入文件"))
@click.option("--force", is_flag=True, help=say("允许覆盖已有的输出文件"))
@work_options
def sum_(
    paths: tuple[str, ...],
    expected: Path | None,
    year: int | None,
    agency: str | None,
    cells: tuple[str, ...],
    every_row: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    work: Work,
) -> int:
    kind = format_of(form, output)
    if output is not None:
        may_write(output, force=force)
    names = roll(expected) if expected is not None else None
    wanted = [_cell(text) for text in cells]
    named, failed = readings(sources(paths), work, command="sum", places=False)
    result = add_up([one.reading for one in named], names, year=year, agency=agency)
    if kind is None:
        click.echo(_text(result, every_row))
        for cell in wanted:
            click.echo(_summands(result, cell))
    else:
        headings = {
            "table": say("表"),
            "row": say("行"),
            "column": say("列"),
            "agency": say("机关"),
            "value": say("数"),
            "doubt": say("存疑"),
        }
        write_rows(kind, output, Rows(headings, result.rows()), dumps(_json(result)), force=force)
        click.echo(result.completeness(), err=True)
    return 2 if failed else 0 if result.complete and not result.findings else 1


def roll(path: Path) -> list[str]:
    """The names of a list, a line each; empty lines and lines behind ``#`` do not count. Raises GongkaiError when none is left."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        # What a Chinese Windows writes when it is not asked.
        lines = path.read_text(encoding="gb18030", errors="replace").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not names:
        raise GongkaiError(say("名单“{path}”里没有机关名称，无法判断缺报。请一行写一个名称。", path=path))
    return names


def _cell(text: str) -> CellId:
    try:
        return CellId.parse(text)
    except ValueError:
        raise GongkaiError(
            say(
                "“{text}”不是格的代码。代码由表、行、列组成，例如 applications/received/total，见 docs/reference/json.md。",
                text=text,
            )
        ) from None


def _text(result: Sum, every_row: bool) -> str:
    report = result.report
    lines = [
        say(
            "{agency}{year} 年政府信息公开工作年度报告汇总",
            agency=(report.agency + "　") if report.agency else "",
            year=report.year if report.year is not None else say("（年度不明）"),
        ),
        wrap(result.completeness(), columns(), "  "),
        view.figures(Reading(report), every_row=every_row),
    ]
    for agency, codes in result.failing.items():
        lines.append(wrap(say("勾稽不符：{agency}：{codes}", agency=agency, codes="、".join(codes)), columns(), "  "))
    if result.findings:
        lines.append(view.findings(Reading(report), result.findings, columns()))
    return "\n".join(lines)


def _summands(result: Sum, cell: CellId) -> str:
    parts = result.summands(cell)
    title = view.cell_words(Reading(result.report), cell)
    if not parts:
        return say("{cell}：汇总所用的格式没有这一格。", cell=title)
    rows = [[part.agency, figure(part.value) + ("?" if part.doubted else " ")] for part in parts]
    rows.append([say("合计"), figure(result.report.value(cell)) + " "])
    return title + "\n" + table(rows, ["left", "right"])


def _json(result: Sum) -> dict[str, object]:
    return {
        **to_json(Reading(result.report), findings=result.findings),
        "completeness": {
            "says": result.completeness(),
            "complete": result.complete,
            "expected": result.expected,
            "members": list(result.members),
            "missing": list(result.missing),
            "unexpected": list(result.unexpected),
            "twice": [{"agency": one.agency, "same": one.same} for one in result.twice],
            "other_year": [{"agency": agency, "year": year} for agency, year in result.other_year],
            "doubtful": list(result.doubtful),
            "failing": {agency: list(codes) for agency, codes in result.failing.items()},
            "incomplete": [str(cell) for cell in result.incomplete],
            "not_carried": {agency: [str(cell) for cell in cells] for agency, cells in result.not_carried.items()},
        },
    }
