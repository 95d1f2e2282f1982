"""Blocks as HTML: the only serialiser. What it writes is what a browser would write back after parsing, so the door changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import assert_never

from gongkai.pages.model import (
    CHANGES,
    DELETED,
    INSERTED,
    MARKS,
    Block,
    Break,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    List,
    Notes,
    Paragraph,
    Point,
    Quote,
    Table,
    Text,
    text_of,
)

_ORDER = (*CHANGES, *MARKS)
# Screen readers pass over ins and del in silence.
_SPOKEN = {DELETED: '<span class="sr">删去：</span>', INSERTED: '<span class="sr">增加：</span>'}
_WORDS = re.compile(r"[A-Za-z]{2,}")
_SCRIPTS = (("bo", "\u0f00", "\u0fff"), ("mn", "\u1800", "\u18af"), ("ug", "\u0600", "\u06ff"))


def html_of(blocks: Iterable[Block]) -> str:
    """The HTML of finished blocks, a line for each."""
    return "\n".join(map(_block, blocks))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        level = min(max(block.rank, 2), 6)
        return f"<h{level}{_language(block.inline)}>{inline_html(block.inline)}</h{level}>"
    if isinstance(block, Paragraph):
        placed = f' class="{block.align}"' if block.align else ""
        return f"<p{placed}{_language(block.inline)}>{inline_html(block.inline)}</p>"
    if isinstance(block, Point):
        return f"<p>{inline_html(block.inline)}</p>"
    if isinstance(block, List):
        return _list(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Quote):
        return f"<blockquote>{html_of(block.blocks)}</blockquote>"
    if isinstance(block, Figure):
        caption = f"<figcaption>{inline_html(block.caption)}</figcaption>" if block.caption else ""
        return f"<figure>{_image(block.image)}{caption}</figure>"
    if isinstance(block, Notes):
        items = "".join(
            f'<li id="note-{n}">{_within(item.blocks)} <a href="#note-back-{n}">返回</a></li>'
            for n, item in enumerate(block.items, 1)
        )
        return f'<section class="notes" aria-label="注释"><ol>{items}</ol></section>'
    assert_never(block)


def _language(inline: Sequence[Inline]) -> str:
    """The language where a whole line is plainly not Chinese: three English words, or a script of another language."""
    text = text_of(inline)
    if any("\u3400" <= char <= "\u9fff" for char in text):
        return ""
    for language, first, last in _SCRIPTS:
        if sum(first <= char <= last for char in text) >= 3:
            return f' lang="{language}"'
    return ' lang="en"' if len(_WORDS.findall(text)) >= 3 else ""


def _within(blocks: Sequence[Block]) -> str:
    """The inside of a cell or an item: bare where one paragraph leads and no other follows."""
    paragraphs = sum(not isinstance(block, List) for block in blocks)
    if blocks and paragraphs == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].align:
        return inline_html(blocks[0].inline) + "".join(map(_block, blocks[1:]))
    return "".join(map(_block, blocks))


def _list(block: List) -> str:
    items = "".join(_item(item) for item in block.items)
    if not block.ordered:
        return f"<ul>{items}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    kind = f' type="{block.kind}"' if block.kind != "1" else ""
    return f"<ol{start}{kind}>{items}</ol>"


def _item(item: Item) -> str:
    return f"<li>{_within(item.blocks)}</li>"


def _table(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            tag = "th" if cell.scope else "td"
            attributes = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            attributes += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            attributes += f' scope="{cell.scope}"' if cell.scope else ""
            cells.append(f"<{tag}{attributes}>{_within(cell.blocks)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption>{inline_html(table.caption)}</caption>" if table.caption else ""
    head, body = rows[: table.header_rows], rows[table.header_rows :]
    return (
        f"<table>{caption}"
        + (f"<thead>{''.join(head)}</thead>" if head else "")
        + (f"<tbody>{''.join(body)}</tbody>" if body else "")
        + "</table>"
    )


def _image(image: Image) -> str:
    size = f' width="{image.width}"' if image.width else ""
    size += f' height="{image.height}"' if image.height else ""
    return f'<img src="{_quoted(image.src)}" alt="{_quoted(image.alt)}"{size}>'


def inline_html(inline: Iterable[Inline]) -> str:
    """Pieces as HTML; elements are opened from the outside in as ``MARKS`` orders them, and shared by neighbours."""
    parts: list[str] = []
    open_now: list[str] = []  # the link first, then marks
    for piece in inline:
        wanted: list[str] = []
        if isinstance(piece, Text):
            if piece.href is not None:
                wanted.append(f'a href="{_quoted(piece.href)}"')
            wanted += [mark for mark in _ORDER if mark in piece.marks]
        keep = 0
        while keep < min(len(open_now), len(wanted)) and open_now[keep] == wanted[keep]:
            keep += 1
        for tag in reversed(open_now[keep:]):
            parts.append(f"</{tag.split(' ')[0]}>")
        parts += [f"<{tag}>{_SPOKEN.get(tag, '')}" for tag in wanted[keep:]]
        open_now = wanted
        if isinstance(piece, Text):
            parts.append(escape(piece.text))
        elif isinstance(piece, Break):
            parts.append("<br>")
        elif isinstance(piece, Image):
            parts.append(_image(piece))
        else:
            n = piece.number
            parts.append(f'<sup><a href="#note-{n}" id="note-back-{n}">{n}</a></sup>')
    parts += [f"</{tag.split(' ')[0]}>" for tag in reversed(open_now)]
    return "".join(parts)
