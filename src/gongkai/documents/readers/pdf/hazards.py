"""A look at a PDF before PDFium opens its pages: content that would unfold without end.

PDFium parses a page in one call that nothing can interrupt. A form that draws itself three times, forty levels deep, or a stream that
unpacks to gigabytes of lines, would hold it for hours. Both show in the file's own streams, which is what is looked at here.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field

from gongkai.documents.bounds import Budget, too_many_parts

LARGEST_CONTENT = 8_000_000
"""Bytes of one drawing, unpacked. A page of text has 20,000; a page of a detailed map a million."""
LARGEST_IN_ALL = 100_000_000
LARGEST_UNFOLDED = 40_000_000
"""Bytes of one drawing with every form it draws in place of the call."""
CALL = 400
"""What one call costs beside the bytes of what it draws: PDFium keeps an object of its own for each."""
DEEPEST = 40
"""Levels of forms in forms, beyond which PDFium gives up by itself."""
_LOOKED_AT = 64_000_000

_OBJECT = re.compile(rb"(\d{1,8})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_NOT_DRAWING = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)|/Length1\b|/Type\s*/(?:XRef|Metadata)|/FunctionType"
)
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_CALL = re.compile(rb"/([^\s/<>\[\](){}%]+)\s*Do\b")
_REFERENCE = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,8})\s+\d{1,5}\s+R\b")


@dataclass(slots=True)
class _Drawing:
    """A stream of drawing: its unpacked length, the dictionary before it, and the names it draws with how often."""

    size: int
    head: bytes
    form: bool
    calls: Counter[bytes] = field(default_factory=Counter)


def require_harmless(data: bytes, budget: Budget) -> None:
    """Raises Unreadable ``too-many-parts`` for a drawing that unpacks or unfolds beyond the bounds above."""
    objects: dict[int, bytes] = {}
    drawings: dict[int, _Drawing] = {}
    total = 0
    looked = data[:_LOOKED_AT]
    starts = list(_OBJECT.finditer(looked))
    for n, found in enumerate(starts):
        budget.tick()
        number = int(found[1])
        until = starts[n + 1].start() if n + 1 < len(starts) else len(looked)
        body = looked[found.end() : min(until, found.end() + 20_000)]
        stream = _STREAM.search(body)
        head = body[: stream.start()] if stream else body[:20_000]
        objects[number] = head
        if not stream or _NOT_DRAWING.search(head):
            continue
        content = _unpacked(looked, found.end() + stream.end(), head)
        total += len(content)
        if len(content) > LARGEST_CONTENT or total > LARGEST_IN_ALL:
            raise too_many_parts()
        if b"/ObjStm" in head:
            _from_object_stream(content, head, objects)
            continue
        drawings[number] = _Drawing(len(content), head, bool(_FORM.search(head)), Counter(_CALL.findall(content)))
    if any(drawing.form and drawing.calls for drawing in drawings.values()) or any(
        drawing.calls.total() > 50 for drawing in drawings.values()
    ):
        _require_bounded(drawings, objects, budget)


def _unpacked(data: bytes, start: int, head: bytes) -> bytes:
    """The stream's content, as far as one byte beyond the bound. Packing other than the usual is left as it is."""
    if b"/FlateDecode" not in head and not re.search(rb"/Fl\b", head):
        end = data.find(b"endstream", start)
        return data[start : end if end >= 0 else len(data)][: LARGEST_CONTENT + 1]
    try:
        return zlib.decompressobj().decompress(
            memoryview(data)[start : start + 4 * LARGEST_CONTENT], LARGEST_CONTENT + 1
        )
    except zlib.error:
        return b""


def _from_object_stream(content: bytes, head: bytes, objects: dict[int, bytes]) -> None:
    first = re.search(rb"/First\s+(\d{1,8})", head)
    if not first:
        return
    begin = int(first[1])
    numbers = [int(word) for word in content[:begin].split() if word.isdigit() and len(word) < 9]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    for n, (number, offset) in enumerate(pairs):
        end = pairs[n + 1][1] if n + 1 < len(pairs) else len(content)
        objects[number] = content[begin + offset : begin + max(end, offset)][:20_000]


def _require_bounded(drawings: dict[int, _Drawing], objects: dict[int, bytes], budget: Budget) -> None:
    everywhere: dict[bytes, set[int]] = {}
    for head in objects.values():
        budget.tick()
        for name, number in _REFERENCE.findall(head):
            if int(number) in drawings and drawings[int(number)].form:
                everywhere.setdefault(name, set()).add(int(number))
    calls: dict[int, list[tuple[set[int], int]]] = {}
    for number, drawing in drawings.items():
        own = _own_names(drawing.head, objects) if drawing.form else {}
        # A name that the form's own resources lack is looked up in the page's, which may be any page's.
        calls[number] = [(own.get(name) or everywhere.get(name, set()), times) for name, times in drawing.calls.items()]
    unfolded = {number: drawing.size for number, drawing in drawings.items()}
    for _ in range(DEEPEST):
        before = unfolded
        unfolded = {}
        for number, drawing in drawings.items():
            budget.tick()
            size = drawing.size + sum(
                times * (CALL + max((before[target] for target in targets if target in before), default=0))
                for targets, times in calls[number]
            )
            if size > LARGEST_UNFOLDED:
                raise too_many_parts()
            unfolded[number] = size
        if unfolded == before:
            return


def _own_names(head: bytes, objects: dict[int, bytes]) -> dict[bytes, set[int]]:
    """The names in a form's own resources, wherever these are written."""
    texts = [head]
    for _ in range(2):  # /Resources 7 0 R, and in there /XObject 8 0 R
        texts += [
            objects[int(number)]
            for text in texts
            for name, number in _REFERENCE.findall(text)
            if name in (b"Resources", b"XObject") and int(number) in objects
        ]
    names: dict[bytes, set[int]] = {}
    for text in texts:
        for name, number in _REFERENCE.findall(text):
            names.setdefault(name, set()).add(int(number))
    return names
