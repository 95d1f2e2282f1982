"""What is wrong with a row: where it stands, what was read there, what is wrong with it, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from gongkai.language import say
from gongkai.ledgers.reading.heads import letter

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a row. ``code``: ours and stable. ``column``: from 0, None where it is no single cell. ``head``: what the
    sheet calls the column. ``read``: what stands in the cell."""

    code: str
    column: int | None
    head: str
    read: str
    wrong: str
    do: str

    @property
    def place(self) -> str:
        """F列（答复日期）, or the name of what is missing."""
        if self.column is None:
            return self.head
        return say("{letter}列（{head}）", letter=letter(self.column), head=self.head)

    @property
    def sentence(self) -> str:
        """All of it in one line, as the column of faults holds it."""
        read = say("写的是“{read}”，", read=self.read[:_SHOWN]) if self.read else ""
        return say("{place}：{read}{wrong}。{do}。", place=self.place, read=read, wrong=self.wrong, do=self.do)

    def data(self) -> dict[str, object]:
        return asdict(self)
