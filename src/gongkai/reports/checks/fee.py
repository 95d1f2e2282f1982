"""The statement about the 信息处理费 that section six owes, against table 2 and table 3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.model import Finding

_FEE = re.compile(
    r"处理费|信息公开[^。；]{0,14}(?:收费|费用|收取)|(?:收费|费用|收取)[^。；]{0,14}信息公开|申请公开[^。；]{0,14}(?:收费|费用|收取)|收费情况|(?:未|没有|零|无)收费|免费提供|收取费用|收取任何费用"
)
_FEE_AMOUNT = re.compile(
    r"(?:收取|收缴|共收|实收|征收)[^,;]{0,18}?处理费[^,;\d]{0,8}(\d+(?:\.\d+)?)(万元|元)"
    r"|处理费[^,;\d]{0,10}(\d+(?:\.\d+)?)(万元|元)"
)
_NEVER_BILLED = re.compile(r"(?:未|没有|从未)(?:发出|下达|开具|送达|作出|制发)[^,;]{0,10}收费通知")


def fee(context: Context) -> Iterator[Finding]:
    """TEXT-FEE, TEXT-FEE-SUM, TEXT-FEE-LAPSED. The fee exists since 2021-01-01 (国办函〔2020〕109号), so older years are left alone."""
    if context.year is None or context.year < 2021:
        return
    spoken = [s for s in context.prose if "费" in s.folded and _FEE.search(s.folded)]
    section = context.report.sections.get("other")
    if not spoken:
        # An empty or missing section six is a finding of its own.
        if section is not None and section.text.strip():
            yield flag(
                "TEXT-FEE",
                say("第六部分没有说明收取信息处理费的情况。"),
                evidence=[quote(section.text, section.place)],
                mend=say("请写明当年收取信息处理费的情况，没有收取的也要写明。"),
            )
        return
    for sentence in spoken:
        match = _FEE_AMOUNT.search(sentence.folded)
        charged = context.certain("proactive", "charges", "amount")
        if match and charged is not None:
            amount = float(match[1] or match[3]) / (10_000 if (match[2] or match[4]) == "元" else 1)
            if amount > float(charged):
                yield flag(
                    "TEXT-FEE-SUM",
                    say(
                        "正文称“{quote}”，而表二行政事业性收费只有 {charged} 万元。信息处理费也是行政事业性收费。",
                        quote=sentence.text[match.start() : match.end()],
                        charged=charged,
                    ),
                    evidence=[quote(sentence.text, sentence.place)],
                    mend=say("请核对收费台账，更正正文或者表二。"),
                )
                break
    lapsed = context.certain("applications", "other.fee_lapsed", "total")
    never = [s for s in spoken if _NEVER_BILLED.search(s.folded)]
    if lapsed and never:
        yield flag(
            "TEXT-FEE-LAPSED",
            say("正文称没有发出收费通知，而表三有 {lapsed} 件因逾期不缴费不再处理。", lapsed=lapsed),
            evidence=[quote(never[0].text, never[0].place)],
            mend=say("请核对收费通知台账，更正其中一处。"),
        )
