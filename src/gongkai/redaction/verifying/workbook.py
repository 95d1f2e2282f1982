"""Workbooks: cell by cell beside the original."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from gongkai.language import say
from gongkai.redaction.model import Cell, Characters, Cut
from gongkai.redaction.verifying.embedded import Pictures
from gongkai.redaction.verifying.needles import Needles, flat
from gongkai.redaction.verifying.office import (
    DRAWN,
    Element,
    less,
    local,
    look_at_structure,
    look_for_hidden,
    parent_of,
    require_all,
    search,
    tell_left,
    trees_of,
    value_of,
)
from gongkai.redaction.verifying.report import BLOCK, Report, what_stays
from gongkai.redaction.verifying.streams import Unpacked


def verify_sheets(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    before, after = Unpacked(original), Unpacked(redacted)
    old, new = trees_of(before), trees_of(after)
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
    pictures = Pictures(before, after, old, new, cuts, _order(old, first))
    require_all(count + pictures.cut, cuts, report)
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
            *(less(text, spans.get(key, [])) for key, text in drawn.items()),
        ]
    )
    needles = Needles([*texts, *pictures.texts], residue)
    search(after, new, needles, report)
    _cells_stay(first, second, cells, needles, report)
    look_for_hidden(after, new, report, second.hidden_things())
    look_at_structure(after, redacted, report)
    pictures.look(needles, report)
    tell_left(needles, report)


def _order(trees: dict[str, Element], book: _Book) -> list[str]:
    """Each sheet that is shown and what it leads to, then what the workbook leads to."""
    lower = {name.lower(): name for name in trees}
    found: list[str] = []
    main = next((name for name in trees if re.fullmatch(r"xl/workbook\d*\.xml", name.lower())), "")
    for first in [*(part for part, name in book.parts.items() if name not in book.hidden), main]:
        waiting = [first]
        while waiting:
            name = waiting.pop(0)
            if not name or name in found:
                continue
            if name != main:
                found.append(name)
            folder, own = posixpath.split(name)
            links = trees.get(lower.get(f"{folder}/_rels/{own}.rels".lower(), ""))
            for node in links if links is not None else ():
                kind, target = value_of(node, "Type").rsplit("/", 1)[-1], value_of(node, "Target")
                if kind.endswith("sheet") or kind in ("vmlDrawing", "comments", "threadedComment"):
                    continue
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                waiting.append(lower.get(path.lower(), ""))
    return found


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
        items = [_rich(node) for node in strings if local(node) == "si"] if strings is not None else []
        targets = {value_of(node, "Id"): value_of(node, "Target") for node in links} if links is not None else {}
        used: set[int] = set()
        for node in book.iter() if book is not None else ():
            if local(node) != "sheet":
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
            kind = local(node)
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
                    if local(cell) != "c":
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
        raw = next((child.text or "" for child in cell if local(child) == "v"), "")
        self.formulas += any(local(child) == "f" for child in cell)
        if kind == "s":
            at = int(raw) if raw.isdigit() else -1
            used.add(at)
            return (items[at],) if 0 <= at < len(items) else ("",)
        if kind == "inlineStr":
            return tuple(_rich(child) for child in cell if local(child) == "is")
        return (raw,)

    def hidden_things(self) -> list[str]:
        told = {
            say("还有隐藏的工作表"): len(self.hidden),
            say("还有隐藏的行或列"): self.folded,
            say("还有公式"): self.formulas,
            say("还有单元格不用的文字"): self.orphans,
        }
        return [fault for fault, count in told.items() if count]

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
    return "".join(each.text or "" for each in node.iter() if local(each) == "t" and parent_of(each) != "rPh")


def _faint_cells(root: Element | None) -> set[int]:
    """Numbers of cell formats that may show nothing: white letters, empty number formats."""
    if root is None:
        return set()
    fonts: list[bool] = []
    codes: set[str] = set()
    faint: set[int] = set()
    for node in root.iter():
        name = local(node)
        if name == "font" and parent_of(node) == "fonts":
            colour = next((child for child in node if local(child) == "color"), None)
            value = "" if colour is None else (colour.get("rgb") or "")[-6:].upper()
            fonts.append(
                colour is not None
                and (value >= "FDFDFD" or colour.get("theme") == "0" or colour.get("indexed") in ("1", "9"))
            )
        elif name == "numFmt" and (node.get("formatCode") or "").startswith(";;"):
            codes.add(node.get("numFmtId") or "")
        elif name == "cellXfs":
            for at, each in enumerate(child for child in node if local(child) == "xf"):
                font = each.get("fontId") or ""
                if (each.get("numFmtId") in codes) or (font.isdigit() and int(font) < len(fonts) and fonts[int(font)]):
                    faint.add(at)
    return faint


def _drawn_texts(trees: dict[str, Element], book: _Book) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, root in trees.items():
        if name in book.parts and name:
            heads = [child for node in root if local(node) == "headerFooter" for child in node if local(child)]
            found |= {f"{name}#{number}": node.text or "" for number, node in enumerate(heads, 1)}
        elif DRAWN.match(name) and name.lower().startswith("xl/"):
            texts = [node for node in root.iter() if local(node) == "t"]
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
