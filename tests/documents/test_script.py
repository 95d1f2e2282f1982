"""Folding scripts into one shape, and noticing what was decoded wrongly."""

from __future__ import annotations

import pytest

from gongkai.documents.script import fold, has_traditional, looks_garbled, strip_pinyin, to_simplified

REPORT = (
    "根据《中华人民共和国政府信息公开条例》要求，现向社会公布示例县商务局2023年度政府信息公开年度报告。"
    "本报告所列数据的统计期限自2023年1月1日起至12月31日止。全年主动公开信息120条，未发生收费情况。"
) * 2
TRADITIONAL = "根據市政府辦公廳關於做好政府信息公開年度報告編制和發布工作的通知要求，現將本局年度情況報告如下。" * 3


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２３年（一）", "2023年(一)"),
        ("⼀、总体情况⻓⻚⻅⻔⻋⺠", "一、总体情况长页见门车民"),
        ("规\u200b章\ufeff\u00ad件\ue004", "规章件"),
        ("甲\u3000乙\u00a0丙\u2003丁\t戊", "甲 乙 丙 丁 戊"),
        ("①⒈⑴㈠", "11.(1)(一)"),
        ("甲\n乙", "甲\n乙"),
        ("规章 0", "规章 0"),
        ("", ""),
    ],
)
def test_many_shapes_become_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_traditional_script_is_noticed_and_turned() -> None:
    assert has_traditional("本年新收政府信息公開申請數量")
    assert to_simplified("行政復議、規範性文件、結轉下年度繼續辦理") == "行政复议、规范性文件、结转下年度继续办理"


def test_simplified_text_is_left_alone() -> None:
    assert not has_traditional(REPORT)
    assert to_simplified(REPORT) is REPORT


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("本報(bào)告根據(jù)條(tiáo)例", "本報告根據條例"),
        ("信息公開（kāi）條（tiáo）例", "信息公開條例"),
        ("略(lüè)去女(nǚ)性的(de)行(xíng)為", "略去女性的行為"),
        ("長(zhang)", "長"),
        ("附件(a)、表(b)和公开(pdf)", "附件(a)、表(b)和公开(pdf)"),
        ("数量(件)", "数量(件)"),
        ("GDP(de)", "GDP(de)"),
        ("合计(0)", "合计(0)"),
    ],
)
def test_readings_in_brackets_are_dropped_and_other_brackets_stay(text: str, stripped: str) -> None:
    assert strip_pinyin(text) == stripped


@pytest.mark.parametrize(
    "garbled",
    [
        REPORT.encode().decode("gbk", "replace"),
        REPORT.encode().decode("latin-1"),
        REPORT.encode().decode("cp1252", "replace"),
        REPORT.encode("gb18030").decode("latin-1"),
        REPORT.encode("gb18030").decode("utf-8", "replace"),
        REPORT.encode("gb18030").decode("big5", "ignore"),
        REPORT.encode("gb18030").decode("utf-8", "replace").encode().decode("gbk", "replace"),
        REPORT.encode("ascii", "replace").decode(),
        "锟斤拷",
        "å…¬å¼€",
        "鏀垮簻淇℃伅鍏紑",
        "\ue001\ue002\ue003\ue004 12",
    ],
)
def test_mojibake_is_noticed_with_its_evidence(garbled: str) -> None:
    evidence = looks_garbled(garbled)
    assert evidence
    assert len(evidence) <= 12


@pytest.mark.parametrize(
    "sound",
    [
        REPORT,
        TRADITIONAL,
        REPORT.replace("县", "\ufffd", 1),
        "××××县·····（略）",
        "规章 0 0 0",
        "",
        "What? Why? 2023",
        "Règlement général été façade",
        "某\ue000字",
    ],
)
def test_sound_text_is_not_called_mojibake(sound: str) -> None:
    assert looks_garbled(sound) is None
