"""The text of an item as its page shows it: once more through the door, pictures by address, tables that scroll in themselves."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.disclosures import pictures
from gongkai.language import say
from gongkai.pages.vocabulary import door


def text_of(html: str, addresses: Mapping[str, str]) -> SafeString:
    """``html``: of an item or a version. ``addresses``: of its pictures, by hash.

    It was clean when it was released; it passes the door again because what the public is sent must not rest on what a table of
    the database happens to hold (decision 0130).
    """
    # The door knows pictures by path only, so their addresses are put in before it, not after.
    safe = door(pictures.shown(html, addresses.get))
    parts = safe.split("<table>")
    shown = [parts[0]]
    for number, part in enumerate(parts[1:], 1):
        # A wide table scrolls in itself and is reached by the keyboard. The door writes a table in this one way and never nests.
        opening = format_html(
            '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="stat">',
            say("表格{n}", n=number),
        )
        shown.append(f"{opening}{part.replace('</table>', '</table></div>', 1)}")
    return mark_safe("".join(shown))
