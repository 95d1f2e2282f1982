"""A Word file as paragraphs, each with the elements its characters come from.

A paragraph is named by its file in the package and its number among the paragraphs there, in the order of the file; those that repeat
another for old programs (``mc:Fallback``) do not count. Deleted text is no text: it goes with the revisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.documents.bounds import Budget, damaged
from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local
from gongkai.leaks.ooxml import Element, Package
from gongkai.leaks.word_sight import W
from gongkai.redaction.model import Format, Part, Sight
from gongkai.redaction.reading.embedded import Embedded, Use, pictures_of

_STORIES = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml$", re.IGNORECASE)
_DRAWN = re.compile(r"word/(charts|diagrams)/[^/]+\.xml$", re.IGNORECASE)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}pPr"})
_STANDS_FOR = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}sym": "□",
}


@dataclass(slots=True)
class Piece:
    """Some characters of a paragraph and the element that holds them."""

    node: Element
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_text(self) -> bool:
        return self.node.tag not in _STANDS_FOR


@dataclass(slots=True)
class Paragraph:
    """``cell``: table, row, column from 1, of the outermost table; None outside tables."""

    key: str
    story: str
    node: Element
    pieces: list[Piece]
    label: str = ""
    cell: tuple[int, int, int] | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class WordFile:
    """``made``: the package in the making, whose trees the paragraphs are of. ``main``: the name of its body."""

    made: Rebuilding
    main: str
    stories: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    pictures: list[Embedded] = field(default_factory=list)

    @property
    def by_key(self) -> dict[str, Paragraph]:
        return {paragraph.key: paragraph for paragraph in self.paragraphs}


def word_file(data: bytes) -> WordFile:
    """Raises Unreadable."""
    package = Package(data)
    made = Rebuilding(package)
    main = next((each.target for each in made.relations("") if each.kind == "officeDocument"), "")
    main = next((name for name in package.names if name.lower() == main.lower()), main)
    body = made.tree(main)
    if body is None:
        raise damaged()
    file = WordFile(made, main)
    budget = Budget(30.0)
    there = set(made.reachable())
    names = sorted((name for name in package.names if name in there), key=lambda name: (name != main, name))
    for name in names:
        if name != main and not _STORIES.match(name) and not _DRAWN.match(name):
            continue
        root = made.tree(name)
        if root is None:
            continue
        if name == main or _STORIES.match(name):
            file.stories.append(name)
            file.paragraphs += _paragraphs(name, root, name == main, budget)
        else:
            file.paragraphs += _drawn(name, root)
    labels = {paragraph.node: _behind(paragraph) for paragraph in file.paragraphs}

    def label(use: Use) -> str:
        above = next((each for each in use.node.iterancestors() if each in labels), None)
        if above is not None:
            return labels[above]
        return say("图表") if "/charts/" in use.source.lower() else say("版面")

    stories = [name for name in names if name == main or _STORIES.match(name)]
    file.pictures = pictures_of(made, [*stories, *(name for name in names if name not in stories)], label)
    return file


def _behind(paragraph: Paragraph) -> str:
    """Where a picture stands: a paragraph without text of its own has the number of the one before it, 0 where there is none."""
    if paragraph.text.strip() or paragraph.cell is not None:
        return paragraph.label
    nothing = say("第{number}段", number=0)
    if nothing in paragraph.label:
        return paragraph.label.replace(nothing, "") or say("开头")
    return say("{where}之后", where=paragraph.label)


def sight_of_word(data: bytes) -> Sight:
    """Raises Unreadable."""
    file = word_file(data)
    parts = [Part(each.key, each.label, text) for each in file.paragraphs if (text := each.text) and text.strip()]
    return Sight(Format.WORD, tuple(parts), pictures=tuple(each.seen for each in file.pictures))


def _paragraphs(name: str, root: Element, is_body: bool, budget: Budget) -> Iterator[Paragraph]:
    base = _story(name, is_body)
    grid = _Grid()
    count = own = 0
    for node in root.iter(f"{W}p"):
        budget.tick()
        if any(each.tag == f"{_MC}Fallback" for each in node.iterancestors()):
            continue
        count += 1
        paragraph = Paragraph(f"{name}#{count}", name, node, list(_pieces(node)))
        box = any(each.tag == f"{W}txbxContent" for each in node.iterancestors())
        paragraph.cell = grid.of(node)
        if paragraph.cell is not None:
            table, row, column = paragraph.cell
            where = say("第{table}个表第{row}行第{column}列", table=table, row=row, column=column)
        else:
            own += bool(paragraph.text.strip())
            where = say("第{number}段", number=own)
        label = where if is_body else say("{story}{where}", story=base, where=where)
        paragraph.label = say("{where}（文本框）", where=label) if box else label
        yield paragraph


def _story(name: str, is_body: bool) -> str:
    if is_body:
        return ""
    kind = (_STORIES.match(name) or [name, ""])[1].lower()
    return {"header": say("页眉"), "footer": say("页脚"), "footnotes": say("脚注"), "endnotes": say("尾注")}.get(
        kind, say("正文")
    )


class _Grid:
    """Numbers of tables, their rows and the cells of each, counted when first asked for."""

    def __init__(self) -> None:
        self._tables: dict[Element, int] = {}
        self._rows: dict[Element, int] = {}
        self._cells: dict[Element, int] = {}

    def of(self, node: Element) -> tuple[int, int, int] | None:
        cells = list(node.iterancestors(f"{W}tc"))
        if not cells:
            return None
        cell = cells[-1]
        row = next(cell.iterancestors(f"{W}tr"), None)
        table = next(cell.iterancestors(f"{W}tbl"), None)
        if row is None or table is None:
            return None
        if table not in self._tables:
            self._tables[table] = len(self._tables) + 1
            rows = (each for each in table.iter(f"{W}tr") if next(each.iterancestors(f"{W}tbl"), None) is table)
            self._rows |= {each: at for at, each in enumerate(rows, 1)}
        if cell not in self._cells:
            own = (each for each in row.iter(f"{W}tc") if next(each.iterancestors(f"{W}tr"), None) is row)
            self._cells |= {each: at for at, each in enumerate(own, 1)}
        return self._tables[table], self._rows.get(row, 0), self._cells.get(cell, 0)


def _pieces(paragraph: Element) -> Iterator[Piece]:
    at = 0
    waiting = [(child, False) for child in reversed(paragraph)]
    while waiting:
        node, in_run = waiting.pop()
        tag = node.tag
        if not isinstance(tag, str) or tag in _GONE or tag == f"{W}p":
            continue
        if tag == f"{W}t" or (tag.endswith("}t") and "officeDocument/2006/math" in tag):
            text = node.text or ""
        elif in_run and tag in _STANDS_FOR:
            text = _STANDS_FOR[tag]
        else:
            inside = tag == f"{W}r"
            waiting += [(child, inside) for child in reversed(node)]
            continue
        if text:
            yield Piece(node, text, at)
            at += len(text)


def _drawn(name: str, root: Element) -> Iterator[Paragraph]:
    """The texts of charts and diagrams, each on its own: titles, names of series, categories and values."""
    label = say("图表") if "/charts/" in name.lower() else say("示意图")
    if "/diagrams/" in name.lower() and "data" not in name.lower().rsplit("/", 1)[-1]:
        return  # the drawing repeats the data
    count = 0
    for node in root.iter():
        if local(node) not in ("t", "v"):
            continue
        count += 1
        text = node.text or ""
        yield Paragraph(f"{name}#{count}", name, node, [Piece(node, text, 0)] if text else [], label)
