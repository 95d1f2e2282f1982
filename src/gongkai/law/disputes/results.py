"""How a reconsideration or a suit ended: every result in its own words, and the column of 表四 it stands in unless a body says
otherwise (decision 0150).

No national text lists which result is 维持, 纠正 or 其他. The default follows the words of the two procedure laws and an older
city rule that groups 撤销、部分撤销、变更、确认违法、责令履行 under 纠正.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Source


class Bucket(StrEnum):
    """A column of 表四. ``SAME``: what the instance below decided stands; ``OPEN``: nothing is decided yet, the case goes on."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"
    SAME = "same"
    OPEN = "open"


BUCKET_NAMES = {
    Bucket.UPHELD: "结果维持",
    Bucket.CORRECTED: "结果纠正",
    Bucket.OTHER: "其他结果",
    Bucket.SAME: "同原审结果",
    Bucket.OPEN: "尚未审结",
}
COUNTED = (Bucket.UPHELD, Bucket.CORRECTED, Bucket.OTHER)
"""The columns that a body may choose among."""


class Level(StrEnum):
    """Where a case is heard."""

    RECONSIDERATION = "reconsideration"
    FIRST = "first"
    SECOND = "second"
    AGAIN = "again"
    """The first instance once more, after 发回重审."""
    RETRIAL = "retrial"
    """审判监督程序."""


LEVEL_NAMES = {
    Level.RECONSIDERATION: "行政复议",
    Level.FIRST: "第一审",
    Level.SECOND: "第二审",
    Level.AGAIN: "重审",
    Level.RETRIAL: "再审",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One way to end. ``redo``: the application is handled again, by a new decision. ``form``: judgment, ruling or mediation, which
    decides whether and until when it can be appealed."""

    code: str
    name: str
    levels: frozenset[Level]
    bucket: Bucket
    source: Source
    redo: bool = False
    form: str = "judgment"


_R, _F, _S, _A, _T = Level.RECONSIDERATION, Level.FIRST, Level.SECOND, Level.AGAIN, Level.RETRIAL
_COURTS = frozenset({_F, _S, _A, _T})
_ALL = frozenset(Level)
_B = Bucket


def _fy(number: int) -> Article:
    return Article("行政复议法", number)


def _ss(number: int) -> Article:
    return Article("行政诉讼法", number)


_TABLE = (
    # Reconsideration
    Result("maintained", "维持", frozenset({_R}), _B.UPHELD, _fy(68)),
    Result("claim_rejected", "驳回复议请求", frozenset({_R}), _B.UPHELD, _fy(69)),
    Result("annulled", "撤销", _ALL, _B.CORRECTED, _fy(64), redo=True),
    Result("partly_annulled", "部分撤销", _ALL, _B.CORRECTED, _fy(64), redo=True),
    Result("changed", "变更", _ALL, _B.CORRECTED, _fy(63)),
    Result("illegal", "确认违法", _ALL, _B.CORRECTED, _fy(65)),
    Result("void", "确认无效", _ALL, _B.CORRECTED, _fy(67), redo=True),
    Result("ordered", "责令履行", _ALL, _B.CORRECTED, _fy(66), redo=True),
    Result("not_accepted", "不予受理", frozenset({_R}), _B.OTHER, _fy(30)),
    Result("application_rejected", "驳回复议申请", frozenset({_R}), _B.OTHER, _fy(33)),
    Result("application_withdrawn", "撤回复议申请，终止", frozenset({_R}), _B.OTHER, _fy(41)),
    Result("settled", "和解，终止", frozenset({_R}), _B.OTHER, _fy(74)),
    Result("mediated", "调解", _ALL, _B.OTHER, _fy(73), form="mediation"),
    Result("terminated", "终止、终结", _ALL, _B.OTHER, _fy(41), form="ruling"),
    # Suits
    Result("claim_dismissed", "驳回诉讼请求", _COURTS, _B.UPHELD, _ss(69)),
    Result("not_filed", "不予立案", frozenset({_F, _S, _T}), _B.OTHER, _ss(51), form="ruling"),
    Result("suit_dismissed", "驳回起诉", _COURTS, _B.OTHER, Article("法释〔2018〕1号", 69), form="ruling"),
    Result("suit_withdrawn", "准许撤诉", frozenset({_F, _A}), _B.OTHER, _ss(62), form="ruling"),
    Result("deemed_withdrawn", "按撤诉处理", frozenset({_F, _A}), _B.OTHER, _ss(58), form="ruling"),
    # Against a judgment or ruling
    Result("appeal_dismissed", "驳回上诉，维持原判", frozenset({_S}), _B.SAME, _ss(89)),
    Result("appeal_withdrawn", "准许撤回上诉", frozenset({_S}), _B.SAME, _ss(62), form="ruling"),
    Result("retrial_refused", "驳回再审申请、维持原判", frozenset({_T}), _B.SAME, _ss(91), form="ruling"),
    Result("remanded", "发回重审、指令再审", frozenset({_S, _T}), _B.OPEN, _ss(89), form="ruling"),
)  # fmt: skip
RESULTS: dict[str, Result] = {result.code: result for result in _TABLE}
"""Every result by its code."""


def results_at(level: Level) -> tuple[Result, ...]:
    """What can come out at ``level``, in the order of the table."""
    return tuple(result for result in _TABLE if level in result.levels)


def bucket_of(code: str, *, below: str = "", chosen: Mapping[str, str] | None = None) -> str:
    """The column of 表四 for result ``code``: "" where the case goes on. ``below``: the column of the instance below, for an appeal
    that leaves it standing. ``chosen``: code → column, where a body counts otherwise.

    An appeal that the body itself lost leaves the act as annulled as before: the column is about the act, not about who appealed.

    >>> bucket_of("maintained"), bucket_of("appeal_dismissed", below="corrected"), bucket_of("remanded")
    ('upheld', 'corrected', '')
    >>> bucket_of("mediated", chosen={"mediated": "corrected"})
    'corrected'

    Raises GongkaiError for an unknown code or column, and where nothing stands below.
    """
    if code not in RESULTS:
        raise GongkaiError(say("没有“{code}”这一种结果。请从列出的结果中选择。", code=code))
    bucket = RESULTS[code].bucket
    if bucket is Bucket.OPEN:
        return ""
    if bucket is Bucket.SAME:
        if below not in COUNTED:
            raise GongkaiError(say("还没有登记原审结果，不能登记“{name}”。请先登记原审结果。", name=RESULTS[code].name))
        return str(below)
    found = (chosen or {}).get(code, bucket)
    if found not in COUNTED:
        raise GongkaiError(say("表四没有“{bucket}”这一栏。请重新选择。", bucket=found))
    return str(Bucket(found).value)
