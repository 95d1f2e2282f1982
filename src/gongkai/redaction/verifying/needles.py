"""What is looked for: the strings that were cut and pieces of them, in every way bytes can spell them."""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

_BLANK = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_DIGITS, _WIDE = 9, 4
_LARGEST = 60_000_000


def flat(text: str) -> str:
    """Letters and digits alone, in one width and case: own way, so that a slip elsewhere is not repeated here."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


def width(text: str) -> int:
    return sum(character > "\u2e7f" for character in text)


class Needles:
    """``strong``: must be nowhere in the copy, whatever bytes are looked at. ``weak``: too short for bytes, looked for as whole words in
    texts. ``left``: strings that also stand where nothing was cut, and so cannot be asked to be gone.

    ``cut``: the strings; ``residue``: what a reader could see of the original outside the cuts.
    """

    def __init__(self, cut: Iterable[str], residue: str):
        rest = flat(residue)
        words = set(_words(residue))
        self.strong: set[str] = set()
        self.weak: set[str] = set()
        self.left: set[str] = set()
        self.whole: set[str] = set()
        for text in cut:
            whole = flat(text)
            if not whole:
                continue
            self.whole.add(whole)
            is_strong = width(whole) >= 2 or len(whole) >= _DIGITS
            if is_strong:
                (self.left if whole in rest else self.strong).add(whole)
            elif len(whole) >= 4:
                (self.left if whole in words else self.weak).add(whole)
            self.strong |= {piece for piece in _pieces(whole) if piece not in rest}
        self._pattern = re.compile("|".join(map(re.escape, sorted(self.strong)))) if self.strong else None
        self._based = [form for needle in sorted(self.strong & self.whole) for form in _base64(needle)]

    def in_text(self, text: str) -> bool:
        """Whether a text, or what its escapes stand for, holds a strong needle."""
        if self._pattern is None or not text:
            return False
        views = [text]
        if "&" in text:
            views.append(html.unescape(text))
        if "%" in text:
            views.append(unquote(text))
        if "\\u" in text:
            views.append(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))
        if "<" in text:
            views += [_TAG.sub("", view) for view in tuple(views)]
        return any(self._pattern.search(flat(view)) is not None for view in views)

    def in_words(self, text: str) -> bool:
        """Whether a weak needle stands in a text as a word of its own."""
        return bool(self.weak) and not self.weak.isdisjoint(_words(text))

    def in_bytes(self, data: bytes, *, pixels: bool = False) -> bool:
        """Whether bytes spell a strong needle: as UTF-8, UTF-16, GB 18030, hexadecimal, Base64. ``pixels``: they are a picture, in which
        four bytes come together by chance: only UTF-8 is looked for."""
        if self._pattern is None or not data:
            return False
        data = data[:_LARGEST]
        text = data.decode("utf-8", "ignore")
        if self.in_text(text):
            return True
        if pixels:
            return False
        for view in _other_codings(data):
            if self._pattern.search(flat(view)) is not None:
                return True
        packed = b"".join(data.split()) if any(blank in data for blank in b"\r\n ") else data
        if any(form in packed for form in self._based):
            return True
        return any(self._pattern.search(flat(view)) is not None for view in _hexadecimal(data))


def _pieces(whole: str) -> Iterator[str]:
    """Stretches of a string that would tell most of it: nine digits of eighteen, four characters of a name and address."""
    for run in re.findall(r"[0-9a-z]{10,}", whole):
        yield from (run[at : at + _DIGITS] for at in range(len(run) - _DIGITS + 1))
    for run in re.findall(r"[\u2e80-\U0003ffff]{5,}", whole):
        yield from (run[at : at + _WIDE] for at in range(len(run) - _WIDE + 1))


def _words(text: str) -> Iterator[str]:
    """Runs of letters and digits between anything else, Chinese characters included."""
    yield from re.findall(r"[0-9a-z.]+", unicodedata.normalize("NFKC", text).casefold())
    yield from (
        each.replace(".", "") for each in re.findall(r"[0-9a-z.]+", unicodedata.normalize("NFKC", text).casefold())
    )


def _other_codings(data: bytes) -> Iterator[str]:
    yield data.decode("utf-16-le", "ignore")
    yield data[1:].decode("utf-16-le", "ignore")
    yield data.decode("utf-16-be", "ignore")
    yield data[1:].decode("utf-16-be", "ignore")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("gb18030", "ignore")


def _hexadecimal(data: bytes) -> Iterator[str]:
    """Runs of hexadecimal digits as the text they may stand for."""
    for match in re.finditer(rb"(?:[0-9A-Fa-f]{2}[\r\n ]*){4,}", data):
        digits = b"".join(match[0].split())
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        yield raw.decode("utf-16-be", "ignore")
        yield raw.decode("utf-16-le", "ignore")
        yield raw.decode("utf-8", "ignore")


def _base64(needle: str) -> Iterator[bytes]:
    for coding in ("utf-8", "utf-16-le"):
        raw = needle.encode(coding)
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
            inner = coded[(shift * 8 + 5) // 6 : len(coded) - 1]
            if len(inner) >= 7:
                yield inner
