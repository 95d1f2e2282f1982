"""The page in a hand-over package: whole in itself, with the page tags of 国办发〔2017〕47号 and the block of catalogue fields."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from gongkai.disclosures import pictures
from gongkai.disclosures.channels.published import Published
from gongkai.language import say

SHEET = Path(__file__).with_name("package.css")
_SHOWN = (
    "Identifier", "FileNumber", "Publisher", "DateProduced", "DateReleased", "Subject", "Genre", "Keywords", "Validity",
    "DateEffective", "DateExpired",
)  # fmt: skip
"""The elements of the block above the text, in its order; blank ones are left out."""


def page(published: Published, places: Mapping[str, str]) -> str:
    """The page. ``places``: the path of each file in the package, by hash."""
    title = escape(published.title)
    head = [
        "<!doctype html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *(f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in published.tags),
    ]
    if published.address:
        head.append(f'<link rel="canonical" href="{escape(published.address)}">')
    head += ['<link rel="stylesheet" href="style.css">', "</head>", "<body>", "<main>", f"<h1>{title}</h1>"]
    return "\n".join([*head, *_body(published, places), "</main>", "</body>", "</html>", ""])


def _body(published: Published, places: Mapping[str, str]) -> list[str]:
    if published.withdrawn:
        said = say("这条信息已经撤下，请把原来的网页从网站上移除。")
        return [f'<p class="notice">{escape(said)}</p>']
    values = {element: (label, value) for element, label, value in published.elements}
    rows = [values[name] for name in _SHOWN if name in values and values[name][1]]
    parts = ['<dl class="meta">']
    parts += [f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in rows]
    parts += ["</dl>", '<div class="text">', pictures.shown(published.html, places.get), "</div>"]
    if published.attachments:
        parts += [f"<h2>{escape(say('附件'))}</h2>", "<ul>"]
        parts += [
            f'<li><a href="{quote(places[each.sha256])}">{escape(each.name)}</a></li>' for each in published.attachments
        ]
        parts.append("</ul>")
    return parts


def sheet() -> bytes:
    """The sheet of the page: quiet enough to stand inside any portal, and it prints."""
    return SHEET.read_bytes()
