"""The list of all files: every story in every format, each with its clean twin."""

from __future__ import annotations

import random
from collections.abc import Iterator

from corpus import hidden_sheets, hidden_word, pages, pdfs, sheets, story
from corpus.model import Content, CorpusFile
from corpus.word import Word


def every() -> Iterator[CorpusFile]:
    yield from _visible()
    yield from _hidden_word()
    yield from _hidden_sheets()
    yield from _hidden_pdf()


def _visible() -> Iterator[CorpusFile]:
    for at, (name, leaky) in enumerate(story.stories(1)):
        twin = story.clean(random.Random(f"1 {at}"))
        for ending in ("docx", "xlsx", "pdf", "html", "txt"):
            yield _written(f"{name}.{ending}", leaky, f"{name}-clean.{ending}")
            yield _written(f"{name}-clean.{ending}", twin, f"{name}.{ending}")


def _hidden_word() -> Iterator[CorpusFile]:
    """A clean notice in which one thing is hidden, and the notice without it."""
    for at, hide in enumerate(hidden_word.WAYS):
        content = story.clean(random.Random(f"word {at}"))
        word = Word().add(content)
        kinds, unseen = hide(word, random.Random(f"hidden word {at}"))
        stem = f"hidden-{hide.__name__}"
        yield CorpusFile(
            f"{stem}.docx",
            word.bytes(),
            kinds,
            content.text,
            content.tables,
            unseen,
            (),
            f"{stem}-clean.docx",
            1,
            content.lists,
        )
        yield CorpusFile(
            f"{stem}-clean.docx",
            Word().add(content).bytes(),
            {},
            content.text,
            content.tables,
            (),
            (),
            f"{stem}.docx",
            1,
            content.lists,
        )


def _hidden_sheets() -> Iterator[CorpusFile]:
    for at, hide in enumerate(hidden_sheets.WAYS):
        content = story.clean(random.Random(f"sheets {at}"))
        book = sheets.workbook(content)
        kinds, unseen, change = hide(book, random.Random(f"hidden sheets {at}"))
        stem = f"hidden-{hide.__name__}"
        clean = hidden_sheets.made(sheets.workbook(content), None)
        yield CorpusFile(
            f"{stem}.xlsx",
            hidden_sheets.made(book, change),
            kinds,
            content.text,
            content.tables,
            unseen,
            (),
            f"{stem}-clean.xlsx",
        )
        yield CorpusFile(f"{stem}-clean.xlsx", clean, {}, content.text, content.tables, (), (), f"{stem}.xlsx")


def _hidden_pdf() -> Iterator[CorpusFile]:
    for at, hide in enumerate(pdfs.WAYS):
        content = story.clean(random.Random(f"pdf {at}"))
        data, (kinds, unseen) = hide(content, random.Random(f"hidden pdf {at}"))
        stem = f"hidden-{hide.__name__}"
        yield CorpusFile(
            f"{stem}.pdf", data, kinds, content.text, content.tables, unseen, (), f"{stem}-clean.pdf", 1, 3
        )
        clean = pdfs.pdf(content)
        yield CorpusFile(f"{stem}-clean.pdf", clean, {}, content.text, content.tables, (), (), f"{stem}.pdf", 1, 3)


def _written(name: str, content: Content, twin: str) -> CorpusFile:
    ending = name.rsplit(".", 1)[-1]
    if ending == "docx":
        data = Word().add(content).bytes()
    elif ending == "xlsx":
        data = sheets.saved(sheets.workbook(content))
    elif ending == "pdf":
        data = pdfs.pdf(content)
    elif ending == "html":
        data = pages.html(content)
    else:
        data = pages.text(content)
    return CorpusFile(
        name,
        data,
        {**content.kinds, **({"script": 1} if content.markup and ending in ("docx", "html", "pdf") else {})},
        content.text,
        content.tables,
        (),
        tuple(content.markup),
        twin,
        content.pictures if ending in ("docx", "html", "pdf") else 0,
        content.lists if ending in ("docx", "html") else 0,
    )
