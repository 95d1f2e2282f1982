"""P1 to P12: the letters on the way to a decision. They carry no remedy paragraph."""

from __future__ import annotations

from gongkai.law.articles import Article, Document
from gongkai.law.letters.model import Addressee, Letter

_FEES = Document("国办函〔2020〕109号")


def _t(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return Article("条例", number, paragraph, item)


_A, _I, _T = Addressee.APPLICANT, Addressee.INTERNAL, Addressee.THIRD_PARTY

PROCEDURAL = (
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
