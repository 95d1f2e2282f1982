"""Word files and workbooks, looked through by the letters of their XML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from gongkai.documents.bounds import parse_xml
from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.redaction.model import Cell, Characters, Cut
from gongkai.redaction.verifying.needles import Needles, flat
from gongkai.redaction.verifying.report import BLOCK, Report, shape, strings_gone, unseen, what_stays
from gongkai.redaction.verifying.streams import Unpacked

Element = etree._Element
_STORY = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml$", re.IGNORECASE)
_DRAWN = re.compile(r"(?:word|xl)/(?:charts|diagrams|drawings)/[^/]+\.xml$", re.IGNORECASE)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}
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


def verify_word(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    before, after = Unpacked(original), Unpacked(redacted)
    old, new = _trees(before), _trees(after)
    paragraphs = _paragraphs(old)
    texts: list[str] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for cut in cuts:
        if isinstance(cut.place, Characters) and cut.place.part in paragraphs:
            _, whole, _ = paragraphs[cut.place.part]
            texts.append(whole[cut.place.start : cut.place.end])
            taken.setdefault(cut.place.part, []).append((cut.place.start, cut.place.end))
    _require_all(len(texts), cuts, report)
    expected = {
        key: (_less(whole, taken.get(key, [])), _less(whole, [*taken.get(key, []), *faint]))
        for key, (_, whole, faint) in paragraphs.items()
    }
    residue = "\n".join(text for text, _ in expected.values())
    needles = Needles(texts, residue)
    search(after, new, needles, report)
    _stays(list(expected.values()), [whole for _, whole, _ in _paragraphs(new).values()], needles, report)
    _hidden(after, new, report)
    _structure(after, redacted, report)
    _left(needles, report)


def verify_sheets(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    before, after = Unpacked(original), Unpacked(redacted)
    old, new = _trees(before), _trees(after)
    first, second = _Book(old), _Book(new)
    cells: set[tuple[str, str]] = set()
    texts: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    drawn = _drawn_texts(old, first)
    count = 0
    for cut in cuts:
        place = cut.place
        if isinstance(place, Cell):
            hit = first.within(place.sheet, place.ref)
            count += bool(hit)
            cells |= {(place.sheet, ref) for ref in hit}
        elif isinstance(place, Characters) and place.part in drawn:
            count += 1
            texts.append(drawn[place.part][place.start : place.end])
            spans.setdefault(place.part, []).append((place.start, place.end))
    for name, ref in list(cells):
        cells |= {(name, other) for other in first.merged_with(name, ref)}
    texts += [text for name, ref in cells for text in first.sheets[name].get(ref, ()) if text]
    _require_all(count, cuts, report)
    residue = "\n".join(
        [
            *(
                text
                for name, held in first.sheets.items()
                if name not in first.hidden
                for ref, shown in held.items()
                if (name, ref) not in cells
                for text in shown
            ),
            *(_less(text, spans.get(key, [])) for key, text in drawn.items()),
        ]
    )
    needles = Needles(texts, residue)
    search(after, new, needles, report)
    _cells_stay(first, second, cells, needles, report)
    _hidden(after, new, report, second)
    _structure(after, redacted, report)
    _left(needles, report)


def _require_all(count: int, cuts: Sequence[Cut], report: Report) -> None:
    faults = [] if count == len(cuts) and cuts else [say("有的遮蔽位置在原件里找不到")]
    report.add(say("遮蔽位置"), faults, say("{count}处都在原件里", count=len(cuts)))


def _left(needles: Needles, report: Report) -> None:
    if needles.left:
        report.notes.append(
            say("有{count}段被遮蔽的文字在别处还有相同的文字没有遮蔽，请确认确实可以公开。", count=len(needles.left))
        )


def _trees(unpacked: Unpacked) -> dict[str, Element]:
    trees: dict[str, Element] = {}
    for name, data in unpacked.members().items():
        if name.lower().endswith((".xml", ".rels", ".vml")) and data.strip():
            try:
                trees[name] = parse_xml(data)
            except Unreadable:
                continue
    return trees


def _local(node: Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _parent(node: Element) -> str:
    above = node.getparent()
    return _local(above) if above is not None else ""


def _value(node: Element, name: str) -> str:
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
            if not _local(node):
                continue
            texts = [node.text or "", node.tail or "", *map(str, node.attrib.values())]
            joined.append(node.text or "")
            words = [node.text or ""] if _local(node) in ("t", "v", "delText", "instrText", "f") else []
            if any(needles.in_text(text) for text in texts) or any(needles.in_words(text) for text in words):
                faults.append(say("文件内部“{part}”里还有被遮蔽的文字", part=_named(name)))
            if _local(node) in ("p", "si", "is", "c") and needles.in_words("".join(map(str, node.itertext()))):
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


# --- Word ---------------------------------------------------------------------------------------------------------------


def _paragraphs(trees: dict[str, Element]) -> dict[str, tuple[str, str, list[tuple[int, int]]]]:
    """By key: the file, the text, and stretches of it that may be hidden by their look."""
    faint = _faint_styles(next((root for name, root in trees.items() if name.lower() == "word/styles.xml"), None))
    found: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for name, root in trees.items():
        if _STORY.match(name):
            number = 0
            for node in root.iter():
                if _local(node) != "p" or "wordprocessingml" not in str(node.tag):
                    continue
                above = list(node.iterancestors())
                if any(_local(each) == "Fallback" for each in above):
                    continue
                number += 1
                hidden = any(
                    _local(each) in ("anchor", "inline")
                    and any(_local(child) == "docPr" and child.get("hidden") in ("1", "true") for child in each)
                    for each in above
                )
                text, stretches = _text(node, faint)
                found[f"{name}#{number}"] = (name, text, [(0, len(text))] if hidden else stretches)
        elif _DRAWN.match(name) and name.lower().startswith("word/"):
            if "/diagrams/" in name.lower() and "data" not in name.lower().rsplit("/", 1)[-1]:
                continue
            texts = [node for node in root.iter() if _local(node) in ("t", "v")]
            for number, node in enumerate(texts, 1):
                found[f"{name}#{number}"] = (name, node.text or "", [])
    return found


def _text(paragraph: Element, faint: set[str]) -> tuple[str, list[tuple[int, int]]]:
    out: list[str] = []
    stretches: list[tuple[int, int]] = []
    at = 0
    style = next((_value(each, "val") for each in paragraph.iter() if _local(each) == "pStyle"), "")

    def walk(node: Element, is_faint: bool, in_run: bool) -> None:
        nonlocal at
        for child in node:
            name = _local(child)
            if not name or name in ("del", "moveFrom", "Fallback", "pPr", "p"):
                continue
            space = str(child.tag)
            if name == "t" and ("wordprocessingml" in space or "math" in space):
                piece = child.text or ""
            elif in_run and name in _SIGNS and "wordprocessingml" in space:
                piece = _SIGNS[name]
            else:
                walk(
                    child,
                    is_faint or name == "rt" or (name == "r" and _is_faint(child, faint)),
                    name == "r" and "wordprocessingml" in space,
                )
                continue
            out.append(piece)
            if is_faint:
                stretches.append((at, at + len(piece)))
            at += len(piece)

    walk(paragraph, style in faint, False)
    return "".join(out), stretches


def _is_faint(run: Element, styles: set[str]) -> bool:
    own = next((child for child in run if _local(child) == "rPr"), None)
    return own is not None and _looks_faint(own, styles)


def _looks_faint(look: Element, styles: set[str]) -> bool:
    for child in look:
        name, value = _local(child), _value(child, "val")
        if name in ("vanish", "specVanish") and value not in ("0", "false", "off"):
            return True
        if name == "color" and (value.upper() >= "FCFCFC" and len(value) == 6 and value.upper() != "AUTO"):
            return True
        if name == "color" and _value(child, "themeColor") in ("background1", "light1"):
            return True
        if name == "sz" and value.isdigit() and int(value) <= 4:
            return True
        if name == "rStyle" and value in styles:
            return True
    return False


def _faint_styles(root: Element | None) -> set[str]:
    based: dict[str, str] = {}
    faint: set[str] = set()
    for style in root.iter() if root is not None else ():
        if _local(style) != "style":
            continue
        name = _value(style, "styleId")
        for child in style:
            if _local(child) == "basedOn":
                based[name] = _value(child, "val")
            elif _local(child) == "rPr" and _looks_faint(child, set()):
                faint.add(name)
    for _ in range(20):
        faint |= {name for name, parent in based.items() if parent in faint}
    return faint


def _less(text: str, spans: Sequence[tuple[int, int]]) -> str:
    gone = {at for start, end in spans for at in range(start, end)}
    return "".join(character for at, character in enumerate(text) if at not in gone)


def _stays(expected: Sequence[tuple[str, str]], got: Sequence[str], needles: Needles, report: Report) -> None:
    """Paragraph by paragraph, whatever their order; what was cut also counts as gone where it was repeated."""

    def plain(text: str) -> str:
        made = flat(BLOCK.sub("", text))
        for needle in sorted(needles.strong & needles.whole, key=len, reverse=True):
            made = made.replace(needle, "")
        return made

    held = Counter(filter(None, map(plain, got)))
    missing = 0
    for text, without_faint in expected:
        for form in (plain(text), plain(without_faint)):
            if not form or held[form] > 0:
                held[form] -= bool(form)
                break
        else:
            missing += 1
    extra = sum(count for count in held.values() if count > 0)
    faults = [say("少了或改了{count}段", count=missing)] if missing else []
    faults += [say("多出{count}段", count=extra)] if extra else []
    report.add(
        what_stays(), faults, say("{count}段逐段比较，都在", count=sum(bool(text.strip()) for text, _ in expected))
    )


# --- workbooks ----------------------------------------------------------------------------------------------------------


class _Book:
    """``sheets``: by name, the texts of each cell (shown, and as kept). ``doubtful``: cells that may not be shown."""

    def __init__(self, trees: dict[str, Element]):
        self.sheets: dict[str, dict[str, tuple[str, ...]]] = {}
        self.parts: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.doubtful: set[tuple[str, str]] = set()
        self.merges: dict[str, list[str]] = {}
        self.formulas = self.folded = self.orphans = 0
        lower = {name.lower(): name for name in trees}
        book = next((root for name, root in trees.items() if re.fullmatch(r"xl/workbook\d*\.xml", name.lower())), None)
        links = next(
            (root for name, root in trees.items() if re.search(r"xl/_rels/workbook\d*\.xml\.rels$", name.lower())), None
        )
        strings = next((root for name, root in trees.items() if name.lower() == "xl/sharedstrings.xml"), None)
        faint = _faint_cells(next((root for name, root in trees.items() if name.lower() == "xl/styles.xml"), None))
        items = [_rich(node) for node in strings if _local(node) == "si"] if strings is not None else []
        targets = {_value(node, "Id"): _value(node, "Target") for node in links} if links is not None else {}
        used: set[int] = set()
        for node in book.iter() if book is not None else ():
            if _local(node) != "sheet":
                continue
            name = node.get("name") or ""
            target = targets.get(next((str(v) for k, v in node.attrib.items() if str(k).endswith("}id")), ""), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            root = trees.get(lower.get(path.lower(), ""))
            if (node.get("state") or "visible") != "visible":
                self.hidden.add(name)
            self.sheets[name] = {}
            self.parts[lower.get(path.lower(), "")] = name
            if root is not None:
                self._read(name, root, items, faint, used)
        self.orphans = sum(bool(text.strip()) for at, text in enumerate(items) if at not in used)

    def _read(self, name: str, root: Element, items: list[str], faint: set[int], used: set[int]) -> None:
        narrow: list[tuple[int, int]] = []
        all_folded = False
        held = self.sheets[name]
        row = 0
        for node in root.iter():
            kind = _local(node)
            if kind == "col" and (node.get("hidden") in ("1", "true") or node.get("width") == "0"):
                narrow.append((int(node.get("min") or 0), int(node.get("max") or 0)))
            elif kind == "sheetFormatPr":
                all_folded = node.get("zeroHeight") in ("1", "true")
            elif kind == "mergeCell":
                self.merges.setdefault(name, []).append(node.get("ref") or "")
            elif kind == "row":
                told = node.get("r") or ""
                row = int(told) if told.isdigit() else row + 1
                folded = node.get("hidden") in ("1", "true") or node.get("ht") == "0" or all_folded
                column = 0
                for cell in node:
                    if _local(cell) != "c":
                        continue
                    at = _at(cell.get("r") or "")
                    column = at[1] if at else column + 1
                    ref = f"{_letters(column)}{row}"
                    texts = self._cell(cell, items, used)
                    if any(texts):
                        held[ref] = texts
                        style = cell.get("s") or ""
                        if folded or any(first <= column <= last for first, last in narrow):
                            self.doubtful.add((name, ref))
                            self.folded += 1
                        elif style.isdigit() and int(style) in faint:
                            self.doubtful.add((name, ref))

    def _cell(self, cell: Element, items: list[str], used: set[int]) -> tuple[str, ...]:
        kind = cell.get("t") or "n"
        raw = next((child.text or "" for child in cell if _local(child) == "v"), "")
        self.formulas += any(_local(child) == "f" for child in cell)
        if kind == "s":
            at = int(raw) if raw.isdigit() else -1
            used.add(at)
            return (items[at],) if 0 <= at < len(items) else ("",)
        if kind == "inlineStr":
            return tuple(_rich(child) for child in cell if _local(child) == "is")
        return (raw,)

    def within(self, name: str, ref: str) -> set[str]:
        """The cells with a value in a block."""
        first, _, last = ref.upper().replace("$", "").partition(":")
        one, two = _at(first), _at(last or first)
        if not one or not two or name not in self.sheets:
            return set()
        rows, columns = sorted((one[0], two[0])), sorted((one[1], two[1]))
        return {
            each
            for each in self.sheets[name]
            if (at := _at(each)) and rows[0] <= at[0] <= rows[1] and columns[0] <= at[1] <= columns[1]
        }

    def merged_with(self, name: str, ref: str) -> set[str]:
        found: set[str] = set()
        for merge in self.merges.get(name, ()):
            own = self.within(name, merge)
            if ref in own:
                found |= own
        return found


def _at(ref: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", ref)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]), column


def _letters(column: int) -> str:
    made = ""
    while column > 0:
        made = chr(65 + (column - 1) % 26) + made
        column = (column - 1) // 26
    return made


def _rich(node: Element) -> str:
    return "".join(each.text or "" for each in node.iter() if _local(each) == "t" and _parent(each) != "rPh")


def _faint_cells(root: Element | None) -> set[int]:
    """Numbers of cell formats that may show nothing: white letters, empty number formats."""
    if root is None:
        return set()
    fonts: list[bool] = []
    codes: set[str] = set()
    faint: set[int] = set()
    for node in root.iter():
        name = _local(node)
        if name == "font" and _parent(node) == "fonts":
            colour = next((child for child in node if _local(child) == "color"), None)
            value = "" if colour is None else (colour.get("rgb") or "")[-6:].upper()
            fonts.append(
                colour is not None
                and (value >= "FDFDFD" or colour.get("theme") == "0" or colour.get("indexed") in ("1", "9"))
            )
        elif name == "numFmt" and (node.get("formatCode") or "").startswith(";;"):
            codes.add(node.get("numFmtId") or "")
        elif name == "cellXfs":
            for at, each in enumerate(child for child in node if _local(child) == "xf"):
                font = each.get("fontId") or ""
                if (each.get("numFmtId") in codes) or (font.isdigit() and int(font) < len(fonts) and fonts[int(font)]):
                    faint.add(at)
    return faint


def _drawn_texts(trees: dict[str, Element], book: _Book) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, root in trees.items():
        if name in book.parts and name:
            heads = [child for node in root if _local(node) == "headerFooter" for child in node if _local(child)]
            found |= {f"{name}#{number}": node.text or "" for number, node in enumerate(heads, 1)}
        elif _DRAWN.match(name) and name.lower().startswith("xl/"):
            texts = [node for node in root.iter() if _local(node) == "t"]
            found |= {f"{name}#{number}": node.text or "" for number, node in enumerate(texts, 1)}
    return found


def _cells_stay(first: _Book, second: _Book, cut: set[tuple[str, str]], needles: Needles, report: Report) -> None:
    shown = [name for name in first.sheets if name not in first.hidden]
    faults: list[str] = []
    if len(shown) != len(second.sheets):
        report.add(what_stays(), [say("工作表的张数不对")], "")
        return
    count = 0
    for at, (name, other) in enumerate(zip(shown, second.sheets, strict=True), 1):
        for ref, texts in first.sheets[name].items():
            got = second.sheets[other].get(ref, ())
            if (name, ref) in cut:
                if any(BLOCK.sub("", text).strip() for text in got):
                    faults.append(say("第{at}张工作表{ref}没有遮蔽干净", at=at, ref=ref))
                continue
            count += 1
            same = [flat(text) for text in got] == [flat(text) for text in texts]
            repeated = any(needle in flat(text) for text in texts for needle in needles.whole) and any(
                map(BLOCK.search, got)
            )
            if not same and not repeated and not ((name, ref) in first.doubtful and not got):
                faults.append(say("第{at}张工作表{ref}变了", at=at, ref=ref))
        for ref in second.sheets[other].keys() - first.sheets[name].keys():
            faults.append(say("第{at}张工作表多出{ref}", at=at, ref=ref))
    report.add(what_stays(), faults, say("{count}个单元格逐个比较，都在", count=count))


# --- what both have -----------------------------------------------------------------------------------------------------


def _hidden(after: Unpacked, trees: dict[str, Element], report: Report, book: _Book | None = None) -> None:
    faults: list[str] = []
    for name in after.members():
        if _FORBIDDEN.search(name):
            faults.append(say("还有不应留下的部分（{kind}）", kind=_kind_of(name)))
    for name, root in trees.items():
        found = {_local(node) for node in root.iter()} & _TRACKED if not name.lower().startswith("docprops") else set()
        if found & {"ins", "del", "moveFrom", "moveTo", "delText"} or any(each.endswith("Change") for each in found):
            faults.append(say("还有修订记录"))
        if found & {"commentRangeStart", "commentReference", "legacyDrawing"}:
            faults.append(say("还有批注"))
        if found & {"altChunk", "oleObjects", "oleObject", "OLEObject"}:
            faults.append(say("还有嵌入的文件"))
        if found & {"docVars", "dataBinding", "attachedTemplate", "scenarios"}:
            faults.append(say("还有文档变量或外部数据"))
        if name.lower().endswith("core.xml") and name.lower().startswith("docprops"):
            if any(
                (node.text or "").strip() for node in root.iter() if _local(node) not in ("title", "coreProperties")
            ):
                faults.append(say("还有文件属性"))
        elif name.lower().startswith("docprops"):
            faults.append(say("还有文件属性"))
        if _STORY.match(name) and any(
            _local(node) in ("vanish", "specVanish") and _value(node, "val") not in ("0", "false", "off")
            for node in _runs(root)
        ):
            faults.append(say("还有隐藏的文字"))
    if book is not None:
        faults += [say("还有隐藏的工作表")] if book.hidden else []
        faults += [say("还有隐藏的行或列")] if book.folded else []
        faults += [say("还有公式")] if book.formulas else []
        faults += [say("还有单元格不用的文字")] if book.orphans else []
    report.add(unseen(), faults, say("没有修订、批注、隐藏内容、属性、嵌入文件"))


def _runs(root: Element) -> Iterator[Element]:
    """What the runs with text say of their look."""
    for run in root.iter():
        if _local(run) == "r" and any(_local(child) == "t" and (child.text or "").strip() for child in run):
            for child in run:
                if _local(child) == "rPr":
                    yield from child


def _kind_of(name: str) -> str:
    found = _FORBIDDEN.search(name)
    return found[0].strip("/.").lower() if found else ""


def _structure(after: Unpacked, redacted: bytes, report: Report) -> None:
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
