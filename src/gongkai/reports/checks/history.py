"""This year's figures against last year's report of the same body."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import flag
from gongkai.reports.model import CellId, Evidence, Finding, Reading, Value


def _before(context: Context) -> Reading | None:
    """Last year's reading; None where there is none or it is of another year."""
    previous = context.previous
    if previous is None:
        return None
    year, last = context.year, previous.report.year
    return previous if year is None or last is None or last == year - 1 else None


def _certain(reading: Reading, table: str, row: str, column: str) -> Value:
    cell = CellId(table, row, column)
    return None if cell in reading.doubted else reading.report.value(cell)


def carry(context: Context) -> Iterator[Finding]:
    """CARRY: what came over is what last year handed on, column by column."""
    before = _before(context)
    if before is None:
        return
    wrong: list[tuple[CellId, str, Value, Value]] = []
    for column in context.report.tables["applications"].rows.get("carried_in", {}):
        now = context.certain("applications", "carried_in", column)
        then = _certain(before, "applications", "carried_out", column)
        if now is not None and then is not None and now != then:
            cell = CellId("applications", "carried_in", column)
            wrong.append((cell, context.labels(cell)[1], now, then))
    if not wrong:
        return
    yield flag(
        "CARRY",
        say(
            "本年“上年结转”与上年报告“结转下年度继续办理”不一致：{columns}。",
            columns="；".join(
                say("“{column}”列本年 {now}、上年 {then}", column=c, now=n, then=t) for _, c, n, t in wrong
            ),
        ),
        cells=[cell for cell, *_ in wrong],
        evidence=[
            item
            for cell, column, _, then in wrong[:4]
            for item in (
                context.shown(cell),
                Evidence(say("上年报告“{column}”列结转 {then}", column=column, then=then)),
            )
        ],
        mend=say("请核对两年的报告并更正；因机构合并、分设或者上年数据有误造成的，请在报告中说明。"),
    )


def in_force(context: Context) -> Iterator[Finding]:
    """T2-BAL: in force = in force last year + made − repealed."""
    before = _before(context)
    if before is None:
        return
    for row in ("rules", "normative"):
        made, repealed, now = (context.certain("proactive", row, c) for c in ("made", "repealed", "in_force"))
        then = _certain(before, "proactive", row, "in_force")
        if made is None or repealed is None or now is None or then is None or now == then + made - repealed:
            continue
        cells = [CellId("proactive", row, c) for c in ("made", "repealed", "in_force")]
        yield flag(
            "T2-BAL",
            say(
                "“{row}”现行有效 {now} 件，而上年 {then} + 本年制发 {made} − 本年废止 {repealed} = {sum} 件。",
                row=context.labels(cells[0])[0],
                now=now,
                then=then,
                made=made,
                repealed=repealed,
                sum=then + made - repealed,
            ),
            cells=cells,
            evidence=[context.shown(cell) for cell in cells],
            mend=say("请核对规范性文件台账；因有效期届满、清理或者职能调整而变动的，请在正文中说明。"),
        )


def projects(context: Context) -> Iterator[Finding]:
    """2019-NEXT: last year's count of projects plus its change is this year's 上一年项目数量."""
    before = _before(context)
    if before is None:
        return
    for row, columns in context.report.tables["proactive"].rows.items():
        if "previous" not in columns:
            continue
        now = context.certain("proactive", row, "previous")
        then = _certain(before, "proactive", row, "previous")
        change = _certain(before, "proactive", row, "change")
        if now is None or then is None or change is None or now == then + change:
            continue
        cell = CellId("proactive", row, "previous")
        yield flag(
            "2019-NEXT",
            say(
                "“{row}”上一年项目数量为 {now}，而上年报告为 {then}，增减 {change}，应为 {sum}。",
                row=context.labels(cell)[0],
                now=now,
                then=then,
                change=change,
                sum=then + change,
            ),
            cells=[cell],
            evidence=[context.shown(cell)],
            mend=say("请核对两年的项目数量，说明或者更正。"),
        )
