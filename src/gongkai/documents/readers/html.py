"""HTML: what a reader sees of a page, as blocks.

The page is parsed by lexbor as a browser would. Before that, marks (control characters that no page holds) are put where
blocks begin and lines break, so that the text of a whole paragraph or cell, cut into any number of spans, is one call into
C and the marks in it say where its parts end. Only the elements that lead to a table, a heading or preformatted text are
walked in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.decoding import decode, garbled
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Block, Document, Heading, Paragraph, Source, Table
from gongkai.documents.readers.tables import Counter, RawCell, RawTable, settle
from gongkai.documents.readers.text import blocks_of_text
from gongkai.language import say

_BLOCK, _PARAGRAPH, _BREAK = "\x02", "\x03", "\x04"  # a block begins or ends; that block is a <p>; a line breaks
_ALL_MARKS = (_BLOCK, _PARAGRAPH, _BREAK)
_MARKS = re.compile("[\x02\x03\x04]")

# Each pattern once for lower case, where the regular expression engine is four times as fast, and once for any case.
_CASES = (re.NOFLAG, re.IGNORECASE)
_UPPER_CASE = re.compile("</?[A-Z]")
_BLOCK_TAG = [
    re.compile(
        r"<(?=/?(?:div|li|d[ldt]|[uo]l|section|article|header|footer|main|nav|aside|form|fieldset|legend|blockquote|center"
        r"|address|fig|details|summary|hr|p)[\s>/])",
        case,
    )
    for case in _CASES
]
_P_TAG = [re.compile(r"\x02<(?=p[\s>/])", case) for case in _CASES]
_BR_TAG = [re.compile(r"<(?=br[\s>/])", case) for case in _CASES]
_FORMATTING_TAG = [
    re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", case) for case in _CASES
]
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|t[dh]|div|p|span|br|font|h[1-6]|a|b|i|u|ul|ol|li|pre|center"
    r"|script|style|section|article|blockquote|strong|em|form|img|iframe)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.IGNORECASE)
_FORMATTING = re.compile(
    r"</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*>?", re.IGNORECASE
)
_BLOCK_CONTAINERS = re.compile(
    r"</?(?:div|section|article|center|main|nav|header|footer|aside|form|fieldset|blockquote|ul|ol|dl|address|figure|details)"
    r"(?=[\s/>])[^>]*>?",
    re.IGNORECASE,
)
_INLINE_CONTAINERS = re.compile(r"</?(?:span|ins|del|sub|sup|label|[a-z]+:[a-z]+)(?=[\s/>])[^>]*>?", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([a-z][\w:]*)[^<>]{10000,}>?", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_NEVER_DEEP = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "tbody",
        "td",
    }
    | {"th", "thead", "tr", "wbr"}
)
_DEEPEST = 256  # browsers stop at 512; the parser takes quadratic time in depth
_MANY_TAGS = 2_000  # with fewer, copies cannot hurt; with fewer than the next, depth cannot
_MANY_FOR_DEPTH = 5_000
_MOST_TAGS = 400_000
_MOST_COPIES = 2_000_000  # open formatting elements × tags: each paragraph reopens every one of them

_UNSEEN = [
    "script",
    "style",
    "template",
    "noscript",
    "rt",
    "rp",
    "select",
    "datalist",
    "textarea",
    "audio",
    "video",
    "object",
]
_UNSEEN += ["canvas", "math-annotation", "svg"]
_UNSEEN_TAGS = frozenset([*_UNSEEN, "title"])
_UNSEEN_SELECTOR = ",".join(sorted(_UNSEEN_TAGS))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_MARKED = "del,s,strike,sup,sub,input[value]"
_SHARE = '[class*="bdshare"],[class*="social-share"],[class*="jiathis"],[class*="share-widget"]'
_FRAMES = "iframe[src],frame[src],embed[src],a[href$='.pdf' i],a[href$='.doc' i],a[href$='.docx' i]"
_STRUCTURE = "table,h1,h2,h3,h4,h5,h6,pre"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HARDLY_ANY = 80  # characters of Chinese text below which a page is thought to keep its content elsewhere


def read(data: bytes, name: str = "", declared: str | None = None) -> Document:
    """The Document in an HTML page or fragment. ``declared``: the encoding a transport named, a hint like the page's own.

    ``<br>`` in a ``<p>``, a heading or a cell is ``\\n``; elsewhere it ends a Paragraph. Scripts, hidden elements, form
    fields and ruby readings are left out; the chrome of the site is kept. A table that only lays out other blocks is taken
    apart into them. Raises NotThisFormat without any tag, Unreadable ``empty``, ``too-large``, ``too-many-parts``, ….
    """
    bounds.require_size(len(data), "html")
    hint = declared or _declared(data)
    text, encoding, warnings = decode(data, hint, judge=False)
    if not _LOOKS_LIKE_HTML.search(text):
        raise NotThisFormat(say("文件里没有网页标记，不是网页文件。请按文件的真实格式读取。"))
    page = _Page(text, Budget())
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
    return characters < _HARDLY_ANY


def _ways_of_hiding(source: str) -> list[str]:
    """Selectors for what a browser does not show, as far as ``source`` uses them: each costs a walk over the page."""
    ways = []
    if "hidden" in source:
        ways.append("[hidden]")
    if "NONE" in source or "None" in source:
        ways += ['[style*="display:none" i]', '[style*="display: none" i]']
    elif "none" in source:
        ways += [f'[style*="display:{gap}none"]' for gap in ("", " ") if f"display:{gap}none" in source]
        if not ways and ("DISPLAY" in source or "Display" in source):
            ways += ['[style*="display:none" i]', '[style*="display: none" i]']
    if "mso-hide" in source:
        ways.append('[style*="mso-hide" i]')
    return ways


def _ink(node: LexborNode) -> int:
    """The characters in ``node`` that are not white space."""
    text = node.text(deep=True)
    return len(text) - text.count(" ") - text.count("\n") - text.count("\t") - text.count("\r") - text.count("\xa0")


@lru_cache(maxsize=4)
def _has_upper_case(source: str) -> bool:
    """Whether a tag is written in capitals. Asked twice of a page, so the answer is kept."""
    return _UPPER_CASE.search(source) is not None


def _marked(source: str) -> str:
    """``source`` with a mark before each tag that begins or ends a block or breaks a line."""
    case = _has_upper_case(source)
    blocks = _BLOCK_TAG[case].sub(f"{_BLOCK}<", source)
    return _BR_TAG[case].sub(f"{_BREAK}<", _P_TAG[case].sub(f"{_BLOCK}{_PARAGRAPH}<", blocks))


def tamed(source: str, budget: Budget) -> str:
    """``source`` without what makes a parser take endless time or memory: tags of enormous length, depth without end, open
    formatting that every later paragraph has to open again. None of it carries text. Raises Unreadable ``too-many-parts``."""
    tags = source.count("<")
    if len(source) > 200_000:
        source = _LONG_TAG.sub(r"<\1>", source)
    if tags <= _MANY_TAGS:
        return source
    if tags > _MOST_TAGS:
        raise bounds.too_many_parts()
    most = now = 0
    for slash in _FORMATTING_TAG[_has_upper_case(source)].findall(source):
        now += -1 if slash else 1
        most = max(most, now)
    if most * tags > _MOST_COPIES:
        source = _FORMATTING.sub("", source)
    if tags <= _MANY_FOR_DEPTH:
        return source
    if _depth(source, budget) > _DEEPEST:
        source = _INLINE_CONTAINERS.sub("", _BLOCK_CONTAINERS.sub("<hr>", source))
        if _depth(source, budget) > _DEEPEST:
            raise bounds.too_many_parts()
    return source


def _depth(source: str, budget: Budget) -> int:
    """How deep open tags stand in each other at most, leaving out those that close by themselves."""
    deepest = depth = 0
    for found in _ANY_TAG.finditer(source):
        budget.tick()
        if found[2].lower() in _NEVER_DEEP:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _Page:
    """One parsed page."""

    def __init__(self, text: str, budget: Budget):
        self.budget = budget
        self.counter = Counter()
        self.hidden_used = False
        self.struck = False
        self._source = _MARKS.sub("", text) if any(mark in text for mark in _ALL_MARKS) else text
        marked = _marked(tamed(self._source, budget))
        budget.check()
        self._tree = LexborHTMLParser(marked)
        budget.check()
        titles = self._tree.css_first("title")
        self.title = (canonical_text(_MARKS.sub("", titles.text())) or None) if titles else None

    def frames(self) -> list[str]:
        """The addresses of files and frames that the page shows or offers."""
        return [
            link
            for node in self._tree.css(_FRAMES)
            if (link := node.attributes.get("src") or node.attributes.get("href"))
        ]

    def blocks(self) -> tuple[Block, ...]:
        body = self._tree.body
        if body is None:
            return ()
        self._drop_unseen()
        if "share" in self._source or "jiathis" in self._source:
            for node in self._tree.css(_SHARE):
                node.decompose()
        if "supportMisalignedColumns" in self._source:  # Word sets an unseen row of widths below its tables
            for node in self._tree.css("tr[height='0']"):
                node.decompose()
        self._drop_hidden(body)
        self._settle_marks()
        return tuple(self._settled(body))

    def _drop_unseen(self) -> None:
        """Out with scripts, styles and the like, in one walk; what stands in one of them goes with it."""
        outer: list[LexborNode] = []
        within: set[int] = (
            set()
        )  # elements known to stand in an unseen one, and those known not to: each is passed once
        without: set[int] = set()
        for node in self._tree.css(_UNSEEN_SELECTOR):
            self.budget.tick()
            passed: list[int] = []
            above = node.parent
            while above is not None and above.mem_id not in without:
                if above.tag in _UNSEEN_TAGS or above.mem_id in within:
                    within.update(passed)
                    break
                passed.append(above.mem_id)
                above = above.parent
            else:
                without.update(passed)
                outer.append(node)
        for node in outer:
            node.decompose()

    def _drop_hidden(self, body: LexborNode) -> None:
        """Tabs and folds hide what a click shows: a page with next to nothing besides keeps its hidden text."""
        self._hiding = _ways_of_hiding(self._source)
        if not self._hiding:
            return
        hidden = [node for node in self._tree.css(",".join(self._hiding)) if _ink(node)]
        if not hidden:
            return
        seen = _ink(body) - sum(_ink(node) for node in hidden)
        if seen >= _HARDLY_ANY:
            for node in hidden:
                node.decompose()
        else:
            self.hidden_used = True

    def _settle_marks(self) -> None:
        """What a reader sees but bare text would garble: struck words are no words, a raised 1 is no digit of the number
        before it, what stands typed into a field of a table stands in the table, a hidden cell has no place in the grid."""
        for node in self._tree.css(_MARKED):
            tag = node.tag
            if tag == "input":
                in_table = node.parent is not None and node.css_matches("td input, th input")
                if in_table and (node.attributes.get("type") or "text").lower() in ("text", "number", "tel"):
                    node.replace_with(node.attributes.get("value") or "")
            elif tag in ("sup", "sub"):
                text = node.text(deep=True).strip(_EDGES)
                if 0 < len(text) <= 3 and text.isascii() and text.isdigit():
                    node.replace_with(text.translate(_LOWERED if tag == "sub" else _RAISED))
            else:
                self.struck = self.struck or _ink(node) > 0
                node.decompose()
        if "line-through" in self._source:
            for node in self._tree.css("[style*='line-through' i]"):
                self.struck = self.struck or _ink(node) > 0
                node.decompose()
        if not self.hidden_used and self._hiding:
            for node in self._tree.css(",".join(f"{cell}{how}" for cell in ("td", "th") for how in self._hiding)):
                node.decompose()

    def elsewhere(self) -> tuple[Block, ...]:
        """Blocks of an article that the page keeps in a form field or a script template, the longest one."""
        tree = LexborHTMLParser(tamed(self._source, self.budget))
        candidates = [
            node.text(deep=True) for node in tree.css("textarea,script[type*='template'],script[type*='html'],noscript")
        ]
        candidates += [node.attributes.get("value") or "" for node in tree.css("input[value]")]
        candidates += [node.inner_html or "" for node in tree.css("template")]
        longest = max(candidates, key=len, default="")
        if len(longest) < _HARDLY_ANY:
            return ()
        if not _LOOKS_LIKE_HTML.search(longest):
            return tuple(blocks_of_text(longest, self.budget, self.counter.tables, places=False))
        inner = _Page(longest, self.budget)
        inner.counter = self.counter
        return inner.blocks()

    def _settled(self, body: LexborNode) -> Iterator[Block]:
        self._leading = self._leading_to_structure(body)
        self._spans = {
            node.mem_id: (_span(node.attributes.get("rowspan"), 65534), _span(node.attributes.get("colspan"), 1))
            for node in self._tree.css("td[rowspan],td[colspan],th[rowspan],th[colspan]")
        }
        for block in self._walk(body):
            if isinstance(block, RawTable):
                yield from settle(block, self.counter, self.budget)
            else:
                if isinstance(block, Table):
                    self.counter.tables += 1
                else:
                    self.budget.block(len(block.text))
                yield block

    def _leading_to_structure(self, body: LexborNode) -> set[int]:
        """The elements that are structure, or hold some."""
        leading = {body.mem_id}
        for node in self._tree.css(_STRUCTURE):
            self.budget.tick()
            above: LexborNode | None = node
            while above is not None and above.mem_id not in leading:
                leading.add(above.mem_id)
                above = above.parent
        return leading

    def _walk(self, root: LexborNode) -> Iterator[Block | RawTable]:
        """What stands in ``root``, in order. Elements that hold no structure give their text in one piece."""
        pending: list[str] = []
        open_nodes = [root.iter(include_text=True)]
        while open_nodes:
            node = next(open_nodes[-1], None)
            self.budget.tick()
            if node is None:
                open_nodes.pop()
                continue
            tag = node.tag
            if tag == "-text":
                pending.append(node.text_content or "")
            elif node.mem_id not in self._leading:
                if tag != "-comment":
                    pending.append(node.text(deep=True))
            elif tag == "table":
                yield from _paragraphs(pending)
                yield from self._table(node)
            elif tag in _HEADINGS and node.css_first("table") is None:
                yield from _paragraphs(pending)
                if text := _cell_text(node.text(deep=True)):
                    yield Heading(text, _HEADINGS[tag])
            elif tag == "pre":
                yield from _paragraphs(pending)
                text = node.text(deep=True).replace(_BREAK, "\n").replace(_BLOCK, "\n").replace(_PARAGRAPH, "")
                yield from blocks_of_text(text, self.budget, self.counter.tables, places=False)
            else:
                open_nodes.append(node.iter(include_text=True))
        yield from _paragraphs(pending)

    def _table(self, table: LexborNode) -> Iterator[Block | RawTable]:
        """The caption, then the table with its rows as a browser shows them: the foot last."""
        head: list[list[RawCell]] = []
        rows: list[list[RawCell]] = []
        foot: list[list[RawCell]] = []
        for part in table.iter():
            tag = part.tag
            if tag == "caption":
                if text := _cell_text(part.text(deep=True)):
                    yield Paragraph(text)
            elif tag == "tr":
                rows.append(self._row(part))
            elif tag in ("thead", "tbody", "tfoot"):
                # A head below the first rows is no head any more.
                group = foot if tag == "tfoot" else head if tag == "thead" and not rows else rows
                group.extend(self._row(row) for row in part.iter() if row.tag == "tr")
        if any(cell.text or cell.blocks for row in (*head, *rows, *foot) for cell in row):
            yield RawTable([*head, *rows, *foot], len(head))

    def _row(self, row: LexborNode) -> list[RawCell]:
        cells = []
        spans, leading = self._spans, self._leading
        self.budget.tick()
        for node in row.iter():
            if node.tag not in ("td", "th"):
                continue
            key = node.mem_id
            rowspan, colspan = spans.get(key, (1, 1))
            if key in leading:
                blocks = list(self._walk(node))
                text = "\n".join(block.text for block in blocks if isinstance(block, Heading | Paragraph))
                cells.append(RawCell(text, rowspan, colspan, blocks))
            else:
                cells.append(RawCell(_cell_text(node.text(deep=True)), rowspan, colspan))
        return cells


def _span(value: str | None, for_zero: int) -> int:
    """A rowspan or colspan as browsers read it: digits at the start, 0 has a meaning of its own, anything else is 1."""
    found = re.match(r"\s*\+?(\d{1,9})", value or "")
    if found is None:
        return 1
    return int(found[1]) or for_zero


_EDGES = " \xa0\n\r\t\f" + _BLOCK + _PARAGRAPH + _BREAK
_TO_LINES = str.maketrans({"\n": " ", "\r": " ", "\f": " ", _BLOCK: "\n", _BREAK: "\n", _PARAGRAPH: None})


def _cell_text(text: str) -> str:
    """The text of a cell or heading: its parts and lines joined by line breaks."""
    text = text.strip(_EDGES)
    if not text:
        return ""
    if len(text) > 1:
        text = text.translate(_TO_LINES)
        if (
            "\n" in text or "  " in text
        ):  # collapsed here, or canonical_text goes its long way for every cell of two lines
            text = "\n".join(" ".join(filter(None, line.split(" "))) for line in text.split("\n"))
    return canonical_text(text)


def _paragraphs(pending: list[str]) -> Iterator[Paragraph]:
    """The paragraphs in the text gathered so far, which is then empty."""
    text = "".join(pending)
    pending.clear()
    for part in text.split(_BLOCK):
        part = part.strip(" \n\r\t\f\x04")
        if not part or part == _PARAGRAPH:
            continue
        lines = [part] if part[0] == _PARAGRAPH else part.split(_BREAK)
        for line in lines:
            if settled := _cell_text(line):
                yield Paragraph(settled)
