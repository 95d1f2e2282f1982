"""The decision tree 补不补 → 该不该 → 有没有 → 给不给 → 当不当, as data: every question, every way to answer it, every end."""

from __future__ import annotations

from gongkai.law.articles import Article, Document
from gongkai.law.outcomes import Outcome
from gongkai.law.tree.model import Answer, Leaf, Node, Stage, Tree


def _t(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return Article("条例", number, paragraph, item)


_REFUSED = _t(36, item=3)
_GROUNDS: tuple[tuple[str, str, Outcome, tuple[Article, ...], str], ...] = (
    ("state_secret", "依法确定为国家秘密", Outcome.WITHHELD_STATE_SECRET, (_t(14),), "S4"),
    ("law_forbids", "法律、行政法规禁止公开", Outcome.WITHHELD_LAW_FORBIDS, (_t(14),), "S5"),
    (
        "three_securities",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        Outcome.WITHHELD_THREE_SECURITIES,
        (_t(14),),
        "S6",
    ),
    (
        "third_party",
        "涉及商业秘密、个人隐私等，公开会损害第三方合法权益",
        Outcome.WITHHELD_THIRD_PARTY,
        (_t(15), _t(32)),
        "S7",
    ),
    ("internal_affairs", "人事管理、后勤管理、内部工作流程信息", Outcome.WITHHELD_INTERNAL_AFFAIRS, (_t(16, 1),), "S8"),
    ("process", "讨论记录、过程稿、磋商信函、请示报告等过程性信息", Outcome.WITHHELD_PROCESS, (_t(16, 2),), "S9"),
    ("enforcement_file", "行政执法案卷信息", Outcome.WITHHELD_ENFORCEMENT_FILE, (_t(16, 2),), "S10"),
)
"""Ground, label, outcome, articles, letter: each gets a question on severance and two leaves."""


def _yes_no(yes: str, no: str) -> tuple[Answer, ...]:
    return (Answer("yes", "是", yes), Answer("no", "否", no))


def _nodes() -> tuple[Node, ...]:
    return (
        Node(
            "clear",
            Stage.CORRECT,
            "申请人姓名（名称）、身份证明、联系方式，所需信息的名称、文号或者其他特征，形式要求，是否齐全明确？",
            _yes_no("withdrawn", "corrected"),
            "不齐全明确的，收到申请之日起7个工作日内一次性告知补正（P3）。",
        ),
        Node(
            "corrected",
            Stage.CORRECT,
            "告知补正后的情况？",
            (
                Answer("clear", "已按期补正，内容明确", "withdrawn"),
                Answer("unclear", "已补正，经当面或者电话沟通内容仍不明确", "unclear"),
                Answer("lapsed", "无正当理由逾期不补正", "correction_lapsed"),
            ),
            "原则上只补正一次；答复期限自收到补正材料之日起重新计算。",
        ),
        Node(
            "withdrawn",
            Stage.PROPER,
            "申请人是否已撤回申请，或者申请已并入另一件办理？",
            _yes_no("closed", "excessive"),
        ),
        Node(
            "excessive",
            Stage.PROPER,
            "申请的数量、频次是否明显超过合理范围？",
            _yes_no("reasons", "fee"),
            "先要求申请人说明理由（P4）。",
        ),
        Node(
            "reasons",
            Stage.PROPER,
            "申请人说明的理由是否合理？",
            _yes_no("fee", "excessive_refused"),
            "理由合理但难以按期答复的，可以确定延迟答复的合理期限并告知（P12）。",
        ),
        Node(
            "fee",
            Stage.PROPER,
            "是否已发出收费通知，缴费情况如何？",
            (
                Answer("none", "不收费", "petition"),
                Answer("paid", "已按期缴费", "petition"),
                Answer("lapsed", "逾期未缴费", "fee_lapsed"),
            ),
            "每件申请只按件或者按量一种方式计收（P11）。",
        ),
        Node(
            "petition",
            Stage.PROPER,
            "是否以申请的形式进行信访、投诉、举报等活动？",
            _yes_no("petition_refused", "publication"),
        ),
        Node(
            "publication",
            Stage.PROPER,
            "是否要求提供政府公报、报刊、书籍等公开出版物？",
            _yes_no("publication_refused", "party"),
        ),
        Node("party", Stage.PROPER, "申请的是否为党务信息？", _yes_no("party_affairs", "inquiry")),
        Node(
            "inquiry",
            Stage.PROPER,
            "是否属于工商、不动产登记资料等，法律、行政法规对获取另有规定的信息？",
            _yes_no("inquiry_refused", "repeat"),
        ),
        Node(
            "repeat",
            Stage.PROPER,
            "本机关是否已就同一申请人的同一信息作过答复？",
            (
                Answer("no", "否", "reconfirm"),
                Answer("disclosed", "是，此前已公开该信息", "repeat_disclosed"),
                Answer("not_disclosed", "是，此前未公开该信息", "repeat_not_disclosed"),
            ),
            "其他机关答复过的，仍应当办理。",
        ),
        Node(
            "reconfirm",
            Stage.PROPER,
            "是否要求确认或者重新出具其已获取的信息？",
            _yes_no("reconfirm_refused", "public"),
        ),
        Node("public", Stage.PROPER, "所申请的信息是否已经主动公开？", _yes_no("already_public", "competent")),
        Node(
            "competent",
            Stage.PROPER,
            "是否属于本机关负责公开？",
            (
                Answer("yes", "是", "search"),
                Answer("no", "否，由其他机关负责或者不掌握", "not_ours"),
                Answer("archived", "否，已移交国家档案馆", "archived"),
            ),
            "制作的由制作机关公开，获取的由保存机关或者最初获取的机关公开；职权划转的，可以征求承接机关意见后答复。",
        ),
        Node(
            "search",
            Stage.EXISTS,
            "经全面、合理检索，是否有现成的信息？",
            (
                Answer("found", "有", "ground"),
                Answer("needs_making", "没有现成信息，需要加工、分析", "needs_making"),
                Answer("none", "没有", "not_existing"),
            ),
            "登记检索人、地点、检索词、时间和申请人提供的线索。",
        ),
        Node(
            "ground",
            Stage.GIVE,
            "是否有不予公开的情形？",
            (
                Answer("none", "没有", "form"),
                *(Answer(key, label, _GROUND_NODES.get(key, f"sever.{key}")) for key, label, *_ in _GROUNDS),
            ),
            "三安全一稳定：征求有关部门意见，形成风险评估报告。不能确定的，报有关主管部门或者保密行政管理部门确定。",
        ),
        Node(
            "consent",
            Stage.GIVE,
            "书面征求第三方意见的结果？",
            (
                Answer("agrees", "同意公开", "form"),
                Answer("objects", "不同意且有合理理由", "interest"),
                Answer("silent_harm", "逾期未提出意见，公开会损害其合法权益", "interest"),
                Answer("unfounded", "逾期未提出意见或者理由不合理，公开不损害其合法权益", "form"),
            ),
            "第三方应当自收到征求意见书之日起15个工作日内提出意见（P6）；不回复既不是同意也不是不同意。",
        ),
        Node(
            "interest",
            Stage.GIVE,
            "不公开是否可能对公共利益造成重大影响？",
            _yes_no("granted_over_objection", "sever.third_party"),
            "予以公开的，将决定公开的内容和理由书面告知第三方（P8）。",
        ),
        *(
            Node(
                f"required.{key}",
                Stage.GIVE,
                "法律、法规、规章是否规定该信息应当公开？",
                _yes_no("form", f"sever.{key}"),
            )
            for key in ("process", "enforcement_file")
        ),
        *(
            Node(
                f"sever.{key}",
                Stage.GIVE,
                "能否作区分处理，提供其余可以公开的内容？",
                _yes_no(f"partial.{key}", f"withheld.{key}"),
            )
            for key, *_ in _GROUNDS
        ),
        Node(
            "form",
            Stage.FIT,
            "以什么形式提供？",
            (
                Answer("as_asked", "按申请人要求的形式", "granted"),
                Answer(
                    "other_form",
                    "要求的形式可能危及载体安全或者成本过高，改以电子数据、其他适当形式提供或者安排查阅、抄录",
                    "granted_other_form",
                ),
                Answer("later", "即将公开，告知方式、途径和时间", "granted_later"),
            ),
        ),
    )


_GROUND_NODES = {
    "third_party": "consent",
    "process": "required.process",
    "enforcement_file": "required.enforcement_file",
}
"""Grounds that ask something more before severance."""

_NORM = Document("国办公开办函〔2020〕2号", "转发的江苏省规范")


def _leaves() -> tuple[Leaf, ...]:
    return (
        Leaf("unclear", Outcome.UNABLE_UNCLEAR, (_t(30),), "S15"),
        Leaf("correction_lapsed", Outcome.OTHER_CORRECTION_LAPSED, (_t(30),), "S21"),
        Leaf("closed", Outcome.OTHER_OTHER, (), "", "不发答复书，登记撤回或者并案的事实和日期后结案。"),
        Leaf("excessive_refused", Outcome.UNPROCESSED_EXCESSIVE, (_t(35),), "S19"),
        Leaf("fee_lapsed", Outcome.OTHER_FEE_LAPSED, (_t(42), Document("国办函〔2020〕109号")), "S22"),
        Leaf("petition_refused", Outcome.UNPROCESSED_PETITION, (_t(39, 1),), "S16"),
        Leaf("publication_refused", Outcome.UNPROCESSED_PUBLICATION, (_t(39, 2),), "S18"),
        Leaf("party_affairs", Outcome.OTHER_OTHER, (_NORM,), "S24"),
        Leaf("inquiry_refused", Outcome.WITHHELD_ADMINISTRATIVE_INQUIRY, (_t(36, item=7),), "S11"),
        Leaf("repeat_disclosed", Outcome.UNPROCESSED_REPEAT, (_t(36, item=6),), "S17", disclosed_before=True),
        Leaf("repeat_not_disclosed", Outcome.UNPROCESSED_REPEAT, (_t(36, item=6),), "S17", disclosed_before=False),
        Leaf("reconfirm_refused", Outcome.UNPROCESSED_RECONFIRM, (_NORM,), "S20", "条例没有专门条款。"),
        Leaf("already_public", Outcome.GRANTED, (_t(36, item=1),), "S1"),
        Leaf("not_ours", Outcome.UNABLE_NOT_HELD, (_t(36, item=5),), "S13"),
        Leaf(
            "archived",
            Outcome.UNABLE_NOT_HELD,
            (_t(36, item=5), Article("法释〔2025〕8号", 9)),
            "S13",
            "告知适用档案管理的规定和所在的国家档案馆。",
        ),
        Leaf("needs_making", Outcome.UNABLE_NEEDS_MAKING, (_t(38),), "S14"),
        Leaf("not_existing", Outcome.UNABLE_NOT_HELD, (_t(36, item=4),), "S12"),
        Leaf("granted_over_objection", Outcome.GRANTED, (_t(36, item=2), _t(15), _t(32)), "S2", "同时向第三方发出P8。"),
        Leaf("granted", Outcome.GRANTED, (_t(36, item=2),), "S2"),
        Leaf("granted_other_form", Outcome.GRANTED, (_t(36, item=2), _t(40)), "S2"),
        Leaf("granted_later", Outcome.GRANTED, (_t(36, item=2),), "S2", "写明公开的方式、途径和时间。"),
        *(
            Leaf(f"withheld.{key}", outcome, (_REFUSED, *articles), letter)
            for key, _, outcome, articles, letter in _GROUNDS
        ),
        *(
            Leaf(
                f"partial.{key}",
                Outcome.PARTIAL,
                (_t(37), _REFUSED, *articles),
                "S3",
                "只计部分公开，不再计入不予公开。",
            )
            for key, _, _, articles, _ in _GROUNDS
        ),
    )


TREE = Tree("clear", {node.key: node for node in _nodes()}, {leaf.key: leaf for leaf in _leaves()})
"""The tree in use. A test holds `faults` of it empty."""

BEFORE_SENDING = (
    "引用《条例》第三十六条和适用的其他条款，写到条、款、项，与处理决定一致",
    "九项要素齐全：标题、文号、申请人、申请事实、法律依据、处理决定、复议诉讼的权利和期限、答复主体、答复日期及印章",
    "以行政机关的名义作出，不以内设机构的名义作出",
    "复议机关、法院写全称；经互联网送达的，同时提供网上申请复议的渠道",
    "邮寄使用邮政企业，登记交寄日期和邮件编号；不得由申请人支付邮费",
)
"""当不当: what to look at before a letter goes out. These questions change no outcome, so they are a list, not nodes."""
