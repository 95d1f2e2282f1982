"""The yearly notice read from its own words. The texts are ours, in the manner of the notices; the days are those of the tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import parse_year, shipped
from gongkai.law.calendar.notice import read_notice, runs

HEAD = """国务院办公厅关于{year}年部分节假日安排的通知
国办发明电〔{before}〕{n}号
各省、自治区、直辖市人民政府：
    经国务院批准，现将{year}年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
"""
FOOT = """
    节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
{before}年11月4日
（此件公开发布）
"""
TEXTS = {
    2019: """一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2020: """一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至2月2日放假调休，共10天。1月19日（星期日）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。""",
    2021: """一、元旦：2021年1月1日至3日放假，共3天。
二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
三、清明节：4月3日至5日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
五、端午节：6月12日至14日放假，共3天。
六、中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。""",
    2022: """一、元旦：2022年1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。""",
    2023: """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}


def text(year: int) -> str:
    return f"{HEAD}{TEXTS[year]}{FOOT}".format(year=year, before=year - 1, n=7)


def departing(off: object, work: object) -> tuple[set[date], set[date]]:
    return {day for day in off if day.weekday() < 5}, set(work)  # type: ignore[attr-defined]


@pytest.mark.parametrize("year", TEXTS)
def test_each_year_reads_as_the_days_that_the_table_holds(year: int):
    found = read_notice(text(year))
    table = shipped().table(year)
    assert found.year == year
    assert found.number == f"国办发明电〔{year - 1}〕7号"
    assert departing([day for days in found.off.values() for day in days], found.work) == departing(
        table.off, table.work
    )


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2025, 2026])
def test_a_plain_notice_leaves_no_doubt(year: int):
    found = read_notice(text(year))
    assert ([s.text for s in found.sentences if s.doubts], found.doubts, found.elsewhere) == ([], (), ())


def test_2026_reads_to_the_word():
    found = read_notice(text(2026))
    assert found.title == "国务院办公厅关于2026年部分节假日安排的通知"
    assert {name: runs(days) for name, days in found.off.items()} == {
        "元旦": ["2026-01-01/2026-01-03"],
        "春节": ["2026-02-15/2026-02-23"],
        "清明节": ["2026-04-04/2026-04-06"],
        "劳动节": ["2026-05-01/2026-05-05"],
        "端午节": ["2026-06-19/2026-06-21"],
        "中秋节": ["2026-09-25/2026-09-27"],
        "国庆节": ["2026-10-01/2026-10-07"],
    }
    assert [day.isoformat() for day in found.work] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"
    ]  # fmt: skip


def test_the_lunar_date_in_the_notice_gives_away_the_days_of_the_new_year():
    found = read_notice(text(2026))
    assert found.statutory["春节"] == tuple(date(2026, 2, day) for day in (16, 17, 18, 19))
    # Nothing says on which of three days the others fall: a person fills them in.
    assert [name for name in ("清明节", "端午节", "中秋节") if name in found.statutory] == []


def test_with_the_missing_holidays_filled_in_the_reading_is_a_year():
    data = read_notice(text(2026)).table()
    data["statutory"] |= {"清明节": ["2026-04-05"], "端午节": ["2026-06-19"], "中秋节": ["2026-09-25"]}  # type: ignore[operator]
    made, table = parse_year(data, "2026"), shipped().table(2026)
    assert (made.off, made.work, made.statutory) == (table.off, table.work, table.statutory)


def test_days_of_the_year_before_are_named_and_left_out():
    found = read_notice(text(2019))
    assert found.elsewhere == ((date(2018, 12, 31), "放假"), (date(2018, 12, 29), "上班"))
    assert found.off["元旦"] == (date(2019, 1, 1),)


def test_the_new_years_eve_that_is_only_encouraged_is_a_doubt():
    doubtful = [s.text for s in read_notice(text(2024)).sentences if s.doubts]
    assert doubtful == ["鼓励各单位结合带薪年休假等制度落实,安排职工在除夕(2月9日)休息"]


VARIANTS = {
    "full-width digits": lambda t: t.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    "dash for 至": lambda t: t.replace("日（周四）至3日", "日（周四）—3日"),
    "星期 for 周": lambda t: t.replace("（周", "（星期").replace("、周", "、星期"),
    "no line breaks": lambda t: t.replace("\n", ""),
    "a break inside every line": lambda t: t.replace("放假", "放\n假").replace("日（", "日 （"),
    "arabic numbering": lambda t: t.replace("一、元旦", "1．元旦").replace("二、春节", "2．春节"),
    "half-width signs": lambda t: t.replace("：", ":").replace("，", ",").replace("（", "(").replace("）", ")"),
    "周天": lambda t: t.replace("周日", "周天"),
    "a byte order mark": lambda t: "\ufeff" + t,
    "照常上班": lambda t: t.replace("上班", "照常上班"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_another_way_of_writing_reads_the_same(name: str):
    found, plain = read_notice(VARIANTS[name](text(2026))), read_notice(text(2026))
    assert (found.year, found.off, found.work, found.doubts) == (2026, plain.off, plain.work, ())
    assert [s.doubts for s in found.sentences if s.doubts] == []


DAMAGE = [
    ("1月1日（周四）至3日", "1月1日（周五）至3日", "2026-01-01是周四，通知写的是周五。"),
    ("共3天。1月4日", "共4天。1月4日", "写的是4天，起止日期是3天。"),
    ("1月4日（周日）上班", "1月5日（周一）上班", "2026-01-05（周一）本来就不是周末。"),
    ("1月1日（周四）至3日（周六）", "1月1日（周四）至32日", "2026年没有1月32日。"),
    ("1月4日（周日）上班", "4日（周日）上班", "“4日”没有写明月份。"),
    ("1月4日（周日）上班", "1月4日（周日）可能上班", "这一句没有读懂，其中的日期没有采用。"),
    ("1月1日（周四）至3日（周六）放假调休", "1月1日（周四）至1日3日（周六）放假调休", "这一句没有读懂，其中的日期没有采用。"),
    ("1月1日（周四）至3日", "1月1日（周四，暂定）至3日", "“（暂定）”没有读懂。"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), DAMAGE)
def test_a_damaged_sentence_is_shown_and_none_of_its_days_are_taken(old: str, new: str, says: str):
    damaged = text(2026).replace(old, new)
    assert damaged != text(2026)
    doubtful = [s for s in read_notice(damaged).sentences if s.doubts]
    assert [(s.festival, s.doubts, s.off, s.work) for s in doubtful] == [("元旦", (says,), (), ())]


def test_a_holiday_that_is_missing_is_said():
    found = read_notice(text(2026).replace("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", ""))
    assert found.doubts == ("没有读到清明节的放假日期。",)


def test_two_years_in_one_text_are_not_chosen_between():
    found = read_notice(text(2026).replace("现将2026年", "现将2025年"))
    assert (found.year, found.doubts) == (None, ("标题和正文写的年份不一致：2025、2026。请填写年份。",))


def test_a_day_given_twice_is_said():
    found = read_notice(text(2026).replace("5月9日（周六）上班", "5月9日（周六）上班。5月9日（周六）上班"))
    assert found.doubts == ("2026-05-09在上班日期里出现两次。",)


def test_something_else_reads_as_nothing():
    found = read_notice("云岭县商务局关于召开座谈会的通知")
    assert (found.year, found.sentences, found.doubts) == (None, (), ("没有读到是哪一年的放假安排，请填写年份。",))


@given(st.integers(0, 500), st.integers(0, 12))
def test_no_piece_cut_out_adds_a_day(start: int, length: int):
    whole = text(2026)
    found, plain = read_notice(whole[:start] + whole[start + length :], year=2026), read_notice(whole)
    all_off = {day for days in plain.off.values() for day in days}
    for each in found.sentences:
        if not each.doubts and not found.doubts:
            assert set(each.off) | set(each.work) <= all_off | set(plain.work)


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40))
def test_runs_hold_exactly_the_days_given(days: list[date]):
    held = set()
    for run in runs(days):
        first, _, last = run.partition("/")
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
        held |= {begin + timedelta(days=n) for n in range((end - begin).days + 1)}
    assert held == set(days)
