"""The corpus is what it says: the same each time, and read back by the readers of the house."""

from __future__ import annotations

from hashlib import sha256

from corpus import files
from gongkai.documents import Heading, Paragraph, Table, read


def test_the_corpus_is_the_same_each_time() -> None:
    once = [(file.name, sha256(file.data).hexdigest()) for file in files() if file.format == "docx"]
    assert once == [(file.name, sha256(file.data).hexdigest()) for file in files() if file.format == "docx"]


def test_every_twin_is_in_the_corpus_and_names_are_single() -> None:
    names = [file.name for file in files()]
    assert (len(set(names)), {file.twin for file in files()} - set(names)) == (len(names), set())


def test_word_files_hold_the_paragraphs_and_tables_that_they_promise() -> None:
    for file in files():
        if file.format != "docx" or file.markup:
            continue
        blocks = read(file.data, file.name).blocks
        grids = [
            tuple(tuple(cell.text for cell in row) for row in block.rows)
            for block in blocks
            if isinstance(block, Table)
        ]
        assert grids == [tuple(tuple(cell.text for cell in row) for row in table) for table in file.tables], file.name
        said = [block.text for block in blocks if isinstance(block, Paragraph | Heading)]
        missing = [text for text in file.text if not any(_plain(line).endswith(_plain(text)) for line in said)]
        assert missing == [], file.name


def _plain(text: str) -> str:
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", text).split())
