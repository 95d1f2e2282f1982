"""Wrong words and names: found with their place, mended where it is known what is right, quiet where all is well."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.prose import CLEAN
from gongkai.leaks import Severity
from gongkai.leaks.words import Entry, Leader, Lists, Topic, find, mend, shipped

LEADERS = Lists(leaders=(Leader("王建国", ("县长", "县委副书记"), owner="县政府办"), Leader("李强国", ("县委书记",))))
DRAWN = "X" * 3


@pytest.mark.parametrize(
    ("text", "topic", "shown", "right"),
    [
        ("认真布署各项工作", "word", "布署", "部署"),
        ("按工商行政管理局要求", "outdated", "工商行政管理局", "市场监督管理局"),
        ("港澳台等国家", "forbidden", "港澳台等国家", "港澳台地区"),
        ("2026年2月30日", "date", "2026年2月30日", ""),
        ("4月31日前报送", "date", "4月31日", ""),
        ("二〇二六年十三月一日", "date", "二〇二六年十三月一日", ""),
        ("2026-13-01", "date", "2026-13-01", ""),
        ("二零二六年", "year", "二零二六", "二〇二六"),
        ("二O二六年", "year", "二O二六", "二〇二六"),
        ("2206年底", "year", "2206", ""),
        ("依据云政办[2026]12号", "number", "云政办[2026]12号", "云政办〔2026〕12号"),
        ("根据云政办〔2026〕第012号", "number", "云政办〔2026〕第012号", "云政办〔2026〕12号"),
        ("云政办（26）3号", "number", "云政办（26）3号", "云政办〔2026〕3号"),
        (f"某单位{DRAWN}", "left_over", DRAWN, ""),
        ("金额____元", "left_over", "____", ""),
        ("地点待定。", "left_over", "待定", ""),
        ("【标题】", "left_over", "【标题】", ""),
    ],
)
def test_a_mistake_is_found_at_its_place(text: str, topic: str, shown: str, right: str) -> None:
    [finding] = find(text)
    start, end = finding.place.start, finding.place.end
    assert (finding.topic, finding.shown, finding.right, text[start:end]) == (topic, shown, right, shown)


@pytest.mark.parametrize(
    "text",
    ["各单位要部署", "生态环境保护局", "国家税务总局", "2024年2月29日", "二〇二六年二月二十八日",
     "云政办〔2026〕12号", "(2024)豫1399民初12号", "公告（2026）3号",
     "XX1234型", "待定岗位12个", "1949年", "以经济建设为中心", "其中港口3个", "法定代表人", "三、四月", "2026.2.30", "9月31个"],
)  # fmt: skip
def test_what_is_right_is_left_alone(text: str) -> None:
    assert find(text) == ()


def test_ordinary_prose_has_no_mistakes_to_find() -> None:
    import random

    wrong = {}
    for at, make in enumerate(CLEAN):
        for seed in range(20):
            text = make(random.Random(f"{at} {seed}"))
            if found := find(text):
                wrong[text] = [(each.topic.value, each.shown) for each in found]
    assert wrong == {}


def test_a_leader_with_another_title_or_a_letter_wrong_must_be_mended() -> None:
    told = [
        (each.severity, each.shown, each.right, each.owner)
        for each in find("王建国书记、县长王健国主持、县长王建囯", LEADERS)
    ]
    assert told == [
        (Severity.MUST, "王建国书记", "", "县政府办"),
        (Severity.MUST, "王健国", "王建国", "县政府办"),
        (Severity.LOOK, "王建囯", "王建国", "县政府办"),
    ]
    assert find("县长王建国、县委书记李强国、王建国县长、邻县县长赵大海", LEADERS) == ()


def test_an_entry_is_applied_to_its_last_day_and_then_told_to_its_owner() -> None:
    lists = Lists((Entry("老城镇", "城关镇", Topic.PLACE_NAME, owner="县民政局", until=date(2026, 6, 30)),))
    [finding] = find("老城镇人民政府", lists, today=date(2026, 6, 30))
    assert (finding.owner, finding.right, finding.says) == ("县民政局", "城关镇", "地名“老城镇”应为“城关镇”。")
    assert find("老城镇人民政府", lists, today=date(2026, 7, 1)) == ()
    assert lists.over(date(2026, 7, 1)) == lists
    assert find("老城镇人民政府", lists) != ()


def test_a_phrase_in_which_the_word_is_right_is_no_finding() -> None:
    lists = Lists((Entry("中港", "内地和香港", unless=("中港路",)),))
    assert [finding.place.start for finding in find("中港路与中港合作", lists)] == [4]


def test_another_bodys_name_is_told_once_and_never_inside_our_own() -> None:
    text = "云岭县商务局转发邻县商务局文件。邻县商务局、商务局"
    told = [each.shown for each in find(text, Lists(), own=("云岭县商务局",), foreign=("邻县商务局", "商务局"))]
    assert told == ["邻县商务局", "商务局"]


def test_what_is_known_to_be_right_is_put_in() -> None:
    text = "二零二六年，按云政办[2026]12号布署，2月30日前报送。"
    assert mend(text, find(text)) == "二〇二六年，按云政办〔2026〕12号部署，2月30日前报送。"


def test_every_shipped_entry_says_on_what_it_rests_and_changes_something() -> None:
    entries = shipped().entries
    assert [each for each in entries if not each.source or each.wrong == each.right] == []
    assert len({each.wrong for each in entries}) == len(entries)
