"""Tables: what a cell is called by its column and its neighbour, numbers in boxes, lists of persons that should not be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.leaks.addresses import addresses
from gongkai.leaks.folding import fold
from gongkai.leaks.found import Context, Covered, Found
from gongkai.leaks.identity import is_identity
from gongkai.leaks.model import Kind, Severity
from gongkai.leaks.numbers import numbers
from gongkai.leaks.secrecy import marks

_NAME = re.compile(r"姓 *名|户主|申请人|当事人|受益人|救助对象|学生|患者|儿童|人员名单|领取人|享受人|负责人姓名")
_SENSITIVE = re.compile(
    r"病种|疾病|病情|诊断|患病|病史|就诊|住院|残疾|伤残|低保|五保|贫困|脱贫|监测户|致贫|返贫|特困|困难|救助|临时救助|孤儿|留守|未成年|困境|事实无人抚养|监护"
    r"|精神|艾滋|传染|感染|戒毒|吸毒|矫正|犯罪|刑期|前科|怀孕|孕产|流产|生育|宗教|信仰|出生(?:日期|年月)|家庭收入|人均收入|征信|欠款"
)
_HEAD_ROWS = 4
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class TableFound:
    """A find with the cells it stood in: ``row``, ``first`` and ``last`` count from 0. Offsets are those in the first cell's text;
    a find over several cells has none (``start`` is 0, ``end`` the length of the first cell)."""

    found: Found
    row: int
    first: int
    last: int


def table(rows: Sequence[Sequence[str]]) -> Iterator[TableFound]:
    """Everything in one table, given as a grid of texts (a merged cell's text only at its top left)."""
    head, heads = _heads(rows)
    listed = _person_list(rows, head, heads)
    if listed is not None:
        yield listed
    for at, row in enumerate(rows):
        boxed = list(_boxes(row))
        for found, first, last in boxed:
            yield TableFound(found, at, first, last)
        for column, text in enumerate(row):
            if not text or any(first <= column <= last for _, first, last in boxed):
                continue
            label = heads.get(column, "") if at > head else ""
            left = row[column - 1] if column else ""
            if left and len(left) <= _LONGEST_LABEL and not left.strip().isdigit():
                label = f"{left} {label}".strip()
            for found in cell(text, fold(label)):
                yield TableFound(found, at, column, column)


def cell(text: str, label: str = "") -> Iterator[Found]:
    """Everything in the text of one cell."""
    context = Context(fold(text), label)
    found = numbers(context)
    yield from found
    covered = Covered(len(text), found)
    yield from (each for each in (*addresses(context), *marks(context, in_table=True)) if covered.take(each))


def _heads(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The number of the row with the heads (-1: none), and the heads by column; two rows of heads are read together."""
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        words = [text for text in row if text and len(text) <= _LONGEST_LABEL and not re.search(r"\d{5}", text)]
        if len(words) >= 2 and len(words) == sum(bool(text) for text in row):
            heads = {column: fold(text).replace("\n", "") for column, text in enumerate(row) if text}
            following = rows[at + 1] if at + 1 < len(rows) else ()
            if any(not text for text in row) and following and not any(re.search(r"\d", text) for text in following):
                for column, text in enumerate(following):
                    heads[column] = f"{heads.get(column, '')} {fold(text)}"
                return at + 1, heads
            return at, heads
    return -1, {}


def _person_list(rows: Sequence[Sequence[str]], head: int, heads: dict[int, str]) -> TableFound | None:
    if head < 0:
        return None
    named = [column for column, text in heads.items() if _NAME.search(text)]
    sensitive = [(column, text) for column, text in heads.items() if _SENSITIVE.search(text) and column not in named]
    if not named or not sensitive:
        return None
    names = [row[named[0]].strip() for row in rows[head + 1 :] if named[0] < len(row) and row[named[0]].strip()]
    open_names = [name for name in names if not re.search(r"[*＊×某○〇xX]", name)]
    if not names or len(open_names) * 2 < len(names):
        return None
    column, text = sensitive[0]
    value = " ".join([*heads.values(), *names])
    return TableFound(Found(Kind.PERSON_LIST, Severity.LOOK, 0, len(text), value), head, column, column)


def _boxes(row: Sequence[str]) -> Iterator[tuple[Found, int, int]]:
    """Identity numbers and mobiles of which each character, or each group, has a cell of its own."""
    run: list[int] = []
    for column in range(len(row) + 1):
        text = fold(row[column]).strip() if column < len(row) else ""
        if text and len(text) <= 8 and re.fullmatch(r"[0-9]+[Xx]?|[Xx]", text):
            run.append(column)
            continue
        yield from _boxed(row, run)
        run = []


def _boxed(row: Sequence[str], run: list[int]) -> Iterator[tuple[Found, int, int]]:
    texts = [fold(row[column]).strip() for column in run]
    single = all(len(text) == 1 for text in texts)
    label = fold(row[run[0] - 1]) if run and run[0] else ""
    at = 0
    while at < len(run):
        joined = ""
        for last in range(at, len(run)):
            joined += texts[last]
            if len(joined) > 18:
                break
            long_enough = single or (2 <= last - at + 1 <= 4 and "身份" in label)
            if len(joined) == 18 and long_enough and is_identity(joined):
                yield _over(Kind.IDENTITY, joined.upper(), row, run[at]), run[at], run[last]
                at = last
                break
        at += 1
    if (
        single
        and len(run) == 11
        and re.fullmatch(r"1[3-9][0-9]{9}", "".join(texts))
        and re.search(r"手机|电话|联系", label)
    ):
        yield _over(Kind.MOBILE, "".join(texts), row, run[0]), run[0], run[-1]


def _over(kind: Kind, value: str, row: Sequence[str], first: int) -> Found:
    return Found(kind, Severity.MUST, 0, len(row[first]), value)
