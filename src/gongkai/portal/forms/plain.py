"""Text as people type and paste it: without what no page and no letter can show."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

from gongkai.language import say


def without_hidden(text: str, keep: str = "") -> str:
    """``text`` without control characters, marks that turn the direction of writing, and characters of nobody's font.

    >>> without_hidden("周\\u202e清\\x07源\\u200b")
    '周清源'
    """
    return "".join(char for char in text if char in keep or unicodedata.category(char)[0] != "C")


class _Text(forms.CharField):
    keep = ""

    def __init__(
        self, *, label: str, max_length: int, error_messages: dict[str, str] | None = None, **more: Any
    ) -> None:
        long = say("{label}最多{n}个字，请写短一些", label=label, n=max_length)
        super().__init__(
            label=label, max_length=max_length, error_messages={"max_length": long, **(error_messages or {})}, **more
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return without_hidden(text, self.keep).strip()


class Line(_Text):
    """One line."""


class Prose(_Text):
    """Several lines."""

    keep = "\n\r\t"
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
