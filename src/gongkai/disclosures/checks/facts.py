"""What the checks look at, as one small value: read once from the register, then no check asks the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.disclosures.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of the draft. ``public``: it will be offered to the public. ``findings``: what the scan of its bytes found, as
    `Finding.data`; ``looked``: whether it was scanned at all. ``used``: for a picture, whether the text shows it."""

    pk: int | None
    role: str
    name: str
    alt: str = ""
    text: str = ""
    findings: tuple[dict[str, object], ...] = ()
    public: bool = True
    looked: bool = True
    used: bool = True


@dataclass(frozen=True, slots=True)
class Twin:
    """Something of the same body that looks the same. ``where``: in words, such as 已经公开 or 正在起草; ``why``: title or number."""

    title: str
    why: str
    where: str
    mark: str


@dataclass(frozen=True, slots=True)
class LocalEntry:
    """One entry of the body's own list that is in force: ``kind`` of `LocalWord.Kind`."""

    kind: str
    wrong: str
    right: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """``text``: that of the page (`gongkai.leaks.page_text`). ``body`` and ``others``: whole names of the own body and of all others
    of the installation. ``links``: every link of the text, with what is wrong with it, "" for nothing. ``problems``: what the
    kind of record misses in its own fields. ``due``: the last day on which it should be public, None where no clock runs.
    ``late_days``: working days past it. ``has_interpretation``: a policy has one, or needs none."""

    title: str = ""
    html: str = ""
    text: str = ""
    kind: Kind = field(default_factory=lambda: kind_of("other"))
    proactive: bool = True
    made_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    review_again_on: date | None = None
    has_column: bool = True
    has_section: bool = True
    document_number: str = ""
    summary: str = ""
    ground: str = ""
    ground_note: str = ""
    guessed: tuple[str, ...] = ()
    files: tuple[FileFacts, ...] = ()
    body: str = ""
    others: tuple[str, ...] = ()
    words: tuple[LocalEntry, ...] = ()
    twins: tuple[Twin, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    today: date = date(2026, 1, 1)
    due: date | None = None
    due_rule: str = ""
    late_days: int = 0
    left_days: int = 0
    has_interpretation: bool = True
    key: bytes = b""
