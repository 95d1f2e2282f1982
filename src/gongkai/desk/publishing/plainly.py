"""A text typed without the editor: HTML as it is, or a few simple marks.

# 标题            a heading, ## one below it
- 一项            a list; 1. 一项 a numbered one
**要紧的**        bold
|甲|乙|           a row of a table
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_TAG = re.compile(r"\s*<(?:p|h[1-6]|ul|ol|table|div|blockquote|figure|section|br|strong|em|a|img)\b", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_POINT = re.compile(r"[-*•]\s+(.+)")
_NUMBERED = re.compile(r"\d{1,3}[.、]\s+(.+)")
_HEADING = re.compile(r"(#{1,3})\s*(.+)")


def html_of(text: str) -> str:
    """``text`` as HTML, still to be cleaned. What begins with an element is HTML already.

    >>> html_of("# 一、范围\\n家电。\\n- 冰箱\\n- 空调")
    '<h2>一、范围</h2>\\n<p>家电。</p>\\n<ul><li>冰箱</li><li>空调</li></ul>'
    """
    if _TAG.match(text):
        return text
    return "\n".join(_blocks(text.splitlines()))


def _blocks(lines: list[str]) -> Iterator[str]:
    run: list[str] = []
    kind = ""
    for raw in [*lines, ""]:
        line = raw.strip()
        now, inner = _of(line)
        if run and now != kind:
            yield _closed(kind, run)
            run = []
        kind = now
        if now:
            run.append(inner)
        elif heading := _HEADING.fullmatch(line):
            level = len(heading[1]) + 1
            yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        elif line:
            yield f"<p>{_inline(line)}</p>"


def _of(line: str) -> tuple[str, str]:
    if point := _POINT.fullmatch(line):
        return "ul", f"<li>{_inline(point[1])}</li>"
    if numbered := _NUMBERED.fullmatch(line):
        return "ol", f"<li>{_inline(numbered[1])}</li>"
    if line.startswith("|") and line.endswith("|") and line.count("|") > 1:
        cells = line[1:-1].split("|")
        if all(set(cell.strip()) <= {"-", ":"} and cell.strip() for cell in cells):
            return "table", ""
        return "table", "<tr>" + "".join(f"<td>{_inline(cell.strip())}</td>" for cell in cells) + "</tr>"
    return "", ""


def _closed(kind: str, run: list[str]) -> str:
    return f"<{kind}>{''.join(run)}</{kind}>"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False))
