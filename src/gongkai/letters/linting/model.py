"""What a check says about a draft, and what the checks look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property

from gongkai.documents.canonical import canonical_text
from gongkai.law.articles import Document, Source
from gongkai.law.letters import LETTERS, Letter
from gongkai.law.settings import DEFAULT, Settings
from gongkai.letters.facts import Facts
from gongkai.letters.model import Draft
from gongkai.letters.phrases import DATE

ERROR = "error"
"""The letter must not be signed."""
WARNING = "warning"
"""A person should look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found. ``code`` is stable; ``severity`` is `ERROR` or `WARNING`; ``quote`` the words it speaks of;
    ``paragraph`` the index among ``draft.blocks``, None for the title, the salutation, what is missing, and all else.
    ``check``, ``lesson``: of a rule that came from a lesson, its key and the lesson's text; 0 and "" of all others."""

    code: str
    severity: str
    message: str
    quote: str = ""
    paragraph: int | None = None
    check: int = 0
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case, of which nothing may be left in this letter. ``agency``: its body, where it is not this one."""

    number: str
    applicant: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the draft. ``masked``: with the applicant's own words blanked out, which may say what they like."""

    paragraph: int | None
    text: str
    masked: str


@dataclass(frozen=True)
class Case:
    """A draft beside the facts it must agree with."""

    draft: Draft
    facts: Facts
    others: tuple[OtherCase, ...] = ()
    settings: Settings = DEFAULT

    @property
    def letter(self) -> Letter:
        return LETTERS[self.draft.code]

    @property
    def name(self) -> str:
        """The applicant's, as a draft carries it."""
        return canonical_text(self.facts.application.applicant)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Title, salutation, blocks, what follows them, line by line of a block as one text."""
        draft = self.draft
        loose = [draft.title, draft.salutation]
        after = [*draft.attachment_lines, draft.signature]
        for enclosure in draft.enclosures:
            after += [enclosure.title, *("\n".join(block.lines) for block in enclosure.blocks)]
        found = [self._part(None, text) for text in loose]
        found += [self._part(place, "\n".join(block.lines)) for place, block in enumerate(draft.blocks)]
        return (*found, *(self._part(None, text) for text in after))

    def _part(self, paragraph: int | None, text: str) -> Part:
        masked = text
        for own in self.own_words:
            masked = masked.replace(own, "□" * len(own))
        return Part(paragraph, text, masked)

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        """What is quoted as somebody gave it: the longest first, so that none hides within another."""
        application, consultation = self.facts.application, self.facts.consultation
        own = [application.content, application.title, application.form_wanted, application.applicant]
        if consultation:
            own += [consultation.what, consultation.party]
        plain = {canonical_text(text) for text in own}
        return tuple(sorted((text for text in plain if len(text) > 1), key=len, reverse=True))

    @cached_property
    def whole(self) -> str:
        return self.draft.text

    @cached_property
    def words(self) -> str:
        """Every text among the facts, one a line."""
        return "\n".join(canonical_text(value) for value in _values(self.facts) if isinstance(value, str))

    @cached_property
    def days(self) -> frozenset[date]:
        """Every day among the facts, those written inside their texts included."""
        told = {value for value in _values(self.facts) if isinstance(value, date)}
        return frozenset(
            told | {found for match in DATE.finditer(self.words) if (found := written_day(*match.groups()))}
        )

    @cached_property
    def may_cite(self) -> tuple[Source, ...]:
        return (*self.facts.sources, *self.letter.basis) if self.letter.substantive else self.letter.basis

    @cached_property
    def must_cite(self) -> tuple[Source, ...]:
        return self.facts.sources if self.letter.substantive else self.letter.basis

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents, not articles, that may be cited, as they are written."""
        return frozenset(str(source) for source in self.may_cite if isinstance(source, Document))

    @property
    def is_edited(self) -> bool:
        return any(block.changed for block in self.draft.blocks)


def written_day(*groups: str | None) -> date | None:
    """The day that a match of `DATE` wrote; None for one that no calendar has."""
    year, month, day = [int(group) for group in groups if group is not None]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _values(value: object) -> Iterator[object]:
    """The plain values inside ``value``, however deep."""
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _values(getattr(value, field.name))
    elif value is not None:
        yield value
