"""A letter on its way: through approval, with returns and changes, and out of the house, sometimes twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gongkai import letters
from gongkai.applications import actions, outgoing
from gongkai.applications.models import Letter, Service
from gongkai.demo import lore
from gongkai.demo.schedule import Story
from gongkai.law.letters import LETTERS, Addressee
from gongkai.people import clock

if TYPE_CHECKING:
    from collections.abc import Generator

    from gongkai.demo.play.life import Life

    Sent = Generator[date, None, Service | None]

_METHODS = {"online": "online", "email": "email", "post": "post", "pickup": "direct", "fax": "fax"}
"""How a letter goes where the applicant wants to have it this way."""


def through(life: Life, letter: Letter, *, returned: int = 0, soon: bool = False) -> Story:
    """Until every step of a submitted letter is approved. ``returned``: how often it comes back first."""
    while True:
        letter.refresh_from_db()
        waiting = letter.reviews.filter(verdict="", voided_at=None).order_by("step").first()
        if letter.state != Letter.State.REVIEWING or waiting is None:
            return
        life.refused(lambda: actions.serve(letter, method="direct", signed_on=clock.today(), by=life.clerk))
        life.refused(
            lambda: actions.review(waiting, approve=True, digest=letter.digest, by=life.clerk)  # noqa: B023
        )
        yield life.later(0, 1) if soon else life.later()
        by = life.crew.approver(waiting.role, clock.today())
        if returned:
            returned -= 1
            comment = lore.pick(life.random, lore.words()["return_comments"])
            waiting.letter = life.own(letter)
            actions.review(waiting, approve=False, comment=comment, digest=letter.digest, by=by)
            letter.refresh_from_db()
            yield life.later(0, 1)
            edit(life, letter)
            submit(life, letter)
            continue
        life.refused(lambda: actions.review(waiting, approve=True, digest="0" * 64, by=by))  # noqa: B023
        waiting.letter = life.own(letter)
        actions.review(waiting, approve=True, digest=letter.digest, by=by)


def submit(life: Life, letter: Letter) -> None:
    """Send an answer for approval, what the check of what leaves the house finds answered for."""
    life.own(letter)
    outgoing.look_at(letter)
    found = outgoing.open_findings(letter)
    if found:
        life.refused(lambda: actions.submit_letter(letter, by=life.clerk))
    for finding in found:
        reason = lore.say_of(life.random, "answers", finding.code.replace(".", "_")) or "已逐页核对，可以公开"
        actions.answer_findings(life.own(letter), finding.fingerprint, reason, by=life.clerk)
    actions.submit_letter(life.own(letter), by=life.clerk)


def edit(life: Life, letter: Letter) -> None:
    """Add a sentence by hand. Approvals die; the letter is a draft again."""
    draft = letters.Draft.from_data(letter.body)
    words = lore.pick(life.random, lore.words()["edits"])
    life.refused(lambda: actions.edit_letter(letter, draft.blocks, revision=letter.revision + 1, by=life.clerk))
    actions.edit_letter(life.own(letter), [*draft.blocks, words], revision=letter.revision, by=life.clerk)


def out(life: Life, letter: Letter, *, soon: bool = False) -> Sent:
    """Approve a notice and send it. Returns its service, None where it went out by itself."""
    yield from through(life, letter, soon=soon)
    if letter.state != Letter.State.APPROVED:
        return letter.services.last()
    yield life.later(0, 1)
    return send(life, letter)


def send(life: Life, letter: Letter, *, method: str = "") -> Service:
    """Record the service of an approved letter, by a way that its addressee wants or has."""
    method = method or _method(life, letter)
    life.own(letter)
    today = clock.today()
    assert letter.dated is not None
    # Written into the register on the day itself, or a few days after the letter left.
    day = max(letter.dated, life.random.choice((today, today, letter.dated)))
    match method:
        case "direct" | "delegated":
            return actions.serve(letter, method=method, signed_on=day, signed_by=letter.addressee[:40], by=life.clerk)
        case "post":
            tracking = f"XA{life.random.randint(10**8, 10**9 - 1)}99"
            return actions.serve(letter, method=method, sent_on=day, tracking=tracking, by=life.clerk)
        case _:
            return actions.serve(letter, method=method, sent_on=day, by=life.clerk)


def _method(life: Life, letter: Letter) -> str:
    if LETTERS[letter.code].addressee is not Addressee.APPLICANT:
        return life.random.choice(("direct", "direct", "post", "email", "delegated", "fax"))
    wanted = [_METHODS[route] for route in life.app.routes if route in _METHODS] or ["direct"]
    method = life.random.choice(wanted)
    if letter.substantive and method in ("online", "email") and not life.crew.agency.reconsideration_online:
        return "post"
    return method
