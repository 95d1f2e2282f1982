"""`gongkai due`: the date on the first line, the reasons below, the exit status."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cli import gongkai
from gongkai.cli.due import CHANNELS, due
from gongkai.cli.terminal import width
from gongkai.errors import GongkaiError
from gongkai.law.receipt import Channel


def run(*arguments: str):
    return CliRunner().invoke(due, arguments)


def test_the_first_line_is_the_date_alone():
    result = run("2026-09-18")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "2026-10-22")


@pytest.mark.parametrize("written", ["20260918", "2026/9/18", "2026年9月18日", "2026.09.18"])
def test_a_day_may_be_written_as_people_write_it(written):
    assert run(written).output.splitlines()[0] == "2026-10-22"


def test_a_year_without_notice_gives_not_before_a_warning_and_status_1():
    result = run("2026-12-25")
    lines = result.output.splitlines()
    assert (result.exit_code, lines[0]) == (1, "不早于 2027-01-21")
    assert lines[-1].startswith("注意：计算用到2027年，该年放假调休安排尚未公布或尚未收录，到期日不能确定")


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["2026-09-18", "--days", "7"], "2026-09-29"),
        (["2026-09-18", "--days", "15"], "2026-10-15"),
        (["2026-09-18", "--days", "15", "--unit", "day"], "2026-10-08"),
        (["2026-09-18", "--days", "1", "--unit", "month"], "2026-10-19"),
        (["2026-09-18", "--clock", "correction_notice"], "2026-09-29"),
        (["2026-08-04", "--clock", "reconsideration"], "2026-10-08"),
        (["2026-09-18", "--clock", "correction_period", "--days", "7"], "2026-09-29"),
        (["2026-09-18", "--correction", "2026-10-09"], "2026-11-05"),
        (["2026-09-18", "--pause", "2026-09-22:2026-10-12"], "2026-11-05"),
        (["2026-09-18", "--pause", "2026-09-22:2026-10-08", "--pause", "2026-09-28:2026-10-12:agency"], "2026-11-05"),
        (["2026-09-18", "--extend", "20", "--extended-on", "2026-10-20"], "2026-11-19"),
        (["2026-09-18", "--extend", "20"], "2026-11-19"),
        (["2026-09-18", "--fee-notice", "2026-09-22", "--fee-paid", "2026-09-28"], "2026-10-30"),
        (["2026-09-18", "--delay-until", "2026-12-31"], "2026-12-31"),
        (["2025-12-31", "--clock", "annual_report"], "2026-01-31"),
        (["2026-09-18", "--channel", "in_person"], "2026-10-22"),
        (["2026-09-18", "--channel", "online"], "2026-10-22"),
        (["2026-09-16", "--channel", "signed_mail"], "2026-10-20"),
    ],
)
def test_options_move_the_date(arguments, first):
    result = run(*arguments)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, first)


def test_an_event_still_awaited_is_status_1_and_says_what_for():
    result = run("2026-09-18", "--correction-notice", "2026-09-24")
    assert (result.exit_code, result.output.splitlines()[0]) == (1, "期限尚未起算：等待申请人补正")


def test_ordinary_mail_counts_from_the_confirmation_and_a_late_one_is_a_warning():
    result = run("2026-09-16", "--channel", "ordinary_mail", "--confirmed", "2026-09-18")
    lines = result.output.splitlines()
    assert (result.exit_code, lines[0]) == (1, "2026-10-22")
    assert lines[-2:] == [
        "说明：收到之日为2026-09-18：以与申请人确认之日为收到之日（《条例》第三十一条第（二）项）。",
        "注意：2026-09-16到达，2026-09-18才与申请人确认：应当在收到当日确认。",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2026-02-30"], "“2026-02-30”不是日期。"),
        (["tomorrow"], "“tomorrow”不是日期。"),
        (["2026-09-18", "--clock", "reply"], "没有名为“reply”的期限。"),
        (["2026-09-18", "--days", "0"], "期限长度0个工作日不合理"),
        (["2026-09-18", "--channel", "email"], "没有登记与申请人确认之日"),
        (["2026-09-18", "--extend", "21"], "延长21个工作日不符合规定"),
        (["2026-09-18", "--extend", "5", "--extended-on", "2026-10-23"], "延期不发生效力"),
        (["2026-09-18", "--extended-on", "2026-10-23"], "没有写延长多少天"),
        (["2026-09-18", "--fee-paid", "2026-10-23"], "没有写收费通知日"),
        (["2026-09-18", "--pause", "2026-10-12:2026-09-22"], "日期前后矛盾"),
        (["2026-09-18", "--pause", "2026-09-22:2026-10-12:court"], "“court”不是征求意见的对象。"),
        (["2026-09-18", "--clock", "suit", "--extend", "5"], "--extend只用于答复期限"),
        (["2026-09-18", "--unit", "day"], "--unit 要和 --days 一起用。"),
        (["2026-09-18", "--confirmed", "2026-09-19"], "要和 --channel 一起用"),
        (["2018-12-01"], "工作日历从2019年起收录，没有2018年的放假安排"),
        (["2300-01-01"], "尚未收录2300年的放假安排"),
        (["9999-12-31"], "尚未收录9999年的放假安排"),
        (["9999-12-31", "--clock", "suit"], "尚未收录9999年的放假安排"),
        (["9999-12-31", "--clock", "reconsideration"], "尚未收录9999年的放假安排"),
        (["0001-01-01"], "工作日历从2019年起收录，没有1年的放假安排"),
        (["2026-09-18", "--pause", "2026-09-22:9999-12-31"], "尚未收录2042年的放假安排"),
        (["2026-09-18", "--days", "999999999999"], "期限长度999999999999个工作日不合理"),
        (["2026-09-18", "--overlay", "no-such-file.toml"], "文件不存在"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(arguments, message):
    error = run(*arguments).exception
    assert isinstance(error, GongkaiError)
    assert message in str(error)


def test_json_is_one_line_with_every_day():
    result = run("2026-09-18", "--json")
    assert result.exit_code == 0
    assert result.output.count("\n") == 1
    data = json.loads(result.output)
    assert (data["clock"], data["due"], data["length"], data["provisional"]) == (
        "answer",
        "2026-10-22",
        "20个工作日",
        False,
    )
    assert len(data["days"]) == 35
    assert data["days"][2] == {
        "date": "2026-09-20",
        "mark": "counted",
        "n": 1,
        "why": "调休上班",
        "source": "国办发明电〔2025〕7号",
        "rule": "《条例》第三十三条第二款",
    }


def test_json_of_a_provisional_date_has_no_due_date():
    data = json.loads(run("2026-12-25", "--json").output)
    assert (data["due"], data["not_before"], data["estimate"]) == (None, "2027-01-21", "2027-01-25")


def test_a_local_calendar_moves_the_date_and_is_named(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(
        'name = "示例自治县"\nsource = "示例公告"\n[off]\n"示例民族节放假" = ["2026-10-14"]\n', encoding="utf-8"
    )
    result = run("2026-09-18", "--overlay", str(path))
    assert result.output.splitlines()[0] == "2026-10-23"
    assert "  2026-10-14 周三  不计：示例民族节放假" in result.output.splitlines()


def test_every_day_prints_each_day_on_its_own_line():
    assert len(run("2026-09-18", "--every-day").output.splitlines()) == 1 + 1 + 35


def test_the_list_names_every_clock_with_its_length_and_source():
    lines = CliRunner().invoke(due, ["--list"]).output.splitlines()
    assert lines[0].split() == ["answer", "20个工作日", "答复期限", "《条例》第三十三条第二款"]
    assert lines[-1].split() == ["site_report", "次年1月31日", "政府网站工作年度报表", "国办函〔2018〕12号"]
    assert len(lines) == 39
    assert len({width(line[: line.index("个工作日")]) for line in lines if "20个工作日" in line}) == 1


def test_bad_input_through_the_whole_command_is_one_line_and_status_2():
    result = CliRunner().invoke(gongkai, ["due", "2026-09-18", "--extend", "21"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "延长21个工作日不符合规定：延长最多20个工作日（《条例》第三十三条第二款）。请改为1至20。\n"


def test_status_1_comes_through_the_whole_command():
    assert CliRunner().invoke(gongkai, ["due", "2026-12-25"]).exit_code == 1


def test_the_channels_offered_are_those_of_the_law():
    assert list(CHANNELS) == list(Channel)


@given(st.lists(st.text(alphabet="0123456789-:年月日 abcz_", max_size=24), min_size=1, max_size=3))
def test_no_text_makes_it_fail_without_a_sentence(texts):
    day, *pauses = texts
    options = [f"--pause={pause}" for pause in pauses]
    result = CliRunner().invoke(gongkai, ["due", *options, "--", day])
    assert result.exit_code in (0, 1, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert (result.exit_code == 2) == bool(result.stderr)
    assert result.stderr.count("\n") <= 1


YEAR_2027 = """
year = 2027
title = "示例安排"
[statutory]
"元旦" = ["2027-01-01"]
"春节" = ["2027-02-05/2027-02-08"]
"清明节" = ["2027-04-05"]
"劳动节" = ["2027-05-01/2027-05-02"]
"端午节" = ["2027-06-09"]
"中秋节" = ["2027-09-15"]
"国庆节" = ["2027-10-01/2027-10-03"]
[off]
"元旦" = ["2027-01-01"]
"春节" = ["2027-02-05/2027-02-11"]
"清明节" = ["2027-04-05"]
"劳动节" = ["2027-05-01/2027-05-04"]
"端午节" = ["2027-06-09"]
"中秋节" = ["2027-09-15"]
"国庆节" = ["2027-10-01/2027-10-05"]
[work]
days = ["2027-01-24"]
"""


def test_a_year_entered_from_a_file_makes_the_date_certain(tmp_path):
    path = tmp_path / "2027.toml"
    path.write_text(YEAR_2027, encoding="utf-8")
    result = run("2026-12-25", "--year-file", str(path))
    lines = result.output.splitlines()
    assert (result.exit_code, lines[0]) == (0, "2027-01-24")
    assert lines[-1] == "  2027-01-24 周日  第20日：调休上班（《示例安排》）"
