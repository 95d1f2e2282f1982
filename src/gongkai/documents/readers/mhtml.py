"""Saved pages in one file (.mht, Word's "single file web page"): the main part is read as HTML."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import Message

from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Document
from gongkai.documents.readers import html
from gongkai.language import say

_MOST_PARTS = 2_000
_MOST_BOUNDARIES = 8


def read(data: bytes, name: str = "") -> Document:
    """The Document in the largest HTML part: the others are frames and advertisements.

    Raises NotThisFormat without such a part, Unreadable as ``html.read`` does.
    """
    content, charset = main_part(data)
    document = html.read(content, name, charset)
    return replace(document, source=replace(document.source, format="html"))


def main_part(data: bytes) -> tuple[bytes, str | None]:
    """The largest HTML part, and the encoding it is said to be in. Raises NotThisFormat, Unreadable."""
    bounds.require_size(len(data), "mhtml")
    # Every line is compared with the boundary of each part that is open, so depth has to be small.
    if data.count(b"\n--") > _MOST_PARTS or data.lower().count(b"boundary=") > _MOST_BOUNDARIES:
        raise bounds.too_many_parts()
    best: tuple[bytes, str | None] = (b"", None)
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = _content(part)
                if len(content) > len(best[0]):
                    best = (content, part.get_content_charset())
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise bounds.damaged() from error
    if not best[0].strip():
        raise NotThisFormat(say("这个文件里没有网页内容。请在浏览器中重新保存网页，或复制正文到文本文件后再试。"))
    return best


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
