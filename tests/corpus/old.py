"""Contents as .doc and .xls, byte by byte, for no library writes them any more."""

from __future__ import annotations

import random
import struct

from corpus import people
from corpus.model import Content, Picture
from documents.builders import IN_TABLE, ole, row_end, summary_information, word97

Hidden = tuple[dict[str, int], tuple[str, ...]]


def doc(
    content: Content, *, extra: tuple[tuple[str, int, bytes], ...] = (), hidden: str = "", author: str = ""
) -> bytes:
    """A Word 97 file: paragraphs and tables; ``hidden``: a part of the text that is marked as hidden."""
    parts: list[tuple[str, int, bytes]] = [(content.title + "\r", 0, b"")]
    for block in content.blocks:
        if isinstance(block, tuple):
            width = max(sum(cell.colspan for cell in row) for row in block)
            for row in block:
                edges = [0]
                for cell in row:
                    edges.append(edges[-1] + 1000 * cell.colspan)
                if edges[-1] != 1000 * width:  # below a span down: the text alone matters here
                    edges = [1000 * at for at in range(len(row) + 1)]
                parts += [(cell.text + "\x07", 0, IN_TABLE) for cell in row]
                parts.append(("\x07", 0, row_end(edges)))
        elif not isinstance(block, Picture):
            parts.append(((block if isinstance(block, str) else block.text) + "\r", 0, b""))
    parts += extra
    summary = b""
    if author:
        text = author.encode("utf-16-le") + b"\0\0"
        summary = summary_information(
            (4, struct.pack("<II", 0x1F, len(author) + 1) + text.ljust((len(text) + 3) // 4 * 4, b"\0"))
        )
    return word97(*parts, hidden=hidden, summary=summary)


def hidden_doc(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    secret = f"内部电话{people.mobile(chance)}"
    data = doc(content, extra=((secret + "\r", 0, b""),), hidden=secret)
    return data, ({"hidden_text": 1, "mobile": 1}, (secret,))


def author_doc(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    return doc(content, author="张拟稿"), ({"properties": 1}, ("张拟稿",))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _string(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls(
    sheets: dict[str, list[list[str]]], *, states: dict[str, int] | None = None, rows: tuple[int, ...] = ()
) -> bytes:
    """An Excel 97 file of texts; ``states``: 1 hidden, 2 very hidden; ``rows``: hidden rows of the first sheet, from 0."""
    states = states or {}
    bodies = []
    for number, lines in enumerate(sheets.values()):
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
        body += _record(0x0200, struct.pack("<IIHHH", 0, len(lines), 0, max(map(len, lines), default=0), 0))
        for at, line in enumerate(lines):
            flags = 0x20 if number == 0 and at in rows else 0
            body += _record(0x0208, struct.pack("<HHHHHHBBH", at, 0, len(line), 0x00FF, 0, 0, flags, 1, 0x0F))
        for at, line in enumerate(lines):
            for column, text in enumerate(line):
                if text:
                    body += _record(0x0204, struct.pack("<HHH", at, column, 0x0F) + _string(text))
        bodies.append(body + _record(0x000A, b""))
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    size = len(head) + 4 + sum(4 + 8 + 2 * len(name) for name in sheets)
    bounds = b""
    at = size
    for name, body in zip(sheets, bodies, strict=True):
        text = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        bounds += _record(0x0085, struct.pack("<IBB", at, states.get(name, 0), 0) + text)
        at += len(body)
    return ole({"Workbook": head + bounds + _record(0x000A, b"") + b"".join(bodies)})


def lines_of(content: Content) -> list[list[str]]:
    lines: list[list[str]] = [[content.title]]
    for block in content.blocks:
        if isinstance(block, tuple):
            for row in block:
                line: list[str] = []
                for cell in row:
                    line += [cell.text, *[""] * (cell.colspan - 1)]
                lines.append(line)
        elif not isinstance(block, Picture):
            lines.append([block if isinstance(block, str) else block.text])
    return lines


def hidden_sheet_xls(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.identity(chance)
    data = xls({"正文": lines_of(content), "底表": [["身份证号"], [number]]}, states={"底表": 1})
    return data, ({"hidden_sheet": 1, "identity": 1}, (number,))


def hidden_row_xls(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    lines = [*lines_of(content), [f"电话{number}"]]
    return xls({"正文": lines}, rows=(len(lines) - 1,)), ({"hidden_cells": 1, "mobile": 1}, (number,))
