"""区分处理目录: the index of cuts in a letter, kept in step with the copies that go out with it, whatever else was written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gongkai.documents.canonical import canonical_text
from gongkai.letters.facts import Cut
from gongkai.letters.model import Block, Cell, Draft, Grid, Row, Text

HEAD = ("遮盖的文件", "编号", "位置", "理由", "依据")
"""The heads of its columns, by which it is known. The shipped templates have the same."""
_WIDTHS = (5, 2, 6, 5, 5)
_LEAD = "所提供的材料中"
_REMEDY = "行政复议"


def counted(cuts: Sequence[Cut]) -> str:
    """What was covered, in words.

    >>> counted([Cut("名单.pdf", "1", "", "", ""), Cut("名单.pdf", "2", "", "", "")])
    '《名单.pdf》中的2处内容'
    """
    return "、".join(f"《{name}》中的{n}处内容" for name, n in Counter(cut.file for cut in cuts).items())


def rows_of(cuts: Sequence[Cut]) -> tuple[tuple[str, ...], ...]:
    """The cuts as rows of the index."""
    return tuple((c.file, c.number, c.where, c.reason, c.article) for c in cuts)


def with_index(draft: Draft, cuts: Sequence[Cut]) -> Draft:
    """``draft`` with the index of just these cuts: put right where it stands, else before the
    paragraph on remedies; without any cuts, none.

    A sentence that leads to the index goes and comes with it; every other word stays.
    """
    wanted = tuple(tuple(canonical_text(text) for text in row) for row in rows_of(cuts))
    blocks: list[Block] = list(draft.blocks)
    at = next((n for n, block in enumerate(blocks) if is_index(block)), None)
    if at is None and not wanted:
        return draft
    if at is not None:
        if _rows(blocks[at]) == wanted:
            return draft
        del blocks[at]
        if at and isinstance(before := blocks[at - 1], Text) and before.text.startswith(_LEAD):
            at -= 1
            del blocks[at]
    else:
        at = next(
            (n for n, block in enumerate(blocks) if isinstance(block, Text) and _REMEDY in block.text), len(blocks)
        )
    if wanted:
        rows = tuple(Row(tuple(Cell(text) for text in row)) for row in (HEAD, *wanted))
        lead = Text(canonical_text(f"{_LEAD}，{counted(cuts)}已作遮盖处理。"))
        blocks[at:at] = [lead, Grid(rows, _WIDTHS, 1)]
    return replace(draft, blocks=tuple(blocks))


def is_index(block: Block) -> bool:
    """Whether ``block`` is the index of cuts."""
    return isinstance(block, Grid) and bool(block.rows) and tuple(cell.text for cell in block.rows[0].cells) == HEAD


def _rows(block: Block) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row.cells) for row in block.rows[1:]) if isinstance(block, Grid) else ()
