"""救济 in plain words: against what, to whom, until when. The class of each part comes from `gongkai.law`, never from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.applications import clocks
from gongkai.applications.models import Application, Letter, Service
from gongkai.language import say
from gongkai.law.articles import Source
from gongkai.law.clocks import Due, due
from gongkai.law.clocks.remedy import reconsideration_due, suit_due
from gongkai.law.remedies import Remedy, RemedyClass, Scope
from gongkai.law.settings import ClassCText
from gongkai.look.words import day
from gongkai.portal.story import answer_of


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go: ``what`` in a few words, ``text`` in whole sentences. ``online``: where it can be done on the internet."""

    what: str
    text: str
    online: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What can be done against one part of an answer. ``first``: the ways in the order they must be gone, else free choice."""

    against: str
    ways: tuple[Way, ...]
    in_order: bool
    source: Source
    certain: bool


def remedies_of(case: Application) -> tuple[Part, ...]:
    """Against the answer of a closed application; none before there is one, or where it was closed without a letter."""
    letter = answer_of(case)
    decision = next((found for found in case.decisions.all() if found.replaced_at is None), None)
    if letter is None or decision is None or case.decided_on is None:
        return ()
    knew, certain = knew_on(letter)
    found = decision.end.remedies(letter.dated or case.decided_on)
    return tuple(_part(case, remedy, knew, certain) for remedy in found)


def knew_on(letter: Letter) -> tuple[date, bool]:
    """From which day the remedy periods run: the day the answer reached the applicant. False: it was posted and nobody knows
    yet when it arrived, so the day of posting stands in, and the true day is later."""
    service = next((s for s in reversed(letter.services.all()) if s.result != Service.Result.FAILED), None)
    assert letter.issued_on is not None
    if service is None:
        return letter.issued_on, True
    if service.signed_on is not None:
        return service.signed_on, True
    return service.counts_on, service.method != Service.Method.POST


_AGAINST = {
    Scope.WHOLE: lambda: say("对这次答复不服"),
    Scope.REFUSED: lambda: say("对没有给您的部分不服"),
    Scope.REST: lambda: say("对答复的其他内容不服"),
}


def _part(case: Application, remedy: Remedy, knew: date, certain: bool) -> Part:
    agency = case.agency
    body = agency.reconsideration or say("本级人民政府")
    court = agency.court or say("有管辖权的人民法院")
    until = _until(reconsideration_due(knew, clocks.calendar()))
    asking = Way(
        say("行政复议"),
        say("在{until}前，向{body}申请行政复议。", until=until, body=body),
        agency.reconsideration_online,
    )
    if remedy.kind is RemedyClass.B:
        suing = Way(
            say("行政诉讼"),
            say("先有复议决定，才能起诉：对复议决定仍不服的，收到复议决定书15日内向{court}起诉。", court=court),
        )
        return Part(_AGAINST[remedy.scope](), (asking, suing), True, remedy.source, certain)
    if remedy.kind is RemedyClass.C and agency.law_settings.class_c is ClassCText.RECONSIDERATION_ONLY:
        return Part(_AGAINST[remedy.scope](), (asking,), False, remedy.source, certain)
    last = _until(suit_due(knew, clocks.calendar()))
    text = say("在{until}前，直接向{court}起诉。", until=last, court=court)
    if remedy.kind is RemedyClass.C:
        text += say("不过，对这一类答复直接起诉的，法院一般不受理，建议先申请行政复议。")
    suing = Way(say("行政诉讼"), text)
    return Part(_AGAINST[remedy.scope](), (asking, suing), False, remedy.source, certain)


def _until(found: Due) -> str:
    # Where next year's days off are not announced, the earliest day it can be: whoever acts by then is in time.
    return day(found.bound)


@dataclass(frozen=True, slots=True)
class Silence:
    """What an applicant may do who is not answered in time."""

    since: date
    body: str
    online: str
    court: str
    until: str
    complain_to: str
    complain_phone: str


def silence_of(case: Application) -> Silence | None:
    """From when, and to whom, one can turn when no answer comes. None while no day can be named (decision 0013)."""
    found = clocks.due_of(case)
    if found is None or found.on is None or case.withdrawn_on is not None:
        return None
    above = case.agency.supervised_by
    return Silence(
        since=found.on + timedelta(days=1),
        body=case.agency.reconsideration or say("本级人民政府"),
        online=case.agency.reconsideration_online,
        court=case.agency.court or say("有管辖权的人民法院"),
        until=_until(due("suit_silence", found.on, clocks.calendar())),
        complain_to=above.name if above else say("本级政府信息公开工作主管部门"),
        complain_phone=above.phone if above else "",
    )
