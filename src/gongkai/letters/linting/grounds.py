"""Facts and law: the days, the articles, the reasons, and every element that the letter must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.documents.canonical import canonical_text
from gongkai.language import say
from gongkai.law.articles import LAWS, Document
from gongkai.letters.fields import FIELDS
from gongkai.letters.linting.model import ERROR, Case, Finding, Part, written_day
from gongkai.letters.obligatory import Element, elements
from gongkai.letters.phrases import CITATION, DATE, FULL_NAME

_SHORT = {law.title.removeprefix(FULL_NAME): law.short for law in LAWS.values()}
_STRICT = ("条例", "行政复议法", "行政诉讼法")
"""Laws on disclosure and remedies: their articles are cited by the decision, not by the way."""
_MONTH_DAY = re.compile(r"(?<![年\d至])(\d{1,2})月(\d{1,2})日")
_STOCK = re.compile(
    r"《[^》]*》|第[零一二三四五六七八九十百]+条|第[一二三四五六七八九十]+款|第（[一二三四五六七八九十]+）项|"
    r"依据|根据|按照|依照|规定|属于|不予公开|予以公开|政府信息|所申请|申请公开|申请人|申请|公开|信息|理由|经审查|因此|本机关|决定|"
    r"过程性|讨论记录|过程稿|磋商信函|请示报告|国家秘密|依法确定|法律|行政法规|禁止|内部事务|人事管理|后勤管理|内部工作流程|"
    r"行政执法案卷|第三方|合法权益|商业秘密|个人隐私|可能|危及|国家安全|公共安全|经济安全|社会稳定|造成|损害|"
    r"贵单位|您|或者|等|涉及|对|会|的|后|[\s\W]"
)
_REAL = 8
"""Characters that are left of a reason once what every refusal says is taken away."""


def _days(case: Case) -> Iterator[Finding]:
    month_days = {(day.month, day.day) for day in case.days}
    for part in case.parts:
        for found in DATE.finditer(part.masked):
            if written_day(*found.groups()) not in case.days:
                yield _stray(found[0], part)
        for found in _MONTH_DAY.finditer(part.masked):
            if (int(found[1]), int(found[2])) not in month_days and found[0] not in case.words:
                yield _stray(found[0], part)


def _stray(quote: str, part: Part) -> Finding:
    return Finding(
        "date-stray",
        ERROR,
        say("日期“{quote}”不在案卷里。写错日期会影响期限和救济，请核对；确有其事的，先登记或者写进理由。", quote=quote),
        quote,
        part.paragraph,
    )


def _citations(text: str) -> Iterator[tuple[str, str, str]]:
    """(law, citation in our form, the words) of every article in ``text``; one without a law belongs to the law before it."""
    law = "条例"
    for found in CITATION.finditer(text):
        if found["law"]:
            bare = found["law"].removeprefix(FULL_NAME)
            law = _SHORT.get(bare, bare)
        elif found["number"]:
            law = found["number"]
        place = found["article"] + found["rest"].replace("(", "（").replace(")", "）")
        yield law, (f"{law}{place}" if "〔" in law else f"《{law}》{place}"), found[0]


def _articles(case: Case) -> Iterator[Finding]:
    allowed = {str(source) for source in case.may_cite}
    if case.facts.decision is not None:
        # Each cut of the copies that go along has an article of its own (区分处理目录).
        allowed |= {cut.article for cut in case.facts.decision.cut}
    told = {citation for law, citation, _ in _citations(case.words) if law not in _STRICT and "〔" not in law}
    for part in case.parts:
        for _, citation, quote in _citations(part.masked):
            if citation not in allowed and citation not in told:
                yield Finding(
                    "article-stray",
                    ERROR,
                    say(
                        "引用了{citation}，它不是这一决定的依据（{sources}）。引用错误的条款会被认定适用法律错误，请改正。",
                        citation=citation,
                        sources="、".join(sorted(map(str, case.must_cite))),
                    ),
                    quote.strip("、和及，以"),
                    part.paragraph,
                )


def _sources(case: Case) -> Iterator[Finding]:
    cited = {citation for part in case.parts for _, citation, _ in _citations(part.masked)}
    for source in case.must_cite:
        there = str(source) in case.whole if isinstance(source, Document) else str(source) in cited
        if not there:
            yield Finding(
                "source-missing",
                ERROR,
                say("没有引用{source}，这是决定的依据。法律依据应当写到条、款、项，请补上。", source=source),
                str(source),
            )


def _reasons(case: Case) -> Iterator[Finding]:
    if not _needs_reasons(case):
        return
    findings = canonical_text(case.facts.decision.findings) if case.facts.decision else ""
    own = [block for block in case.draft.blocks if block.changed]
    told = findings and _there(findings, case)
    rewritten = any(_substance("".join(block.lines)) >= _REAL for block in own)
    if not findings and not rewritten:
        why = say("没有登记理由")
    elif findings and told and _substance(findings) < _REAL:
        why = say("理由只重复了条款和结论")
    elif findings and not told and not rewritten:
        why = say("登记的理由没有写进文书")
    else:
        return
    yield Finding(
        "reasons-missing",
        ERROR,
        say("{why}。不予公开、不予提供的决定应当说明事实和理由，请写明是什么信息、为什么不能公开。", why=why),
        findings,
    )


def _needs_reasons(case: Case) -> bool:
    if not case.letter.substantive:
        return False
    return any("decision.findings" in group for element in elements(case.draft.code) for group in element.groups)


def _substance(text: str) -> int:
    """How many characters of a reason are its own."""
    return len(_STOCK.sub("", text))


_FREE = frozenset(
    {
        "application.content",
        "correction.defects",
        "correction.guidance",
        "reasons.why",
        "extension.reason",
        "delay.reason",
        "consultation.what",
        "consultation.due",
        "assistance.question",
        "decision.findings",
        "decision.given",
        "decision.withheld",
        "decision.way",
        "decision.special_rules",
        "decision.public_interest",
        "agency.payment",
        "consultations",
    }
)
"""Facts in free words: where a person has edited the draft they need not stand there to the letter."""
_ENOUGH = 0.5
"""The part of the pairs of characters of a fact that must still be there then."""


def _elements(case: Case) -> Iterator[Finding]:
    for element in elements(case.draft.code):
        if not _shown(element, case):
            yield Finding(
                "element-missing",
                ERROR,
                say("文书里没有写明“{name}”。这是必备内容，请补上。", name=element.name),
                element.name,
            )


def _shown(element: Element, case: Case) -> bool:
    # The title (the first part) names the letter; what is decided must be said in its text.
    if any(word in part.masked for word in element.words for part in case.parts[1:]):
        return True
    # A letter about a channel that leaves no such record has nothing to show.
    return any(all(_fact_shown(key, case) for key in group) for group in element.groups)


def _fact_shown(key: str, case: Case) -> bool:
    value = FIELDS[key].read(case.facts, case.draft.code)
    if not value:
        return key.startswith("application.") or (key == "consultations" and not case.facts.consultations)
    if isinstance(value, str):
        lines = [canonical_text(line).rstrip("。；;") for line in value.splitlines()]
    else:
        lines = [canonical_text(line) if isinstance(line, str) else "\t".join(line) for line in value]
    whole = [line.rstrip("。；;") for line in lines if line]
    if all(line in case.whole for line in whole):
        return True
    return key in _FREE and case.is_edited and all(_there(line, case) for line in whole)


def _there(fact: str, case: Case) -> bool:
    """Whether a fact stands in the letter, to the letter or, in an edited one, in most of its words."""
    lines = [line.rstrip("。；;") for line in fact.split("\n")]
    if all(line in case.whole for line in lines):
        return True
    if not case.is_edited:
        return False
    pairs = {a + b for a, b in pairwise(fact) if (a + b).isalnum()}
    return bool(pairs) and sum(pair in case.whole for pair in pairs) >= _ENOUGH * len(pairs)


GROUNDS = (_days, _articles, _sources, _reasons, _elements)
