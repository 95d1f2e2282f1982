"""The corpus is what it says: the same each time, and read back by the readers of the house."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from corpus import files
from corpus.prose import sentences
from gongkai.documents import Heading, Paragraph, Table, read


def test_the_corpus_is_the_same_each_time_and_large_enough() -> None:
    once = [(file.name, sha256(file.data).hexdigest()) for file in files()]
    again = [(file.name, sha256(file.data).hexdigest()) for file in files()]
    assert (once == again, len(once) >= 200) == (True, True)


def test_every_twin_is_in_the_corpus_and_names_are_single() -> None:
    names, twins, clean = set(), set(), 0
    for file in files():
        names.add(file.name)
        twins.add(file.twin)
        clean += file.is_clean
    assert (twins - names, clean * 2 >= len(names)) == (set(), True)


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
        said = [_plain(block.text) for block in blocks if isinstance(block, Paragraph | Heading)]
        missing = [text for text in file.text if not any(line.endswith(_plain(text)) for line in said)]
        assert missing == [], file.name


def test_two_of_three_sentences_have_no_leak() -> None:
    made = list(sentences(3000))
    assert made == list(sentences(3000))
    assert 0.6 < sum(not kinds for _, kinds in made) / len(made) < 0.75


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
