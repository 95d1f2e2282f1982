"""Citations and numbers."""

from datetime import date

import pytest

from gongkai.law.articles import LAWS, Article, NotYetInForce, Number, Unit, chinese_number, in_force


@pytest.mark.parametrize(
    ("article", "words"),
    [
        (Article("条例", 30), "《条例》第三十条"),
        (Article("条例", 33, 2), "《条例》第三十三条第二款"),
        (Article("行政复议法", 23, 1, 4), "《行政复议法》第二十三条第一款第（四）项"),
        (Article("法释〔2025〕8号", 10, 2), "法释〔2025〕8号第十条第二款"),
        (Article("法释〔2018〕1号", 64), "法释〔2018〕1号第六十四条"),
    ],
)
def test_an_article_is_cited_as_letters_cite_it(article, words):
    assert str(article) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (212, "二百一十二"),
    ],
)
def test_article_numbers_are_written_in_chinese(n, words):
    assert chinese_number(n) == words


def test_a_part_lies_within_its_article_and_not_the_other_way_round():
    whole, part = Article("条例", 16), Article("条例", 16, 2)
    assert (part.within(whole), whole.within(part), part.within(part)) == (True, False, True)
    assert Article("行政复议法", 16).within(whole) is False


def test_a_number_applies_from_its_day_until_the_next_takes_its_place():
    source = Article("条例", 33, 2)
    history = (
        Number(20, Unit.WORKING_DAY, source, date(2019, 5, 15)),
        Number(10, Unit.WORKING_DAY, source, date(2030, 1, 1)),
    )
    assert [in_force(history, day).value for day in (date(2019, 5, 15), date(2029, 12, 31), date(2030, 1, 1))] == [
        20,
        20,
        10,
    ]
    with pytest.raises(NotYetInForce, match="《条例》第三十三条第二款自2019-05-15起施行，2019-05-14尚不适用"):
        in_force(history, date(2019, 5, 14))


def test_every_law_is_listed_under_the_name_it_is_cited_by():
    assert all(law.short == short for short, law in LAWS.items())
    assert LAWS["条例"].number == "国务院令第711号"
