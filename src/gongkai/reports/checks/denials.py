"""Words against the tables: 没有收到 beside figures, praise beside noughts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.language import say
from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.findings import flag
from gongkai.reports.checks.prose import Expected, expect, named, quoted, total
from gongkai.reports.model import CellId, Finding

_VERB = "发生|收到|接到|接收|受理|产生|出现|办理|引发|涉及|存在|被|因|有"
_NOT = (
    rf"(?:(?:未|未曾|不曾|尚未|从未|没有|无)(?:{_VERB})+|(?:没有|暂无)(?!按|及时|在|依法|法定)"
    r"|无(?!法|正当|效|关|需|理|误|障|论|偿|故|人|条件))"
)
"""There was none. Not 无法提供, 未按时, 未经, which deny something else."""

_NOTHING_ASKED = re.compile(
    rf"{_NOT}(?P<gap>[^,;]{{0,30}}?)"
    r"(?P<what>信息公开(?:的)?申请|依申请公开|公开政府信息的?申请|申请公开(?:的)?政府信息)(?P<after>[^,;]{0,8})"
)
_ANYBODY = re.compile(r"公民、?法人(?:[和或及与]者?其他组织)?")
_ASKED_NOUGHT = re.compile(
    r"(?:政府信息公开申请|依申请公开(?:政府信息)?(?:申请)?)(?:共|为|:|是)?(?:0|零)(?:件|条|宗|份)"
)
_PART_ONLY = re.compile(
    r"复议|诉讼|重复|传真|信函|当面|邮件|邮寄|费|投诉|举报|许可|延期|不予|逾期|补正|法人|企业|超期|超时|结转|拒|推诿|"
    r"违|错|败诉|纠|答复|办结|因|大量|频繁|上年|工本|收取|公务员|专栏|渠道|制度|培训|平台|指南|工作|流程|现成|提供|发现|条件"
)
_NO_CASE = re.compile(rf"{_NOT}(?P<gap>[^,;]{{0,30}}?)(?P<what>行政复议|行政诉讼|复议|诉讼)(?P<after>[^,;]{{0,24}})")
_CASE_NOUGHT = re.compile(
    r"(?P<what>行政复议|行政诉讼)(?:案件|申请)?(?:数|数量|件数)?(?:均|共|为|:|是)?(?:0|零)(?:件|起|宗|例)"
)
_LOST = re.compile(r"纠错|纠正|败诉|撤销|变更|违法|不当|审结|尚未|未审")
_ANSWERED = re.compile(
    r"(?:及时|依法|按时|认真|规范|妥善|均|全部|按期|如期)[^,;]{0,16}(?:答复|回应|办理|回复|办结|处理)[^,;]{0,24}申请"
    r"|申请[^,;]{0,14}(?:均|全部|已)[^,;]{0,12}(?:答复|办结|回复|办理完毕|处理完毕)"
)
_PLAN = re.compile(r"将|下一步|进一步|要求|应当|确保|计划|完善|健全|制度|流程|培训|提高|加强|规定|建立|明确|如有|凡")
_TO_COME = re.compile(r"未|没|不|确保|将|拟|应当|做到|力争|能够")
_OTHER_YEAR = re.compile(r"(20\d\d)年")


def _denial(text: str) -> re.Match[str] | None:
    """The first clause that denies applications as such, not one kind or channel of them or something about them."""
    for match in _NOTHING_ASKED.finditer(text):
        if not _PART_ONLY.search(match["gap"]) and not _PART_ONLY.search(match["after"]):
            return match
    return None


def nothing_asked(context: Context) -> Iterator[Finding]:
    """TEXT-NONE: 未收到政府信息公开申请 although 表三 counts some."""
    expected = total(context, "applications", ["received"], ["total"])
    if expected is None or expected.figure == 0:
        return
    for sentence in context.prose:
        if "申请" not in sentence.folded or not _same_year(context, sentence):
            continue
        match = _denial(_ANYBODY.sub(lambda who: "众" * len(who.group()), sentence.folded)) or _ASKED_NOUGHT.search(
            sentence.folded
        )
        if match:
            yield flag(
                "TEXT-NONE",
                say(
                    "正文称“{quote}”，但表三本年新收申请总计为 {figure} 件。",
                    quote=sentence.text[match.start() : match.end()],
                    figure=expected.figure,
                ),
                cells=expected.cells,
                evidence=[quoted(sentence), context.shown(expected.cells[0])],
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
                    label=named(context, expected.cells),
                    figure=expected.figure,
                ),
                cells=expected.cells,
                evidence=[quoted(sentence), *(context.shown(cell) for cell in expected.cells)],
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
            evidence=[quoted(hit)],
            mend=say("当年没有收到申请的，请直接写明；收到过的，请补填表三。"),
        )


def _same_year(context: Context, sentence: Sentence) -> bool:
    years = _OTHER_YEAR.findall(sentence.folded)
    return not years or context.year is None or str(context.year) in years
