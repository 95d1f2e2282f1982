"""A web page as the text it shows, every character of it knowing where in the source it stands, so that marks and masks can be put there.

The source is never written anew: what is not touched stays as it was, character by character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

_BLOCKS_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr td th thead tbody tfoot caption section article aside header"
    " footer main nav blockquote pre figure figcaption address form fieldset hr br body title"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_UNSEEN_NAMES = "script style template noscript datalist title"
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|rem)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|(?<![-\w])color\s*:\s*transparent\b|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_WHITE = re.compile(r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_TOLD_NAMES = "alt title href src value placeholder content aria-label summary label cite action"
_TOLD = frozenset(_TOLD_NAMES.split())
_SCRIPTED = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript)\s*:", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")


@dataclass(frozen=True, slots=True)
class Attribute:
    """The value of an attribute that tells a reader something; ``starts[i]``: where in the source its i-th character stands."""

    tag: str
    name: str
    value: str
    starts: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.starts[end]


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text that does not stand on the page. ``why``: element, comment, script, title."""

    why: str
    text: str


@dataclass(slots=True)
class PageCell:
    start: int
    end: int = 0
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class PageTable:
    rows: list[list[PageCell]] = field(default_factory=list)
    inner: bool = False

    def grid(self) -> list[list[PageCell | None]]:
        """The cells at their places; None where a span covers. Wild spans are cut to what a page can hold."""
        laid: list[list[PageCell | None]] = []
        taken: set[tuple[int, int]] = set()
        for down, row in enumerate(self.rows):
            line: list[PageCell | None] = []
            for cell in row:
                while (down, len(line)) in taken:
                    line.append(None)
                across, below = min(cell.colspan, 60), min(cell.rowspan, len(self.rows) - down, 2000)
                if below > 1:
                    taken |= {(down + r, len(line) + c) for r in range(1, below) for c in range(across)}
                line.append(cell)
                line += [None] * (across - 1)
            laid.append(line)
        return laid


class Page:
    """``text``: what is shown, paragraphs and rows on lines of their own, cells parted by tabs."""

    def __init__(self, html: str):
        self.html = html
        # A comment that never ends would be looked for again from each of its beginnings; as text it is looked through like all text.
        closed = html.rfind("-->") + 3 if "-->" in html else 0
        reader = _Reader(html[:closed] + html[closed:].replace("<!--", "    "))
        self.text = "".join(reader.texts)
        self.tables = reader.tables
        self.attributes = reader.attributes
        self.unseen = reader.unseen
        self.scripts = reader.scripts
        self._flat, self._lengths, self._sources = reader.flat, reader.lengths, reader.sources

    def source(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of the source that hold ``text[start:end]``."""
        spans: list[tuple[int, int]] = []
        at = max(0, bisect_right(self._flat, start) - 1)
        while at < len(self._flat) and self._flat[at] < end:
            first, length = self._flat[at], self._lengths[at]
            source_start, source_end = self._sources[at]
            low, high = max(start, first), min(end, first + length)
            if low < high:
                if source_end - source_start == length:
                    span = (source_start + low - first, source_start + high - first)
                else:  # a reference such as &#49; is one piece
                    span = (source_start, source_end)
                if spans and spans[-1][1] == span[0]:
                    spans[-1] = (spans[-1][0], span[1])
                else:
                    spans.append(span)
            at += 1
        return spans


class _Reader(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=False)
        self.texts: list[str] = []
        self.flat: list[int] = []
        self.lengths: list[int] = []
        self.sources: list[tuple[int, int]] = []
        self.tables: list[PageTable] = []
        self.attributes: list[Attribute] = []
        self.unseen: list[Unseen] = []
        self.scripts: list[str] = []
        self._length = 0
        self._last = "\n"
        self._open: list[tuple[str, bool]] = []  # tag, whether what is in it is hidden
        self._hidden = 0
        self._hidden_text: list[str] = []
        self._table_stack: list[tuple[PageTable, PageCell | None]] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()
        self._end_hidden()
        for table, cell in self._table_stack:
            if cell is not None:
                cell.end = self._length
            self.tables.append(table)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _put(self, text: str, start: int, end: int) -> None:
        if not text:
            return
        if self._hidden:
            self._hidden_text.append(text)
            return
        self.texts.append(text)
        self.flat.append(self._length)
        self.lengths.append(len(text))
        self.sources.append((start, end))
        self._length += len(text)
        self._last = text[-1]

    def _part(self, mark: str) -> None:
        """A parting that stands nowhere in the source."""
        if self._hidden or (mark == "\n" and self._last == "\n"):
            return
        self.texts.append(mark)
        self._length += len(mark)
        self._last = mark

    # --- what the parser calls ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._tell(tag, values)
        if tag in ("td", "th"):
            self._cell(values)
        elif tag in _BLOCKS:
            self._part("\n")
        if tag == "table" and not self._hidden:
            table = PageTable(inner=bool(self._table_stack))
            self._table_stack.append((table, None))
        elif tag == "tr" and self._table_stack:
            self._end_cell()
            self._table_stack[-1][0].rows.append([])
        if tag in _VOID:
            return
        style = values.get("style", "")
        hides = tag in _UNSEEN or "hidden" in values or _HIDING.search(style) is not None
        if "background" not in style and _WHITE.search(style):
            hides = True
        if tag == "font" and re.fullmatch(r"#?f{3}(?:f{3})?|white", values.get("color", ""), re.IGNORECASE):
            hides = True
        self._open.append((tag, hides))
        self._hidden += hides

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(open_tag == tag for open_tag, _ in self._open[-64:]):
            while self._open:
                open_tag, hides = self._open.pop()
                if hides:
                    self._hidden -= 1
                    if not self._hidden:
                        self._end_hidden(open_tag)
                if open_tag == tag:
                    break
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in _BLOCKS:
            if tag == "table" and self._table_stack and not self._hidden:
                self._end_cell()
                self.tables.append(self._table_stack.pop()[0])
            self._part("\n")

    def handle_data(self, data: str) -> None:
        at = self._at()
        self._put(re.sub(r"[\r\n\t]", " ", data), at, at + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self.unseen.append(Unseen("comment", data))

    def handle_decl(self, decl: str) -> None:
        return

    def unknown_decl(self, data: str) -> None:
        self.unseen.append(Unseen("comment", data))

    def handle_pi(self, data: str) -> None:
        self.unseen.append(Unseen("comment", data))

    # --- pieces ---

    def _reference(self, written: str) -> None:
        at = self._at()
        end = at + len(written)
        if self.rawdata_at(end) == ";":
            end, written = end + 1, written + ";"
        self._put(re.sub(r"[\r\n\t]", " ", unescape(written)), at, end)

    def rawdata_at(self, place: int) -> str:
        # ``rawdata`` is the whole source: it is fed in one piece.
        return self.rawdata[place : place + 1]

    def _tell(self, tag: str, values: dict[str, str]) -> None:
        """Keep the attributes that tell something, with their places."""
        source = self.get_starttag_text() or ""
        at = self._at()
        if tag == "script":
            self.scripts.append("script")
        for name, value in values.items():
            if (name.startswith("on") and len(name) > 3) or (
                name in ("href", "src", "action")
                and re.match(r"[\s\x00-\x1f]*(?:javascript|vbscript)\s*:", value, re.IGNORECASE)
            ):
                self.scripts.append(name)
        if not any((name in _TOLD or name.startswith("data-")) and said for name, said in values.items()):
            return
        for match in _ATTRIBUTE.finditer(source):
            name = match[1].lower()
            if name not in _TOLD and not name.startswith("data-"):
                continue
            raw, start = match[2], match.start(2)
            if raw[:1] in "\"'":
                raw, start = raw[1:-1], start + 1
            chars: list[str] = []
            starts: list[int] = []
            place = 0
            while place < len(raw):
                reference = _REFERENCE.match(raw, place) if raw[place] == "&" else None
                written = reference[0] if reference else raw[place]
                for char in unescape(written):
                    chars.append(char)
                    starts.append(at + start + place)
                place += len(written)
            starts.append(at + start + len(raw))
            self.attributes.append(Attribute(tag, name, "".join(chars), tuple(starts)))

    def _cell(self, values: dict[str, str]) -> None:
        if self._hidden or not self._table_stack:
            self._part("\n")
            return
        self._end_cell()
        table = self._table_stack[-1][0]
        if not table.rows:
            table.rows.append([])
        self._part("\t" if table.rows[-1] else "\n")
        cell = PageCell(
            self._length, colspan=_span(values.get("colspan", "")), rowspan=_span(values.get("rowspan", ""))
        )
        table.rows[-1].append(cell)
        self._table_stack[-1] = (table, cell)
        # A block that opens the cell begins no line of its own.
        self._last = "\n"

    def _end_cell(self) -> None:
        if self._table_stack and not self._hidden:
            table, cell = self._table_stack[-1]
            if cell is not None:
                cell.end = self._length
                self._table_stack[-1] = (table, None)

    def _end_hidden(self, tag: str = "") -> None:
        text = "".join(self._hidden_text).strip()
        if text and tag != "style":
            self.unseen.append(Unseen(tag if tag in ("script", "title") else "element", text))
        self._hidden_text = []


def _span(value: str) -> int:
    return max(1, min(int(value), 1000)) if value.isascii() and value.isdigit() and len(value) < 6 else 1
