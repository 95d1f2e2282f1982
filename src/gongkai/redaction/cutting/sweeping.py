"""Copies of what was cut, where no reader sees them: attributes, codes of fields, addresses of links, caches."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote

from gongkai.leaks.cleaning.rebuilding import Rebuilding, local, remove, unwrap
from gongkai.leaks.ooxml import RELATIONS, Element
from gongkai.redaction.folding import fold, is_telling

_XML = (".xml", ".vml", ".rels")
_KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Needles:
    """The strings that were cut, as far as they say enough to be looked for."""

    def __init__(self, cut: Collection[str]):
        self.all = sorted({flat for text in cut if is_telling(flat := fold(text))}, key=lambda each: (-len(each), each))
        self._any = re.compile("|".join(map(re.escape, self.all))) if self.all else None

    def are_in(self, text: str) -> bool:
        if self._any is None or not text:
            return False
        views = (text, unquote(text)) if "%" in text else (text,)
        return any(self._any.search(fold(view)) is not None for view in views)

    def are_in_bytes(self, data: bytes) -> bool:
        """Whether one of them stands in bytes that are no XML, as UTF-8, UTF-16 or GB 18030."""
        return any(
            self.are_in(data.decode(coding, "ignore"))
            for coding in (("utf-8", "utf-16-le", "gb18030") if len(data) < 8_000_000 else ())
        ) or (len(data) > 1 and self.are_in(data[1:].decode("utf-16-le", "ignore")))


def sweep(made: Rebuilding, needles: Needles, seen: Collection[Element]) -> None:
    """Empty every attribute and text that repeats a cut string. ``seen``: elements whose text a person was shown: those stay."""
    for part in made.reachable():
        _links(made, part, needles)
        root = made.tree(part) if part.lower().endswith(_XML) else None
        if root is None:
            continue
        for node in list(root.iter()):
            if not local(node):
                continue
            for name, value in node.attrib.items():
                if name != _KEEPS_SPACE and needles.are_in(str(value)):
                    node.set(name, "")
            if node not in seen and node.text and needles.are_in(node.text):
                node.text = ""
            if node.tail and needles.are_in(node.tail):
                node.tail = ""
            if local(node) in ("bookmarkStart", "definedName") and node.get(_name_of(node)) == "":
                remove(node)


def _name_of(node: Element) -> str:
    return next((str(name) for name in node.attrib if str(name).endswith("name")), "name")


def _links(made: Rebuilding, part: str, needles: Needles) -> None:
    gone = made.drop(part, lambda relation: relation.outside and needles.are_in(relation.target))
    unlink(made, part, gone)


def unlink(made: Rebuilding, part: str, gone: set[str]) -> None:
    """Take out what uses relations that are gone; the words of a link stay."""
    root = made.tree(part) if gone and part else None
    if root is None:
        return
    for node in list(root.iter()):
        if not local(node):
            continue
        used = [name for name in ("id", "embed", "link", "pict") if node.get(f"{RELATIONS}{name}") in gone]
        if not used:
            continue
        if local(node) == "hyperlink" and len(node):
            unwrap(node)
        elif local(node) in ("blip", "imagedata") and any(
            node.get(f"{RELATIONS}{name}") not in (None, *gone) for name in ("embed", "id")
        ):
            # The picture is in the file as well: only the way to the one outside goes.
            for name in used:
                node.attrib.pop(f"{RELATIONS}{name}")
        elif local(node) in ("blip", "imagedata"):
            holder = next((each for each in node.iterancestors() if local(each) in ("drawing", "pict", "pic")), None)
            remove(holder if holder is not None else node)
        else:
            remove(node)


def drop_media(made: Rebuilding, needles: Needles) -> int:
    """Take out pictures made of lines and words (EMF, WMF, SVG) that hold a cut string; how many."""
    doomed = {
        name.lower()
        for name in made.reachable()
        if name.lower().endswith((".emf", ".wmf", ".svg", ".pict", ".eps")) and needles.are_in_bytes(made.content(name))
    }
    for part in made.reachable() if doomed else ():
        unlink(made, part, made.drop(part, lambda relation: relation.target.lower() in doomed))
    return len(doomed)


def refuses_macros(names: Sequence[str], types: bytes) -> bool:
    return any("vbaproject" in name.lower() for name in names) or b"macroenabled" in types.lower()
