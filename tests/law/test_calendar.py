"""The working-day tables: every day against two independent packages, faults found on load, local days, missing years."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import (
    CalendarFault,
    CalendarMissing,
    Kind,
    WorkCalendar,
    national,
    read_overlay,
    read_year,
)
from gongkai.law.calendar import year as year_module
from gongkai.law.calendar.overlay import parse_overlay

YEARS = Path(year_module.__file__).parent
ALL_DAYS = [date(2019, 1, 1) + timedelta(days=n) for n in range(2922)]


def test_every_day_from_2019_to_2026_agrees_with_two_independent_packages():
    other = holidays.country_holidays("CN", years=range(2019, 2027))
    cn = national()
    assert ALL_DAYS[-1] == date(2026, 12, 31)
    differences = [
        day
        for day in ALL_DAYS
        if not (cn.is_working_day(day) == chinese_calendar.is_workday(day) == other.is_working_day(day))
    ]
    assert differences == []


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_in_a_year_are_the_known_number(year, days):
    assert sum(national().is_working_day(day) for day in ALL_DAYS if day.year == year) == days


def test_working_days_of_2026_by_month():
    months = [
        sum(national().is_working_day(d) for d in ALL_DAYS if (d.year, d.month) == (2026, m)) for m in range(1, 13)
    ]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@pytest.mark.parametrize(
    ("day", "kind", "why", "source"),
    [
        (date(2026, 10, 9), Kind.ORDINARY, "工作日", ""),
        (date(2026, 10, 17), Kind.WEEKEND, "周六", ""),
        (date(2026, 10, 10), Kind.MAKE_UP, "调休上班", "国办发明电〔2025〕7号"),
        (date(2026, 10, 3), Kind.HOLIDAY, "国庆节放假", "国办发明电〔2025〕7号"),
        (date(2025, 10, 6), Kind.HOLIDAY, "国庆节、中秋节放假", "国办发明电〔2024〕12号"),
        (
            date(2020, 1, 31),
            Kind.HOLIDAY,
            "春节放假",
            "国办发明电〔2019〕16号、国办发明电〔2020〕1号（春节假期延长至2月2日）",
        ),
    ],
)
def test_each_day_says_why_it_counts_or_not(day, kind, why, source):
    found = national().day(day)
    assert (found.kind, found.why, found.source) == (kind, why, source)


def test_a_year_without_notice_is_refused_and_named():
    with pytest.raises(CalendarMissing) as raised:
        national().is_working_day(date(2027, 1, 4))
    assert raised.value.year == 2027
    assert str(raised.value).startswith("尚未收录2027年的放假安排（已收录2019至2026年）")


def test_working_days_after_stops_where_the_notices_end():
    days = national().working_days_after(date(2026, 12, 29))
    assert [next(days), next(days)] == [date(2026, 12, 30), date(2026, 12, 31)]
    with pytest.raises(CalendarMissing):
        next(days)


def test_a_year_before_the_first_table_is_refused():
    with pytest.raises(CalendarMissing):
        national().foreseen(date(2018, 12, 31))


def test_2027_is_foreseen_from_the_national_holidays_and_never_certain():
    spring_eve = national().foreseen(date(2027, 2, 5))
    assert (spring_eve.working, spring_eve.why, spring_eve.certain) == (False, "春节（法定节日）", False)
    monday = national().foreseen(date(2027, 1, 4))
    assert (monday.working, monday.certain) == (True, False)


def test_a_later_unlisted_year_knows_only_the_holidays_with_fixed_dates():
    off = [d for n in range(366) if not (d := national().foreseen(date(2028, 1, 1) + timedelta(days=n))).working]
    named = [day.on for day in off if day.kind is Kind.HOLIDAY]
    assert named == [date(2028, 1, 1), date(2028, 5, 1), date(2028, 5, 2), *(date(2028, 10, d) for d in (1, 2, 3))]


def broken(tmp_path: Path, old: str, new: str, year: int = 2026) -> Path:
    text = (YEARS / f"{year}.toml").read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = tmp_path / "broken.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"2026-10-10"]', '"2026-10-12"]', "2026-10-12本来就不是周末，不能列为调休上班。"),
        ('"2026-10-10"]', '"2025-10-11"]', "2025-10-11不在2026年。"),
        ('"2026-10-10"]', '"2026-10-03"]', "2026-10-03既列为放假，又列为上班。"),
        ('"2026-10-10"]', '"2026-10-10", "2026-10-10"]', "调休上班日有重复。"),
        (
            ', "2026-10-10"]',
            "]",
            "放假占用的周一至周五有19天，调休上班有5天，相差14天，应为法定节日13天：放假与上班没有配平。",
        ),
        ('["2026-06-19/2026-06-21"]', "[]", "法定节日2026-06-19没有列入放假。"),
        ('["2026-06-19/2026-06-21"]', '["2026-06-19/2026-06-21", "2026-06-20"]', "2026-06-20重复列出。"),
        ('"中秋节" = ["2026-09-25"]', "", "法定节日“中秋节”应为1天，列出0天。"),
        ('"中秋节" = ["2026-09-25"]', '"教师节" = ["2026-09-25"]', "“教师节”不是全体公民放假的法定节日。"),
        ("2026-10-01/2026-10-07", "2026-10-07/2026-10-01", "“2026-10-07/2026-10-01”的起止日期不对。"),
        ('"2026-10-10"]', '"十月十日"]', "“十月十日”不是日期。"),
        ("number =", "nummer =", "有不认识的项目“nummer”。"),
        ("year = 2026", 'year = "二〇二六"', "缺少 year，或者不是年份。"),
    ],
)
def test_a_faulty_year_file_is_refused_with_the_reason(tmp_path, old, new, problem):
    with pytest.raises(CalendarFault) as raised:
        read_year(broken(tmp_path, old, new))
    assert problem in raised.value.problems
    assert "broken.toml" in str(raised.value)


def test_an_exception_to_the_pairing_must_give_its_reason(tmp_path):
    path = broken(tmp_path, ', why = "春节假期延长，1月31日放假、2月1日不再上班，均未调休"', "", year=2020)
    with pytest.raises(CalendarFault) as raised:
        read_year(path)
    assert raised.value.problems == ("unpaired 没有写明天数（days，整数）和原因（why）。",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"year = 2027\noff - 3\n", "第2行第5列附近不符合 TOML 格式。"),
        (b"year = [", "不是完整的 TOML 文件，末尾可能缺少引号或者括号。"),
        ("title = '关于'".encode("gb18030"), "文件不是 UTF-8 编码，请另存为 UTF-8。"),
        (None, "文件不存在。"),
    ],
)
def test_a_file_that_is_not_toml_or_not_there_is_a_calendar_fault(tmp_path, content, problem):
    path = tmp_path / "2027.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CalendarFault) as raised:
        read_year(path)
    assert raised.value.problems == (problem,)


def test_a_folder_in_place_of_a_file_is_a_calendar_fault(tmp_path):
    with pytest.raises(CalendarFault, match="文件打不开。"):
        read_year(tmp_path)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "2026.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (YEARS / "2026.toml").read_bytes().replace(b"\n", b"\r\n"))
    assert read_year(path) == national().table(2026)


def test_a_new_year_can_be_added_from_a_file(tmp_path):
    text = (YEARS / "2026.toml").read_text(encoding="utf-8")
    statutory = {
        "春节": '["2027-02-05/2027-02-08"]',
        "清明节": '["2027-04-05"]',
        "劳动节": '["2027-05-01/2027-05-02"]',
    }
    lines = ["year = 2027", 'title = "示例"', "[statutory]", '"元旦" = ["2027-01-01"]']
    lines += [f'"{name}" = {days}' for name, days in statutory.items()]
    lines += ['"端午节" = ["2027-06-09"]', '"中秋节" = ["2027-09-15"]', '"国庆节" = ["2027-10-01/2027-10-03"]', "[off]"]
    lines += ['"元旦" = ["2027-01-01"]', '"春节" = ["2027-02-05/2027-02-10"]', '"清明节" = ["2027-04-05"]']
    lines += ['"劳动节" = ["2027-05-01/2027-05-04"]', '"端午节" = ["2027-06-09"]', '"中秋节" = ["2027-09-15"]']
    lines += ['"国庆节" = ["2027-10-01/2027-10-05"]', "[work]", "days = []"]
    path = tmp_path / "2027.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert text.startswith("# Working days of 2026")
    extended = national().with_years([read_year(path)])
    assert extended.calendar_through == 2027
    assert extended.is_working_day(date(2027, 2, 11)) is True
    assert extended.is_working_day(date(2027, 2, 10)) is False
    assert national().calendar_through == 2026


def test_a_gap_between_years_is_refused():
    with pytest.raises(Exception, match="年份不连续"):
        WorkCalendar([2019, 2021], lambda year: national().table(year))


OVERLAY = """
name = "示例自治县"
source = "示例自治县人民政府公告"
[off]
"示例民族节放假" = ["2026-07-15/2026-07-16"]
[work]
"示例调休上班" = ["2026-07-18"]
"""


def test_local_days_lie_over_the_national_table(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(OVERLAY, encoding="utf-8")
    local = national().with_overlays(read_overlay(path))
    assert local.day(date(2026, 7, 15)).kind is Kind.LOCAL_OFF
    assert local.why(date(2026, 7, 15)) == "示例民族节放假"
    assert local.day(date(2026, 7, 15)).source == "示例自治县（示例自治县人民政府公告）"
    assert [local.is_working_day(date(2026, 7, day)) for day in (14, 15, 16, 17, 18, 19)] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]
    assert national().is_working_day(date(2026, 7, 15)) is True


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('source = "示例自治县人民政府公告"', "", "缺少 source：地方日历必须写明名称和依据的文件。"),
        ('"2026-07-18"', '"2026-07-16"', "2026-07-16重复列出。"),
        ('["2026-07-18"]', '"2026-07-18"', '日期应写成列表，例如 ["2026-10-01/2026-10-07"]。'),
        ('name = "示例自治县"', 'name = "示例自治县"\nnote = "x"', "有不认识的项目“note”。"),
    ],
)
def test_a_faulty_local_calendar_is_refused_with_the_reason(tmp_path, old, new, problem):
    path = tmp_path / "local.toml"
    path.write_text(OVERLAY.replace(old, new), encoding="utf-8")
    with pytest.raises(CalendarFault) as raised:
        read_overlay(path)
    assert problem in raised.value.problems


def test_a_local_calendar_without_days_is_refused(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text('name = "示例自治县"\nsource = "公告"\n', encoding="utf-8")
    with pytest.raises(CalendarFault) as raised:
        read_overlay(path)
    assert raised.value.problems == ("没有列出任何日期。",)


def test_a_local_calendar_cannot_work_a_national_holiday(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(OVERLAY.replace("2026-07-18", "2026-10-01"), encoding="utf-8")
    with pytest.raises(CalendarFault, match="2026-10-01是全体公民放假的法定节日，地方不能改为上班。"):
        national().with_overlays(read_overlay(path))


def test_the_version_is_the_same_for_the_same_days_and_another_for_others(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(OVERLAY, encoding="utf-8")
    local = national().with_overlays(read_overlay(path))
    again = WorkCalendar(range(2019, 2027), national().table)
    assert national().version() == again.version()
    assert len({national().version(), local.version(), national().through(2025).version()}) == 3
    assert national().version().startswith("2019-2026/")


SPANS = st.one_of(
    st.dates(date(2025, 12, 1), date(2027, 1, 31)).map(date.isoformat),
    st.sampled_from(["2026-10-01/2026-10-07", "2026-13-01", "/", "2026-10-01/", "9999-12-31/9999-12-31", ""]),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.integers(), st.floats(), st.booleans(), st.text(max_size=5), SPANS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["元旦", "days", "why", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["year", "title", "number", "amended_by", "unpaired", "statutory", "off", "work", "extra"])


@given(st.dictionaries(KEYS, ANYTHING, max_size=4))
def test_whatever_a_year_file_holds_it_is_read_or_refused_with_reasons(changes):
    with (YEARS / "2026.toml").open("rb") as file:
        data = {**tomllib.load(file), **changes}
    try:
        table = year_module.parse_year(data, "示例.toml")
    except CalendarFault as fault:
        assert fault.problems and all(problem.endswith("。") for problem in fault.problems)
    else:
        assert len(table.off) >= 20


@given(st.dictionaries(st.sampled_from(["name", "source", "off", "work", "extra"]), ANYTHING, max_size=4))
def test_whatever_a_local_calendar_holds_it_is_read_or_refused_with_reasons(changes):
    try:
        overlay = parse_overlay({**tomllib.loads(OVERLAY), **changes}, "示例.toml")
    except CalendarFault as fault:
        assert fault.problems and all(problem.endswith("。") for problem in fault.problems)
    else:
        assert overlay.name and (overlay.off or overlay.work)
