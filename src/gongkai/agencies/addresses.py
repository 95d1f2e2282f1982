"""The first words of addresses of the site: those that no body can have as its ``slug``."""

from __future__ import annotations

RESERVED = frozenset(
    {
        "accessibility",
        "account",
        "api",
        "ask",
        "catalogue",
        "desk",
        "errors",
        "feeds",
        "info",
        "item",
        "look",
        "opendata",
        "opinion",
        "query",
        "robots.txt",
        "search",
        "sitemap",
        "sitemap.xml",
        "static",
    }
)
