"""Consulting: third parties, co-makers and other bodies, each with a mind and a pace of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from gongkai.applications import actions, clocks
from gongkai.applications.models import Consultation, Letter, Service
from gongkai.demo import lore
from gongkai.demo.play import letters
from gongkai.demo.play.plan import Plan
from gongkai.demo.schedule import Story, workday
from gongkai.law.clocks.facts import Asked
from gongkai.people import clock

if TYPE_CHECKING:
    from gongkai.demo.play.life import Life

SILENT, CANCELLED = "silent", "cancelled"
_AGREE, _PARTLY, _OBJECT = "agrees", "partly", "objects"


@dataclass
class Asking:
    """One party, what it is going to say, and the row in the register."""

    name: str
    answer: str
    row: Consultation | None = None


def consult(life: Life) -> Story:
    """Everybody whom the path asks, and now and then somebody besides."""
    answers = _third_parties(life.plan, life.random)
    if answers:
        yield from _ask(life, Asked.THIRD_PARTY, answers)
    # Where the applicant has let a period pass, nothing more is asked of anybody.
    if life.plan.asks_others and life.app.due_on is not None:
        asked = Asked(life.plan.asks_others)
        if asked is Asked.THIRD_PARTY and "consent" in life.plan.answers:
            return
        # A third party that objects must be heard on the path itself; there is none here that does.
        says = (
            (_AGREE, _AGREE, SILENT, CANCELLED) if asked is Asked.THIRD_PARTY else (_AGREE, _OBJECT, SILENT, CANCELLED)
        )
        yield from _ask(life, asked, [life.random.choice(says)])


def _third_parties(plan: Plan, random: Random) -> list[str]:
    """What each third party says, so that together they say what the path takes as the result."""
    more = random.choice((0, 0, 1, 1, 2))
    match plan.answers.get("consent"):
        case None:
            return []
        case "agrees":
            return [_AGREE] * (1 + more)
        case "objects":
            answers = [
                random.choice((_OBJECT, _OBJECT, _PARTLY)),
                *(random.choice((_AGREE, _OBJECT, SILENT)) for _ in range(more)),
            ]
        case "silent_harm":
            answers = [SILENT, *(random.choice((_AGREE, SILENT)) for _ in range(more))]
        case _:
            answers = [random.choice((SILENT, _OBJECT)), *(random.choice((_AGREE, CANCELLED)) for _ in range(more))]
    random.shuffle(answers)
    return answers


def _ask(life: Life, asked: Asked, answers: list[str]) -> Story:
    random, texts, names = life.random, lore.words(), lore.names()
    pool = names["third_parties"]["names" if asked is Asked.THIRD_PARTY else "co_makers"]
    if asked is Asked.AGENCY:
        pool = [crew.agency.name for crew in life.player.crews.values() if crew is not life.crew] or pool
    parties = [
        Asking(name, answer)
        for name, answer in zip(random.sample(pool, min(len(answers), len(pool))), answers, strict=False)
    ]
    made = actions.consult(
        life.app,
        parties=[
            actions.Party(
                party.name,
                contact=f"云岭县{random.choice(names['streets'])}{random.randint(1, 90)}号",
                interest=lore.pick(random, texts["interests"]) if asked is Asked.THIRD_PARTY else "",
            )
            for party in parties
        ],
        what=life.plan.wish.title,
        asked=asked,
        by=life.clerk,
    )
    for party, row in zip(parties, made, strict=True):
        party.row = row
        if party.answer == CANCELLED and life.chance(0.5):
            yield life.later(0, 1)
            actions.cancel_consultation(life.own(row), by=life.clerk)
            continue
        letter = row.letters.get()
        service = yield from letters.out(life, letter)
        row.refresh_from_db()
        life.tell("consulted", asked=asked.value, on=letter.issued_on)
        yield from _tell_applicant(life)
        life.reach("consulting")
        if isinstance(service, Service) and service.method == "post":
            yield from _delivered(life, service, row)
    yield from _answers(life, parties, asked)


def _tell_applicant(life: Life) -> Story:
    """P7 goes out by itself where the applicant reads letters on the query page; else it is sent."""
    for letter in life.app.letters.filter(code="P7", state=Letter.State.APPROVED):
        yield life.later(0, 1)
        letters.send(life, letter)


def _delivered(life: Life, service: Service, row: Consultation) -> Story:
    if life.chance(0.7):
        yield life.later(1, 4)
        actions.record_delivery(life.own(row), on=clock.today(), by=life.clerk)
        life.own(service.letter)
        actions.confirm_signature(service, on=clock.today(), signed_by="收发室", by=life.clerk)


def _answers(life: Life, parties: list[Asking], asked: Asked) -> Story:
    """The answers as they come in, then the silence of the rest."""
    random = life.random
    waiting = [party for party in parties if party.row is not None and party.row.is_open]
    speaking = [party for party in waiting if party.answer not in (SILENT, CANCELLED)]
    if asked is Asked.AGENCY:
        # A body has no period whose end would say anything: the one that stays silent is given up in the end.
        speaking = [party for party in waiting if party.answer not in (SILENT, CANCELLED)]
    days = sorted(workday(clock.today(), random.randint(1, 11)) for _ in speaking)
    for party, day in zip(speaking, days, strict=True):
        yield max(day, clock.today())
        _speak(life, party)
    for party in waiting:
        assert party.row is not None
        if party.answer == CANCELLED or (party.answer == SILENT and asked is Asked.AGENCY):
            yield life.later(2, 8)
            actions.cancel_consultation(life.own(party.row), by=life.clerk)
    if asked is not Asked.AGENCY:
        yield from _silence(life, [party for party in waiting if party.answer == SILENT])


def _speak(life: Life, party: Asking) -> None:
    random, texts = life.random, lore.words()
    assert party.row is not None
    row = life.own(party.row)
    life.refused(lambda: actions.record_opinion(row, opinion=_OBJECT, by=None))
    unfounded = life.plan.asks("consent", "unfounded")
    reasons = {
        _AGREE: texts["opinions_agree"],
        _PARTLY: texts["opinions_partly"],
        _OBJECT: texts["opinions_unfounded" if unfounded else "opinions_object"],
    }
    by = None if life.chance(0.4) else life.clerk
    actions.record_opinion(life.own(row), opinion=party.answer, reasons=lore.pick(random, reasons[party.answer]), by=by)
    life.refused(lambda: actions.record_opinion(row, opinion=_AGREE, by=life.clerk))


def _silence(life: Life, silent: list[Asking]) -> Iterator[date]:
    """The period passes. Where its end reaches a year without a published notice it is never certain, and the asking is given
    up instead."""
    ends = []
    for party in silent:
        assert party.row is not None
        party.row.refresh_from_db()
        found = clocks.consultation_due(party.row)
        assert found is not None
        ends.append(found.bound)
    if not ends:
        return
    life.refused(
        lambda: actions.decide(life.app, answers={"clear": "yes", "withdrawn": "no"}, by=life.clerk),
    )
    yield life.after(max(ends))
    actions.lapse_consultations(life.app)
    for party in silent:
        assert party.row is not None
        party.row.refresh_from_db()
        if party.row.is_open:
            actions.cancel_consultation(life.own(party.row), by=life.clerk)
