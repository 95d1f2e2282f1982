"""Text as pairs of neighbouring characters: Chinese has no spaces, and a two-character word is one pair.

Pure functions. What is folded here is folded the same way for what is stored and for what is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from gongkai.documents.script import converted, fold, to_simplified

LONGEST = 4
"""Characters of a gram: two of Chinese, up to four of a number or a Latin word."""
MOST_OF_A_WORD = 32
"""Characters of a number or a Latin word that are one token; what is longer is several."""
_RUN = re.compile("[\u3400-\u9fff]+|[0-9a-z]+")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[0-9a-z]{{1,{MOST_OF_A_WORD}}}")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
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


@cache
def _evened() -> dict[int, str]:
    """Each character of the first plane that folds to another single one: width, script, case, and the radicals of PDF fonts.

    Character by character, for a word must fold the same wherever it stands.
    """
    chars = [chr(code) for code in range(0x80, 0x10000) if not 0xD800 <= code < 0xF900]
    folded = [fold(char) if not unicodedata.combining(char) else char for char in chars]
    single = [new if len(new) == 1 and new != "\n" else old for old, new in zip(chars, folded, strict=True)]
    simplified = converted("\n".join(single)).split("\n")
    table = {
        ord(old): new[0].lower()[0]
        for old, new in zip(chars, simplified, strict=True)
        if new and new[0].lower()[0] != old
    }
    return table | {ord(char): char.lower() for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def even(text: str) -> str:
    """``text`` in one width, simplified, in small letters, character by character: as long as it was, so that places agree.

    >>> even("（外貿專項資金２０２５ＰＰＰ）")
    '(外贸专项资金2025ppp)'
    """
    return text.translate(_evened())


def without_unseen(text: str) -> str:
    """``text`` without what has no width (soft hyphens, joiners, marks of direction): it would part a word in two."""
    return _UNSEEN.sub("", text)


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters; else it is a number or a Latin word."""
    return run[0] >= "\u3400"


def runs(text: str) -> list[str]:
    """The runs of Chinese characters, and of letters and figures, of an even ``text``; all else only parts them.

    >>> runs(even("云商发〔2025〕31号ＰＰＰ"))
    ['云商发', '2025', '31', '号', 'ppp']
    """
    return _RUNS.findall(text)


def tokens(text: str) -> Iterator[str]:
    """What the search index holds of ``text``, in order: each pair of neighbouring Chinese characters, one that stands alone,
    each number and Latin word whole. The one place where a text becomes tokens, for what is stored and for what is asked.

    >>> list(tokens("云商發〔2025〕31号"))
    ['云商', '商发', '2025', '31', '号']
    """
    for run in runs(even(text)):
        if len(run) > 1 and is_han(run):
            yield from (run[n : n + 2] for n in range(len(run) - 1))
        else:
            yield run


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
