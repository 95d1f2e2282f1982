"""The front door of the writers."""

from __future__ import annotations

import pytest

from gongkai.documents.model import Document, Paragraph
from gongkai.documents.writers import Unwritable
from gongkai.documents.writing import FORMATS, write

DOCUMENT = Document((Paragraph("甲"),))


def test_an_unknown_format_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(
        Unwritable, match=r"^不能写成“ofd”格式：没有这种格式的写入程序。请从 docx、html、pdf、text、xlsx 中选一种。$"
    ) as caught:
        write(DOCUMENT, "ofd")
    assert caught.value.code == "unknown-format"


def test_an_unknown_option_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(
        Unwritable, match=r"^写 html 时不认识选项“plain”，因此没有写出文件。可用的选项有：title。$"
    ) as caught:
        write(DOCUMENT, "html", plain=True)
    assert caught.value.code == "unknown-option"


@pytest.mark.parametrize(
    ("format", "opening"),
    [
        ("docx", b"PK\x03\x04"),
        ("html", b"<!DOCTYPE html>"),
        ("pdf", b"%PDF-1.7"),
        ("text", "甲\n".encode()),
        ("xlsx", b"PK\x03\x04"),
    ],
)
def test_every_format_is_written(format: str, opening: bytes) -> None:
    assert format in FORMATS
    assert write(DOCUMENT, format, title="标题").startswith(opening)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_document_without_blocks_can_be_written_in_every_format(format: str) -> None:
    assert isinstance(write(Document(), format), bytes)
