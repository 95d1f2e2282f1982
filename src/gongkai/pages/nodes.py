"""Questions to an HTML page and its elements."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.pages.styles import style_of

_DROPPED_NAMES = (
    "script style template noscript noframes iframe frame frameset object embed applet svg math title head "
    "meta link base xml textarea select option optgroup datalist input button audio video canvas map area "
    "param source track portal del s strike rt rp dialog progress meter picture-source nav o:shapedefaults "
    "o:shapelayout v:shapetype w:worddocument"
)
DROPPED = frozenset(_DROPPED_NAMES.split())
"""Elements that leave with all that stands in them."""
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.IGNORECASE)
_SITE = re.compile(
    r"(?:\s*[_|]+\s*|\s+[-–—]+\s+)[^_|]{1,40}$|[-–—]+[^-–—]{0,30}(?:政府|网|网站|门户|平台|局|厅|委|办|委员会|信息公开)$"
)
NOTE = re.compile(r"#note-(?:back-)?(\d{1,4})")


def declared_encoding(data: bytes) -> str | None:
    """The encoding a page says it is in."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def title_of_html(html: str) -> str | None:
    """The title of a page, without the name of the site behind it.

    >>> title_of_html("<title>云岭县2026-2027年计划-云岭县人民政府网</title>")
    '云岭县2026-2027年计划'
    """
    node = LexborHTMLParser(html[:200_000]).css_first("title")
    title = " ".join(node.text().split())[:300] if node else ""
    return _SITE.sub("", title) or None


def bytes_in(source: str) -> bytes | None:
    """The bytes in a data: address."""
    head, comma, body = source.partition(",")
    if not comma or "base64" not in head.lower() or not head[5:].lower().startswith("image/"):
        return None
    try:
        return base64.b64decode("".join(body.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def words_in(root: LexborNode) -> str:
    """The visible words of an element that stands too deep to be taken apart."""
    words = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        tag = node.tag
        if tag == "-text":
            words.append(node.text_content or "")
        elif tag is not None and tag[0] != "-" and tag not in DROPPED and not style_of(node.attributes).hidden:
            words.append(" ")
            waiting.extend(reversed(list(node.iter(include_text=True))))
    return "".join(words)


def note_mark(node: LexborNode) -> int | None:
    """The number of the note that a raised link of ours refers to."""
    children = list(_elements(node))
    if len(children) != 1 or children[0].tag != "a":
        return None
    found = NOTE.fullmatch(children[0].attributes.get("href") or "")
    return int(found[1]) if found and (children[0].attributes.get("id") or "").startswith("note-back-") else None


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in node.iter())


def size_of(attributes: dict[str, str | None]) -> tuple[int | None, int | None]:
    wide, high = (integer(attributes.get(name), 0) for name in ("width", "height"))
    return (wide if 0 < wide < 10_000 else None, high if 0 < high < 10_000 else None)


def integer(value: str | None, otherwise: int) -> int:
    found = re.match(r"\s*(-?\d{1,6})", value or "")
    return int(found[1]) if found else otherwise


def span_of(value: str | None, for_zero: int) -> int:
    """A span as browsers read it: digits at the start, 0 has a meaning of its own, anything else is 1."""
    found = re.match(r"\s*\+?(\d{1,9})", value or "")
    return (int(found[1]) or for_zero) if found else 1
