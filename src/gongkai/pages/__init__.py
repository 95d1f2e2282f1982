"""A file becomes a clean, accessible web page: its HTML, its pictures, its words, and what it seems to say of itself.

Knows nothing of Django. Everything that leaves here has passed one door (``gongkai.pages.vocabulary``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.pages.bounded import convert_bounded
    from gongkai.pages.cleaning import clean
    from gongkai.pages.comparing import Difference, difference
    from gongkai.pages.converting import Page, convert
    from gongkai.pages.guessing import Guess, Seen, Sure, guess
    from gongkai.pages.pictures import Picture
    from gongkai.pages.words import excerpt, lines, plain

_HOMES = {
    "Difference": "comparing",
    "Guess": "guessing",
    "Page": "converting",
    "Picture": "pictures",
    "Seen": "guessing",
    "Sure": "guessing",
    "clean": "cleaning",
    "convert": "converting",
    "convert_bounded": "bounded",
    "difference": "comparing",
    "excerpt": "words",
    "guess": "guessing",
    "lines": "words",
    "plain": "words",
}

__all__ = [
    "Difference",
    "Guess",
    "Page",
    "Picture",
    "Seen",
    "Sure",
    "clean",
    "convert",
    "convert_bounded",
    "difference",
    "excerpt",
    "guess",
    "lines",
    "plain",
]


def __getattr__(name: str) -> Any:
    # Parsers, pillow and the cleaner are large: each is fetched when first asked for.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
