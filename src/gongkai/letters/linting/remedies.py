"""救济途径: the paragraph that the law gives for this decision, whole and unaltered, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.canonical import canonical_text
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.letters import RemedyRule
from gongkai.law.remedies import (
    EITHER,
    NO_DIRECT_SUIT,
    NO_DIRECT_SUIT_SINCE,
    RECONSIDERATION_FIRST,
    Authorities,
    Remedy,
    RemedyClass,
    Scope,
    paragraph,
    remedies_against,
)
from gongkai.letters.drafting import remedy
from gongkai.letters.linting.model import ERROR, Case, Finding, Part
from gongkai.letters.phrases import REMEDY_WORDS

_A = Remedy(Scope.WHOLE, RemedyClass.A, EITHER)
_ALL: tuple[tuple[str, tuple[Remedy, ...]], ...] = (
    ("可以先复议，也可以直接起诉", (_A,)),
    ("应当先复议", (Remedy(Scope.WHOLE, RemedyClass.B, RECONSIDERATION_FIRST),)),
    (
        "不予提供的部分先复议，其余可以直接起诉",
        (Remedy(Scope.REFUSED, RemedyClass.B, RECONSIDERATION_FIRST), Remedy(Scope.REST, RemedyClass.A, EITHER)),
    ),
    ("只能申请复议", (Remedy(Scope.WHOLE, RemedyClass.C, NO_DIRECT_SUIT),)),
)
_DIRECT_SUIT = re.compile(r"(?:或者|也可以|或|亦可)[^。]{0,40}(?:法院|起诉|诉讼)")
_RULES: dict[RemedyRule, tuple[RemedyClass, ...]] = {
    RemedyRule.A: (RemedyClass.A,),
    RemedyRule.B: (RemedyClass.B,),
    RemedyRule.C: (RemedyClass.C,),
    RemedyRule.B_AND_A: (RemedyClass.B, RemedyClass.A),
}


def _remedies(case: Case) -> Iterator[Finding]:
    speaking = [part for part in case.parts if REMEDY_WORDS.search(_without_ways(part, case))]
    if case.letter.remedy is RemedyRule.NONE:
        for part in speaking:
            yield Finding(
                "remedy-unexpected",
                ERROR,
                say("这份文书不是答复，不告知救济途径；写上会使申请人误以为已经答复。请删去。"),
                _quote(part),
                part.paragraph,
            )
        return
    try:
        right = remedy(case.draft.code, case.facts, case.settings)
    except GongkaiError as error:
        yield Finding("remedy-unknown", ERROR, say("不能确定救济途径：{why}", why=error))
        return
    yield from _class(case)
    spare = [part for part in speaking if part.text != right]
    if len(spare) == len(speaking):
        taken = next((part for part in spare if part.paragraph is not None), None)
        if taken is None:
            yield Finding(
                "remedy-missing", ERROR, say("没有告知救济途径。漏写会使申请人的期限延长到一年，请重新加上。"), right
            )
            return
        spare.remove(taken)
        yield _altered(taken, right, case)
    for part in spare:
        yield _typed(part, right)


def _class(case: Case) -> Iterator[Finding]:
    """Whether the articles lead to the remedy that this kind of letter must tell; only for the law as it stands now."""
    wanted = _RULES.get(case.letter.remedy)
    facts = case.facts
    if wanted is None or facts.decided_on is None or facts.decided_on < NO_DIRECT_SUIT_SINCE:
        return
    known = facts.leaf.disclosed_before if facts.leaf else None
    found = tuple(r.kind for r in remedies_against(facts.sources, facts.decided_on, disclosed_before=known))
    if found != wanted:
        yield Finding(
            "remedy-class",
            ERROR,
            say(
                "这份文书的救济途径应为{wanted}类，登记的法律依据得出的是{found}类。法律依据与决定不一致，请核对依据。",
                wanted="、".join(wanted),
                found="、".join(found),
            ),
        )


def _altered(part: Part, right: str, case: Case) -> Finding:
    """A remedy paragraph that is not the right one: of another class, or changed by hand."""
    names = case.facts.agency
    authorities = Authorities(names.reconsideration, names.court, names.reconsideration_online)
    for what, remedies in _ALL:
        if part.text == canonical_text(paragraph(remedies, authorities, settings=case.settings)):
            return Finding(
                "remedy-class",
                ERROR,
                say("救济途径写成了“{what}”，与决定的法律依据不符。请恢复为程序给出的一段。", what=what),
                _quote(part),
                part.paragraph,
            )
    if _is_old(part.text, right):
        return _typed(part, right)
    return Finding(
        "remedy-altered",
        ERROR,
        say("救济途径一段被改动过。机关、期限和先后由法律规定，请恢复为程序给出的一段。"),
        _quote(part),
        part.paragraph,
    )


def _typed(part: Part, right: str) -> Finding:
    if _is_old(part.text, right):
        return Finding(
            "remedy-old",
            ERROR,
            say(
                "“{quote}”是2024年以前的写法。不予公开的决定应当先申请行政复议，不能告知直接起诉，请删去。",
                quote=_quote(part),
            ),
            _quote(part),
            part.paragraph,
        )
    return Finding(
        "remedy-typed",
        ERROR,
        say("“{quote}”是手写的救济途径。文书里只能有程序给出的一段，请删去。", quote=_quote(part)),
        _quote(part),
        part.paragraph,
    )


def _is_old(text: str, right: str) -> bool:
    """A choice between reconsideration and suit, where the law wants reconsideration first."""
    return "应当" in right and "先向" in right and "先" not in text and bool(_DIRECT_SUIT.search(text))


def _without_ways(part: Part, case: Case) -> str:
    """The part without the channels that a letter may name (S16), which are no remedy against it."""
    way = canonical_text(case.facts.decision.way) if case.facts.decision else ""
    return part.masked.replace(way.rstrip("。；"), "□") if way else part.masked


def _quote(part: Part) -> str:
    found = REMEDY_WORDS.search(part.text)
    if found is None:
        return part.text[:40]
    start = max(0, found.start() - 12)
    return part.text[start : found.end() + 12]


REMEDIES = (_remedies,)
