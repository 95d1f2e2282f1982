"""What changed since the last look is told by paragraph and by word, and nothing else."""

from __future__ import annotations

from gongkai.desk.lists.differences import changes

SAME = "经审查，依据《中华人民共和国政府信息公开条例》第三十七条，答复如下："


def shown(before: list[str], after: list[str]) -> list[str]:
    return [change.html for change in changes(before, after)]


def test_the_same_text_has_no_changes() -> None:
    assert shown([SAME, "一"], [SAME, "一"]) == []


def test_a_changed_word_stands_with_its_surroundings() -> None:
    before = "本机关于2026年9月11日收到您提交的政府信息公开申请，现向您提供6家企业的名单和补贴金额。"
    after = before.replace("6家", "7家")
    assert shown([SAME, before], [SAME, after]) == [
        "……您提交的政府信息公开申请，现向您提供<del>6</del><ins>7</ins>家企业的名单和补贴金额。"
    ]


def test_a_paragraph_that_says_something_else_is_gone_and_new() -> None:
    assert shown(["甲乙丙丁"], ["会议纪要不予公开。"]) == ["<del>甲乙丙丁</del>", "<ins>会议纪要不予公开。</ins>"]


def test_a_new_paragraph_and_a_gone_one_each_count_once() -> None:
    assert shown(["一", "二"], ["一", "二", "三"]) == ["<ins>三</ins>"]
    assert shown(["一", "二", "三"], ["一", "三"]) == ["<del>二</del>"]


def test_the_text_of_a_letter_is_never_markup() -> None:
    assert shown(["提供<b>6</b>家企业名单"], ["提供<b>7</b>家企业名单"]) == [
        "提供&lt;b&gt;<del>6</del><ins>7</ins>&lt;/b&gt;家企业名单"
    ]
