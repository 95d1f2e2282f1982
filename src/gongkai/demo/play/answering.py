"""The answer: decided by a path of the tree, drafted, approved, served, now and then served again; or a case closed without one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gongkai.applications import actions
from gongkai.applications.letter_facts import enclosed_in
from gongkai.applications.models import Application, CaseFile, Consultation, FeeNotice, Letter, Service, Stage
from gongkai.demo import lore
from gongkai.demo.play import letters
from gongkai.demo.schedule import Story
from gongkai.law.outcomes import Outcome
from gongkai.law.tree import TREE, Leaf, walk
from gongkai.people import clock
from gongkai.severance.marks import Mark
from gongkai.severance.seeing import places_of

if TYPE_CHECKING:
    from gongkai.demo.play.life import Life


def answer(life: Life) -> Story:
    """From the decision to an answer that has reached the applicant."""
    plan = life.plan
    yield life.later()
    if plan.pace == "late" and life.app.due_on is not None:
        yield life.after(life.app.due_on)
    if plan.first_thought is not None:
        yield from _decided_otherwise_first(life, plan.first_thought)
    letter = decide(life, plan.answers)
    _severed(life, letter)
    life.reach("drafted")
    yield from _worked_on(life, letter)
    letters.submit(life, letter)
    life.reach("reviewing")
    yield from letters.through(life, letter, returned=plan.returned)
    if plan.recalled:
        yield life.later(0, 1)
        actions.recall_letter(life.own(letter), by=life.clerk)
        letters.edit(life, letter)
        letters.submit(life, letter)
        yield from letters.through(life, letter)
    life.answer_number = letter.number
    life.reach("approved")
    yield life.later()
    service = letters.send(life, letter)
    life.closed(plan.leaf.outcome, service.counts_on)
    yield from _comes_back(life, letter, service)
    yield from _afterwards(life)


def decide(life: Life, answers: dict[str, str]) -> Letter:
    """Decide by ``answers``, with all the words the letter needs."""
    leaf = walk(answers, TREE).leaf
    assert leaf is not None
    enclose = list(CaseFile.objects.filter(application=life.app, purpose=CaseFile.Purpose.SECTION)[:2])
    if leaf.outcome not in (Outcome.GRANTED, Outcome.PARTIAL):
        enclose = []
    words, also = _details(life, leaf, bool(enclose))
    return actions.decide(life.app, answers=answers, by=life.clerk, enclose=enclose, **words, **also)


def _severed(life: Life, letter: Letter) -> None:
    """Of what is given in part, the copies: made, checked and put into the letter."""
    if life.plan.leaf.outcome is not Outcome.PARTIAL:
        return
    # Two sections may hand in the same bytes: one copy stands for both.
    for file in {each.file_id: each for each in enclosed_in(letter.pk)}.values():
        found = places_of(file.file, file.name, [lore.CUT[-11:]])
        marks = [Mark(place, "privacy", "mobile") for places in found.values() for place in places]
        if marks:
            file.application = life.app
            actions.sever_file(file, marks, version=0, letter=letter, by=life.clerk)
    life.app.refresh_from_db()
    letter.refresh_from_db()


def _details(life: Life, leaf: Leaf, enclosed: bool) -> tuple[dict[str, str], dict[str, object]]:
    """The words of a decision, and what is not words."""
    random, wish = life.random, life.plan.wish
    key = leaf.key.rpartition(".")[2]
    words: dict[str, str] = {}
    also: dict[str, object] = {}
    if leaf.key == "not_ours":
        crew = life.player.other_than(life)
        other = crew.agency if crew else None
        also["other_agency"] = other
        words["findings"] = lore.say_of(random, "findings", key, other=other.name if other else "县档案馆")
    elif leaf.key == "archived":
        words |= {
            "findings": lore.say_of(random, "findings", key),
            "other_name": "云岭县档案馆",
            "other_contact": "0990-5550088",
        }
    elif leaf.key.startswith("repeat"):
        words["findings"] = lore.say_of(random, "findings", "repeat")
    elif not leaf.key.startswith("granted"):
        words["findings"] = lore.say_of(random, "findings", key)
    if leaf.letter in ("S2", "S3"):
        words["given"] = wish.given
    if leaf.letter == "S3":
        words["withheld"] = f"{wish.title}中的其余内容"
    if leaf.key in lore.words()["ways"]:
        words["way"] = lore.say_of(random, "ways", leaf.key, column=random.choice(lore.columns()))
    if leaf.letter in ("S2", "S3") and not enclosed and "way" not in words:
        words["way"] = lore.say_of(random, "ways", "granted")
    if leaf.key == "granted_over_objection":
        words["public_interest"] = lore.say_of(random, "interest", key)
    if leaf.letter in ("S5", "S11"):
        words["special_rules"] = lore.say_of(random, "special", key)
    if leaf.letter in ("S17", "S20"):
        words["earlier_number"], also["earlier_on"] = _earlier(life)
    return {name: text for name, text in words.items() if text}, also


def _earlier(life: Life) -> tuple[str, date]:
    """The earlier answer to the same applicant, or one from before the register began."""
    found = life.earlier()
    if found is not None and found.answered_on is not None:
        return found.answer_number, found.answered_on
    year = 2018
    return f"{life.crew.agency.code}公开答〔{year}〕{life.random.randint(1, 40)}号", date(
        year, life.random.randint(1, 12), 15
    )


def _decided_otherwise_first(life: Life, answers: dict[str, str]) -> Story:
    """A decision that is thought over: its letter is given up, a number it had is kept."""
    first = decide(life, answers)
    yield life.later(0, 1)
    if life.chance(0.6):
        letters.submit(life, first)
        yield from letters.through(life, first)
        yield life.later(0, 1)
        actions.recall_letter(life.own(first), by=life.clerk)


def _worked_on(life: Life, letter: Letter) -> Story:
    """What a clerk changes before sending a draft for approval."""
    plan = life.plan
    if plan.redrawn:
        yield life.later(0, 1)
        actions.redraw_letter(life.own(letter), by=life.clerk)
    if plan.edited:
        yield life.later(0, 1)
        letters.edit(life, letter)
    if letter.enclosures.count() > 1 and life.chance(0.3):
        actions.enclose_files(life.own(letter), [letter.enclosures.first().file], by=life.clerk)


def _comes_back(life: Life, letter: Letter, service: Service) -> Story:
    """Posted answers are signed for, or come back and are served again in another way."""
    failures = life.plan.failed
    while service.method == "post" or failures:
        yield life.later(2, 6)
        service.letter = life.own(letter)
        if not failures:
            actions.confirm_signature(service, on=clock.today(), signed_by=letter.addressee[:40], by=life.clerk)
            return
        failures -= 1
        actions.fail_service(
            service, on=clock.today(), why=lore.pick(life.random, lore.words()["failed"]), by=life.clerk
        )
        life.tell("came_back", on=clock.today())
        letter.refresh_from_db()
        yield life.later(1, 4)
        service = letters.send(life, letter, method=life.random.choice(("direct", "delegated", "post")))
        life.closed(life.plan.leaf.outcome, service.counts_on)


def _afterwards(life: Life) -> Story:
    """What an answer brings with it: the third party is told, money is paid back, the case is passed on."""
    if life.plan.leaf.key == "granted_over_objection":
        for row in Consultation.objects.filter(application=life.app, opinion="objects", asked="third_party"):
            told = actions.tell_of_release(life.own(row), by=life.clerk)
            yield from letters.out(life, told)
    notice = FeeNotice.objects.filter(application=life.app, paid_on__isnull=False).first()
    if notice is not None and life.plan.refunded:
        yield life.later(3, 20)
        why = lore.pick(life.random, lore.words()["refunds"])
        actions.refund(life.app, on=clock.today(), amount=max(1, notice.paid_amount // 2), why=why, by=life.clerk)
    if life.plan.leaf.key == "not_ours" and life.plan.hands_over:
        yield life.later(0, 2)
        life.player.hand_over(life)


def close(life: Life) -> Story:
    """The applicant withdraws, or the case goes into another one: closed without an answer (其他处理: 其他)."""
    twin = life.twin() if life.plan.merges and life.app.stage != Stage.SUBMITTED else None
    if twin is None:
        words = lore.pick(life.random, lore.words()["withdrawals"])
        actions.withdraw(life.app, words=words, by=None if life.app.channel == "online" else life.clerk)
        life.tell("withdrawn", on=clock.today())
        life.refused(lambda: actions.withdraw(life.app, by=life.clerk))
    yield life.later()
    if life.app.received_on is None:
        actions.confirm(
            life.app, on=clock.today(), how=lore.pick(life.random, lore.words()["confirmations"]), by=life.clerk
        )
        life.tell("confirmed", on=clock.today())
    if life.app.stage == Stage.SUBMITTED:
        actions.register(life.app, by=life.clerk, kind=life.plan.person.kind)
        life.tell("kind", kind=life.plan.person.kind)
    actions.close_without_answer(life.app, merged_into=_row(twin), by=life.clerk)
    life.closed(Outcome.OTHER_OTHER, clock.today())
    life.refused(lambda: actions.decide(life.app, answers=life.plan.answers, by=life.clerk))


def _row(twin: Life | None) -> Application | None:
    return None if twin is None else twin.app
