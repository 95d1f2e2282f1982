"""The package that Word and Excel files are: parts, their relationships, and writing it anew."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from gongkai.documents.bounds import Zip, parse_xml
from gongkai.documents.errors import Unreadable

Element = etree._Element
_STRICT = b"http://purl.oclc.org/ooxml/"
_SAME = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind``: the last part of its type, as ``hyperlink``. ``target``: the name of a part, or an address when ``outside``."""

    identity: str
    kind: str
    target: str
    outside: bool


class Package:
    """The parts by name. Names of the relationships' targets are compared as they are written.

    Raises Unreadable, as ``documents.bounds.Zip`` does.
    """

    def __init__(self, data: bytes):
        self._zip = Zip(data)
        with zipfile.ZipFile(BytesIO(data)) as package:
            self.names = [name for name in package.namelist() if not name.endswith("/")]
        self._known = {_plain(name): name for name in self.names}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._known

    def read(self, name: str) -> bytes:
        return self._zip.read(_plain(name)) or b""

    def xml(self, name: str) -> Element | None:
        """The root of a part; None when there is none or it is no XML."""
        data = self.read(name)
        if not data.strip():
            return None
        if _STRICT in data[:20_000]:
            for old, new in _SAME:
                data = data.replace(old, new)
        try:
            return parse_xml(data)
        except Unreadable as error:
            if error.code == "damaged" and not name.lower().endswith("document.xml"):
                return None
            raise

    def under(self, folder: str, ending: str = "") -> list[str]:
        """The names of the parts in a folder, whatever the case."""
        return [name for name in self.names if _plain(name).startswith(folder) and _plain(name).endswith(ending)]

    def relations(self, part: str = "") -> list[Relation]:
        folder, name = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = []
        for node in root if root is not None else ():
            if not isinstance(node.tag, str) or not node.tag.endswith("}Relationship"):
                continue
            target = node.get("Target") or ""
            outside = (node.get("TargetMode") or "").lower() == "external"
            if not outside:
                target = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
            found.append(Relation(node.get("Id") or "", (node.get("Type") or "").rsplit("/", 1)[-1], target, outside))
        return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, the same bytes each time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(
            parts, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels/"), name)
        ):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            package.writestr(info, parts[name])
    return out.getvalue()
