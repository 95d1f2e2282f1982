"""The day an application counts as received: 条例 art. 31, channel by channel.

A pure function of what was recorded. Where the deciding fact is missing it says which, and never fills it in
(decision 0008).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Document, Source


class Channel(StrEnum):
    """How an application reached the body."""

    IN_PERSON = "in_person"
    ORAL = "oral"
    SIGNED_MAIL = "signed_mail"
    ORDINARY_MAIL = "ordinary_mail"
    ONLINE = "online"
    FAX = "fax"
    EMAIL = "email"
    PASSED_ON = "passed_on"
    WRONG_OFFICE = "wrong_office"
    OTHER = "other"


CHANNEL_NAMES = {
    Channel.IN_PERSON: "当面提交",
    Channel.ORAL: "口头申请（代为填写）",
    Channel.SIGNED_MAIL: "需签收的邮寄",
    Channel.ORDINARY_MAIL: "平常信函等无需签收的邮寄",
    Channel.ONLINE: "互联网在线提交",
    Channel.FAX: "传真",
    Channel.EMAIL: "电子邮件",
    Channel.PASSED_ON: "其他单位转来",
    Channel.WRONG_OFFICE: "寄至本机关其他科室或个人",
    Channel.OTHER: "其他已公布的渠道",
}


class Fact(StrEnum):
    """What may be on record about an application's arrival."""

    SUBMITTED = "submitted_on"
    ARRIVED = "arrived_on"
    SIGNED = "signed_on"
    CONFIRMED = "confirmed_on"
    LAID_DOWN = "laid_down_on"


FACT_NAMES = {
    Fact.SUBMITTED: "提交日",
    Fact.ARRIVED: "到达日",
    Fact.SIGNED: "签收日",
    Fact.CONFIRMED: "与申请人确认之日",
    Fact.LAID_DOWN: "公布的规则所定之日",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The recorded facts. Each is a day or None.

    ``submitted_on``: handed over, sent, or the online system's own message of success. ``arrived_on``: the paper, fax or
    mail reached the body. ``signed_on``: signed for. ``confirmed_on``: both sides confirmed. ``laid_down_on``: the day
    that the announced rules of another channel give. ``exception_announced``: the online form says that submitting is not
    receipt, so confirmation decides (guiding case 26).
    """

    channel: Channel
    submitted_on: date | None = None
    arrived_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    laid_down_on: date | None = None
    exception_announced: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day of receipt, in words why, and where that stands. ``warnings``: what went wrong on the way."""

    on: date
    ground: str
    source: Source
    warnings: tuple[str, ...] = ()


class ReceiptUnknown(GongkaiError):
    """The day of receipt cannot be fixed. ``missing``: the facts of which one would fix it."""

    def __init__(self, channel: Channel, missing: Fact, advice: str):
        super().__init__(
            say(
                "{channel}的申请还不能确定收到之日：没有登记{missing}，答复期限无从起算。{advice}",
                channel=CHANNEL_NAMES[channel],
                missing=FACT_NAMES[missing],
                advice=advice,
            )
        )
        self.channel = channel
        self.missing = missing


class ArrivalContradicts(GongkaiError):
    """Two recorded days cannot both be true."""


def receipt_of(facts: Arrival) -> Receipt:
    """The day of receipt: 条例 art. 31. Raises `ReceiptUnknown` or `ArrivalContradicts`."""
    _check_order(facts)
    match facts.channel:
        case Channel.IN_PERSON:
            return Receipt(
                _need(facts, Fact.SUBMITTED), say("当面提交，以提交之日为收到之日"), Article("条例", 31, item=1)
            )
        case Channel.ORAL:
            return Receipt(
                _need(facts, Fact.SUBMITTED),
                say("口头申请由行政机关代为填写，以填写提交之日为收到之日"),
                Article("条例", 31, item=1),
            )
        case Channel.SIGNED_MAIL:
            return Receipt(_need(facts, Fact.SIGNED), say("以行政机关签收之日为收到之日"), Article("条例", 31, item=2))
        case Channel.ONLINE:
            return _online(facts)
        case Channel.FAX | Channel.EMAIL:
            return Receipt(_need(facts, Fact.CONFIRMED), say("以双方确认之日为收到之日"), Article("条例", 31, item=3))
        case Channel.OTHER:
            return _other(facts)
        case Channel.ORDINARY_MAIL | Channel.PASSED_ON | Channel.WRONG_OFFICE:
            return _like_ordinary_mail(facts)


def _online(facts: Arrival) -> Receipt:
    """Without an announced exception the system's own message fixes the day, whatever the body did with it inside."""
    if facts.exception_announced:
        return Receipt(
            _need(facts, Fact.CONFIRMED),
            say("申请页面已公布以双方确认为准，以双方确认之日为收到之日"),
            Article("条例", 31, item=3),
        )
    on = _need(facts, Fact.SUBMITTED)
    warnings: tuple[str, ...] = ()
    if facts.confirmed_on is not None and facts.confirmed_on > on:
        warnings = (
            say(
                "登记的双方确认之日为{confirmed}，但页面没有公布例外，仍以系统提示提交成功之日为准。请在申请页面写明如何确认、何时确认。",
                confirmed=facts.confirmed_on,
            ),
        )
    return Receipt(
        on,
        say("没有公布例外，以系统提示提交成功之日为收到之日"),
        Document("最高人民法院指导案例26号"),
        warnings,
    )


def _other(facts: Arrival) -> Receipt:
    if facts.laid_down_on is not None:
        return Receipt(
            facts.laid_down_on, say("以本机关公布的规则所定之日为收到之日"), Document("国办公开办函〔2015〕207号")
        )
    return Receipt(
        _need(facts, Fact.CONFIRMED),
        say("没有公布该渠道的收到规则，以双方确认之日为收到之日"),
        Document("国办公开办函〔2015〕207号"),
    )


def _like_ordinary_mail(facts: Arrival) -> Receipt:
    """Confirmed with the applicant the day it arrives; the day of confirmation is the day of receipt."""
    on = _need(facts, Fact.CONFIRMED)
    warnings: tuple[str, ...] = ()
    if facts.arrived_on is not None and on > facts.arrived_on:
        warnings = (
            say(
                "{arrived}到达，{confirmed}才与申请人确认：应当在收到当日确认。",
                arrived=facts.arrived_on,
                confirmed=on,
            ),
        )
    if facts.channel is Channel.ORDINARY_MAIL:
        return Receipt(on, say("以与申请人确认之日为收到之日"), Article("条例", 31, item=2), warnings)
    ground = say("{channel}，按平常信函处理，以与申请人确认之日为收到之日", channel=CHANNEL_NAMES[facts.channel])
    return Receipt(on, ground, Document("国办公开办函〔2015〕207号"), warnings)


def _advice(fact: Fact) -> str:
    """What to do about the missing fact."""
    if fact is Fact.CONFIRMED:
        return say("请当日与申请人联系确认并登记；联系不上的先行登记，恢复联系后起算。")
    return say("请按提交记录或者邮件回执补登。")


def _need(facts: Arrival, fact: Fact) -> date:
    found: date | None = getattr(facts, fact.value)
    if found is None:
        raise ReceiptUnknown(facts.channel, fact, _advice(fact))
    return found


def _check_order(facts: Arrival) -> None:
    """Nothing can arrive before it was submitted, or be confirmed before it arrived."""
    order = [Fact.SUBMITTED, Fact.ARRIVED, Fact.SIGNED, Fact.CONFIRMED]
    known = [(fact, on) for fact in order if (on := getattr(facts, fact.value)) is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first and {earlier, later} != {Fact.SIGNED, Fact.CONFIRMED}:
            raise ArrivalContradicts(
                say(
                    "登记的日期前后矛盾：{later}（{second}）早于{earlier}（{first}），不能据此确定收到之日。请核对后更正。",
                    later=FACT_NAMES[later],
                    second=second,
                    earlier=FACT_NAMES[earlier],
                    first=first,
                )
            )
