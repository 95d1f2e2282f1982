"""The places a template may name: which fact each stands for, how it is written, what it is called and where it is filled in.

Most keys are the path of the fact among `gongkai.letters.facts` (``correction.guidance``); the others are put together here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gongkai.language import say
from gongkai.law.articles import Article, Source
from gongkai.law.clocks.facts import Asked
from gongkai.law.fees import Tariff
from gongkai.law.letters import LETTERS
from gongkai.law.tree import TREE
from gongkai.letters.facts import Consultation, Facts, office_in_full
from gongkai.letters.indexing import counted, rows_of

Rows = tuple[tuple[str, ...], ...]
Value = str | tuple[str, ...] | Rows
"""What stands in a place: a text; the lines of a list; the rows of a table. Empty: not on record."""

WHERE = {
    "agency": "机关设置",
    "application": "申请登记",
    "correction": "补正",
    "reasons": "要求说明理由",
    "extension": "延期",
    "consultation": "征求意见",
    "fee": "收费",
    "delay": "延迟答复",
    "assistance": "协办",
    "decision": "处理决定",
}
"""Where at the desk the facts of each part are filled in."""

NAMES = {
    "agency.name": "机关全称",
    "agency.short_name": "机关简称",
    "agency.office": "政府信息公开工作机构",
    "agency.address": "办公地址",
    "agency.postcode": "邮政编码",
    "agency.phone": "联系电话",
    "agency.hours": "办公时间",
    "agency.email": "电子邮箱",
    "agency.website": "网上查询和补正的地址",
    "agency.payment": "缴费方式",
    "application.number": "申请编号",
    "application.applicant": "申请人姓名（名称）",
    "application.content": "申请内容",
    "application.received_on": "收到申请之日",
    "application.title": "事由",
    "application.channel": "来源渠道",
    "application.submitted_on": "提交日",
    "application.arrived_on": "到达日",
    "application.signed_on": "签收日",
    "application.confirmed_on": "双方确认之日",
    "application.receipt_ground": "收到之日的依据",
    "application.form_wanted": "形式要求",
    "application.identity": "身份证明",
    "application.contact": "联系方式",
    "application.kind": "申请人类别",
    "application.registered_by": "登记人",
    "correction.defects": "需要补正的事项和理由",
    "correction.guidance": "补正的指导和释明",
    "correction.period_days": "补正期限（工作日）",
    "correction.due_on": "补正到期日",
    "correction.noticed_on": "补正告知日",
    "correction.came_on": "补正材料收到日",
    "reasons.why": "申请数量、频次明显超过合理范围的情形",
    "reasons.period_days": "说明理由的期限（工作日）",
    "reasons.due_on": "说明理由的到期日",
    "reasons.noticed_on": "要求说明理由的告知日",
    "reasons.answered_on": "说明理由之日",
    "reasons.reasons": "申请人说明的理由",
    "extension.days": "延长的工作日数",
    "extension.reason": "延期的理由",
    "extension.new_due_on": "延期后的答复期限",
    "consultation.party": "征求对象",
    "consultation.what": "征求意见的内容",
    "consultation.interest": "涉及的权益",
    "consultation.due": "回复意见的期限",
    "consultation.sent_on": "征求意见书发出日",
    "consultation.answered_on": "意见收到日",
    "consultation.opinion": "意见",
    "fee.due_on": "缴费到期日",
    "fee.noticed_on": "收费通知日",
    "delay.until": "延迟答复的日期",
    "delay.reason": "延迟答复的理由",
    "assistance.unit": "协办单位",
    "assistance.question": "协办事项",
    "assistance.due_on": "协办完成日期",
    "decision.findings": "理由",
    "decision.given": "公开的内容",
    "decision.withheld": "不予公开的内容",
    "decision.way": "获取的方式、途径和时间",
    "decision.where": "获取的地点",
    "decision.provided_form": "提供的形式",
    "decision.other_agency.name": "负责公开的机关名称",
    "decision.other_agency.contact": "负责公开的机关的联系方式",
    "decision.earlier_answer.number": "原答复的文号",
    "decision.earlier_answer.on": "原答复的日期",
    "decision.special_rules": "适用的法律、行政法规",
    "decision.public_interest": "公共利益的理由",
}

FLAGS = (
    *WHERE,
    "consultations",
    "application.is_organisation",
    "decision.attachments",
    "decision.other_agency",
    "decision.earlier_answer",
    "decision.searches",
)
"""What a condition may name besides the fields: a part of the facts, a yes or no."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place. ``name`` in Chinese; ``where`` it is filled in; ``read`` its value among the facts of letter ``code``."""

    key: str
    name: str
    where: str
    read: Callable[[Facts, str], Value]


def day(on: date) -> str:
    """A date as letters write it.

    >>> day(date(2026, 1, 5))
    '2026年1月5日'
    """
    return f"{on.year}年{on.month}月{on.day}日"


def at(facts: Facts, key: str) -> object:
    """The fact at the path ``key``; None where a part of the path did not happen."""
    found: object = facts
    for name in key.split("."):
        found = getattr(found, name, None)
        if found is None:
            return None
    return found


def holds(facts: Facts, code: str, condition: str) -> bool:
    """Whether the fact that a condition names is on record for letter ``code``."""
    if condition.startswith("leaf."):
        return facts.leaf is not None and facts.leaf.key == condition.removeprefix("leaf.")
    if condition.startswith("record."):
        return facts.decision is not None and facts.decision.record_action == condition.removeprefix("record.")
    if condition in FIELDS:
        return bool(FIELDS[condition].read(facts, code))
    return bool(at(facts, condition))


def known_condition(condition: str) -> bool:
    """Whether a template may use ``condition``."""
    if condition.startswith("leaf."):
        return condition.removeprefix("leaf.") in TREE.leaves
    return condition in FIELDS or condition in FLAGS or condition in RECORD_ACTIONS


RECORD_ACTIONS = ("record.corrected", "record.refused", "record.passed_on")


def _path(key: str) -> Callable[[Facts, str], Value]:
    def read(facts: Facts, code: str) -> Value:
        found = at(facts, key)
        if found is None:
            return ""
        if isinstance(found, date):
            return day(found)
        if isinstance(found, tuple):
            return tuple(str(line).strip() for line in found if str(line).strip())
        return str(found).strip()

    return read


def cited(sources: tuple[Source, ...]) -> str:
    """Sources as a letter cites them, each in full: a reader must be able to look up every one."""
    return "、".join(str(source) for source in sources)


_REFUSAL_GROUNDS = tuple(Article("条例", number) for number in (14, 15, 16, 32))


def _ground(facts: Facts, code: str) -> str:
    """What a refusal rests on, without the articles on severance and on saying no."""
    grounds = (s for s in facts.sources if isinstance(s, Article) and any(s.within(g) for g in _REFUSAL_GROUNDS))
    return cited(tuple(grounds))


def _contact(facts: Facts, code: str) -> str:
    a = facts.agency
    parts = (
        ("地址：", a.address),
        ("邮政编码：", a.postcode),
        ("办公时间：", a.hours),
        ("联系电话：", a.phone),
        ("电子邮箱：", a.email),
    )
    known = "，".join(f"{label}{value.strip()}" for label, value in parts if value.strip())
    return f"{office_in_full(a.name, a.office)}（{known}）" if known and (a.address or a.phone or a.email) else ""


WHOM = {
    Asked.THIRD_PARTY.value: "第三方",
    Asked.CO_MAKER.value: "共同制作该信息的其他行政机关",
    Asked.AGENCY.value: "其他行政机关",
}
_WHY = {
    Asked.THIRD_PARTY.value: "因所申请的信息涉及第三方合法权益",
    Asked.CO_MAKER.value: "因所申请的信息由本机关与其他行政机关共同制作",
    Asked.AGENCY.value: "因所申请的信息涉及其他行政机关",
}


def _consultations(facts: Facts, code: str) -> Value:
    """What was asked of whom, when, with what result; nobody by name, for the applicant need not learn who they are."""
    told = (_consulted(c) for c in facts.consultations if c.sent_on is not None)
    return "".join(dict.fromkeys(told))


def _consulted(c: Consultation) -> str:
    assert c.sent_on is not None
    whom = WHOM.get(c.asked, WHOM["agency"])
    words = f"{_WHY.get(c.asked, _WHY['agency'])}，本机关于{day(c.sent_on)}书面征求{whom}意见"
    if c.answered_on is not None:
        words += f"，于{day(c.answered_on)}收到意见"
        return f"{words}，{whom}{c.opinion}。" if c.opinion else f"{words}。"
    if c.lapsed_on is not None:
        return f"{words}，{whom}逾期未提出意见。"
    return f"{words}。"


def _whom(facts: Facts, code: str) -> str:
    return WHOM.get(facts.consultation.asked, WHOM["agency"]) if facts.consultation else ""


def _searches(facts: Facts, code: str) -> Value:
    """Each search as a clause of one sentence; nothing unless every one says who, where, for what and when.

    Who searched stays on file: the body answers, not its clerk.
    """
    found = []
    for search in facts.decision.searches if facts.decision else ():
        if not (search.who.strip() and search.where.strip() and search.terms.strip() and search.on):
            return ""
        found.append(f"{day(search.on)}在{search.where.strip()}以“{search.terms.strip()}”为检索词进行检索")
    return "；".join(found)


TARIFFS = {Tariff.BY_APPLICATION.value: "按件计收", Tariff.BY_PAGE.value: "按量计收"}


def _cuts(facts: Facts, code: str) -> Value:
    """What was covered, in words: as written down, else how many places of which file."""
    if facts.decision is None or facts.decision.cuts.strip() or not facts.decision.cut:
        return facts.decision.cuts.strip() if facts.decision else ""
    return counted(facts.decision.cut)


def _index_rows(facts: Facts, code: str) -> Value:
    return rows_of(facts.decision.cut) if facts.decision else ()


_UNITS = {Tariff.BY_APPLICATION.value: "件", Tariff.BY_PAGE.value: "页"}


def _fee_rows(facts: Facts, code: str) -> Value:
    if facts.fee is None:
        return ""
    unit = _UNITS.get(facts.fee.tariff, "")
    return tuple(
        (f"第{x.first}至{x.last}{unit}" if x.first != x.last else f"第{x.first}{unit}", f"{x.count}{unit}",
         f"{x.price}元", f"{x.amount}元")
        for x in facts.fee.lines
    )  # fmt: skip


def _fee_amount(facts: Facts, code: str) -> str:
    return f"{facts.fee.amount}元" if facts.fee and facts.fee.amount is not None else ""


_COMPUTED: tuple[tuple[str, str, str, Callable[[Facts, str], Value]], ...] = (
    ("you", "对申请人的称呼", "application", lambda f, code: "贵单位" if f.application.is_organisation else "您"),
    ("sources", "处理决定的法律依据", "decision", lambda f, code: cited(f.sources)),
    ("ground", "不予公开的具体依据", "decision", _ground),
    ("basis", "文书的法律依据", "decision", lambda f, code: cited(LETTERS[code].basis)),
    ("agency.contact", "联系方式（地址、电话或者电子邮箱）", "agency", _contact),
    ("consultations", "征求意见的经过", "consultation", _consultations),
    ("consultation.whom", "征求对象", "consultation", _whom),
    ("searches", "检索记录（何人、何处、检索词、日期）", "decision", _searches),
    ("decision.cuts", "遮盖的内容", "decision", _cuts),
    ("decision.index", "区分处理目录（每处遮盖的位置、理由和依据）", "decision", _index_rows),
    ("fee.tariff", "计收方式", "fee", lambda f, code: TARIFFS.get(f.fee.tariff, "") if f.fee else ""),
    ("fee.amount", "收费金额", "fee", _fee_amount),
    ("fee.lines", "收费的计算过程", "fee", _fee_rows),
)

FIELDS: dict[str, Field] = {
    **{key: Field(key, name, WHERE[key.partition(".")[0]], _path(key)) for key, name in NAMES.items()},
    **{key: Field(key, name, WHERE[part], read) for key, name, part, read in _COMPUTED},
}
"""Every place by its key. ``remedy`` is not among them: it is the law's, not a fact."""
TABLES = frozenset({"fee.lines", "decision.index"})
"""Places that stand for the rows of a table."""


def where_to_fill(field: Field) -> str:
    """As in “补正”, for messages."""
    return say("“{where}”", where=field.where)
