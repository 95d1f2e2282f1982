"""HTML of any origin as blocks: pages, editor text, and what Word and WPS put on the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.readers.html import tamed
from gongkai.pages.gathering import Gathered
from gongkai.pages.inline import tidy
from gongkai.pages.model import (
    EM,
    NO_MARKS,
    STRONG,
    SUB,
    SUPER,
    UNDERLINE,
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    List,
    NoteMark,
    Notes,
    Paragraph,
    Point,
    Quote,
    Table,
    Text,
    text_of,
)
from gongkai.pages.nodes import DROPPED, NOTE, bytes_in, integer, note_mark, size_of, span_of, words_in
from gongkai.pages.pictures import Album, Raw
from gongkai.pages.styles import Style, style_of
from gongkai.pages.tables import TO_BE_SETTLED

_MARKS = {
    "b": STRONG,
    "strong": STRONG,
    "i": EM,
    "em": EM,
    "cite": EM,
    "var": EM,
    "u": UNDERLINE,
    "ins": NO_MARKS,
    "sup": SUPER,
    "sub": SUB,
}
_BLOCKS_NAMES = (
    "p div section article header footer main aside form fieldset legend address center details summary dl dt "
    "dd hgroup menu figcaption pre listing xmp plaintext blockquote li caption hr td th tr tbody thead tfoot"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_DEEPEST = 60
"""Elements within elements; what stands deeper gives its text only."""
_LONGEST = 16 * bounds.MEGABYTE
_BACK = "返回"


def blocks_of_html(html: str, album: Album | None = None) -> list[Block]:
    """The blocks of a page or fragment, not finished yet. ``album``: takes the pictures that stand in the text itself (data: addresses);
    without one they are left out. Raises Unreadable ``too-large``, ``too-many-parts``, ``too-slow``."""
    if len(html) > _LONGEST:
        raise bounds.too_large(_LONGEST)
    if not html.strip():
        return []
    budget = Budget()
    if "<" not in html and "&" not in html:
        return [Paragraph([Text(html)])]
    tree = LexborHTMLParser(tamed(html, budget))
    budget.check()
    if tree.body is None:
        return []
    reader = _Reader(budget, album)
    out = Gathered(budget)
    reader.flow(tree.body, out, NO_MARKS, None, 0)
    return out.blocks()


class _Reader:
    def __init__(self, budget: Budget, album: Album | None = None):
        self._budget = budget
        self._album = album

    def flow(self, node: LexborNode, out: Gathered, marks: frozenset[str], href: str | None, depth: int) -> None:
        """What stands in ``node``, into ``out``."""
        for child in node.iter(include_text=True):
            self._budget.tick()
            tag = child.tag
            if tag == "-text":
                out.add(Text(child.text_content or "", marks, href))
            elif tag is not None and tag[0] != "-" and tag not in DROPPED:
                if depth >= _DEEPEST:
                    out.add(Text(words_in(child), marks, href))
                else:
                    self._element(child, tag, out, marks, href, depth + 1)

    def _element(
        self, node: LexborNode, tag: str, out: Gathered, marks: frozenset[str], href: str | None, depth: int
    ) -> None:
        attributes = node.attributes
        style = style_of(attributes)
        if style.hidden:
            return
        if tag == "br":
            out.line_break()
        elif tag == "img":
            out.add(self._image(attributes))
        elif tag in _HEADINGS:
            inner = Gathered(self._budget)
            self.flow(node, inner, marks, None, depth)
            self._heading(inner.blocks(), _HEADINGS[tag], out)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(node, tag == "ol", out, depth)
        elif tag == "table":
            self._table(node, out, depth)
        elif tag == "blockquote":
            inner = Gathered(self._budget)
            self.flow(node, inner, marks, href, depth)
            if blocks := inner.blocks():
                out.block(Quote(blocks))
        elif tag == "figure":
            self._figure(node, out, depth)
        elif tag == "section" and "notes" in (attributes.get("class") or "").split():
            self._notes(node, out, depth)
        elif tag == "a":
            self._link(node, out, style.on(marks), attributes, depth)
        elif tag == "sup" and (number := note_mark(node)):
            out.add(NoteMark(number))
        elif tag == "pre":
            out.close()
            self._preformatted(node, out, marks)
            out.close()
        elif tag in _BLOCKS:
            self._container(node, tag, out, style, marks, href, depth)
        else:
            if _MARKS.get(tag):
                marks = marks | {str(_MARKS[tag])}
            if style.marker and out.point is not None:
                inner = Gathered(self._budget)
                self.flow(node, inner, NO_MARKS, None, depth)
                out.point = (
                    out.point[0],
                    "".join(text_of(b.inline) for b in inner.blocks() if isinstance(b, Paragraph)),
                )
                return
            self.flow(node, out, style.on(marks), href, depth)

    def _container(
        self,
        node: LexborNode,
        tag: str,
        out: Gathered,
        style: Style,
        marks: frozenset[str],
        href: str | None,
        depth: int,
    ) -> None:
        out.close()
        align, point = out.align, out.point
        out.align = style.align or ("center" if tag == "center" else align)
        if style.rank:
            inner = Gathered(self._budget)
            self.flow(node, inner, marks, None, depth)
            self._heading(inner.blocks(), style.rank, out)
        else:
            if style.list_level is not None:
                out.point = (style.list_level, "")
            if tag == "dt":
                marks = marks | {STRONG}
            self.flow(node, out, style.on(marks) if tag in ("p", "div", "dd", "dt") else marks, href, depth)
        out.close()
        out.align, out.point = align, point

    def _image(self, attributes: dict[str, str | None]) -> Image:
        source, alt = attributes.get("src") or "", " ".join((attributes.get("alt") or "").split())
        if self._album is not None and source[:5].lower() == "data:":
            raw = bytes_in(source)
            if raw is not None:
                return self._album.add(Raw(raw, alt, size_of(attributes)[0]))
            self._album.unknown()
        return Image(source, alt, *size_of(attributes))

    def _heading(self, blocks: Sequence[Block], rank: int, out: Gathered) -> None:
        """The lines of a heading as one; what is no line comes after it."""
        line: list[Inline] = []
        rest: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph | Heading | Point) and not rest:
                line += [Text(" "), *block.inline] if line else block.inline
            else:
                rest.append(block)
        pictures = [piece for piece in line if isinstance(piece, Image)]
        words: list[Inline] = [Text(" ") if isinstance(p, Break) else p for p in line if not isinstance(p, Image)]
        if words:
            out.block(Heading(rank, tidy(words)))
        for picture in pictures:
            out.block(Paragraph([picture]))
        for block in rest:
            out.block(block)

    def _link(
        self, node: LexborNode, out: Gathered, marks: frozenset[str], attributes: dict[str, str | None], depth: int
    ) -> None:
        href = attributes.get("href")
        self.flow(node, out, marks - {UNDERLINE} if href else marks, href, depth)

    def _list(self, node: LexborNode, ordered: bool, out: Gathered, depth: int) -> None:
        start = integer(node.attributes.get("start"), 1) if ordered else 1
        kind = node.attributes.get("type") or "1"
        made = List([], ordered, start, kind if ordered and kind in ("a", "A", "i", "I") else "1")
        for child in node.iter(include_text=True):
            self._budget.tick()
            tag = child.tag
            if (
                tag is None
                or tag == "-comment"
                or tag in DROPPED
                or (tag == "-text" and not (child.text_content or "").strip())
            ):
                continue
            if tag[0] != "-" and style_of(child.attributes).hidden:
                continue
            inner = Gathered(self._budget)
            if tag == "-text":
                inner.add(Text(child.text_content or ""))
            elif tag in ("ul", "ol") or depth >= _DEEPEST:
                self._element(child, tag, inner, NO_MARKS, None, depth + 1) if depth < _DEEPEST else inner.add(
                    Text(words_in(child))
                )
            else:
                value = child.attributes.get("value")
                if (
                    ordered
                    and tag == "li"
                    and value
                    and integer(value, made.start + len(made.items)) != made.start + len(made.items)
                ):
                    if made.items:
                        out.block(made)
                    made = List([], True, integer(value, 1), made.kind)
                self.flow(child, inner, NO_MARKS, None, depth + 1)
            blocks = inner.blocks()
            if not blocks:
                continue
            if tag in ("ul", "ol") and made.items:
                made.items[-1].blocks += blocks
            else:
                made.items.append(Item(blocks))
        if made.items:
            out.block(made)

    def _table(self, node: LexborNode, out: Gathered, depth: int) -> None:
        caption: list[Inline] = []
        groups: dict[str, list[list[Cell]]] = {"thead": [], "tbody": [], "tfoot": []}
        for part in node.iter():
            tag = part.tag
            if tag in DROPPED or style_of(part.attributes).hidden:
                continue
            if tag == "caption":
                inner = Gathered(self._budget)
                self.flow(part, inner, NO_MARKS, None, depth + 1)
                for block in inner.blocks():
                    if isinstance(block, Paragraph | Heading | Point):
                        caption += [Break(), *block.inline] if caption else block.inline
                    else:
                        out.block(block)
            elif tag == "tr":
                groups["tbody"].append(self._row(part, depth))
            elif tag in groups:
                # A head below the first rows is no head any more.
                group = groups["tbody" if tag == "thead" and groups["tbody"] else str(tag)]
                for row in part.iter():
                    if row.tag == "tr" and not style_of(row.attributes).hidden:
                        group.append(self._row(row, depth))
        rows = [*groups["thead"], *groups["tbody"], *groups["tfoot"]]
        out.block(Table(rows, len(groups["thead"]), tidy(caption)))

    def _row(self, row: LexborNode, depth: int) -> list[Cell]:
        cells = []
        for node in row.iter():
            self._budget.tick()
            if node.tag not in ("td", "th"):
                continue
            attributes = node.attributes
            style = style_of(attributes)
            if style.hidden:
                continue
            inner = Gathered(self._budget)
            if depth < _DEEPEST:
                self.flow(node, inner, style.on(NO_MARKS), None, depth + 1)
            else:
                inner.add(Text(words_in(node)))
            scope = (attributes.get("scope") or "").lower().removesuffix("group") if node.tag == "th" else ""
            if node.tag == "th" and scope not in ("row", "col"):
                scope = TO_BE_SETTLED
            self._budget.cells(1)
            cells.append(
                Cell(
                    inner.blocks(),
                    span_of(attributes.get("rowspan"), 65534),
                    span_of(attributes.get("colspan"), 1),
                    scope,
                    style.shaded or bool(attributes.get("bgcolor")),
                )
            )
        return cells

    def _figure(self, node: LexborNode, out: Gathered, depth: int) -> None:
        captions: list[Inline] = []
        inner = Gathered(self._budget)
        for child in node.iter(include_text=True):
            if child.tag == "figcaption":
                words = Gathered(self._budget)
                self.flow(child, words, NO_MARKS, None, depth + 1)
                for block in words.blocks():
                    captions += (
                        [Break(), *block.inline]
                        if captions and isinstance(block, Paragraph)
                        else getattr(block, "inline", [])
                    )
            elif child.tag == "-text":
                inner.add(Text(child.text_content or ""))
            elif child.tag is not None and child.tag[0] != "-" and child.tag not in DROPPED:
                self._element(child, child.tag, inner, NO_MARKS, None, depth + 1)
        blocks = inner.blocks()
        only = blocks[0].inline if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else []
        if len(only) == 1 and isinstance(only[0], Image) and captions:
            out.block(Figure(only[0], tidy(captions)))
            return
        for block in blocks:
            out.block(block)
        if captions:
            out.block(Paragraph(tidy(captions)))

    def _notes(self, node: LexborNode, out: Gathered, depth: int) -> None:
        items = []
        for item in node.css("li"):
            inner = Gathered(self._budget)
            self.flow(item, inner, NO_MARKS, None, depth + 1)
            blocks = inner.blocks()
            last = blocks[-1] if blocks else None
            if isinstance(last, Paragraph):
                last.inline = tidy(
                    p
                    for p in last.inline
                    if not (isinstance(p, Text) and p.text == _BACK and p.href and NOTE.fullmatch(p.href))
                )
            items.append(Item([block for block in blocks if not (isinstance(block, Paragraph) and not block.inline)]))
        out.block(Notes(items))

    def _preformatted(self, node: LexborNode, out: Gathered, marks: frozenset[str]) -> None:
        for number, line in enumerate(node.text(deep=True).split("\n")):
            if number:
                out.line_break()
            out.add(Text(line, marks))
