"""One case with every fact on record, told for any letter and any leaf of the tree. All names are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.law import LETTERS, TREE, charge
from gongkai.law.articles import Article
from gongkai.letters import (
    Agency,
    Application,
    Assistance,
    Attachment,
    Consultation,
    Correction,
    Decision,
    Delay,
    EarlierAnswer,
    Extension,
    Facts,
    Fee,
    OtherAgency,
    ReasonsCall,
    Search,
)

AGENCY = Agency(
    name="云岭县商务局",
    short_name="县商务局",
    office="办公室",
    address="云岭县青山路8号",
    postcode="650000",
    phone="0870-1234567",
    hours="工作日9:00至17:00",
    email="gk@yunling.example",
    website="www.yunling.example",
    reconsideration="云岭县人民政府",
    court="云岭县人民法院",
    reconsideration_online="https://fy.yunling.example",
    payment="到云岭县青山路8号一楼缴款窗口缴纳，或者通过非税收入缴款平台在线缴纳",
)
APPLICATION = Application(
    number="云商公开申〔2026〕31号",
    applicant="周清源",
    content="2025年度外贸稳增长专项资金支持的企业名单、金额，以及评审会议纪要",
    received_on=date(2026, 9, 11),
    title="外贸稳增长专项资金",
    channel="互联网在线提交",
    submitted_on=date(2026, 9, 10),
    arrived_on=date(2026, 9, 10),
    signed_on=None,
    confirmed_on=date(2026, 9, 11),
    receipt_ground="以双方确认之日为收到之日",
    form_wanted="电子文档，电子邮件",
    identity="居民身份证，尾号为1234",
    contact="手机号码，尾号为5678",
    kind="自然人",
    registered_by="李文静",
)
THIRD_PARTY = Consultation(
    party="示例纺织有限公司",
    what="2025年度外贸稳增长专项资金支持的金额",
    interest="商业秘密",
    sent_on=date(2026, 9, 21),
    answered_on=date(2026, 9, 29),
    opinion="不同意公开",
)
FINDINGS = {
    "state_secret": "该信息由有权机关依法确定为国家秘密，尚未解密。",
    "law_forbids": "该信息含有统计调查中能够识别单个调查对象的资料。",
    "three_securities": "该信息载有应急储备库的位置和库存，公开后可能被用来破坏储备。",
    "third_party": "该信息含有企业的客户名单和报价，企业已采取保密措施。",
    "internal_affairs": "该信息是本机关值班排班和车辆调度的安排，不影响外部权利义务。",
    "process": "评审会议纪要记载的是作出资金安排决定之前的内部讨论，不是最终决定。",
    "enforcement_file": "该信息是行政处罚案件的询问笔录，记入执法案卷。",
    "excessive_refused": "所说明的理由与此前各件申请相同，没有说明为何需要反复申请。",
    "not_ours": "所申请的不动产规划信息由自然资源主管部门制作，本机关没有参与制作。",
    "archived": "该信息形成于1998年，已按期移交国家档案馆保管。",
    "needs_making": "本机关按企业建档，没有按年度汇总的现成表格，需要逐户统计。",
    "unclear": "补正后仍写“全部材料”，没有说明名称、文号或者其他特征。",
    "petition_refused": "申请要求查处一起合同纠纷并予以赔偿，是投诉请求。",
    "reconfirm_refused": "所要求重新出具的名单，本机关此前已经提供，申请中附有原件复印件。",
}


def decision(leaf: str) -> Decision:
    """The decision at ``leaf`` with what its letter needs. "" is the correction of one's own record (S23)."""
    findings = FINDINGS.get(leaf.rpartition(".")[2], "") or FINDINGS.get(leaf, "")
    way = {
        "already_public": "登录云岭县人民政府网站“政府信息公开”栏目查阅",
        "granted_later": "2026年11月30日前在云岭县人民政府网站公布，可以在线查阅",
        "petition_refused": "云岭县信访服务中心接待窗口或者12345热线",
        "publication_refused": "云岭县图书馆可以查阅《云岭县人民政府公报》",
        "inquiry_refused": "云岭县政务服务中心登记档案查询窗口",
        "party_affairs": "云岭县党务公开栏",
    }.get(leaf, "")
    gives = leaf.startswith(("granted", "partial")) and leaf != "granted_later"
    archive = OtherAgency("云岭县档案馆", "0870-7654321")
    other = {"not_ours": OtherAgency("云岭县自然资源局", "0870-2345678"), "archived": archive}
    return Decision(
        leaf=leaf,
        sources=() if leaf else (Article("条例", 41),),
        findings=findings if leaf else "申请人提供的营业执照可以证明登记的名称有误。",
        given="7家企业的名单和补贴金额",
        withheld="评审会议纪要" if leaf.startswith("partial") else "",
        way=way,
        provided_form="电子文档",
        cuts="联系人姓名和电话" if leaf.startswith("partial") else "",
        attachments=(Attachment("2025年度外贸稳增长专项资金支持企业名单", 3),) if gives else (),
        other_agency=other.get(leaf),
        earlier_answer=EarlierAnswer("云商公开答〔2026〕5号", date(2026, 3, 4))
        if leaf.startswith(("repeat", "reconfirm"))
        else None,
        special_rules={
            "withheld.law_forbids": "《统计法》第二十五条",
            "inquiry_refused": "《不动产登记资料查询暂行办法》第十四条",
        }.get(leaf, ""),
        public_interest="该资金涉及公众健康，受益企业是否合格关系众多消费者。",
        searches=(
            (Search("李文静", "综合档案室、公文系统", "外贸稳增长、专项资金", date(2026, 9, 14)),)
            if leaf == "not_existing"
            else ()
        ),
        record_action="" if leaf else "corrected",
    )


def facts(leaf: str = "partial.process", **changes: object) -> Facts:
    """The whole case, decided at ``leaf``."""
    consulted = leaf.endswith("third_party") or leaf == "granted_over_objection"
    corrected = leaf in ("unclear", "correction_lapsed")
    made = Facts(
        agency=AGENCY,
        application=APPLICATION,
        correction=Correction(
            defects=("没有写明所需信息的名称或者文号", "没有写明提供信息的方式"),
            guidance="请写明文件名称、文号或者年度和事项，并写明邮寄地址或者电子邮箱。",
            period_days=15,
            due_on=date(2026, 10, 14),
            noticed_on=date(2026, 9, 16),
            came_on=date(2026, 9, 24) if leaf == "unclear" else None,
        )
        if corrected
        else None,
        reasons=ReasonsCall(
            why="2026年1月1日至8月31日先后提出申请212件，内容基本相同。",
            period_days=10,
            noticed_on=date(2026, 9, 15),
            answered_on=date(2026, 9, 22),
            reasons="需要研究。",
        )
        if leaf == "excessive_refused"
        else None,
        consultations=(THIRD_PARTY,) if consulted else (),
        fee=Fee("by_page", 380, charge(pages=68).lines, date(2026, 10, 20), date(2026, 9, 15))
        if leaf == "fee_lapsed"
        else None,
        decision=decision(leaf),
        decided_on=date(2026, 10, 16),
    )
    return replace(made, **changes)


def procedural(code: str) -> Facts:
    """The same case on the way, with the facts that letter ``code`` draws on."""
    return replace(
        facts("granted_over_objection"),
        correction=Correction(
            defects=("没有写明所需信息的名称或者文号", "没有写明提供信息的方式"),
            guidance="请写明文件名称、文号或者年度和事项，并写明邮寄地址或者电子邮箱。",
            period_days=15,
        ),
        reasons=ReasonsCall("2026年1月1日至8月31日先后提出申请212件，内容基本相同。", 10),
        extension=Extension(20, "需要征求多个部门意见", date(2026, 11, 17), approved=True),
        consultation=replace(THIRD_PARTY, party="云岭县财政局", asked="co_maker") if code == "P9" else THIRD_PARTY,
        fee=Fee("by_page", 380, charge(pages=68).lines),
        delay=Delay(date(2026, 12, 18), "同一时期收到的申请数量较多"),
        assistance=Assistance("云岭县财政局", "核对资金拨付金额", date(2026, 9, 25)),
        decided_on=date(2026, 9, 16),
    )


LEAVES = [leaf.key for leaf in TREE.leaves.values() if leaf.letter]
CASES: list[tuple[str, Facts]] = [
    *((code, procedural(code)) for code in LETTERS if code.startswith("P")),
    *((TREE.leaves[key].letter, facts(key)) for key in LEAVES),
    ("S23", facts("")),
]
"""Every letter of the catalogue, the substantive ones once for each leaf that leads to them."""
NAMES = [f"{code} {case.decision.leaf}" for code, case in CASES if case.decision]
