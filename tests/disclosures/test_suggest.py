"""What an applicant is shown before asking: measured on questions as people write them, with the answers written down."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from disclosures.corpus import body, seed
from factories import agency
from gongkai.disclosures.models import Item
from gongkai.disclosures.published import take_over
from gongkai.disclosures.queries import Question, suggest, suggest_agencies
from gongkai.disclosures.search import index

pytestmark = pytest.mark.django_db

QUESTIONS = (
    ("2025年度外贸稳增长专项资金支持的企业名单、金额，以及评审会议纪要", "a1"),
    ("去年外贸专项资金给了哪些企业，名单", "a3"),
    ("家电以旧换新怎么补贴", "a4"),
    ("以旧换新", "a4"),
    ("我想知道商务局2025年的决算", "a2"),
    ("成品油零售批准证书核发给了哪些加油站", "a6"),
    ("云商发[2026]31号", "a4"),
    ("请公开云商发〔2024〕12号文件的全文", "a5"),
    ("41990007/2026-00007", "b1"),
    ("2026年县政府预算", "b1"),
    ("三公经费决算", "b2"),
    ("县里的行政事业性收费有哪些项目、什么标准", "b4"),
    ("扶贫资金分配", "b5"),
    ("政府采购统计", "b3"),
    ("河湾村土地征收补偿标准和安置方案", "c2"),
    ("征地补偿每亩多少钱，区片综合地价", "c3"),
    ("青石村征收土地的公告", "c1"),
    ("國土空間總體規劃", "c4"),
    ("采矿许可证注销", "c5"),
    ("小学划片范围", "d1"),
    ("城区小学学区怎么划分", "d2"),
    ("幼儿园年检结论，民办学校检查结果", "d3"),
    ("学生营养餐是哪家企业中标", "d4"),
    ("校车线路", "d5"),
    ("农村低保标准是多少", "e1"),
    ("农村低保对象名单", "e2"),
    ("八十岁老人的高龄津贴", "e3"),
    ("养老院消防检查", "e4"),
    ("公租房分配结果", "f1"),
    ("老城片区房屋征收补偿方案", "f2"),
    ("危房改造补助名单", "f3"),
    ("老旧小区改造有哪些小区、投资多少", "f5"),
    ("自来水水质检测报告", "f6"),
    ("农村公路养护的钱怎么用的", "g1"),
    ("５路公交调整后的站点", "g2"),
    ("县道X012中标单位", "g4"),
    ("超限超载罚款", "g5"),
)
"""A question, and the item that must come first."""

NOTHING = (
    "我邻居家装修太吵，请派人处理",
    "请提供县档案馆1953年的会计凭证",
    "局长的手机号码",
    "请解释为什么我的诉求没有人答复",
    "网络游戏版号",
)
"""What nothing public answers: a suggestion here would only be in the way."""

COMPETENT = (
    ("外贸专项资金的评审打分表", "商务局"),
    ("外贸专项资金的拨付凭证", "财政局"),
    ("河湾村征地批文", "自然资源局"),
    ("不动产登记档案查询", "自然资源局"),
    ("幼儿园的办学许可，民办学校审批材料", "教育局"),
    ("低保审批的档案", "民政局"),
    ("社会组织登记材料", "民政局"),
    ("小区物业公司监督检查记录", "住房和城乡建设局"),
    ("燃气管道检查", "住房和城乡建设局"),
    ("公交公司线路审批", "交通运输局"),
    ("出租汽车经营权的分配", "交通运输局"),
    ("云岭县教育局2025年会议费明细", "教育局"),
)


MISSED = {"农村低保标准是多少": ["e2", "e1"]}
"""Questions whose item does not come first, with what does: the other 农村低保 has the word in its title."""
SHARED = {"外贸专项资金的拨付凭证": ["商务局", "财政局"], "低保审批的档案": ["教育局"]}
"""Questions whose body does not come first: the first speaks of both, the second says 低保 where the duties say 最低生活保障."""


def test_all_questions_but_one_find_their_item_first() -> None:
    items = seed()
    keys = {item.pk: key for key, item in items.items()}
    found = {question: [keys[s.item.pk] for s in suggest(question)] for question, _ in QUESTIONS}
    missed = {question: found[question] for question, first in QUESTIONS if found[question][:1] != [first]}
    assert (len(QUESTIONS), missed) == (37, MISSED)


@pytest.mark.parametrize("question", NOTHING)
def test_nothing_far_fetched_is_suggested(question: str) -> None:
    seed()
    assert [s.item.title for s in suggest(question)] == []


def test_the_right_body_is_suggested_first_for_ten_of_twelve() -> None:
    seed()
    found = {question: [one.agency.short_name for one in suggest_agencies(question)] for question, _ in COMPETENT}
    missed = {question: found[question] for question, first in COMPETENT if found[question][:1] != [first]}
    assert (len(COMPETENT), missed) == (12, SHARED)


def test_the_duty_that_speaks_for_a_body_is_quoted() -> None:
    seed()
    assert suggest_agencies("外贸专项资金的评审打分表")[0].duty == "组织外贸稳增长专项资金项目的申报和评审"


def test_a_body_that_was_abolished_gives_way_to_its_successor() -> None:
    new = agency(name="云岭县商务和投资促进局", short_name="商务投促局", duties="招商引资")
    agency(name="云岭县招商局", duties="招商引资项目合同管理", ends_on=date(2024, 1, 1), successor=new)
    assert [one.agency.name for one in suggest_agencies("招商引资项目合同")] == ["云岭县商务和投资促进局"]


def test_suggestions_can_be_kept_to_one_body() -> None:
    items = seed()
    found = suggest("补偿标准", agency=body("住房和城乡建设局"))
    assert [s.item.pk for s in found] == [items["f2"].pk]


def test_a_named_number_comes_before_titles_that_mention_it() -> None:
    items = seed()
    (mention,) = take_over(
        [Item(agency=body("商务局"), title="关于废止云商发〔2026〕31号的通知", published_on=date(2026, 9, 30))]
    )
    index(mention)
    assert [s.item.pk for s in suggest("云商发（2026）31号")][:2] == [items["a4"].pk, mention.pk]


def test_a_question_of_no_words_suggests_nothing() -> None:
    seed()
    assert (suggest("？！…"), suggest(""), suggest_agencies("  ")) == ([], [], [])


def test_a_question_as_long_as_a_book_costs_no_more(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    seed()
    with django_assert_max_num_queries(4):
        found = suggest("农村低保对象名单" + "，以及其他有关的全部材料" * 5000)
    assert found[0].item.title == "2026年第三季度农村低保对象名单公示"


def test_suggesting_items_and_bodies_takes_seven_queries_at_most(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    seed()
    with django_assert_max_num_queries(7):
        question = Question("云商发〔2026〕31号家电以旧换新")
        assert (len(question.suggest()), len(question.competent())) == (2, 1)


@pytest.mark.usefixtures("unguarded")
def test_indexing_again_leaves_no_trace_of_the_old_words() -> None:
    item = seed()["f6"]
    item.title, item.summary, item.index_number = "供气质量报告", "质量等级", "云2026"
    item.save()
    index(item)
    found = {word: [s.item.pk for s in suggest(word)] for word in ("自来水水质检测", "供气质量")}
    assert found == {"自来水水质检测": [], "供气质量": [item.pk]}
