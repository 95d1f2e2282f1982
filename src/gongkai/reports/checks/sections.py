"""The six sections: there, filled, and about what they have to be about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.model import Place
from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.checks.numerals import parse
from gongkai.reports.editions import SectionForm, editions
from gongkai.reports.model import Evidence, Finding

_NUMBERS = "零一二三四五六七八九十"
_PLAIN = str.maketrans({"．": "、", ".": "、", "，": "、", ",": "、", "\u3000": " ", "\xa0": " ", "\t": " "})
_SPACE = re.compile(r"\s+")

_TOPICS = {
    "主动公开": re.compile(r"主动公开|公开(?:各类|政府|政务)?信息\d|(?:发布|公开)[^。，；]{0,12}(?:信息|文件)"),
    "依申请公开": re.compile(r"依申请|依法申请公开|申请公开|公开[^。，；]{0,8}申请"),
    "政府信息管理": re.compile(r"信息管理|信息资源管理|规范性文件管理|审核|审查|三审|三校|动态调整|清理|归档|公开目录"),
    "政府信息公开平台建设": re.compile(r"平台|网站|公众号|新媒体|公开栏|专栏|公开专区|查阅点|微信|微博"),
    "监督保障": re.compile(r"监督|保障|考核|培训|评议|责任追究|领导小组|检查|专人"),
}
"""Words by which practice speaks of each topic of 30号. A topic of a new edition is looked for by its own name."""

_OWN_HEADING = re.compile(r"([一二三四五六七八九十]{1,3})、([^。，；]{4,30})$")
_COUNTED_PARTS = re.compile(r"(?:由|包括|分为)[^;]{0,160}?([一二三四五六七八九十]{1,2})个?(?:部分|方面)")

_PROBLEM = re.compile(
    r"问题|短板|差距|有待|薄弱|滞后|欠缺|缺少|缺乏|困难|弱项|较少|较低|偏[低少弱慢]|有限|未能|过于|迟缓|单一|难以|"
    r"不(?!断|仅|但|予|同|动产|得|忘|懈)"
)
_MEASURE = re.compile(r"下一步|改进|整改|措施|加强|提升|提高|将|完善|强化|优化|健全|加大|推进|规范")


def missing(context: Context) -> Iterator[Finding]:
    """SECTION-NONE and SECTION-EMPTY."""
    form = context.due or editions().get(context.report.edition)
    if form is None:
        return
    if not context.report.sections:
        yield flag(
            "SECTION-NONE",
            say("没有找到规定的{count}个部分中任何一个的标题。", count=_NUMBERS[len(form.sections)]),
            mend=say(
                "请按照规定的格式分部分编写，标题依次为：{labels}。", labels="、".join(s.label for s in form.sections)
            ),
        )
        return
    for section in form.sections:
        found = context.report.sections.get(section.key)
        if found is None:
            if _is_printed(context, section):
                continue
            yield flag(
                "SECTION-NONE",
                say("没有找到第{number}部分“{label}”。", number=_NUMBERS[section.number], label=section.label),
                mend=say(
                    "请按照规定的六个部分补写；标题丢失的，请恢复标题“{number}、{label}”。",
                    number=_NUMBERS[section.number],
                    label=section.label,
                ),
            )
        elif section.table is None and not found.text.strip():
            yield flag(
                "SECTION-EMPTY",
                say(
                    "第{number}部分“{label}”只有标题，没有内容。", number=_NUMBERS[section.number], label=section.label
                ),
                evidence=[Evidence(found.heading or section.label, found.place)],
                mend=_what_to_write(section),
            )


def own_list(context: Context) -> Iterator[Finding]:
    """SECTION-OWN: parts of the body's own making: announced in the preamble, or numbered past the last of the form."""
    form = context.due or editions().get(context.report.edition)
    if form is None:
        return
    last = len(form.sections)
    for section in context.report.sections.values():
        for line in section.text.split("\n"):
            match = _OWN_HEADING.match(line.strip())
            if match and (parse(match[1]) or 0) > last:
                yield _own(
                    say(
                        "报告中有第{number}部分“{label}”，规定的格式只有{last}个部分。",
                        number=match[1],
                        label=match[2],
                        last=_NUMBERS[last],
                    ),
                    line,
                    section.place,
                )
                return
    for sentence in context.prose:
        if sentence.section:
            break
        counted = _COUNTED_PARTS.search(sentence.folded)
        listed = [item for item in re.split(r"[,、;]", sentence.folded) if item.endswith(("情况", "事项"))]
        if counted and parse(counted[1]) not in (None, last):
            yield _own(
                say("正文称报告由{count}个部分组成，规定的格式是{last}个部分。", count=counted[1], last=_NUMBERS[last]),
                sentence.text,
                sentence.place,
            )
            return
        # 行政复议、行政诉讼情况 counts twice when split.
        if "包括" in sentence.folded and len(listed) > last + 1:
            yield _own(
                say("正文列出 {count} 个方面，规定的格式是{last}个部分。", count=len(listed), last=_NUMBERS[last]),
                sentence.text,
                sentence.place,
            )
            return


def _is_printed(context: Context, section: SectionForm) -> bool:
    """The heading stands in the source on a line of its own, though the reader could not tell where its section begins: next to a
    table that broke off, say. Then it is not the report that lacks it."""
    heads = {f"{_NUMBERS[section.number]}、{label}" for label in section.labels}
    return any(line.translate(_PLAIN).replace(" ", "") in heads for line in context.reading.text.split("\n"))


def _own(message: str, quoted: str, place: Place) -> Finding:
    return flag(
        "SECTION-OWN",
        message,
        evidence=[quote(quoted, place, limit=90)],
        mend=say("请按照规定的六个部分编写，其他内容并入第一部分或者第六部分。"),
    )


def _what_to_write(section: SectionForm) -> str:
    if section.must_mention:
        return say("请写明{topic}收取情况；确无其他事项的，也应说明。", topic=section.must_mention)
    return say("请补写这一部分。")


def overview(context: Context) -> Iterator[Finding]:
    """SEC1-TOPICS and SEC1-LENGTH, by the form of the year."""
    form = context.due or editions().get(context.report.edition)
    if form is None:
        return
    for section in form.sections:
        found = context.report.sections.get(section.key)
        if found is None or not found.text.strip():
            continue
        text = _SPACE.sub("", found.text)
        absent = [
            topic for topic in section.topics if not _TOPICS.get(topic, re.compile(re.escape(topic))).search(text)
        ]
        if absent:
            yield flag(
                "SEC1-TOPICS",
                say("第{number}部分没有谈到：{topics}。", number=_NUMBERS[section.number], topics="、".join(absent)),
                evidence=[quote(found.text, found.place)],
                mend=say("请补写上述方面的情况；当年没有开展的，也请说明。"),
            )
        if section.limit is not None and len(text) > section.limit:
            yield flag(
                "SEC1-LENGTH",
                say(
                    "第{number}部分共 {count} 字，原则上不超过 {limit} 字。",
                    number=_NUMBERS[section.number],
                    count=len(text),
                    limit=section.limit,
                ),
                evidence=[quote(found.text, found.place)],
                mend=say("请精简，具体事例可以放在第六部分。"),
            )


def oversight(context: Context) -> Iterator[Finding]:
    """SEC1-OVERSIGHT: art. 50(1)(4) wants of every level of government the results of assessment, public appraisal and liability."""
    found = context.report.sections.get("overview")
    if not (context.report.agency or "").endswith("人民政府") or found is None or not found.text.strip():
        return
    absent = [name for name in ("工作考核", "社会评议", "责任追究") if name[2:] not in found.text]
    if absent:
        yield flag(
            "SEC1-OVERSIGHT",
            say("第一部分没有写明{what}的结果情况。", what="、".join(absent)),
            evidence=[quote(found.text, found.place)],
            mend=say("政府的报告应当包括工作考核、社会评议和责任追究结果情况，当年没有追究责任的也请写明。"),
        )


def problems(context: Context) -> Iterator[Finding]:
    """SEC5: problems and what is done about them."""
    found = context.report.sections.get("problems")
    if found is None or not found.text.strip():
        return
    absent = [
        name
        for name, pattern in ((say("存在的问题"), _PROBLEM), (say("改进情况"), _MEASURE))
        if not pattern.search(found.text)
    ]
    if absent:
        yield flag(
            "SEC5",
            say("第五部分没有写{what}。", what="、".join(absent)),
            evidence=[quote(found.text, found.place)],
            mend=say("请写明当年的具体问题和对应的改进措施。"),
        )
