"""Readings: what we decided where the text leaves room. Each has a default, and a page in docs/decisions that says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FeeEffect(StrEnum):
    """What paying the processing fee does to the answer clock (decision 0009)."""

    RESTART = "restart"
    """The answer period is counted afresh from the day after payment."""
    PAUSE = "pause"
    """The days from the notice to the payment are left out."""
    NONE = "none"
    """Nothing: the clock runs on."""


class ClassCText(StrEnum):
    """What the remedy paragraph says where courts do not accept a direct suit (decision 0012)."""

    BOTH = "both"
    """Reconsideration or suit, as in class A: telling too much costs nothing."""
    RECONSIDERATION_ONLY = "reconsideration_only"


@dataclass(frozen=True, slots=True)
class Settings:
    """The readings a body may choose. The defaults are ours; docs/decisions names each one."""

    pause_first_day: bool = True
    """The day the consultation letter is sent is left out of the answer period (decision 0004)."""
    pause_last_day: bool = True
    """The day the opinion arrives, or the 15 working days lapse, is left out (decision 0004)."""
    pause_ends_with_period: bool = True
    """An opinion later than the 15 working days does not stretch the pause, when the day of delivery is known (0005)."""
    late_correction_restarts: bool = True
    """A correction asked for after the 7 working days still restarts the answer clock; it is reported (0006)."""
    correction_days: int = 15
    """Working days an applicant gets to correct, where the notice names none (0007)."""
    fee_effect: FeeEffect = FeeEffect.RESTART
    class_c: ClassCText = ClassCText.BOTH
    interpretation_days: int = 3
    """Working days from the publication of a policy to that of its interpretation."""
    proposal_reply_days: int = 20
    """Working days from the reply to a proposal (建议提案) to its publication, where the locality says so."""
    random_inspection_days: int = 20
    """Working days from the end of a random inspection to the publication of its result."""
    lapsed_counts_as_repealed: bool = True
    """A normative document that lapsed by time stands in 本年废止 of the annual report."""
    unannounced_working_weekends: int = 2
    """Weekend days of a year without notice that are taken as possibly worked, for the "not before" bound (0002)."""


DEFAULT = Settings()
