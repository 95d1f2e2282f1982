"""What a published report should not hold: identity numbers, mobile numbers, persons by name, private mailboxes.

The evidence never repeats what should not have been published: it is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.language import say
from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.findings import flag
from gongkai.reports.model import Evidence, Finding

_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\d.\-—])1[3-9]\d[\- ]?\d{4}[\- ]?\d{4}(?![\d.])")
_LANDLINE = re.compile(
    r"(?<!\d)[(]?0\d{2,3}[)]?[-—－–―]{0,2}[2-9]\d{6,7}(?!\d)|电话[:为是]?(?:[\u4e00-\u9fff]{0,4})[2-9]\d{6,7}(?!\d)"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}@([A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8})"
)
_PRIVATE_MAIL = re.compile(
    r"(?:^|\.)(?:qq|126|163|139|189|yeah|sina|sohu|foxmail|gmail|hotmail|outlook|live|aliyun|wo|tom|21cn|icloud|yahoo)\.",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:联系人|经办人|负责人|填报人|联络人)(?:姓名)?[:]([\u4e00-\u9fff·]{2,4}?)(?=[,;。、()]|电话|联系|手机|$|\d)"
)
_NO_NAME = re.compile(r"电话|办公|单位|部门|地址|局|科|股|室|中心|邮|及|无|同志们|姓名")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity(number: str) -> bool:
    """A resident identity number (公民身份号码, GB 11643): a birthday that exists and a right check character.

    >>> is_identity("110101190001010007"), is_identity("110101190013010007")
    (False, False)
    """
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11
    return "10X98765432"[rest] == number[17].upper()


def personal(context: Context) -> Iterator[Finding]:
    """PRIVATE-ID, PRIVATE-MOBILE, PRIVATE-NAME, PRIVATE-EMAIL, PHONE: one finding of each kind, every hit as evidence."""
    hits: dict[str, list[Evidence]] = {}
    for sentence in context.prose:
        text = sentence.folded
        for match in _IDENTITY.finditer(text):
            if is_identity(match.group()):
                _note(hits, "PRIVATE-ID", sentence, match, keep=(6, 2))
        for match in _MOBILE.finditer(text):
            _note(hits, "PRIVATE-MOBILE", sentence, match, keep=(3, 4))
        if "人" in text:
            for match in _CONTACT.finditer(text):
                if not _NO_NAME.search(match[1]):
                    hits.setdefault("PRIVATE-NAME", []).append(
                        Evidence(match.group().replace(match[1], match[1][0] + "某"), sentence.place)
                    )
        if "@" in text:
            for match in _EMAIL.finditer(text):
                if _PRIVATE_MAIL.search("." + match[1]):
                    _note(hits, "PRIVATE-EMAIL", sentence, match, keep=(1, len(match[1]) + 1))
        if context.settings.phones:
            for match in _LANDLINE.finditer(text):
                hits.setdefault("PHONE", []).append(
                    Evidence(sentence.text[match.start() : match.end()], sentence.place)
                )
    for code, evidence in hits.items():
        message, mend = _words(code, len(evidence))
        yield flag(code, message, evidence=evidence[:5], mend=mend)


def _note(
    hits: dict[str, list[Evidence]], code: str, sentence: Sentence, match: re.Match[str], *, keep: tuple[int, int]
) -> None:
    found = match.group()
    head, tail = keep
    masked = found[:head] + "*" * (len(found) - head - tail) + found[len(found) - tail :]
    hits.setdefault(code, []).append(Evidence(masked, sentence.place))


def _words(code: str, count: int) -> tuple[str, str]:
    if code == "PRIVATE-ID":
        return (
            say("报告中有 {count} 处公民身份号码。", count=count),
            say("请立即撤下并删除，已经公开的按照个人信息泄露处置。"),
        )
    if code == "PRIVATE-MOBILE":
        return (
            say("报告中有 {count} 处手机号码，可能属于个人。", count=count),
            say("请改为办公电话；申请人等的号码应当删除。"),
        )
    if code == "PRIVATE-NAME":
        return say("报告中写明了 {count} 位联系人的姓名。", count=count), say("请只保留机构名称和办公电话。")
    if code == "PRIVATE-EMAIL":
        return (
            say("报告中有 {count} 个在公共邮箱服务商注册的邮箱。", count=count),
            say("请改用单位邮箱；确属对外公布的工作邮箱的，可以保留。"),
        )
    return say("报告公布了 {count} 个办公电话。", count=count), say("请确认号码仍在使用，并与公开指南一致。")
