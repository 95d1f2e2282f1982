"""`gongkai calendar`: a year, a month, a day; and a year nobody has announced yet."""

import json

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.cli.calendar import calendar
from gongkai.cli.terminal import width


def run(*arguments: str):
    return CliRunner().invoke(calendar, arguments)


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2026-10-10", "2026-10-10 周六：工作日，调休上班（国办发明电〔2025〕7号）。"),
        ("2026-10-05", "2026-10-05 周一：不是工作日，国庆节放假（国办发明电〔2025〕7号）。"),
        ("2026-10-17", "2026-10-17 周六：不是工作日，周六。"),
        ("2026年10月9日", "2026-10-09 周五：工作日。"),
    ],
)
def test_a_day_says_whether_it_is_worked_and_why(day, line):
    result = run(day)
    assert (result.exit_code, result.output) == (0, line + "\n")


def test_a_month_is_drawn_with_days_off_and_weekend_days_worked():
    result = run("2026-10")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "2026年10月  18个工作日",
        "一   二   三   四   五   六   日",
        "                1休  2休  3休  4休",
        " 5休  6休  7休  8    9   10班 11",
        "12   13   14   15   16   17   18",
        "19   20   21   22   23   24   25",
        "26   27   28   29   30   31",
        "",
        "休  国庆节放假：10月1日至10月7日",
        "班  调休上班：10月10日（周六）",
    ]


def test_a_year_has_twelve_months_that_fit_a_terminal():
    lines = run("2026").output.splitlines()
    assert lines[0] == "2026年：248个工作日（国办发明电〔2025〕7号）"
    assert [line.split() for line in lines[1:] if line.startswith("2026年")] == [
        ["2026年1月", "21个工作日", "2026年2月", "16个工作日"],
        ["2026年3月", "22个工作日", "2026年4月", "21个工作日"],
        ["2026年5月", "19个工作日", "2026年6月", "21个工作日"],
        ["2026年7月", "23个工作日", "2026年8月", "21个工作日"],
        ["2026年9月", "22个工作日", "2026年10月", "18个工作日"],
        ["2026年11月", "21个工作日", "2026年12月", "23个工作日"],
    ]
    assert max(width(line) for line in lines if not line.startswith(("休", "班"))) <= 80


def test_a_year_without_notice_is_status_1_with_a_warning_and_no_count():
    result = run("2027")
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "2027年：工作日数尚不能确定"
    assert result.output.splitlines()[-1].startswith("注意：2027年放假安排尚未公布或尚未收录（已收录至2026年）")


def test_a_day_of_a_year_without_notice_is_not_stated_as_certain():
    result = run("2027-01-04")
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "2027-01-04 周一：尚不能确定，工作日（放假安排未公布）。"


def test_json_of_a_day_and_of_a_year():
    assert json.loads(run("2026-10-10", "--json").output) == {
        "date": "2026-10-10",
        "working": True,
        "kind": "make_up",
        "why": "调休上班",
        "source": "国办发明电〔2025〕7号",
        "certain": True,
    }
    year = json.loads(run("2026", "--json").output)
    assert (year["from"], year["to"], year["working_days"], len(year["days"])) == ("2026-01-01", "2026-12-31", 248, 365)
    unknown = run("2027", "--json")
    assert (unknown.exit_code, json.loads(unknown.output)["working_days"]) == (1, None)


def test_a_local_calendar_is_drawn(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(
        'name = "示例自治县"\nsource = "示例公告"\n[off]\n"示例民族节放假" = ["2026-07-15"]\n', encoding="utf-8"
    )
    assert run("2026-07", "--overlay", str(path)).output.splitlines()[-1] == "休  示例民族节放假：7月15日"


@pytest.mark.parametrize("when", ["2026-13", "2026-00", "next year", "26", "2026-02-30"])
def test_bad_input_is_one_sentence_and_status_2(when):
    result = CliRunner().invoke(gongkai, ["calendar", when])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"“{when}”不是")


def test_a_year_before_the_first_table_is_status_2():
    result = CliRunner().invoke(gongkai, ["calendar", "2018"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("工作日历从2019年起收录，没有2018年的放假安排")
