"""The words of a notice out of the file in which it came: read in a process of its own, bounded in time and memory."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.bulk import Bounds
from gongkai.bulk.local import perform_bounded
from gongkai.documents import Heading, Paragraph, Table, read
from gongkai.errors import GongkaiError
from gongkai.language import say

BOUNDS = Bounds(seconds=20, memory=1024)
MOST = 200_000
"""Characters of a notice that are read; the real ones have a thousand."""


@dataclass(frozen=True, slots=True)
class Words:
    """A job that gives the words of a file, a line a block."""

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        lines: list[str] = []
        for block in read(data, name).blocks:
            match block:
                case Heading() | Paragraph():
                    lines.append(block.text)
                case Table():
                    lines += (cell.text for cell in block.cells)
        return 0, "\n".join(lines)[:MOST]

    def failed(self, name: str, code: str, message: str) -> str:
        return message


def words_of(data: bytes, name: str) -> str:
    """The words of a DOCX, PDF, HTML or text file. Raises GongkaiError where there are none."""
    found = perform_bounded(Words(), data, name, BOUNDS)
    if found.status == 2:
        raise GongkaiError(
            say("“{name}”没有读出：{why}可以打开文件，把通知全文复制过来粘贴。", name=name, why=found.text)
        )
    return found.text
