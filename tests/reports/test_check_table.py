"""The checks all together, their table and its page."""

import re
from dataclasses import replace
from pathlib import Path

from gongkai.documents.reading import read
from gongkai.reports.checks import CHECKS, check, rules
from gongkai.reports.checks import page as docs
from gongkai.reports.model import Doubt, Section
from gongkai.reports.recognise import recognise
from reports.making import asked, codes, reading, report
from reports.strategies import make_report, reading_of


def test_generated_balanced_reports_draw_only_what_they_hold() -> None:
    seen = {code for seed in range(200) for code in codes(check(reading_of(make_report(seed, balanced=True))))}
    assert seen <= {"T2-REG", "T2-LOGIC", "OTHER-SHARE", "CO-DEF", "SEC1-OVERSIGHT"}


def test_errors_come_first() -> None:
    order = [f.severity for f in check(reading(other="", preamble="电话：0999-2000000。", signed_on=None))]
    assert order == ["error", "warning", "hint"]


def test_every_code_a_check_can_raise_is_in_the_table() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in Path(docs.__file__).parent.glob("*.py"))
    used = set(re.findall(r'flag\(\s*"([A-Z0-9-]+)"', source)) | set(re.findall(r'_note\(hits, "([A-Z-]+)"', source))
    assert used - set(rules()) == set()
    assert len(used) >= 35
    assert len(CHECKS) == 32


def test_the_page_of_checks_is_in_step_with_the_table() -> None:
    path = Path(__file__).parents[2] / "docs" / "reference" / "checks.md"
    assert path.read_text(encoding="utf-8") == docs.render()


def test_the_same_report_in_one_long_paragraph_reads_the_same() -> None:
    made = report(
        asked(35), overview="2023年，本机关收到政府信息公开\n申请36件，均已答复，其余工作有序开展，成效良好。"
    )
    wrapped = reading_of(made)
    assert [f.code for f in check(wrapped) if f.code == "TEXT-T3"] == []
    broken = replace(
        made,
        sections={
            **made.sections,
            "overview": Section("overview", None, "2023年，本机关在全县范围内共收到政府信息公开\n申请36件，均已答复。"),
        },
    )
    assert [f.code for f in check(reading_of(broken)) if f.code == "TEXT-T3"] == ["TEXT-T3"]


def test_a_file_that_is_no_report_is_one_finding() -> None:
    for text in ("关于举办运动会的通知\n全体职工：\n定于本周五举行。", "锟斤拷锟斤拷锟斤拷" * 40):
        (only,) = check(recognise(read(text.encode(), "notice.txt")))
        assert (only.code, only.severity) == ("NOT-A-REPORT", "error")


def test_several_reports_in_one_file_are_said() -> None:
    doubt = Doubt("several-reports", "文件中有 2 份年度报告，只读取了第一份。")
    assert codes(check(replace(reading(), doubts=(doubt,)))) == ["SEVERAL"]
