"""The letters of an application: P1-P12 on the way, S1-S24 at its end. Data only; drawing them is the desk's work.

The set follows the standard letters that 国办公开办函〔2020〕2号 forwards; names and contents are in our own words.
"""

from gongkai.law.letters.model import ADDRESSEE_NAMES, Addressee, Letter, RemedyRule
from gongkai.law.letters.procedural import PROCEDURAL
from gongkai.law.letters.substantive import NINE_ELEMENTS, NUMBER_PATTERNS, SUBSTANTIVE

__all__ = [
    "ADDRESSEE_NAMES",
    "LETTERS",
    "NINE_ELEMENTS",
    "NUMBER_PATTERNS",
    "Addressee",
    "Letter",
    "RemedyRule",
    "named",
]

LETTERS: dict[str, Letter] = {letter.code: letter for letter in (*PROCEDURAL, *SUBSTANTIVE)}
"""Every letter by its code."""


def named(name: str) -> tuple[Letter, ...]:
    """The letters that go by ``name``, as their own name or as one met elsewhere; several for a name that is shared.

    >>> [letter.code for letter in named("登记回执")], [letter.code for letter in named("政府信息公开告知书")]
    (['P2'], ['S1', 'S2'])
    """
    return tuple(letter for letter in LETTERS.values() if name == letter.name or name in letter.variants)
