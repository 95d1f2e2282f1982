"""Why a letter was not drawn. Each message is a whole sentence: what happened, why it matters, what to do next."""

from __future__ import annotations

from gongkai.errors import GongkaiError
from gongkai.language import say


class FactMissing(GongkaiError):
    """The letter needs a fact that is not on record. ``key``: its place among the facts, as in ``correction.guidance``."""

    def __init__(self, letter: str, key: str, what: str, where: str) -> None:
        super().__init__(
            say(
                "还不能起草《{letter}》：没有登记{what}，缺了它文书不完整。请在{where}中填写后再起草。",
                letter=letter,
                what=what,
                where=where,
            )
        )
        self.key = key


class WrongLetter(GongkaiError):
    """The letter asked for is not the one that the decision leads to, or no such letter exists."""


class TemplateBroken(GongkaiError):
    """The text is not a template: not TOML, or not of the form that docs/how-to/letters.md describes."""


class DraftBroken(GongkaiError):
    """Stored data is not a draft."""
