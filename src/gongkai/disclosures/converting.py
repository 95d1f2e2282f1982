"""A dropped file becomes a text with pictures, and guesses at its own fields. The only place that asks `gongkai.pages` for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath

from gongkai.documents import NotThisFormat, Unreadable
from gongkai.files.uploads import Upload, plain_name
from gongkai.language import say

PLAIN = frozenset({".txt"})
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
        from gongkai.pages import convert_bounded, guess
    except ImportError:
        return (
            _plain(upload)
            if ending in PLAIN
            else Converted(remark=say("“{name}”没有读成正文。", name=name), read=False)
        )
    try:
        page = convert_bounded(upload.data, upload.name)
    except (NotThisFormat, Unreadable) as error:
        return Converted(remark=str(error), read=False)
    guesses = guess(page)
    raise NotImplementedError(guesses)


def _plain(upload: Upload) -> Converted:
    text = upload.data.decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    html = "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    return Converted(html, guesses={"title": lines[0][:200]} if lines else {})
