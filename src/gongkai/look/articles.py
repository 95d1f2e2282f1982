"""What the articles say that the product cites: the text itself where we have it, else the rule in a sentence of our own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.law import Article, Source

TEXTS = Path(__file__).with_name("articles.toml")


@dataclass(frozen=True, slots=True)
class Wording:
    """What one source says. ``lines``: its paragraphs, for an item the opening words and the item. ``quoted``: the text
    itself, and not our summary."""

    citation: str
    lines: tuple[str, ...]
    quoted: bool


def wording(source: Source | str) -> Wording | None:
    """What ``source`` says; None where we hold no text of it. A text is looked up by the citation that it would print."""
    return _all().get(str(source))


@cache
def _all() -> Mapping[str, Wording]:
    """Every article, paragraph and item by its citation."""
    with TEXTS.open("rb") as file:
        laws = tomllib.load(file)
    own = laws.pop("own")
    found = {
        place.citation: place
        for law, held in laws.items()
        for number, text in held.items()
        for place in _places(law, int(number), text)
    }
    return found | {citation: Wording(citation, (text,), False) for citation, text in own.items()}


def _places(law: str, number: int, text: str) -> Iterator[Wording]:
    """The article, each of its paragraphs, each of their items; with and without the paragraph named, where there is one."""
    paragraphs = [tuple(paragraph.splitlines()) for paragraph in text.strip().split("\n\n")]
    yield Wording(str(Article(law, number)), tuple(line for paragraph in paragraphs for line in paragraph), True)
    with_items = [lines for lines in paragraphs if len(lines) > 1]
    for p, lines in enumerate(paragraphs, 1):
        yield Wording(str(Article(law, number, p)), lines, True)
        for i, item in enumerate(lines[1:], 1):
            yield Wording(str(Article(law, number, p, i)), (lines[0], item), True)
            if len(with_items) == 1:
                yield Wording(str(Article(law, number, item=i)), (lines[0], item), True)
