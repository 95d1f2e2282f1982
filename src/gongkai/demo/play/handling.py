"""Handling before the decision: sections asked, pieces split off, correction, reasons, fee, extension, delay, search."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gongkai.applications import actions, clocks
from gongkai.applications.models import Assistance, FeeNotice, Letter
from gongkai.demo import lore
from gongkai.demo.play import letters
from gongkai.demo.play.plan import LEAVES, draw, piece_of
from gongkai.demo.schedule import Story, workday
from gongkai.files.uploads import Upload
from gongkai.law.clocks.answer import ExtensionRefused
from gongkai.law.outcomes import Outcome
from gongkai.letters import FactMissing
from gongkai.people import clock

if TYPE_CHECKING:
    from gongkai.demo.play.life import Life


def prepare(life: Life) -> Story:
    """What goes before consulting and searching, in the order of the decision tree."""
    plan = life.plan
    yield life.later()
    life.spoil()
    if life.crew.sections and life.chance(0.5):
        actions.assign(life.app, section=life.random.choice([*life.crew.sections.values()]), by=life.clerk)
    if plan.pieces:
        split(life)
    if plan.cancelled_notice and life.random.random() < 0.3:
        yield from _notice_given_up(life)
    if plan.asks("clear", "no"):
        yield from correction(life)
    if plan.extend:
        yield from extension(life)
    if plan.asks("excessive", "yes"):
        yield from reasons(life)
    if plan.asks("fee", "paid", "lapsed"):
        yield from fee(life)
    for _ in range(plan.ask_sections):
        yield from ask_section(life)


def split(life: Life) -> None:
    """一事一申请: each further matter becomes a life of its own."""
    plan, random = life.plan, life.random
    wishes = [plan.wish] + [lore.wish(random, life.crew.slug, clock.today().year) for _ in range(plan.pieces - 1)]
    reason = lore.pick(random, lore.words()["split_reasons"])
    made = actions.split(life.app, [(w.title, w.content) for w in wishes], reason=reason, by=life.clerk)
    children = []
    for app, wish in zip(made, wishes[1:], strict=True):
        leaf = random.choice([key for key in LEAVES if key != "closed"])
        child = life.player.life(life.crew, piece_of(plan, draw(random, plan.person, wish, leaf, channel=plan.channel)))
        child.row = app
        child.clerk = life.clerk
        life.player.filed[life.crew.slug, plan.person.identity_number].append(child)
        life.player.schedule.add(child.from_registered(), clock.today())
        children.append(child.key)
    life.tell("split", into=children)


def correction(life: Life) -> Story:
    """One correction, answered in time or not."""
    app, random = life.app, life.random
    texts = lore.words()
    letter = actions.call_correction(
        app,
        defects=random.choice(texts["corrections"]),
        guidance=lore.pick(random, texts["guidance"]),
        period_days=random.choice((None, None, 10, 15)),
        by=life.clerk,
    )
    life.refused(lambda: actions.call_correction(app, defects=["又一项"], guidance="请写明。", by=life.clerk))
    yield from letters.out(life, letter, soon=True)
    life.tell("correction", on=letter.issued_on)
    life.reach("correcting")
    if life.plan.asks("corrected", "lapsed"):
        life.refused(lambda: actions.lapse_correction(life.app, by=life.clerk))
        last = clocks.correction_due(life.app.correction)
        assert last is not None
        yield life.after(last)
        actions.lapse_correction(life.app, by=life.clerk)
        return
    yield life.later(1, 12)
    unclear = life.plan.asks("corrected", "unclear")
    answer = lore.pick(
        random, texts["unclear" if unclear else "corrected"], year=clock.today().year - 1, title=life.plan.wish.title
    )
    by = None if life.app.channel == "online" else life.clerk
    actions.correct(life.app, answer=answer, by=by)
    yield life.later()


def reasons(life: Life) -> Story:
    """Reasons are asked for (art. 35), given, and judged; good ones may lead to a later date."""
    random, texts = life.random, lore.words()
    why = lore.pick(random, texts["reasons_call"], year=clock.today().year)
    letter = actions.call_reasons(life.app, why=why, by=life.clerk)
    yield from letters.out(life, letter, soon=True)
    life.reach("giving_reasons")
    good = life.plan.asks("reasons", "yes")
    if good or life.chance(0.8):
        yield life.later(1, 8)
        given = lore.pick(random, texts["reasons_good" if good else "reasons_bad"])
        actions.give_reasons(life.app, reasons=given, by=None if life.app.channel == "online" else life.clerk)
    else:
        yield life.later(11, 14)
    yield life.later(0, 2)
    actions.judge_reasons(life.app, accepted=good, by=life.clerk)
    if good and life.chance(0.5):
        until = clock.today() + timedelta(days=random.randint(30, 60))
        letter = actions.delay(life.app, until=until, reason=lore.pick(random, texts["delay_reasons"]), by=life.clerk)
        yield from letters.out(life, letter, soon=True)


def fee(life: Life) -> Story:
    """A fee is charged and paid, or lapses."""
    random = life.random
    received = life.app.received_on
    assert received is not None
    mine = life.player.filed[life.crew.slug, life.plan.person.identity_number]
    month = [each for each in mine if each.row is not None and each.app.received_on is not None]
    month = [each for each in month if each.app.received_on.replace(day=1) == received.replace(day=1)]
    if life.plan.by_application and len(month) > 10 and month.index(life) >= 10 and _counts_from_11(life):
        letter = actions.charge_fee(life.app, tariff="by_application", by=life.clerk)
    else:
        letter = actions.charge_fee(life.app, tariff="by_page", pages=random.randint(31, 320), by=life.clerk)
    yield from letters.out(life, letter)
    life.tell("fee", on=letter.issued_on)
    life.reach("paying")
    notice = FeeNotice.objects.get(application=life.app)
    if life.plan.asks("fee", "lapsed"):
        life.refused(lambda: actions.lapse_fee(life.app, by=life.clerk))
        assert notice.due_on is not None
        yield life.after(notice.due_on)
        actions.lapse_fee(life.app, by=life.clerk)
        return
    yield life.later(1, 9)
    life.refused(
        lambda: actions.record_payment(
            life.app, on=clock.today(), amount=notice.amount + 1, receipt_number="1", by=life.clerk
        )
    )
    receipt = f"{random.randint(10**7, 10**8 - 1)}"
    actions.record_payment(life.app, on=clock.today(), amount=notice.amount, receipt_number=receipt, by=life.clerk)
    yield life.later()


def _counts_from_11(life: Life) -> bool:
    from gongkai.applications.queries import month_ordinal

    return month_ordinal(life.app) > 10


def extension(life: Life) -> Story:
    """Asked for well before the last day, approved in time. Where its new last day would reach a year without a published
    notice, the letter cannot be written, and nobody extends."""
    app = life.app
    if not app.due_certain or app.due_on is None or app.due_on <= workday(clock.today(), 6):
        return
    days = life.random.choice((5, 10, 15, 20, 20))
    try:
        letter = actions.extend(
            app, days=days, reason=lore.pick(life.random, lore.words()["extension_reasons"]), by=life.clerk
        )
    except (FactMissing, ExtensionRefused):
        return
    life.refused(lambda: actions.extend(app, days=5, reason="再延", by=life.clerk))
    yield from letters.out(life, letter, soon=True)
    life.tell("extended", on=letter.issued_on)


def ask_section(life: Life) -> Story:
    """A section is asked and answers, sometimes after a reminder, sometimes it is not theirs."""
    crew, random, texts = life.crew, life.random, lore.words()
    if not crew.contributors:
        return
    name = random.choice(list(crew.contributors))
    question = lore.pick(random, texts["section_questions"], title=life.app.title)
    asked = actions.ask_section(
        life.app, section=crew.sections[name], question=question, due_on=life.later(3, 6), by=life.clerk
    )
    if life.chance(0.04):
        yield life.later(1, 2)
        actions.cancel_assistance(asked, by=life.clerk)
        return
    if life.chance(0.15):
        yield life.later(2, 4)
        actions.remind_section(asked, by=life.clerk)
    yield life.later()
    _section_answers(life, life.own(asked), name)


def _section_answers(life: Life, asked: Assistance, name: str) -> None:
    random, texts, plan = life.random, lore.words(), life.plan
    if life.chance(0.05):
        actions.answer_assistance(asked, found="not_ours", note="", by=life.crew.contributors[name])
        return
    there = plan.asks("search", "found") or "search" not in plan.answers
    files = ()
    if there and life.chance(0.6):
        text = f"{plan.wish.given}\n\n{life.crew.agency.name}\n"
        if plan.leaf.outcome is Outcome.PARTIAL:
            text += f"{lore.CUT}\n"
        files = (Upload(f"{plan.wish.given[:40]}.txt", text.encode()),)
    actions.answer_assistance(
        asked,
        found="yes" if there else "no",
        places=lore.pick(random, texts["search_places"]),
        terms=f"{plan.wish.title[:20]}、{name}",
        note=lore.pick(random, texts["section_notes"]) if there else "",
        files=files,
        by=life.crew.contributors[name],
    )
    life.refused(
        lambda: actions.answer_assistance(asked, found="no", places="甲", terms="乙", by=life.crew.contributors[name])
    )


def search(life: Life) -> Story:
    """The office searches itself where the answer will rest on it, and now and then besides."""
    if life.plan.asks("search", "none") or life.chance(0.15):
        yield life.later()
        actions.record_search(
            life.app,
            on=clock.today(),
            places=lore.pick(life.random, lore.words()["search_places"]),
            terms=life.plan.wish.title[:30],
            found=0 if life.plan.asks("search", "none") else life.random.randint(1, 6),
            by=life.clerk,
        )
    life.reach("searched")


def _notice_given_up(life: Life) -> Story:
    """A notice is drawn and given up before it goes out: its number, if it has one, is kept."""
    letter = actions.call_correction(life.app, defects=["没有写明年度"], guidance="请写明年度。", by=life.clerk)
    if life.chance(0.5):
        yield life.later(0, 1)
        waiting = letter.reviews.get(verdict="", voided_at=None)
        reviewer = life.crew.approver(waiting.role, clock.today())
        if "online" not in life.app.routes:
            waiting.letter = life.own(letter)
            actions.review(waiting, approve=True, digest=letter.digest, by=reviewer)
            letter.refresh_from_db()
            assert letter.state == Letter.State.APPROVED
    actions.cancel_letter(life.own(letter), why="电话核实后内容已经明确", by=life.clerk)
