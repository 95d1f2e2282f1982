"""Blocks gathered from a walk over HTML: the line that is being written, and when it ends."""

from __future__ import annotations

from gongkai.documents.bounds import Budget
from gongkai.pages.inline import tidy
from gongkai.pages.markers import bullet_or_number
from gongkai.pages.model import Block, Break, Inline, Paragraph, Point, Text, text_of


class Gathered:
    """Blocks as they are found, and the line that is being written."""

    def __init__(self, budget: Budget, align: str = ""):
        self._budget = budget
        self._made: list[Block] = []
        self._line: list[Inline] = []
        self.align = align
        self.point: tuple[int, str] | None = None  # level of a Word list, text of its marker

    def add(self, piece: Inline) -> None:
        self._line.append(piece)

    def line_break(self) -> None:
        """Two in a row part paragraphs."""
        for piece in reversed(self._line):
            if isinstance(piece, Text) and not piece.text.strip():
                continue
            if isinstance(piece, Break):
                self.close()
                return
            break
        self._line.append(Break())

    def close(self) -> None:
        """End the line."""
        line, self._line = tidy(self._line), []
        if line:
            self._budget.block(len(text_of(line)))
            self._made.append(self._paragraph(line))

    def _paragraph(self, line: list[Inline]) -> Block:
        if self.point is None:
            return Paragraph(line, self.align)
        level, marker = self.point
        kind = bullet_or_number(marker)
        if kind is None:
            return Paragraph(
                [Text(f"{marker.strip()} " if marker.strip()[-1:] < "\u2e80" else marker.strip()), *line], self.align
            )
        return Point(line, level, kind.number, kind.kind)

    def block(self, block: Block) -> None:
        self.close()
        self._made.append(block)

    def blocks(self) -> list[Block]:
        self.close()
        return self._made
