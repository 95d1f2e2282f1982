"""What a document seems to say of itself, each with the place where it was seen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


class Sure(StrEnum):
    """How far a guess can be trusted before a person has looked."""

    CERTAIN = "certain"  # the document says so at the place where such documents do
    LIKELY = "likely"  # worked out, or seen elsewhere


@dataclass(frozen=True, slots=True)
class Seen(Generic[Value]):
    """``place``: the part of the document, in Chinese (标题, 版头, 落款, 正文 …). ``words``: the line it was taken from, shortened.
    ``line``: the number of that line in ``Page.text``, from 1; None where it came from elsewhere (the file's name)."""

    value: Value
    place: str
    words: str
    line: int | None
    sure: Sure


@dataclass(frozen=True, slots=True)
class Guess:
    """Nothing here is invented: what was not seen is None or empty.

    The names are those of the catalogue (``law/platform-and-metadata.md`` §2.4): ``document_number`` 文号 with 〔〕; ``made_on`` 成文日期;
    ``issuer`` 发文机关, joint ones parted by 、; ``effective_on`` 施行日期; ``valid_until`` the last day of validity, computed from
    ``validity_years`` where only that is said; ``repeals`` the numbers, or else titles, of what this document ends; ``genre`` 体裁;
    ``is_normative`` True where it looks like a 行政规范性文件; ``attribute`` proactive, on_application or withheld; ``secrecy`` the mark
    as it stands (机密★1年); ``attachments`` their names; ``interprets`` the title and ``interprets_number`` the number of what is
    explained; ``kind`` a key of the kinds of records that bodies publish (``budget``, ``penalty_decision`` …).
    """

    title: Seen[str] | None = None
    document_number: Seen[str] | None = None
    registration: Seen[str] | None = None
    made_on: Seen[date] | None = None
    issuer: Seen[str] | None = None
    addressee: Seen[str] | None = None
    effective_on: Seen[date] | None = None
    validity_years: Seen[int] | None = None
    valid_until: Seen[date] | None = None
    repeals: tuple[Seen[str], ...] = ()
    keywords: tuple[Seen[str], ...] = ()
    genre: Seen[str] | None = None
    is_normative: Seen[bool] | None = None
    attribute: Seen[str] | None = None
    secrecy: Seen[str] | None = None
    printed_on: Seen[date] | None = None
    attachments: tuple[Seen[str], ...] = ()
    interprets: Seen[str] | None = None
    interprets_number: Seen[str] | None = None
    kind: Seen[str] | None = None

    @property
    def values(self) -> dict[str, object]:
        """The bare values of what was seen, by name."""
        found: dict[str, object] = {}
        for each in fields(self):
            seen = getattr(self, each.name)
            if isinstance(seen, Seen):
                found[each.name] = seen.value
            elif seen:
                found[each.name] = tuple(one.value for one in seen)
        return found
