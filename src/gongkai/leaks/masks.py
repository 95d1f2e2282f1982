"""How a value may be shown: the form that inspections ask for. What is masked is never found again (decision 0091)."""

from __future__ import annotations

from gongkai.leaks.addresses import to_town
from gongkai.leaks.folding import fold
from gongkai.leaks.model import Kind, Mask

_SPELLED = str.maketrans("〇零○一二三四五六七八九幺两", "000123456789" + "12")
_NUMBERS = {Kind.IDENTITY, Kind.IDENTITY_OLD, Kind.IDENTITY_WRONG, Kind.MOBILE, Kind.BANK_CARD, Kind.BANK_ACCOUNT}


def offered(kind: Kind) -> tuple[Mask, ...]:
    """The masks for a kind, the usual one first."""
    if kind in _NUMBERS:
        return (Mask.PARTIAL, Mask.LAST_FOUR, Mask.REMOVE)
    if kind is Kind.ADDRESS:
        return (Mask.TOWN, Mask.REMOVE)
    if kind in (Kind.PASSPORT, Kind.EMAIL):
        return (Mask.PARTIAL, Mask.REMOVE)
    if kind is Kind.SECRECY:
        # A mark is not struck out to publish the paper: whether it is secret is for the review to say.
        return ()
    return ()


def masked(kind: Kind, written: str, mask: Mask) -> str:
    """``written``, as it stood in the text, under a mask; a mask that the kind does not know does what PARTIAL does.

    >>> masked(Kind.MOBILE, "138-0013-8000", Mask.PARTIAL), masked(Kind.BANK_CARD, "6222020000000003301", Mask.PARTIAL)
    ('138****8000', '6222 **** **** 3301')
    >>> masked(Kind.IDENTITY, "411399 19850312 2811", Mask.PARTIAL), masked(Kind.IDENTITY, "411399198503122811", Mask.LAST_FOUR)
    ('4113********2811', '****2811')
    """
    if mask is Mask.REMOVE:
        return ""
    if kind is Kind.ADDRESS:
        return to_town(written)
    if kind is Kind.EMAIL:
        name, _, domain = fold(written).partition("@")
        return f"{name[0]}***@{domain}"
    if kind is Kind.PASSPORT:
        return f"{written[0]}****{written[-3:]}"
    if kind in _NUMBERS:
        written = fold(written).translate(_SPELLED)
        value = "".join(char for char in written if char.isascii() and char.isalnum()).upper()
        if kind is Kind.MOBILE:
            value = value[-11:]
        if mask is Mask.LAST_FOUR:
            return f"****{value[-4:]}"
        if kind is Kind.MOBILE:
            return f"{value[:3]}****{value[-4:]}"
        if kind in (Kind.BANK_CARD, Kind.BANK_ACCOUNT):
            return f"{value[:4]} **** **** {value[-4:]}"
        return f"{value[:4]}********{value[-4:]}"
    return written
