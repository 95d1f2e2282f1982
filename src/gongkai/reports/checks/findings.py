"""The table of what can be found: code, severity, ground in law and a line of explanation. docs/reference/checks.md is made
from it (``python -m gongkai.reports.checks.page``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gongkai.documents.model import NOWHERE, Place
from gongkai.reports.editions import editions
from gongkai.reports.model import CellId, Evidence, Finding, Severity

FORM_2021 = "国办公开办函〔2021〕30号"
FORM_2019 = "国办公开办函〔2019〕60号"
UNVERIFIABLE = "-UNVERIFIABLE"
"""Put behind the code of a relation that could not be worked out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding. ``code`` is stable: archives and tickets refer to it. ``about``: what is looked at, in Chinese."""

    code: str
    severity: Severity
    basis: str
    about: str


_RULES: tuple[Rule, ...] = (
    # the file
    Rule("NOT-A-REPORT", "error", "条例第四十九条、第五十条", "文件不是年度报告，或者文字是乱码，无法核对"),
    Rule("SEVERAL", "warning", "条例第四十九条", "一个文件中有多份报告，只核对第一份"),
    # figures
    Rule(
        "NUM",
        "error",
        f"{FORM_2021}附件",
        "各格应为非负整数；收费金额为非负数，最多六位小数；2019 年格式的“本年增/减”可为负",
    ),
    Rule("BLANK", "error", f"{FORM_2021}附件", "公布的表格不应留有空格，没有发生的填 0"),
    Rule("MISSING-CELL", "error", f"{FORM_2021}附件", "格式规定的格、行或表在报告中没有找到"),
    Rule("UNREADABLE", "warning", f"{FORM_2021}附件", "格内有文字、符号，或者读数存疑，须由人核对"),
    Rule("EXTRA-ROW", "error", f"{FORM_2021}附件", "表中有格式以外的行"),
    Rule(
        "T2-REG",
        "error",
        "规章制定程序条例；立法法",
        "规章由国务院部门和省、设区的市、自治州人民政府制定，其他机关的“规章”一行应为 0",
    ),
    Rule(
        "T2-LOGIC",
        "warning",
        "报告格式第二部分",
        "累计数不应小于当年数：现行有效件数与制发、废止件数，对外公开总数量与新公开数量",
    ),
    Rule("OTHER-SHARE", "warning", f"{FORM_2019}、{FORM_2021}", "“其他处理”占办理总数的比例偏高，应逐件说明"),
    Rule(
        "CO-DEF",
        "hint",
        f"{FORM_2021}；国办公开办函〔2016〕201号",
        "复议后起诉的案件由原行为机关统计，复议机关不重复统计",
    ),
    # over the years
    Rule("CARRY", "error", "报告格式第三部分第二项", "本年“上年结转”应等于上年报告的“结转下年度继续办理”"),
    Rule(
        "T2-BAL",
        "warning",
        "报告格式第二部分",
        "现行有效件数应等于上年现行有效件数加本年制发、减本年废止，不等时应说明原因",
    ),
    Rule("2019-NEXT", "warning", f"{FORM_2019}附件", "上一年项目数量应等于上年报告的项目数量加增减数"),
    # years and dates
    Rule("YEAR", "error", "条例第四十九条、第五十条", "标题、统计期限与数据应为同一年度"),
    Rule("YEAR-LEFT", "warning", f"{FORM_2021}", "正文残留其他年度的表述"),
    Rule("EDITION", "error", f"{FORM_2021}、{FORM_2019}", "表格应当使用该年度适用的格式，三张表应为同一格式"),
    Rule("NOTICE", "warning", f"{FORM_2021}", "正文引用的格式文件应与该年度适用的格式一致"),
    Rule("DATE-EARLY", "error", "条例第五十条", "落款日期不应早于统计期满"),
    Rule("DATE-LATE", "warning", "条例第四十九条", "报告应于 1 月 31 日前向社会公布（汇总报告按规定时间）"),
    Rule("DATE-NONE", "warning", "党政机关公文处理工作条例第九条", "报告没有落款日期"),
    # who
    Rule("AGENCY", "warning", "条例第四十九条", "标题、正文与落款的单位名称应当一致，并使用全称"),
    Rule("AGENCY-NONE", "error", "条例第四十九条", "报告没有写明行政机关名称"),
    Rule("YEAR-NONE", "error", "条例第四十九条", "报告没有写明年度"),
    # sections
    Rule("SECTION-NONE", "error", f"条例第五十条；{FORM_2021}", "六个部分不应缺少"),
    Rule(
        "SECTION-EMPTY", "error", f"条例第五十条；{FORM_2021}", "各部分应有内容；确无其他事项也应写明信息处理费收取情况"
    ),
    Rule("SECTION-OWN", "warning", f"条例第五十条；{FORM_2021}", "报告应由规定的六个部分组成，不能遗漏，也不宜泛化"),
    Rule(
        "SEC1-TOPICS",
        "warning",
        f"{FORM_2021}",
        "第一部分应反映主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面",
    ),
    Rule("SEC1-LENGTH", "hint", f"{FORM_2021}", "第一部分原则上不超过 1000 字"),
    Rule(
        "SEC1-OVERSIGHT",
        "hint",
        "条例第五十条第一款第四项",
        "各级人民政府的报告应写明工作考核、社会评议和责任追究结果情况",
    ),
    Rule("SEC5", "warning", f"{FORM_2021}", "第五部分应有问题，也应有改进措施"),
    Rule("SEC5-SAME", "warning", f"{FORM_2021}", "第五部分不应年年相同"),
    Rule("SAME-YEAR", "warning", f"{FORM_2021}", "文字与本机关上年报告基本相同"),
    Rule("SAME-BODY", "warning", f"{FORM_2021}", "文字与其他机关的报告基本相同"),
    # prose against figures
    Rule("TEXT-T2", "warning", f"{FORM_2021}", "正文中的规范性文件、许可、处罚、强制、收费数应与表二一致"),
    Rule("TEXT-T3", "warning", f"{FORM_2021}", "正文中的申请、答复、结转数应与表三一致"),
    Rule("TEXT-T4", "warning", f"{FORM_2021}", "正文中的行政复议、行政诉讼数应与表四一致"),
    Rule("TEXT-NONE", "warning", f"{FORM_2021}", "正文称没有收到申请、没有复议诉讼，表中却有数"),
    Rule("TEXT-PRAISE", "hint", f"{FORM_2021}", "正文称已答复申请，表三却全部为 0"),
    Rule("TEXT-PARTS", "warning", f"{FORM_2021}", "“其中”各项之和应等于总数，分项不应大于总数"),
    Rule("TEXT-TWICE", "warning", f"{FORM_2021}", "正文前后对同一事项的数字应当一致"),
    Rule("TEXT-FEE", "warning", f"{FORM_2021}第六部分；国办函〔2020〕109号", "第六部分应报告收取信息处理费的情况"),
    Rule(
        "TEXT-FEE-SUM",
        "warning",
        "国办函〔2020〕109号；报告格式第二部分",
        "信息处理费属行政事业性收费，应与表二收费金额不矛盾",
    ),
    Rule("TEXT-FEE-LAPSED", "hint", "国办函〔2020〕109号", "表三有逾期不缴费的申请，正文称从未发出收费通知"),
    # what must not be published
    Rule("PRIVATE-ID", "error", "个人信息保护法；条例第十五条", "公布了公民身份号码"),
    Rule("PRIVATE-MOBILE", "warning", "个人信息保护法；条例第十五条", "公布了手机号码"),
    Rule("PRIVATE-NAME", "warning", "个人信息保护法；条例第十二条", "公布了联系人姓名，指南只要求公布机构的联系方式"),
    Rule("PRIVATE-EMAIL", "hint", "个人信息保护法；条例第十二条", "公布了个人注册的电子邮箱"),
    Rule("PHONE", "hint", "条例第十二条", "公布了办公电话，请确认仍在使用"),
)


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code: the relations of all editions first, then ours."""
    out: dict[str, Rule] = {}
    for edition in editions().values():
        for relation in edition.relations:
            basis = out[relation.code].basis + "、" + edition.source if relation.code in out else edition.source
            out[relation.code] = Rule(relation.code, "error", basis, relation.says)
    for code in list(out):
        unverifiable = code + UNVERIFIABLE
        out[unverifiable] = Rule(
            unverifiable, "warning", out[code].basis, f"缺数或读数存疑，无法核对：{out[code].about}"
        )
    out.update({rule.code: rule for rule in _RULES})
    return out


def severity(code: str) -> Severity:
    """That of the table. A relation of an edition that is not in the package is an error too, its unverifiable twin a warning."""
    rule = rules().get(code)
    if rule is not None:
        return rule.severity
    return "warning" if code.endswith(UNVERIFIABLE) else "error"


def flag(
    code: str,
    message: str,
    *,
    cells: Iterable[CellId] = (),
    evidence: Iterable[Evidence] = (),
    mend: str,
) -> Finding:
    """A Finding with the severity that the table gives its code."""
    return Finding(code, severity(code), message, tuple(cells), tuple(evidence), mend)


def quote(text: str, place: Place = NOWHERE, *, limit: int = 60) -> Evidence:
    """Evidence, shortened in the middle of nothing: a long quotation ends in an ellipsis."""
    text = text.strip()
    return Evidence(text if len(text) <= limit else text[: limit - 1] + "…", place)
