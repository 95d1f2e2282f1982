"""The list of all files: every story in every format, each with its clean twin."""

from __future__ import annotations

import random
from collections.abc import Iterator

from corpus import pages, sheets, story
from corpus.model import Content, CorpusFile
from corpus.word import Word


def every() -> Iterator[CorpusFile]:
    yield from _visible()


def _visible() -> Iterator[CorpusFile]:
    for at, (name, leaky) in enumerate(story.stories(1)):
        twin = story.clean(random.Random(f"1 {at}"))
        for ending in ("docx", "xlsx", "html", "txt"):
            yield _written(f"{name}.{ending}", leaky, f"{name}-clean.{ending}")
            yield _written(f"{name}-clean.{ending}", twin, f"{name}.{ending}")


def _written(name: str, content: Content, twin: str) -> CorpusFile:
    ending = name.rsplit(".", 1)[-1]
    if ending == "docx":
        data = Word().add(content).bytes()
    elif ending == "xlsx":
        data = sheets.saved(sheets.workbook(content))
    elif ending == "html":
        data = pages.html(content)
    else:
        data = pages.text(content)
    return CorpusFile(
        name,
        data,
        {**content.kinds, **({"script": 1} if content.markup and ending in ("docx", "html") else {})},
        content.text,
        content.tables,
        (),
        tuple(content.markup),
        twin,
        content.pictures if ending in ("docx", "html") else 0,
        content.lists if ending in ("docx", "html") else 0,
    )
