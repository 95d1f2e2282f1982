"""办理结果: how an application ended. The codes are ours and outlive editions of the report; rows belong to an edition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Document, Source


class Outcome(StrEnum):
    """The 21 outcomes. The value is the row key of the 2021 report form, group and item."""

    GRANTED = "granted"
    PARTIAL = "partial"
    WITHHELD_STATE_SECRET = "withheld.state_secret"
    WITHHELD_LAW_FORBIDS = "withheld.law_forbids"
    WITHHELD_THREE_SECURITIES = "withheld.three_securities"
    WITHHELD_THIRD_PARTY = "withheld.third_party"
    WITHHELD_INTERNAL_AFFAIRS = "withheld.internal_affairs"
    WITHHELD_PROCESS = "withheld.process"
    WITHHELD_ENFORCEMENT_FILE = "withheld.enforcement_file"
    WITHHELD_ADMINISTRATIVE_INQUIRY = "withheld.administrative_inquiry"
    UNABLE_NOT_HELD = "unable.not_held"
    UNABLE_NEEDS_MAKING = "unable.needs_making"
    UNABLE_UNCLEAR = "unable.unclear"
    UNPROCESSED_PETITION = "unprocessed.petition"
    UNPROCESSED_REPEAT = "unprocessed.repeat"
    UNPROCESSED_PUBLICATION = "unprocessed.publication"
    UNPROCESSED_EXCESSIVE = "unprocessed.excessive"
    UNPROCESSED_RECONFIRM = "unprocessed.reconfirm"
    OTHER_CORRECTION_LAPSED = "other.correction_lapsed"
    OTHER_FEE_LAPSED = "other.fee_lapsed"
    OTHER_OTHER = "other.other"

    @property
    def group(self) -> str:
        """The part before the dot: granted, partial, withheld, unable, unprocessed or other."""
        return self.value.partition(".")[0]


GROUP_NAMES = {
    "granted": "予以公开",
    "partial": "部分公开",
    "withheld": "不予公开",
    "unable": "无法提供",
    "unprocessed": "不予处理",
    "other": "其他处理",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an outcome is called and where it stands. ``sources`` is empty where no text gives it an article of its own."""

    name: str
    sources: tuple[Source, ...]


def _tiao(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return Article("条例", number, paragraph, item)


MEANINGS: dict[Outcome, Meaning] = {
    Outcome.GRANTED: Meaning("予以公开", (_tiao(36, item=1), _tiao(36, item=2))),
    Outcome.PARTIAL: Meaning("部分公开", (_tiao(37),)),
    Outcome.WITHHELD_STATE_SECRET: Meaning("属于国家秘密", (_tiao(14),)),
    Outcome.WITHHELD_LAW_FORBIDS: Meaning("其他法律行政法规禁止公开", (_tiao(14),)),
    Outcome.WITHHELD_THREE_SECURITIES: Meaning("危及“三安全一稳定”", (_tiao(14),)),
    Outcome.WITHHELD_THIRD_PARTY: Meaning("保护第三方合法权益", (_tiao(15), _tiao(32))),
    Outcome.WITHHELD_INTERNAL_AFFAIRS: Meaning("属于三类内部事务信息", (_tiao(16, 1),)),
    Outcome.WITHHELD_PROCESS: Meaning("属于四类过程性信息", (_tiao(16, 2),)),
    Outcome.WITHHELD_ENFORCEMENT_FILE: Meaning("属于行政执法案卷", (_tiao(16, 2),)),
    Outcome.WITHHELD_ADMINISTRATIVE_INQUIRY: Meaning("属于行政查询事项", (_tiao(36, item=7),)),
    Outcome.UNABLE_NOT_HELD: Meaning("本机关不掌握相关政府信息", (_tiao(36, item=4), _tiao(36, item=5))),
    Outcome.UNABLE_NEEDS_MAKING: Meaning("没有现成信息需要另行制作", (_tiao(38),)),
    Outcome.UNABLE_UNCLEAR: Meaning("补正后申请内容仍不明确", (_tiao(30),)),
    Outcome.UNPROCESSED_PETITION: Meaning("信访举报投诉类申请", (_tiao(39, 1),)),
    Outcome.UNPROCESSED_REPEAT: Meaning("重复申请", (_tiao(36, item=6),)),
    Outcome.UNPROCESSED_PUBLICATION: Meaning("要求提供公开出版物", (_tiao(39, 2),)),
    Outcome.UNPROCESSED_EXCESSIVE: Meaning("无正当理由大量反复申请", (_tiao(35),)),
    Outcome.UNPROCESSED_RECONFIRM: Meaning("要求行政机关确认或重新出具已获取信息", ()),
    Outcome.OTHER_CORRECTION_LAPSED: Meaning(
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", (_tiao(30),)
    ),
    Outcome.OTHER_FEE_LAPSED: Meaning(
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        (_tiao(42), Document("国办函〔2020〕109号")),
    ),
    Outcome.OTHER_OTHER: Meaning("其他", ()),
}
"""Every outcome's label in the 2021 form and the articles it rests on."""

_ROWS_2021 = tuple(outcome.value for outcome in Outcome)
_ROWS = {"2019": (*_ROWS_2021[:18], "other"), "2021": _ROWS_2021}


def row_among(outcome: Outcome, rows: Collection[str]) -> str:
    """The row that counts ``outcome`` in any edition with these ``rows``: its own, else the single row of its group.

    Raises GongkaiError where the edition has neither.
    """
    for key in (outcome.value, outcome.group):
        if key in rows:
            return key
    raise GongkaiError(
        say("这一报告格式没有“{name}”对应的行，无法计入。请核对报告格式的行。", name=MEANINGS[outcome].name)
    )


def row(outcome: Outcome, edition: str) -> str:
    """The row of the applications table that counts ``outcome`` in the edition "2019" or "2021" of the report form.

    Raises GongkaiError for another edition; `row_among` serves any.

    >>> row(Outcome.OTHER_FEE_LAPSED, "2019"), row(Outcome.OTHER_FEE_LAPSED, "2021")
    ('other', 'other.fee_lapsed')
    """
    return row_among(outcome, rows(edition))


def rows(edition: str) -> tuple[str, ...]:
    """The outcome rows of an edition in the order of the form: 21 in 2021, 19 in 2019. Raises GongkaiError for another."""
    if edition not in _ROWS:
        raise GongkaiError(
            say(
                "不认识的报告格式版本“{edition}”，无法确定计入哪一行。可用的有：{known}。",
                edition=edition,
                known="、".join(_ROWS),
            )
        )
    return _ROWS[edition]
