"""Documents as people make them, for property tests: any sign a person types, tables with spans of every kind, odd orders.

``documents()`` are in canonical form, ``raw_documents()`` are not: control characters, spans past the grid, holes, empty blocks.
"""

from __future__ import annotations

from hypothesis import strategies as st

from gongkai.documents.canonical import canonical
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Table

# What stands in reports, next to what trips parsers: marks of HTML, XML, Markdown, Typst, Excel and of our own writers.
PIECES = (
    *"一二三四五六七八九十政府信息公开申请数量本年新收上结转予以部分不无法提供处理总计示例县商务局（）。，、；：“”‘’《》〔〕—…",
    *"0123456789.,+-=@#$%^&*_~`|\\/<>()[]{}'\"!?:; \n",
    *"abcXYZéßŒЖ㎡％＋－０９①Ⅳ〇䶮𬭎",
    "\u3000",
    "\u00a0",
    "  ",
    "一、",
    "（一）",
    "1.",
    "1. ",
    "- ",
    "* ",
    "**",
    "# ",
    "## ",
    "---",
    "===",
    "> ",
    "```",
    "~~~",
    "|",
    "||",
    "^^",
    "<<",
    "\\|",
    "<br>",
    "<!--",
    "-->",
    "]]>",
    "&amp;",
    "&nbsp",
    "&#65;",
    "<td>",
    "</table>",
    "[a](b)",
    "![a](b)",
    "=1+1",
    '=HYPERLINK("x")',
    "+1",
    "-1",
    "@SUM",
    "007",
    "1.50",
    "12",
    "4166.241619",
    "1e5",
    "_x0041_",
    "{{x}}",
    "#let",
    "$x$",
    "续",
    "标题",
    "\t",
)
EMOJI = ("😀", "👨‍👩‍👧", "❤️", "🇨🇳", "𠮷")
CONTROLS = ("\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\r", "\r\n", "\v", "\f", "\ufeff", "\ufffe", "\ud800")

_typed = st.lists(st.sampled_from(PIECES + EMOJI), max_size=12).map("".join)
_printed = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
_any = st.lists(st.sampled_from(PIECES + EMOJI + CONTROLS) | st.characters(), max_size=12).map("".join)


def texts(*, printable: bool = False) -> st.SearchStrategy[str]:
    """Texts as typed; ``printable``: only with characters that the vendored fonts hold."""
    return _printed if printable else _typed


def tables(text: st.SearchStrategy[str]) -> st.SearchStrategy[Table]:
    """Tables of up to 6 rows by 6 columns. Spans may overlap and run past the grid: canonical() puts them right."""
    span = st.sampled_from((1, 1, 1, 1, 2, 3, 4))
    cell = st.builds(Cell, text | st.just("") | st.sampled_from(("0", "12", "-", "/")), span, span)
    row = st.lists(cell, max_size=5).map(tuple)
    rows = st.lists(row, min_size=1, max_size=6).map(tuple)
    return st.builds(Table, rows, header_rows=st.integers(0, 3))


def blocks(text: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    """Any block; a table as often as the others together, so that tables stand beside tables."""
    heading = st.builds(Heading, text, st.integers(1, 6))
    return st.one_of(heading, st.builds(Paragraph, text), tables(text), tables(text))


def raw_documents() -> st.SearchStrategy[Document]:
    """Documents with everything a program could put into one, also what no file can carry."""
    return st.builds(Document, st.lists(blocks(_any), max_size=5).map(tuple))


def documents(*, printable: bool = False) -> st.SearchStrategy[Document]:
    """Canonical Documents with at least one block."""
    made = st.lists(blocks(texts(printable=printable)), min_size=1, max_size=5).map(tuple)
    return st.builds(Document, made).map(canonical).filter(lambda document: bool(document.blocks))
