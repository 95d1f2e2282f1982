"""Cuts as they are kept, sent by a form and given to `gongkai.redaction`: places with a reason; no words of the file among them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.redaction import Area, Cell, Characters, Cut, PictureArea, Place
from gongkai.severance.reasons import reason

MOST = 5000
"""Cuts of one file. Whoever has more gives another file."""
_REF = re.compile(r"[A-Z]{1,3}[0-9]{1,7}(:[A-Z]{1,3}[0-9]{1,7})?")


class NoPlace(GongkaiError):
    """What should be cut is not a place of a file."""

    def __init__(self) -> None:
        super().__init__(say("有一处标记看不出是文件的哪里，没有遮盖，标记都还在。请刷新页面后重新标这一处。"))


@dataclass(frozen=True, slots=True)
class Mark:
    """One cut as it is marked: its place, the code of its reason, and what the gate called it (``kind``, "" by hand)."""

    place: Place
    reason: str
    kind: str = ""

    @property
    def cut(self) -> Cut:
        """For the engine. Raises GongkaiError for a reason that is none."""
        known = reason(self.reason)
        return Cut(self.place, known.label, str(known.article))

    def data(self) -> dict[str, object]:
        """As the database keeps it."""
        return {"place": place_data(self.place), "reason": self.reason, "kind": self.kind}


def place_data(place: Place) -> dict[str, object]:
    match place:
        case Characters(part, start, end):
            return {"part": part, "start": start, "end": end}
        case Area(page, x, y, width, height):
            return {"page": page, **_sides(x, y, width, height)}
        case PictureArea(picture, x, y, width, height):
            return {"picture": picture, **_sides(x, y, width, height)}
        case Cell(sheet, ref):
            return {"sheet": sheet, "ref": ref}


def _sides(x: float, y: float, width: float, height: float) -> dict[str, object]:
    return {k: round(v, 6) for k, v in (("x", x), ("y", y), ("width", width), ("height", height))}


def place_of(data: Mapping[str, Any]) -> Place:
    """The place in ``data``. Raises `NoPlace`."""
    try:
        match set(data):
            case keys if keys == {"part", "start", "end"}:
                found: Place = Characters(_text(data["part"]), _whole(data["start"]), _whole(data["end"]))
                good = 0 <= data["start"] < data["end"]
            case keys if keys == {"page", "x", "y", "width", "height"}:
                x, y, width, height = (_part(data[key]) for key in ("x", "y", "width", "height"))
                found = Area(_whole(data["page"]), x, y, width, height)
                good = found.page >= 1 and _is_inside(x, y, width, height)
            case keys if keys == {"picture", "x", "y", "width", "height"}:
                x, y, width, height = (_part(data[key]) for key in ("x", "y", "width", "height"))
                found = PictureArea(_text(data["picture"]), x, y, width, height)
                good = _is_inside(x, y, width, height)
            case keys if keys == {"sheet", "ref"}:
                found = Cell(_text(data["sheet"]), _text(data["ref"]))
                good = bool(_REF.fullmatch(found.ref))
            case _:
                raise NoPlace
    except (TypeError, KeyError, ValueError):
        raise NoPlace from None
    if not good:
        raise NoPlace
    return found


def marks_of(rows: object) -> tuple[Mark, ...]:
    """The marks that a row of the database or a form holds. Raises `NoPlace`, GongkaiError for a reason that is none or too many."""
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("place"), dict) for row in rows
    ):
        raise NoPlace
    if len(rows) > MOST:
        raise GongkaiError(say("一个文件最多遮{n}处。请整页、整列地标，或者把文件拆开。", n=MOST))
    found = [
        Mark(place_of(row["place"]), reason(str(row.get("reason", ""))).code, str(row.get("kind", ""))[:32])
        for row in rows
    ]
    return tuple(dict.fromkeys(found))


def marks_in(text: str) -> tuple[Mark, ...]:
    """The marks in a field of a form. Raises as `marks_of`."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise NoPlace from None
    return marks_of(rows)


def data_of(marks: Iterable[Mark]) -> list[dict[str, object]]:
    return [mark.data() for mark in marks]


def key_of(place: Place) -> str:
    """A place as the value of a tick."""
    return json.dumps(place_data(place), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _is_inside(x: float, y: float, width: float, height: float) -> bool:
    return width > 0 and height > 0 and x + width <= 1.000001 and y + height <= 1.000001


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > 200:
        raise TypeError
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _part(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= 1:  # type: ignore[arg-type, operator]
        raise TypeError
    return float(value)  # type: ignore[arg-type]
