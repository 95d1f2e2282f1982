"""Document numbers (发文字号): how they look, and how they are written properly."""

from __future__ import annotations

import re

_OPEN, _CLOSE = r"[〔\[【（(﹝［〖]", r"[〕\]】）)﹞］〗]"
PATTERN = (
    rf"[一-鿿]{{1,12}}?(?:字|发|函|规|办|令)?\s*{_OPEN}\s*(?:19|20)\d\d\s*年?\s*{_CLOSE}\s*(?:第\s*)?\d{{1,5}}\s*号"
)
_PARTS = re.compile(rf"^(.*?)\s*{_OPEN}\s*(\d{{4}})\s*年?\s*{_CLOSE}\s*(?:第\s*)?(\d{{1,5}})\s*号")
_LEADING = re.compile(
    r"^(?:根据|按照|依据|依照|和|及|与|以及|见|即|对|将|由|的|原|文号|发文字号|文件编号|编号|废止|原文号|号|件|等)+"
)


def proper(text: str) -> str:
    """A number with 〔〕 around its year, without spaces and without 第.

    >>> proper("云商发 [2026] 第 31 号")
    '云商发〔2026〕31号'
    """
    found = _PARTS.match("".join(text.split()))
    return f"{_LEADING.sub('', found[1])}〔{found[2]}〕{found[3]}号" if found else "".join(text.split())


def numbers_in(text: str) -> list[str]:
    """All numbers in a sentence, in order, each once."""
    return list(dict.fromkeys(proper(found) for found in re.findall(PATTERN, text)))
