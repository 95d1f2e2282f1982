"""A Word package: its parts, and what its text refers to by relationship."""

from __future__ import annotations

import posixpath

from lxml import etree

from gongkai.documents import bounds
from gongkai.documents.bounds import Zip
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.readers.word_parts import main_part, part_xml
from gongkai.language import say
from gongkai.pages.pictures import Raw

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class Package:
    """Raises NotThisFormat for other bytes, Unreadable ``damaged``, ``password``, ``too-large``, … as the parts are read."""

    def __init__(self, data: bytes):
        if not data.startswith(b"PK"):
            raise NotThisFormat(say("这不是 docx 文件。请按文件的真实格式读取。"))
        self._zip = Zip(data)
        main = main_part(self._zip)
        if main is None:
            raise NotThisFormat(say("压缩包里没有 Word 正文，不是 docx 文件。请按文件的真实格式读取。"))
        self.main = main
        self._folder = posixpath.dirname(main)
        self._relations: dict[str, dict[str, tuple[str, str, bool]]] = {}
        body = part_xml(self._zip, main)
        if body is None:
            raise bounds.damaged()
        self.body = body

    def part(self, name: str) -> etree._Element | None:
        """A part beside the main one (``styles``, ``numbering`` …), by relationship or by its usual name."""
        named = next(
            (
                target
                for kind, target, outside in self._relations_of(self.main).values()
                if kind == name and not outside
            ),
            None,
        )
        return part_xml(self._zip, named or posixpath.join(self._folder, f"{name}.xml"))

    def target(self, identity: str, part: str | None = None) -> tuple[str, bool] | None:
        """What a relationship of ``part`` points to, and whether that lies outside the package."""
        found = self._relations_of(part or self.main).get(identity)
        return (found[1], found[2]) if found is not None else None

    def xml_at(self, identity: str) -> etree._Element | None:
        """The part a relationship of the main part points to."""
        found = self.target(identity)
        if found is None or found[1]:
            return None
        try:
            return part_xml(self._zip, found[0])
        except Unreadable:
            return None

    def picture(
        self, identity: str, alt: str, shown: int | None, crop: tuple[float, float, float, float]
    ) -> Raw | None:
        """The picture a relationship points to; None for one that lies outside or is not there."""
        found = self.target(identity)
        if found is None or found[1]:
            return None
        data = self._zip.read(found[0])
        return Raw(data, alt, shown, crop) if data else None

    @property
    def title(self) -> str | None:
        """The title in the properties; properties that cannot be read are no reason to refuse the text."""
        try:
            root = part_xml(self._zip, "docProps/core.xml")
        except Unreadable:
            return None
        text = root.findtext(_DC_TITLE) if root is not None else None
        return " ".join(text.split()) or None if text else None

    def _relations_of(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """By id: the last word of the kind, the target (a part's name, or an address), whether it lies outside."""
        if part not in self._relations:
            found: dict[str, tuple[str, str, bool]] = {}
            folder, name = posixpath.split(part)
            root = part_xml(self._zip, posixpath.join(folder, "_rels", f"{name}.rels"))
            for node in root if root is not None else ():
                kind = (node.get("Type") or "").rsplit("/", 1)[-1]
                target = node.get("Target") or ""
                outside = node.get("TargetMode") == "External"
                if not outside:
                    target = (
                        target.lstrip("/")
                        if target.startswith("/")
                        else posixpath.normpath(posixpath.join(folder, target))
                    )
                found[node.get("Id") or ""] = (kind, target, outside)
            self._relations[part] = found
        return self._relations[part]
