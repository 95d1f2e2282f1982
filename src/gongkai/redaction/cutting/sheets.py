"""Cells taken out of a workbook, with what counts from them, draws them and repeats them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import local, remove
from gongkai.leaks.model import Kind
from gongkai.leaks.ooxml import RELATIONS, Element
from gongkai.leaks.sheet_sight import S
from gongkai.leaks.sheets import number_of
from gongkai.redaction.cutting.blocks import Span, block, merged, without
from gongkai.redaction.cutting.embedded import cut_pictures, rename_telling, require_picture, told
from gongkai.redaction.cutting.plan import line, placed, wrong_place
from gongkai.redaction.cutting.sweeping import Needles, drop_media, refuses_macros, sweep, unlink
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.folding import fold
from gongkai.redaction.model import Cell, Characters, Cut, IndexLine, PictureArea
from gongkai.redaction.reading.embedded import without_copies
from gongkai.redaction.reading.sheets import Held, Leaf, Workbook, workbook

Box = tuple[int, int, int, int]
_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'!|([\w.]+)!)?\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.IGNORECASE
)
_HOLDERS = frozenset(
    {
        "dataValidation",
        "conditionalFormatting",
        "hyperlink",
        "filterColumn",
        "ext",
        "scenario",
        "definedName",
        "protectedRange",
        "cellWatch",
    }
)
"""Elements that make no sense without a string they hold: gone as a whole."""


@dataclass(slots=True)
class _Work:
    """``numbers``: the cuts of each cell, by sheet and reference; ``texts``: what was cut."""

    book: Workbook
    numbers: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    boxes: list[tuple[str, Box]] = field(default_factory=list)

    def take(self, leaf: Leaf, held: Held, number: int) -> None:
        self.numbers.setdefault((leaf.name, held.ref), []).append(number)
        self.texts += [text for text in (held.text, held.raw) if text]


def cut_sheets(data: bytes, cuts: Sequence[Cut]) -> tuple[bytes, list[IndexLine], list[str], list[str]]:
    """The package with the cuts made; it is still to be cleaned. Raises CannotRedact and Unreadable."""
    book = workbook(data)
    if refuses_macros(book.made.package.names, book.made.package.read("[Content_Types].xml")):
        raise CannotRedact(
            "unsupported", say("文件里有宏，没有遮蔽。请用办公软件打开，另存为不含宏的 xlsx，或导出为 PDF 后再试。")
        )
    work = _Work(book)
    leaves = {leaf.name: at for at, leaf in enumerate(book.leaves)}
    texts = {text.key: at for at, text in enumerate(book.texts)}
    pictures = {each.key: each for each in book.pictures}

    def order(place: Any) -> Any:
        if isinstance(place, Cell):
            first = box_of(place.ref)
            return (0, leaves.get(place.sheet, -1), *(first or (0, 0, 0, 0)))
        if isinstance(place, PictureArea):
            return (2, pictures[place.picture].number if place.picture in pictures else -1, place.y, place.x, 0, 0)
        return (1, texts.get(place.part, -1), place.start, place.end, 0, 0)

    index: list[IndexLine] = []
    spans: dict[str, list[Span]] = {}
    areas: dict[str, list[tuple[int, PictureArea]]] = {}
    where: list[tuple[int, Cut, Any]] = placed(cuts, (Cell, Characters, PictureArea), order)
    for number, _, place in where:
        if isinstance(place, Cell):
            _take_cells(work, place, number)
        elif isinstance(place, PictureArea):
            require_picture(pictures, place)
            areas.setdefault(place.picture, []).append((number, place))
        else:
            text = book.texts[texts[place.part]].text if place.part in texts else ""
            if not 0 <= place.start < place.end <= len(text):
                raise wrong_place()
            spans.setdefault(place.part, []).append(Span(place.start, place.end, (number,)))
            work.texts.append(text[place.start : place.end])
    for leaf in book.leaves:
        _take_merged(work, leaf)
    notes = _dependents(work)
    for leaf in book.leaves:
        for held in leaf.cells.values():
            if numbers := work.numbers.get((leaf.name, held.ref)):
                _fill(held.node, block(numbers))
    for key, own in spans.items():
        node = book.texts[texts[key]].node
        node.text = without(node.text or "", merged(own))
    without_copies(book.made)
    notes += cut_pictures(book.made, book.pictures, areas, work.texts)
    needles = Needles(work.texts)
    rename_telling(book.made, needles)
    names = _rename(book, needles)
    _around(work, needles)
    if drop_media(book.made, needles):
        notes.append(say("有图片以文字形式含有被遮蔽的内容，已删去。"))
    sweep(book.made, needles, _seen(work))
    for number, cut, place in where:
        if isinstance(place, Cell):
            cell = say("工作表“{sheet}”{ref}单元格", sheet=names.get(place.sheet, place.sheet), ref=place.ref.upper())
            index.append(line(number, cut, cell, say("单元格") if ":" not in place.ref else say("一片单元格")))
        elif isinstance(place, PictureArea):
            index.append(line(number, cut, *told(pictures[place.picture], place)))
        else:
            index.append(line(number, cut, book.texts[texts[place.part]].label, say("部分文字")))
    return book.made.written(frozenset[Kind]()), index, notes, work.texts


def box_of(ref: str) -> Box | None:
    """First row and column, last row and column, from 1, of B7 or B2:B9."""
    first, _, last = ref.upper().replace("$", "").partition(":")
    top, left = number_of(first)
    bottom, right = number_of(last) if last else (top, left)
    return (min(top, bottom), min(left, right), max(top, bottom), max(left, right)) if top and bottom else None


def _holds(box: Box, row: int, column: int) -> bool:
    return box[0] <= row <= box[2] and box[1] <= column <= box[3]


def _meets(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _take_cells(work: _Work, place: Cell, number: int) -> None:
    box = box_of(place.ref)
    leaf = next((each for each in work.book.leaves if each.name == place.sheet), None)
    if box is None or leaf is None:
        raise wrong_place()
    cells = [held for held in leaf.cells.values() if _holds(box, held.row, held.column)]
    if not any(held.text or held.raw for held in cells):
        raise wrong_place()
    for held in cells:
        work.take(leaf, held, number)
    work.boxes.append((leaf.name, box))


def _take_merged(work: _Work, leaf: Leaf) -> None:
    """What lies unseen in the other cells of a merged one goes with it."""
    for node in leaf.root.iterfind(f"{S}mergeCells/{S}mergeCell"):
        box = box_of(node.get("ref") or "")
        if box is None:
            continue
        numbers = sorted(
            {
                number
                for held in leaf.cells.values()
                if _holds(box, held.row, held.column)
                for number in work.numbers.get((leaf.name, held.ref), ())
            }
        )
        if not numbers:
            continue
        for held in leaf.cells.values():
            if _holds(box, held.row, held.column):
                if (held.row, held.column) != box[:2] and (held.text or held.raw):
                    work.texts += [text for text in (held.text, held.raw) if text]
                    work.numbers.pop((leaf.name, held.ref), None)
                    _empty(held.node)
                elif (held.row, held.column) == box[:2]:
                    work.numbers[leaf.name, held.ref] = numbers
        work.boxes.append((leaf.name, box))


def _dependents(work: _Work) -> list[str]:
    """Formulas that show a cut cell again are cut, too; of those that only count from one a person is told."""
    told: list[str] = []
    for leaf in work.book.leaves:
        for held in leaf.cells.values():
            formula = held.node.findtext(f"{S}f") or ""
            if not formula or (leaf.name, held.ref) in work.numbers:
                continue
            used = [number for name, box, number in _cut_boxes(work) if _uses(formula, leaf.name, name, box)]
            if not used:
                continue
            flat = fold(held.text)
            if flat and any(
                flat == fold(text) or (len(flat) > 3 and fold(text) in flat) for text in work.texts if fold(text)
            ):
                work.take(leaf, held, used[0])
            else:
                told.append(f"{leaf.name}!{held.ref}")
    if not told:
        return []
    cells = "、".join(told[:20])
    return [say("{cells}由被遮蔽的单元格计算得出，从它们的数值可能推出被遮蔽的内容，请逐个核对。", cells=cells)]


def _cut_boxes(work: _Work) -> list[tuple[str, Box, int]]:
    found = []
    for (name, ref), numbers in work.numbers.items():
        box = box_of(ref)
        if box is not None:
            found.append((name, box, numbers[0]))
    return found


def _uses(formula: str, home: str, sheet: str, box: Box) -> bool:
    for match in _REFERENCE.finditer(formula):
        name = (match[1] or match[2] or home).replace("''", "'")
        ref = f"{match[3]}{match[4]}" + (f":{match[5]}{match[6]}" if match[5] else "")
        own = box_of(ref)
        if name == sheet and own is not None and _meets(own, box):
            return True
    return False


def _fill(node: Element, text: str) -> None:
    _empty(node)
    node.set("t", "inlineStr")
    inner = node.makeelement(f"{S}is", {})
    words = node.makeelement(f"{S}t", {})
    words.text = text
    inner.append(words)
    node.append(inner)


def _empty(node: Element) -> None:
    for child in list(node):
        node.remove(child)
    for name in ("t", "cm", "vm", "ph"):
        node.attrib.pop(name, "")


def _rename(book: Workbook, needles: Needles) -> dict[str, str]:
    """Sheets whose name holds what was cut get another; old name → new."""
    made: dict[str, str] = {}
    for number, node in enumerate(book.root.iterfind(f"{S}sheets/{S}sheet"), 1):
        name = node.get("name") or ""
        if needles.are_in(name):
            made[name] = say("工作表{number}", number=number)
            node.set("name", made[name])
    return made


def _around(work: _Work, needles: Needles) -> None:
    """Tables whose heads were cut, links of cut cells, charts drawn from them, and elements that hold a cut string."""
    made = work.book.made
    for leaf in work.book.leaves:
        boxes = [box for name, box in work.boxes if name == leaf.name]
        boxes += [box for name, box, _ in _cut_boxes(work) if name == leaf.name]
        tables = {
            relation.target.lower()
            for relation in made.relations(leaf.part)
            if relation.kind == "table" and _is_hit(made.tree(relation.target), boxes, needles)
        }
        gone = made.drop(leaf.part, lambda each, tables=tables: each.target.lower() in tables)  # type: ignore[misc]
        for node in list(leaf.root.iter()):
            name = local(node)
            ref = box_of(node.get("ref") or "") if name == "hyperlink" else None
            if name == "tablePart" and node.get(f"{RELATIONS}id") in gone:
                remove(node)
            elif ref is not None and any(_meets(ref, box) for box in boxes):
                identity = node.get(f"{RELATIONS}id") or ""
                made.drop(leaf.part, lambda each, identity=identity: each.identity == identity)  # type: ignore[misc]
                remove(node)
    for part in made.reachable():
        root = made.tree(part) if part.lower().endswith(".xml") else None
        if root is None:
            continue
        for node in list(root.iter()):
            name = local(node)
            if (name in _HOLDERS and needles.are_in(_all_of(node))) or name == "scenarios":
                remove(node)
        for name in ("hyperlinks", "dataValidations", "definedNames", "tableParts"):
            for node in list(root.iter(f"{S}{name}")):
                if not len(node):
                    remove(node)
        if "/charts/" in part.lower():
            _charts(root, work)
            unlink(made, part, made.drop(part, lambda each: each.kind in ("package", "oleObject")))


def _is_hit(root: Element | None, boxes: Iterable[Box], needles: Needles) -> bool:
    if root is None:
        return False
    box = box_of(root.get("ref") or "")
    if box is None or needles.are_in(_all_of(root)):
        return True
    head = (box[0], box[1], box[0], box[3])
    return any(_meets(head, each) for each in boxes)


def _all_of(node: Element) -> str:
    texts: list[str] = []
    for each in node.iter():
        if isinstance(each.tag, str):
            texts += [each.text or "", *(str(value) for value in each.attrib.values())]
    return "\n".join(texts)


def _charts(root: Element, work: _Work) -> None:
    """The values a chart keeps of cells that were cut."""
    cut = _cut_boxes(work)
    for node in list(root.iter()):
        formula = next((child.text or "" for child in node if local(child) == "f"), "")
        if not formula or not any(_uses(formula, "", name, box) for name, box, _ in cut):
            continue
        for inner in list(node.iter()):
            if local(inner) == "pt":
                remove(inner)
            elif local(inner) == "ptCount":
                inner.set("val", "0")


def _seen(work: _Work) -> Collection[Element]:
    """Elements whose text a person was shown: cells, with the strings they share, and texts of drawings."""
    seen: set[Element] = {text.node for text in work.book.texts}
    for leaf in work.book.leaves:
        for held in leaf.cells.values():
            seen.update(held.node.iter())
            value = held.node.findtext(f"{S}v") or ""
            if held.node.get("t") == "s" and value.isdigit() and int(value) < len(work.book.strings):
                seen.update(work.book.strings[int(value)].iter())
    return seen
