"""What was marked on the page, in its three ways: ticked, typed, drawn or selected. One list of marks comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from gongkai.applications.naming import Named
from gongkai.errors import GongkaiError
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.leaks import Kind
from gongkai.redaction import PictureArea, Place, Suggestion, place_in_words, place_written
from gongkai.severance import reasons, seeing
from gongkai.severance.marks import MOST, Mark, NoPlace, key_of, marks_in, place_of

WORDS = 100
"""Typed words of one press."""


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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the case names and the file tells. ``key``: as a tick for all places at once, "" for what is under seal."""

    name: str
    role: str
    reason: str
    key: str
    ticks: tuple[Tick, ...]


def people(
    named: Iterable[Named], places: Mapping[str, tuple[Place, ...]], seen: seeing.Seen, done: set[str]
) -> list[Person]:
    """Those whom the case names, with every place that is not among ``done`` (keys of what is suggested or marked anyway). Nothing of
    it is ticked: whether a name is cut is for a person."""
    found = []
    for each in named:
        code = reasons.usual(each.kind)
        ticks = tuple(
            Tick(f"{key_of(place)}|{code}", place_in_words(place, seen.sight), code, each.kind)
            for place in places.get(each.value, ())
            if key_of(place) not in done
        )
        if ticks:
            found.append(Person(each.value, each.role, reasons.reason(code).label, f"{each.value}|{code}", ticks))
    return found


def ticked_beside(given: Any, known: set[str], seen: seeing.Seen) -> list[Tick]:
    """Ticks of the form ``given`` that stand in no list of the page any more."""
    found = []
    for key in given.getlist("keep")[:MOST]:
        place, _, code = key.rpartition("|")
        if key in known:
            continue
        with suppress(NoPlace):  # what refused the form is said above
            found.append(Tick(key, place_in_words(_place(place), seen.sight), code, ""))
    return found


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
    found += [Mark(PictureArea(key), by_hand) for key in given.getlist("whole")[:MOST]]
    words = [word.strip() for word in given.get("words", "").splitlines() if word.strip()]
    if len(words) > WORDS:
        raise GongkaiError(say("一次最多写{n}行要遮的字，请分几次办理。", n=WORDS))
    places = seeing.places_of(file, name, words)
    for each in given.getlist("person")[:WORDS]:
        who, _, code = each.rpartition("|")
        found += [
            Mark(place, code) for place in seen.named.get(who) or seeing.places_of(file, name, [who]).get(who, ())
        ]
    missing = [word for word, held in places.items() if not held]
    if missing:
        raise GongkaiError(
            say("文件里没有“{words}”，没有遮盖。请照文件里的写法再写一次，一行一个。", words="”“".join(missing))
        )
    found += [Mark(place, by_hand) for held in places.values() for place in held]
    typed = [line.strip() for line in given.get("places", "").splitlines() if line.strip()]
    found += [Mark(place_written(line, seen.sight), by_hand) for line in typed]
    checked = [Mark(each.place, reasons.reason(each.reason).code, each.kind) for each in found]
    return tuple({key_of(each.place): each for each in reversed(checked)}.values())[::-1]


def _place(key: str) -> Place:
    """Raises `gongkai.severance.marks.NoPlace`."""
    try:
        return place_of(json.loads(key))
    except (ValueError, AttributeError, TypeError):
        return place_of({})
