"""From texts and tables to leaks: the one way everything that is read goes through."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.leaks.addresses import addresses
from gongkai.leaks.folding import fold
from gongkai.leaks.found import Context, Covered, Found
from gongkai.leaks.masks import masked, offered
from gongkai.leaks.model import Kind, Leak, Place, fingerprint
from gongkai.leaks.numbers import numbers
from gongkai.leaks.secrecy import marks
from gongkai.leaks.tables import TableFound, table

_TABLE_LINE = re.compile(r"[^\n]*\t[^\n]*")


def scan_text(text: str, *, key: bytes = b"") -> tuple[Leak, ...]:
    """The leaks in a text, in order. Lines with tabs are read as rows of a table.

    ``key``: for fingerprints that nobody else can make; give one where fingerprints are stored.

    >>> for leak in scan_text("申请人陈桂兰，身份证号411399198503122811，手机 138 0013 8000。"):
    ...     print(leak.kind, leak.severity, leak.place.start, leak.place.end, leak.shown)
    identity must 11 29 4113********2811
    mobile must 33 46 138****8000
    """
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    leaks = []
    for found in found_in(text):
        place = Place(found.start, found.end, paragraph=bisect_right(lines, found.start))
        leaks.append(leak(found, text[found.start : found.end], place, key))
    return tuple(sorted(leaks, key=lambda each: (each.place.start or 0, each.kind)))


def found_in(text: str) -> Iterator[Found]:
    """The finds in a text with offsets in it, tables of tabs among its lines."""
    at = 0
    for start, end in _tables_of_tabs(text):
        yield from _prose(text, at, start)
        yield from _tabbed(text, start, end)
        at = end
    yield from _prose(text, at, len(text))


def prose(text: str, label: str = "") -> list[Found]:
    """The finds in one paragraph or page, which holds no table."""
    context = Context(fold(text), label)
    found = numbers(context)
    covered = Covered(len(text), found)
    return [*found, *(each for each in (*addresses(context), *marks(context)) if covered.take(each))]


def leak(found: Found, written: str, place: Place, key: bytes, *, hidden: bool = False) -> Leak:
    """A find as it may be told: masked, with a fingerprint instead of its value."""
    return Leak(
        found.kind, found.severity, place, shown(found.kind, written), fingerprint(found.kind, found.value, key), hidden
    )


def shown(kind: Kind, written: str) -> str:
    masks = offered(kind)
    return masked(kind, written, masks[0]) if masks else written


def scan_table(rows: Sequence[Sequence[str]], place: Place, key: bytes) -> Iterator[tuple[Leak, TableFound]]:
    """The leaks of one table, a grid of texts. Rows and columns of their places count from 1 in the grid."""
    for each in table(rows):
        found, cells = each.found, rows[each.row][each.first : each.last + 1]
        over = each.last > each.first
        written = "".join(cells) if over else cells[0][found.start : found.end]
        at = replace(place, row=each.row + 1, column=each.first + 1, start=found.start, end=found.end)
        yield leak(found, written, at, key), each


def _prose(text: str, start: int, end: int) -> Iterator[Found]:
    for found in prose(text[start:end]):
        yield replace(found, start=found.start + start, end=found.end + start)


def _tables_of_tabs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines that all have tabs: two lines, or one of four cells."""
    if "\t" not in text:
        return
    start = end = -1
    count = at = 0
    for line in text.split("\n"):
        after = at + len(line) + 1
        if "\t" in line:
            if count == 0:
                start = at
            count, end = count + 1, min(after, len(text))
        else:
            if count >= 2 or (count and text.count("\t", start, end) >= 3):
                yield start, end
            count = 0
        at = after
    if count >= 2 or (count and text.count("\t", start, end) >= 3):
        yield start, end


def _tabbed(text: str, start: int, end: int) -> Iterator[Found]:
    rows: list[list[str]] = []
    starts: list[list[int]] = []
    at = start
    for line in text[start:end].removesuffix("\n").split("\n"):
        cells = line.split("\t")
        rows.append(cells)
        places = []
        for each in cells:
            places.append(at)
            at += len(each) + 1
        starts.append(places)
    for made in table(rows):
        first, last = starts[made.row][made.first], starts[made.row][made.last]
        stop = last + len(rows[made.row][made.last]) if made.last > made.first else first + made.found.end
        yield replace(made.found, start=first + made.found.start, end=stop)
