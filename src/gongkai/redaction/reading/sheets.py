"""A workbook as cells, with the elements they come from, and the texts of its drawings, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.documents.bounds import Budget, damaged
from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local
from gongkai.leaks.ooxml import Element, Package
from gongkai.leaks.sheet_sight import S
from gongkai.leaks.sheets import number_of, reference, sheets_of, workbook_part
from gongkai.redaction.model import Format, Part, Sheet, SheetCell, Sight
from gongkai.redaction.reading.embedded import Embedded, Use, pictures_of

_DRAWN = re.compile(r"xl/(drawings|charts|diagrams)/[^/]+\.xml$", re.IGNORECASE)
_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})


@dataclass(slots=True)
class Held:
    """A cell: its element, what it shows and what the file holds for it."""

    node: Element
    row: int
    column: int
    text: str
    raw: str

    @property
    def ref(self) -> str:
        return reference(self.row, self.column)


@dataclass(slots=True)
class Leaf:
    """A sheet that is shown."""

    name: str
    part: str
    root: Element
    cells: dict[str, Held] = field(default_factory=dict)


@dataclass(slots=True)
class Text:
    """A text of a drawing, a header or a footer."""

    key: str
    label: str
    node: Element

    @property
    def text(self) -> str:
        return self.node.text or ""


@dataclass(slots=True)
class Workbook:
    made: Rebuilding
    main: str
    root: Element
    leaves: list[Leaf] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    strings: list[Element] = field(default_factory=list)
    pictures: list[Embedded] = field(default_factory=list)


def workbook(data: bytes) -> Workbook:
    """Raises Unreadable."""
    package = Package(data)
    made = Rebuilding(package)
    main = workbook_part(package)
    root = made.tree(main) if main else None
    if root is None:
        raise damaged()
    book = Workbook(made, main, root)
    part = _related(made, main, "sharedStrings")
    shared = made.tree(part) if part else None
    book.strings = list(shared.iterchildren(f"{S}si")) if shared is not None else []
    dates = _Dates(root, made.tree(_related(made, main, "styles")))
    budget = Budget(30.0)
    for sheet in sheets_of(package, main, root):
        node = made.tree(sheet.part) if sheet.part and not sheet.is_hidden else None
        if node is None:
            continue
        leaf = Leaf(sheet.name, sheet.part, node)
        for held in _cells(node, book.strings, dates, budget):
            leaf.cells[held.ref] = held
        book.leaves.append(leaf)
        for number, each in enumerate(node.iterfind(f"{S}headerFooter/*"), 1):
            book.texts.append(Text(f"{sheet.part}#{number}", say("工作表“{sheet}”页眉页脚", sheet=sheet.name), each))
    there = set(made.reachable())
    for name in sorted(name for name in package.names if _DRAWN.match(name) and name in there):
        tree = made.tree(name)
        if tree is None or ("/diagrams/" in name.lower() and "data" not in name.lower().rsplit("/", 1)[-1]):
            continue
        label = say("图表") if "/charts/" in name.lower() else say("图形")
        found = (node for node in tree.iter() if local(node) == "t")
        book.texts += [Text(f"{name}#{number}", label, node) for number, node in enumerate(found, 1)]
    book.pictures = _pictures(book, package)
    return book


def _pictures(book: Workbook, package: Package) -> list[Embedded]:
    """Those of the sheets that are shown, sheet by sheet, then those the workbook itself leads to (pictures in cells, of the theme)."""
    known = {name.lower(): name for name in package.names}
    names: dict[str, str] = {}  # part → the first sheet that leads to it
    for sheet in sheets_of(package, book.main, book.root):
        if sheet.part and not sheet.is_hidden:
            _led_to(book.made, known.get(sheet.part.lower(), ""), sheet.name, known, names)
    for each in book.made.relations(book.main):
        if not each.outside and not each.kind.endswith("sheet"):
            _led_to(book.made, known.get(each.target.lower(), ""), "", known, names)

    def label(use: Use) -> str:
        sheet = names.get(use.source, "")
        if not sheet:
            return say("工作簿")
        start = next((each for above in use.node.iterancestors() for each in above if local(each) == "from"), None)
        if start is None:
            return say("工作表“{sheet}”背景", sheet=sheet)
        at = {local(each): int(each.text or 0) for each in start if (each.text or "").strip().isdigit()}
        return say("工作表“{sheet}”{ref}处", sheet=sheet, ref=reference(at.get("row", 0) + 1, at.get("col", 0) + 1))

    return pictures_of(book.made, names, label)


def _led_to(made: Rebuilding, part: str, sheet: str, known: dict[str, str], found: dict[str, str]) -> None:
    waiting = [part]
    while waiting:
        name = waiting.pop(0)
        if not name or name in found:
            continue
        found[name] = sheet
        # Drawings of notes and of headers go from every copy.
        waiting += [
            known.get(each.target.lower(), "")
            for each in made.relations(name)
            if not each.outside and each.kind not in ("vmlDrawing", "comments", "threadedComment", "worksheet")
        ]


def sight_of_sheets(data: bytes) -> Sight:
    """Raises Unreadable."""
    book = workbook(data)
    sheets = tuple(
        Sheet(
            leaf.name,
            tuple(SheetCell(held.ref, held.row, held.column, held.text) for held in leaf.cells.values() if held.text),
        )
        for leaf in book.leaves
    )
    parts = tuple(Part(each.key, each.label, each.text) for each in book.texts if each.text.strip())
    return Sight(Format.SHEETS, parts, sheets=sheets, pictures=tuple(each.seen for each in book.pictures))


def _related(made: Rebuilding, part: str, kind: str) -> str:
    return next((each.target for each in made.relations(part) if each.kind == kind and not each.outside), "")


def rich(node: Element) -> str:
    """The text of a string item, without the readings above it."""
    return "".join(each.text or "" for each in node.iter(f"{S}t") if getattr(each.getparent(), "tag", "") != f"{S}rPh")


def _cells(root: Element, strings: list[Element], dates: _Dates, budget: Budget) -> Iterator[Held]:
    row_number = 0
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        told = row.get("r") or ""
        row_number = int(told) if told.isdigit() else row_number + 1
        column = 0
        for node in row.iterchildren(f"{S}c"):
            budget.cells(1)
            column = number_of(node.get("r") or "")[1] or column + 1
            kind = node.get("t") or "n"
            raw = node.findtext(f"{S}v") or ""
            text = raw
            if kind == "s":
                text = rich(strings[int(raw)]) if raw.isdigit() and int(raw) < len(strings) else ""
            elif kind == "inlineStr":
                inner = node.find(f"{S}is")
                text = rich(inner) if inner is not None else ""
            elif kind == "b":
                text = "TRUE" if raw == "1" else "FALSE"
            elif kind == "n":
                text = dates.shown(node.get("s"), raw)
            yield Held(node, row_number, column, text, raw if kind in ("n", "str", "d") else "")


class _Dates:
    """Which styles show a number as a day."""

    def __init__(self, root: Element, styles: Element | None):
        self._styles: list[bool] = []
        properties = root.find(f"{S}workbookPr")
        early = properties is None or properties.get("date1904") not in ("1", "true")
        self._first = date(1899, 12, 30) if early else date(1904, 1, 1)
        if styles is None:
            return
        own = {
            node.get("numFmtId"): _is_date(node.get("formatCode") or "")
            for node in styles.iterfind(f"{S}numFmts/{S}numFmt")
        }
        for node in styles.iterfind(f"{S}cellXfs/{S}xf"):
            number = node.get("numFmtId") or ""
            self._styles.append(own.get(number, number.isdigit() and int(number) in _DATES))

    def shown(self, style: str | None, raw: str) -> str:
        if not (style or "").isdigit() or int(style or 0) >= len(self._styles) or not self._styles[int(style or 0)]:
            return raw
        try:
            return (self._first + timedelta(days=int(float(raw)))).isoformat()
        except (ValueError, OverflowError):
            return raw


def _is_date(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return ("y" in plain and "m" in plain) or ("m" in plain and "d" in plain)
