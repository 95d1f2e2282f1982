"""Numbers that prove who somebody is, and telephone numbers: what can be wrong with them, in a sentence."""

from __future__ import annotations

import re
import unicodedata

from gongkai.language import say

_ID = re.compile(r"\d{17}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{18}")
_PHONE = re.compile(r"\+?[\d\s()-]+")


def tidy(number: str) -> str:
    """``number`` in plain width, capitals, without spaces.

    >>> tidy("４１００００ 19900101 001x")
    '41000019900101001X'
    """
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def fault_in_id(number: str) -> str:
    """What is wrong with the number of a resident identity card (GB 11643), "" for nothing.

    >>> fault_in_id("41000019900101001"), fault_in_id("410000199001010010")
    ('身份证号是17位，应为18位，请核对', '身份证号最后一位与前面的数字对不上，请核对')
    """
    if len(number) != 18:
        return say("身份证号是{n}位，应为18位，请核对", n=len(number))
    if not _ID.fullmatch(number):
        return say("身份证号只有数字，最后一位可以是X，请核对")
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if number[-1] != _CHECKS[total % 11]:
        return say("身份证号最后一位与前面的数字对不上，请核对")
    return ""


def fault_in_credit_code(number: str) -> str:
    """What is wrong with a unified social credit code (GB 32100), "" for nothing. Its check digit is left to the clerk: older
    codes break it."""
    return "" if _CREDIT.fullmatch(number) else say("统一社会信用代码是18位数字和大写字母，请核对")


def fault_in_phone(number: str) -> str:
    """What is wrong with a telephone number, "" for nothing. Landlines and numbers abroad are fine.

    >>> fault_in_phone("1380000123"), fault_in_phone("0399-5550126")
    ('手机号码少一位，请补全11位数字', '')
    """
    digits = re.sub(r"\D", "", number)
    if not _PHONE.fullmatch(number):
        return say("电话号码里有不认识的符号，请只填数字")
    mobile = re.fullmatch(r"1[3-9]\d*", digits) and not number.startswith(("+", "0"))
    if mobile and len(digits) == 10:
        return say("手机号码少一位，请补全11位数字")
    if mobile and len(digits) == 12:
        return say("手机号码多一位，应为11位数字，请核对")
    if len(digits) < 7:
        return say("电话号码太短，请填写手机号码，或者带区号的固定电话")
    if len(digits) > 15:
        return say("电话号码太长，请只填一个号码")
    return ""
