"""The inside of a Word paragraph: runs, links, fields, notes, pictures, formulas. What is deleted or hidden is passed over."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.numbering import W
from gongkai.documents.readers.word_parts import ALTERNATIVES, PASS_THROUGH, chosen, symbol
from gongkai.documents.readers.word_styles import VAL
from gongkai.pages.model import SUB, SUPER, Break, Inline, NoteMark, Table, Text
from gongkai.pages.pictures import Album
from gongkai.pages.word.charts import chart_table
from gongkai.pages.word.package import Package
from gongkai.pages.word.styles import Dress, RunStyles, dress_of

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_RUN, _TEXT, _RPR = f"{W}r", f"{W}t", f"{W}rPr"
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATIVES}
_LINK = re.compile(r'\bHYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)"?', re.IGNORECASE)
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_EMU_PER_PIXEL = 9525
_DEEPEST = 40


class Field:
    """A field that is open: its instruction while that is being read, the link its result stands in."""

    __slots__ = ("href", "instructs", "text")

    def __init__(self) -> None:
        self.instructs = True
        self.text = ""
        self.href: str | None = None


class Runs:
    """Reads the runs of one document. Keeps what goes on from one paragraph to the next, and what was left out."""

    def __init__(self, package: Package, styles: RunStyles, album: Album, budget: Budget):
        self.left_out: set[str] = set()
        self.boxes: list[etree._Element] = []
        self.tables: list[Table] = []
        self.notes: list[tuple[str, str]] = []  # the kind of note and its id
        self.grounded = False  # the cell being read may be coloured
        self.size = 0  # of the type of the paragraph being read
        self._package = package
        self._styles = styles
        self._album = album
        self._budget = budget
        self._fields: list[Field] = []
        self._deep = 0

    def line(self, paragraph: etree._Element, style: str, out: list[Inline]) -> None:
        """What stands in ``paragraph``, visible and accepted, into ``out``."""
        self.size = 0
        base = self._styles.dress(style or self._styles.default).over(self._styles.base)
        self._inline(paragraph, base, None, out)
        # An instruction never outlives its paragraph.
        self._fields = [field for field in self._fields if not field.instructs]

    def _inline(self, node: etree._Element, base: Dress, href: str | None, out: list[Inline]) -> None:
        self._deep += 1
        if self._deep > _DEEPEST:
            self._deep -= 1
            return
        for child in node:
            self._budget.tick()
            tag = child.tag
            if tag == _RUN:
                self._run(child, base, href, out)
            elif tag == f"{W}hyperlink":
                self._inline(child, base, self._link(child) or href, out)
            elif tag == f"{W}fldSimple":
                self._inline(child, base, _field_link(child.get(f"{W}instr") or "") or href, out)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None and not _is_placeholder(child):
                    self._inline(content, base, href, out)
            elif tag in PASS_THROUGH:
                if tag in _INSERTED:
                    self.left_out.add("changes")
                self._inline(child, base, href, out)
            elif tag in _DELETED:
                self.left_out.add("changes")
            elif tag == ALTERNATIVES:
                self._inline(chosen(child), base, href, out)
            elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
                out.extend(_formula(child, frozenset()))
            elif tag == f"{W}commentRangeStart":
                self.left_out.add("comments")
        self._deep -= 1

    def _run(self, run: etree._Element, base: Dress, href: str | None, out: list[Inline]) -> None:
        properties = run.find(_RPR)
        dress = base
        if properties is not None:
            named = properties.find(f"{W}rStyle")
            if named is not None:
                dress = self._styles.dress(named.get(VAL, "")).over(base)
            dress = dress_of(properties).over(dress)
            if properties.find(f"{W}del") is not None:
                self.left_out.add("changes")
            if properties.find(f"{W}rPrChange") is not None:
                self.left_out.add("changes")
        if dress.struck or dress.is_unseen(self.grounded):
            if any((text.text or "").strip() for text in run.iter(_TEXT)) or next(run.iter(*_DRAWN), None) is not None:
                self.left_out.add("struck" if dress.struck else "hidden" if dress.hidden else "faint")
            for child in run:
                if child.tag == f"{W}fldChar":
                    self._field(child, out)
                elif child.tag == f"{W}instrText" and self._fields:
                    self._fields[-1].text += child.text or ""
            return
        marks = dress.marks
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                if child.text and not any(field.instructs for field in self._fields):
                    if child.text.strip():
                        self.size = self.size or dress.size or 0
                    out.append(Text(child.text, marks, self._href(href)))
            elif tag == f"{W}instrText":
                if self._fields and len(self._fields[-1].text) < 4000:
                    self._fields[-1].text += child.text or ""
            elif tag == f"{W}fldChar":
                self._field(child, out)
            elif tag in (f"{W}tab", f"{W}ptab"):
                out.append(Text("\t", marks, self._href(href)))
            elif tag == f"{W}br":
                if child.get(f"{W}type") not in ("page", "column"):
                    out.append(Break())
            elif tag == f"{W}cr":
                out.append(Break())
            elif tag == f"{W}noBreakHyphen":
                out.append(Text("-", marks, self._href(href)))
            elif tag == f"{W}sym":
                out.append(Text(symbol(child), marks, self._href(href)))
            elif tag == f"{W}ruby":
                shown = child.find(f"{W}rubyBase")
                if shown is not None:
                    self._inline(shown, base, href, out)
            elif tag in _DRAWN:
                self._drawn(child, out, None)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
                self.notes.append((kind, child.get(f"{W}id", "")))
                out.append(NoteMark(len(self.notes)))
            elif tag == f"{W}commentReference":
                self.left_out.add("comments")

    def _href(self, href: str | None) -> str | None:
        if href is not None or not self._fields:
            return href
        return next((field.href for field in reversed(self._fields) if field.href), None)

    def _link(self, node: etree._Element) -> str | None:
        found = self._package.target(node.get(f"{R}id") or "")
        return found[0] if found is not None and found[1] else None

    def _field(self, node: etree._Element, out: list[Inline]) -> None:
        kind = node.get(f"{W}fldCharType", "")
        if kind == "begin":
            if len(self._fields) < 100:
                self._fields.append(Field())
            box = node.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                ticked = box.find(f"{W}checked")
                ticked = ticked if ticked is not None else box.find(f"{W}default")
                out.append(Text("☑" if ticked is not None and ticked.get(VAL, "1") not in ("0", "false") else "☐"))
        elif self._fields:
            if kind == "separate":
                self._fields[-1].instructs = False
                self._fields[-1].href = _field_link(self._fields[-1].text)
            elif kind == "end":
                self._fields.pop()

    def _drawn(self, node: etree._Element, out: list[Inline], frame: etree._Element | None) -> None:
        """The pictures in a drawing, in place, and its text boxes, to come after the paragraph."""
        for child in chosen(node) if node.tag == ALTERNATIVES else node:
            self._budget.tick()
            tag = child.tag
            if _INVISIBLE.search(child.get("style") or ""):
                self.left_out.add("hidden")
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{_A}blip":
                self._picture(child, out, frame)
            elif tag == f"{_V}imagedata":
                self._old_picture(child, out)
            elif isinstance(tag, str):
                if tag.endswith(("}inline", "}anchor")):
                    self._framed(child, out)
                elif tag.endswith("}relIds"):
                    self._diagram(child)
                elif tag.endswith("/chart}chart"):
                    self._chart(child)
                else:
                    self._drawn(child, out, frame)

    def _framed(self, frame: etree._Element, out: list[Inline]) -> None:
        properties = next((child for child in frame if str(child.tag).endswith("}docPr")), None)
        if properties is not None and properties.get("hidden") in ("1", "true"):
            self.left_out.add("hidden")
            return
        self._drawn(frame, out, frame)

    def _picture(self, blip: etree._Element, out: list[Inline], frame: etree._Element | None) -> None:
        alt, shown = "", None
        if frame is not None:
            for child in frame:
                if str(child.tag).endswith("}docPr"):
                    alt = child.get("descr") or child.get("title") or ""
                elif str(child.tag).endswith("}extent"):
                    wide = child.get("cx") or ""
                    shown = int(wide) // _EMU_PER_PIXEL if wide.isdigit() and len(wide) < 10 else None
        parent = blip.getparent()
        rectangle = parent.find(f"{_A}srcRect") if parent is not None else None
        identity = blip.get(f"{R}embed") or ""
        raw = self._package.picture(identity, alt, shown or None, _crop(rectangle)) if identity else None
        if raw is None:
            self._album.unknown()
        else:
            out.append(self._album.add(raw))

    def _old_picture(self, node: etree._Element, out: list[Inline]) -> None:
        shape = node.getparent()
        alt = (shape.get("alt") if shape is not None else None) or node.get(f"{_O}title") or ""
        raw = self._package.picture(node.get(f"{R}id") or "", alt, None, (0.0, 0.0, 0.0, 0.0))
        if raw is None:
            self._album.unknown()
        else:
            out.append(self._album.add(raw))

    def _chart(self, node: etree._Element) -> None:
        """A chart: the figures that are drawn in it, as a table after the paragraph."""
        root = self._package.xml_at(node.get(f"{R}id") or "")
        table = chart_table(root, self._budget) if root is not None else None
        self.left_out.add("chart" if table is None else "chart_as_table")
        if table is not None:
            self.tables.append(table)

    def _diagram(self, node: etree._Element) -> None:
        """A SmartArt: its words, as a text box would give them."""
        data = self._package.xml_at(node.get(f"{R}dm") or "")
        if data is None:
            return
        box = etree.Element(f"{W}txbxContent")
        for point in data.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"):
            for paragraph in point.iter(f"{_A}p"):
                words = "".join(text.text or "" for text in paragraph.iter(f"{_A}t"))
                if words.strip():
                    run = etree.SubElement(etree.SubElement(box, f"{W}p"), _RUN)
                    etree.SubElement(run, _TEXT).text = words
        self.boxes.append(box)
        self.left_out.add("diagram")


def _field_link(instruction: str) -> str | None:
    found = _LINK.search(instruction)
    return found[1] if found and not re.search(r"\\l\b", instruction[: found.start(1)]) else None


def _is_placeholder(control: etree._Element) -> bool:
    """Whether a content control shows only its own hint (单击此处输入文字)."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _crop(rectangle: etree._Element | None) -> tuple[float, float, float, float]:
    def share(side: str) -> float:
        value = (rectangle.get(side) if rectangle is not None else None) or "0"
        try:
            return float(value[:-1]) / 100 if value.endswith("%") else int(value) / 100_000
        except ValueError:
            return 0.0

    return share("l"), share("t"), share("r"), share("b")


def _formula(node: etree._Element, marks: frozenset[str]) -> list[Inline]:
    """A formula as a line of text: raised and lowered parts as such, a fraction with a slash, a root with its sign."""
    found: list[Inline] = []
    for child in node:
        tag = child.tag
        if tag == f"{_M}t":
            found.append(Text(child.text or "", marks))
        elif tag == f"{_M}f":
            top, bottom = (
                _formula(part, marks) if (part := child.find(f"{_M}{name}")) is not None else []
                for name in ("num", "den")
            )
            found += [*_bracketed(top), Text("/", marks), *_bracketed(bottom)]
        elif tag == f"{_M}rad":
            inside = child.find(f"{_M}e")
            found += [Text("√", marks), *_bracketed(_formula(inside, marks) if inside is not None else [])]
        elif tag in (f"{_M}sup", f"{_M}sub"):
            found += _formula(child, marks | {SUPER if tag == f"{_M}sup" else SUB})
        elif tag == f"{_M}d":
            found += [Text("(", marks), *_formula(child, marks), Text(")", marks)]
        elif isinstance(tag, str) and not tag.endswith("Pr"):
            found += _formula(child, marks)
    return found


def _bracketed(pieces: list[Inline]) -> list[Inline]:
    words = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    return pieces if len(words) < 2 or words.isalnum() else [Text("("), *pieces, Text(")")]
