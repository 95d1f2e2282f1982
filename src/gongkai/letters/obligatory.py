"""What each letter must say, element by element: the contents of the catalogue and the nine elements, and how each is known.

Used twice: on a template (`validate`), where an element shows in a place or in words, and on a draft (`lint`), where it shows in
the fact itself or in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.letters import LETTERS


@dataclass(frozen=True, slots=True)
class Element:
    """``groups``: the element is there with all places of one group. ``words``: or with any of these words."""

    name: str
    groups: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()


def _by(name: str, *keys: str, words: tuple[str, ...] = ()) -> Element:
    """An element that any one of ``keys`` shows; keys joined by ``+`` are wanted together."""
    return Element(name, tuple(tuple(key.split("+")) for key in keys), words)


_F = "decision.findings"
_CONTENTS: dict[str, tuple[Element, ...]] = {
    "P1": (
        _by("来源渠道", "application.channel"),
        _by("提交日、到达日、收到日", "application.submitted_on+application.arrived_on+application.received_on"),
        _by("申请人身份和联系方式", "application.identity+application.contact"),
        _by("申请内容", "application.content"),
        _by("形式要求", "application.form_wanted"),
    ),
    "P2": (
        _by("收到之日及其依据", "application.received_on+application.receipt_ground"),
        _by("网上、传真、平常信函申请的确认记录", "application.confirmed_on"),
    ),
    "P3": (
        _by("需要补正的事项和理由", "correction.defects"),
        _by("指导和释明", "correction.guidance"),
        _by("合理的补正期限", "correction.period_days", "correction.due_on"),
        _by("逾期不补正的后果", words=("视为放弃申请",)),
        _by("仅此一次", words=("一次性告知",)),
    ),
    "P4": (
        _by("申请数量、频次明显超过合理范围的情形", "reasons.why"),
        _by("说明理由的期限", "reasons.period_days", "reasons.due_on"),
    ),
    "P5": (_by("延期的理由", "extension.reason"), _by("新的答复期限", "extension.days")),
    "P6": (
        _by("申请公开的内容", "consultation.what"),
        _by("15个工作日的回复期限", "consultation.due"),
        _by("逾期不回复的后果", words=("逾期未提出意见", "逾期不提出意见", "逾期未回复", "逾期不回复")),
        _by("说明理由的位置（附确认函）", words=("确认函",)),
    ),
    "P7": (
        _by("正在征求意见", "consultation.sent_on", words=("征求意见",)),
        _by("征求意见所需时间不计入答复期限", words=("不计算在", "不计入")),
    ),
    "P8": (
        _by("不同意公开但因公共利益决定公开", words=("公共利益",)),
        _by("公开的内容和理由", "consultation.what+decision.public_interest"),
    ),
    "P9": (
        _by("申请公开的内容", "consultation.what"),
        _by("15个工作日的回复期限", "consultation.due"),
        _by("逾期不回复视为同意公开", words=("视为同意公开",)),
    ),
    "P10": (_by("协办事项", "assistance.question"), _by("答复期限以内的完成日期", "assistance.due_on")),
    "P11": (
        _by("收费依据", "basis"),
        _by("收费标准和计收方式", "fee.tariff+fee.lines"),
        _by("金额", "fee.amount"),
        _by("缴纳方式和期限", "agency.payment"),
        _by("逾期未缴的后果", words=("视为放弃申请",)),
    ),
    "P12": (
        _by("申请理由合理但难以按期答复", "delay.reason"),
        _by("延迟答复的合理期限", "delay.until"),
    ),
    "S1": (_by("获取该信息的方式、途径", "decision.way"),),
    "S2": (_by("随附信息，或者提供的方式、途径和时间", "decision.way", words=("见附件", "附件")),),
    "S3": (
        _by("公开的内容", "decision.given"),
        _by("不予公开的部分及其理由、依据", f"decision.withheld+{_F}"),
    ),
    "S4": (_by("属于国家秘密的结论和理由", _F),),
    "S5": (_by("禁止公开的法律、行政法规条款", "decision.special_rules"),),
    "S6": (_by("公开后可能造成的危害和理由", _F),),
    "S7": (
        _by("涉及商业秘密、个人隐私等的理由", _F),
        _by("征求第三方意见的情况", "consultations", words=("征求第三方意见",)),
    ),
    "S8": (_by("属于人事管理、后勤管理或者内部工作流程信息的理由", _F),),
    "S9": (_by("属于讨论记录、过程稿、磋商信函或者请示报告的理由", _F),),
    "S10": (_by("属于行政执法案卷信息的理由", _F),),
    "S11": (_by("依照有关法律、行政法规办理的规定和途径", "decision.special_rules"),),
    "S12": (_by("经检索没有所申请信息的结论", words=("没有检索到", "未检索到", "没有查到", "不存在")),),
    "S13": (
        _by("不属于本机关负责公开的理由", _F),
        _by(
            "能够确定的，负责公开的机关名称和联系方式",
            "decision.other_agency.name+decision.other_agency.contact",
            words=("不能确定负责公开", "无法确定负责公开"),
        ),
    ),
    "S14": (_by("需要加工、分析的理由", _F),),
    "S15": (
        _by("补正和沟通的经过", "correction.noticed_on", words=("沟通",)),
        _by("仍不明确之处", _F),
    ),
    "S16": (
        _by("不作为政府信息公开申请处理", words=("不作为政府信息公开申请处理",)),
        _by("可以提出诉求的渠道", "decision.way"),
    ),
    "S17": (_by("原答复的机关、信息、日期和文号", "decision.earlier_answer.on+decision.earlier_answer.number"),),
    "S18": (_by("获取的途径", "decision.way"),),
    "S19": (_by("数量、频次的事实", "reasons.why"), _by("所说明的理由不合理之处", _F)),
    "S20": (_by("申请人已获取该信息的事实", _F, "decision.earlier_answer.number"),),
    "S21": (
        _by("补正告知书的日期和期限", "correction.noticed_on+correction.due_on"),
        _by("逾期未补正的事实", words=("逾期没有补正", "逾期未补正", "逾期不补正")),
    ),
    "S22": (
        _by("收费通知的日期和期限", "fee.noticed_on+fee.due_on"),
        _by("逾期未缴的事实", words=("逾期没有缴纳", "逾期未缴")),
    ),
    "S23": (
        _by("与本人相关信息的更正申请", words=("更正",)),
        _by("处理结果", words=("予以更正", "不予更正", "转送")),
    ),
    "S24": (
        _by("适用党务公开的规定", words=("党务公开",)),
        _by("本机关持有并可以公开的，便民提供", "decision.way", words=("随附", "为方便")),
    ),
}

_REFUSED = ("不予公开",)
_DECISIONS: dict[str, tuple[str, ...]] = {
    "S1": ("已经主动公开", "已主动公开"),
    "S2": ("予以公开", "向您提供", "提供给"),
    "S3": ("部分公开",),
    **{f"S{n}": _REFUSED for n in range(4, 11)},
    "S11": ("特别规定", "依照", "查询"),
    "S12": ("不存在",),
    "S13": ("不属于本机关负责公开",),
    "S14": ("不予提供",),
    "S15": ("无法提供",),
    "S16": ("不作为政府信息公开申请处理",),
    "S17": ("不予重复处理",),
    "S18": ("不予处理", "获取的途径"),
    "S19": ("不予处理",),
    "S20": ("不予处理",),
    "S21": ("不再处理",),
    "S22": ("不再处理",),
    "S23": ("予以更正", "不予更正", "转送"),
    "S24": ("党务信息",),
}
"""处理决定 in words, any of them."""


def elements(code: str) -> tuple[Element, ...]:
    """What letter ``code`` must say. Of the nine elements, 文号 and 答复日期及印章 come with the signature, 标题 and 答复主体 are
    parts of every draft, 复议诉讼 is the remedy's own check; the other four stand here."""
    letter = LETTERS[code]
    if not letter.substantive:
        return (*_CONTENTS[code], _by("法律依据", "basis"))
    return (
        _by("申请人姓名（名称）", "application.applicant"),
        _by("申请事实", "application.received_on+application.content+application.number"),
        _by("法律依据", "sources"),
        _by("处理决定", words=_DECISIONS[code]),
        *_CONTENTS[code],
    )
