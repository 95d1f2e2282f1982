"""Marks where blocks begin and lines break, put into the source before it is parsed, and text read by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.canonical import canonical_text
from gongkai.documents.model import Paragraph
from gongkai.documents.readers.html.capitals import CASES, has_upper_case

BLOCK, PARAGRAPH, BREAK = "\x02", "\x03", "\x04"  # a block begins or ends; that block is a <p>; a line breaks
ALL_MARKS = (BLOCK, PARAGRAPH, BREAK)
MARKS = re.compile("[\x02\x03\x04]")

_BLOCK_TAG = [
    re.compile(
        r"<(?=/?(?:div|li|d[ldt]|[uo]l|section|article|header|footer|main|nav|aside|form|fieldset|legend|blockquote|center"
        r"|address|fig|details|summary|hr|p)[\s>/])",
        case,
    )
    for case in CASES
]
_P_TAG = [re.compile(r"\x02<(?=p[\s>/])", case) for case in CASES]
_BR_TAG = [re.compile(r"<(?=br[\s>/])", case) for case in CASES]


def marked(source: str) -> str:
    """``source`` with a mark before each tag that begins or ends a block or breaks a line."""
    case = has_upper_case(source)
    blocks = _BLOCK_TAG[case].sub(f"{BLOCK}<", source)
    return _BR_TAG[case].sub(f"{BREAK}<", _P_TAG[case].sub(f"{BLOCK}{PARAGRAPH}<", blocks))


EDGES = " \xa0\n\r\t\f" + BLOCK + PARAGRAPH + BREAK
_TO_LINES = str.maketrans({"\n": " ", "\r": " ", "\f": " ", BLOCK: "\n", BREAK: "\n", PARAGRAPH: None})


def cell_text(text: str) -> str:
    """The text of a cell or heading: its parts and lines joined by line breaks."""
    text = text.strip(EDGES)
    if not text:
        return ""
    if len(text) > 1:
        text = text.translate(_TO_LINES)
        if (
            "\n" in text or "  " in text
        ):  # collapsed here, or canonical_text goes its long way for every cell of two lines
            text = "\n".join(" ".join(filter(None, line.split(" "))) for line in text.split("\n"))
    return canonical_text(text)


def paragraphs(pending: list[str]) -> Iterator[Paragraph]:
    """The paragraphs in the text gathered so far, which is then empty."""
    text = "".join(pending)
    pending.clear()
    for part in text.split(BLOCK):
        part = part.strip(" \n\r\t\f\x04")
        if not part or part == PARAGRAPH:
            continue
        lines = [part] if part[0] == PARAGRAPH else part.split(BREAK)
        for line in lines:
            if settled := cell_text(line):
                yield Paragraph(settled)
