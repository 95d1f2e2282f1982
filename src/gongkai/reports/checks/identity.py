"""Who reports, for which year, and under one name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.model import NOWHERE
from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import flag
from gongkai.reports.model import Evidence, Finding

_SUFFIX = re.compile(r"20\d\d年.*$|\s")
_SPACE = re.compile(r"\s+")


def file(context: Context) -> Iterator[Finding]:
    """NOT-A-REPORT and SEVERAL: what the reader says of the file as a whole. After NOT-A-REPORT nothing else is worth saying."""
    for doubt in context.reading.doubts:
        if doubt.cell is None and doubt.code in ("not-a-report", "garbled"):
            yield flag(
                "NOT-A-REPORT",
                doubt.message,
                evidence=[Evidence(context.reading.text.strip()[:40], doubt.place)],
                mend=say("请换用正确的文件或者原始文件后再核对。"),
            )
            return
    for doubt in context.reading.doubts:
        if doubt.code == "several-reports":
            yield flag(
                "SEVERAL",
                doubt.message,
                evidence=[Evidence(doubt.message, doubt.place)],
                mend=say("请把各份报告分成单独的文件，逐一核对。"),
            )
            return


def identity(context: Context) -> Iterator[Finding]:
    """AGENCY-NONE, YEAR-NONE, AGENCY: who reports, for which year, and under one name."""
    report = context.report
    if report.agency is None:
        unclear = [Evidence(d.message, d.place) for d in context.reading.doubts if d.code == "agency-unclear"]
        titled = [Evidence(report.title, context.reading.marks.get("title", NOWHERE))] if report.title else []
        yield flag(
            "AGENCY-NONE",
            say("没有找到行政机关的全称，读者无法知道这是哪个单位的报告。"),
            evidence=[*titled, *unclear],
            mend=say("请在标题和落款写明单位全称，如“××县××局”。"),
        )
    if report.year is None:
        yield flag(
            "YEAR-NONE",
            say("没有找到报告年度，无法核对统计期限和适用的格式。"),
            mend=say("请在标题写明年度，如“2023年政府信息公开工作年度报告”。"),
        )
    for doubt in context.reading.doubts:
        if doubt.code == "agency-unclear" and report.agency is not None:
            yield _mismatch(doubt.message, report.agency)
    name = _SUFFIX.sub("", (report.title or "").replace("\n", ""))
    name = re.sub(r"^关于|的$", "", name)
    signed = _SPACE.sub("", report.signed_by or "")
    if report.agency and signed and not _alike(report.agency, signed):
        yield _mismatch(say("落款单位“{one}”与报告单位“{two}”不一致。", one=signed, two=report.agency), signed)
    elif report.agency and name and not _alike(report.agency, name) and name[-1:] == report.agency[-1:]:
        yield _mismatch(say("标题中的单位“{one}”与正文中的“{two}”不一致。", one=name, two=report.agency), name)
    elif name:
        fuller = _fuller(name, context)
        if fuller:
            yield _mismatch(say("标题写作“{one}”，正文写作“{two}”。", one=name, two=fuller), name)


def _mismatch(message: str, evidence: str) -> Finding:
    return flag(
        "AGENCY", message, evidence=[Evidence(evidence)], mend=say("请核对单位全称，标题、正文和落款统一使用。")
    )


def _alike(one: str, two: str) -> bool:
    """The same body: one name holds the other (甲市乙区人民政府, 乙区人民政府; 某局, 某局办公室)."""
    one, two = (re.sub(r"[（(].*?[)）]", "", n) for n in (one, two))
    return one in two or two in one


def _fuller(name: str, context: Context) -> str | None:
    """The title's name with the 县, 市 or 区 it leaves out, when the text has only that."""
    if not 4 <= len(name) <= 20:
        return None
    text = context.joined
    if name in text:
        return None
    for cut in range(2, min(6, len(name) - 2)):
        for kind in "县市区省旗镇乡州":
            fuller = name[:cut] + kind + name[cut:]
            if fuller in text:
                return fuller
    return None
