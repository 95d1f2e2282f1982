"""Masks put into a text or a page, for the leaks a person chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.leaks.errors import StaleLeak
from gongkai.leaks.masks import masked, offered
from gongkai.leaks.model import Leak, Mask, Severity
from gongkai.leaks.page import Page
from gongkai.leaks.scanning import scan_text
from gongkai.leaks.web import attribute_leaks, scan_page

Chosen = Iterable[Leak] | Mapping[Leak, Mask]
"""Leaks to be masked in their usual way, or each with its mask."""


def mask_text(text: str, leaks: Chosen, *, key: bytes = b"") -> str:
    """``text`` with these leaks masked; what no mask mends (a mark of secrecy, a list) stays.

    The leaks must come from a scan of this very text with this ``key``; raises StaleLeak when one does not stand there any more.

    >>> text = "手机13800138000，家住云岭县城关镇东关村三组12号"
    >>> mask_text(text, scan_text(text))
    '手机138****8000，家住云岭县城关镇****'
    >>> mask_text(text, {leak: Mask.REMOVE for leak in scan_text(text)[:1]})
    '手机，家住云岭县城关镇东关村三组12号'
    """
    chosen = _chosen(leaks)
    _require(chosen, scan_text(text, key=key))
    for leak, mask in sorted(chosen.items(), key=lambda pair: pair[0].place.start or 0, reverse=True):
        start, end = leak.place.start or 0, leak.place.end or 0
        text = text[:start] + masked(leak.kind, text[start:end], mask) + text[end:]
    return text


def mask_html(html: str, leaks: Chosen, *, key: bytes = b"") -> str:
    """``html`` with these leaks masked, also where one is cut up by tags or cells, and the same value in links and alt texts.
    Nothing else of the source changes.

    >>> html = '<p>手机<b>138</b>00138000</p>'
    >>> mask_html(html, scan_page(Page(html), key=b""))
    '<p>手机<b>138****8000</b></p>'
    """
    page = Page(html)
    chosen = _chosen(leaks)
    _require(chosen, scan_page(page, key=key))
    edits: list[tuple[int, int, str]] = []
    for leak, mask in chosen.items():
        if leak.place.start is None or leak.place.end is None:
            continue
        written = page.text[leak.place.start : leak.place.end]
        spans = page.source(leak.place.start, leak.place.end)
        for at, (start, end) in enumerate(spans):
            edits.append((start, end, _escaped(masked(leak.kind, written, mask)) if at == 0 else ""))
    wanted = {leak.fingerprint: mask for leak, mask in chosen.items()}
    for leak, attribute, start, end in attribute_leaks(page, key=key):
        if leak.fingerprint in wanted or leak in chosen:
            mask = chosen.get(leak) or wanted[leak.fingerprint]
            edits.append((*attribute.source(start, end), _escaped(masked(leak.kind, attribute.value[start:end], mask))))
    for start, end, new in sorted(edits, reverse=True):
        html = html[:start] + new + html[end:]
    return html


def mark_html(html: str, leaks: Iterable[Leak], *, key: bytes = b"") -> str:
    """``html`` with a mark around each of these leaks, numbered in their order, for the screen where findings stand beside the text.

    The mark is ``<a class="hit" id="m1" href="#f1">`` (``hit hit-near`` for what only asks to be looked at), the value in it masked,
    the number behind it. Leaks without offsets (links, alt texts, hidden content) are not marked but counted. Raises StaleLeak.

    >>> html = "<p>手机13800138000</p>"
    >>> mark_html(html, scan_page(Page(html), key=b""))
    '<p>手机<a class="hit" id="m1" href="#f1">138****8000<sup>1</sup></a></p>'
    """
    page = Page(html)
    standing = list(leaks)
    _require(
        dict.fromkeys((leak for leak in standing if leak.place.start is not None), Mask.PARTIAL),
        scan_page(page, key=key),
    )
    edits: list[tuple[int, int, str]] = []
    for number, leak in enumerate(standing, 1):
        if leak.place.start is None or leak.place.end is None:
            continue
        look = "hit" if leak.severity is Severity.MUST else "hit hit-near"
        for at, (start, end) in enumerate(page.source(leak.place.start, leak.place.end)):
            said = _escaped(leak.shown) if at == 0 else ""
            mark = (
                f'<a class="{look}" id="m{number}" href="#f{number}">{said}<sup>{number}</sup></a>' if at == 0 else ""
            )
            edits.append((start, end, mark))
    for start, end, new in sorted(edits, reverse=True):
        html = html[:start] + new + html[end:]
    return html


def _chosen(leaks: Chosen) -> dict[Leak, Mask]:
    found: dict[Leak, Mask] = {}
    pairs = leaks.items() if isinstance(leaks, Mapping) else ((leak, None) for leak in leaks)
    for leak, mask in pairs:
        masks = offered(leak.kind)
        if masks:
            found[leak] = mask or masks[0]
    return found


def _require(chosen: Mapping[Leak, Mask], found: Iterable[Leak]) -> None:
    standing = {(leak.kind, leak.fingerprint, leak.place.start, leak.place.end) for leak in found}
    for leak in chosen:
        if (leak.kind, leak.fingerprint, leak.place.start, leak.place.end) not in standing:
            raise StaleLeak


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
