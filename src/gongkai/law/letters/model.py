"""What a letter is: to whom it goes, on which basis, what it must hold, which remedy it tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.articles import Source
from gongkai.law.outcomes import Outcome


class Addressee(StrEnum):
    """To whom a letter goes."""

    INTERNAL = "internal"
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    OTHER_UNIT = "other_unit"


ADDRESSEE_NAMES = {
    Addressee.INTERNAL: "内部",
    Addressee.APPLICANT: "申请人",
    Addressee.THIRD_PARTY: "第三方",
    Addressee.CO_MAKER: "共同制作机关",
    Addressee.OTHER_UNIT: "协办单位",
}


class RemedyRule(StrEnum):
    """Which remedy the letter tells. The class of a decision is computed by `remedies_against`; this is what it must come to."""

    NONE = "none"
    """No remedy paragraph: a procedural letter."""
    A = "A"
    B = "B"
    C = "C"
    B_AND_A = "B+A"
    """B for the refused part, A for the rest."""
    C_IF_DISCLOSED = "C|A"
    """C where the information was disclosed before, else A."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter. ``variants``: names met in other bodies' systems. ``contents``: what it must contain.
    ``on_file``: the evidence to keep for a court. ``outcomes``: the report rows it may lead to, none for procedural ones."""

    code: str
    name: str
    addressee: Addressee
    basis: tuple[Source, ...]
    contents: tuple[str, ...]
    variants: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    remedy: RemedyRule = RemedyRule.NONE
    on_file: tuple[str, ...] = ()

    @property
    def substantive(self) -> bool:
        """Whether the letter decides the application."""
        return self.code.startswith("S")
