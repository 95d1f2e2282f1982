"""Office packages, looked through by the letters of their XML: what is left in them, and what they hold besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from gongkai.documents.bounds import parse_xml
from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.redaction.model import Cut
from gongkai.redaction.verifying.needles import Needles
from gongkai.redaction.verifying.report import Report, shape, strings_gone, unseen
from gongkai.redaction.verifying.streams import Unpacked

Element = etree._Element
STORY = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml$", re.IGNORECASE)
DRAWN = re.compile(r"(?:word|xl)/(?:charts|diagrams|drawings)/[^/]+\.xml$", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"comments|/people\.xml|customxml/|docprops/(?:custom|thumbnail)|thumbnail|vbaproject|vbadata|/embeddings/|/glossary/|activex"
    r"|printersettings|pivotcache|pivottables|externallinks|/connections|querytables|threadedcomment|/persons/|/revisions/|/fonts/"
    r"|/ctrlprops/|calcchain|\.odttf$",
    re.IGNORECASE,
)
_TRACKED_NAMES = (
    "ins del moveFrom moveTo delText delInstrText rPrChange pPrChange tblPrChange trPrChange tcPrChange sectPrChange"
    " cellIns cellDel commentRangeStart commentReference altChunk oleObjects oleObject OLEObject legacyDrawing"
    " attachedTemplate docVars dataBinding scenarios"
)
_TRACKED = frozenset(_TRACKED_NAMES.split())


def require_all(count: int, cuts: Sequence[Cut], report: Report) -> None:
    faults = [] if count == len(cuts) and cuts else [say("有的遮蔽位置在原件里找不到")]
    report.add(say("遮蔽位置"), faults, say("{count}处都在原件里", count=len(cuts)))


def tell_left(needles: Needles, report: Report) -> None:
    if needles.left:
        report.notes.append(
            say("有{count}段被遮蔽的文字在别处还有相同的文字没有遮蔽，请确认确实可以公开。", count=len(needles.left))
        )


def trees_of(unpacked: Unpacked) -> dict[str, Element]:
    trees: dict[str, Element] = {}
    for name, data in unpacked.members().items():
        if name.lower().endswith((".xml", ".rels", ".vml")) and data.strip():
            try:
                trees[name] = parse_xml(data)
            except Unreadable:
                continue
    return trees


def local(node: Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def parent_of(node: Element) -> str:
    above = node.getparent()
    return local(above) if above is not None else ""


def value_of(node: Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).rsplit("}", 1)[-1] == name), "")


def search(after: Unpacked, trees: dict[str, Element], needles: Needles, report: Report) -> None:
    """Every stream, every text, every attribute; texts of a paragraph also joined."""
    faults: list[str] = []
    for stream in after.streams:
        if needles.in_bytes(stream.data, pixels=stream.pixels):
            faults.append(say("文件内部“{part}”里还有被遮蔽的文字", part=_named(stream.name)))
    for name, root in trees.items():
        joined: list[str] = []
        for node in root.iter():
            if not local(node):
                continue
            texts = [node.text or "", node.tail or "", *map(str, node.attrib.values())]
            joined.append(node.text or "")
            words = [node.text or ""] if local(node) in ("t", "v", "delText", "instrText", "f") else []
            if any(needles.in_text(text) for text in texts) or any(needles.in_words(text) for text in words):
                faults.append(say("文件内部“{part}”里还有被遮蔽的文字", part=_named(name)))
            if local(node) in ("p", "si", "is", "c") and needles.in_words("".join(map(str, node.itertext()))):
                faults.append(say("文件内部“{part}”里还有被遮蔽的文字", part=_named(name)))
        if needles.in_text("".join(joined)):
            faults.append(say("文件内部“{part}”里还有被遮蔽的文字，分成了几截", part=_named(name)))
    report.add(strings_gone(), faults, say("逐个拆开{count}个数据流查找，没有找到", count=len(after.streams)))


def _named(name: str) -> str:
    """A part by its kind: its own name may hold anything."""
    found = re.match(
        r"[\w/]*?(document|header|footer|footnotes|endnotes|sheet|sharedStrings|styles|chart|workbook|core)", name
    )
    return found[1] if found else say("其他部分")


def less(text: str, spans: Sequence[tuple[int, int]]) -> str:
    gone = {at for start, end in spans for at in range(start, end)}
    return "".join(character for at, character in enumerate(text) if at not in gone)


def look_for_hidden(after: Unpacked, trees: dict[str, Element], report: Report, more: Sequence[str] = ()) -> None:
    faults: list[str] = []
    for name in after.members():
        if _FORBIDDEN.search(name):
            faults.append(say("还有不应留下的部分（{kind}）", kind=_kind_of(name)))
    for name, root in trees.items():
        found = {local(node) for node in root.iter()} & _TRACKED if not name.lower().startswith("docprops") else set()
        if found & {"ins", "del", "moveFrom", "moveTo", "delText"} or any(each.endswith("Change") for each in found):
            faults.append(say("还有修订记录"))
        if found & {"commentRangeStart", "commentReference", "legacyDrawing"}:
            faults.append(say("还有批注"))
        if found & {"altChunk", "oleObjects", "oleObject", "OLEObject"}:
            faults.append(say("还有嵌入的文件"))
        if found & {"docVars", "dataBinding", "attachedTemplate", "scenarios"}:
            faults.append(say("还有文档变量或外部数据"))
        if name.lower().endswith("core.xml") and name.lower().startswith("docprops"):
            if any((node.text or "").strip() for node in root.iter() if local(node) not in ("title", "coreProperties")):
                faults.append(say("还有文件属性"))
        elif name.lower().startswith("docprops"):
            faults.append(say("还有文件属性"))
        if STORY.match(name) and any(
            local(node) in ("vanish", "specVanish") and value_of(node, "val") not in ("0", "false", "off")
            for node in _runs(root)
        ):
            faults.append(say("还有隐藏的文字"))
    faults += more
    report.add(unseen(), faults, say("没有修订、批注、隐藏内容、属性、嵌入文件"))


def _runs(root: Element) -> Iterator[Element]:
    """What the runs with text say of their look."""
    for run in root.iter():
        if local(run) == "r" and any(local(child) == "t" and (child.text or "").strip() for child in run):
            for child in run:
                if local(child) == "rPr":
                    yield from child


def _kind_of(name: str) -> str:
    found = _FORBIDDEN.search(name)
    return found[0].strip("/.").lower() if found else ""


def look_at_structure(after: Unpacked, redacted: bytes, report: Report) -> None:
    faults = {
        "gap": say("压缩包里夹着不属于任何部分的数据"),
        "comment": say("压缩包带有备注"),
        "directory": say("压缩包的目录不完整"),
        "method": say("压缩包用了不认识的压缩方法"),
        "nested": say("文件套得太深"),
    }
    told = [faults.get(each, each) for each in after.odd]
    if not redacted.startswith(b"PK\x03\x04"):
        told.append(say("文件开头夹着别的数据"))
    names = list(after.members())
    if len({name.lower() for name in names}) != len(names):
        told.append(say("有同名的部分"))
    report.add(shape(), told, say("没有多余的数据"))
