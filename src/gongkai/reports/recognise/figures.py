"""One printed figure: what stands in a cell, as a number, or why it is none.

A figure is never repaired silently. Blank, ``/``, ``-`` and ``0`` are four things; a letter is not a digit even where it
looks like one; a unit or a remark behind the number is kept as a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from gongkai.language import say
from gongkai.reports.model import Value

_UNITS = "万元|亿元|元|件次|人次|件|条|个|次|项|宗|起|份|篇|部|人"
_SIGNS = {"−": "-", "–": "-", "—": "-", "－": "-", "﹣": "-", "‐": "-", "‑": "-", "﹢": "+"}

PLAIN = re.compile(r"\d+")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_WITH_UNIT = re.compile(rf"([+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)({_UNITS})(.*)", re.S)
_ANNOTATED = re.compile(
    rf"(?:约|共|计)?([+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)({_UNITS})?[(\[{{【〔](?!\d*[)\]])(.*)", re.S
)
_UP_DOWN = re.compile(rf"(增加|减少|增|减|上升|下降)(\d+)(?:{_UNITS})?")
_DASH = re.compile(r"[-+]+|[/\\|]+|[*×xX]+|\.+|…+|~+|_+|N/?A|n/?a|—+|#(?:N/A|REF!|VALUE!)?")
_WORDS = frozenset(
    {
        "无",
        "零",
        "〇",
        "空",
        "空白",
        "略",
        "暂无",
        "不涉及",
        "未统计",
        "没有",
        "不适用",
        "无数据",
        "null",
        "None",
        "nan",
    }
)
_SIGNS_ONLY = re.compile(r"[#?？!！$￥¥%&@^=<>]{1,20}")
_FRAGMENT = re.compile(r"[.,]\d{1,9}")
_ENUMERATOR = re.compile(r"[(\[]\d{1,2}[)\]]|\d{1,2}[.、,:)]")
_LETTERED = re.compile(r"(?=.*[A-Za-z])(?!.*[A-Za-z]{4})[A-Za-z\d.,]{1,8}")
_LOOKALIKE = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "l": "1",
        "I": "1",
        "i": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "b": "6",
        "B": "8",
        "g": "9",
        "q": "9",
    }
)


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` None: something stands there, but no number. ``doubt``: code and sentence, where there is one."""

    value: Value
    code: str | None = None
    message: str = ""


def _number(text: str) -> Value:
    text = text.replace(",", "").lstrip("+")
    if "." in text:
        amount = Decimal(text)
        return int(amount) if amount == amount.to_integral_value() else amount
    return int(text)


@lru_cache(maxsize=4096)
def figure(text: str, *, wrapped: bool = False) -> Figure | None:
    """``text`` (already folded: half-width, no odd spaces) as a figure; None where it is words, or an item number like ``1.``.

    ``wrapped``: the text is one whole cell, so digits parted by white space are one figure broken over lines.

    >>> figure("22(其中修订16件)").value, figure("-37").value, figure("/").value, figure("1.")
    (22, -37, None, None)
    """
    text = text.strip()
    if PLAIN.fullmatch(text) and len(text) <= 18:
        if text[0] == "0" and len(text) > 1:
            message = say("此数以 0 开头：“{text}”，可能是一个数字断开后的后半段，请核对。", text=text)
            return Figure(int(text), "leading-zero", message)
        return Figure(int(text))
    if not text or len(text) > 120:
        return None
    for odd, plain in _SIGNS.items():
        if odd in text:
            text = text.replace(odd, plain)
    squeezed = "".join(text.split())
    if _ENUMERATOR.fullmatch(squeezed):
        return None
    if _NUMBER.fullmatch(text) and len(text) <= 30:
        return Figure(_number(text))
    if squeezed != text and _NUMBER.fullmatch(squeezed) and len(squeezed) <= 30:
        if not wrapped:
            return None
        if all(b.startswith(".") or a.endswith(".") for a, b in pairwise(text.split())):
            return Figure(_number(squeezed))  # broken at the decimal point: no two figures could be meant
        return Figure(
            _number(squeezed),
            "spaced",
            say("数字中间有空格或换行：“{text}”，读作 {value}，请核对。", text=text, value=squeezed),
        )
    if found := _ANNOTATED.fullmatch(squeezed):
        return Figure(
            _number(found[1]),
            "annotated",
            say("数字后面带有说明：“{text}”，只取 {value}，请核对。", text=text, value=found[1]),
        )
    if found := _WITH_UNIT.fullmatch(squeezed):
        if len(found[3]) > 30 or (found[3] and not found[3].startswith(("(", ",", "，", "、", "[", "其中"))):
            return None
        return Figure(
            _number(found[1]),
            "unit",
            say("数字后面带有单位：“{text}”，读作 {value}，单位须核对。", text=text, value=found[1]),
        )
    if found := _UP_DOWN.fullmatch(squeezed):
        value = int(found[2]) if found[1] in ("增加", "增", "上升") else -int(found[2])
        return Figure(value, "worded", say("增减用文字表示：“{text}”，读作 {value}，请核对。", text=text, value=value))
    if _DASH.fullmatch(squeezed):
        return Figure(
            None, "not-a-figure", say("此格是“{text}”，不是数字，也不等于 0；应填具体数字，没有的填 0。", text=text)
        )
    if squeezed in _WORDS:
        return Figure(None, "not-a-figure", say("此格写的是“{text}”，不是数字；应填具体数字，没有的填 0。", text=text))
    if _LETTERED.fullmatch(squeezed):
        guess = squeezed.translate(_LOOKALIKE)
        if guess.isdigit():
            return Figure(
                None, "letters", say("此格是“{text}”，含有字母，疑为 {guess}，未予采用。", text=text, guess=guess)
            )
        return Figure(None, "letters", say("此格是“{text}”，含有字母，不是数字。", text=text))
    if _FRAGMENT.fullmatch(squeezed):
        return Figure(None, "letters", say("此处只有“{text}”，像是一个数字断开后的后半段。", text=text))
    if _SIGNS_ONLY.fullmatch(squeezed):
        return Figure(None, "not-a-figure", say("此格是“{text}”，不是数字。", text=text))
    if len(squeezed) <= 12 and squeezed[0].isdigit() and not any("一" <= c <= "鿿" for c in squeezed):
        return Figure(None, "letters", say("此格是“{text}”，读不出一个数字。", text=text))
    return None
