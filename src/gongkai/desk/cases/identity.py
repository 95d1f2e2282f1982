"""What an identity number says about itself: a clerk is warned, nobody is refused for it."""

from __future__ import annotations

import re

from gongkai.applications.models import Applicant
from gongkai.applications.models.application import ApplicantKind, IdentityKind
from gongkai.language import say

_ID = re.compile(r"\d{17}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{18}")


def warning(applicant: Applicant) -> str:
    """What is doubtful about the applicant's number, "" for nothing. The number itself is not repeated."""
    number = applicant.identity_number.strip().upper()
    if not number:
        return say("没有登记证件号码。没有身份证明的，可以告知补正；不能因此不登记。")
    if applicant.identity_kind == IdentityKind.ID_CARD:
        if not _ID.fullmatch(number):
            return say("身份证号应为18位，登记的不是。请与申请人核对。")
        total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
        if number[-1] != _CHECKS[total % 11]:
            return say("身份证号最后一位与前面的数字对不上，可能登记错了。请与申请人核对。")
        if applicant.kind != ApplicantKind.NATURAL_PERSON:
            return say("登记的类别是单位，证件却是身份证。请核对申请人是单位还是个人。")
    if applicant.identity_kind == IdentityKind.CREDIT_CODE:
        if not _CREDIT.fullmatch(number):
            return say("统一社会信用代码是18位数字和大写字母，登记的不是。请与申请人核对。")
        if applicant.kind == ApplicantKind.NATURAL_PERSON:
            return say("登记的类别是自然人，证件却是统一社会信用代码。请核对申请人是单位还是个人。")
    return ""
