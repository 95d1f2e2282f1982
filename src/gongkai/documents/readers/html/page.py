"""One parsed page: what is not seen is dropped, and the rest walked block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.model import Block, Heading, Paragraph, Table
from gongkai.documents.readers.html.marks import (
    ALL_MARKS,
    BLOCK,
    BREAK,
    EDGES,
    MARKS,
    PARAGRAPH,
    cell_text,
    marked,
    paragraphs,
)
from gongkai.documents.readers.html.taming import tamed
from gongkai.documents.readers.tables import Counter, RawCell, RawTable, settle
from gongkai.documents.readers.text import blocks_of_text

LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|t[dh]|div|p|span|br|font|h[1-6]|a|b|i|u|ul|ol|li|pre|center"
    r"|script|style|section|article|blockquote|strong|em|form|img|iframe)\b",
    re.IGNORECASE,
)
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
HARDLY_ANY = 80  # characters of Chinese text below which a page is thought to keep its content elsewhere


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


class Page:
    """One parsed page."""

    def __init__(self, text: str, budget: Budget):
        self.budget = budget
        self.counter = Counter()
        self.hidden_used = False
        self.struck = False
        self._source = MARKS.sub("", text) if any(mark in text for mark in ALL_MARKS) else text
        source = marked(tamed(self._source, budget))
        budget.check()
        self._tree = LexborHTMLParser(source)
        budget.check()
        titles = self._tree.css_first("title")
        self.title = (canonical_text(MARKS.sub("", titles.text())) or None) if titles else None

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
        if seen >= HARDLY_ANY:
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
                text = node.text(deep=True).strip(EDGES)
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
        if len(longest) < HARDLY_ANY:
            return ()
        if not LOOKS_LIKE_HTML.search(longest):
            return tuple(blocks_of_text(longest, self.budget, self.counter.tables, places=False))
        inner = Page(longest, self.budget)
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
                yield from paragraphs(pending)
                yield from self._table(node)
            elif tag in _HEADINGS and node.css_first("table") is None:
                yield from paragraphs(pending)
                if text := cell_text(node.text(deep=True)):
                    yield Heading(text, _HEADINGS[tag])
            elif tag == "pre":
                yield from paragraphs(pending)
                text = node.text(deep=True).replace(BREAK, "\n").replace(BLOCK, "\n").replace(PARAGRAPH, "")
                yield from blocks_of_text(text, self.budget, self.counter.tables, places=False)
            else:
                open_nodes.append(node.iter(include_text=True))
        yield from paragraphs(pending)

    def _table(self, table: LexborNode) -> Iterator[Block | RawTable]:
        """The caption, then the table with its rows as a browser shows them: the foot last."""
        head: list[list[RawCell]] = []
        rows: list[list[RawCell]] = []
        foot: list[list[RawCell]] = []
        for part in table.iter():
            tag = part.tag
            if tag == "caption":
                if text := cell_text(part.text(deep=True)):
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
                cells.append(RawCell(cell_text(node.text(deep=True)), rowspan, colspan))
        return cells


def _span(value: str | None, for_zero: int) -> int:
    """A rowspan or colspan as browsers read it: digits at the start, 0 has a meaning of its own, anything else is 1."""
    found = re.match(r"\s*\+?(\d{1,9})", value or "")
    if found is None:
        return 1
    return int(found[1]) or for_zero
