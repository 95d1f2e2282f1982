"""Text: Markdown that reads back equal, or plain lines with tabs.

Tables are pipe tables. A merged cell is written once, at its top left; ``<<`` says "belongs to the cell on the left", ``^^``
"belongs to the cell above". (MultiMarkdown's ``||`` for the first is not used: in the wild two pipes mean a blank cell, and
a blank that turns into a merged cell would move figures.) A line break inside a cell or heading is ``<br>``, inside a
paragraph a backslash at the end of the line. Signs that Markdown would take for its own are written with a backslash.
"""

from __future__ import annotations

import re

from gongkai.documents.canonical import canonical
from gongkai.documents.model import Document, Heading, Table

LEFT = "<<"
ABOVE = "^^"

# Signs that mean something inside a line, wherever they stand. ``_`` does so only at the edge of a word, ``&`` before an entity.
_INLINE = re.compile(r"[\\`*\[<|]|~(?=~)|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|!(?=\[)")
# Signs that mean something at the start of a line: heading, quotation, fence, list, rule, underline of a heading, number.
_OPENING = re.compile(r"[#>~]|([-+=])(?:\1|\s|$)")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_RULE = re.compile(r":?-+:?$")
_CLOSING = re.compile(r"#+$")


def write(document: Document, *, plain: bool = False, title: str | None = None) -> bytes:
    """``document`` as UTF-8 text with ``\\n`` line ends.

    ``plain``: no marks at all, a line a paragraph, a line a table row with tabs between cells (a tab also for each grid cell
    that a merged cell covers); made for pasting, it does not read back equal. ``title`` is accepted for the sake of one
    signature: text files have no metadata.
    """
    lines = _plain(canonical(document)) if plain else _markdown(canonical(document))
    return "".join(f"{line}\n" for line in lines).encode()


def _plain(document: Document) -> list[str]:
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.grid():
                cells = [here[0].text.replace("\n", " ") if here is not None and here[1] else "" for here in row]
                lines.append("\t".join(cells))
        else:
            lines.extend(block.text.split("\n"))
    return lines


def _markdown(document: Document) -> list[str]:
    lines: list[str] = []
    for block in document.blocks:
        if lines:
            lines.append("")
        if isinstance(block, Table):
            lines.extend(_table(block))
        elif isinstance(block, Heading):
            text = _CLOSING.sub(lambda run: "\\#" * len(run.group()), escape(block.text)).replace("\n", "<br>")
            lines.append(f"{'#' * block.level} {text}")
        else:
            *all_but_last, last = (_opening(escape(line)) for line in block.text.split("\n"))
            lines.extend(f"{line}\\" for line in all_but_last)
            lines.append(last)
    return lines


def _table(table: Table) -> list[str]:
    lines = []
    grid = table.grid()
    for r, row in enumerate(grid):
        fields = []
        for c, here in enumerate(row):
            if here is None:
                break  # canonical: nothing but holes follow
            cell, is_top_left = here
            if is_top_left:
                fields.append(_cell(cell.text))
            elif c and row[c - 1] is not None and row[c - 1][0] is cell:  # type: ignore[index]
                fields.append(LEFT)
            else:
                fields.append(ABOVE)
        lines.append(f"| {' | '.join(fields)} |")
        if r == max(table.header_rows, 1) - 1:
            lines.append(f"| {' | '.join(['---'] * len(row))} |")
    return lines


def _cell(text: str) -> str:
    if text == ABOVE or _RULE.match(text):
        return f"\\{text}"
    return escape(text).replace("\n", "<br>")


def escape(text: str) -> str:
    """``text`` with a backslash before each sign that Markdown would take for a mark inside a line."""
    return _INLINE.sub(r"\\\g<0>", text)


def _opening(line: str) -> str:
    """``line`` with a backslash before a sign that would make it a heading, a list item, a rule …"""
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.start(2) :]}"
    return f"\\{line}" if _OPENING.match(line) else line
