"""救济: which remedy a decision opens. It follows from the articles cited and the day of the decision, never from a choice
(decisions 0018 and 0019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Source
from gongkai.law.settings import DEFAULT, ClassCText, Settings

RECONSIDERATION_FIRST_SINCE = date(2024, 1, 1)
"""行政复议法 art. 23 as revised."""
NO_DIRECT_SUIT_SINCE = date(2025, 6, 1)
"""法释〔2025〕8号 art. 10 ¶2."""
RECONSIDERATION_FIRST = Article("行政复议法", 23, 1, 4)
NO_DIRECT_SUIT = Article("法释〔2025〕8号", 10, 2)
EITHER = Article("条例", 51)

_REFUSAL_GROUNDS = (Article("条例", 14), Article("条例", 15), Article("条例", 16))
_REFUSED = Article("条例", 36, item=3)
_SEVERED = Article("条例", 37)
_GIVEN = (Article("条例", 36, item=1), Article("条例", 36, item=2))
_REPEAT = Article("条例", 36, item=6)
_NO_SUIT_GROUNDS = (Article("条例", 36, item=7), Article("条例", 38), Article("条例", 39))


class RemedyClass(StrEnum):
    """A: reconsideration or suit. B: reconsideration before suit. C: courts do not accept a direct suit."""

    A = "A"
    B = "B"
    C = "C"


class Scope(StrEnum):
    """Which part of the decision a remedy is for."""

    WHOLE = "whole"
    REFUSED = "refused"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The remedy class of one part of a decision, and the rule that puts it there."""

    scope: Scope
    kind: RemedyClass
    source: Source


class NoGround(GongkaiError):
    """A refusal is cited without the article it rests on, so no remedy can be told."""


def remedies_against(
    cited: Sequence[Source], decided_on: date, *, disclosed_before: bool | None = None
) -> tuple[Remedy, ...]:
    """The remedies against a decision that cites ``cited`` on ``decided_on``; two where one part was refused.

    ``disclosed_before``: for a repeated application (art. 36(6)), whether the information had been disclosed to the
    applicant; courts then accept no suit. Raises `NoGround` for a refusal (36(3)) or severance (37) without its ground, and
    GongkaiError where art. 36(6) is cited and ``disclosed_before`` is not known.
    """
    articles = [source for source in cited if isinstance(source, Article)]
    refused = _cites(articles, *_REFUSAL_GROUNDS)
    severed = _cites(articles, _SEVERED) or (_cites(articles, *_GIVEN) and _cites(articles, _REFUSED))
    if _cites(articles, *_GIVEN) and not severed:
        # Disclosed over a third party's objection: arts. 15 and 32 are cited, and nothing is refused.
        refused = False
    no_suit = decided_on >= NO_DIRECT_SUIT_SINCE and _no_suit(articles, disclosed_before)
    if (severed or _cites(articles, _REFUSED)) and not refused and not _cites(articles, *_NO_SUIT_GROUNDS):
        raise NoGround(
            say(
                "引用了不予公开或者区分处理的条款，却没有引用具体依据（《条例》第十四条、第十五条或第十六条），无法确定救济途径。请补充法律依据。"
            )
        )
    if refused and decided_on >= RECONSIDERATION_FIRST_SINCE:
        part = Remedy(Scope.REFUSED if severed else Scope.WHOLE, RemedyClass.B, RECONSIDERATION_FIRST)
    elif no_suit and not refused:
        part = Remedy(Scope.REFUSED if severed else Scope.WHOLE, RemedyClass.C, NO_DIRECT_SUIT)
    else:
        return (Remedy(Scope.WHOLE, RemedyClass.A, EITHER),)
    return (part, Remedy(Scope.REST, RemedyClass.A, EITHER)) if severed else (part,)


def _no_suit(articles: Sequence[Article], disclosed_before: bool | None) -> bool:
    """Whether 法释〔2025〕8号 art. 10 ¶2 (4)-(8) names the case."""
    if _cites(articles, _REPEAT):
        if disclosed_before is None:
            raise GongkaiError(say("重复申请须说明此前是否已向申请人公开该信息，否则无法确定救济途径。请核对原答复。"))
        return disclosed_before
    return _cites(articles, *_NO_SUIT_GROUNDS)


def _cites(articles: Sequence[Article], *wanted: Article) -> bool:
    return any(article.within(place) for article in articles for place in wanted)


@dataclass(frozen=True, slots=True)
class Authorities:
    """Names for the paragraph. ``reconsideration``: the government that decides (行政复议法 art. 24), in full; ``court``:
    the court with jurisdiction; ``online``: where to file for reconsideration on the internet, "" if there is no such way."""

    reconsideration: str
    court: str
    online: str = ""


def paragraph(
    found: Sequence[Remedy], authorities: Authorities, *, served_online: bool = False, settings: Settings = DEFAULT
) -> str:
    """The remedy paragraph of a letter, in Chinese.

    Raises GongkaiError when a name is missing, or when the letter is served online and no internet way to apply for
    reconsideration is given (行政复议法 art. 22 ¶2 demands one).
    """
    if not authorities.reconsideration.strip() or not authorities.court.strip():
        raise GongkaiError(
            say("没有写明行政复议机关或者有管辖权的法院，缺少任何一项都会使救济期限延长。请在机关设置中补齐。")
        )
    if served_online and not authorities.online:
        raise GongkaiError(
            say(
                "通过互联网送达的决定，应当同时提供提交行政复议申请的互联网渠道（《行政复议法》第二十二条第二款）。请在机关设置中补齐。"
            )
        )
    sentences = [_sentence(remedy, authorities, settings) for remedy in found]
    if authorities.online:
        sentences.append(say("行政复议申请也可以通过{online}在线提交。", online=authorities.online))
    return "".join(sentences)


def _sentence(remedy: Remedy, authorities: Authorities, settings: Settings) -> str:
    against = {
        Scope.WHOLE: say("对本答复不服的"),
        Scope.REFUSED: say("对本答复中不予提供的部分不服的"),
        Scope.REST: say("对本答复的其他内容不服的"),
    }[remedy.scope]
    body, court = authorities.reconsideration, authorities.court
    if remedy.kind is RemedyClass.B:
        return say(
            "{against}，应当在收到本答复之日起60日内先向{body}申请行政复议；对行政复议决定仍不服的，"
            "可以在收到行政复议决定书之日起15日内向{court}提起行政诉讼。",
            against=against,
            body=body,
            court=court,
        )
    if remedy.kind is RemedyClass.C and settings.class_c is ClassCText.RECONSIDERATION_ONLY:
        return say("{against}，可以在收到本答复之日起60日内向{body}申请行政复议。", against=against, body=body)
    return say(
        "{against}，可以在收到本答复之日起60日内向{body}申请行政复议，也可以在收到本答复之日起6个月内向{court}提起行政诉讼。",
        against=against,
        body=body,
        court=court,
    )


def silence_paragraph(authorities: Authorities, due_on: date) -> str:
    """What to tell an applicant who was not answered by ``due_on``: both ways are named, for whether reconsideration must
    come first is not settled (decision 0013)."""
    return say(
        "本机关未在{due}前答复的，申请人可以向{body}申请行政复议，也可以自答复期限届满之日起6个月内向{court}提起行政诉讼。",
        due=due_on,
        body=authorities.reconsideration,
        court=authorities.court,
    )
