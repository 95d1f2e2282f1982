"""Official prose that says nothing, with words as frequent as words are: for `publication.py`, and reproducible by its seed.

A few hundred words of administration stand for the head of the distribution (Zipf), twenty thousand made-up ones of two and three
characters for its long tail, so that an index gets both its long lists and its many short ones.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random

_FREQUENT = (
    "的 和 在 关于 工作 管理 项目 服务 单位 部门 企业 政府 公开 通知 规定 办法 实施 组织 情况 "
    "资金 建设 社会 发展 标准 安全 按照 进行 要求 落实 责任 监督 检查 审批 行政 许可 处罚 申请 "
    "补贴 补助 预算 决算 支出 收入 采购 招标 中标 合同 工程 农村 城市 乡镇 街道 社区 居民 群众 "
    "教育 学校 招生 医疗 卫生 养老 低保 救助 就业 培训 人才 招考 公务员 土地 征收 补偿 安置 规划 "
    "环境 保护 污染 水质 监测 食品 药品 质量 抽查 结果 公示 名单 公告 指南 目录 清单 权责 收费 "
    "依据 程序 条件 材料 时限 电话 地址 办理 流程 答复 建议 提案 人大 政协 会议 纪要 领导 分工 "
    "机构 职责 应急 预案 预警 防汛 森林 防火 交通 运输 道路 公交 出租 汽车 以旧换新 家电 外贸 专项 "
    "商贸 流通 电子商务 成品油 加油站 批发 零售 市场 主体 登记 注册 年检 双随机 信用 评价 统计 数据 "
    "增长 下降 同比 季度 年度 计划 总结 报告 说明 解读 政策 文件 规范性 废止 失效 修改 有效 "
    "征求意见 听证 公众 参与 反馈 意见 采纳 危房 改造 保障房 公租房 分配 摇号 物业 小区 供水 燃气 "
    "供暖 电力 通信 网络 信息 平台 系统 数字 智慧 创新 科技 农业 种植 养殖 粮食 水利 灌溉 扶贫 "
    "振兴 "
)
HEAD = _FREQUENT.split()
"""The head: the first are the most frequent."""
_CHARS = (
    "云岭山河水木火土金石田村庄林泉溪湖海江川平安康宁吉祥瑞福禄寿喜春夏秋冬东南西北中上下左右前后里外高低大小长短新旧红黄蓝绿青紫黑白天地日月星"
    "风雨雷电霜雪花草树叶果实麦豆瓜茶棉麻桑竹松柏梅兰菊荷桃李杏梨枣栗桥路街巷门户窗台楼阁亭塔寺庙宫殿城镇乡县州府省国家民族文武仁义礼智信忠孝和"
    "明光华荣昌盛兴旺发达富强伟杰英豪志远思源怀德敬业乐群勤俭诚恳谦虚谨慎勇敢刚毅坚定清正廉洁公平法治秩序稳健进步开拓求真务必须当应该可以能够由于"
)


class Prose:
    """Words, sentences and titles, the same for the same seed."""

    def __init__(self, seed: int, tail: int = 20_000) -> None:
        self.random = Random(seed)
        made: dict[str, None] = {}
        while len(made) < tail:
            made["".join(self.random.choices(_CHARS, k=self.random.choice((2, 2, 2, 3))))] = None
        self.words = [*HEAD, *made]
        # Zipf: the n-th word is as frequent as 1/n; the head holds a little under a half of any text.
        self.weights = list(accumulate(1 / (n + 8) for n in range(len(self.words))))

    def some(self, count: int) -> list[str]:
        """``count`` words."""
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, length: int = 20) -> str:
        """Some ``length`` words with commas and a full stop."""
        words = self.some(length)
        for n in range(6, length, 7):
            words[n] += "，"
        return "".join(words) + "。"

    def paragraphs(self, count: int, sentences: int = 3) -> list[str]:
        return ["".join(self.sentence() for _ in range(sentences)) for _ in range(count)]

    def title(self, body: str, year: int) -> str:
        return (
            f"{body}关于{year}年{''.join(self.some(5))}的{self.random.choice(('通知', '公告', '公示', '批复', '意见'))}"
        )
