"""公示页: the text as a sheet for the notice board, A4 or A3, with a code that leads to the permanent address on every page.

Set by typst as letters are; the words travel as data and are never read as Typst. Tables are kept and repeat their head; pictures and
attachments are behind the code, and the sheet says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
from django.utils import timezone

from gongkai.disclosures.channels.protocol import ChannelError
from gongkai.disclosures.channels.published import Published
from gongkai.documents import Document, Heading, Paragraph, Table
from gongkai.documents.canonical import canonical
from gongkai.documents.readers import html
from gongkai.documents.writers.layout import title_lines
from gongkai.documents.writers.pdf import laid_out
from gongkai.documents.writers.typesetting import UNSEEN, broken_lines, typeset
from gongkai.language import say

TEMPLATE = Path(__file__).with_name("poster.typ")
ROOM = 467.7
"""Points: the 165 mm between the margins of the A4 sheet; A3 is the same sheet, larger."""
TITLE_SIZE = 26
PAPERS = {"a4": 1.0, "a3": 2**0.5}
"""Papers, with how much larger everything is than on A4."""


@dataclass(frozen=True, slots=True)
class Period:
    """公示期: from the first to the last day; None where the law asks for none."""

    first: date
    last: date


def write(published: Published, *, paper: str = "a4", period: Period | None = None) -> bytes:
    """The sheet as PDF/A-2a. Raises `ChannelError` where the site's address is not set, Unwritable for a character that the fonts lack."""
    if not published.address:
        raise ChannelError(
            say("网站地址没有设置，印不出二维码。请系统管理员先到机关设置的“网站”填写网站地址。"), code="no-address"
        )
    document = _document(published)
    # The title is set by the template; it is in the document only so that its characters are looked at, too.
    _, *blocks = laid_out(document, room=ROOM)
    read = document.blocks[1:]
    if read and isinstance(read[0], Paragraph) and read[0].text.endswith("：") and "\n" not in read[0].text:
        blocks[0]["flush"] = True  # whom it addresses stands at the margin
    code = segno.make(published.address, error="m", micro=False)
    when = timezone.localtime(published.released_at)
    data = {
        "title": title_lines(published.title.translate(UNSEEN), ROOM / TITLE_SIZE - 0.5),
        "number": broken_lines(published.document_number.translate(UNSEEN), ROOM / 14)[0],
        "author": published.agency,
        "date": [when.year, when.month, when.day],
        "paper": paper,
        "scale": PAPERS[paper],
        "blocks": blocks,
        "code": code.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None),
        "address": published.address,
        "foot": [line for line in _foot(published, period) if line],
        "scan": say("扫码查看原文{more}", more=say("、附件和图片") if published.files else ""),
        "of": say("第{page}页，共{pages}页", page="{page}", pages="{pages}"),
    }
    return typeset(TEMPLATE, json.dumps(data, ensure_ascii=False), int(when.timestamp()))


def _document(published: Published) -> Document:
    read = canonical(html.read(f"<!doctype html><html><body>{published.html}</body></html>".encode(), "poster.html"))
    blocks = list(read.blocks)
    # Many texts begin with their own number, which the sheet already prints under the title.
    while (
        blocks and not isinstance(blocks[0], Table) and blocks[0].text in (published.document_number, published.title)
    ):
        blocks.pop(0)
    foot = [Paragraph(line) for line in (published.agency, published.document_number, published.index_number) if line]
    whole = Document((Heading(published.title, 1), *blocks))
    laid_out(canonical(Document(tuple(foot))), room=ROOM)
    return canonical(whole)


def _foot(published: Published, period: Period | None) -> tuple[str, ...]:
    def day(on: date) -> str:
        return say("{year}年{month}月{day}日", year=on.year, month=on.month, day=on.day)

    shown = ""
    if period is not None:
        shown = say("公示期：{first}至{last}", first=day(period.first), last=day(period.last))
    on = published.published_on or timezone.localtime(published.released_at).date()
    asks = say("对内容有疑问的，请联系{office}，电话{phone}。", office=published.office, phone=published.phone)
    return (
        published.agency,
        say("公开日期：{day}", day=day(on))
        + (say("　索引号：{number}", number=published.index_number) if published.index_number else ""),
        shown,
        asks if published.phone else "",
    )
