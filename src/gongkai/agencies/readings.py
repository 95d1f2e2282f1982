"""The readings of unclear rules as a body chooses them: what each is called, what it may be, what follows, where it is decided.

The values are those of `gongkai.law.settings.Settings`; this is what a person needs to choose among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gongkai.language import say
from gongkai.law.settings import DEFAULT, ClassCText, FeeEffect


@dataclass(frozen=True, slots=True)
class Reading:
    """One choice. ``key``: the field of `Settings`. ``options``: value and words; empty for a number within ``bounds``.

    ``decision``: the page in docs/decisions that says why the default is what it is.
    """

    key: str
    label: str
    explanation: str
    decision: str
    options: tuple[tuple[Any, str], ...] = ()
    bounds: tuple[int, int] = (0, 0)

    @property
    def default(self) -> Any:
        return getattr(DEFAULT, self.key)

    def words(self, value: Any) -> str:
        """``value`` as the page shows it."""
        return dict(self.options).get(value, str(value))


def readings() -> tuple[Reading, ...]:
    """All of them, in the order of the clocks they touch."""
    left_out = ((True, say("不计入答复期限")), (False, say("计入答复期限")))
    return (
        Reading(
            "pause_first_day",
            say("征求意见函发出的当天"),
            say("《条例》第三十三条第三款只说征求意见所需时间不计入，没有说首日。默认不计入，征求意见当天起停止计时。"),
            "0004-excluded-days",
            left_out,
        ),
        Reading(
            "pause_last_day",
            say("意见到达或者期满的当天"),
            say("同一款也没有说末日。默认不计入，收到意见的下一个工作日起继续计时。"),
            "0004-excluded-days",
            left_out,
        ),
        Reading(
            "pause_ends_with_period",
            say("第三方超过15个工作日才回复"),
            say("第三十二条给第三方15个工作日。默认到期满为止，迟到的意见不再延长停止计时的时间。"),
            "0005-late-opinion",
            ((True, say("停到15个工作日期满")), (False, say("停到意见到达"))),
        ),
        Reading(
            "late_correction_restarts",
            say("超过7个工作日才要求补正"),
            say(
                "第三十条要求7个工作日内一次性告知补正，没有说超过的后果。默认仍从收到补正之日重新计算，并记为超期告知。"
            ),
            "0006-late-correction-notice",
            ((True, say("收到补正后重新计算")), (False, say("期限照原来的计算，不重新起算"))),
        ),
        Reading(
            "correction_days",
            say("给申请人的补正期限（工作日）"),
            say("第三十条只要求期限合理。默认15个工作日，告知书上可以逐件另定。"),
            "0007-correction-period",
            bounds=(1, 60),
        ),
        Reading(
            "fee_effect",
            say("缴纳信息处理费对答复期限的影响"),
            say("没有条文直接规定。默认从缴费次日重新计算，与多数地方的做法一致。"),
            "0009-fee-and-clock",
            (
                (FeeEffect.RESTART, say("缴费次日起重新计算")),
                (FeeEffect.PAUSE, say("从通知缴费到缴费的时间不计入")),
                (FeeEffect.NONE, say("没有影响")),
            ),
        ),
        Reading(
            "class_c",
            say("法院不直接受理的决定，怎样告知救济途径"),
            say(
                "法释〔2025〕8号第十条第二款列出这些决定。默认复议和诉讼都告知：多告知没有坏处，少告知会使期限延长到一年。"
            ),
            "0012-class-c",
            (
                (ClassCText.BOTH, say("行政复议和行政诉讼都告知")),
                (ClassCText.RECONSIDERATION_ONLY, say("只告知行政复议")),
            ),
        ),
        Reading(
            "interpretation_days",
            say("文件公开后几个工作日内公开解读"),
            say("没有全国统一的期限。郑州市、山东省商务厅等要求3个工作日内，福建省曾要求5个工作日内。默认3个。"),
            "0111-lengths-of-publication",
            bounds=(1, 60),
        ),
        Reading(
            "proposal_reply_days",
            say("建议提案答复后几个工作日内公开"),
            say("国办发〔2014〕46号没有规定天数，有的省规定20个工作日。默认20个。"),
            "0111-lengths-of-publication",
            bounds=(1, 60),
        ),
        Reading(
            "random_inspection_days",
            say("双随机抽查结束后几个工作日内公开结果"),
            say("没有查到全国统一的天数。默认20个，与条例第二十六条一致。"),
            "0111-lengths-of-publication",
            bounds=(1, 60),
        ),
        Reading(
            "lapsed_counts_as_repealed",
            say("规范性文件有效期届满自行失效的，是否计入“本年废止件数”"),
            say("年报格式没有说。默认计入：否则上年有效数加制发数减废止数不等于本年有效数，须在年报中说明。"),
            "0113-lapse-and-repeal",
            ((True, say("计入本年废止件数")), (False, say("不计入，只从现行有效件数中减去"))),
        ),
        Reading(
            "unannounced_working_weekends",
            say("下一年放假安排公布前，按几个周末可能上班计算"),
            say("只影响“不早于”的日子。默认2个，按2020年至2026年逐年检验从不偏晚；公布后自动按公布的计算。"),
            "0002-not-before",
            bounds=(0, 10),
        ),
    )


def differing(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What of ``chosen`` is not the default, as `Agency.readings` keeps it: a default that changes later is followed."""
    others = {key: value for key, value in chosen.items() if value != getattr(DEFAULT, key)}
    return {key: value.value if isinstance(value, Enum) else value for key, value in others.items()}
