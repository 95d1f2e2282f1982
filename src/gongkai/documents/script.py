"""Chinese script as found in files: one shape for many, and signs that a text was decoded wrongly.

Pure functions for matching labels and judging texts; a Document keeps what its source said. All of them are cheap when there
is nothing to do.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

# Radicals that NFKC leaves alone (Unicode property EquivalentUnifiedIdeograph; four by shape): PDF fonts map 长 页 见 so.
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁"
    "⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲㇐㇑㇒㇔⺮⻊⻞⻡"
)
_UNIFIED = (
    "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎"
    "衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀一丨丿丶竹足食首"
)

_FOLDED = str.maketrans(
    {
        **dict(zip(_RADICALS, _UNIFIED, strict=True)),
        **dict.fromkeys("\t\v\f\r\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u3164\uffa0\u115f\u1160", " "),
        # Zero width: soft hyphen, joiners, marks of direction, variation selectors, the byte order mark.
        **dict.fromkeys(
            [0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
        ),
        **dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]),
    }
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# What folding could touch, besides what NFKC touches.
_TO_FOLD = re.compile(
    "[\t\v\f\r\x1c-\x1f\x85\xad\u034f\u061c\u115f\u1160\u1680\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2e80-\u2eff\u3164"
    "\u31c0-\u31ef\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef\U000f0000-\U0010ffff]"
)

_VOWELS = "aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_IN_BRACKETS = re.compile(
    rf"(?<=[\u3400-\u9fff\uf900-\ufaff])[(（][ \u00a0]?([a-z{_VOWELS}{_TONED}\u0300-\u030c]{{1,8}})[ \u00a0]?[)）]"
)
_SYLLABLE = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|an|ao|ei|en|er|ia|ie|in|iu|ou"
    r"|ua|ue|ui|un|uo|ve|vn|a|e|i|o|u|v)|ng?|m"
)
_PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def fold(text: str) -> str:
    """One shape of ``text`` for comparing: NFKC (full width, circled and Kangxi forms), the radicals NFKC leaves alone, every
    kind of white space but ``\\n`` as a plain space, zero-width and private-use characters gone. Lengths may change.

    >>> fold("２０２３⻓⻚\\u200b（\\u3000）\\xa0⒈")
    '2023长页( ) 1.'
    """
    if text.isascii() and not _TO_FOLD.search(text):
        return text
    if _TO_FOLD.search(text):
        text = _PRIVATE.sub("", text).translate(_FOLDED)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


@cache
def _traditional() -> re.Pattern[str]:
    """The characters of the first plane of Big5 (those in daily use in traditional script) that GB 2312 does not have."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    plane = bytes(byte for lead in range(0xA4, 0xC7) for trail in trails for byte in (lead, trail))
    daily = plane.decode("big5", "ignore")
    shared = set(daily.encode("gb2312", "ignore").decode("gb2312"))
    return re.compile("[" + "".join(char for char in daily if char not in shared and char >= "\u3400") + "]")


@cache
def _converter() -> _Converter:
    import opencc  # 30 ms to load: only when there is something to convert

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


def has_traditional(text: str) -> bool:
    """Whether ``text`` holds a character in daily use that only traditional script has."""
    return not text.isascii() and _traditional().search(text) is not None


def to_simplified(text: str) -> str:
    """``text`` in simplified script, unchanged when it has nothing traditional. For
    matching only: the way back is not unique.

    >>> to_simplified("政府信息公開")
    '政府信息公开'
    """
    return _converter().convert(text) if has_traditional(text) else text


def converted(text: str) -> str:
    """``text`` in simplified script, whether or not it seems to have anything traditional (`to_simplified` looks first)."""
    return _converter().convert(text)


def strip_pinyin(text: str) -> str:
    """``text`` without readings in brackets after a character, as converters leave them in 報(bào)告. What is no Mandarin
    syllable stays: 公开(pdf), 附件(a).

    >>> strip_pinyin("報(bào)告根據(jù)條（tiáo）例(a)")
    '報告根據條例(a)'
    """
    if "(" not in text and "（" not in text:
        return text
    return _IN_BRACKETS.sub(_keep_unless_pinyin, text)


def _keep_unless_pinyin(match: re.Match[str]) -> str:
    reading = unicodedata.normalize("NFC", match[1])
    plain = reading.translate(_PLAIN)
    is_pinyin = _SYLLABLE.fullmatch(plain) is not None and (plain != reading or len(plain) > 1)
    return "" if is_pinyin else match[0]


# The characters that make up about half of any official or everyday text, in both scripts.
_FREQUENT = re.compile(
    "["
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外"
    "政府信息公告情况申请主动条例市县区局办关第四五六月日规范文件内容收费处理无事项机关单位总计结果件数"
    "這為個國時來們對會發動過說產種後經進著電裡現實點從業開還報況請條縣區辦關規範內費處無項單總計結數"
    "]"
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_SAMPLE = 2000  # characters are enough to judge a text by

# What bytes of one encoding look like when another one reads them.
_STOCK_JUNK = re.compile("锟斤拷|锟脚|斤拷锟|嚙踝|嚙請|烫烫烫|屯屯屯|葺葺葺|ï¿½")
_HIGH = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_UTF8_AS_LATIN = re.compile(f"(?:[ã-éï][{_HIGH}]{{2}}){{2}}")
_GBK_AS_LATIN = re.compile("[\xa1-\xfe]{6,}")
_LOST = re.compile("\ufffd+")
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]{2,}")
_SUSPECT = re.compile("[锟嚙烫屯葺\x80-\x9f¡-¶¸-ÖØ-ÿ\ufffd锛銆鈥鐨鍏鏀骞绗涓\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MAYBE_UTF8_AS_GBK = re.compile("[锛銆鈥鐨鍏鏀骞绗涓]")


@cache
def _utf8_read_as_gbk() -> frozenset[str]:
    """The characters that the first two bytes of a Chinese character in UTF-8 make in GBK: 公开 turns into 鍏紑."""
    pairs = (bytes((lead, trail)) for lead in range(0xE2, 0xF0) for trail in range(0x80, 0xC0))
    return frozenset("".join(pair.decode("gbk", "ignore") for pair in pairs))


def frequent_share(text: str) -> tuple[int, float]:
    """How many Chinese characters stand in the first 2,000 characters of ``text``, and which part of them is among the few
    hundred most frequent: about a half in real text of either script, a twentieth in text decoded wrongly."""
    sample = text[:_SAMPLE]
    count = len(_HAN.findall(sample))
    return count, (len(_FREQUENT.findall(sample)) / count if count else 0.0)


@lru_cache(maxsize=8)
def looks_garbled(text: str) -> str | None:
    """The few characters that show ``text`` was decoded or mapped wrongly (mojibake), None when it looks sound.

    It judges by what is certain: the stock junk 锟斤拷, UTF-8 read as Latin-1 or GBK, GBK read as Latin-1, replacement marks
    in number, characters of a private font, and text of which hardly a character is a common one. A single lost character
    in a sound text does not count.
    """
    if text.isascii():
        return _question_marks(text)
    count, share = frequent_share(text)
    if _SUSPECT.search(text) and (evidence := _junk(text, count)):
        return evidence
    if count >= 80 and share < 0.08 and (first := _HAN.search(text)):
        return _around(text, first)
    return _question_marks(text)


def _junk(text: str, count: int) -> str | None:
    for pattern in (_STOCK_JUNK, _UTF8_AS_LATIN, _CONTROLS):
        if found := pattern.search(text):
            return _around(text, found)
    for found in _GBK_AS_LATIN.finditer(text):
        if len(set(found[0])) >= 4:  # ××××× and ····· are ordinary
            return _around(text, found)
    if lost := _LOST.search(text):
        marks = text.count("\ufffd")
        if len(lost[0]) >= 3 or marks * 50 >= len(text):
            return _around(text, lost)
    if private := _PRIVATE.search(text):
        marks = len(_PRIVATE.findall(text))
        if marks >= 3 and marks * 20 >= len(text):
            return _around(text, private)
    if found := _MAYBE_UTF8_AS_GBK.search(text):
        junk = sum(char in _utf8_read_as_gbk() for char in _HAN.findall(text[:_SAMPLE]))
        if junk >= 2 and junk * 4 >= count:
            return _around(text, found)
    return None


def _question_marks(text: str) -> str | None:
    """Text written through a code page without Chinese: every character has become a question mark."""
    if text.count("?") * 4 < len(text) or len(text) < 12:
        return None
    found = re.search(r"\?{4,}", text)
    return _around(text, found) if found else None


def _around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[found.start() : found.start() + 12].split())
