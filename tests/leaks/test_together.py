"""Several things hidden in one file, several leaks in one text: cleaning and masking leave nothing, whatever stands together."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import hidden_sheets, hidden_word, sheets, story
from corpus.prose import CLEAN, LEAKY
from corpus.word import Word
from gongkai.leaks import clean_file, mask_html, mask_text, scan_file, scan_html, scan_text

# Two of a kind would write the same part of the file twice.
WORD = [way for way in hidden_word.WAYS if way.__name__ not in ("watermark", "vanished_by_style")]
SHEETS = [way for way in hidden_sheets.WAYS if way.__name__ != "blank_format"]


def held(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(WORD), min_size=2, max_size=7, unique=True), st.integers(0, 1000))
def test_a_word_file_with_many_hidden_things_is_cleaned_of_all(ways: list[Callable[..., Any]], seed: int) -> None:
    word = Word().add(story.clean(random.Random(seed)))
    strings: list[str] = []
    for way in ways:
        strings += way(word, random.Random(f"{way.__name__} {seed}"))[1]
    data = word.bytes()
    copy = clean_file(data, "a.docx")
    assert [leak.kind for leak in scan_file(copy.data).leaks if leak.hidden] == []
    assert [text for text in strings if text.encode() in held(copy.data)] == []


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(SHEETS), min_size=2, max_size=6, unique=True), st.integers(0, 1000))
def test_a_workbook_with_many_hidden_things_is_cleaned_of_all(ways: list[Callable[..., Any]], seed: int) -> None:
    book = sheets.workbook(story.clean(random.Random(seed)))
    strings: list[str] = []
    changes = []
    for way in ways:
        _, unseen, change = way(book, random.Random(f"{way.__name__} {seed}"))
        strings += unseen
        changes += [change] if change else []

    def change_all(parts: hidden_sheets.Parts) -> None:
        for change in changes:
            before = {name: data if isinstance(data, bytes) else data.encode() for name, data in parts.items()}
            parts.update(before)
            change(parts)

    copy = clean_file(hidden_sheets.made(book, change_all), "a.xlsx")
    assert [leak.kind for leak in scan_file(copy.data).leaks if leak.hidden] == []
    assert [text for text in strings if text.encode() in held(copy.data)] == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*CLEAN, *(make for make, _ in LEAKY)]), min_size=1, max_size=8), st.integers(0, 10_000)
)
def test_sentences_that_stand_together_are_masked_for_good(makers: list[Callable[..., str]], seed: int) -> None:
    chance = random.Random(seed)
    text = "\n".join(make(chance) for make in makers)
    masked = mask_text(text, scan_text(text))
    assert [leak for leak in scan_text(masked) if leak.masks] == []
    assert mask_text(masked, scan_text(masked)) == masked
    page = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    masked_page = mask_html(page, scan_html(page))
    assert [leak for leak in scan_html(masked_page) if leak.masks] == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789Xx １３８-+（）元号村组路室★秘密机<>/tdrp&;#\t\n ", max_size=80))
def test_no_text_is_any_trouble(text: str) -> None:
    for leak in scan_text(text):
        assert 0 <= (leak.place.start or 0) < (leak.place.end or 0) <= len(text)
    mask_text(text, scan_text(text))
    mask_html(text, scan_html(text))
