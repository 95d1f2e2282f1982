"""Numbers as cells show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.pages.sheets.formats import BUILT_IN, shown, shown_text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234.5, "#,##0", "1,235"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (0.1567, "0.0%", "15.7%"),
        (2.5, "0", "3"),
        (0.5, "#.##", ".5"),
        (12, "#.##", "12."),
        (7, "000", "007"),
        (20260930, '0000"-"00"-"00', "2026-09-30"),
        (1234567, '0.0,"千"', "1234.6千"),
        (123456789, '0.00,,"百万"', "123.46百万"),
        (0, '0;-0;"无"', "无"),
        (0, "0;-0;;@", ""),
        (5, ";;;", ""),
        (85, '[>=60]"合格";"不合格"', "合格"),
        (30, '[>=60]"合格";"不合格"', "不合格"),
        (1500, "[$¥-804]#,##0.00", "¥1,500.00"),
        (2000, '#,##0"元"', "2,000元"),
        (1.5, "# ?/?", "1 1/2"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.30000000000000004, "General", "0.3"),
        (46295, "yyyy/m/d", "2026/9/30"),
        (46295, "yyyy-mm-dd", "2026-09-30"),
        (46295, 'yyyy"年"m"月"d"日";@', "2026年9月30日"),
        (46295, "[$-804]aaaa", "星期三"),
        (46295.75, "yyyy/m/d h:mm", "2026/9/30 18:00"),
        (46295.75, "h:mm AM/PM", "6:00 PM"),
        (46295.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (1.5, "[h]:mm", "36:00"),
        (0.000694444, "mm:ss", "01:00"),
        (59, "yyyy/m/d", "1900/2/28"),
        (61, "yyyy/m/d", "1900/3/1"),
        (46295, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二六年九月三十日"),
        (10203, "[DBNum2][$-804]General", "壹万零贰佰零叁"),
        (2_000_000, "[DBNum1]General", "二百万"),
        (-1, "yyyy/m/d", "########"),
    ],
)
def test_a_value_is_shown_as_the_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_the_other_calendar_counts_from_1904() -> None:
    assert shown(44833, "yyyy/m/d", since_1904=True) == "2026/9/30"


def test_text_is_shown_by_the_fourth_section() -> None:
    assert [shown_text("甲", code) for code in ("General", "@", '0;0;0;"第"@"号"', ";;;")] == ["甲", "甲", "第甲号", ""]


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.one_of(st.sampled_from(sorted(BUILT_IN.values())), st.text(max_size=12)),
)
def test_no_code_and_no_number_is_too_much(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
    assert isinstance(shown_text("甲", code), str)
