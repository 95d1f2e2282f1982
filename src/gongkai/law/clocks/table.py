"""Every period of the disclosure year: its length over time, its unit, what starts it and where it stands.

Fixed days of the year (31 January, 31 March) are in `fixed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import LAWS, Article, Document, Number, Source, Unit, in_force
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.count import Excluded, conclude, run_length, start_step
from gongkai.law.clocks.explain import Due
from gongkai.law.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True)
class Clock:
    """One kind of period. ``starts``: the event of the day counted from; ``ends``: what must have happened by the last
    day, or what its passing means. ``numbers``: its length, oldest first."""

    key: str
    name: str
    starts: str
    ends: str
    numbers: tuple[Number, ...]

    @property
    def number(self) -> Number:
        """The length in force now: the latest."""
        return self.numbers[-1]


def _clock(
    key: str,
    name: str,
    value: int,
    unit: Unit,
    source: Source,
    starts: str,
    ends: str,
    *,
    since: date | None = None,
    settled: bool = True,
    before: tuple[Number, ...] = (),
) -> Clock:
    if since is None:
        assert isinstance(source, Article)
        since = LAWS[source.law].since
    return Clock(key, name, starts, ends, (*before, Number(value, unit, source, since, settled)))


def _until_2023(value: int, number: int) -> tuple[Number, ...]:
    """The length under the former 行政复议法, whose days are all calendar days but for five and seven (its art. 40)."""
    return (
        Number(value, Unit.DAY, Article("行政复议法（2017年修正）", number, 1), LAWS["行政复议法（2017年修正）"].since),
    )


IN_FORCE_BEFORE = date(2019, 1, 1)
"""For documents older than the first calendar year, and for lengths that no dated national text fixes."""


def _tiao(number: int, paragraph: int | None = None) -> Article:
    return Article("条例", number, paragraph)


_WD, _D, _M, _Y = Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.YEAR
_ALL = (
    # Applications
    _clock("answer", "答复期限", 20, _WD, _tiao(33, 2), "收到申请", "作出答复"),
    _clock("extension", "延长答复期限（至多）", 20, _WD, _tiao(33, 2), "原期限届满", "作出答复"),
    _clock("correction_notice", "一次性告知补正的期限", 7, _WD, _tiao(30), "收到申请", "发出补正告知书"),
    _clock(
        "correction_period",
        "申请人补正期限",
        15,
        _WD,
        Document("国办公开办函〔2020〕2号", "转发的江苏省规范"),
        "补正告知书送达",
        "补正；无正当理由逾期视为放弃申请",
        since=date(2020, 1, 10),
        settled=False,
    ),
    _clock(
        "third_party",
        "第三方回复意见的期限",
        15,
        _WD,
        _tiao(32),
        "第三方收到征求意见书",
        "提出意见；逾期由行政机关决定是否公开",
    ),
    _clock(
        "co_maker", "共同制作机关回复意见的期限", 15, _WD, _tiao(34), "收到征求意见书", "提出意见；逾期视为同意公开"
    ),
    _clock(
        "fee_payment",
        "缴纳信息处理费的期限",
        20,
        _WD,
        Document("国办函〔2020〕109号", "及各省收费通知"),
        "收到收费通知",
        "缴费；逾期视为放弃申请",
        since=date(2021, 1, 1),
    ),
    _clock("judgment", "按判决公开的期限", 20, _WD, Article("法释〔2025〕8号", 11), "判决确定的起算日", "公开"),
    # Publication
    _clock("publication", "主动公开期限", 20, _WD, _tiao(26), "信息形成或者变更", "公开"),
    _clock(
        "permit_penalty",
        "行政许可、行政处罚决定公开期限",
        7,
        _WD,
        Document("国办发〔2018〕118号"),
        "作出决定",
        "公开",
        since=IN_FORCE_BEFORE,
    ),
    _clock(
        "enforcement",
        "其他执法决定公开期限",
        20,
        _WD,
        Document("国办发〔2018〕118号"),
        "作出决定",
        "公开",
        since=IN_FORCE_BEFORE,
    ),
    _clock(
        "penalty_withdrawal",
        "撤回已公开处罚决定的期限",
        3,
        _WD,
        Article("行政处罚法", 48, 2),
        "处罚决定被变更、撤销、确认违法或者确认无效",
        "撤回并公开说明理由",
    ),
    _clock("department_budget", "部门预算、决算公开期限", 20, _D, Article("预算法", 14, 2), "财政部门批复", "公开"),
    _clock("government_budget", "政府预算、决算公开期限", 20, _D, Article("预算法", 14, 1), "批准", "公开"),
    _clock(
        "proposal_reply",
        "建议提案办理复文公开期限",
        20,
        _WD,
        Document("安徽省规定", "（地方规定，可另设）"),
        "答复建议人、提案人",
        "公开",
        since=IN_FORCE_BEFORE,
        settled=False,
    ),
    _clock(
        "interpretation",
        "政策解读公开期限",
        3,
        _WD,
        Document("郑州市、山东省商务厅规定", "（地方规定，可另设）"),
        "文件公开",
        "公开解读材料",
        since=IN_FORCE_BEFORE,
        settled=False,
    ),
    _clock(
        "random_inspection",
        "双随机抽查结果公开期限",
        20,
        _WD,
        Document("国发〔2019〕5号", "（期限未经核实，可另设）"),
        "抽查结束",
        "公开",
        since=IN_FORCE_BEFORE,
        settled=False,
    ),
    # Reconsideration
    _clock(
        "reconsideration",
        "申请行政复议的期限",
        60,
        _D,
        Article("行政复议法", 20, 1),
        "知道或者应当知道行政行为",
        "申请行政复议",
        before=_until_2023(60, 9),
    ),
    _clock(
        "reconsideration_untold",
        "未告知权利时申请行政复议的最长期限",
        1,
        _Y,
        Article("行政复议法", 20, 3),
        "知道或者应当知道行政行为内容",
        "申请行政复议",
    ),
    _clock(
        "respondent_simplified",
        "复议答复期限（简易程序）",
        5,
        _WD,
        Article("行政复议法", 54),
        "收到复议申请书副本",
        "提出书面答复和证据",
    ),
    _clock(
        "respondent_ordinary",
        "复议答复期限（普通程序）",
        10,
        _WD,
        Article("行政复议法", 48),
        "收到复议申请书副本",
        "提出书面答复和证据",
        before=_until_2023(10, 23),
    ),
    _clock(
        "decision_simplified",
        "复议决定期限（简易程序）",
        30,
        _D,
        Article("行政复议法", 62),
        "受理复议申请",
        "作出复议决定",
    ),
    _clock(
        "decision_ordinary",
        "复议决定期限（普通程序）",
        60,
        _D,
        Article("行政复议法", 62),
        "受理复议申请",
        "作出复议决定",
        before=_until_2023(60, 31),
    ),
    _clock(
        "decision_extended",
        "复议决定期限（延长30日）",
        90,
        _D,
        Article("行政复议法", 62),
        "受理复议申请",
        "作出复议决定",
        before=_until_2023(90, 31),
    ),
    # Suits
    _clock(
        "suit", "直接提起行政诉讼的期限", 6, _M, Article("行政诉讼法", 46), "知道或者应当知道作出行政行为", "提起诉讼"
    ),
    _clock(
        "suit_untold",
        "未告知起诉期限时的最长期限",
        1,
        _Y,
        Article("法释〔2018〕1号", 64),
        "知道或者应当知道行政行为内容",
        "提起诉讼",
    ),
    _clock(
        "suit_silence", "对逾期不答复提起诉讼的期限", 6, _M, Article("法释〔2018〕1号", 66), "履行期限届满", "提起诉讼"
    ),
    _clock(
        "suit_after_reconsideration",
        "复议后起诉的期限",
        15,
        _D,
        Article("行政诉讼法", 45),
        "收到复议决定书或者复议期满",
        "提起诉讼",
    ),
    _clock(
        "defence", "行政诉讼答辩举证期限", 15, _D, Article("行政诉讼法", 67), "收到起诉状副本", "提交证据、依据和答辩状"
    ),
    _clock("court_ordinary", "第一审审结期限", 6, _M, Article("行政诉讼法", 81), "立案", "作出第一审判决"),
    _clock("court_simplified", "简易程序审结期限", 45, _D, Article("行政诉讼法", 83), "立案", "审结"),
    _clock("appeal_judgment", "对判决上诉的期限", 15, _D, Article("行政诉讼法", 85), "判决书送达", "提起上诉"),
    _clock("appeal_ruling", "对裁定上诉的期限", 10, _D, Article("行政诉讼法", 85), "裁定书送达", "提起上诉"),
    _clock("appeal_answer", "对上诉答辩的期限", 15, _D, Article("行政诉讼法", 86), "收到上诉状副本", "提出答辩状"),
    _clock("court_second", "第二审审结期限", 3, _M, Article("行政诉讼法", 88), "收到上诉状", "作出终审判决"),
    _clock("retrial", "申请再审的期限", 6, _M, Article("法释〔2018〕1号", 110), "判决、裁定发生法律效力", "申请再审"),
)
CLOCKS: dict[str, Clock] = {clock.key: clock for clock in _ALL}
"""Every clock by its key."""


def clock_named(key: str) -> Clock:
    """The clock of that key. Raises GongkaiError naming those there are."""
    if key not in CLOCKS:
        raise GongkaiError(say("没有名为“{key}”的期限。可用的有：{keys}。", key=key, keys="、".join(CLOCKS)))
    return CLOCKS[key]


def number_for(clock: Clock, start: date) -> tuple[Number, tuple[str, ...]]:
    """The length that applies to a period starting on ``start``, and warnings about it.

    A start before the first number we hold is counted by that number and says so: the calendar reaches back further than
    the present Regulation, whose earlier text (in force until 2019-05-14) had other lengths (decision 0017).
    """
    first = clock.numbers[0]
    if start < first.since:
        return first, (
            say(
                "{source}自{since}起施行，{start}起算的期限当时适用其他规定，这里按现行长度{length}计算，仅供参考。",
                source=first.source,
                since=first.since,
                start=start,
                length=first,
            ),
        )
    return in_force(clock.numbers, start), ()


def due(
    key: str,
    start: date,
    calendar: WorkCalendar,
    *,
    length: int | None = None,
    excluded: Sequence[Excluded] = (),
    settings: Settings = DEFAULT,
) -> Due:
    """The last day of the period ``key`` whose event fell on ``start`` (itself not counted).

    ``length`` overrides the number where a body or a notice has set another, in the clock's own unit. ``excluded`` days are
    left out of periods counted in days. For an application with all its events use `answer_due`.
    """
    clock = clock_named(key)
    number, warnings = number_for(clock, start)
    notes: list[str] = []
    if key == "correction_period" and length is None:
        length = settings.correction_days
    if length is not None and length != number.value:
        number = Number(length, number.unit, number.source, number.since, settled=False)
    if not number.settled:
        notes.append(say("{length}不是全国统一规定的长度，可按本地规定或告知书另定。", length=number))
    return conclude(
        run_length(number, start, calendar, excluded),
        clock=key,
        name=clock.name,
        length=str(number),
        opening=(start_step(start, clock.starts),),
        sources=(str(number.source),),
        calendar=calendar,
        settings=settings,
        notes=notes,
        warnings=warnings,
    )


def days_due(days: int, unit: Unit, start: date, calendar: WorkCalendar, settings: Settings = DEFAULT) -> Due:
    """``days`` units after ``start``, without naming a law: for periods that a notice or a judgment sets itself."""
    number = Number(days, unit, Document(say("按指定的长度计算")), date.min)
    return conclude(
        run_length(number, start, calendar),
        clock="custom",
        name=say("指定期限"),
        length=str(number),
        opening=(start_step(start, say("起算日")),),
        sources=(str(number.source),),
        calendar=calendar,
        settings=settings,
    )
