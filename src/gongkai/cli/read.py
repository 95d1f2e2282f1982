"""`gongkai read`: annual reports in, figures and doubts out."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.inputs import sources
from gongkai.cli.jobs import AsJson, AsText
from gongkai.cli.running import Outcomes, Work, summary, work_options
from gongkai.cli.target import text_output
from gongkai.cli.terminal import columns
from gongkai.language import say


def width_for(work: Work, output: Path | None) -> int:
    """Columns of the output: the terminal's own, but always the same in a file and in a run that may go on elsewhere."""
    return 100 if output is not None or work.resume is not None else columns()


@click.command(
    help=say(
        "读取年度报告，列出三张表的数据和存疑之处。\n\n"
        "路径可以是文件、文件夹（含其中全部文件）或通配符。"
        "格式按内容识别：网页、Word、PDF、Excel、文本，安装 ocr 组件后还有扫描件和图片。\n\n"
        "带“?”的数据存疑，下方说明缘由和原文位置。退出状态：0 没有存疑，1 有存疑，2 有文件无法读取。"
    )
)
@click.argument("paths", nargs=-1, required=True, metavar=say("路径…"))
@click.option("--json", "as_json", is_flag=True, help=say("每份报告输出一行 JSON，格式见 report.schema.json"))
@click.option("--places/--no-places", default=True, help=say("JSON 是否写明每个数据的原文位置，默认写明"))
@click.option("--all", "every_row", is_flag=True, help=say("表格列出全部行，不折叠全为 0 的行"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar=say("文件"),
    help=say("写入文件，全部完成后才出现"),
)
@click.option("--force", is_flag=True, help=say("允许覆盖已有的输出文件"))
@work_options
def read(
    paths: tuple[str, ...],
    as_json: bool,
    places: bool,
    every_row: bool,
    output: Path | None,
    force: bool,
    work: Work,
) -> int:
    files = sources(paths)
    job = (
        AsJson(places=places) if as_json else AsText(tables=True, every_row=every_row, columns=width_for(work, output))
    )
    statuses: list[int] = []
    with (
        text_output(output, force=force) as out,
        Outcomes(job, files, work, command="read", output=output) as outcomes,
    ):
        for outcome in outcomes:
            out.write(outcome.text)
            out.flush()
            statuses.append(outcome.status)
    if len(statuses) > 1:
        click.echo(summary(statuses), err=True)
    return max(statuses)
