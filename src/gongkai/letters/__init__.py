"""告知书、答复书: every letter of the catalogue `gongkai.law.LETTERS`, drawn from the facts of a case, checked and typeset.

Pure: no Django, no clock, no network. The names below load their module when first used, for the typesetters are slow to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.letters.drafting import draft
    from gongkai.letters.errors import DraftBroken, FactMissing, TemplateBroken, WrongLetter
    from gongkai.letters.facts import (
        Agency,
        Application,
        Assistance,
        Attachment,
        Consultation,
        Correction,
        Cut,
        Decision,
        Delay,
        EarlierAnswer,
        Extension,
        Facts,
        Fee,
        OtherAgency,
        ReasonsCall,
        Search,
    )
    from gongkai.letters.indexing import with_index
    from gongkai.letters.linting import Finding, OtherCase, Rule, lint
    from gongkai.letters.model import Block, Cell, Draft, Enclosure, Grid, Points, Row, Text, edited
    from gongkai.letters.numbering import number_text, series_word
    from gongkai.letters.rendering import Kind, Layout, render
    from gongkai.letters.validation import Change, preview, validate
    from gongkai.letters.wording import Template, default_template, parse, written

_HOMES = {
    "drafting": ("draft",),
    "errors": ("DraftBroken", "FactMissing", "TemplateBroken", "WrongLetter"),
    "facts": (
        "Agency",
        "Application",
        "Assistance",
        "Attachment",
        "Consultation",
        "Correction",
        "Cut",
        "Decision",
        "Delay",
        "EarlierAnswer",
        "Extension",
        "Facts",
        "Fee",
        "OtherAgency",
        "ReasonsCall",
        "Search",
    ),
    "indexing": ("with_index",),
    "linting": ("Finding", "OtherCase", "Rule", "lint"),
    "model": ("Block", "Cell", "Draft", "Enclosure", "Grid", "Points", "Row", "Text", "edited"),
    "numbering": ("number_text", "series_word"),
    "rendering": ("Kind", "Layout", "render"),
    "validation": ("Change", "preview", "validate"),
    "wording": ("Template", "default_template", "parse", "written"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Agency",
    "Application",
    "Assistance",
    "Attachment",
    "Block",
    "Cell",
    "Change",
    "Consultation",
    "Correction",
    "Cut",
    "Decision",
    "Delay",
    "Draft",
    "DraftBroken",
    "EarlierAnswer",
    "Enclosure",
    "Extension",
    "FactMissing",
    "Facts",
    "Fee",
    "Finding",
    "Grid",
    "Kind",
    "Layout",
    "OtherAgency",
    "OtherCase",
    "Points",
    "ReasonsCall",
    "Row",
    "Rule",
    "Search",
    "Template",
    "TemplateBroken",
    "Text",
    "WrongLetter",
    "default_template",
    "draft",
    "edited",
    "lint",
    "number_text",
    "parse",
    "preview",
    "render",
    "series_word",
    "validate",
    "with_index",
    "written",
]


def __getattr__(name: str) -> object:
    """Load the module that holds ``name``. No name is also a module of ours."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
