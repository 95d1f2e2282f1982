"""A Word file without what is not seen in it."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

from gongkai.documents.bounds import damaged
from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local, remove, unwrap
from gongkai.leaks.masking import mask_text
from gongkai.leaks.model import Kind
from gongkai.leaks.office import INSIDE, SCRIPTED
from gongkai.leaks.ooxml import RELATIONS, Element, Package, Relation
from gongkai.leaks.pictures import opened
from gongkai.leaks.scanning import scan_text
from gongkai.leaks.word_sight import Sight, W

_KEPT_FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|HYPERLINK|REF|NOTEREF|SEQ|STYLEREF|=|EQ|SYMBOL|QUOTE|ADVANCE)\b|\s*=",
    re.IGNORECASE,
)
_STORIES = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml$", re.IGNORECASE)
_COMMENT_MARKS = {"commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"}
_MOVE_MARKS = {"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"}
_CHANGE_NAMES = (
    "rPrChange pPrChange tblPrChange tblPrExChange trPrChange tcPrChange sectPrChange tblGridChange numberingChange"
    " cellIns cellDel cellMerge"
)
_CHANGES = frozenset(_CHANGE_NAMES.split())
_TO_COMMENTS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"}
_TO_OBJECTS = {"oleObject", "package", "aFChunk", "control", "activeXControlBinary"}
_TO_MACROS = {"vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars", "extensibility", "ui"}
_TO_ELSEWHERE = {
    "attachedTemplate",
    "subDocument",
    "frame",
    "mailMergeSource",
    "mailMergeHeaderSource",
    "recipientData",
}


def clean_word(data: bytes, wanted: frozenset[Kind], *, accept: bool) -> tuple[bytes, list[str]]:
    """Raises Unreadable."""
    package = Package(data)
    made = Rebuilding(package)
    main = next((each.target for each in made.relations("") if each.kind == "officeDocument"), "")
    body = made.tree(main)
    if body is None:
        raise damaged()
    notes: list[str] = []
    settled = False
    sight = Sight(made.tree("word/styles.xml"))
    stories = [name for name in package.names if _STORIES.search(name) or name == main]
    leading = Counter(
        each.target
        for part in made.reachable()
        for each in made.relations(part)
        if each.kind == "image" and not each.outside
    )
    shared = {name for name, count in leading.items() if count > 1}
    for name in stories:
        root = made.tree(name)
        if root is None:
            continue
        if Kind.REVISIONS in wanted and _settle(root, accept):
            settled = True
        if Kind.COMMENTS in wanted:
            _without(root, _COMMENT_MARKS)
        if Kind.HIDDEN_TEXT in wanted:
            _without_hidden(root, sight)
        _relations(made, name, root, wanted)
        if Kind.EXTERNAL_LINK in wanted:
            _unlink_fields(root)
        if Kind.CROPPED in wanted:
            _crop(made, name, root, shared)
        _alts(root)
    if settled:
        notes.append(say("修订已全部接受。") if accept else say("修订已全部拒绝，恢复为修订前的文字。"))
    _settings(made, wanted)
    text = "".join("".join(str(each) for each in body.itertext()).split())
    made.title = _title(package, text)
    for part in made.reachable():
        if Kind.COMMENTS in wanted or Kind.REVISIONS in wanted:
            made.drop(part, lambda each: each.kind in _TO_COMMENTS)
        if Kind.PROPERTIES in wanted:
            made.drop(part, lambda each: each.kind in ("customXml", "customXmlProps", "glossaryDocument"))
    if Kind.PROPERTIES in wanted:
        for name in stories:
            root = made.tree(name)
            if root is not None:
                _without(root, {"dataBinding"})
    return made.written(wanted), notes


def _settle(root: Element, accept: bool) -> bool:
    """Tracked changes made final, one way or the other. Whether there were any."""
    if not any(local(node) in _CHANGES | {"ins", "del", "moveTo", "moveFrom"} for node in root.iter()):
        return False
    stays, goes = ({"ins", "moveTo"}, {"del", "moveFrom"}) if accept else ({"del", "moveFrom"}, {"ins", "moveTo"})
    for node in list(root.iter()):
        name = local(node)
        parent = node.getparent()
        if parent is None or not str(node.tag).startswith(W):
            continue
        where = local(parent)
        if where == "rPr" and name in ("ins", "del", "moveTo", "moveFrom"):
            # The mark of a paragraph: the paragraph goes with it when nothing else is in it.
            paragraph = parent.getparent()
            paragraph = paragraph.getparent() if paragraph is not None else None
            remove(node)
            if name in goes and paragraph is not None and local(paragraph) == "p" and not _holds(paragraph, goes):
                remove(paragraph)
        elif where == "trPr" and name in ("ins", "del"):
            row = parent.getparent()
            remove(node)
            if name in goes and row is not None:
                remove(row)
        elif name in goes and where != "rPr":
            remove(node)
        elif name in stays:
            unwrap(node)
        elif name in _CHANGES:
            if not accept and name.endswith("PrChange") and len(node) and parent.getparent() is not None:
                _restore(parent, node)
            else:
                remove(node)
        elif name in _MOVE_MARKS:
            remove(node)
    for node in list(root.iter(f"{W}delText", f"{W}delInstrText")):
        node.tag = f"{W}t" if local(node) == "delText" else f"{W}instrText"
    return True


def _holds(paragraph: Element, goes: set[str]) -> bool:
    """Whether something stays in a paragraph whose mark goes."""
    for node in paragraph.iter(f"{W}t", f"{W}drawing", f"{W}pict", f"{W}object"):
        above = {local(each) for each in node.iterancestors()}
        if not above & goes:
            return True
    return False


def _restore(properties: Element, change: Element) -> None:
    """Properties as they were before a change of format."""
    old = change[0]
    keep = [node for node in properties if local(node) in ("sectPr", "rPr")] if local(properties) == "pPr" else []
    for node in list(properties):
        if node not in keep:
            properties.remove(node)
    for at, node in enumerate(list(old)):
        properties.insert(at, node)


def _without(root: Element, names: set[str]) -> None:
    for node in list(root.iter()):
        if local(node) in names:
            remove(node)


def _without_hidden(root: Element, sight: Sight) -> None:
    for paragraph in list(root.iter(f"{W}p")):
        own = sight.of(paragraph)
        for run in list(paragraph.iter(f"{W}r")):
            nearest = next((each for each in run.iterancestors(f"{W}p")), None)
            if nearest is paragraph and own.hides(run):
                remove(run)
    for node in list(root.iter()):
        if local(node) == "docPr" and node.get("hidden") in ("1", "true"):
            drawing = next((each for each in node.iterancestors(f"{W}drawing")), None)
            if drawing is not None:
                remove(drawing)


def _relations(made: Rebuilding, part: str, root: Element, wanted: frozenset[Kind]) -> None:
    """Links, objects and pictures from elsewhere, cut where they are used."""

    def unwanted(relation: Relation) -> bool:
        target = relation.target
        if SCRIPTED.match(target):
            return Kind.SCRIPT in wanted
        if relation.kind in _TO_OBJECTS:
            return Kind.EMBEDDED in wanted or (relation.outside and Kind.EXTERNAL_LINK in wanted)
        if relation.kind in _TO_MACROS:
            return Kind.SCRIPT in wanted
        if relation.kind in _TO_ELSEWHERE or (relation.outside and relation.kind in ("image", "video", "audio")):
            return Kind.EXTERNAL_LINK in wanted
        if relation.outside and INSIDE.search(target):
            return Kind.EXTERNAL_LINK in wanted
        return relation.outside and bool(scan_text(re.sub(r"^(?:mailto|tel):", "", target)))

    gone = made.drop(part, unwanted)
    if not gone:
        return
    for node in list(root.iter()):
        used = {node.get(f"{RELATIONS}{name}") for name in ("id", "embed", "link", "pict")} & gone
        if not used:
            continue
        name = local(node)
        if name == "hyperlink":
            unwrap(node)
        elif name == "blip":
            node.attrib.pop(f"{RELATIONS}link", "")
            if node.get(f"{RELATIONS}embed") in gone or not node.get(f"{RELATIONS}embed"):
                drawing = next((each for each in node.iterancestors(f"{W}drawing", f"{W}pict")), None)
                if drawing is not None:
                    remove(drawing)
        else:
            remove(node)


def _unlink_fields(root: Element) -> None:
    """Fields that fetch, or that tell more than their result, become their result."""
    open_fields: list[tuple[list[Element], list[str]]] = []
    doomed: list[Element] = []
    for node in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        name = local(node)
        if name == "fldSimple":
            if _is_unwanted(node.get(f"{W}instr") or ""):
                doomed.append(node)
        elif name == "instrText":
            if open_fields:
                open_fields[-1][0].append(node)
                open_fields[-1][1].append(node.text or "")
        elif node.get(f"{W}fldCharType") == "begin":
            open_fields.append(([node], []))
        elif open_fields:
            open_fields[-1][0].append(node)
            if node.get(f"{W}fldCharType") == "end":
                nodes, codes = open_fields.pop()
                if _is_unwanted("".join(codes)):
                    doomed += nodes
    for node in doomed:
        if local(node) == "fldSimple":
            unwrap(node)
        else:
            remove(node)


def _is_unwanted(code: str) -> bool:
    return not _KEPT_FIELDS.match(code) or bool(INSIDE.search(code.strip())) or bool(scan_text(code)) or "\\\\" in code


def _crop(made: Rebuilding, part: str, root: Element, shared: set[str]) -> None:
    """Pictures really cut where they are shown cut. ``shared``: those to which more than one relation leads."""
    targets = {each.identity: each.target for each in made.relations(part)}
    uses: dict[str, list[Element]] = {}
    for node in root.iter():
        if local(node) == "blip" and node.get(f"{RELATIONS}embed"):
            uses.setdefault(targets.get(node.get(f"{RELATIONS}embed") or "", ""), []).append(node)
    for name, blips in uses.items():
        for blip in blips:
            parent = blip.getparent()
            frame = next((each for each in parent if local(each) == "srcRect"), None) if parent is not None else None
            if frame is None or parent is None:
                continue
            sides = [int(frame.get(side) or 0) / 100_000 for side in ("l", "t", "r", "b")]
            if len(blips) == 1 and name not in shared and all(0 <= side < 1 for side in sides) and name in made.package:
                image = opened(made.package.read(name))
                left, top, right, bottom = sides
                box = (
                    round(image.width * left),
                    round(image.height * top),
                    max(round(image.width * (1 - right)), round(image.width * left) + 1),
                    max(round(image.height * (1 - bottom)), round(image.height * top) + 1),
                )
                out = BytesIO()
                kind = "JPEG" if image.format in ("JPEG", "MPO") else image.format or "PNG"
                image.crop(box).save(out, kind)
                made.replace(name, out.getvalue())
                parent.remove(frame)
            else:  # shown twice, cut in two ways: whole is better than hidden
                parent.remove(frame)
    for node in root.iter():
        if local(node) == "imagedata":
            for side in ("cropleft", "cropright", "croptop", "cropbottom"):
                node.attrib.pop(side, "")


def _alts(root: Element) -> None:
    """Numbers in alternative texts are masked: the text itself is needed by those who cannot see the picture."""
    for node in root.iter():
        if local(node) in ("docPr", "cNvPr", "shape"):
            for name in ("descr", "title", "alt"):
                text = node.get(name)
                if text and (found := scan_text(text)):
                    node.set(name, mask_text(text, found))


def _settings(made: Rebuilding, wanted: frozenset[Kind]) -> None:
    root = made.tree("word/settings.xml")
    if root is None:
        return
    names: set[str] = set()
    if Kind.REVISIONS in wanted:
        names |= {"trackRevisions", "rsids", "documentProtection"}
    if Kind.PROPERTIES in wanted:
        names |= {"docVars", "rsids"}
    if Kind.EXTERNAL_LINK in wanted:
        names |= {"attachedTemplate", "mailMerge", "linkStyles"}
        made.drop("word/settings.xml", lambda each: each.kind in _TO_ELSEWHERE)
    _without(root, names)


def _title(package: Package, text: str) -> str:
    root = package.xml("docProps/core.xml")
    if root is None:
        return ""
    title = next((node.text or "" for node in root.iter() if local(node) == "title"), "")
    return title if title and "".join(title.split()) in text else ""
