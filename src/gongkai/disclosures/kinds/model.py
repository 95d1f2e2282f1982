"""What a kind of record is: its fields, its clock, its place in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.clocks import CLOCKS
from gongkai.law.clocks.fixed import FIXED_DAYS

MADE_ON = "made_on"
"""成文日期: the catalogue field that a clock starts from where the kind names none of its own (条例 art. 26)."""


class FieldType(StrEnum):
    """What a field holds, and how `Catalogue.details` keeps it: text as text, a date as ``2026-03-05``, money as decimal text,
    an integer and yes or no as themselves, a choice by its key, an item by its permanent address."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MONEY = "money"
    INTEGER = "integer"
    CHOICE = "choice"
    YES_NO = "yes_no"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. ``public`` False: never shown outside. ``mask`` "name": a natural person's name is shown as 张某."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    public: bool = True
    hint: str = ""
    mask: str = ""
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a record must be public: a clock of `gongkai.law` (or a fixed day of the year) and the field that it starts from.

    The length stands in the law's table alone, with its article and whether a national text fixes it.
    """

    key: str
    starts: str = MADE_ON

    @property
    def is_fixed(self) -> bool:
        """Due on one day of the next year; ``starts`` then names the field of the year."""
        return self.key in FIXED_DAYS

    @property
    def length(self) -> str:
        """``7个工作日``, or ``次年1月31日``."""
        if self.is_fixed:
            fixed = FIXED_DAYS[self.key]
            return f"次年{fixed.month}月{fixed.day}日"
        return str(CLOCKS[self.key].number)

    @property
    def source(self) -> str:
        """The article or document that the length comes from."""
        return str(FIXED_DAYS[self.key].source if self.is_fixed else CLOCKS[self.key].number.source)

    @property
    def settled(self) -> bool:
        """Whether a national text known to us fixes the length; otherwise it is a setting of the body."""
        return self.is_fixed or CLOCKS[self.key].number.settled


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of record. ``clause``: the item of the law it belongs to (``20.1`` to ``20.15``, ``21``, "" outside of it).

    ``column``: the slug of the column it stands in by default. ``counts``: the rows of 表二 that it has to do with.
    ``interpreted``: a policy, which wants an interpretation. ``document_number``: it is an official document and has a 文号.
    ``agencies``: the kinds of bodies it is for, empty for all.
    """

    key: str
    label: str
    clause: str = ""
    fields: tuple[Field, ...] = ()
    clock: Clock | None = None
    column: str = "other"
    counts: tuple[str, ...] = ()
    interpreted: bool = False
    document_number: bool = False
    agencies: tuple[str, ...] = ()
    hint: str = ""

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((field for field in self.fields if field.key == key), None)

    @property
    def public_fields(self) -> tuple[Field, ...]:
        """What may be shown outside, in order."""
        return tuple(field for field in self.fields if field.public)


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column of the ready tree. ``parent``: a slug. ``freshness``: of `gongkai.disclosures.models.Freshness`."""

    slug: str
    name: str
    description: str
    parent: str = ""
    clause: str = ""
    freshness: str = "on_event"
    type: str = "信息公开"
    agencies: tuple[str, ...] = ()
