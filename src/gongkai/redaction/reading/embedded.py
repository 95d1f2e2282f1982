"""Pictures inside a Word file or a workbook: where they are shown, how much of them is shown, and what can be read in them.

A picture is listed once, however often and by whatever relations it is shown; parts with the same pixels are one picture. What only
repeats a picture for other programs is none of its own (decision 0149).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from PIL import Image

from gongkai.documents.bounds import too_many_parts
from gongkai.documents.errors import Unreadable
from gongkai.documents.readers import scanning
from gongkai.documents.worker import ask_more
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local, remove
from gongkai.leaks.ooxml import Element
from gongkai.leaks.pictures import opened
from gongkai.redaction.model import Area, Picture, PictureArea
from gongkai.redaction.reading.pages import MOST_RECOGNISED, Sign, areas_of, recognised
from gongkai.redaction.reading.pictures import frames_of

MOST_PICTURES = 1000
SMALLEST_READ = 16
"""Pixels: what is less high or wide holds no letters."""
_KINDS = frozenset({"image"})
_DROPPED = re.compile(r"word/(?:comments|people|glossary/)|xl/(?:comments|threadedcomments)", re.IGNORECASE)
_GONE = frozenset({"Fallback", "del", "moveFrom"})
_COPIES = frozenset({"svgBlip", "imgLayer"})
_SIDES = ("l", "t", "r", "b")
_VML_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Use:
    """``source``: the part that shows the picture; ``node``: the element that names it."""

    source: str
    node: Element

    @property
    def frame(self) -> Element | None:
        """The element that crops it here."""
        parent = self.node.getparent()
        if local(self.node) == "imagedata":
            return self.node if any(self.node.get(side) for side in _VML_SIDES) else None
        return next((each for each in parent if local(each) == "srcRect"), None) if parent is not None else None

    @property
    def shown(self) -> Box | None:
        """The part of the picture that is shown here, as fractions; None for all of it."""
        frame = self.frame
        if frame is None:
            return None
        names = _VML_SIDES if frame is self.node else _SIDES
        left, top, right, bottom = (max(0.0, _share(frame.get(name) or "")) for name in names)
        if not (left or top or right or bottom) or left + right >= 1 or top + bottom >= 1:
            return None
        return left, top, 1 - right, 1 - bottom

    def uncrop(self) -> None:
        frame = self.frame
        if frame is self.node:
            for name in _VML_SIDES:
                self.node.attrib.pop(name, "")
        elif frame is not None:
            remove(frame)


@dataclass(slots=True)
class Embedded:
    """A picture of a package. ``key``: its part; ``parts``: that and others with the same pixels."""

    key: str
    data: bytes
    width: int
    height: int
    drawable: bool
    number: int = 0
    label: str = ""
    parts: list[str] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    def image(self) -> Image.Image:
        """The picture, upright, nothing seen through; the first of several. Raises Unreadable."""
        return next(iter(frames_of(self.data)))

    @property
    def seen(self) -> Picture:
        readable = self.drawable and scanning.available()
        return Picture(
            self.key, self.number, self.label, self.width, self.height, len(self.uses), self.drawable, readable or None
        )


def without_copies(made: Rebuilding) -> int:
    """Take out what repeats pictures for other programs: drawings beside a bitmap, originals of effects, fallbacks that hold a picture.
    They may show what the picture does not. How many there were."""
    count = 0
    for source in made.reachable():
        if not any(each.kind in (*_KINDS, "hdphoto") for each in made.relations(source)):
            continue
        root = made.tree(source) if source else None
        for node in list(root.iter()) if root is not None else ():
            if local(node) in _COPIES:
                holder = next((each for each in node.iterancestors() if local(each) == "ext"), node)
                remove(holder)
                count += 1
            elif local(node) == "Fallback" and any(
                local(each) in ("imagedata", "blip", "fill") for each in node.iter()
            ):
                remove(node)
                count += 1
    return count


def pictures_of(made: Rebuilding, sources: Iterable[str], label: Callable[[Use], str]) -> list[Embedded]:
    """The pictures that ``sources`` show, in their order. ``label``: where one is shown, for people. Raises Unreadable."""
    known = {name.lower(): name for name in made.package.names}
    found: dict[str, Embedded] = {}
    for source in sources:
        if _DROPPED.match(source):
            continue
        targets = {
            each.identity: known[each.target.lower()]
            for each in made.relations(source)
            if each.kind in _KINDS and not each.outside and each.target.lower() in known
        }
        root = made.tree(source) if targets else None
        for node in root.iter() if root is not None else ():
            if not local(node) or local(node) in _COPIES or any(local(each) in _GONE for each in node.iterancestors()):
                continue
            for value in node.attrib.values():
                name = targets.get(str(value))
                if name is None:
                    continue
                if name not in found:
                    if len(found) >= MOST_PICTURES:
                        raise too_many_parts()
                    found[name] = _opened(name, made.package.read(name))
                    found[name].label = label(Use(source, node))
                found[name].uses.append(Use(source, node))
    made_one = _one_of_equal(list(found.values()))
    for number, each in enumerate(made_one, 1):
        each.number = number
    return made_one


def _opened(name: str, data: bytes) -> Embedded:
    try:
        image = opened(data)
        return Embedded(name, data, *image.size, True, parts=[name])
    except Unreadable:
        return Embedded(name, data, 0, 0, False, parts=[name])


def _one_of_equal(pictures: list[Embedded]) -> list[Embedded]:
    by_size: dict[tuple[int, int], list[Embedded]] = {}
    for each in pictures:
        by_size.setdefault((each.width, each.height), []).append(each)
    firsts: dict[str, Embedded] = {}
    kept: list[Embedded] = []
    for each in pictures:
        digest = each.key
        if len(by_size[each.width, each.height]) > 1:
            digest = _digest(each)
        if digest in firsts:
            firsts[digest].parts += each.parts
            firsts[digest].uses += each.uses
            continue
        firsts[digest] = each
        kept.append(each)
    return kept


def _digest(picture: Embedded) -> str:
    if picture.drawable:
        try:
            return hashlib.sha256(picture.image().convert("RGB").tobytes()).hexdigest()
        except Unreadable:
            picture.drawable = False
    return hashlib.sha256(picture.data).hexdigest()


def read_in(pictures: Iterable[Embedded]) -> Iterator[tuple[Embedded, list[Sign]]]:
    """What can be recognised in each picture; nothing where the ``ocr`` extra is not installed."""
    left = MOST_RECOGNISED
    for each in pictures if scanning.available() else ():
        if not each.drawable or min(each.width, each.height) < SMALLEST_READ or left <= 0:
            continue
        left -= 1
        ask_more(seconds=3.0)
        try:
            signs, _ = recognised(each.image())
        except Unreadable:
            continue
        if signs:
            yield each, signs


def places_in(picture: Embedded, signs: Iterable[Sign]) -> Iterator[PictureArea]:
    """An area of the picture for each line on which these characters stand."""
    for area in areas_of(1, list(signs)):
        yield in_picture(picture.key, area)


def in_picture(key: str, area: Area) -> PictureArea:
    return PictureArea(key, area.x, area.y, area.width, area.height)


def _share(value: str) -> float:
    """A share of a picture's side as Office writes it: thousandths of a per cent, per cent, or 65536ths (``f``)."""
    match = re.fullmatch(r"(-?[\d.]+)(f|%)?", value.strip())
    if match is None:
        return 0.0
    number = float(match[1]) if match[1].count(".") < 2 and match[1] not in (".", "-.") else 0.0
    if match[2] == "f":
        return number / 65536
    if match[2] == "%":
        return number / 100
    return number / 100_000 if abs(number) > 1 else number
