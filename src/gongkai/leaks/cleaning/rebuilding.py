"""An Office package taken apart and put together again: only what can still be reached from its main part comes along."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from gongkai.documents.errors import Unreadable
from gongkai.leaks.model import Kind
from gongkai.leaks.ooxml import Element, Package, Relation, packed, serialised
from gongkai.leaks.pictures import ENDINGS, bare

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CORE = (
    "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title/></cp:coreProperties>"
)
_WORD, _BOOK = "wordprocessingml.document", "spreadsheetml.sheet"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PLAIN_TYPES = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": f"{_OFFICE}.{_WORD}.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": f"{_OFFICE}.{_WORD}.main+xml",
    f"{_OFFICE}.wordprocessingml.template.main+xml": f"{_OFFICE}.{_WORD}.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": f"{_OFFICE}.{_BOOK}.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": f"{_OFFICE}.{_BOOK}.main+xml",
    f"{_OFFICE}.spreadsheetml.template.main+xml": f"{_OFFICE}.{_BOOK}.main+xml",
}
"""Files with macros and templates become plain files."""
_SHOWN = frozenset({"image", "hdphoto", "media", "video", "audio"})
"""Relations to what is shown where it is named, and nowhere else."""
_PICTURES = {"png": "image/png", "jpg": "image/jpeg"}


class Rebuilding:
    """The parts of a package while they are changed. Trees that were asked for are written anew, other parts as they are."""

    def __init__(self, package: Package):
        self.package = package
        self._trees: dict[str, Element] = {}
        self._bytes: dict[str, bytes] = {}
        self._relations: dict[str, list[tuple[Relation, Element]]] = {}
        self.title = ""

    def tree(self, name: str) -> Element | None:
        if name not in self._trees:
            root = self.package.xml(name) if name in self.package else None
            if root is None:
                return None
            self._trees[name] = root
        return self._trees[name]

    def replace(self, name: str, data: bytes) -> None:
        self._bytes[name] = data

    def content(self, name: str) -> bytes:
        """The bytes of a part that is no tree, as they are now."""
        return self._bytes[name] if name in self._bytes else self.package.read(name)

    def swap(self, old: str, new: str, data: bytes) -> None:
        """Put another part in the place of one, for all that leads there. ``new``: a name that ends in png, jpg or as ``old`` does."""
        self._bytes[new] = data
        for part in self.reachable():
            pairs = self._of(part)
            for at, (relation, node) in enumerate(pairs):
                if not relation.outside and relation.target.lower() == old.lower():
                    node.set("Target", f"/{new}")
                    pairs[at] = replace(relation, target=new), node

    def relations(self, part: str) -> list[Relation]:
        return [relation for relation, _ in self._of(part)]

    def _of(self, part: str) -> list[tuple[Relation, Element]]:
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.package.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
            nodes = [node for node in root if str(node.tag).endswith("}Relationship")] if root is not None else []
            self._relations[part] = list(zip(self.package.relations(part), nodes, strict=True))
        return self._relations[part]

    def drop(self, part: str, unwanted: Callable[[Relation], bool]) -> set[str]:
        """Cut the relations of a part that are unwanted; their identities."""
        pairs = self._of(part)
        gone = {relation.identity for relation, _ in pairs if unwanted(relation)}
        self._relations[part] = [(relation, node) for relation, node in pairs if relation.identity not in gone]
        return gone

    def reachable(self) -> list[str]:
        """The names of all parts that the package still leads to, the root as an empty name."""
        known: dict[str, str] = {name.lower(): name for name in (*self.package.names, *self._bytes)}
        found: list[str] = []
        waiting = [""]
        seen = {""}
        while waiting:
            part = waiting.pop()
            found.append(part)
            for relation in self.relations(part):
                name = known.get(relation.target.lower(), "")
                if not relation.outside and name and name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return found

    def written(self, wanted: frozenset[Kind]) -> bytes:
        """The package. Its properties are gone but for the title, its pictures bare, where that is wanted."""
        if Kind.PROPERTIES in wanted:
            self.drop("", lambda relation: relation.kind not in ("officeDocument", "core-properties"))
        self._without_unused()
        parts: dict[str, bytes] = {}
        names = self.reachable()
        for name in names:
            listed = self._relations_part(name, names)
            if listed:
                folder, own = posixpath.split(name)
                parts[f"{folder}/_rels/{own}.rels" if folder else f"_rels/{own}.rels"] = listed
            if name:
                parts[name] = self._part(name, wanted)
        parts["[Content_Types].xml"] = self._types(parts)
        return packed(parts)

    def _without_unused(self) -> None:
        """A picture whose place in the text has gone (deleted, hidden, a copy for old programs) does not come along."""
        for part in self.reachable():
            if not part or not any(relation.kind in _SHOWN for relation in self.relations(part)):
                continue
            root = self._trees.get(part)
            if root is None:
                root = self.package.xml(part)
            if root is None:
                continue
            used = {str(value) for node in root.iter() for value in node.attrib.values()}
            self.drop(part, lambda each, used=used: each.kind in _SHOWN and each.identity not in used)  # type: ignore[misc]

    def _part(self, name: str, wanted: frozenset[Kind]) -> bytes:
        if Kind.PROPERTIES in wanted and any(
            relation.kind == "core-properties" and relation.target.lower() == name.lower()
            for relation in self.relations("")
        ):
            core = etree.fromstring(_CORE)
            core[0].text = self.title
            return serialised(core)
        if name in self._trees:
            return serialised(self._trees[name])
        data = self.content(name)
        if Kind.PICTURE_DATA in wanted and "/media/" in name.lower() and name.lower().endswith(ENDINGS):
            try:
                return bare(data)
            except Unreadable:
                return data
        return data

    def _relations_part(self, part: str, names: list[str]) -> bytes:
        there = {name.lower() for name in names}
        kept = [
            node
            for relation, node in self._of(part)
            if relation.outside or relation.target.lower() in there or relation.target.startswith("#")
        ]
        if not kept:
            return b""
        root = etree.fromstring(f"<Relationships xmlns='{_RELATIONS}'/>")
        root.extend(kept)
        return serialised(root)

    def _types(self, parts: dict[str, bytes]) -> bytes:
        root = self.package.xml("[Content_Types].xml")
        if root is None:
            root = etree.fromstring(f"<Types xmlns='{_TYPES}'/>")
        there = {f"/{name}".lower() for name in parts}
        endings = {name.rsplit(".", 1)[-1].lower() for name in parts}
        for node in list(root):
            if str(node.tag).endswith("}Override"):
                if (node.get("PartName") or "").lower() not in there:
                    root.remove(node)
                    continue
                kind = node.get("ContentType") or ""
                node.set("ContentType", _PLAIN_TYPES.get(kind, kind))
            elif str(node.tag).endswith("}Default") and (node.get("Extension") or "").lower() not in endings:
                root.remove(node)
        known = {(node.get("Extension") or "").lower() for node in root}
        for ending in sorted(endings & _PICTURES.keys() - known):
            root.append(
                root.makeelement(f"{{{_TYPES}}}Default", {"Extension": ending, "ContentType": _PICTURES[ending]})
            )
        return serialised(root)


def remove(node: Element) -> None:
    """Take an element out of its tree; what follows it in the text stays."""
    parent = node.getparent()
    if parent is None:
        return
    tail = node.tail
    if tail and tail.strip():
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(node)


def unwrap(node: Element) -> None:
    """Put the children of an element in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for child in list(node):
        parent.insert(at, child)
        at += 1
    parent.remove(node)


def local(node: Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    return re.sub(r"^\{[^}]*\}", "", node.tag) if isinstance(node.tag, str) else ""
