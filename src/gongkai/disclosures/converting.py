"""A dropped file becomes a text with pictures, and guesses at its own fields. The only place that asks `gongkai.pages` for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from gongkai import pages
from gongkai.documents import Unreadable
from gongkai.files.uploads import Upload, plain_name
from gongkai.language import say

KEPT_ONLY = frozenset({".ofd"})
"""What is kept and handed on, but not read."""

PLAINLY = ("document_number", "made_on", "effective_on", "valid_until", "genre", "kind", "attribute")
"""Guesses that go into the field of the same name as they are."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a text. ``name``: as the text names it."""

    name: str
    data: bytes
    media_type: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """``html``: clean. ``guesses``: values by catalogue field. ``remark``: what could not be taken over, in a sentence, or ""."""

    html: str = ""
    pictures: tuple[Picture, ...] = ()
    guesses: dict[str, object] = field(default_factory=dict)
    remark: str = ""
    read: bool = True


def convert(upload: Upload) -> Converted:
    """The text of a file. What cannot be read gives an empty text and a remark: the file itself is kept in any case."""
    name = plain_name(upload.name)
    ending = PurePosixPath(name).suffix.lower()
    if ending in KEPT_ONLY:
        return Converted(
            remark=say("“{name}”不能转成网页，作为附件公开。请在正文里写一段说明。", name=name), read=False
        )
    try:
        page = pages.convert_bounded(upload.data, upload.name)
    except Unreadable as error:
        return Converted(remark=str(error), read=False)
    taken = tuple(Picture(each.name, each.data, each.media_type, each.alt) for each in page.pictures)
    return Converted(page.html, taken, guesses_of(page, name), "".join(page.warnings))


def convert_text(html: str) -> Converted:
    """What was pasted, as if it had come in a file: the title lifted out, fields guessed. Raises `Unreadable`."""
    page = pages.convert_bounded(f'<meta charset="utf-8">{html}'.encode(), "paste.html")
    return Converted(page.html, guesses=guesses_of(page))


def guesses_of(page: pages.Page, name: str = "") -> dict[str, object]:
    """What a page says of itself, by catalogue field; what was not seen is not there."""
    seen = pages.guess(page, name).values
    found = {field: seen[field] for field in PLAINLY if seen.get(field)}
    found["title"] = str(seen.get("title") or page.title or "")[:200]
    found["keywords"] = " ".join(seen.get("keywords", ()))[:100]  # type: ignore[arg-type]
    if "registration" in seen:
        found["details"] = {"registration": seen["registration"]}
    return {field: value for field, value in found.items() if value}
