"""Page numbers and running heads: what stands on every page and belongs to none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.documents.readers.pdf.lines import Line
from gongkai.documents.readers.pdf.page import Page
from gongkai.documents.readers.pdf.tables import Item

BAND = 0.12
"""Running heads and page numbers stand in this part of the page's height, at the top or at the bottom."""
PAGE_NUMBER = re.compile(
    r"[-—–―‐·•~\s]*(?:第\s*)?(?:[0-9０-９]{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十]{1,4})(?:\s*页)?"
    r"(?:\s*[,，/／|]?\s*(?:共\s*)?[0-9０-９]{1,4}(?:\s*页)?)?[-—–―‐·•~\s]*",
    re.IGNORECASE,
)
DECORATED = re.compile(r"[-—–―‐·•~]\s*[0-9０-９]{1,4}\s*[-—–―‐·•~]|第\s*[0-9０-９]{1,4}\s*页.*")


def without_furniture(pages: Sequence[tuple[Page, list[Item]]]) -> list[list[Item]]:
    """Page numbers and running heads left out, but only where it is certain: alone in the outer band of the page and either written
    as page numbers are (— 1 —, 第1页), or counting with the pages, or the same at the same height on three pages (on both of two)."""
    candidates: dict[tuple[int, int], tuple[str, float]] = {}
    for p, (page, items) in enumerate(pages):
        for i, item in enumerate(items):
            if isinstance(item, Line) and not BAND * page.height < item.y < (1 - BAND) * page.height:
                candidates[p, i] = (item.text, item.y)
    same: Counter[tuple[str, int]] = Counter()
    counting: Counter[int] = Counter()
    for (p, _), (text, y) in candidates.items():
        same[re.sub(r"[0-9０-９]+", "#", text), round(y / 4)] += 1
        if (number := _number(text)) is not None:
            counting[number - p] += 1
    dropped = set()
    needed = min(3, max(2, len(pages)))
    for (p, i), (text, y) in candidates.items():
        number = _number(text)
        key, track = re.sub(r"[0-9０-９]+", "#", text), round(y / 4)
        repeated = sum(same[key, near] for near in (track - 1, track, track + 1)) >= needed
        if (
            DECORATED.fullmatch(text.strip())
            or (number is not None and len(pages) > 1 and counting[number - p] > len(pages) / 2)
            or (repeated and number is None and len(text) < 60)
        ):
            dropped.add((p, i))
    return [[item for i, item in enumerate(items) if (p, i) not in dropped] for p, (_, items) in enumerate(pages)]


def _number(text: str) -> int | None:
    if not PAGE_NUMBER.fullmatch(text):
        return None
    digits = re.search(r"[0-9０-９]+", text)
    return int(digits.group()) if digits else None
