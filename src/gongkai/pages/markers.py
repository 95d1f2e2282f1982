"""The signs in front of list items: which are bullets, which are numbers that HTML can count by itself."""

from __future__ import annotations

import re
from typing import NamedTuple

_BULLETS = frozenset("·•●○◦■□▪▫◆◇➢➤►▶✓✔★☆*-–—§ØüvnluqoªðØ\uf0b7\uf06c\uf06e\uf075\uf0d8\uf0fc\uf076\uf071\uf0a7")
_NUMBER = re.compile(r"(\d{1,4})\s*[.．、)）]")
_LETTER = re.compile(r"([a-z]|[A-Z])\s*[.．、)）]")
_ROMAN = re.compile(r"(i{2,3}|iv|vi{0,3}|ix|I{2,3}|IV|VI{0,3}|IX)\s*[.．、)）]")
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]


class Marker(NamedTuple):
    """``number`` None: a bullet. ``kind``: as in ``<ol type>``."""

    number: int | None
    kind: str = "1"


def bullet_or_number(sign: str) -> Marker | None:
    """What a list marker means, None for numbers that must stay words (一、 （一） 第一条 1.1), as they are cited that way.

    >>> bullet_or_number("·"), bullet_or_number("3."), bullet_or_number("（三）")
    (Marker(number=None, kind='1'), Marker(number=3, kind='1'), None)
    """
    sign = sign.strip()
    if not sign or (len(sign) == 1 and sign in _BULLETS):
        return Marker(None)
    if found := _NUMBER.fullmatch(sign):
        return Marker(int(found[1]))
    if found := _ROMAN.fullmatch(sign):
        return Marker(_ROMANS.index(found[1].lower()) + 1, "i" if found[1].islower() else "I")
    if found := _LETTER.fullmatch(sign):
        return Marker(ord(found[1].lower()) - 96, "a" if found[1].islower() else "A")
    return None
