"""Editor text and what is pasted from Word, WPS or a web page, brought into the small vocabulary of a published page."""

from __future__ import annotations

from gongkai.pages.finishing import finish
from gongkai.pages.html import html_of
from gongkai.pages.parsing import blocks_of_html
from gongkai.pages.vocabulary import door


def clean(html: str) -> str:
    """``html`` as a published page may hold it: headings from h2 down, paragraphs, real lists, tables with spans and scopes, safe links,
    pictures of this site; nothing hidden, nothing that runs, nothing empty. Idempotent.

    Deleted, struck and hidden words go with what hides them. Raises Unreadable ``too-large``, ``too-many-parts``, ``too-slow``.

    >>> clean('<p class="MsoNormal" style="margin:0"><span style="font-weight:bold">注意</span><script>x()</script><o:p></o:p></p>')
    '<p><strong>注意</strong></p>'
    """
    return door(html_of(finish(blocks_of_html(html))))
