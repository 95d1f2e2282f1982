"""The list of all files: every story in every format, each with its clean twin."""

from __future__ import annotations

import random
from collections.abc import Iterator

from corpus import hidden_sheets, hidden_word, old, pages, pdfs, people, pictures, sheets, story
from corpus.model import Content, CorpusFile
from corpus.word import Word


def every() -> Iterator[CorpusFile]:
    yield from _visible()
    yield from _hidden_word()
    yield from _hidden_sheets()
    yield from _hidden_pdf()
    yield from _old()
    yield from _images()


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


def _old() -> Iterator[CorpusFile]:
    """The formats before 2007. Only their text and rows are true to the contents: spans are not written."""
    for at, (name, leaky) in enumerate(story.stories(2)):
        if name not in ("identity", "mobile", "bank_card", "address", "secrecy", "roster", "illness"):
            continue
        twin = story.clean(random.Random(f"2 {at}"))
        for stem, content, other in ((name, leaky, f"{name}-clean"), (f"{name}-clean", twin, name)):
            kinds = dict(content.kinds)
            yield CorpusFile(f"{stem}.doc", old.doc(content), kinds, content.text, content.tables, twin=f"{other}.doc")
            lines = old.lines_of(content)
            yield CorpusFile(
                f"{stem}.xls", old.xls({"正文": lines}), kinds, content.text, content.tables, twin=f"{other}.xls"
            )
    content = story.clean(random.Random("old"))
    for way in (old.hidden_doc, old.author_doc, old.hidden_sheet_xls, old.hidden_row_xls):
        data, (kinds, unseen) = way(content, random.Random(way.__name__))
        ending = way.__name__.rsplit("_", 1)[-1]
        stem = f"hidden-{way.__name__}"
        yield CorpusFile(
            f"{stem}.{ending}", data, kinds, content.text, content.tables, unseen, twin=f"{stem}-clean.{ending}"
        )
        clean = old.doc(content) if ending == "doc" else old.xls({"正文": old.lines_of(content)})
        yield CorpusFile(f"{stem}-clean.{ending}", clean, {}, content.text, content.tables, twin=f"{stem}.{ending}")


def _images() -> Iterator[CorpusFile]:
    for seed in range(3):
        yield CorpusFile(
            f"photo{seed}.jpg",
            pictures.jpeg(seed, exif=True),
            {"picture_data": 1},
            (),
            (),
            (pictures.OWNER,),
            twin=f"photo{seed}-clean.jpg",
        )
        yield CorpusFile(f"photo{seed}-clean.jpg", pictures.jpeg(seed), {}, (), (), twin=f"photo{seed}.jpg")
    number = people.mobile(random.Random("png"))
    noted = pictures.png(9, texts={"Comment": f"拍摄人电话{number}"})
    yield CorpusFile("noted.png", noted, {"picture_data": 1, "mobile": 1}, (), (), (number,), twin="noted-clean.png")
    yield CorpusFile("noted-clean.png", pictures.png(9), {}, (), (), twin="noted.png")


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
