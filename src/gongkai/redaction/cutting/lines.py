"""Characters taken out of a text."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from gongkai.language import say
from gongkai.redaction.cutting.blocks import Span, merged, without
from gongkai.redaction.cutting.plan import line, placed, wrong_place
from gongkai.redaction.model import Characters, Cut, IndexLine
from gongkai.redaction.reading.lines import lines_of


def cut_text(data: bytes, cuts: Sequence[Cut]) -> tuple[bytes, list[IndexLine], list[str], list[str]]:
    """Raises CannotRedact. The copy is in UTF-8."""
    lines = lines_of(data)
    index: list[IndexLine] = []
    spans: dict[int, list[Span]] = {}
    for number, cut, place in placed(cuts, (Characters,), lambda place: (_number(place.part), place.start, place.end)):
        at = _number(place.part) - 1
        if not 0 <= at < len(lines) or not 0 <= place.start < place.end <= len(lines[at]):
            raise wrong_place()
        spans.setdefault(at, []).append(Span(place.start, place.end, (number,)))
        whole = lines[at][place.start : place.end].strip() == lines[at].strip()
        where = say("第{number}行", number=at + 1)
        index.append(line(number, cut, where, say("整行文字") if whole else say("部分文字")))
    texts = [lines[at][span.start : span.end] for at, own in spans.items() for span in own]
    made = [without(text, merged(spans[at])) if at in spans else text for at, text in enumerate(lines)]
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    end = "\r\n" if b"\r\n" in data or b"\r\0\n" in data else "\n"
    notes = [] if _is_utf8(data) else [say("文字的编码已改为 UTF-8。")]
    return mark + end.join(made).encode(), index, notes, texts


def _number(part: str) -> int:
    return int(part) if part.isdecimal() and len(part) < 9 else 0


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
