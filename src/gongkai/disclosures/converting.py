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
    return Converted(page.html, taken, _guesses(page), "".join(page.warnings))


def _guesses(page: pages.Page) -> dict[str, object]:
    """What the page seems to say of itself, by catalogue field."""
    return {"title": (page.title or "")[:200]}
