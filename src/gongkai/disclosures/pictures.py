"""Pictures inside a text. The text names a picture by its hash, ``<img src="files/<sha256>">``; whoever shows the text puts the
address in its place. So a text, its digest and its versions stay the same wherever they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from html import escape, unescape

_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="files/([0-9a-f]{64})"[^>]*>')
"""A picture in a clean text (`gongkai.pages.clean` writes the attributes with double quotes)."""
_ANY = re.compile(r"<img\b[^>]*>")
_NAMED = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]+)(")')
_ALT = re.compile(r'\balt="([^"]*)"')


def source_of(sha256: str) -> str:
    """How a text names the picture with this hash."""
    return f"files/{sha256}"


def hashes_in(html: str) -> list[str]:
    """The hashes of the pictures of a text, in reading order, each once."""
    return list(dict.fromkeys(match[1] for match in _PICTURE.finditer(html)))


def named(html: str, names: Mapping[str, str]) -> str:
    """``html`` as a reader of files made it (``src="picture-1.png"``), its pictures named by hash. ``names``: hash by name."""
    return _NAMED.sub(
        lambda match: f"{match[1]}{source_of(names[match[2]]) if match[2] in names else match[2]}{match[3]}", html
    )


def shown(html: str, address_of: Callable[[str], str | None]) -> str:
    """``html`` for a page. ``address_of``: the address of the picture with a hash; where it has none, the description stands in
    the picture's place."""

    def one(match: re.Match[str]) -> str:
        address = address_of(match[1])
        if address:
            return match[0].replace(f'src="{source_of(match[1])}"', f'src="{escape(address)}"')
        return alt_of(match[0])

    return _PICTURE.sub(one, html)


def described(html: str, sha256: str, alt: str) -> str:
    """``html`` with ``alt`` as the description of the picture with this hash, wherever it stands."""

    def one(match: re.Match[str]) -> str:
        if match[1] != sha256:
            return match[0]
        bare = re.sub(r"\s+(?=\s|>)", "", _ALT.sub("", match[0]))
        source = f'src="{source_of(sha256)}"'
        return bare.replace(source, f'{source} alt="{escape(alt)}"')

    return _PICTURE.sub(one, html)


def only(html: str, own: Collection[str]) -> str:
    """``html`` with no other pictures than those whose hash is in ``own``."""

    def one(match: re.Match[str]) -> str:
        named = _PICTURE.fullmatch(match[0])
        return match[0] if named is not None and named[1] in own else ""

    return _ANY.sub(one, html)


def without(html: str, sha256: str) -> str:
    """``html`` without the picture with this hash."""
    return _PICTURE.sub(lambda match: "" if match[1] == sha256 else match[0], html)


def alt_of(tag: str) -> str:
    """The description in an ``img`` element, still escaped; "" where it has none."""
    found = _ALT.search(tag)
    return found[1] if found else ""


def descriptions(html: str) -> dict[str, str]:
    """Description by hash, of the pictures of a text; the first where one stands twice."""
    found: dict[str, str] = {}
    for match in _PICTURE.finditer(html):
        found.setdefault(match[1], unescape(alt_of(match[0])))
    return found
