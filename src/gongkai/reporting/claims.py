"""Claims in the words of section one that a register could bear out: those that it does not, and those that no register knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongkai.disclosures.models import Channel
from gongkai.language import say
from gongkai.reporting.counting import fact_rules as known
from gongkai.reports.model import CellId, Evidence, Finding

_N = r"(?P<n>\d{1,9})(?:余|多)?"
_GAP = r"[^，。；、\d]{0,10}"
RECORDED: tuple[tuple[re.Pattern[str], CellId], ...] = (
    (re.compile(rf"公开(?:各类)?(?:政府)?信息{_GAP}{_N}条"), known.ITEMS),
    (re.compile(rf"(?:微信|公众号){_GAP}{_N}(?:条|篇)"), known.OUTLETS[Channel.WECHAT]),
    (re.compile(rf"解读(?:材料|信息|文章)?{_N}(?:篇|件|条|个|次|期)"), known.INTERPRETATIONS),
    (re.compile(rf"(?:征求意见|意见征集){_GAP}{_N}(?:次|件|项)"), known.OPINIONS_ASKED),
    (re.compile(rf"(?:代表建议|人大建议){_N}件"), known.SUGGESTIONS),
    (re.compile(rf"(?:政协提案|委员提案){_N}件"), known.PROPOSALS),
    (re.compile(rf"开放日{_GAP}{_N}(?:次|场)"), known.ACTIVITIES),
)
"""What is said, and the fact that must be the same."""
UNRECORDED = re.compile(
    rf"(?:培训|会议|座谈|督查|检查|考核|通报|宣传){_GAP}\d{{1,6}}(?:余|多)?(?:次|场|期|人次|人|份|家)"
)
"""Claims of which there is no register here."""
_SPACE = re.compile(r"\s+")


def claims(text: str, facts: Mapping[CellId, int]) -> Iterator[Finding]:
    """`LEDGER-TEXT` for a number that the register has otherwise, `UNRECORDED` for one that nothing here bears out."""
    plain = _SPACE.sub("", text)
    unknown: list[str] = []
    for pattern, cell in RECORDED:
        for match in pattern.finditer(plain):
            if not facts[cell]:
                # An empty register contradicts nobody: it may not have been kept.
                unknown += [match.group()] if int(match["n"]) else []
            elif int(match["n"]) != facts[cell]:
                yield Finding(
                    "LEDGER-TEXT",
                    "warning",
                    say("文字写“{quote}”，台账登记的是{n}。", quote=match.group(), n=facts[cell]),
                    (cell,),
                    (Evidence(match.group()),),
                    mend=say("请补登台账，或者更正文字；在别处公开、没有登记在这里的，请说明。"),
                )
    quotes = list(dict.fromkeys([*unknown, *(match.group() for match in UNRECORDED.finditer(plain))]))
    if quotes:
        yield Finding(
            "UNRECORDED",
            "hint",
            say(
                "有{n}处说法没有登记可以核对：{quotes}。", n=len(quotes), quotes="、".join(f"“{q}”" for q in quotes[:5])
            ),
            evidence=tuple(Evidence(quote) for quote in quotes[:5]),
            mend=say("请自行核实，留好依据。"),
        )
