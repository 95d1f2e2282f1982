"""链接: those that lead nowhere, or where the public cannot go. Nothing is fetched: the form and the register tell."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_text, mark_of
from gongkai.language import say

_HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
MOST = 200
"""Links of one text that are looked at."""


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for each link that is wrong."""
    for link, wrong in facts.links.items():
        if wrong:
            yield Finding(
                "links.dead",
                Severity.MUST,
                say("链接打不开"),
                say("{wrong}：{link}。请改正或者删去链接。", wrong=wrong, link=link[:80]),
                mark_of("links.dead", link),
                shown=link[:80],
                place=in_text(link=link),
                ways=(Way.EXCUSE,),
            )


def links_in(html: str) -> list[str]:
    """The targets of the links of a text, each once, at most `MOST`; not those to notes of its own."""
    found = dict.fromkeys(unescape(match[1]) for match in _HREF.finditer(html))
    return [link for link in found if link and not link.startswith("#")][:MOST]


def wrong_by_form(link: str) -> str:
    """Why the public cannot follow ``link``, as far as its form tells; "" where nothing speaks against it.

    >>> wrong_by_form("https://www.gov.cn/zhengce/"), wrong_by_form("mailto:a@example.org")
    ('', '')
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return say("网址写得不完整")
    if parts.scheme in ("mailto", "tel"):
        return "" if parts.path else say("网址写得不完整")
    if parts.scheme not in ("http", "https"):
        return say("网址写得不完整")
    if not host:
        return say("网址写得不完整")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if host == "localhost" or "." not in host or host.endswith((".local", ".lan", ".internal")):
            return say("内网地址，公众打不开")
        return ""
    return "" if address.is_global else say("内网地址，公众打不开")
