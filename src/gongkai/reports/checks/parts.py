"""其中: the parts of a number against the whole, also nested and in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.language import say
from gongkai.reports.checks.context import Context, Sentence
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.checks.numerals import Quantity, quantities
from gongkai.reports.model import Finding

Figure = int | Decimal

NEARLY = Decimal("0.9")
"""Parts that make up this much of the whole are meant to be all of it; fewer are examples (decision 0032)."""

_OPENS = re.compile(r"其中|包括")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_NEW_STATEMENT = re.compile(
    r"^(?:共|全年|累计|合计|均|全部|按时|按期|已|办结|答复|回复|受理|收到|解决|另|另外|此外|同时|并|满意|比|较|同比|截至|全县|全市|全区|目前)"
)
_COMPARED = re.compile(r"(?:同比|环比|[比较](?:上年|去年|上一年|往年)|增长|增加|减少|下降|上升)[^,;]{0,8}$")
_OPEN_END = re.compile(r"等(?:[^,;、]{0,4})?$")


def parts(context: Context) -> Iterator[Finding]:
    """TEXT-PARTS, sentence by sentence; one that begins with 其中 speaks of the sentence before it."""
    before: Sentence | None = None
    for sentence in context.prose:
        if "其中" in sentence.folded or "包括" in sentence.folded:
            if sentence.folded.startswith("其中") and before is not None and before.section == sentence.section:
                yield from _of(_joined(before, sentence))
            else:
                yield from _of(sentence)
        before = sentence


def _joined(one: Sentence, two: Sentence) -> Sentence:
    return Sentence(f"{one.text}。{two.text}", f"{one.folded},{two.folded}", two.section, two.place)


def _of(sentence: Sentence) -> Iterator[Finding]:
    text = sentence.folded
    # What stands in brackets explains the number before it, and nothing after: judge it alone, then read on without it.
    for match in _BRACKETED.finditer(text):
        inner = match.group(1)
        opened = _OPENS.search(inner)
        if opened:
            before = [q for q in quantities(text[: match.start()]) if q.end == match.start()]
            if before:
                yield from _judge(sentence, before[-1:], _listed(inner, opened.end(), before[-1].unit))
    bare = _BRACKETED.sub(lambda match: "\0" * len(match.group()), text)
    opened = _OPENS.search(bare)
    if not opened:
        return
    wholes = [
        q
        for q in quantities(bare[: opened.start()])
        if not _COMPARED.search(bare[max(_edge(bare, q.start), q.start - 30) : q.start])
    ]
    listed = list(quantities(bare[opened.end() :]))
    if not wholes or not listed:
        return
    same = [q for q in wholes if q.unit == listed[0].unit]
    # The whole stands in the clause before 其中; one further back belongs to another statement.
    if not same or bare.count(",", same[-1].end, opened.start()) + bare.count(";", same[-1].end, opened.start()) > 1:
        return
    yield from _judge(sentence, same, _listed(bare, opened.end(), same[-1].unit))


def _edge(text: str, before: int) -> int:
    return max(text.rfind(mark, 0, before) for mark in ",;、") + 1


def _listed(text: str, start: int, unit: str) -> tuple[list[Quantity], bool, bool]:
    """(parts, the list is open-ended, a number in it is rounded), from 其中 up to the first clause that says something new."""
    found: list[Quantity] = []
    nested: list[tuple[Figure, Figure]] = []
    loose = open_end = False
    offset = start
    for n, piece in enumerate(re.split(r"([,;、:])", text[start:])):
        if piece in (",", ";", "、", ":", ""):
            offset += len(piece)
            continue
        if n > 0 and found and _NEW_STATEMENT.match(piece):
            break
        inner = _OPENS.search(piece)
        for q in quantities(piece):
            if q.unit != unit or _COMPARED.search(piece[max(0, q.start - 30) : q.start]):
                continue
            if inner and q.start > inner.start() and found:
                # A 其中 inside the list: its numbers belong to the part before it until they fill it.
                nested.append((found[-1].value, q.value))
                continue
            if nested and _fills(nested) is None:
                nested.append((nested[-1][0], q.value))
                continue
            found.append(q._replace(start=q.start + offset, end=q.end + offset))
            loose = loose or not q.exact
        if _OPEN_END.search(piece) or re.search(r"等(?:\d|各|其他|信息|方面)", piece):
            open_end = True
        offset += len(piece)
    if nested and _fills(nested) is not True:
        # Whose part the last numbers are cannot be told.
        return [], True, True
    return found, open_end, loose


def _fills(nested: list[tuple[Figure, Figure]]) -> bool | None:
    """Do the inner parts make up their whole: yes, not yet (None), or too much (False)?"""
    whole = nested[0][0]
    total = sum(value for _, value in nested)
    return True if total == whole else None if total < whole else False


def _judge(sentence: Sentence, wholes: list[Quantity], listed: tuple[list[Quantity], bool, bool]) -> Iterator[Finding]:
    """``wholes``: the numbers of the same unit before 其中, the nearest last. With several of them the parts may be those of any, or
    of all together (图解25个、视频8个，其中原创…), so only more than all together is wrong."""
    found, open_end, loose = listed
    if not found or loose or not all(whole.exact for whole in wholes):
        return
    total = sum(part.value for part in found)
    sums = " + ".join(str(part.value) for part in found)
    whole = wholes[-1].value
    limit = sum(q.value for q in wholes)
    if any(total == q.value for q in wholes):
        return
    if len(found) == 1 and total > limit:
        message = say("“其中”的 {part} 大于总数 {whole}。", part=total, whole=limit)
    elif total > limit:
        message = say("“其中”各项之和超过总数：{sums} = {total}，总数为 {whole}。", sums=sums, total=total, whole=limit)
    elif len(found) > 1 and len(wholes) == 1 and not open_end and NEARLY * whole <= total < whole:
        message = say(
            "“其中”各项之和与总数不符：{sums} = {total}，总数为 {whole}，相差 {gap}。",
            sums=sums,
            total=total,
            whole=whole,
            gap=whole - total,
        )
    else:
        return
    yield flag(
        "TEXT-PARTS",
        message,
        evidence=[quote(sentence.text, sentence.place, limit=140)],
        mend=say("请核实总数和各项；只举部分项目的，请写明“等”。"),
    )
