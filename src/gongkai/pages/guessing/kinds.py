"""Which kind of document and which kind of record a title promises."""

from __future__ import annotations

import re

GENRES = [
    "实施细则",
    "实施办法",
    "管理办法",
    "暂行办法",
    "通知",
    "公告",
    "通告",
    "通报",
    "意见",
    "决定",
    "决议",
    "办法",
    "细则",
    "规定",
    "规则",
    "条例",
    "批复",
    "复函",
    "函",
    "公报",
    "议案",
    "报告",
    "请示",
    "纪要",
    "命令",
    "令",
    "方案",
    "预案",
    "规划",
    "计划",
    "要点",
    "公示",
    "解读",
    "指南",
    "目录",
    "清单",
    "章程",
    "标准",
    "说明",
    "答复",
    "总结",
]
"""Longest first where one ends another."""
_PLAIN = {"实施细则": "细则", "实施办法": "办法", "管理办法": "办法", "暂行办法": "办法", "复函": "函", "命令": "令"}
_RULES = frozenset({"办法", "细则", "规定", "规则", "意见", "决定", "通告", "标准"})
_TAIL = re.compile(r"\s*(?:[（(【\[〔][^（）()]{1,30}[）)】\]〕]|试行|暂行|稿)+$")
_ISSUED = re.compile(
    r"(?:印发|发布|公布|修订|修改).*?(办法|细则|规定|规则|意见|标准)(?:[（(][^（）()]{1,12}[）)])?》?的?(?:通知|公告|决定)$"
)

# In this order: what is said of a document comes before what the document is about.
_RECORDS: tuple[tuple[str, str], ...] = (
    ("interpretation", r"解读|一图读懂|图解"),
    ("consultation_result", r"(?:征求|征集).{0,40}(?:结果|反馈|采纳|情况的)|意见采纳情况"),
    ("consultation", r"(?:公开)?(?:征求|征集).{0,60}意见|征求意见稿|意见征集"),
    ("clean_up", r"(?:规范性文件|政策文件|文件).{0,12}清理|(?:继续有效|废止|失效).{0,12}(?:规范性)?文件.{0,4}(?:目录|清单)"),
    ("annual_report", r"(?:政府)?信息公开(?:工作)?年度报告"),
    ("site_report", r"政府网站(?:工作)?年度报表"),
    ("guide", r"(?:政府)?信息公开指南"),
    ("answer", r"(?:政府信息公开)?(?:申请)(?:的)?(?:答复|告知)书"),
    ("random_list", r"随机抽查事项清单|抽查事项清单"),
    ("random_plan", r"(?:双随机|随机抽查|抽查检查).{0,40}计划"),
    ("random_result", r"(?:双随机|随机抽查|抽查检查).{0,40}(?:结果|情况)"),
    ("decision_list", r"(?:行政许可|行政处罚|行政强制|双公示).{0,20}(?:公示表|汇总表|信息公示|目录|一览表)"),
    ("penalty_decision", r"行政处罚(?:事先告知|决定)书?|处罚决定书"),
    ("coercion_decision", r"(?:行政强制|查封|扣押|加处罚款|代履行).{0,10}决定书?"),
    ("permit_decision", r"(?:准予|不予|不准予).{0,20}(?:行政)?许可|行政许可决定书?|许可(?:结果)?公示"),
    ("enforcement_basis", r"行政(?:处罚|强制).{0,20}(?:依据|裁量|事项清单|流程)"),
    ("permit_guide", r"(?:许可|审批).{0,30}(?:办事|服务)指南"),
    ("service_guide", r"(?:办事|服务)指南"),
    ("proposal", r"(?:建议|提案|议案).{0,40}(?:答复|复函|办理情况|办理结果)|第\s*\d+\s*号(?:代表)?(?:建议|提案)"),
    ("government_budget", r"(?:政府|本级|全[省市县区]|一般公共|财政)(?:收支)?(?:预算|决算)|预算执行情况"),
    ("final_account", r"决算"),
    ("budget", r"预算|“?三公”?经费"),
    ("procurement", r"(?:采购|招标|中标|成交|竞争性(?:磋商|谈判)|询价).{0,30}(?:公告|公示|意向|合同|结果|通知书)"),
    ("charge", r"收费(?:项目|标准|目录|清单|公示)"),
    ("recruitment", r"招考|招录|招聘|公务员.{0,20}(?:录用|考试|面试|体检)|(?:拟录用|拟聘用|面试|体检).{0,20}(?:名单|公告|公示|通知)"),
    ("powers", r"(?:权责|权力|责任)清单"),
    ("expropriation", r"征收|征地|拆迁|补偿安置"),
    ("emergency", r"应急预案|应急响应|预警"),
    ("statistics", r"统计公报|统计月报|统计数据|主要(?:经济|统计)指标|经济运行情况|市场运行监测"),
    ("project", r"重大(?:建设)?项目|(?:可行性研究报告|初步设计|项目核准|项目备案).{0,10}批复"),
    ("inspection", r"(?:监督检查|专项检查|抽检|监督抽查).{0,20}(?:情况|结果|通报|公告)"),
    ("institution", r"机构职能|主要职责|职能配置"),
    ("leader", r"领导(?:信息|分工|简介|班子)|(?:任免|任职|免职).{0,10}(?:通知|公示|决定)"),
    ("section", r"内设机构"),
    ("meeting", r"(?:常务|全体|专题)会议"),
    ("activity", r"开放日"),
    ("clarification", r"辟谣|澄清"),
    ("plan", r"(?:规划|工作要点|(?:工作|行动|年度|三年)计划)(?:（.*）)?(?:》的通知)?$"),
    ("system", r"信息公开.{0,20}(?:制度|办法|规定)"),
)  # fmt: skip
_COMPILED = tuple((key, re.compile(pattern)) for key, pattern in _RECORDS)
_BEFORE_RULES = frozenset(
    {"interpretation", "consultation_result", "consultation", "clean_up", "annual_report", "guide", "answer"}
)


def genre_of(title: str) -> str | None:
    """The kind a title ends with.

    >>> genre_of("云岭县商务局关于印发《云岭县家电以旧换新补贴实施细则》的通知"), genre_of("云岭县小额采购管理办法（试行）")
    ('通知', '办法')
    """
    bare = _TAIL.sub("", title.strip().rstrip("》"))
    found = next((genre for genre in GENRES if bare.endswith(genre)), None)
    return _PLAIN.get(found, found) if found else None


def makes_rules(title: str) -> bool:
    """Whether a title names a document of rules, or one that issues such a document."""
    return genre_of(title) in _RULES or _ISSUED.search(title) is not None


def record_of(title: str, *, is_normative: bool, has_number: bool) -> str | None:
    """The kind of record, None where the title tells nothing."""
    found = next((key for key, pattern in _COMPILED if pattern.search(title)), None)
    if is_normative and found not in _BEFORE_RULES:
        return "normative"
    if found is not None:
        return found
    return (
        "policy" if has_number and genre_of(title) in ("通知", "意见", "方案", "决定", "办法", "细则", "规定") else None
    )
