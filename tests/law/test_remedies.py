"""The remedy follows from the articles cited and the day of the decision."""

from datetime import date

import pytest

from gongkai.errors import GongkaiError
from gongkai.law.articles import Article, Document
from gongkai.law.remedies import Authorities, NoGround, paragraph, remedies_against, silence_paragraph
from gongkai.law.settings import ClassCText, Settings

NOW = date(2026, 3, 2)
NAMES = Authorities("示例县人民政府", "示例县人民法院")


def t(number, paragraph=None, item=None):
    return Article("条例", number, paragraph, item)


def classes(cited, on=NOW, **known):
    return [(remedy.scope.value, remedy.kind.value) for remedy in remedies_against(cited, on, **known)]


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        ([t(36, item=1)], [("whole", "A")]),
        ([t(36, item=2)], [("whole", "A")]),
        ([t(36, item=3), t(14)], [("whole", "B")]),
        ([t(36, item=3), t(15), t(32)], [("whole", "B")]),
        ([t(16, 1)], [("whole", "B")]),
        ([t(36, item=3), t(16, 2)], [("whole", "B")]),
        ([t(37), t(14)], [("refused", "B"), ("rest", "A")]),
        ([t(36, item=2), t(36, item=3), t(16, 2)], [("refused", "B"), ("rest", "A")]),
        ([t(37), t(36, item=7)], [("refused", "C"), ("rest", "A")]),
        ([t(36, item=2), t(15), t(32)], [("whole", "A")]),
        ([t(36, item=4)], [("whole", "A")]),
        ([t(36, item=5)], [("whole", "A")]),
        ([t(36, item=7)], [("whole", "C")]),
        ([t(38)], [("whole", "C")]),
        ([t(39, 1)], [("whole", "C")]),
        ([t(39, 2)], [("whole", "C")]),
        ([t(35)], [("whole", "A")]),
        ([t(30)], [("whole", "A")]),
        ([t(42), Document("国办函〔2020〕109号")], [("whole", "A")]),
        ([], [("whole", "A")]),
        ([Article("行政复议法", 14)], [("whole", "A")]),
    ],
)
def test_the_class_follows_from_the_articles(cited, expected):
    assert classes(cited) == expected


@pytest.mark.parametrize(
    ("on", "expected"), [("2023-12-31", "A"), ("2024-01-01", "B"), ("2025-05-31", "B"), ("2025-06-01", "B")]
)
def test_refusals_need_reconsideration_first_from_2024(on, expected):
    assert classes([t(36, item=3), t(14)], date.fromisoformat(on)) == [("whole", expected)]


@pytest.mark.parametrize(("on", "expected"), [("2023-12-31", "A"), ("2025-05-31", "A"), ("2025-06-01", "C")])
def test_courts_do_not_take_some_suits_from_june_2025(on, expected):
    assert classes([t(38)], date.fromisoformat(on)) == [("whole", expected)]


def test_a_severed_decision_before_2024_has_one_remedy_for_all_of_it():
    assert classes([t(37), t(14)], date(2023, 12, 31)) == [("whole", "A")]


def test_a_repeated_application_depends_on_whether_the_information_was_disclosed():
    assert classes([t(36, item=6)], disclosed_before=True) == [("whole", "C")]
    assert classes([t(36, item=6)], disclosed_before=False) == [("whole", "A")]
    with pytest.raises(GongkaiError, match="须说明此前是否已向申请人公开"):
        classes([t(36, item=6)])
    assert classes([t(36, item=6)], date(2025, 5, 31)) == [("whole", "A")]


@pytest.mark.parametrize("cited", [[t(36, item=3)], [t(37)], [t(37), t(36, item=2)]])
def test_a_refusal_without_its_ground_is_refused(cited):
    with pytest.raises(NoGround, match="没有引用具体依据"):
        classes(cited)


def test_changing_the_legal_basis_changes_the_paragraph():
    refused = paragraph(remedies_against([t(36, item=3), t(14)], NOW), NAMES)
    not_held = paragraph(remedies_against([t(36, item=4)], NOW), NAMES)
    assert refused == (
        "对本答复不服的，应当在收到本答复之日起60日内先向示例县人民政府申请行政复议；"
        "对行政复议决定仍不服的，可以在收到行政复议决定书之日起15日内向示例县人民法院提起行政诉讼。"
    )
    assert not_held == (
        "对本答复不服的，可以在收到本答复之日起60日内向示例县人民政府申请行政复议，"
        "也可以在收到本答复之日起6个月内向示例县人民法院提起行政诉讼。"
    )


def test_a_severed_decision_tells_both_ways():
    words = paragraph(remedies_against([t(37), t(14)], NOW), NAMES)
    assert words.startswith(
        "对本答复中不予提供的部分不服的，应当在收到本答复之日起60日内先向示例县人民政府申请行政复议；"
    )
    assert "对本答复的其他内容不服的，可以在收到本答复之日起60日内向示例县人民政府申请行政复议，也可以" in words


def test_class_c_tells_both_ways_unless_counsel_chose_reconsideration_only():
    found = remedies_against([t(38)], NOW)
    assert paragraph(found, NAMES).endswith("也可以在收到本答复之日起6个月内向示例县人民法院提起行政诉讼。")
    only = paragraph(found, NAMES, settings=Settings(class_c=ClassCText.RECONSIDERATION_ONLY))
    assert only == "对本答复不服的，可以在收到本答复之日起60日内向示例县人民政府申请行政复议。"


def test_a_letter_served_online_must_offer_an_online_way_to_reconsideration():
    found = remedies_against([t(38)], NOW)
    with pytest.raises(GongkaiError, match="第二十二条第二款"):
        paragraph(found, NAMES, served_online=True)
    online = Authorities("示例县人民政府", "示例县人民法院", "示例省行政复议网上平台")
    assert paragraph(found, online, served_online=True).endswith(
        "行政复议申请也可以通过示例省行政复议网上平台在线提交。"
    )


@pytest.mark.parametrize("names", [Authorities("", "示例县人民法院"), Authorities("示例县人民政府", " ")])
def test_a_paragraph_without_a_name_is_refused(names):
    with pytest.raises(GongkaiError, match="请在机关设置中补齐"):
        paragraph(remedies_against([t(38)], NOW), names)


def test_silence_names_both_ways():
    assert silence_paragraph(NAMES, date(2026, 10, 22)) == (
        "本机关未在2026-10-22前答复的，申请人可以向示例县人民政府申请行政复议，"
        "也可以自答复期限届满之日起6个月内向示例县人民法院提起行政诉讼。"
    )


def test_each_class_names_the_rule_it_comes_from():
    (first,) = remedies_against([t(36, item=3), t(14)], NOW)
    (no_suit,) = remedies_against([t(38)], NOW)
    (either,) = remedies_against([t(36, item=4)], NOW)
    assert [str(remedy.source) for remedy in (first, no_suit, either)] == [
        "《行政复议法》第二十三条第一款第（四）项",
        "法释〔2025〕8号第十条第二款",
        "《条例》第五十一条",
    ]
