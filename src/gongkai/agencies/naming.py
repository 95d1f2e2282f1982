"""What a body may be called in addresses and in the numbers of documents: the same for its settings, a file of many, a command."""

from __future__ import annotations

import re

from gongkai.agencies.addresses import RESERVED
from gongkai.language import say

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_CODE = re.compile(r"[\d\s〔〕\[\]()（）]")


def reserved_slug(slug: str) -> str:
    """A sentence where ``slug`` (网址名) is an address of the site itself, else ""."""
    return say("“{slug}”是网站自己的地址，请换一个网址名", slug=slug) if slug in RESERVED else ""


def wrong_slug(slug: str) -> str:
    """A sentence where ``slug`` cannot be the 网址名 of a new body, else ""."""
    if not _SLUG.fullmatch(slug):
        return say("网址名只用小写字母、数字和连字符，例如 shangwu")
    return reserved_slug(slug)


def wrong_code(code: str) -> str:
    """A sentence where ``code`` cannot be a 机关代字, else ""."""
    return say("机关代字只写汉字或者字母，年份和序号由系统编入") if _NO_CODE.search(code) else ""
