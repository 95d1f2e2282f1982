"""Characters to lines, and lines to the text of a cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.documents.readers.pdf.page import Glyph


@dataclass(slots=True)
class Line:
    """One visual line. ``x0 x1`` its ends, ``y`` its baseline, ``size`` its commonest type size, all in points."""

    glyphs: list[Glyph]
    y: float
    x0: float = field(init=False)
    x1: float = field(init=False)
    size: float = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.glyphs = _without_doubles(self.glyphs)
        self.x0 = self.glyphs[0].x0
        self.x1 = max(glyph.x1 for glyph in self.glyphs)
        sizes: dict[float, int] = {}
        for glyph in self.glyphs:
            rounded = round(glyph.size * 2) / 2
            sizes[rounded] = sizes.get(rounded, 0) + 1
        self.size = max(sizes, key=lambda size: (sizes[size], size))
        self.text = spell(self.glyphs)

    @property
    def top(self) -> float:
        return self.y - 0.9 * self.size

    @property
    def bottom(self) -> float:
        return self.y + 0.25 * self.size


def is_wide(character: str) -> bool:
    """Set in a full square: Chinese, full-width punctuation, and the like. Between two of them a wrapped line leaves no space."""
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Visual lines from top to bottom. Characters of different size on about one baseline (notes, raised figures) are one line."""
    found: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x0)):
        for n in range(len(found) - 1, max(-1, len(found) - 4), -1):
            y, size, members = found[n]
            if abs(glyph.y - y) <= 0.35 * max(min(size, glyph.size), 0.5 * max(size, glyph.size)):
                members.append(glyph)
                if glyph.size > size:
                    found[n] = (glyph.y, glyph.size, members)
                break
        else:
            found.append((glyph.y, glyph.size, [glyph]))
    return [Line(members, y) for y, _, members in sorted(found, key=lambda entry: entry[0])]


def words_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Figures and Latin words, whose characters touch; every other character by itself."""
    word: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: (round(glyph.y, 1), glyph.x0)):
        if word:
            before = word[-1]
            touches = (
                abs(glyph.y - before.y) < 0.2
                and -0.6 * glyph.size < glyph.x0 - before.x1 < 0.12 * glyph.size
                and not (glyph.spaced or glyph.turn or is_wide(glyph.text[0]) or is_wide(before.text[0]))
            )
            if not touches:
                yield word
                word = []
        word.append(glyph)
    if word:
        yield word


def collide(glyphs: Sequence[Glyph]) -> bool:
    """Do different characters stand one on the other? So it is where a figure was covered with a white box and written anew."""
    ordered = sorted(glyphs, key=lambda glyph: (round(glyph.y / 2), glyph.x0))
    for before, glyph in pairwise(ordered):
        narrower = min(before.x1 - before.x0, glyph.x1 - glyph.x0)
        if (
            glyph.x0 < before.x1 - 0.45 * narrower
            and abs(glyph.y - before.y) < 0.4 * glyph.size
            and glyph.text != before.text
            and narrower > 0.15 * glyph.size
            and not glyph.turn
        ):
            return True
    return False


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """From left to right, each character once: bold is often faked by drawing a character twice, a hair apart."""
    glyphs.sort(key=lambda glyph: glyph.x0)
    kept: list[Glyph] = []
    for glyph in glyphs:
        for earlier in kept[-3:]:
            if earlier.text == glyph.text and glyph.x0 - earlier.x0 < 0.3 * max(glyph.x1 - glyph.x0, 0.5):
                break
        else:
            kept.append(glyph)
    return kept


def spell(glyphs: Sequence[Glyph]) -> str:
    """The text of one line. Spaces that the file holds are kept; others are put where a reader sees one: between Latin
    words, or where a hole of more than a character stands between Chinese ones. The quarter of a square between 2023
    and 年 is typesetting, not a space.
    """
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None:
            gap = (glyph.x0 - before.x1) / max(min(glyph.size, before.size), 0.1)
            wide = is_wide(before.text[-1]) + is_wide(glyph.text[0])
            # PDFium's characters come in the order of the file: a space noted before a character at a line's other end says nothing here.
            if glyph.spaced and gap > 0.05:
                parts.append(glyph.spaced if len(glyph.spaced) == 1 else glyph.spaced[: max(1, round(gap * 4))])
            elif gap > (0.18, 0.7, 1.5)[wide]:
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def between(first: str, second: str) -> str:
    """What stands where a wrapped line was joined: a space between Latin words, nothing elsewhere (a figure may be wrapped too)."""
    if not first or not second or is_wide(first[-1]) or is_wide(second[0]):
        return ""
    if first[-1].isdigit() and second[0].isdigit():
        return ""
    if first[-1] in "-/.@_" or second[0] in "-/.,;:)%":
        return ""
    return " "


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of a cell ``width`` points wide: wrapped lines joined, a break that the author set kept as ``\\n``."""
    turned = [glyph for glyph in glyphs if glyph.turn]
    if 2 * len(turned) > len(glyphs):
        return _turned_text(turned)
    lines = lines_of(glyphs)
    if not lines:
        return ""
    if len(lines) > 1 and all(len(line.glyphs) == 1 for line in lines):
        return "".join(line.text for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        text += ("\n" if _was_broken(before, line, width) else between(text, line.text)) + line.text
    return text


def _was_broken(before: Line, after: Line, width: float) -> bool:
    """Did the author end the line here? Certain only where the beginning of the next line would have fitted with room to spare."""
    token = _first_token(after)
    need = token[-1].x1 - token[0].x0
    padding = max(12.0, 1.2 * after.size)
    return width - (before.x1 - before.x0) - padding > need + 0.5 * after.size


def _first_token(line: Line) -> Sequence[Glyph]:
    """What a line break keeps together: a Latin word or figure, or a few Chinese characters (punctuation may not begin a line)."""
    if is_wide(line.glyphs[0].text[0]):
        return line.glyphs[:3]
    end = 1
    while end < len(line.glyphs) and not line.glyphs[end].spaced and not is_wide(line.glyphs[end].text[0]):
        end += 1
    return line.glyphs[: min(end + 1, len(line.glyphs))]


def _turned_text(glyphs: list[Glyph]) -> str:
    """Text set sideways: read down for a quarter turn clockwise, up for a counter-clockwise one."""
    down = sum(1 if glyph.turn == 1 else -1 for glyph in glyphs) >= 0
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.x0 if down else glyph.x0):
        if columns and abs(columns[-1][0].x0 - glyph.x0) < 0.5 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    for column in columns:
        column.sort(key=lambda glyph: glyph.y if down else -glyph.y)
    return "".join(glyph.text for column in columns for glyph in column)
