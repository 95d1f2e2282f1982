"""Text as pairs of neighbouring characters: Chinese has no spaces, and a two-character word is one pair.

Pure functions. What is folded here is folded the same way for what is stored and for what is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.documents.script import fold, to_simplified

LONGEST = 4
"""Characters of a gram: two of Chinese, up to four of a number or a Latin word."""
_RUN = re.compile("[\u3400-\u9fff]+|[0-9a-z]+")
_SIGNS = re.compile("[^\u3400-\u9fff0-9a-z]+")
_NUMBER = re.compile("[\u3400-\u9fff]{1,12}[〔\\[(（【<〈]?(?:19|20)\\d{2}[〕\\])）】>〉]?第?\\d{1,5}号")
_INDEX = re.compile(r"[0-9a-z]{1,20}(?:[-/_.][0-9a-z]{1,20})+|[0-9a-z]*\d{6,}[0-9a-z]*")


def plain(text: str) -> str:
    """``text`` in one width, in simplified script and small letters.

    >>> plain("外貿專項資金２０２５（ＰＰＰ）")
    '外贸专项资金2025(ppp)'
    """
    return to_simplified(fold(text)).lower()


@lru_cache(maxsize=4096)
def grams(text: str) -> tuple[str, ...]:
    """The grams of ``text``, each once, in order. A character of Chinese that stands alone makes none.

    >>> grams("2025年外贸资金"), grams("公开 410322-2025-001")
    (('2025', '年外', '外贸', '贸资', '资金'), ('公开', '4103', '1032', '0322', '2025', '001'))
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(plain(text)):
        if run[0] >= "\u3400":
            found.update(dict.fromkeys(run[n : n + 2] for n in range(len(run) - 1)))
        else:
            found.update(dict.fromkeys(run[n : n + LONGEST] for n in range(max(1, len(run) - LONGEST + 1))))
    return tuple(found)


def key_of(number: str) -> str:
    """A document or index number without brackets, signs and spaces, so that every way of writing it is the same.

    >>> key_of("云商发〔2025〕31号"), key_of(" 云商发[2025] 第31号")
    ('云商发202531号', '云商发202531号')
    """
    return _SIGNS.sub("", plain(number)).replace("第", "")


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of what looks like a document or index number in ``text``, and of the whole where it is short.

    A number in a sentence has no clear beginning (请公开云商发〔2025〕31号), so every possible one is given.

    >>> keys_in("关于云商发〔2025〕31号")[-3:]
    ('云商发202531号', '商发202531号', '发202531号')
    """
    close = "".join(plain(text).split())
    found: dict[str, None] = {}
    if len(close) <= 30 and any(char.isdigit() for char in close):
        found[key_of(close)] = None
    for match in _NUMBER.finditer(close):
        key = key_of(match[0])
        start = next(n for n, char in enumerate(key) if char.isdigit())
        found.update(dict.fromkeys(key[n:] for n in range(start)))
    found.update(dict.fromkeys(key_of(match[0]) for match in _INDEX.finditer(close)))
    return tuple(found)[:40]
