"""What the habits of official documents (公文) say where the file itself says nothing: the title, headings, the signature.

A heading is only taken for one when it stands like one: a short line by itself, without a full stop, with text below it. Numbers
typed by hand stay in the text, for they are how a document is cited (decision 0096).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.pages.inline import is_all, tidy, without_marks
from gongkai.pages.model import STRONG, Block, Break, Heading, Image, Inline, Paragraph, Text, inside, text_of

NUMBER = re.compile(
    r"[^\s，。：:（(〔\[]{1,14}[〔\[【（(﹝]\s*(?:19|20)\d\d\s*[〕\]】）)﹞]\s*第?\s*\d{1,5}\s*号(?:\s*签发人[：:].*)?|(?:(?:19|20)\d\d年)?第\s*\d{1,5}\s*号"
)
"""A line that is a document number (发文字号)."""
DATE = re.compile(
    r"(?:19|20)\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?|[一二][〇零○O0一二三四五六七八九]{3}年[元正一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
KINDS = (
    "命令 令 决定 决议 公告 通告 通知 意见 通报 报告 请示 批复 议案 函 纪要 办法 规定 细则 规则 条例 方案 规划 计划 指南 制度 章程 标准"
    " 清单 目录 公示 解读 总结 要点 预案 声明 简报 名单 说明 答复"
)
_KIND_END = re.compile(rf"(?:{'|'.join(KINDS.split())})(?:[（(][^（）()]{{1,20}}[）)])?$")
_HEAD = re.compile(
    r".{0,6}(?:绝密|机密|秘密)(?:\s*★.*)?|\d{6}|特急|加急|平急|急件|.{2,40}文件|签发人[：:].*|[（(].{1,40}[）)]"
)
_CAPTION = re.compile(r"(?:附?表|图)\s*[\d一二三四五六七八九十]+(?:[-－—.．]\d+)*(?:[\s　：:].*)?")
_HAN = "一二三四五六七八九十百零〇"
_PATTERNS = (
    (re.compile(rf"第[{_HAN}\d]+编(?:[\s　].*)?"), 2),
    (re.compile(rf"第[{_HAN}\d]+章(?:[\s　：:].*|.{{0,20}})"), 3),
    (re.compile(rf"第[{_HAN}\d]+节(?:[\s　：:].*|.{{0,20}})"), 4),
    (re.compile(rf"[{_HAN}]+、.+"), 5),
    (re.compile(rf"[（(][{_HAN}]+[）)].+"), 6),
    (re.compile(r"\d{1,2}[.．、]\s*[^\d.．].*"), 7),
    (re.compile(r"[（(]\d{1,2}[）)].+"), 8),
)
_NEEDS_BOLD = 7
"""From this rank a heading is taken for one only when it is set in bold: 1. and （1） lead items far more often."""
_PART, _ATTACHMENT = 1, re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?")
_LONGEST_HEADING, _LONGEST_TITLE, _LONGEST_NAME = 40, 120, 40
_FIRST_BLOCKS = 14
_STOPS = "。；;：:，,、！!？?…"
_NAME_END = re.compile(
    r"(?:政府|委员会|管委会|办公厅|办公室|办事处|局|厅|委|办|院|处|所|站|中心|总局|部|署|会|队|公司|学校|银行|馆|社|盖章\)|盖章）)$"
)


def settle(blocks: Sequence[Block]) -> tuple[str | None, list[Block]]:
    """The title, lifted out of the text (the page shows it as its own heading), and the blocks with headings and signatures known."""
    title, rest = _lift_title(list(blocks))
    return title, _signed(_headed(rest))


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text.strip()) is not None


def is_date(text: str) -> bool:
    return DATE.fullmatch("".join(text.split())) is not None


# --- the title ---------------------------------------------------------------------------------------------------------------


def _lift_title(blocks: list[Block]) -> tuple[str | None, list[Block]]:
    at = _title_at(blocks)
    if at is None:
        return None, blocks
    end = at + 1
    text = _line(blocks[at])
    while end < len(blocks) and _goes_on(blocks[at], blocks[end], text):
        text = _joined(text, _line(blocks[end]))
        end += 1
    return text, [*blocks[:at], *blocks[end:]]


def _title_at(blocks: Sequence[Block]) -> int | None:
    """The first line of the title among the first blocks."""
    first: list[int] = []
    for n, block in enumerate(blocks[:_FIRST_BLOCKS]):
        if isinstance(block, Paragraph | Heading):
            text = _line(block)
            is_body = (
                isinstance(block, Paragraph) and not block.align and block.style != "title" and text[-1:] in _STOPS
            )
            if is_body and first:
                break
            if text and not is_body and len(text) <= _LONGEST_TITLE and not _is_head(text):
                first.append(n)
        elif first:
            break
    styled = [n for n in first if isinstance(block := blocks[n], Paragraph) and block.style == "title"]
    if styled:
        return styled[0]
    centred = [n for n in first if isinstance(block := blocks[n], Paragraph) and block.align == "center"]
    if centred:
        largest = max(_size(blocks[n]) for n in centred)
        return next(n for n in centred if _size(blocks[n]) == largest)
    top = [n for n in first if isinstance(block := blocks[n], Heading) and block.rank == 1]
    if top and sum(isinstance(block, Heading) and block.rank == 1 for block in blocks) == 1:
        return top[0]
    if first and isinstance(blocks[first[0]], Heading) and _pattern(_line(blocks[first[0]])) is None:
        heading = blocks[first[0]]
        alone = not any(
            isinstance(b, Heading) and isinstance(heading, Heading) and b.rank <= heading.rank
            for b in blocks[first[0] + 1 :]
        )
        if alone or _KIND_END.search(_line(heading)):
            return first[0]
    named = [n for n in first if "关于" in _line(blocks[n]) and _KIND_END.search(_line(blocks[n]))]
    if named:
        return named[0]
    return next((n for n in first[:2] if _leads(blocks, n)), None)


def _leads(blocks: Sequence[Block], n: int) -> bool:
    """Whether line ``n`` stands above the text like a title: short, no sentence, nothing filled in, with text below it."""
    text = _line(blocks[n])
    if not 4 <= len(text) <= 60 or n + 1 >= len(blocks):
        return False
    return not set(text) & set("，。；：:？！") and _pattern(text) is None and not _NAME_END.search(text)


def _goes_on(title: Block, block: Block, text: str) -> bool:
    """Whether ``block`` is a further line of a title that began with ``title``."""
    if type(title) is not type(block) or len(text) + len(_line(block)) > _LONGEST_TITLE:
        return False
    line = _line(block)
    if not line or _is_head(line) or line[-1] in _STOPS or _pattern(line) is not None:
        return False
    if isinstance(title, Paragraph) and isinstance(block, Paragraph):
        if _KIND_END.search(text) and title.style != "title":
            return False
        alike = title.align == block.align and title.size == block.size and title.style == block.style
        return alike and (title.align == "center" or title.style == "title")
    return (
        isinstance(title, Heading)
        and isinstance(block, Heading)
        and title.rank == block.rank
        and not _KIND_END.search(text)
    )


def _is_head(text: str) -> bool:
    """Whether a line belongs to the head of a document (版头) or is a remark, a number, a date: no title."""
    return (
        is_number(text)
        or is_date(text.strip("（）()"))
        or _HEAD.fullmatch(text) is not None
        or _ATTACHMENT.fullmatch(text) is not None
        or _CAPTION.fullmatch(text) is not None
    )


def _joined(first: str, second: str) -> str:
    return first + (" " if first[-1:].isascii() and second[:1].isascii() else "") + second


def _size(block: Block) -> int:
    return block.size if isinstance(block, Paragraph) else 0


def _line(block: Block) -> str:
    if not isinstance(block, Paragraph | Heading) or any(isinstance(piece, Image) for piece in block.inline):
        return ""
    text = " ".join(text_of(block.inline).split())
    return re.sub(r"(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])", "", text) if len(text) < _LONGEST_TITLE else text


# --- headings ----------------------------------------------------------------------------------------------------------------


def _pattern(text: str) -> int | None:
    """The rank that the number in front of a line gives it."""
    return next((rank for pattern, rank in _PATTERNS if pattern.fullmatch(text)), None)


def _headed(blocks: list[Block]) -> list[Block]:
    usual = _usual_size(blocks)
    ranks: list[int | None] = []
    for block in blocks:
        if isinstance(block, Heading):
            found = _pattern(_line(block))
            # Word's own levels stand between the parts and the numbered headings, unless the number says more.
            ranks.append(found if found is not None and found < _NEEDS_BOLD else block.rank)
        else:
            ranks.append(_rank(block, usual) if isinstance(block, Paragraph) else None)
    made: list[Block] = []
    for n, block in enumerate(blocks):
        rank = ranks[n]
        if (
            rank is None
            or not isinstance(block, Paragraph | Heading)
            or (isinstance(block, Paragraph) and not _has_text_below(blocks, ranks, n))
        ):
            made.append(block)
        elif n and _goes_on_part(blocks[n - 1], ranks[n - 1], block, rank) and isinstance(last := made[-1], Heading):
            made[-1] = Heading(rank, tidy([*last.inline, Text("\n"), *_one_line(block.inline)]))
        else:
            made.append(Heading(rank, _one_line(block.inline)))
    return made


def _goes_on_part(before: Block, its_rank: int | None, block: Block, rank: int) -> bool:
    """Whether the centred title of a part goes on in ``block``."""
    if not (isinstance(before, Paragraph) and isinstance(block, Paragraph)) or (its_rank, rank) != (_PART, _PART):
        return False
    return (
        before.align == block.align == "center"
        and before.size == block.size
        and not _ATTACHMENT.fullmatch(_line(before))
    )


def _rank(block: Paragraph, usual: int) -> int | None:
    text = _line(block)
    if not text or len(text) > _LONGEST_HEADING or text[-1] in _STOPS:
        return None
    if _ATTACHMENT.fullmatch(text):
        return _PART
    found = _pattern(text)
    if found is not None:
        return found if found < _NEEDS_BOLD or is_all(block.inline, STRONG) else None
    if (
        block.align == "center"
        and not _is_head(text)
        and (is_all(block.inline, STRONG) or (usual and block.size > usual + 1))
    ):
        return _PART
    return None


def _has_text_below(blocks: Sequence[Block], ranks: Sequence[int | None], n: int) -> bool:
    """Whether line ``n`` leads something: lines of one kind that follow upon each other are items of an enumeration."""
    if n + 1 >= len(blocks):
        return False
    before = ranks[n - 1] if n else None
    return ranks[n] == _PART or (ranks[n + 1] != ranks[n] and before != ranks[n])


def _one_line(inline: Sequence[Inline]) -> list[Inline]:
    return without_marks([Text(" ") if isinstance(piece, Break) else piece for piece in inline], STRONG)


def _usual_size(blocks: Sequence[Block]) -> int:
    sizes: dict[int, int] = {}
    for block in inside(blocks):
        if isinstance(block, Paragraph) and block.size:
            sizes[block.size] = sizes.get(block.size, 0) + len(text_of(block.inline))
    return max(sizes, key=lambda size: sizes[size], default=0)


# --- the signature -----------------------------------------------------------------------------------------------------------


def _signed(blocks: list[Block]) -> list[Block]:
    """Name and date at the end of a document (or of a part of one) stand at the right, as on paper."""
    for n, block in enumerate(blocks):
        if n == 0 or not isinstance(block, Paragraph) or block.align == "center" or not is_date(text_of(block.inline)):
            continue
        names = 0
        while names < 4 and names < n and _is_name(blocks[n - 1 - names]):
            names += 1
        if not names:
            continue
        for name in (*blocks[n - names : n], block):
            if isinstance(name, Paragraph):
                name.align = "right"
    return blocks


def _is_name(block: Block) -> bool:
    text = _line(block)
    return (
        isinstance(block, Paragraph)
        and block.align != "center"
        and 3 < len(text) <= _LONGEST_NAME
        and _NAME_END.search(text) is not None
    )
