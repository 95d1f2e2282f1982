"""`gongkai compare`: two years of one body, or several bodies side by side."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from gongkai.cli import view
from gongkai.cli.inputs import sources
from gongkai.cli.readings import readings
from gongkai.cli.rows import Rows, format_of, write_rows
from gongkai.cli.running import Work, work_options
from gongkai.cli.saved import Named
from gongkai.cli.target import may_write
from gongkai.cli.terminal import Align, columns, shorten, table, width, wrap
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.compare import Change, Comparison, Matrix, compare_many
from gongkai.reports.compare import compare as compare_years
from gongkai.reports.model import TABLES, CellId, Reading, Value
from gongkai.reports.outputs.json import dumps, finding_to_json


@click.command(
    help=say(
        "比较报告。两份报告属于同一机关、不同年度时，列出各项增减、结转是否衔接、哪些文字改过；其他情况并列各机关的数据。\n\n"
        "路径可以是报告，也可以是 gongkai read --json 的输出。退出状态：0 完成，1 结转不衔接或有提醒，2 有文件无法读取。"
    )
)
@click.argument("paths", nargs=-1, required=True, metavar=say("路径…"))
@click.option("--side-by-side", is_flag=True, help=say("总是并列，不按两年比较"))
@click.option("--all", "every_row", is_flag=True, help=say("也列出没有变化、全部为 0 的项目和各类申请人的分列数"))
@click.option(
    "--format", "form", metavar=say("格式"), help=say("输出格式：json、csv、xlsx、parquet，默认由 -o 的扩展名决定")
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar=say("文件"), help=say("写入文件"))
@click.option("--force", is_flag=True, help=say("允许覆盖已有的输出文件"))
@work_options
def compare(
    paths: tuple[str, ...],
    side_by_side: bool,
    every_row: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    work: Work,
) -> int:
    kind = format_of(form, output)
    if output is not None:
        may_write(output, force=force)
    named, failed = readings(sources(paths), work, command="compare")
    if len(named) < 2:
        raise GongkaiError(
            say(
                "能读取的报告只有 {count} 份，至少要两份才能比较。请检查上面没有读出的文件，或再写一份报告。",
                count=len(named),
            )
        )
    result = _compared(named, side_by_side)
    warned = bool(result.carry or result.warnings) if isinstance(result, Comparison) else False
    if kind is None:
        text = _years(result, every_row) if isinstance(result, Comparison) else _matrix(result, every_row)
        click.echo(text)
    else:
        data = _comparison_json(result) if isinstance(result, Comparison) else _matrix_json(result)
        write_rows(kind, output, Rows(_columns(result), result.rows()), dumps(data), force=force)
    return 2 if failed else 1 if warned else 0


def _compared(named: list[Named], side_by_side: bool) -> Comparison | Matrix:
    found = [one.reading for one in named]
    if len(found) == 2 and not side_by_side and _same_body(*found):
        # The earlier first, however they were typed.
        first, second = sorted(found, key=lambda reading: reading.report.year or 0)
        return compare_years(first, second)
    return compare_many(found)


def _same_body(one: Reading, two: Reading) -> bool:
    names = one.report.agency, two.report.agency
    known = [name for name in names if name is not None]
    same = len(known) < 2 or known[0] in known[1] or known[1] in known[0]
    return same and one.report.year != two.report.year


def _columns(result: Comparison | Matrix) -> dict[str, str]:
    """Key of a row → heading of its column."""
    if isinstance(result, Comparison):
        before, after = (str(year) if year is not None else say("年度不明") for year in result.years)
        return {
            "cell": say("代码"),
            "label": say("项目"),
            "before": before,
            "after": after,
            "difference": say("增减"),
            "ratio": say("增减率"),
            "note": say("说明"),
        }
    names = {"cell": say("代码"), "label": say("项目")}
    names.update({body: body for body in result.bodies})
    return names | {say("合计"): say("合计"), say("离群"): say("离群")}


def figure(value: Value | float) -> str:
    """A figure for a column; a dash where there is none."""
    if value is None:
        return "—"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _years(result: Comparison, every_row: bool) -> str:
    before, after = (str(year) if year is not None else say("年度不明") for year in result.years)
    lines = [
        say(
            "{agency}　{before} 年与 {after} 年比较",
            agency=result.agency or say("（未写明机关）"),
            before=before,
            after=after,
        )
    ]
    lines += [wrap(say("提醒：{warning}", warning=warning), columns(), "  ") for warning in result.warnings]
    for key in TABLES:
        lines += _table(result, key, before, after, every_row)
    if result.not_compared:
        lines.append(
            say("没有比较 {count} 项：两年的报告格式不同，另一年没有含义相同的数。", count=len(result.not_compared))
        )
    if result.carry:
        lines.append(say("结转不衔接"))
        lines += [wrap(finding.message, columns(), "  ") for finding in result.carry]
    elif all(year is not None for year in result.years) and (result.years[1] or 0) - (result.years[0] or 0) == 1:
        lines.append(say("结转衔接：上年结转与上年报告的结转下年度一致。"))
    lines += _texts(result)
    return "\n".join(lines)


def _table(result: Comparison, key: str, before: str, after: str, every_row: bool) -> list[str]:
    mine = [change for change in result.changes if change.cell.table == key]
    moved = [change for change in mine if change.before != change.after]
    lines = [
        say(
            "{table}：{changed} 项有变化，{same} 项没有变化",
            table=view.number(key),
            changed=len(moved),
            same=len(mine) - len(moved),
        )
    ]
    shown = mine if every_row else [change for change in moved if _whole(change.cell)]
    if shown:
        right: Align = "right"
        head = ["", before + " ", after + " ", say("增减") + " ", say("增减率")]
        lines.append(table([head, *map(_change, shown)], ["left", right, right, right, right], gap=1))
    if not every_row and len(shown) < len(moved):
        lines.append("  " + say("另有 {count} 项是各类申请人的分列数，加 --all 列出", count=len(moved) - len(shown)))
    return lines


def _whole(cell: CellId) -> bool:
    """Whether the cell is a figure of its own, and not the share of one kind of applicant."""
    return cell.table != "applications" or cell.column == "total"


def _short(label: str) -> str:
    """A row and its column, the row cut first: what is counted tells more than the end of a long row."""
    row, _, column = label.rpartition("·")
    return f"{shorten(row, 46)}·{column}" if row else shorten(label, 60)


def _change(change: Change) -> list[str]:
    mark = "?" if change.doubted else " "
    difference = change.difference
    signed = (
        "—" if difference is None else f"{difference:+f}" if isinstance(difference, Decimal) else f"{difference:+d}"
    )
    ratio = "" if change.ratio is None else f"{change.ratio:+.1%}"
    return [_short(change.label), figure(change.before) + mark, figure(change.after) + mark, signed + " ", ratio]


def _texts(result: Comparison) -> list[str]:
    names = {
        "overview": say("一、总体情况"),
        "problems": say("五、存在的主要问题及改进情况"),
        "other": say("六、其他需要报告的事项"),
    }
    lines = []
    for text in result.texts:
        name = names.get(text.key, text.key)
        if text.same:
            lines.append(say("“{section}”：与上年完全相同（{count} 句）", section=name, count=len(text.kept)))
        else:
            lines.append(
                say(
                    "“{section}”：保留 {kept} 句，删去 {gone} 句，新写 {new} 句",
                    section=name,
                    kept=len(text.kept),
                    gone=len(text.gone),
                    new=len(text.new),
                )
            )
    return lines


def _matrix(result: Matrix, every_row: bool) -> str:
    shown = [cell for cell in result.cells if every_row or _telling(result, cell)]
    labels = [_label(result, cell) for cell in shown]
    stub = max((width(label) for label in labels), default=0)
    room = columns()
    lines = [say("{count} 份报告并列", count=len(result.bodies))]
    start = 0
    while start < len(result.bodies):
        end, used = start, stub + 2
        while end < len(result.bodies) and (end == start or used + _wide(result, shown, end) <= room):
            used += _wide(result, shown, end)
            end += 1
        last = end == len(result.bodies)
        head = ["", *(shorten(body, 24) + " " for body in result.bodies[start:end]), *([say("合计")] if last else [])]
        rows = [
            [
                label,
                *(
                    figure(result.values[cell][i]) + ("?" if result.doubted[cell][i] else " ")
                    for i in range(start, end)
                ),
                *([figure(result.total(cell))] if last else []),
            ]
            for cell, label in zip(shown, labels, strict=True)
        ]
        right: Align = "right"
        lines.append(table([head, *rows], ["left", *[right] * (len(head) - 1)]))
        start = end
    if len(shown) < len(result.cells):
        lines.append(
            say("其余 {count} 项为 0 或是各类申请人的分列数，加 --all 列出。", count=len(result.cells) - len(shown))
        )
    for cell in shown:
        far = result.outliers(cell)
        if far:
            lines.append(say("明显偏离其他机关：{label}：{names}", label=_label(result, cell), names="、".join(far)))
    return "\n".join(lines)


def _telling(result: Matrix, cell: CellId) -> bool:
    return _whole(cell) and any(result.values[cell])


def _label(result: Matrix, cell: CellId) -> str:
    return _short(result.labels[cell])


def _wide(result: Matrix, cells: list[CellId], body: int) -> int:
    figures = max((len(figure(result.values[cell][body])) for cell in cells), default=1)
    return max(width(shorten(result.bodies[body], 24)), figures) + 3


def _comparison_json(result: Comparison) -> dict[str, object]:
    return {
        "agency": result.agency,
        "years": list(result.years),
        "changes": [
            {
                "cell": str(change.cell),
                "label": change.label,
                "before": change.before,
                "after": change.after,
                "difference": change.difference,
                "doubted": change.doubted,
            }
            for change in result.changes
        ],
        "not_compared": [
            {"cell": str(one.cell), "value": one.value, "year": one.year, "why": one.why} for one in result.not_compared
        ],
        "carry": [finding_to_json(finding) for finding in result.carry],
        "texts": [
            {
                "section": text.key,
                "same": text.same,
                "kept": list(text.kept),
                "gone": list(text.gone),
                "new": list(text.new),
            }
            for text in result.texts
        ],
        "warnings": list(result.warnings),
    }


def _matrix_json(result: Matrix) -> dict[str, object]:
    return {
        "bodies": list(result.bodies),
        "cells": [
            {
                "cell": str(cell),
                "label": result.labels[cell],
                "values": list(result.values[cell]),
                "doubted": list(result.doubted[cell]),
                "total": result.total(cell),
                "ranks": list(result.ranks(cell)),
                "outliers": list(result.outliers(cell)),
            }
            for cell in result.cells
        ],
    }
