"""Lines of inline pieces in one settled form: single spaces, no empty pieces, neighbours alike joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.pages.model import MARKS, SUB, SUPER, UNDERLINE, Break, Image, Inline, NoteMark, Text
from gongkai.pages.vocabulary import safe_link, safe_source

_TOKEN = re.compile(r"\s+|\S+")
_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
# Nothing to do: words parted by single plain spaces, and no sign that is nothing. Most cells are such.
_WORD = r"[!-~\u00a1-\u00ac\u00ae-\u167f\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufe10-\ufefe\uff01-\uffef]++"
_SETTLED = re.compile(rf"{_WORD}(?: {_WORD})*+")
_LONGEST_BLANK = 20


def tidy(inline: Iterable[Inline]) -> list[Inline]:
    """``inline`` settled; empty when there is nothing to see. Idempotent.

    White space shrinks to one space (one ideographic space where the run holds one); a line of the source that ends between two
    Chinese characters ends without a space, as browsers show it. An underlined gap, which is a blank to fill in, becomes ``____``.
    """
    inline = list(inline)
    if (
        len(inline) == 1
        and isinstance(only := inline[0], Text)
        and not only.marks
        and only.href is None
        and _SETTLED.fullmatch(only.text)
    ):
        return inline
    made: list[Inline] = []
    gap = ""
    for piece in inline:
        if isinstance(piece, Text):
            piece = _text(piece)
            for token in _TOKEN.findall(piece.text):
                if token.isspace():
                    gap += token
                    continue
                if gap and made and not isinstance(made[-1], Break):
                    _append(made, _gap(gap, made[-1], token, piece))
                gap = ""
                _append(made, Text(token, piece.marks, piece.href))
        elif isinstance(piece, Break):
            gap = ""
            if made and not isinstance(made[-1], Break):
                made.append(piece)
        elif isinstance(piece, NoteMark) or safe_source(piece.src):
            if gap and made and not isinstance(made[-1], Break) and isinstance(piece, Image):
                _append(made, Text(" "))
            gap = ""
            made.append(piece)
    while made and isinstance(made[-1], Break):
        made.pop()
    return made


def _text(piece: Text) -> Text:
    text = _NOTHING.sub("", piece.text)
    marks = piece.marks & frozenset(MARKS)
    if SUPER in marks and SUB in marks:
        marks -= {SUB}
    if UNDERLINE in marks and len(text) > 1 and text.isspace():
        width = sum(2 if char in "\u3000\t" else 1 for char in text)
        return Text("_" * min(width, _LONGEST_BLANK))
    href = safe_link(piece.href) if piece.href is not None else None
    if href is not None:
        marks -= {UNDERLINE}  # links are underlined anyway
    return Text(text, marks, href)


def _gap(gap: str, before: Inline, token: str, piece: Text) -> Text:
    if "\u3000" in gap:
        text = "\u3000"
    elif "\n" in gap and isinstance(before, Text) and _is_wide(before.text[-1:]) and _is_wide(token[:1]):
        text = ""
    else:
        text = " "
    if not isinstance(before, Text):
        return Text(text)
    return Text(text, before.marks & piece.marks, piece.href if piece.href == before.href else None)


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\ua4cf" or "\uf900" <= char <= "\ufaff" or "\ufe30" <= char <= "\uff60"


def _append(made: list[Inline], piece: Text) -> None:
    if not piece.text:
        return
    last = made[-1] if made else None
    if isinstance(last, Text) and last.marks == piece.marks and last.href == piece.href:
        made[-1] = Text(last.text + piece.text, piece.marks, piece.href)
    else:
        made.append(piece)


def without_marks(inline: Sequence[Inline], *marks: str) -> list[Inline]:
    """``inline`` with these marks taken off, neighbours joined again."""
    gone = frozenset(marks)
    return tidy(
        Text(piece.text, piece.marks - gone, piece.href) if isinstance(piece, Text) else piece for piece in inline
    )


def is_all(inline: Sequence[Inline], mark: str) -> bool:
    """Whether every word carries ``mark``, and there is one."""
    texts = [piece for piece in inline if isinstance(piece, Text) and piece.text.strip()]
    return bool(texts) and all(mark in piece.marks for piece in texts)


def joined(lines: Iterable[Sequence[Inline]]) -> list[Inline]:
    """Lines as one, parted by breaks."""
    made: list[Inline] = []
    for line in lines:
        if made:
            made.append(Break())
        made.extend(line)
    return made


def led_by(prefix: str, inline: Sequence[Inline]) -> list[Inline]:
    return [Text(prefix), *inline] if prefix else list(inline)
