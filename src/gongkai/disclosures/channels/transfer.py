"""移送明细表: what is handed to archive and library for reading, to be signed for there (条例 art. 25; law/forms-and-ledgers.md §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.disclosures.models import Release
from gongkai.documents import Cell, Document, Heading, Paragraph, Table
from gongkai.language import say

HEAD = (
    say("序号"),
    say("名称"),
    say("文号"),
    say("日期"),
    say("份数"),
    say("移送单位"),
    say("接收单位签字"),
    say("签收日期"),
)


def sheet(releases: Iterable[Release], agency: str, on: date) -> Document:
    """The list as a Document for any writer. ``releases``: with their items; the copies are filled in by hand where they are not one."""
    rows = [tuple(Cell(text) for text in HEAD)]
    for number, release in enumerate(releases, 1):
        item = release.item
        made = item.made_on or item.published_on
        cells = (str(number), item.title, item.document_number, made.isoformat() if made else "", "1", agency, "", "")
        rows.append(tuple(Cell(text) for text in cells))
    title = say("{agency}主动公开政府信息移送明细表", agency=agency)
    return Document(
        (
            Heading(title, 1),
            Paragraph(say("移送日期：{year}年{month}月{day}日", year=on.year, month=on.month, day=on.day)),
            Table(tuple(rows), header_rows=1),
            Paragraph(say("本表一式两份，移送单位、接收单位各存一份。")),
        ),
        title=title,
    )
