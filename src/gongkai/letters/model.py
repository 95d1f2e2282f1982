"""A drafted letter as a value: what it says, block by block, without number and date, which come with the signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Any, TypeVar

from gongkai.documents.canonical import canonical_text
from gongkai.language import say
from gongkai.law.articles import chinese_number
from gongkai.letters.errors import DraftBroken
from gongkai.letters.facts import Attachment


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph. ``changed``: a person has changed it since it was drafted."""

    text: str
    changed: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Points:
    """Points to be numbered 一、二、… where there is more than one."""

    points: tuple[str, ...]
    changed: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The points as they are printed."""
        if len(self.points) < 2:
            return self.points
        return tuple(f"{chinese_number(n)}、{point}" for n, point in enumerate(self.points, 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form over ``span`` columns. ``label``: it names what stands beside it; an empty one is to be filled in."""

    text: str
    span: int = 1
    label: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form. ``height``: in lines, to leave room for writing."""

    cells: tuple[Cell, ...]
    height: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A form or a calculation. ``widths``: of its columns, relative to each other. ``head``: rows of column heads."""

    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    head: int = 0
    changed: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple("\t".join(cell.text for cell in row.cells) for row in self.rows)


Block = Text | Points | Grid


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A page of its own after the letter, such as the form for a reply."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter without number and date.

    ``addressee``: to whom it goes, by name, "" for a form that stays in the house. ``signature``: the body's name, "" where
    nothing is signed. ``template``: version of the wording it was drawn from, 0 for the one shipped.
    """

    code: str
    title: str
    addressee: str
    salutation: str
    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    signature: str = ""
    template: int = 0

    @property
    def attachment_lines(self) -> tuple[str, ...]:
        """附件说明: enclosures first, then files; numbered where there are several."""
        names = [enclosure.title for enclosure in self.enclosures]
        names += [a.name if a.pages is None else f"{a.name}（{a.pages}页）" for a in self.attachments]
        if len(names) < 2:
            return tuple(f"附件：{name}" for name in names)
        return tuple(f"附件：1. {name}" if n == 1 else f"{n}. {name}" for n, name in enumerate(names, 1))

    @property
    def text(self) -> str:
        """All words, a line a paragraph, the cells of a row parted by tabs."""
        return "\n".join(line for line in self._lines() if line)

    def _lines(self) -> Iterator[str]:
        yield self.title
        yield self.salutation
        for block in self.blocks:
            yield from block.lines
        yield from self.attachment_lines
        yield self.signature
        for enclosure in self.enclosures:
            yield enclosure.title
            for block in enclosure.blocks:
                yield from block.lines

    def data(self) -> dict[str, Any]:
        """Plain values for JSON. `from_data` makes the same draft of them."""
        return {
            "code": self.code,
            "title": self.title,
            "addressee": self.addressee,
            "salutation": self.salutation,
            "blocks": [_block_data(block) for block in self.blocks],
            "attachments": [asdict(attachment) for attachment in self.attachments],
            "enclosures": [{"title": e.title, "blocks": [_block_data(b) for b in e.blocks]} for e in self.enclosures],
            "signature": self.signature,
            "template": self.template,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Draft:
        """The draft in ``data``. Raises `DraftBroken` where it is none."""
        try:
            draft = cls(
                code=_is(str, data["code"]),
                title=_is(str, data["title"]),
                addressee=_is(str, data["addressee"]),
                salutation=_is(str, data["salutation"]),
                blocks=tuple(_block_of(block) for block in data["blocks"]),
                attachments=tuple(
                    Attachment(_is(str, a["name"]), None if a["pages"] is None else _is(int, a["pages"]))
                    for a in data["attachments"]
                ),
                enclosures=tuple(
                    Enclosure(_is(str, e["title"]), tuple(_block_of(b) for b in e["blocks"]))
                    for e in data["enclosures"]
                ),
                signature=_is(str, data["signature"]),
                template=_is(int, data["template"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _broken() from error
        if json.dumps(draft.data(), sort_keys=True) != json.dumps(data, sort_keys=True, default=str):
            raise _broken()
        return draft

    def digest(self, files: Sequence[str] = ()) -> str:
        """What an approval binds to: SHA-256 over the draft and the hashes of the ``files`` that go out with it, in hex.

        The order of the files does not matter; a file that is there twice does.
        """
        whole = {"draft": self.data(), "files": sorted(files)}
        canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def edited(draft: Draft, blocks: Sequence[Block | str]) -> Draft:
    """``draft`` with ``blocks`` for its own, those marked that say something else than before. A str is a paragraph.

    Marks of earlier edits stay; a block that was only moved or that now stands beside a new one is not marked. Blank ones
    are left out.
    """
    given = [Text(canonical_text(block)) if isinstance(block, str) else _plain(block) for block in blocks]
    wanted = [block for block in given if any(line.strip() for line in block.lines)]
    before = [_unmarked(block) for block in draft.blocks]
    after = [_unmarked(block) for block in wanted]
    found: list[Block] = [replace(block, changed=True) for block in after]
    for match in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        found[match.b : match.b + match.size] = draft.blocks[match.a : match.a + match.size]
    for place, block in enumerate(after):
        if found[place].changed and block in before:  # moved
            found[place] = draft.blocks[before.index(block)]
    return replace(draft, blocks=tuple(found))


def _unmarked(block: Block) -> Block:
    return replace(block, changed=False)


def _plain(block: Block) -> Block:
    """``block`` with only such characters as every format carries."""
    if isinstance(block, Text):
        return replace(block, text=canonical_text(block.text))
    if isinstance(block, Points):
        return replace(block, points=tuple(p for p in map(canonical_text, block.points) if p))
    rows = tuple(
        replace(row, cells=tuple(replace(cell, text=canonical_text(cell.text)) for cell in row.cells))
        for row in block.rows
    )
    return replace(block, rows=rows)


def _block_data(block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text, "changed": block.changed}
    if isinstance(block, Points):
        return {"kind": "points", "points": list(block.points), "changed": block.changed}
    return {
        "kind": "grid",
        "rows": [{"cells": [asdict(cell) for cell in row.cells], "height": row.height} for row in block.rows],
        "widths": list(block.widths),
        "head": block.head,
        "changed": block.changed,
    }


def _block_of(data: Mapping[str, Any]) -> Block:
    changed = _is(bool, data["changed"])
    match data["kind"]:
        case "text":
            return Text(_is(str, data["text"]), changed)
        case "points":
            return Points(tuple(_is(str, point) for point in data["points"]), changed)
        case "grid":
            rows = tuple(Row(tuple(map(_cell_of, row["cells"])), _is(int, row["height"])) for row in data["rows"])
            return Grid(rows, tuple(_is(int, width) for width in data["widths"]), _is(int, data["head"]), changed)
    raise _broken()


def _cell_of(data: Mapping[str, Any]) -> Cell:
    return Cell(_is(str, data["text"]), _is(int, data["span"]), _is(bool, data["label"]))


_Kind = TypeVar("_Kind")


def _is(kind: type[_Kind], value: Any) -> _Kind:
    """``value``, if it is of just this kind: JSON knows no subclasses, and True is no number."""
    if type(value) is not kind:
        raise TypeError
    return value


def _broken() -> DraftBroken:
    return DraftBroken(
        say("保存的文书内容已经损坏，不能据此审批或者排版。请从备份恢复这份文书，或者重新起草后再送审。")
    )
