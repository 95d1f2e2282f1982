"""What documents say of themselves, over documents written for the tests."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.pages import Guess, Sure, convert, guess

NOTICE = """云岭县商务局文件
云商发[2026] 31号
云岭县商务局关于印发《云岭县家电以旧换新补贴实施细则》的通知
各乡镇人民政府、街道办事处，各有关单位：
《云岭县家电以旧换新补贴实施细则》已经县人民政府同意，现印发给你们，请认真贯彻执行。
附件：1. 补贴品类和能效标准
2. 补贴申请表
云岭县商务局
2026年9月30日
（此件公开发布）
云岭县家电以旧换新补贴实施细则
第一条　为规范补贴资金的发放，制定本细则。
第二十一条　本细则自2026年10月15日起施行，有效期3年。《云岭县家电下乡补贴办法》（云商发〔2024〕12号）同时废止。
抄送：县委办公室，县人大常委会办公室。
云岭县商务局办公室　2026年10月9日印发
"""


def read(text: str, name: str = "") -> Guess:
    return guess(convert(text.encode(), "a.txt"), name)


def test_a_notice_that_issues_rules_tells_its_whole_life() -> None:
    assert read(NOTICE).values == {
        "title": "云岭县商务局关于印发《云岭县家电以旧换新补贴实施细则》的通知",
        "document_number": "云商发〔2026〕31号",
        "made_on": date(2026, 9, 30),
        "issuer": "云岭县商务局",
        "addressee": "各乡镇人民政府、街道办事处，各有关单位",
        "effective_on": date(2026, 10, 15),
        "validity_years": 3,
        "valid_until": date(2029, 10, 14),
        "repeals": ("云商发〔2024〕12号",),
        "genre": "通知",
        "is_normative": True,
        "attribute": "proactive",
        "printed_on": date(2026, 10, 9),
        "attachments": ("补贴品类和能效标准", "补贴申请表"),
        "kind": "normative",
    }


def test_each_value_says_where_it_stood_and_how_sure_it_is() -> None:
    found = read(NOTICE)
    assert found.document_number and found.valid_until and found.made_on
    assert (found.document_number.place, found.document_number.words, found.document_number.sure) == (
        "版头",
        "云商发[2026] 31号",
        Sure.CERTAIN,
    )
    assert (found.made_on.place, found.made_on.sure) == ("落款", Sure.CERTAIN)
    assert (found.valid_until.place, found.valid_until.sure) == ("由施行日期和有效期推算", Sure.LIKELY)
    lines = convert(NOTICE.encode(), "a.txt").text.split("\n")
    assert lines[(found.made_on.line or 0) - 1] == "2026年9月30日"


def test_a_text_that_says_nothing_of_itself_gives_nothing() -> None:
    assert read("今天天气很好，大家都去赶集，集上很热闹。\n街上有很多人，卖菜的也多。").values == {}


def test_dates_and_numbers_of_other_documents_are_not_its_own() -> None:
    found = read(
        "关于转发有关文件的通知\n各股室：\n现将《关于促进消费的意见》（云政发〔2025〕8号，2025年3月1日印发）转发给你们，请结合实际贯彻落实。\n"
    )
    assert found.document_number is None
    assert found.made_on is None
    assert found.effective_on is None


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("二〇二六年九月三十日", date(2026, 9, 30)),
        ("二○二六年元月十一日", date(2026, 1, 11)),
        ("2026 年 9 月 3 日", date(2026, 9, 3)),
        ("2026-09-03", date(2026, 9, 3)),
        ("2026年2月30日", None),
    ],
)
def test_the_date_of_the_signature_is_read_in_either_numerals(written: str, on: date | None) -> None:
    found = read(f"云岭县商务局关于召开座谈会的通知\n各有关单位：\n请准时参加。\n云岭县商务局\n{written}\n")
    assert (found.made_on.value if found.made_on else None) == on


def test_joint_documents_have_all_their_bodies() -> None:
    found = read(
        "关于开展联合检查的通知\n各乡镇：\n现将有关事项通知如下。\n云岭县商务局\n云岭县市场监督管理局\n2026年5月6日\n"
    )
    assert found.issuer and found.issuer.value == "云岭县商务局、云岭县市场监督管理局"


def test_a_body_is_known_by_its_head_or_the_title_where_nobody_signed() -> None:
    assert (
        read("云岭县人民政府文件\n云岭县人民政府关于表彰先进的决定\n各乡镇：\n决定予以表彰。").values["issuer"]
        == "云岭县人民政府"
    )
    found = read("云岭县商务局关于表彰先进的决定\n决定予以表彰，望再接再厉。").issuer
    assert found and (found.value, found.sure) == ("云岭县商务局", Sure.LIKELY)


@pytest.mark.parametrize(
    ("sentence", "until", "sure"),
    [
        ("本办法自2026年1月1日起施行，有效期至2027年12月31日。", date(2027, 12, 31), Sure.CERTAIN),
        ("本办法自2026年1月1日起施行，有效期五年。", date(2030, 12, 31), Sure.LIKELY),
        ("本办法有效期自2026年1月1日起至2028年6月30日。", date(2028, 6, 30), Sure.CERTAIN),
        ("本办法自2024年2月29日起施行，有效期为2年。", date(2026, 2, 28), Sure.LIKELY),
        ("本办法自印发之日起施行，有效期2年。", date(2028, 3, 4), Sure.LIKELY),
        ("本办法自公布之日起施行，有效期2年。", None, None),
    ],
)
def test_the_end_of_validity_is_said_or_worked_out_or_open(
    sentence: str, until: date | None, sure: Sure | None
) -> None:
    found = read(
        f"云岭县小额采购管理办法\n第一条　为规范采购，制定本办法。\n第九条　{sentence}\n云岭县财政局\n2026年3月5日\n"
    ).valid_until
    assert (found.value if found else None, found.sure if found else None) == (until, sure)


def test_a_list_of_what_is_repealed_is_read_line_by_line() -> None:
    found = read(
        "云岭县人民政府关于废止部分规范性文件的决定\n经研究，决定废止下列文件：\n1. 《云岭县集市管理办法》（云政发〔2015〕3号）\n"
        "2. 《云岭县摊点管理规定》（云政发〔2016〕18号）\n云岭县人民政府\n2026年8月1日\n"
    )
    assert [seen.value for seen in found.repeals] == ["云政发〔2015〕3号", "云政发〔2016〕18号"]


def test_what_will_lapse_by_itself_is_not_repealed() -> None:
    assert read("云岭县摊点管理办法\n第一条　制定本办法。\n第二条　期满自行废止。").repeals == ()


@pytest.mark.parametrize(
    ("line", "attribute"),
    [
        ("（此件主动公开）", "proactive"),
        ("（此件公开发布）", "proactive"),
        ("（此件依申请公开）", "on_application"),
        ("（此件不予公开）", "withheld"),
        ("公开属性：依申请公开", "on_application"),
        ("主动公开的范围由各单位确定。", None),
    ],
)
def test_the_attribute_is_read_from_the_remark_only(line: str, attribute: str | None) -> None:
    assert read(f"关于安全检查的通知\n各股室：\n现将有关事项通知如下。\n{line}\n").values.get("attribute") == attribute


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("机密★1年", "机密★1年"),
        ("秘　密", "秘密"),
        ("密级：机密", "机密"),
        ("内部资料　注意保存", "内部资料注意保存"),
        ("涉及国家秘密的内容，依照规定不予公开。", None),
    ],
)
def test_a_secrecy_mark_is_told_from_talk_of_secrets(line: str, mark: str | None) -> None:
    assert read(f"{line}\n关于安全检查的通知\n各股室：\n现将有关事项通知如下。\n").values.get("secrecy") == mark


def test_an_interpretation_names_what_it_explains() -> None:
    found = read(
        "关于《云岭县家电以旧换新补贴实施细则》的政策解读\n近日，县商务局印发了《云岭县家电以旧换新补贴实施细则》（云商发〔2026〕31号），现解读如下。\n"
    )
    assert found.values == {
        "title": "关于《云岭县家电以旧换新补贴实施细则》的政策解读",
        "genre": "解读",
        "interprets": "云岭县家电以旧换新补贴实施细则",
        "interprets_number": "云商发〔2026〕31号",
        "kind": "interpretation",
    }


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云岭县商务局2026年部门预算公开说明", "budget"),
        ("云岭县商务局2025年度部门决算", "final_account"),
        ("云岭县2026年本级预算草案的报告", "government_budget"),
        ("云岭县商务局随机抽查事项清单", "random_list"),
        ("2026年度双随机、一公开抽查工作计划", "random_plan"),
        ("2026年第二季度双随机抽查结果公示", "random_result"),
        ("云岭县商务局行政许可信息公示表", "decision_list"),
        ("云岭县商务局行政处罚决定书", "penalty_decision"),
        ("关于准予云岭县永兴拍卖有限公司行政许可的决定", "permit_decision"),
        ("对县十六届人大五次会议第23号建议的答复", "proposal"),
        ("关于政协第十届三次会议第7号提案的复函", "proposal"),
        ("2026年云岭县事业单位公开招聘工作人员公告", "recruitment"),
        ("云岭县商务局权责清单", "powers"),
        ("云岭县突发事件总体应急预案", "emergency"),
        ("《云岭县集贸市场管理办法（征求意见稿）》公开征求意见的公告", "consultation"),
        ("关于《云岭县集贸市场管理办法》征求意见采纳情况的公告", "consultation_result"),
        ("云岭县人民政府关于公布继续有效的规范性文件目录的通知", "clean_up"),
        ("云岭县商务局2025年政府信息公开工作年度报告", "annual_report"),
        ("云岭县2025年国民经济和社会发展统计公报", "statistics"),
        ("云岭县商务局内设机构", "section"),
        ("云岭县消费品以旧换新办公室铭牌", None),
    ],
)
def test_the_kind_of_record_follows_from_the_title(title: str, kind: str | None) -> None:
    assert read(f"{title}\n　　现将有关情况公布如下，请予监督。\n").values.get("kind") == kind


def test_a_number_of_the_normative_series_and_a_registration_make_it_normative() -> None:
    assert (
        read("云政规〔2026〕3号\n云岭县人民政府关于加强集市管理的通知\n各乡镇：\n现通知如下。").values["is_normative"]
        is True
    )
    found = read("登记号：YLX-2026-0031\n云岭县人民政府关于加强集市管理的通知\n各乡镇：\n现通知如下。")
    assert (found.values["registration"], found.values["is_normative"]) == ("YLX-2026-0031", True)


def test_keywords_are_parted_and_the_file_name_serves_where_no_title_stands() -> None:
    assert read("关于安全检查的通知\n各股室：\n现通知如下。\n主题词：安全　检查、通知").values["keywords"] == (
        "安全",
        "检查",
        "通知",
    )
    found = read(
        "本月工作进展顺利，各项任务按计划推进，没有遇到困难。\n请继续努力。", "C:\\报送\\五月商务工作情况.docx"
    ).title
    assert found and (found.value, found.place, found.line, found.sure) == (
        "五月商务工作情况",
        "文件名",
        None,
        Sure.LIKELY,
    )
