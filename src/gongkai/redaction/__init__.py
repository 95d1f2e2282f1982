"""Redaction of a file that answers an application (区分处理, 《条例》第三十七条): what must not be given is taken out, not covered.

Pure: no Django, no network, no clock. ``sight`` tells what can be marked, ``suggest`` and ``everywhere`` find places, ``redact`` makes
the copy, ``verify`` looks through it with code of its own. Files that people hand in go through the ``_bounded`` twins, each in a
process of its own. The names below load their module when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.redaction.bounded import (
        everywhere_bounded,
        everywhere_each_bounded,
        redact_bounded,
        render_bounded,
        sight_bounded,
        suggest_bounded,
        verify_bounded,
    )
    from gongkai.redaction.errors import CannotRedact
    from gongkai.redaction.finding import everywhere, everywhere_each, suggest
    from gongkai.redaction.making import redact
    from gongkai.redaction.model import (
        Area,
        Cell,
        Characters,
        Check,
        Cut,
        Format,
        IndexLine,
        Page,
        Part,
        Picture,
        PictureArea,
        Place,
        Redacted,
        Sheet,
        SheetCell,
        Sight,
        Suggestion,
        Verification,
        Word,
    )
    from gongkai.redaction.naming import place_in_words, place_written
    from gongkai.redaction.seeing import render, sight
    from gongkai.redaction.verifying import verify

_HOMES = {
    "bounded": (
        "everywhere_bounded",
        "everywhere_each_bounded",
        "redact_bounded",
        "render_bounded",
        "sight_bounded",
        "suggest_bounded",
        "verify_bounded",
    ),
    "errors": ("CannotRedact",),
    "finding": ("everywhere", "everywhere_each", "suggest"),
    "making": ("redact",),
    "model": (
        "Area",
        "Cell",
        "Characters",
        "Check",
        "Cut",
        "Format",
        "IndexLine",
        "Page",
        "Part",
        "Picture",
        "PictureArea",
        "Place",
        "Redacted",
        "Sheet",
        "SheetCell",
        "Sight",
        "Suggestion",
        "Verification",
        "Word",
    ),
    "naming": ("place_in_words", "place_written"),
    "seeing": ("render", "sight"),
    "verifying": ("verify",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Area",
    "CannotRedact",
    "Cell",
    "Characters",
    "Check",
    "Cut",
    "Format",
    "IndexLine",
    "Page",
    "Part",
    "Picture",
    "PictureArea",
    "Place",
    "Redacted",
    "Sheet",
    "SheetCell",
    "Sight",
    "Suggestion",
    "Verification",
    "Word",
    "everywhere",
    "everywhere_bounded",
    "everywhere_each",
    "everywhere_each_bounded",
    "place_in_words",
    "place_written",
    "redact",
    "redact_bounded",
    "render",
    "render_bounded",
    "sight",
    "sight_bounded",
    "suggest",
    "suggest_bounded",
    "verify",
    "verify_bounded",
]


def __getattr__(name: str) -> object:
    """Load the module that holds ``name``. No name is also a module of ours."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
