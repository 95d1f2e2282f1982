"""What the terminal shows: tables that line up although Chinese characters are two columns wide, and a progress bar."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Sequence
from typing import Literal, TextIO

from gongkai.language import say

Align = Literal["left", "right"]


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal.

    >>> width("总计 12"), width("ｗｉｄｅ"), width("e\\u0301")
    (7, 8, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        2
        if unicodedata.east_asian_width(c) in "WF"
        else 0
        if unicodedata.combining(c) or c in "\u200b\u200d\ufeff"
        else 1
        for c in text
    )


def shorten(text: str, columns: int) -> str:
    """``text`` within so many columns, cut with an ellipsis (two columns on most Chinese terminals, counted so).

    >>> shorten("申请人无正当理由逾期不补正", 12)
    '申请人无正…'
    """
    if width(text) <= columns:
        return text
    kept = ""
    used = 0
    for c in text:
        used += width(c)
        if used > columns - 2:
            break
        kept += c
    return kept + "…"


def pad(text: str, columns: int, align: Align = "left") -> str:
    """``text`` filled with blanks to so many columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if align == "right" else text + blanks


def wrap(text: str, columns: int, indent: str = "") -> str:
    """``text`` broken into lines of at most so many columns, each behind ``indent``; Chinese may break anywhere but before
    closing and behind opening punctuation, Latin words and numbers stay whole."""
    lines: list[str] = []
    room = max(columns - width(indent), 8)
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line) + width(piece) > room and piece[0] not in _CLOSING:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return "\n".join(indent + line for line in lines)


_OPENING = frozenset("（《「『“‘([")
_CLOSING = frozenset("，。、；：？！）》」』】”’…,.;:?!)")


def _pieces(text: str) -> list[str]:
    """What a line may not break within: runs of Latin letters and digits, an opening mark with what follows it."""
    pieces: list[str] = []
    for c in text:
        last = pieces[-1][-1] if pieces else " "
        one_word = c.isascii() and last.isascii() and not c.isspace() and not last.isspace()
        if last in _OPENING or one_word:
            pieces[-1] += c
        else:
            pieces.append(c)
    return pieces


def table(rows: Sequence[Sequence[str]], align: Sequence[Align], indent: str = "  ", gap: int = 2) -> str:
    """Rows of cells as lines, every column as wide as its widest cell. Short rows are allowed; no rows give an empty text."""
    widths = [max((width(row[i]) for row in rows if i < len(row)), default=0) for i in range(len(align))]
    lines = [
        indent + (" " * gap).join(pad(cell, widths[i], align[i]) for i, cell in enumerate(row)).rstrip() for row in rows
    ]
    return "\n".join(lines)


def columns(stream: TextIO | None = None) -> int:
    """How wide the terminal is, 60 to 160; 100 where there is none, so that a file always gets the same lines."""
    try:
        return max(60, min(os.get_terminal_size((stream or sys.stdout).fileno()).columns, 160))
    except (OSError, ValueError, AttributeError):
        return 100


class Progress:
    """A line on stderr that counts up to ``total``; nothing at all where stderr is no terminal or there is one file only."""

    def __init__(self, total: int, stream: TextIO | None = None):
        self._stream = stream or sys.stderr
        self._total = total
        self._done = 0
        self._began = time.monotonic()
        self._last = 0.0
        self._shown = self._stream.isatty() and total > 1

    def advance(self) -> None:
        """One more file is done."""
        self._done += 1
        now = time.monotonic()
        if self._shown and (now - self._last > 0.1 or self._done == self._total):
            self._last = now
            self._draw(now - self._began)

    def clear(self) -> None:
        """Take the line away, so that other output can be written."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self, seconds: float) -> None:
        rate = self._done / seconds if seconds > 0 else 0.0
        left = (self._total - self._done) / rate if rate else 0.0
        filled = 24 * self._done // self._total
        bar = "█" * filled + "░" * (24 - filled)
        words = say(
            "{bar} {done}/{total}，每秒 {rate} 个，约剩 {left}",
            bar=bar,
            done=self._done,
            total=self._total,
            rate=f"{rate:.1f}",
            left=duration(left),
        )
        self._stream.write("\r" + words + "\x1b[K")
        self._stream.flush()


def duration(seconds: float) -> str:
    """A length of time in words.

    >>> duration(42), duration(95), duration(7300)
    ('42 秒', '1 分 35 秒', '2 小时 1 分')
    """
    whole = round(seconds)
    if whole < 60:
        return say("{seconds} 秒", seconds=whole)
    if whole < 3600:
        return say("{minutes} 分 {seconds} 秒", minutes=whole // 60, seconds=whole % 60)
    return say("{hours} 小时 {minutes} 分", hours=whole // 3600, minutes=whole % 3600 // 60)
