"""A text as lines."""

from __future__ import annotations

from gongkai.documents.decoding import decode
from gongkai.language import say
from gongkai.redaction.model import Format, Part, Sight


def lines_of(data: bytes) -> list[str]:
    """The lines, without their ends. Only the line feed ends one, so that counting is the same everywhere."""
    return decode(data).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def sight_of_text(data: bytes) -> Sight:
    lines = lines_of(data)
    return Sight(
        Format.TEXT,
        tuple(
            Part(str(number), say("第{number}行", number=number), text)
            for number, text in enumerate(lines, 1)
            if text.strip()
        ),
    )
