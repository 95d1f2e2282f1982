"""Help pages that line up: Click counts a Chinese character as one column, a terminal shows it as two."""

from __future__ import annotations

from collections.abc import Iterable

import click

from gongkai.cli.terminal import columns, pad, width, wrap
from gongkai.language import say


class Formatter(click.HelpFormatter):
    """Click's help formatter with widths as a terminal has them, and Chinese colons."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None):
        super().__init__(indent_increment, width or min(columns(), max_width or 100), max_width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"{prefix or say('用法：')}{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + say("{heading}：", heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        blank = " " * self.current_indent
        self.write("\n\n".join(wrap(part, self.width, blank) for part in text.split("\n\n")) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        listed = list(rows)
        first = min(max(width(term) for term, _ in listed), col_max) + col_spacing
        blank = " " * self.current_indent
        for term, meaning in listed:
            lines = wrap(meaning, self.width - first - self.current_indent).splitlines() or [""]
            if width(term) > first - col_spacing:
                self.write(f"{blank}{term}\n")
            else:
                self.write((blank + pad(term, first) + lines.pop(0)).rstrip() + "\n")
            for line in lines:
                self.write(blank + " " * first + line + "\n")
