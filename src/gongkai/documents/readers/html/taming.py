"""Before the parser: what makes it take endless time or memory is taken out of the source."""

from __future__ import annotations

import re

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.readers.html.capitals import CASES, has_upper_case

_FORMATTING_TAG = [
    re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", case) for case in CASES
]
_FORMATTING = re.compile(
    r"</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*>?", re.IGNORECASE
)
_BLOCK_CONTAINERS = re.compile(
    r"</?(?:div|section|article|center|main|nav|header|footer|aside|form|fieldset|blockquote|ul|ol|dl|address|figure|details)"
    r"(?=[\s/>])[^>]*>?",
    re.IGNORECASE,
)
_INLINE_CONTAINERS = re.compile(r"</?(?:span|ins|del|sub|sup|label|[a-z]+:[a-z]+)(?=[\s/>])[^>]*>?", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([a-z][\w:]*)[^<>]{10000,}>?", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_NEVER_DEEP = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "tbody",
        "td",
    }
    | {"th", "thead", "tr", "wbr"}
)
_DEEPEST = 256  # browsers stop at 512; the parser takes quadratic time in depth
_MANY_TAGS = 2_000  # with fewer, copies cannot hurt; with fewer than the next, depth cannot
_MANY_FOR_DEPTH = 5_000
_MOST_TAGS = 400_000
_MOST_COPIES = 2_000_000  # open formatting elements × tags: each paragraph reopens every one of them


def tamed(source: str, budget: Budget) -> str:
    """``source`` without what makes a parser take endless time or memory: tags of enormous length, depth without end, open
    formatting that every later paragraph has to open again. None of it carries text. Raises Unreadable ``too-many-parts``."""
    tags = source.count("<")
    if len(source) > 200_000:
        source = _LONG_TAG.sub(r"<\1>", source)
    if tags <= _MANY_TAGS:
        return source
    if tags > _MOST_TAGS:
        raise bounds.too_many_parts()
    most = now = 0
    for slash in _FORMATTING_TAG[has_upper_case(source)].findall(source):
        now += -1 if slash else 1
        most = max(most, now)
    if most * tags > _MOST_COPIES:
        source = _FORMATTING.sub("", source)
    if tags <= _MANY_FOR_DEPTH:
        return source
    if _depth(source, budget) > _DEEPEST:
        source = _INLINE_CONTAINERS.sub("", _BLOCK_CONTAINERS.sub("<hr>", source))
        if _depth(source, budget) > _DEEPEST:
            raise bounds.too_many_parts()
    return source


def _depth(source: str, budget: Budget) -> int:
    """How deep open tags stand in each other at most, leaving out those that close by themselves."""
    deepest = depth = 0
    for found in _ANY_TAG.finditer(source):
        budget.tick()
        if found[2].lower() in _NEVER_DEEP:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
