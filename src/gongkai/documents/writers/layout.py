"""What goes where on the page, decided once for DOCX, PDF, HTML and XLSX, so that a document looks alike in all of them."""

from __future__ import annotations

import re
from math import ceil
from unicodedata import east_asian_width

from gongkai.documents.model import Document, Paragraph, Table

_WORD = re.compile(r"[!-~]+")
# A cell with a figure in it, or with the signs reports write for none, is data; any other cell at the start of a row names it.
_DATA = re.compile(r"[-+－＋±]?[0-9０-９][0-9０-９,，.．%％]*(?:件|项|元|万元|次|条)?|[-—–－/／]*")
# Where a title may be parted without cutting a word: after the year, after 的 and a comma, before the words all titles end with.
_TURN = re.compile(r"(?<=[0-9]年)|(?<=[的、，：—])|(?=关于|政府信息|工作年度)")
_SEAM = re.compile(r"(?<=[!-~])(?=[^\x00-\xff])|(?<=[^\x00-\xff])(?=[!-~])")
_LABEL = re.compile(r"[\u4e00-\u9fff]{3,8}")
_DATE = re.compile(
    r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_PROSE = re.compile(r"[\n。，；：！？]")
_LONG = 9.0  # ems; a longer text reads better flush left than centred
_LINES = 5  # a text is given room to fit in so many lines, before its column competes with others for width


def ems(text: str) -> float:
    """The width of the longest line of ``text`` in ems: a Chinese character is 1, a Latin letter or digit about a half."""
    return max(
        (sum(1.0 if east_asian_width(sign) in "WFA" else 0.55 for sign in line) for line in text.split("\n")),
        default=0.0,
    )


def title_lines(text: str, room: float, *, longer_first: bool = False) -> list[str]:
    """``text`` in two lines of at most ``room`` ems, parted where no word is cut (GB/T 9704-2012, 7.3.1: 词意完整), about equal.

    One line when it fits, when the author broke it, or when no place to part it is known. ``longer_first``: only such
    partings after which the first line is the longer, which a program that knows only widths can be made to follow.
    """
    if "\n" in text or ems(text) <= room:
        return [text]
    partings = [(text[: found.start()], text[found.start() :]) for found in _TURN.finditer(text) if found.start()]
    fitting = [
        (first, second)
        for first, second in partings
        if max(ems(first), ems(second)) <= room and (not longer_first or ems(first) >= ems(second))
    ]
    if not fitting:
        return [text]
    first, second = min(fitting, key=lambda pair: abs(ems(pair[0]) - ems(pair[1])))
    return [first, second]


def title_width(text: str, room: float) -> float:
    """The width in ems in which a centred title breaks as ``title_lines`` says, or else into lines about equally long."""
    parted = title_lines(text, room - 0.5, longer_first=True)
    if len(parted) > 1:
        first = parted[0]
        # Programs put a quarter of a square between Chinese and Latin.
        return min(room, ems(first) + 0.25 * len(_SEAM.findall(first)) + 0.4)
    lines = ceil(ems(text) / room)
    return room if lines < 2 or "\n" in text else min(room, ems(text) / lines + 1.2)


def even_pieces(text: str, room: float) -> list[str]:
    """A short Chinese label in pieces of about equal length for a column ``room`` ems wide: 商业 企业, not 商业企 业."""
    if not _LABEL.fullmatch(text) or len(text) <= room:
        return [text]
    if len(text) % 2:
        length = ceil(len(text) / ceil(len(text) / max(room, 1.0)))
    else:  # most words have two characters: 社会 公益 组织
        most = max(2, int(room) // 2 * 2)
        length = ceil(len(text) / ceil(len(text) / most) / 2) * 2
    return [text[start : start + length] for start in range(0, len(text), length)]


def column_widths(table: Table, room: float, *, padding: float = 0.8) -> list[float]:
    """The width of each grid column, in ems of the table's text; together ``room`` ems.

    Each column first gets what its longest unbreakable piece needs (a number, or two Chinese characters), then the rest is
    shared out by how much text waits to be laid out, so that long labels get the width and figures stay narrow.
    ``padding``: ems that every column loses to its cells' margins. A table that cannot fit at all is squeezed evenly.
    """
    least, wish = _demands(table)
    least = [width + padding for width in least]
    wish = [width + padding for width in wish]
    widths = _share(least, wish, room)
    figures = _figure_columns(table)
    if figures:  # columns of figures look best alike, where none is cut by it
        even = sum(widths[c] for c in figures) / len(figures)
        if even >= max(least[c] for c in figures):
            for c in figures:
                widths[c] = even
    return widths


def _figure_columns(table: Table) -> list[int]:
    """The grid columns whose body is figures alone."""
    figures: dict[int, bool] = {}
    for row in table.grid()[table.header_rows :]:
        for c, here in enumerate(row):
            if here is not None and here[1]:
                figures[c] = figures.get(c, True) and here[0].colspan == 1 and is_data(here[0].text)
    return [c for c, pure in figures.items() if pure]


def _demands(table: Table) -> tuple[list[float], list[float]]:
    """For each grid column the ems it needs, lest a number or word be cut, and the ems it would like."""
    grid = table.grid()
    count = len(grid[0]) if grid else 0
    least = [1.0] * count
    wish = [1.0] * count
    wide: list[tuple[int, int, float, float]] = []
    for r, row in enumerate(grid):
        for c, here in enumerate(row):
            if here is None or not here[1] or not here[0].text:
                continue
            cell = here[0]
            full = ems(cell.text)
            word = max((len(word) * 0.55 for word in _WORD.findall(cell.text)), default=0.0)
            needs = full if full <= 3.2 else max(2.0, word, full / _LINES)  # 自然人 is not broken in two
            wants = max(needs, full if full <= 6 else 6 + (full - 6) / 3)
            if cell.rowspan > 2:  # it has the height of several rows to run on in
                wants = max(word, min(full, 3.2 if cell.rowspan > 10 else 4.2))
                needs = min(full, max(wants, full / (2 * cell.rowspan)))
            if r < table.header_rows:
                wants = max(needs, min(wants, 3.0))  # a head may be set in several short lines
            if cell.colspan == 1:
                least[c] = max(least[c], needs)
                wish[c] = max(wish[c], wants)
            else:
                wide.append((c, cell.colspan, needs, wants))
    for c, across, needs, wants in wide:
        _raise(least, c, across, needs)
        _raise(wish, c, across, wants)
    return least, [max(pair) for pair in zip(wish, least, strict=True)]


def fitted(table: Table, room: float) -> tuple[float, list[float]]:
    """The type size and the column widths, both in points, with which ``table`` fits ``room`` points.

    五号 (10.5) by default; smaller when the figures and words of some columns would otherwise be cut.
    """
    for points in (10.5, 9.0, 7.5, 6.5):
        ems_room = room / points
        widths = column_widths(table, ems_room)
        if sum(_demands(table)[0]) + 0.8 * len(widths) <= ems_room:
            break
    return points, [width * points for width in widths]


def is_data(text: str) -> bool:
    """Whether a cell's text is a figure or a sign for none (blank, ``-``, ``/``), and so no label."""
    return _DATA.fullmatch(text) is not None


def left_aligned(table: Table) -> set[tuple[int, int]]:
    """Row and grid column of the cells to set flush left: labels of a column that holds some long text.

    Heads, cells that stand for several rows, and the columns of figures are centred, as in the printed forms.
    """
    starts = [
        (r, c, here[0])
        for r, row in enumerate(table.grid())
        for c, here in enumerate(row)
        if here is not None and here[1] and here[0].rowspan == 1 and r >= table.header_rows
    ]
    figures = {c for _, c, cell in starts if cell.text and is_data(cell.text)}
    wordy = {c for _, c, cell in starts if ems(cell.text) > _LONG} - figures
    return {(r, c) for r, c, cell in starts if c in wordy and not _is_caption(table, r)}


def opens_a_part(table: Table, r: int) -> bool:
    """Whether row ``r`` announces the rows after it, and so should stand on the same page: a caption, or the heads under one."""
    if _is_caption(table, r):
        return True
    return r > 0 and _is_caption(table, r - 1) and not any(is_data(cell.text) for cell in table.rows[r])


def signature(document: Document) -> dict[int, float]:
    """The blocks that sign the document, with the ems they keep from the right margin (GB/T 9704-2012, 7.3.5).

    A last paragraph that is a date alone, four ems in; a short one before it (the agency), centred over the date.
    """
    blocks = document.blocks
    if not blocks or not isinstance(blocks[-1], Paragraph) or not _DATE.fullmatch(blocks[-1].text):
        return {}
    found = {len(blocks) - 1: 4.0}
    before = blocks[-2] if len(blocks) > 1 else None
    if isinstance(before, Paragraph) and ems(before.text) <= 20 and not _PROSE.search(before.text):
        found[len(blocks) - 2] = max(2.0, 4.0 + (ems(blocks[-1].text) - ems(before.text)) / 2)
    return found


def _is_caption(table: Table, r: int) -> bool:
    """A row of one merged cell, such as 第二十条第（一）项 in table two, is a caption within the table."""
    return len(table.rows[r]) == 1 and table.rows[r][0].colspan > 1


def _raise(widths: list[float], first: int, across: int, needed: float) -> None:
    """Widen ``across`` columns evenly until together they offer ``needed``."""
    lacking = needed - sum(widths[first : first + across])
    if lacking > 0:
        for c in range(first, first + across):
            widths[c] += lacking / across


def _share(least: list[float], wish: list[float], room: float) -> list[float]:
    if not least:
        return []
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    if sum(wish) <= room:
        return [width * room / sum(wish) for width in wish]
    share = (room - sum(least)) / (sum(wish) - sum(least))
    return [low + (high - low) * share for low, high in zip(least, wish, strict=True)]
