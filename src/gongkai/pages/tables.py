"""Tables settled: spans within their rectangle, no holes, and the head cells that a screen reader needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.documents import bounds
from gongkai.pages.inline import is_all, joined, without_marks
from gongkai.pages.model import STRONG, Cell, Image, Paragraph, Table, cell_text, text_of

TO_BE_SETTLED = "?"
"""The scope of a cell that its source calls a head without saying of what."""

_FIGURE = re.compile(
    r"[-+−]?[¥￥$]?[\d,，]*\d(?:\.\d+)?\s*[%％‰]?(?:[元件个人次户万亿千米㎡吨]{1,2})?|[/／—–\-]+|\d{4}[-年./]\d{1,2}(?:[-月./]\d{1,2}日?)?月?|"
)
_LABELS_NAMES = "序号 编号 项目 名称 事项 类别 指标 单位 姓名 科目 内容 时间 日期 地点 品类 标准 备注 科目编码 科目名称"
_LABELS = frozenset(_LABELS_NAMES.split())
_LONGEST_LABEL, _LONGEST_TITLE = 40, 80
_MOST_HEAD_ROWS, _MOST_TITLE_ROWS = 5, 3


def settled(table: Table) -> Table | None:
    """``table`` in order, None when it has no word and no picture."""
    rows = _clipped(table.rows)
    if not any(cell.blocks for row in rows for cell in row):
        return None
    for row in rows:
        for cell in row:
            cell.scope = cell.scope if cell.blocks else ""
    made = Table(rows, min(table.header_rows, len(rows)), list(table.caption))
    if not made.caption:
        _title_to_caption(made)
    if not made.rows:
        return made
    if made.header_rows or any(cell.scope for row in made.rows for cell in row):
        _settle_declared(made)
    else:
        _guess(made)
    for row in made.rows:
        for cell in row:
            if (
                cell.scope
                and len(cell.blocks) == 1
                and isinstance(cell.blocks[0], Paragraph)
                and is_all(cell.blocks[0].inline, STRONG)
            ):
                cell.blocks = [Paragraph(without_marks(cell.blocks[0].inline, STRONG), cell.blocks[0].align)]
    return made


def _clipped(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Every cell cut to the grid cells that are its own; holes before a cell filled; rows in which no cell begins taken out."""
    taken: dict[int, int] = {}  # grid column → first row that is free again
    height, covered = len(rows), 0
    made: list[list[Cell]] = []
    for r, row in enumerate(rows):
        line: list[Cell] = []
        column = 0
        for cell in row:
            while taken.get(column, 0) > r:
                column += 1
            cell.rowspan = max(1, min(cell.rowspan, height - r))
            wide = 1
            most = max(1, min(cell.colspan, bounds.WIDEST_SPAN))
            while wide < most and taken.get(column + wide, 0) <= r:
                wide += 1
            cell.colspan = wide
            covered += cell.rowspan * wide
            if covered > bounds.MOST_COVERED:
                raise bounds.too_many_parts()
            for c in range(column, column + wide):
                taken[c] = r + cell.rowspan
            line.append(cell)
            column += wide
        made.append(line)
    for r in range(height - 1, -1, -1):
        if not made[r]:
            for above in range(r):
                for cell in made[above]:
                    if above + cell.rowspan > r:
                        cell.rowspan -= 1
            del made[r]
    return made


def width_of(table: Table) -> int:
    """Grid columns of a settled table."""
    widths = [0] * len(table.rows)
    for r, row in enumerate(table.rows):
        for cell in row:
            for rr in range(r, min(r + cell.rowspan, len(table.rows))):
                widths[rr] += cell.colspan
    return max(widths, default=0)


def columns_of(table: Table) -> list[list[tuple[int, Cell]]]:
    """For each row its cells with the grid column in which each begins."""
    taken: dict[int, int] = {}
    made = []
    for r, row in enumerate(table.rows):
        column = 0
        line = []
        for cell in row:
            while taken.get(column, 0) > r:
                column += 1
            line.append((column, cell))
            for c in range(column, column + cell.colspan):
                taken[c] = r + cell.rowspan
            column += cell.colspan
        made.append(line)
    return made


def _title_to_caption(table: Table) -> None:
    """First rows of one cell across the whole table are its title. Where such rows part the table further down, the first is a part's
    name too and stays."""
    wide = width_of(table)
    across = [len(row) == 1 and row[0].colspan == wide > 1 and row[0].rowspan == 1 for row in table.rows]
    lead = next((n for n, is_across in enumerate(across) if not is_across), len(across))
    if not 0 < lead <= _MOST_TITLE_ROWS or any(across[lead:-1]):
        return
    if not any(cell.blocks for row in table.rows[lead:] for cell in row):
        return
    lines = []
    for row in table.rows[:lead]:
        block = row[0].blocks[0] if len(row[0].blocks) == 1 else None
        if (
            not isinstance(block, Paragraph)
            or len(text := text_of(block.inline)) > _LONGEST_TITLE
            or text[-1:] in "。；"
        ):
            return
        lines.append(block.inline)
    table.caption = joined(lines)
    table.header_rows = max(0, table.header_rows - lead)
    del table.rows[:lead]


def _words(block: Paragraph) -> str:
    """The text of a line without pictures; "" where one stands in it."""
    return "" if any(isinstance(piece, Image) for piece in block.inline) else text_of(block.inline)


def _settle_declared(table: Table) -> None:
    """What the source calls a head, each with its scope."""
    head = _head_of(table, ("col", TO_BE_SETTLED))
    is_all_head = head >= len(table.rows)
    if is_all_head:
        # A head without a body: what does not say that it heads columns heads rows.
        head = _head_of(table, ("col",))
    if head >= len(table.rows):
        head = 1 if len(table.rows) > 1 and _reach(table, 1) == 1 else 0
    table.header_rows = head
    for r, row in enumerate(table.rows):
        for n, cell in enumerate(row):
            if not cell.blocks:
                cell.scope = ""
            elif r < head:
                cell.scope = "col"
            elif cell.scope == TO_BE_SETTLED:
                cell.scope = "row" if is_all_head or n == 0 or not _is_head(row) else "col"


def _head_of(table: Table, scopes: tuple[str, ...]) -> int:
    """The declared head with the rows of head cells that follow it, and as far as its cells reach down."""
    head, before = table.header_rows, -1
    while head != before:
        before = head
        while head < len(table.rows) and _is_head(table.rows[head], scopes):
            head += 1
        head = _reach(table, head)
    return head


def _is_head(row: Sequence[Cell], scopes: tuple[str, ...] = ("col", TO_BE_SETTLED)) -> bool:
    filled = [cell for cell in row if cell.blocks]
    return bool(filled) and all(cell.scope in scopes for cell in filled)


def _reach(table: Table, head: int) -> int:
    """The row before which all cells of the first ``head`` rows end; the whole height where they go on and on."""
    r = 0
    while r < head:
        for cell in table.rows[r]:
            head = max(head, r + cell.rowspan)
        r += 1
    return head


def _guess(table: Table) -> None:
    """A head that nobody declared: a first row of labels over a body that differs from them."""
    head = _reach(table, 1)
    if len(table.rows) < 2 or head >= len(table.rows) or head > _MOST_HEAD_ROWS or width_of(table) < 2:
        return
    if any(cell.colspan > 1 for cell in table.rows[0]) and head == 1 and len(table.rows[0]) > 1:
        return  # labels over several columns without a row that parts them: a form
    if sum(cell.colspan for cell in table.rows[0]) < width_of(table):
        return
    labels = [cell for row in table.rows[:head] for cell in row]
    if any(len(cell.blocks) > 1 or not all(isinstance(block, Paragraph) for block in cell.blocks) for cell in labels):
        return
    texts = [cell_text(cell) for cell in labels]
    filled = [text for text in texts if text]
    if len(filled) < 2 or len(filled) * 5 < len(texts) * 4:
        return
    if any(len(text) > _LONGEST_LABEL or text[-1] in "。；：:" or _FIGURE.fullmatch(text) for text in filled):
        return
    dressed = all(cell.shaded or _is_bold(cell) for cell in labels if cell.blocks)
    columns = _body_columns(table, head)
    numeric = {c for c, column in columns.items() if column and sum(map(_is_figure, column)) * 2 > len(column)}
    # Words that usually head columns do so where the rows below keep to the columns; in a form they stand beside what is filled in.
    is_even = len(table.rows) - head > 1 and all(cell.colspan == 1 for row in table.rows[head:] for cell in row)
    named = is_even and (texts[0].replace(" ", "") in _LABELS or "备注" in filled)
    if not (dressed or numeric or named):
        return
    table.header_rows = head
    for cell in labels:
        cell.scope = "col" if cell.blocks else ""
    stub = labels[0].colspan if labels[0].rowspan == head else 1
    others = [column for column in columns if column >= stub]
    if any(column in numeric for column in range(stub)) or len(numeric) * 2 < len(others):
        return
    lines = columns_of(table)[head:]
    names = [cell_text(cell) for line in lines for column, cell in line if column < stub]
    if len(names) < len(lines) - sum(cell.rowspan - 1 for line in lines for column, cell in line if column < stub):
        return
    is_named = all(name and not _FIGURE.fullmatch(name) for name in names)
    if is_named and (
        stub > 1 or (len(set(names)) == len(names) and all(len(name) <= _LONGEST_LABEL for name in names))
    ):
        for line in lines:
            for column, cell in line:
                if column < stub:
                    cell.scope = "row"


def _body_columns(table: Table, head: int) -> dict[int, list[str]]:
    columns: dict[int, list[str]] = {}
    for line in columns_of(table)[head:]:
        for column, cell in line:
            if cell.colspan == 1:
                columns.setdefault(column, []).append(cell_text(cell))
    return columns


def _is_figure(text: str) -> bool:
    return bool(text) and _FIGURE.fullmatch(text) is not None


def _is_bold(cell: Cell) -> bool:
    return all(isinstance(block, Paragraph) and is_all(block.inline, STRONG) for block in cell.blocks)
