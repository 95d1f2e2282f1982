"""`gongkai fee`: the amount on the first line, the bands below, never both tariffs."""

import json

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.cli.fee import fee
from gongkai.law.fees import OneTariffOnly


def run(*arguments: str):
    return CliRunner().invoke(fee, arguments)


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["--pages", "150"], "1700 元"),
        (["--pages", "30"], "0 元"),
        (["--pages", "0"], "0 元"),
        (["--ordinal", "12"], "100 元"),
        (["--ordinal", "10", "--units", "3"], "200 元"),
        (["--month", "100"], "37000 元"),
    ],
)
def test_the_first_line_is_the_amount(arguments, first):
    result = run(*arguments)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, first)


def test_the_bands_are_listed():
    assert run("--pages", "101").output.splitlines()[1:5] == [
        "按量计收（国办函〔2020〕109号）：",
        "  第1至30页：30页 × 0元 = 0元",
        "  第31至100页：70页 × 10元 = 700元",
        "  第101页：1页 × 20元 = 20元",
    ]


def test_both_tariffs_at_once_are_refused():
    error = run("--pages", "150", "--ordinal", "12").exception
    assert isinstance(error, OneTariffOnly)
    result = CliRunner().invoke(gongkai, ["fee", "--pages", "150", "--ordinal", "12"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "同一申请不能既按件又按量收取信息处理费（国办函〔2020〕109号）。请只选一种计收方式。\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "没有说明计收方式。请写 --pages 页数（按量计收）或者 --ordinal 第几件（按件计收）。"),
        (["--pages", "-1"], "页数“-1”不对，应为0至100000的整数。请核对后重新输入。"),
        (["--ordinal", "0"], "件次“0”不对，应为1至100000的整数。请核对后重新输入。"),
        (
            ["--month", "12", "--pages", "3"],
            "--month 计算整月总额，不能和 --pages、--ordinal、--units 一起用。请分开计算。",
        ),
        (["--pages", "3", "--units", "2"], "拆分件数只用于按件计收，按量计收只看页数。请去掉拆分件数。"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(arguments, message):
    result = CliRunner().invoke(gongkai, ["fee", *arguments])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message + "\n")


def test_json_lays_the_sum_open():
    assert json.loads(run("--pages", "150", "--json").output) == {
        "tariff": "by_page",
        "amount": 1700,
        "source": "国办函〔2020〕109号",
        "lines": [
            {"first": 1, "last": 30, "count": 30, "price": 0, "amount": 0},
            {"first": 31, "last": 100, "count": 70, "price": 10, "amount": 700},
            {"first": 101, "last": 150, "count": 50, "price": 20, "amount": 1000},
        ],
    }
