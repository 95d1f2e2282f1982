"""Words that a letter must not hold, wherever they come from: told remedies, the 2007 Regulation, secrecy marks, blanks."""

from __future__ import annotations

import re

REMEDY_WORDS = re.compile(r"行政复议|行政诉讼|提起诉讼|起诉|(?:60|六十)(?:日|天)内|(?:6|六)个月内")
"""What speaks of a remedy. The paragraph itself comes from `gongkai.law`, and from nowhere else."""

OLD_REGULATION = re.compile(
    r"(?:15|十五)个工作日[之以]?内[^。；]{0,12}?(?:予以|作出|给予|进行)?答复|"
    r"自身[^。；]{0,4}生产、?生活、?科研等?特殊需要|三需要|国务院令第492号"
)
"""Sentences of the Regulation of 2007: fifteen working days to answer, the test of own special needs."""

SECRECY = re.compile(r"(?:绝密|机密|秘密)\s*(?:★|☆|级)|^(?:绝密|机密|秘密)$|内部资料[，、]?(?:注意|请勿)")

BLANKS = re.compile(r"\{[^{}\n]{1,60}\}|[×ＸX]{2,}|[_＿]{2,}|某某|（待填）|\[待[^\]]{0,10}\]")
"""A place not filled: braces, crosses, rules."""

CITATION = re.compile(
    r"(?:《(?P<law>[^《》]{2,40})》|(?P<number>法释〔\d{4}〕\d{1,3}号)|(?P<more>[、和及，以]))?"
    r"(?P<article>第[零一二三四五六七八九十百]{1,7}条)"
    r"(?P<rest>(?:第[一二三四五六七八九十]{1,3}款)?(?:第[（(][一二三四五六七八九十]{1,3}[）)]项)?)"
)
"""An article, with the law before it where it is named."""

DATE = re.compile(
    r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(?<![\d.-])(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)"
)
"""A full date, as letters or as registers write it."""

PERIOD = re.compile(r"(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])个工作日")
MONEY = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(万?元)")
FULL_NAME = "中华人民共和国"


def hanzi_number(words: str) -> int:
    """A number up to 99 in figures or in Chinese.

    >>> [hanzi_number(words) for words in ("15", "七", "十五", "二十", "三十一")]
    [15, 7, 15, 20, 31]
    """
    if words.isascii():
        return int(words)
    tens, ten, ones = words.partition("十")
    if not ten:
        return "零一二三四五六七八九".index(words)
    return ("一二三四五六七八九".index(tens) + 1 if tens else 1) * 10 + (
        "一二三四五六七八九".index(ones) + 1 if ones else 0
    )
