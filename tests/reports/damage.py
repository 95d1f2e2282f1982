"""What happens to a report on its way: fields shifted, dropped, split, annotated, blanked; rows lost, doubled, added.

Every damage takes the rows of one table and a source of chance, and changes the rows in place. None of them changes a figure
into another plain figure: whatever it does, a careful reader can see that something is wrong or read what was meant.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from reports.layouts import Rows

Damage = Callable[[Rows, random.Random], None]


def _is_figure(field: str) -> bool:
    return bool(field) and field.lstrip("-+").replace(".", "", 1).isdigit()


def _figures(rows: Rows) -> list[tuple[int, int]]:
    return [(r, c) for r, row in enumerate(rows) for c, field in enumerate(row) if _is_figure(field)]


def _labels(rows: Rows) -> list[tuple[int, int]]:
    """The field right before the first figure of a row: its label, as far as it has one."""
    out = []
    for r, row in enumerate(rows):
        first = next((c for c, field in enumerate(row) if _is_figure(field)), None)
        if first is not None:
            named = [c for c in range(first) if row[c]]
            if named:
                out.append((r, named[-1]))
    return out


def _change_figure(rows: Rows, dice: random.Random, how: Callable[[str], str]) -> None:
    found = _figures(rows)
    if found:
        r, c = dice.choice(found)
        rows[r][c] = how(rows[r][c])


def shift(rows: Rows, dice: random.Random) -> None:
    row = dice.choice(rows)
    row[:0] = [""] * dice.randint(1, 3)


def unshift(rows: Rows, dice: random.Random) -> None:
    for row in dice.sample(rows, min(3, len(rows))):
        while row and not row[0]:
            del row[0]


def shift_and_cut(rows: Rows, dice: random.Random) -> None:
    """Moved one to the right, with the last field falling off the edge."""
    row = dice.choice(rows)
    row.insert(0, "")
    if len(row) > 1:
        row.pop()


def drop_field(rows: Rows, dice: random.Random) -> None:
    row = dice.choice(rows)
    if row:
        del row[dice.randrange(len(row))]


def drop_figure(rows: Rows, dice: random.Random) -> None:
    found = _figures(rows)
    if found:
        r, c = dice.choice(found)
        del rows[r][c]


def drop_row(rows: Rows, dice: random.Random) -> None:
    if len(rows) > 1:
        del rows[dice.randrange(len(rows))]


def drop_rows(rows: Rows, dice: random.Random) -> None:
    start = dice.randrange(len(rows))
    del rows[start : start + dice.randint(2, 6)]


def cut_off(rows: Rows, dice: random.Random) -> None:
    del rows[dice.randrange(1, len(rows) + 1) :]


def lose_the_head(rows: Rows, dice: random.Random) -> None:
    first = next((r for r, row in enumerate(rows) if any(_is_figure(f) for f in row)), 0)
    del rows[:first]


def double_row(rows: Rows, dice: random.Random) -> None:
    r = dice.randrange(len(rows))
    rows.insert(r, list(rows[r]))


def double_field(rows: Rows, dice: random.Random) -> None:
    found = _figures(rows)
    if found:
        r, c = dice.choice(found)
        rows[r].insert(c, rows[r][c])


def extra_row(rows: Rows, dice: random.Random) -> None:
    own = [
        "9.其他不予公开情形",
        "其中：网上申请",
        "4.情况特殊的申请",
        "备注行",
        "其他主动公开文件",
        "其中：重复申请",
        "小计",
    ]
    label = dice.choice(own)
    figures = [str(dice.randrange(50)) for _ in range(dice.choice([1, 3, 7, 7, 7]))]
    rows.insert(dice.randrange(1, len(rows) + 1), [label, *figures])


def orphan_row(rows: Rows, dice: random.Random) -> None:
    found = _labels(rows)
    if found:
        r, c = dice.choice(found)
        rows[r][c] = ""


def split_label(rows: Rows, dice: random.Random) -> None:
    found = [(r, c) for r, c in _labels(rows) if len(rows[r][c]) > 3]
    if found:
        r, c = dice.choice(found)
        label = rows[r][c]
        at = dice.randrange(1, len(label))
        if dice.random() < 0.5:
            rows[r][c] = label[:at] + " " + label[at:]
        else:
            rows[r][c] = label[at:]
            rows.insert(r, [*[""] * c, label[:at]])


def label_one_character_a_field(rows: Rows, dice: random.Random) -> None:
    found = _labels(rows)
    if found:
        r, c = dice.choice(found)
        rows[r][c : c + 1] = list(rows[r][c])


def lose_characters(rows: Rows, dice: random.Random) -> None:
    found = [(r, c) for r, c in _labels(rows) if len(rows[r][c]) > 5]
    if found:
        r, c = dice.choice(found)
        label = rows[r][c]
        at = dice.randrange(len(label) - 1)
        rows[r][c] = label[:at] + label[at + dice.randint(1, 2) :]


def debris(rows: Rows, dice: random.Random) -> None:
    found = _labels(rows)
    if found:
        r, c = dice.choice(found)
        rows[r][c] = dice.choice(["_GoBack", "OLE_LINK1", "_Toc29873", "bookmark0 "]) + rows[r][c]


def annotate(rows: Rows, dice: random.Random) -> None:
    _change_figure(rows, dice, lambda f: f + dice.choice(["（其中修订16件）", "(含上年3件)", "[见注2]"]))


def add_a_unit(rows: Rows, dice: random.Random) -> None:
    _change_figure(rows, dice, lambda f: f + dice.choice(["件", "元", "万元", "条"]))


def widen(rows: Rows, dice: random.Random) -> None:
    full = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    _change_figure(rows, dice, lambda f: f.translate(full))


def group_thousands(rows: Rows, dice: random.Random) -> None:
    _change_figure(rows, dice, lambda f: f"{int(f):,}" if f.isdigit() else f)


def letter(rows: Rows, dice: random.Random) -> None:
    _change_figure(rows, dice, lambda f: dice.choice(["b", "O", "1O", "l", "?", f + "b"]))


def no_figure(rows: Rows, dice: random.Random) -> None:
    _change_figure(rows, dice, lambda f: dice.choice(["/", "-", "—", "——", "无", "\\", "*"]))


def blank(rows: Rows, dice: random.Random) -> None:
    _change_figure(rows, dice, lambda f: "")


def blank_column(rows: Rows, dice: random.Random) -> None:
    found = _figures(rows)
    if found:
        _, c = dice.choice(found)
        for row in rows:
            if c < len(row) and _is_figure(row[c]):
                row[c] = ""


def page_number(rows: Rows, dice: random.Random) -> None:
    rows.insert(dice.randrange(len(rows) + 1), [dice.choice(["— 3 —", "- 4 -", "第 3 页", "第3页 共9页", "5", "3/9"])])


def page_break_with_head(rows: Rows, dice: random.Random) -> None:
    first = next((r for r, row in enumerate(rows) if any(_is_figure(f) for f in row)), 0)
    at = dice.randrange(first, len(rows) + 1)
    rows[at:at] = [["- 2 -"], *[list(row) for row in rows[:first]]]


def empty_pipes(rows: Rows, dice: random.Random) -> None:
    for row in rows:
        row.extend([""] * dice.randint(0, 40))


def join_rows(rows: Rows, dice: random.Random) -> None:
    if len(rows) > 1:
        r = dice.randrange(len(rows) - 1)
        rows[r].extend(rows.pop(r + 1))


def remark_column(rows: Rows, dice: random.Random) -> None:
    dice.choice(rows).append(dice.choice(["备注", "详见附件", "已公开"]))


def split_figure(rows: Rows, dice: random.Random) -> None:
    """One figure over two fields, as a line break inside a cell makes it."""
    found = [(r, c) for r, c in _figures(rows) if len(rows[r][c]) > 1]
    if found:
        r, c = dice.choice(found)
        at = dice.randrange(1, len(rows[r][c]))
        rows[r][c : c + 1] = [rows[r][c][:at], rows[r][c][at:]]


def space_in_figure(rows: Rows, dice: random.Random) -> None:
    found = [(r, c) for r, c in _figures(rows) if len(rows[r][c]) > 1]
    if found:
        r, c = dice.choice(found)
        at = dice.randrange(1, len(rows[r][c]))
        rows[r][c] = rows[r][c][:at] + " " + rows[r][c][at:]


def figure_in_the_label(rows: Rows, dice: random.Random) -> None:
    """The first figure has run into the field of the label."""
    found = [(r, c) for r, c in _labels(rows) if c + 1 < len(rows[r]) and _is_figure(rows[r][c + 1])]
    if found:
        r, c = dice.choice(found)
        rows[r][c : c + 2] = [rows[r][c] + dice.choice([" ", "", "："]) + rows[r][c + 1]]


def figures_on_the_next_row(rows: Rows, dice: random.Random) -> None:
    found = _labels(rows)
    if found:
        r, c = dice.choice(found)
        rows.insert(r + 1, rows[r][c + 1 :])
        del rows[r][c + 1 :]


def figures_on_the_row_before(rows: Rows, dice: random.Random) -> None:
    found = _labels(rows)
    if found:
        r, c = dice.choice(found)
        moved = rows[r][c + 1 :]
        del rows[r][c + 1 :]
        rows.insert(r, moved)


def drop_column_with_its_name(rows: Rows, dice: random.Random) -> None:
    """One of the middle columns left out throughout, name and figures."""
    name = dice.choice(["科研机构", "法律服务机构", "社会公益组织"])
    if not any(name in row for row in rows):
        return
    from_the_end = {"科研机构": 5, "社会公益组织": 4, "法律服务机构": 3}[name]
    for row in rows:
        if name in row:
            row.remove(name)
        elif sum(map(_is_figure, row)) == 7:
            last = max(c for c, field in enumerate(row) if _is_figure(field))
            del row[last - from_the_end + 1]


def drop_column_of_figures(rows: Rows, dice: random.Random) -> None:
    """The name of the column stays, its figures are gone, so every row is one short."""
    at = dice.randrange(7)
    for row in rows:
        found = [c for c, field in enumerate(row) if _is_figure(field)]
        if len(found) == 7:
            del row[found[at]]


DAMAGES: dict[str, Damage] = {
    f.__name__: f
    for f in (
        shift, unshift, shift_and_cut, drop_field, drop_figure, drop_row, drop_rows, cut_off, lose_the_head, double_row,
        double_field, extra_row, orphan_row, split_label, label_one_character_a_field, lose_characters, debris, annotate,
        add_a_unit, widen, group_thousands, letter, no_figure, blank, blank_column, page_number, page_break_with_head,
        empty_pipes, join_rows, remark_column, split_figure, space_in_figure, figure_in_the_label, figures_on_the_next_row,
        figures_on_the_row_before, drop_column_with_its_name, drop_column_of_figures,
    )
}  # fmt: skip
