"""HTML: what a reader sees of a page, as blocks.

The page is parsed by lexbor as a browser would. Before that, marks (control characters that no page holds) are put where
blocks begin and lines break, so that the text of a whole paragraph or cell, cut into any number of spans, is one call into
C and the marks in it say where its parts end. Only the elements that lead to a table, a heading or preformatted text are
walked in Python.

``taming`` takes away what makes a parser run for ever, ``marks`` puts the marks and reads text by them, ``page`` walks.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.decoding import decode, garbled
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Block, Document, Source, Table
from gongkai.documents.readers.html.page import HARDLY_ANY, LOOKS_LIKE_HTML, Page
from gongkai.documents.readers.html.taming import tamed
from gongkai.language import say

__all__ = ["read", "tamed"]

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.IGNORECASE)


def read(data: bytes, name: str = "", declared: str | None = None) -> Document:
    """The Document in an HTML page or fragment. ``declared``: the encoding a transport named, a hint like the page's own.

    ``<br>`` in a ``<p>``, a heading or a cell is ``\\n``; elsewhere it ends a Paragraph. Scripts, hidden elements, form
    fields and ruby readings are left out; the chrome of the site is kept. A table that only lays out other blocks is taken
    apart into them. Raises NotThisFormat without any tag, Unreadable ``empty``, ``too-large``, ``too-many-parts``, ….
    """
    bounds.require_size(len(data), "html")
    hint = declared or _declared(data)
    text, encoding, warnings = decode(data, hint, judge=False)
    if not LOOKS_LIKE_HTML.search(text):
        raise NotThisFormat(say("文件里没有网页标记，不是网页文件。请按文件的真实格式读取。"))
    page = Page(text, Budget())
    notes = list(warnings)
    blocks = page.blocks()
    if page.struck:
        notes.append(say("网页中有加了删除线的文字，未作为正文读取。请核对改动是否已经生效。"))
    if page.hidden_used:
        notes.append(say("网页正文处于隐藏状态（如折叠的标签页），已按正文读取。请核对是否为正式发布的内容。"))
    if not blocks or _is_bare(blocks):
        found = page.elsewhere()
        if found:
            blocks = (*blocks, *found)
            notes.append(say("网页正文放在脚本、表单或内嵌代码中，已从中取出。请与网页上实际显示的内容核对。"))
        elif frames := page.frames():
            notes.append(
                say(
                    "网页几乎没有正文，内容可能在其引用的文件或框架中：{links}。请打开并保存该文件后再读取。",
                    links="、".join(frames[:3]),
                )
            )
    if not blocks:
        raise bounds.no_text()
    document = Document(blocks, page.title, Source("html", name, encoding))
    notes.extend(garbled(document.text))
    return replace(document, source=replace(document.source, warnings=tuple(notes)))


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _is_bare(blocks: tuple[Block, ...]) -> bool:
    """Whether there is no table and hardly any text."""
    characters = 0
    for block in blocks:
        if isinstance(block, Table):
            return False
        characters += len(block.text)
    return characters < HARDLY_ANY
