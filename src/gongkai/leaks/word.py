"""Word files (.docx and relatives): what is read, and everything else that travels in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gongkai.documents.bounds import Budget, damaged
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place, Severity
from gongkai.leaks.office import embedded, media, outside, properties
from gongkai.leaks.ooxml import Element, Package
from gongkai.leaks.word_sight import Sight, W, is_on

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P, _TBL, _TR, _TC, _R, _T = (f"{W}{tag}" for tag in ("p", "tbl", "tr", "tc", "r", "t"))
_ADDED = {f"{W}ins", f"{W}moveTo"}
_GONE = {f"{W}del", f"{W}moveFrom"}
_FORMAT_NAMES = "rPrChange pPrChange tblPrChange trPrChange tcPrChange sectPrChange numberingChange tblGridChange cellIns cellDel cellMerge"
_FORMATS = {f"{W}{tag}" for tag in _FORMAT_NAMES.split()}
_SEEN_AS_BLANK = {f"{W}tab", f"{W}ptab", f"{W}cr", f"{W}br", f"{W}noBreakHyphen"}
_FETCHING = re.compile(r"^\s*(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)
_STORIES = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml$", re.IGNORECASE)
_MOST_SHOWN = 3


def scan_word(data: bytes, gathering: Gathering, depth: int = 0) -> None:
    """Raises Unreadable when the package or its main part cannot be read."""
    package = Package(data)
    relations = package.relations()
    main = next((each.target for each in relations if each.kind == "officeDocument" and not each.outside), "")
    if main not in package:
        main = next(iter(package.under("word/document", ".xml")), "")
    body = package.xml(main)
    if body is None:
        raise damaged()
    walk = _Walk(Sight(package.xml("word/styles.xml")), gathering)
    walk.story(body, "")
    for name in package.names:
        if _STORIES.search(name):
            root = package.xml(name)
            if root is not None:
                walk.story(root, _story(name))
    walk.tell()
    _comments(package, gathering)
    properties(package, gathering)
    _settings(package, gathering)
    outside(package, gathering)
    embedded(package, gathering, depth)
    media(package, gathering)


def _story(name: str) -> str:
    for word, part in (("header", say("页眉")), ("footer", say("页脚")), ("footnotes", say("脚注"))):
        if word in name.lower():
            return part
    return say("尾注")


class _Walk:
    """Through every story, with what it cannot show kept apart."""

    def __init__(self, sight: Sight, gathering: Gathering):
        self._sight = sight
        self._gathering = gathering
        self._budget = Budget(seconds=20.0)
        self._changes: Counter[str] = Counter()
        self._changed: list[str] = []
        self._hidden: list[str] = []
        self._fetched: list[str] = []
        self._instructions: list[str] = []
        self._alts: list[str] = []
        self._cropped = 0
        self._paragraphs = self._tables = 0
        self._boxes: list[Element] = []

    def story(self, root: Element, part: str) -> None:
        for node in root.iter():
            self._budget.tick()
            tag = node.tag
            if tag in _FORMATS:
                self._changes["format"] += 1
            elif tag == f"{_A}srcRect":
                if any(abs(_number(node.get(side))) > 1000 for side in ("l", "t", "r", "b")):
                    self._cropped += 1
            elif isinstance(tag, str) and tag.endswith("}imagedata"):
                if any(node.get(side) for side in ("cropleft", "cropright", "croptop", "cropbottom")):
                    self._cropped += 1
            elif isinstance(tag, str) and tag.endswith(("}docPr", "}cNvPr", "}shape")):
                self._alts += [node.get(name) or "" for name in ("descr", "title", "alt")]
        self._blocks(root, part)
        boxes, self._boxes = self._boxes, []
        while boxes:
            for box in boxes:
                self._blocks(box, part or say("文本框"))
            boxes, self._boxes = self._boxes, []

    def tell(self) -> None:
        gathering = self._gathering
        if self._changes:
            gathering.unseen(Kind.REVISIONS, _changes(self._changes), Place(part=say("修订")), self._changed)
        if self._hidden:
            count = sum(len(text) for text in self._hidden)
            gathering.unseen(
                Kind.HIDDEN_TEXT, say("{count}个字", count=count), Place(part=say("隐藏的文字")), self._hidden
            )
        if self._fetched:
            names = "、".join(sorted({text.split()[0].upper() for text in self._fetched}))
            gathering.unseen(
                Kind.EXTERNAL_LINK, say("域代码{names}", names=names), Place(part=say("域代码")), self._fetched
            )
        gathering.inside(self._instructions, Place(part=say("域代码")))
        gathering.inside(self._alts, Place(part=say("图片的替代文字")))
        if self._cropped:
            told = say("{count}张", count=self._cropped)
            gathering.unseen(Kind.CROPPED, told, Place(part=say("图片")), severity=Severity.LOOK)

    def _blocks(self, node: Element, part: str, gone: bool = False) -> None:
        for child in node:
            self._budget.tick()
            tag = child.tag
            if tag == _P:
                self._paragraph(child, part, gone)
            elif tag == _TBL:
                self._table(child, part)
            elif tag in _GONE:
                self._blocks(child, part, gone=True)
            elif tag == f"{_MC}AlternateContent":
                chosen = child.find(f"{_MC}Choice")
                self._blocks(chosen if chosen is not None else child, part, gone)
            elif isinstance(tag, str) and tag not in (f"{W}pPr", f"{W}sectPr", f"{W}tblPr"):
                self._blocks(child, part, gone)

    def _paragraph(self, node: Element, part: str, gone: bool = False) -> None:
        text = self._text(node, gone)
        if not gone:
            if not part:
                self._paragraphs += 1
            paragraph = self._paragraphs if not part else None
            self._gathering.paragraph(text, Place(paragraph=paragraph, part=part))

    def _table(self, node: Element, part: str) -> None:
        self._tables += 1
        number = self._tables
        rows: list[list[str]] = []
        nested: list[Element] = []
        for row in _inside(node, _TR, {_TBL}):
            line: list[str] = []
            for cell in _inside(row, _TC, {_TBL}):
                self._budget.tick()
                shape = cell.find(f"{W}tcPr")
                span, merge = 1, None
                if shape is not None:
                    across = shape.find(f"{W}gridSpan")
                    span = max(1, min(_number(across.get(f"{W}val")), 200)) if across is not None else 1
                    merge = shape.find(f"{W}vMerge")
                text = "\n".join(self._text(each, False) for each in _inside(cell, _P, {_TBL}))
                nested += _inside(cell, _TBL, set())
                continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
                line += ["" if continued and not text.strip() else text, *[""] * (span - 1)]
            rows.append(line)
        self._gathering.table(rows, Place(table=number, part=part))
        for each in nested:
            self._table(each, part)

    def _text(self, node: Element, gone: bool) -> str:
        """What a paragraph shows; what it does not is kept."""
        shown: list[str] = []
        hidden: list[str] = []
        removed: list[str] = []
        added: list[str] = []
        instruction: list[str] = []
        sight = self._sight.of(node)
        mark = node.find(f"{W}pPr/{W}rPr")
        if mark is not None:
            for tag, kind in ((f"{W}ins", "added"), (f"{W}del", "gone")):
                if mark.find(tag) is not None:
                    self._changes[kind] += 1
        self._runs(node, sight, shown, hidden, removed, added, instruction, gone, False)
        self._hidden += ["".join(hidden)] if hidden else []
        self._changed += [text for text in ("".join(removed), "".join(added)) if text]
        code = "".join(instruction)
        if code:
            (self._fetched if _FETCHING.match(code) else self._instructions).append(code)
        return "".join(shown)

    def _runs(
        self,
        node: Element,
        sight: Sight,
        shown: list[str],
        hidden: list[str],
        removed: list[str],
        added: list[str],
        instruction: list[str],
        gone: bool,
        new: bool,
    ) -> None:
        for child in node:
            self._budget.tick()
            tag = child.tag
            if tag == _R:
                unseen = sight.hides(child)
                for piece in child:
                    kind = piece.tag
                    if kind in (_T, f"{W}delText"):
                        text = piece.text or ""
                        if gone or kind == f"{W}delText":
                            removed.append(text)
                        else:
                            (hidden if unseen else shown).append(text)
                            if new:
                                added.append(text)
                    elif kind in _SEEN_AS_BLANK:
                        if not gone and not unseen:
                            shown.append("-" if kind == f"{W}noBreakHyphen" else " ")
                    elif kind in (f"{W}instrText", f"{W}delInstrText"):
                        instruction.append(piece.text or "")
                    else:
                        self._find_boxes(piece)
            elif tag in _GONE:
                self._changes["moved" if tag == f"{W}moveFrom" else "gone"] += 1
                self._runs(child, sight, shown, hidden, removed, added, instruction, True, new)
            elif tag in _ADDED:
                if tag == f"{W}ins":
                    self._changes["added"] += 1
                self._runs(child, sight, shown, hidden, removed, added, instruction, gone, True)
            elif tag == f"{W}fldSimple":
                instruction.append(child.get(f"{W}instr") or "")
                self._runs(child, sight, shown, hidden, removed, added, instruction, gone, new)
            elif tag == f"{W}pPr" or tag in (_P, _TBL):
                continue
            elif tag == f"{_MC}AlternateContent":
                self._find_boxes(child)
            elif isinstance(tag, str):
                self._runs(child, sight, shown, hidden, removed, added, instruction, gone, new)

    def _find_boxes(self, node: Element) -> None:
        """Text boxes for later; of two ways to write the same, the first. The text of a water mark is seen."""
        if node.tag == f"{_MC}AlternateContent":
            chosen = node.find(f"{_MC}Choice")
            if chosen is not None:
                self._find_boxes(chosen)
            return
        if node.tag == f"{W}txbxContent":
            self._boxes.append(node)
            return
        if (isinstance(node.tag, str) and node.tag.endswith("}inline")) or str(node.tag).endswith("}anchor"):
            told = next((each for each in node if str(each.tag).endswith("}docPr")), None)
            if told is not None and told.get("hidden") in ("1", "true"):
                self._hidden += ["".join(map(str, node.itertext()))]
                return
        if isinstance(node.tag, str) and node.tag.endswith("}textpath"):
            self._gathering.paragraph(node.get("string") or "", Place(part=say("水印")))
        for child in node:
            self._find_boxes(child)


def _changes(changes: Counter[str]) -> str:
    told = {
        "added": say("插入{count}处", count=changes["added"]),
        "gone": say("删除{count}处", count=changes["gone"]),
        "moved": say("移动{count}处", count=changes["moved"]),
        "format": say("格式{count}处", count=changes["format"]),
    }
    return "、".join(sentence for kind, sentence in told.items() if changes[kind])


def _comments(package: Package, gathering: Gathering) -> None:
    texts: list[str] = []
    for name in package.under("word/comments", ".xml"):
        root = package.xml(name)
        if root is not None:
            texts += ["".join(map(str, each.itertext())) for each in root.iter(f"{W}comment")]
    if texts:
        gathering.unseen(Kind.COMMENTS, say("{count}条", count=len(texts)), Place(part=say("批注")), texts)


def _settings(package: Package, gathering: Gathering) -> None:
    root = package.xml("word/settings.xml")
    if root is None:
        return
    variables = [f"{node.get(f'{W}name')} {node.get(f'{W}val')}" for node in root.iter(f"{W}docVar")]
    if variables:
        gathering.unseen(
            Kind.PROPERTIES, say("文档变量{count}个", count=len(variables)), Place(part=say("文档变量")), variables
        )
    if next(root.iter(f"{W}mailMerge"), None) is not None:
        texts = [value for node in root.iter(f"{W}mailMerge") for each in node.iter() for value in each.attrib.values()]
        gathering.unseen(Kind.EXTERNAL_LINK, say("邮件合并的数据源"), Place(part=say("文档设置")), map(str, texts))


def _inside(node: Element, wanted: str, stop: set[str]) -> Iterator[Element]:
    """The nearest descendants of a kind, not looking into ``stop``."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif child.tag in stop or child.tag in _GONE:
            continue
        elif isinstance(child.tag, str):
            yield from _inside(child, wanted, stop)


def _number(value: str | None) -> int:
    try:
        return int(value or 0)
    except ValueError:
        return 0


__all__ = ["is_on", "scan_word"]
