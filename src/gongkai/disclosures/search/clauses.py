"""法定内容 in few words: what each item of 条例 art. 20, and art. 21, is about."""

from __future__ import annotations

from gongkai.language import say

CLAUSES = (
    "20.1", "20.2", "20.3", "20.4", "20.5", "20.6", "20.7", "20.8",
    "20.9", "20.10", "20.11", "20.12", "20.13", "20.14", "20.15", "21",
)  # fmt: skip
"""In the order of the law."""


def clause_label(clause: str) -> str:
    """ "" for one that is not known."""
    return {
        "20.1": say("法规、规章和规范性文件"),
        "20.2": say("机构职能"),
        "20.3": say("规划和政策"),
        "20.4": say("统计信息"),
        "20.5": say("行政许可和对外服务"),
        "20.6": say("行政处罚和行政强制"),
        "20.7": say("预算决算"),
        "20.8": say("行政事业性收费"),
        "20.9": say("政府采购"),
        "20.10": say("重大建设项目"),
        "20.11": say("民生政策和落实"),
        "20.12": say("应急管理"),
        "20.13": say("监督检查"),
        "20.14": say("公务员招考"),
        "20.15": say("其他应当公开的信息"),
        "21": say("县乡应当公开的信息"),
    }.get(clause, "")
