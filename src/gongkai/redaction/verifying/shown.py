"""Which pictures an Office package shows: members, the places that lead to them, and how much of them those show."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.redaction.verifying.office import Element, local, value_of
from gongkai.redaction.verifying.streams import Unpacked

RASTER = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF")
DRAWN = (b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0")  # EMF, WMF
_LISTS = re.compile(r"(.*?)_rels/([^/]+)\.rels")
COPIES = frozenset({"svgBlip", "imgLayer"})
_SIDES = (("l", "t", "r", "b"), ("cropleft", "croptop", "cropright", "cropbottom"))
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Shown:
    """A member of a package that is shown: from where (part and identity of the relation), and which boxes of it (None: all)."""

    name: str
    data: bytes
    at: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)

    @property
    def is_raster(self) -> bool:
        return self.data.startswith(RASTER)


def shown_in(unpacked: Unpacked, trees: Mapping[str, Element], sources: Sequence[str]) -> dict[str, Shown]:
    """Every picture that some part leads to and names, by its member; such as only repeat another are none. ``sources`` come first."""
    members = unpacked.members()
    known = {name.lower(): name for name in members}
    found: dict[str, Shown] = {}
    listed = [(match, root) for name, root in trees.items() if (match := _LISTS.fullmatch(name)) is not None]
    order = {name: at for at, name in enumerate(sources)}
    for match, root in sorted(listed, key=lambda each: order.get(f"{each[0][1]}{each[0][2]}", len(order))):
        source = known.get(f"{match[1]}{match[2]}".lower(), "")
        if re.match(r"word/(?:comments|glossary/)|xl/comments", source, re.IGNORECASE):
            continue
        targets: dict[str, str] = {}
        for node in root:
            if (
                value_of(node, "Type").rsplit("/", 1)[-1] != "image"
                or value_of(node, "TargetMode").lower() == "external"
            ):
                continue
            target = value_of(node, "Target")
            path = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(match[1], target))
            )
            if path.lower() in known:
                targets[value_of(node, "Id")] = known[path.lower()]
        tree = trees.get(source)
        for node in tree.iter() if tree is not None and targets else ():
            if not local(node) or local(node) in COPIES:
                continue
            if any(local(each) in ("Fallback", "del", "moveFrom") for each in node.iterancestors()):
                continue
            for value in node.attrib.values():
                member = targets.get(str(value))
                if member is None:
                    continue
                shown = found.setdefault(member, Shown(member, members[member]))
                shown.at.append((source, str(value)))
                shown.boxes.append(_cropped(node))
    return found


def _cropped(node: Element) -> Box | None:
    above = node.getparent()
    frame = next((each for each in above if local(each) == "srcRect"), None) if above is not None else None
    if local(node) != "imagedata" and frame is None:
        return None
    holder, names = (node, _SIDES[1]) if local(node) == "imagedata" else (frame, _SIDES[0])
    assert holder is not None
    left, top, right, bottom = (max(0.0, _fraction(value_of(holder, name))) for name in names)
    if not left + top + right + bottom or left + right >= 1 or top + bottom >= 1:
        return None
    return left, top, 1 - right, 1 - bottom


def _fraction(value: str) -> float:
    try:
        if value.endswith("f"):
            return float(value[:-1]) / 65536
        if value.endswith("%"):
            return float(value[:-1]) / 100
        number = float(value or 0)
    except ValueError:
        return 0.0
    return number / 100_000 if abs(number) > 1 else number
