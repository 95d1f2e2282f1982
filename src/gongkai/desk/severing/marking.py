"""What was marked on the page, in its three ways: ticked, typed, drawn or selected. One list of marks comes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.leaks import Kind
from gongkai.redaction import Area, Cell, Characters, Format, Place, Sight, Suggestion
from gongkai.severance import reasons, seeing
from gongkai.severance.marks import MOST, Mark, key_of, marks_in, place_of

WORDS = 100
"""Typed words of one press."""
_PAGE = re.compile(r"第?\s*(\d{1,5})\s*页\s*[:：,，]?\s*" + r"[,，\s]+".join([r"(\d{1,3}(?:\.\d+)?)%?"] * 4))
_CELL = re.compile(r"(?:(.{1,100})!)?([A-Za-z]{1,3}\d{1,7}(?::[A-Za-z]{1,3}\d{1,7})?)")
_LINE = re.compile(r"第?\s*(\d{1,6})\s*[段行]")


@dataclass(frozen=True, slots=True)
class Tick:
    """One suggestion or mark as a tick."""

    key: str
    label: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """The suggestions of one kind, ticked and given one reason together."""

    kind: str
    label: str
    reason: str
    ticks: tuple[Tick, ...]


def by_kind(suggestions: Iterable[Suggestion], given: Any = None) -> list[Kinds]:
    """The suggestions in groups, each with the reason that is usual for it, or that was chosen in ``given``."""
    found: dict[str, list[Suggestion]] = {}
    for each in suggestions:
        found.setdefault(each.kind.value, []).append(each)
    return [
        Kinds(
            kind,
            Kind(kind).label,
            (given or {}).get(f"reason_{kind}") or reasons.usual(kind),
            tuple(Tick(key_of(each.place), each.label, reasons.usual(kind), kind) for each in rows),
        )
        for kind, rows in found.items()
    ]


def in_words(place: Place, sight: Sight) -> str:
    """Where a place is, for people. Never what stands there."""
    match place:
        case Characters(part, start, end):
            label = next((each.label for each in sight.parts if each.key == part), part)
            return say("{label}，第{start}至{end}个字", label=label, start=start + 1, end=end)
        case Area(page, x, y, width, height):
            return say(
                "第{page}页，左{x}%、上{y}%，宽{width}%、高{height}%",
                page=page, x=round(x * 100), y=round(y * 100), width=round(width * 100), height=round(height * 100),
            )  # fmt: skip
        case Cell(sheet, ref):
            return say("“{sheet}”{ref}", sheet=sheet, ref=ref)


def marks_from(given: Any, file: StoredFile, name: str, seen: seeing.Seen) -> tuple[Mark, ...]:
    """Every mark of the form ``given``. Raises GongkaiError for one that cannot be understood; nothing is done then."""
    found: list[Mark] = []
    kinds = {key_of(each.place): each.kind.value for each in seen.suggestions}
    for key in given.getlist("pick")[:MOST]:
        kind = kinds.get(key, "")
        found.append(Mark(_place(key), given.get(f"reason_{kind}") or reasons.usual(kind), kind))
    for key in given.getlist("keep")[:MOST]:
        place, _, code = key.rpartition("|")
        found.append(Mark(_place(place), code))
    found += marks_in(given.get("marks", ""))
    by_hand = given.get("reason_hand") or reasons.USUAL
    words = [word.strip() for word in given.get("words", "").splitlines() if word.strip()]
    if len(words) > WORDS:
        raise GongkaiError(say("一次最多写{n}行要遮的字，请分几次办理。", n=WORDS))
    places = seeing.places_of(file, name, words)
    missing = [word for word, held in places.items() if not held]
    if missing:
        raise GongkaiError(
            say("文件里没有“{words}”，没有遮盖。请照文件里的写法再写一次，一行一个。", words="”“".join(missing))
        )
    found += [Mark(place, by_hand) for held in places.values() for place in held]
    typed = [line.strip() for line in given.get("places", "").splitlines() if line.strip()]
    found += [Mark(_typed(line, seen.sight), by_hand) for line in typed]
    checked = [Mark(each.place, reasons.reason(each.reason).code, each.kind) for each in found]
    return tuple({key_of(each.place): each for each in reversed(checked)}.values())[::-1]


def _place(key: str) -> Place:
    try:
        return place_of(json.loads(key))
    except (ValueError, AttributeError, TypeError):
        return place_of({})


def _typed(line: str, sight: Sight) -> Place:
    """A place as somebody writes it: 第2页 10 20 30 5; 名单!B2:B9; 第3段."""
    if sight.kind in (Format.PDF, Format.PICTURE) and (found := _PAGE.fullmatch(line)):
        x, y, width, height = (float(found[n]) / 100 for n in range(2, 6))
        return place_of({"page": int(found[1]), "x": x, "y": y, "width": width, "height": height})
    if sight.kind is Format.SHEETS and (cell := _CELL.fullmatch(line)):
        sheet = cell[1] or (sight.sheets[0].name if sight.sheets else "")
        return place_of({"sheet": sheet, "ref": cell[2].upper()})
    if sight.parts and (numbered := _LINE.fullmatch(line)):
        part = next(
            (each for each in sight.parts if each.label == line or re.search(rf"\D?{numbered[1]}\D", each.label)), None
        )
        if part is not None and part.text:
            return Characters(part.key, 0, len(part.text))
    raise GongkaiError(say("看不懂“{line}”是文件的哪里，没有遮盖。请照旁边的例子写。", line=line))
