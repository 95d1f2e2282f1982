"""Whether a case may be brought at all: its period, reconsideration first, and what courts do not take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Source
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.remedy import reconsideration_due, suit_due
from gongkai.law.clocks.table import due
from gongkai.law.remedies import RemedyClass, Scope, remedies_against

SKIPPED = Article("法释〔2025〕8号", 10, 2, 1)


@dataclass(frozen=True, slots=True)
class Objection:
    """Something the body may put forward against a case being heard, in a sentence, with its rule."""

    text: str
    source: Source


def filing_clock(kind: str, knew_on: date, calendar: WorkCalendar, *, silence: bool = False, told: bool = True) -> Due:
    """Last day to bring a case of ``kind`` (reconsideration, suit_direct, suit_after_reconsideration).

    ``knew_on``: the day the answer was served; for silence (``silence``) the last day on which it was due; for a suit after
    reconsideration the day that decision was served. ``told``: whether the answer told the remedies.
    """
    if kind == "suit_after_reconsideration":
        return due("suit_after_reconsideration", knew_on, calendar)
    if kind == "reconsideration":
        return reconsideration_due(knew_on, calendar, told=told or silence)
    if silence:
        return due("suit_silence", knew_on, calendar)
    return suit_due(knew_on, calendar, told=told)


def in_time(period: Due, filed_on: date) -> bool | None:
    """Whether ``filed_on`` keeps ``period``; None where its last day is not certain yet and the filing lies beyond the bound."""
    if period.on is not None:
        return filed_on <= period.on
    return True if filed_on <= period.bound else None


def objections(
    kind: str,
    filed_on: date,
    *,
    period: Due | None = None,
    cited: Sequence[Source] = (),
    decided_on: date | None = None,
    disclosed_before: bool | None = None,
) -> tuple[Objection, ...]:
    """What speaks against hearing the case; () where nothing on record does. The answer to it is the reviewing body's or the
    court's: this only reminds the respondent to say it."""
    found = []
    if period is not None and in_time(period, filed_on) is False:
        found.append(
            Objection(
                say(
                    "超过了{name}：最后一天是{last}，{filed}才提出。", name=period.name, last=period.on, filed=filed_on
                ),
                _source_of(kind),
            )
        )
    if kind == "suit_direct" and cited and decided_on is not None:
        try:
            remedies = remedies_against(cited, decided_on, disclosed_before=disclosed_before)
        except GongkaiError:
            remedies = ()
        for remedy in remedies:
            if remedy.kind is RemedyClass.B:
                part = say("本答复") if remedy.scope is Scope.WHOLE else say("不予公开的部分")
                found.append(Objection(say("{part}应当先申请行政复议，原告没有经过复议就起诉。", part=part), SKIPPED))
            elif remedy.kind is RemedyClass.C:
                found.append(Objection(say("这一类决定，法院不直接受理起诉。"), remedy.source))
    return tuple(found)


def _source_of(kind: str) -> Source:
    return {
        "reconsideration": Article("行政复议法", 20, 1),
        "suit_direct": Article("行政诉讼法", 46),
        "suit_after_reconsideration": Article("行政诉讼法", 45),
    }[kind]
