"""The gate over the corpus: everything planted is found, nothing else, and nothing hidden survives cleaning. ``benchmarks/leaks.py``
prints the same by kind; here each file has to be right."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pdfplumber
import pypdfium2
import pytest

from corpus import CorpusFile, files
from corpus.prose import sentences
from gongkai.documents import read
from gongkai.documents.model import Table
from gongkai.leaks import Kind, clean_file, mask_html, mask_text, scan_file, scan_html, scan_text


@cache
def corpus() -> tuple[CorpusFile, ...]:
    return tuple(files())


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "html", "txt", "doc", "xls", "jpg", "png"])
def test_every_planted_leak_is_found_and_nothing_in_the_clean_twins(format: str) -> None:
    wrong = {}
    for file in corpus():
        if file.format == format:
            found = Counter(leak.kind.value for leak in scan_file(file.data, file.name).leaks)
            if found != Counter(file.kinds):
                wrong[file.name] = (dict(file.kinds), dict(found))
    assert wrong == {}


def test_no_finding_tells_what_is_hidden() -> None:
    told = []
    for file in corpus():
        for leak in scan_file(file.data, file.name).leaks if file.hidden and file.format != "pdf" else ():
            told += [(file.name, text) for text in file.hidden if text in repr(leak) + leak.says + str(leak.place)]
    assert told == []


def hidden_files(format: str) -> Iterator[CorpusFile]:
    return (file for file in corpus() if file.format == format and file.name.startswith(("hidden", "photo", "noted")))


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "doc", "xls", "jpg", "png"])
def test_nothing_hidden_is_left_in_a_cleaned_copy(format: str) -> None:
    """Looked for in the bytes of every part, not by the gate that found it."""
    left = []
    for file in hidden_files(format):
        copy = clean_file(file.data, file.name)
        held = unpacked(copy.data)
        left += [(file.name, text) for text in file.hidden if any(form in held for form in forms(text))]
        again = scan_file(copy.data, copy.name).leaks
        # A page that was made a picture is told as one that cannot be looked into.
        left += [(file.name, leak.kind) for leak in again if leak.hidden and leak.kind is not Kind.UNREADABLE]
        if format == "pdf":
            text = extracted(copy.data)
            left += [(file.name, secret) for secret in file.hidden if "".join(secret.split()) in text]
    assert left == []


def test_a_cleaned_word_file_says_what_it_said() -> None:
    for file in hidden_files("docx"):
        if any(word in file.name for word in ("by_style", "white", "tiny")):
            continue  # the reader of documents shows what only a style or a colour hides
        before, after = (shown(data, file.name) for data in (file.data, clean_file(file.data, file.name).data))
        assert after == before, file.name


def test_a_cleaned_workbook_says_what_it_said() -> None:
    for file in hidden_files("xlsx"):
        if any(word in file.name for word in ("hidden_rows", "hidden_column", "filtered", "format", "white")):
            continue  # the reader of documents shows what is hidden there
        before, after = (shown(data, file.name) for data in (file.data, clean_file(file.data, file.name).data))
        assert after == before, file.name


def test_what_is_masked_in_a_page_or_a_text_is_not_found_again() -> None:
    for file in corpus():
        if file.format in ("txt", "html"):
            scan, mask = (scan_text, mask_text) if file.format == "txt" else (scan_html, mask_html)
            source = file.data.decode()
            masked = mask(source, scan(source))
            again = [leak for leak in scan(masked) if leak.masks]
            assert (again, mask(masked, scan(masked))) == ([], masked), file.name


def test_ten_thousand_sentences_are_judged_right() -> None:
    wrong = [
        text
        for text, kinds in sentences(10_000, seed=7)
        if Counter(leak.kind.value for leak in scan_text(text)) != Counter(kinds)
    ]
    assert wrong == []


def test_the_same_file_gives_the_same_fingerprints() -> None:
    [file] = [file for file in corpus() if file.name == "hidden-deleted.docx"]
    once, again = (scan_file(file.data, file.name, key=b"k").leaks for _ in range(2))
    assert once == again
    assert {leak.kind for leak in once} == {Kind.REVISIONS, Kind.BANK_CARD}
    assert {leak.fingerprint for leak in once}.isdisjoint(leak.fingerprint for leak in scan_file(file.data).leaks)


def unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(BytesIO(data)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def forms(text: str) -> tuple[bytes, ...]:
    wide = text.encode("utf-16-be")
    return text.encode(), text.encode("utf-16-le"), wide, wide.hex().encode(), wide.hex().upper().encode()


def extracted(data: bytes) -> str:
    """What two other programs take out of a PDF's pages, without blanks."""
    with pdfplumber.open(BytesIO(data)) as document:
        texts = [page.extract_text() or "" for page in document.pages]
    texts += [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    return "".join("".join(texts).split())


def shown(data: bytes, name: str) -> list[object]:
    blocks = read(data, name).blocks
    return [block.rows if isinstance(block, Table) else block.text for block in blocks]
