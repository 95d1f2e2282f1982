"""The text of an item as its page shows it: once more through the door, pictures by address, tables that scroll in themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.disclosures import pictures
from gongkai.language import say
from gongkai.pages.vocabulary import door

_TABLE = re.compile("</?table>")
"""As the door writes them, in this one way."""


def text_of(html: str, addresses: Mapping[str, str]) -> SafeString:
    """``html``: of an item or a version. ``addresses``: of its pictures, by hash.

    It was clean when it was released; it passes the door again because what the public is sent must not rest on what a table of
    the database happens to hold (decision 0130).
    """
    # The door knows pictures by path only, so their addresses are put in before it, not after.
    safe = door(pictures.shown(html, addresses.get))
    return mark_safe(_TABLE.sub(_Frames(), safe))


class _Frames:
    """Puts a frame around each table: a wide one scrolls in itself and is reached by the keyboard. One within a cell of another
    scrolls with it."""

    def __init__(self) -> None:
        self._depth = self._number = 0

    def __call__(self, found: re.Match[str]) -> str:
        if found[0] == "</table>":
            self._depth -= 1
            return "</table></div>" if self._depth == 0 else "</table>"
        self._depth += 1
        if self._depth > 1:
            return "<table>"
        self._number += 1
        return format_html(
            '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="stat">',
            say("表格{n}", n=self._number),
        )
