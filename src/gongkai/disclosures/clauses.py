"""法定内容 in few words: arts. 20 and 21 of the Regulation as names for menus and counts, in the order of the law."""

from __future__ import annotations

from gongkai.language import say

NAMES = {
    "20.1": say("行政法规、规章和规范性文件"),
    "20.2": say("机关职能、机构设置、负责人"),
    "20.3": say("规划和相关政策"),
    "20.4": say("统计信息"),
    "20.5": say("行政许可和对外管理服务"),
    "20.6": say("行政处罚、行政强制"),
    "20.7": say("财政预算、决算"),
    "20.8": say("行政事业性收费"),
    "20.9": say("政府集中采购"),
    "20.10": say("重大建设项目"),
    "20.11": say("扶贫、教育、医疗、社会保障、就业"),
    "20.12": say("突发公共事件应急"),
    "20.13": say("监督检查情况"),
    "20.14": say("公务员招考"),
    "20.15": say("其他法定公开信息"),
    "21": say("涉及公众切身利益的其他信息"),
}
"""By the key that columns and items carry."""
