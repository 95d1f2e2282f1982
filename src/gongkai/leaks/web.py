"""Leaks in a web page: in what it shows, in links and alt texts, and in what it keeps from sight."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from gongkai.language import say
from gongkai.leaks.model import Kind, Leak, Place, Severity, fingerprint
from gongkai.leaks.page import Attribute, Page
from gongkai.leaks.scanning import leak, prose, scan_table
from gongkai.leaks.tables import cell

_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|\d{6}")
_LONGEST_LIST = 40


def scan_html(html: str, *, key: bytes = b"") -> tuple[Leak, ...]:
    """The leaks of a page or a piece of one, in reading order, what is hidden last. Offsets are those of ``page_text(html)``.

    A number cut up by tags, or over cells, is one leak. Leaks in links and alt texts have no offsets and are masked by ``mask_html``
    with the same value in the text; comments, scripts and hidden elements are told as hidden.

    >>> [(leak.kind.value, leak.shown) for leak in scan_html("<table><tr><td>手机</td><td><i>138</i>00138000</td></tr></table>")]
    [('mobile', '138****8000')]
    """
    return scan_page(Page(html), key=key)


def page_text(html: str) -> str:
    """What a page shows: paragraphs and rows on lines of their own, cells parted by tabs. The offsets of ``scan_html`` count in it."""
    return Page(html).text


def scan_page(page: Page, *, key: bytes) -> tuple[Leak, ...]:
    found = [*_shown(page, key)]
    found.sort(key=lambda each: (each.place.start or 0, each.kind))
    found += [each for each, *_ in attribute_leaks(page, key=key)]
    found += _unseen(page, key)
    return tuple(found)


def _shown(page: Page, key: bytes) -> Iterator[Leak]:
    in_tables: list[tuple[int, int]] = []
    number = 0
    for table in page.tables:
        number += 1
        grid = table.grid()
        rows = [[page.text[each.start : each.end] if each else "" for each in line] for line in grid]
        cells = [each for line in table.rows for each in line]
        if not cells:
            continue
        in_tables.append((cells[0].start, cells[-1].end))
        for made, where in scan_table(rows, Place(table=number), key):
            first, last = grid[where.row][where.first], grid[where.row][where.last]
            if first is None or last is None:
                continue
            start = first.start + where.found.start
            end = last.end if where.last > where.first else first.start + where.found.end
            yield replace(made, place=replace(made.place, start=start, end=end))
    in_tables = _outermost(in_tables)
    paragraph = at = 0
    for line in page.text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if not line.strip():
            continue
        inside = bisect_right(in_tables, (start, 1 << 60)) - 1
        if inside >= 0 and start < in_tables[inside][1]:
            continue
        paragraph += 1
        for found in prose(line):
            place = Place(found.start + start, found.end + start, paragraph=paragraph)
            yield leak(found, line[found.start : found.end], place, key)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def attribute_leaks(page: Page, *, key: bytes) -> Iterator[tuple[Leak, Attribute, int, int]]:
    """``(leak, attribute, start, end in its value)`` of every leak in a link, an alt text or another told value."""
    for attribute in page.attributes:
        if not re.search(r"\d{4}|@|密|号|★", attribute.value) or attribute.value.startswith("data:"):
            continue
        called = say("电话") if re.match(r"tel:|sms:", attribute.value, re.IGNORECASE) else ""
        for found in cell(attribute.value, called):
            place = Place(part=_part(attribute))
            yield (
                leak(found, attribute.value[found.start : found.end], place, key),
                attribute,
                found.start,
                found.end,
            )


def _part(attribute: Attribute) -> str:
    if attribute.name == "alt":
        return say("图片的替代文字")
    if attribute.name in ("href", "src", "action", "cite"):
        return say("链接地址")
    if attribute.name == "value":
        return say("表单的值")
    return say("元素的{name}属性", name=attribute.name)


def _unseen(page: Page, key: bytes) -> Iterator[Leak]:
    for each in page.unseen:
        comment = each.why == "comment"
        part = {"comment": say("网页注释"), "script": say("网页脚本"), "title": say("网页标题")}.get(
            each.why, say("隐藏的元素")
        )
        for found in prose(each.text):
            yield leak(found, each.text[found.start : found.end], Place(part=part), key, hidden=True)
        if each.why in ("comment", "element") and _WORDS.search(each.text):
            kind = Kind.COMMENTS if comment else Kind.HIDDEN_TEXT
            told = say("{count}个字", count=len(each.text.strip()))
            yield Leak(kind, Severity.LOOK, Place(part=part), told, fingerprint(kind, each.text, key), hidden=True)
    if page.scripts:
        names = sorted(set(page.scripts))
        told = "、".join(names)[:_LONGEST_LIST]
        print_of = fingerprint(Kind.SCRIPT, " ".join(names), key)
        yield Leak(Kind.SCRIPT, Severity.MUST, Place(part=say("网页脚本")), told, print_of, hidden=True)
