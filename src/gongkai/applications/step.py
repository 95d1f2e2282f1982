"""What a next step is: what to do, by when, and on what it rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.applications import clocks
from gongkai.applications.models import Application, Assistance, Consultation, Letter, Service
from gongkai.law.articles import Article, Source

Tone = Literal["late", "near", "run", "paused", "done"]
NEAR = 5
"""Working days from which a date counts as near."""


def regulation(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return Article("条例", number, paragraph, item)


@dataclass(frozen=True, slots=True)
class NextStep:
    """``action``: the name of the move or page that does it ("" where somebody else is waited for). ``label``: what is to be
    done; ``button``: what the button says; ``why``: a sentence with the facts. ``by``: until when, None where nothing runs;
    ``certain`` False: not before that day. ``letter``, ``consultation``, ``assistance``: what the step is about."""

    action: str
    label: str
    button: str
    why: str
    by: date | None
    source: Source
    tone: Tone
    certain: bool = True
    letter: Letter | None = None
    consultation: Consultation | None = None
    assistance: Assistance | None = None
    service: Service | None = None


def tone_of(by: date | None, today: date) -> Tone:
    """How pressing a date is."""
    if by is None:
        return "run"
    if by < today:
        return "late"
    return "near" if clocks.working_days_left(by, today) <= NEAR else "run"


def step(
    application: Application,
    today: date,
    action: str,
    label: str,
    button: str,
    why: str,
    source: Source,
    *,
    by: date | None = None,
    tone: Tone | None = None,
    **about: object,
) -> NextStep:
    """A step due with the answer itself unless another day is given."""
    last = by or application.due_on
    certain = by is not None or application.due_certain
    return NextStep(action, label, button, why, last, source, tone or tone_of(last, today), certain, **about)  # type: ignore[arg-type]
