"""What is on record about one application, as far as its answer clock needs it. Values only; `answer` does the counting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Asked(StrEnum):
    """Who is consulted. All three are left out of the answer period (art. 33 ¶3)."""

    THIRD_PARTY = "third_party"
    """第三方, art. 32: silence is neither consent nor refusal."""
    CO_MAKER = "co_maker"
    """共同制作机关, art. 34: silence is consent."""
    AGENCY = "agency"
    """其他机关: no period of its own."""


ASKED_NAMES = {
    Asked.THIRD_PARTY: "征求第三方意见",
    Asked.CO_MAKER: "征求共同制作机关意见",
    Asked.AGENCY: "征求其他机关意见",
}


@dataclass(frozen=True, slots=True)
class Pause:
    """One consultation. ``sent_on``: our letter went out; ``delivered_on``: it was received; ``answered_on``: the opinion came."""

    sent_on: date
    answered_on: date | None = None
    delivered_on: date | None = None
    asked: Asked = Asked.THIRD_PARTY


@dataclass(frozen=True, slots=True)
class Correction:
    """A call for correction. ``noticed_on``: the notice went out; ``came_on``: the corrected application was received."""

    noticed_on: date | None = None
    came_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """``days`` working days more. ``notified_on`` None: assumed to have been in time, and said so in the notes."""

    days: int
    notified_on: date | None = None
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee notice and its payment."""

    notified_on: date
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """A later date set under art. 35, for reasonable but too numerous applications."""

    until: date
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """What is on record about one application, as far as the answer clock needs it. ``received_on``: by art. 31."""

    received_on: date
    correction: Correction | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    fee: Fee | None = None
    delay: Delay | None = None
