"""Prose against the tables: numbers that differ, 没有收到 beside figures, praise beside noughts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.language import say
from gongkai.reports.checks.claims import Claim, claims
from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.model import CellId, Evidence, Finding

Figure = int | Decimal

_CODES = {"proactive": "TEXT-T2", "applications": "TEXT-T3", "remedies": "TEXT-T4"}
_TOTALS = frozenset(("received", "carried_in", "carried_out", "reconsideration"))
_LEGAL_PERSONS = ("enterprise", "research", "public_interest", "legal_service", "other")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the tables say of a claim. ``figure``: the one to name; ``also``: others that the words may truly mean."""

    figure: Figure
    cells: tuple[CellId, ...]
    also: frozenset[Figure] = frozenset()


def figures_in_prose(context: Context) -> Iterator[Finding]:
    """TEXT-T2, TEXT-T3, TEXT-T4; TEXT-TWICE where the table cannot decide."""
    first: dict[str, Claim] = {}
    told: set[tuple[str, Figure]] = set()
    for claim in claims(context):
        value = _in_10000_yuan(claim) if claim.kind == "charges" else claim.quantity.value
        expected = expect(context, claim.kind)
        if expected is None:
            earlier = first.setdefault(claim.kind, claim)
            if claim.kind in _TOTALS and earlier.quantity.value != value:
                yield flag(
                    "TEXT-TWICE",
                    say(
                        "正文对同一事项先后给出 {first} 和 {second} 两个数，读者无法判断哪一个正确。",
                        first=earlier.quantity.value,
                        second=value,
                    ),
                    evidence=[_quote(earlier.sentence), _quote(claim.sentence)],
                    mend=say("请对照台账核实，前后使用同一个数。"),
                )
            continue
        if value == expected.figure or value in expected.also or (claim.kind, value) in told:
            continue
        if claim.kind == "charges" and _rounds_to(Decimal(expected.figure), Decimal(value)):
            continue
        told.add((claim.kind, value))
        yield flag(
            _CODES[expected.cells[0].table],
            say(
                "正文称“{quote}”，与{label}（{figure}）不一致。",
                quote=_words(claim),
                label=_named(context, expected.cells),
                figure=expected.figure,
            ),
            cells=expected.cells,
            evidence=[_quote(claim.sentence), *(context.shown(cell) for cell in expected.cells[:4])],
            mend=say("请对照台账核实，使正文与表格一致；统计口径不同的，请在正文中说明。"),
        )


def expect(context: Context, kind: str) -> Expected | None:
    """What a claim of ``kind`` has to equal; None where the tables cannot tell (blank, doubted, or not in this edition)."""
    if kind in ("made", "repealed", "in_force"):
        return _sum(context, "proactive", ["normative"], [kind])
    if kind in ("permits", "penalties", "coercion"):
        return _sum(context, "proactive", [kind], ["decisions"])
    if kind == "charges":
        return _sum(context, "proactive", ["charges"], ["amount"])
    if kind in ("reconsideration", "suits", "reconsideration_and_suits"):
        return _expect_remedies(context, kind)
    return _expect_applications(context, kind)


def _sum(context: Context, table: str, rows: list[str], columns: list[str]) -> Expected | None:
    """The sum of certain figures; None as soon as one of them is not. ``withheld.`` names every row that begins so."""
    there = context.report.tables[table].rows
    names = [
        row
        for wanted in rows
        for row in ([r for r in there if r.startswith(wanted)] if wanted[-1] == "." else [wanted])
    ]
    cells = tuple(CellId(table, row, column) for row in names for column in columns)
    total: Figure = 0
    for cell in cells:
        value = context.certain(*cell)
        if value is None:
            return None
        total += value
    return Expected(total, cells) if cells else None


def _expect_applications(context: Context, kind: str) -> Expected | None:
    table = "applications"
    if kind in ("natural_person", "legal_person"):
        columns = ["natural_person"] if kind == "natural_person" else list(_LEGAL_PERSONS)
        base = _sum(context, table, ["received"], columns)
        extra = [_sum(context, table, rows, columns) for rows in (["received", "carried_in"], ["handled_total"])]
        return _with(base, extra)
    outcomes = {"withheld": "withheld.", "unable": "unable.", "unprocessed": "unprocessed."}
    if kind in outcomes:
        return _sum(context, table, [outcomes[kind]], ["total"])
    if kind == "other_outcome":
        rows = context.report.tables[table].rows
        return _sum(context, table, ["other"] if "other" in rows else ["other."], ["total"])
    if kind == "granted":
        return _with(
            _sum(context, table, ["granted"], ["total"]), [_sum(context, table, ["granted", "partial"], ["total"])]
        )
    if kind == "received":
        return _with(
            _sum(context, table, ["received"], ["total"]), [_sum(context, table, ["received", "carried_in"], ["total"])]
        )
    if kind == "handled":
        # 答复 may leave out those that were not processed, or mean only those that got something.
        given = [["granted"], ["granted", "partial"], ["granted", "partial", "withheld."]]
        given += [[*given[-1], "unable."], [*given[-1], "unable.", "unprocessed."]]
        given += [["received"], ["received", "carried_in"]]
        return _with(
            _sum(context, table, ["handled_total"], ["total"]),
            [_sum(context, table, rows, ["total"]) for rows in given],
        )
    return _sum(context, table, [kind], ["total"])


def _expect_remedies(context: Context, kind: str) -> Expected | None:
    reconsidered = _sum(context, "remedies", ["reconsideration"], ["total"])
    direct = _sum(context, "remedies", ["suit_direct"], ["total"])
    after = _sum(context, "remedies", ["suit_after_reconsideration"], ["total"])
    suits = _sum(context, "remedies", ["suit_direct", "suit_after_reconsideration"], ["total"])
    if kind == "reconsideration":
        return reconsidered
    if kind == "suits":
        return _with(suits, [direct, after])
    both = _sum(context, "remedies", ["reconsideration", "suit_direct", "suit_after_reconsideration"], ["total"])
    return _with(both, [reconsidered, suits])


def _with(base: Expected | None, others: list[Expected | None]) -> Expected | None:
    """``base``, and the others as further readings. None too when one of the others cannot be told: then silence is safer."""
    if base is None or any(other is None for other in others):
        return None
    return Expected(base.figure, base.cells, frozenset(other.figure for other in others if other is not None))


def _in_10000_yuan(claim: Claim) -> Figure:
    quantity = claim.quantity
    value = Decimal(quantity.value)
    return {"元": value / 10_000, "万元": value, "亿元": value * 10_000}[quantity.unit]


def _rounds_to(exact: Decimal, told: Decimal) -> bool:
    """``told`` is ``exact`` with fewer decimals: 4166.24 of 4166.241619."""
    step = Decimal(1).scaleb(min(0, int(told.as_tuple().exponent)))
    return abs(exact - told) < step


def _words(claim: Claim) -> str:
    """The clause up to the number, at most some thirty characters of it."""
    text, quantity = claim.sentence.text, claim.quantity
    start = max(text.rfind(mark, 0, quantity.start) for mark in "，,；;") + 1
    return text[max(start, quantity.start - 24) : quantity.end]


def _quote(sentence: Sentence) -> Evidence:
    return quote(sentence.text, sentence.place, limit=90)


def _named(context: Context, cells: tuple[CellId, ...]) -> str:
    if len(cells) == 1:
        return context.label(cells[0])
    rows = list(dict.fromkeys(context.labels(cell)[0] for cell in cells))
    if len(rows) > 2:
        group = _group(context, cells)
        rows = [group] if group else [rows[0], "…", rows[-1]]
    columns = list(dict.fromkeys(context.labels(cell)[1] for cell in cells))
    return say(
        "{table}“{rows}”行“{columns}”列之和",
        table=context.table_name(cells[0].table),
        rows="、".join(rows),
        columns="、".join(columns),
    )


def _group(context: Context, cells: tuple[CellId, ...]) -> str | None:
    """The label of the group that holds exactly these rows: （三）不予公开."""
    form = context.forms.get(cells[0].table)
    if form is None:
        return None
    wanted = {cell.row for cell in cells}
    for key, label in form.groups.items():
        if wanted == {row.key for block in form.blocks for row in block.rows if key in row.under}:
            return label
    return None


_NOT = r"(?:未|没有|无|未曾|不曾|尚未|暂无|从未)"
_NOTHING_ASKED = re.compile(
    rf"{_NOT}(?:发生|收到|接到|受理|产生|出现|有|办理|接收)?(?P<gap>[^,;]{{0,30}}?)"
    r"(?P<what>信息公开(?:的)?申请|依申请公开|公开政府信息的?申请|申请公开(?:的)?政府信息|信息公开的?申请)(?P<after>[^,;]{0,8})"
)
_ANYBODY = re.compile(r"公民、?法人(?:[和或及与]者?其他组织)?")
_ASKED_NOUGHT = re.compile(
    r"(?:政府信息公开申请|依申请公开(?:政府信息)?(?:申请)?)(?:的)?(?:数量|件数|总数|办件)?(?:共|为|:|是)?(?:0|零)(?:件|条|宗|份)"
)
_PART_ONLY = re.compile(
    r"复议|诉讼|重复|传真|信函|当面|邮件|邮寄|费|投诉|举报|许可|延期|不予|逾期|补正|法人|企业|超期|超时|结转|拒|推诿|"
    r"违|错|败诉|纠|答复|办结|因|大量|频繁|上年|工本|收取|公务员"
)
_NO_CASE = re.compile(
    rf"{_NOT}(?!经)(?:发生|收到|接到|出现|产生|涉及|有|被|引发|存在)*(?P<gap>[^,;]{{0,30}}?)(?P<what>行政复议|行政诉讼|复议|诉讼)(?P<after>[^,;]{{0,24}})"
)
_CASE_NOUGHT = re.compile(
    r"(?P<what>行政复议|行政诉讼)(?:案件|申请)?(?:数|数量|件数)?(?:均|共|为|:|是)?(?:0|零)(?:件|起|宗|例)"
)
_LOST = re.compile(r"纠错|纠正|败诉|撤销|变更|违法|不当|审结|尚未|未审")
_ANSWERED = re.compile(
    r"(?:及时|依法|按时|认真|规范|妥善|均|全部|按期|如期)[^,;]{0,16}(?:答复|回应|办理|回复|办结|处理)[^,;]{0,24}申请"
    r"|申请[^,;]{0,14}(?:均|全部|已)[^,;]{0,12}(?:答复|办结|回复|办理完毕|处理完毕)"
)
_PLAN = re.compile(r"将|下一步|进一步|要求|应当|确保|计划|完善|健全|制度|流程|培训|提高|加强|规定|建立|明确|如有|凡")
_TO_COME = re.compile(r"确保|将|拟|应当|做到|力争|能够")
_OTHER_YEAR = re.compile(r"(20\d\d)年")


def nothing_asked(context: Context) -> Iterator[Finding]:
    """TEXT-NONE: 未收到政府信息公开申请 although 表三 counts some."""
    expected = _sum(context, "applications", ["received"], ["total"])
    if expected is None or expected.figure == 0:
        return
    for sentence in context.prose:
        if "申请" not in sentence.folded or not _same_year(context, sentence):
            continue
        match = _NOTHING_ASKED.search(_ANYBODY.sub(lambda who: "众" * len(who.group()), sentence.folded))
        if match and (_PART_ONLY.search(match["gap"]) or _PART_ONLY.search(match["after"])):
            match = None
        match = match or _ASKED_NOUGHT.search(sentence.folded)
        if match:
            yield flag(
                "TEXT-NONE",
                say(
                    "正文称“{quote}”，但表三本年新收申请总计为 {figure} 件。",
                    quote=sentence.text[match.start() : match.end()],
                    figure=expected.figure,
                ),
                cells=expected.cells,
                evidence=[_quote(sentence), context.shown(expected.cells[0])],
                mend=say("请核实当年是否收到申请，更正正文或者表格。"),
            )
            return


def no_cases(context: Context) -> Iterator[Finding]:
    """TEXT-NONE: 未发生行政复议、行政诉讼 although 表四 counts some."""
    open_: dict[str, Expected] = {}
    for word, kind in (("复议", "reconsideration"), ("诉讼", "suits")):
        expected = expect(context, kind)
        if expected is not None and expected.figure:
            open_[word] = expected
    for sentence in context.prose:
        if not open_:
            return
        text = sentence.folded
        if ("复议" not in text and "诉讼" not in text) or not _same_year(context, sentence):
            continue
        if sentence.section != "remedies" and "公开" not in text:
            continue
        match = _NO_CASE.search(text)
        if match and (_LOST.search(match["gap"]) or _LOST.search(match["after"])):
            match = None
        match = match or _CASE_NOUGHT.search(text)
        if not match:
            continue
        said = match.group()
        for word in [word for word in open_ if word in said]:
            expected = open_.pop(word)
            yield flag(
                "TEXT-NONE",
                say(
                    "正文称“{quote}”，但{label}为 {figure} 件。",
                    quote=sentence.text[match.start() : match.end()],
                    label=_named(context, expected.cells),
                    figure=expected.figure,
                ),
                cells=expected.cells,
                evidence=[_quote(sentence), *(context.shown(cell) for cell in expected.cells)],
                mend=say("请核实当年的复议、诉讼案件，更正正文或者表格。"),
            )


def praise_beside_noughts(context: Context) -> Iterator[Finding]:
    """TEXT-PRAISE: applications are said to have been answered, and 表三 is nought from end to end."""
    rows = context.report.tables["applications"].rows
    figures = [value for columns in rows.values() for value in columns.values()]
    if not figures or any(figures) or context.certain("applications", "received", "total") is None:
        return
    hit: Sentence | None = None
    for sentence in context.prose:
        text = sentence.folded
        if "申请" not in text:
            continue
        if _NOTHING_ASKED.search(text) or _ASKED_NOUGHT.search(text) or re.search(rf"{_NOT}[^,;]{{0,20}}申请", text):
            return
        match = _ANSWERED.search(text)
        if (
            hit is None
            and match
            and not _PLAN.search(match.group())
            and not _TO_COME.search(text[max(0, match.start() - 4) : match.start()])
            and sentence.section in ("", "overview", "applications")
        ):
            hit = sentence
    if hit is not None:
        yield flag(
            "TEXT-PRAISE",
            say("正文称申请已经答复、办理，而表三各项都是 0，两者不能同时成立。"),
            cells=[CellId("applications", "received", "total"), CellId("applications", "handled_total", "total")],
            evidence=[_quote(hit)],
            mend=say("当年没有收到申请的，请直接写明；收到过的，请补填表三。"),
        )


def _same_year(context: Context, sentence: Sentence) -> bool:
    years = _OTHER_YEAR.findall(sentence.folded)
    return not years or context.year is None or str(context.year) in years
