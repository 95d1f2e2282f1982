"""The letters of an application: P1-P12 on the way, S1-S24 at its end. Data only; drawing them is the desk's work.

The set follows the standard letters that 国办公开办函〔2020〕2号 forwards; names and contents are in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.articles import Article, Document, Source
from gongkai.law.outcomes import Outcome


class Addressee(StrEnum):
    """To whom a letter goes."""

    INTERNAL = "internal"
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    OTHER_UNIT = "other_unit"


ADDRESSEE_NAMES = {
    Addressee.INTERNAL: "内部",
    Addressee.APPLICANT: "申请人",
    Addressee.THIRD_PARTY: "第三方",
    Addressee.CO_MAKER: "共同制作机关",
    Addressee.OTHER_UNIT: "协办单位",
}


class RemedyRule(StrEnum):
    """Which remedy the letter tells. The class of a decision is computed by `remedies_against`; this is what it must come to."""

    NONE = "none"
    """No remedy paragraph: a procedural letter."""
    A = "A"
    B = "B"
    C = "C"
    B_AND_A = "B+A"
    """B for the refused part, A for the rest."""
    C_IF_DISCLOSED = "C|A"
    """C where the information was disclosed before, else A."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter. ``variants``: names met in other bodies' systems. ``contents``: what it must contain.
    ``on_file``: the evidence to keep for a court. ``outcomes``: the report rows it may lead to, none for procedural ones."""

    code: str
    name: str
    addressee: Addressee
    basis: tuple[Source, ...]
    contents: tuple[str, ...]
    variants: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    remedy: RemedyRule = RemedyRule.NONE
    on_file: tuple[str, ...] = ()

    @property
    def substantive(self) -> bool:
        """Whether the letter decides the application."""
        return self.code.startswith("S")


NINE_ELEMENTS = (
    "标题",
    "文号",
    "申请人姓名（名称）",
    "申请事实",
    "法律依据",
    "处理决定",
    "复议诉讼的权利和期限",
    "答复主体",
    "答复日期及印章",
)
"""What every substantive letter carries (国办公开办函〔2020〕2号)."""

NUMBER_PATTERNS = ("××公复〔2026〕×号", "××告〔2026〕第×号")

_NORM = Document("国办公开办函〔2020〕2号", "转发的江苏省规范")
_FEES = Document("国办函〔2020〕109号")


def _t(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return Article("条例", number, paragraph, item)


_A, _I, _T = Addressee.APPLICANT, Addressee.INTERNAL, Addressee.THIRD_PARTY

_PROCEDURAL = (
    Letter(
        "P1",
        "申请登记表",
        _I,
        (_t(45),),
        ("来源渠道", "提交日、到达日、收到日", "申请人身份和联系方式", "申请内容", "形式要求"),
        ("政府信息公开申请登记表",),
    ),
    Letter(
        "P2",
        "接收回执",
        _A,
        (_t(31),),
        ("收到之日及其依据", "网上、传真、平常信函申请的确认记录"),
        ("登记回执", "受理回执"),
    ),
    Letter(
        "P3",
        "补正告知书",
        _A,
        (_t(30),),
        ("需要补正的事项和理由", "指导和释明", "合理的补正期限", "逾期不补正的后果", "仅此一次"),
        ("补正申请通知书", "政府信息公开申请补正告知书"),
    ),
    Letter(
        "P4",
        "说明理由告知书",
        _A,
        (_t(35),),
        ("申请数量、频次明显超过合理范围的情形", "说明理由的期限"),
    ),
    Letter(
        "P5",
        "延期答复告知书",
        _A,
        (_t(33, 2),),
        ("延期的理由", "新的答复期限"),
        ("延长答复期限告知书",),
        on_file=("政府信息公开工作机构负责人同意延期的记录",),
    ),
    Letter(
        "P6",
        "征求第三方意见书",
        _T,
        (_t(32),),
        ("申请公开的内容", "15个工作日的回复期限", "逾期不回复的后果", "说明理由的位置（附确认函）"),
        ("第三方意见征询书", "征求意见确认函"),
    ),
    Letter("P7", "征求意见告知书", _A, (_t(33, 3),), ("正在征求意见", "征求意见所需时间不计入答复期限")),
    Letter(
        "P8",
        "依申请公开告知书",
        _T,
        (_t(32),),
        ("不同意公开但因公共利益决定公开", "公开的内容和理由"),
        on_file=("公共利益的理由", "不公开可能造成重大影响的说明"),
    ),
    Letter(
        "P9",
        "征求共同制作机关意见书",
        Addressee.CO_MAKER,
        (_t(34),),
        ("申请公开的内容", "15个工作日的回复期限", "逾期不回复视为同意公开"),
    ),
    Letter("P10", "协办函", Addressee.OTHER_UNIT, (_t(45),), ("协办事项", "答复期限以内的完成日期")),
    Letter(
        "P11",
        "收费通知书",
        _A,
        (_t(42), _FEES),
        ("收费依据", "收费标准和计收方式", "金额", "缴纳方式和期限", "逾期未缴的后果"),
        ("信息处理费收费通知",),
    ),
    Letter("P12", "延迟答复告知书", _A, (_t(35),), ("申请理由合理但难以按期答复", "延迟答复的合理期限")),
)

_SUBSTANTIVE = (
    Letter(
        "S1",
        "已主动公开告知书",
        _A,
        (_t(36, item=1),),
        ("获取该信息的方式、途径",),
        ("政府信息公开告知书",),
        (Outcome.GRANTED,),
        RemedyRule.A,
        ("已公开的证明", "已告知获取方式、途径的证明"),
    ),
    Letter(
        "S2",
        "予以公开告知书",
        _A,
        (_t(36, item=2),),
        ("随附信息，或者提供的方式、途径和时间",),
        ("政府信息公开告知书", "政府信息提供日期通知书"),
        (Outcome.GRANTED,),
        RemedyRule.A,
    ),
    Letter(
        "S3",
        "部分公开告知书",
        _A,
        (_t(37),),
        ("公开的内容", "不予公开的部分及其理由、依据"),
        ("政府信息部分公开告知书",),
        (Outcome.PARTIAL,),
        RemedyRule.B_AND_A,
        ("区分处理的记录", "不予公开部分的依据"),
    ),
    Letter(
        "S4",
        "不予公开告知书（国家秘密）",
        _A,
        (_t(36, item=3), _t(14)),
        ("属于国家秘密的结论和理由",),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_STATE_SECRET,),
        RemedyRule.B,
        ("密级、保密期限标志或者其他证明",),
    ),
    Letter(
        "S5",
        "不予公开告知书（法律、行政法规禁止）",
        _A,
        (_t(36, item=3), _t(14)),
        ("禁止公开的法律、行政法规条款",),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_LAW_FORBIDS,),
        RemedyRule.B,
        ("禁止公开的规定",),
    ),
    Letter(
        "S6",
        "不予公开告知书（三安全一稳定）",
        _A,
        (_t(36, item=3), _t(14)),
        ("公开后可能造成的危害和理由",),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_THREE_SECURITIES,),
        RemedyRule.B,
        ("风险评估报告", "有关部门的意见", "危害的证据或者合理说明"),
    ),
    Letter(
        "S7",
        "不予公开告知书（第三方合法权益）",
        _A,
        (_t(36, item=3), _t(15), _t(32)),
        ("涉及商业秘密、个人隐私等的理由", "征求第三方意见的情况"),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_THIRD_PARTY,),
        RemedyRule.B,
        ("征求意见的往来", "第三方的意见和理由"),
    ),
    Letter(
        "S8",
        "不予公开告知书（内部事务信息）",
        _A,
        (_t(36, item=3), _t(16, 1)),
        ("属于人事管理、后勤管理或者内部工作流程信息的理由",),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_INTERNAL_AFFAIRS,),
        RemedyRule.B,
        ("属于三类内部事务信息的证明",),
    ),
    Letter(
        "S9",
        "不予公开告知书（过程性信息）",
        _A,
        (_t(36, item=3), _t(16, 2)),
        ("属于讨论记录、过程稿、磋商信函或者请示报告的理由",),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_PROCESS,),
        RemedyRule.B,
        ("作出行政决定之前形成的证明",),
    ),
    Letter(
        "S10",
        "不予公开告知书（行政执法案卷信息）",
        _A,
        (_t(36, item=3), _t(16, 2)),
        ("属于行政执法案卷信息的理由",),
        ("政府信息不予公开告知书",),
        (Outcome.WITHHELD_ENFORCEMENT_FILE,),
        RemedyRule.B,
        ("在执法中形成并记入案卷的证明",),
    ),
    Letter(
        "S11",
        "行政查询事项告知书",
        _A,
        (_t(36, item=7),),
        ("依照有关法律、行政法规办理的规定和途径",),
        (),
        (Outcome.WITHHELD_ADMINISTRATIVE_INQUIRY,),
        RemedyRule.C,
    ),
    Letter(
        "S12",
        "政府信息不存在告知书",
        _A,
        (_t(36, item=4),),
        ("经检索没有所申请信息的结论",),
        ("政府信息不存在告知书",),
        (Outcome.UNABLE_NOT_HELD,),
        RemedyRule.A,
        ("检索记录：何人、何处、用何检索词、何时", "申请人提供的线索及核查情况"),
    ),
    Letter(
        "S13",
        "非本机关负责公开告知书",
        _A,
        (_t(36, item=5),),
        ("不属于本机关负责公开的理由", "能够确定的，负责公开的机关名称和联系方式"),
        ("非本机关政府信息告知书",),
        (Outcome.UNABLE_NOT_HELD,),
        RemedyRule.A,
    ),
    Letter(
        "S14",
        "需另行制作不予提供告知书",
        _A,
        (_t(38),),
        ("需要加工、分析的理由",),
        (),
        (Outcome.UNABLE_NEEDS_MAKING,),
        RemedyRule.C,
    ),
    Letter(
        "S15",
        "补正后仍不明确无法提供告知书",
        _A,
        (_t(30),),
        ("补正和沟通的经过", "仍不明确之处"),
        (),
        (Outcome.UNABLE_UNCLEAR,),
        RemedyRule.A,
    ),
    Letter(
        "S16",
        "信访投诉举报类告知书",
        _A,
        (_t(39, 1),),
        ("不作为政府信息公开申请处理", "可以提出诉求的渠道"),
        (),
        (Outcome.UNPROCESSED_PETITION,),
        RemedyRule.C,
    ),
    Letter(
        "S17",
        "重复申请不予重复处理告知书",
        _A,
        (_t(36, item=6),),
        ("原答复的机关、信息、日期和文号",),
        ("重复申请告知书",),
        (Outcome.UNPROCESSED_REPEAT,),
        RemedyRule.C_IF_DISCLOSED,
        ("原答复及其送达证明",),
    ),
    Letter(
        "S18",
        "公开出版物获取途径告知书",
        _A,
        (_t(39, 2),),
        ("获取的途径",),
        (),
        (Outcome.UNPROCESSED_PUBLICATION,),
        RemedyRule.C,
    ),
    Letter(
        "S19",
        "大量反复申请不予处理告知书",
        _A,
        (_t(35),),
        ("数量、频次的事实", "所说明的理由不合理之处"),
        (),
        (Outcome.UNPROCESSED_EXCESSIVE,),
        RemedyRule.A,
        ("说明理由告知书及其送达证明",),
    ),
    Letter(
        "S20",
        "要求确认或者重新出具不予处理告知书",
        _A,
        (_NORM,),
        ("申请人已获取该信息的事实",),
        (),
        (Outcome.UNPROCESSED_RECONFIRM,),
        RemedyRule.A,
    ),
    Letter(
        "S21",
        "逾期不补正不再处理告知书",
        _A,
        (_t(30),),
        ("补正告知书的日期和期限", "逾期未补正的事实"),
        (),
        (Outcome.OTHER_CORRECTION_LAPSED,),
        RemedyRule.A,
        ("补正告知书的送达证明",),
    ),
    Letter(
        "S22",
        "逾期未缴费不再处理告知书",
        _A,
        (_t(42), _FEES),
        ("收费通知的日期和期限", "逾期未缴的事实"),
        (),
        (Outcome.OTHER_FEE_LAPSED,),
        RemedyRule.A,
        ("收费通知书的送达证明",),
    ),
    Letter(
        "S23",
        "更正、不予更正或者转送告知书",
        _A,
        (_t(41),),
        ("与本人相关信息的更正申请", "处理结果"),
        (),
        (),
        RemedyRule.A,
    ),
    Letter(
        "S24",
        "党务信息告知书",
        _A,
        (_NORM,),
        ("适用党务公开的规定", "本机关持有并可以公开的，便民提供"),
        (),
        (Outcome.OTHER_OTHER,),
        RemedyRule.A,
    ),
)

LETTERS: dict[str, Letter] = {letter.code: letter for letter in (*_PROCEDURAL, *_SUBSTANTIVE)}
"""Every letter by its code."""


def named(name: str) -> tuple[Letter, ...]:
    """The letters that go by ``name``, as their own name or as one met elsewhere; several for a name that is shared.

    >>> [letter.code for letter in named("登记回执")], [letter.code for letter in named("政府信息公开告知书")]
    (['P2'], ['S1', 'S2'])
    """
    return tuple(letter for letter in LETTERS.values() if name == letter.name or name in letter.variants)
