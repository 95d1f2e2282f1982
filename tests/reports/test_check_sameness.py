"""The same words as last year, or as another body."""

from gongkai.reports.checks import check
from reports.making import OVERVIEW, PROBLEMS, codes, last_year, reading

LONG = (
    "一是公开内容的深度还不够，部分政策文件只公开正文而缺少解读，群众看不懂、用不上的情况仍然存在。"
    "二是基础工作不扎实，个别科室报送信息迟缓，栏目更新周期过长。三是队伍流动较快，新接手同志对法定期限掌握不牢。"
    "下一步，我们将围绕群众需求丰富解读形式，落实科室报送责任，按季度开展业务练兵，切实改进公开质量。"
)
OTHER_WORDS = (
    "一是依申请公开答复文书格式不统一，说理部分过于简单。二是村级公开与部门公开衔接不畅，重复录入较多。"
    "三是历史文件电子化程度低，检索费时。今后要统一答复模板并逐件法制审核，打通数据接口，分三批完成历史文件扫描入库，改进服务。"
)


def test_section_five_as_last_year_is_found_even_with_a_new_year_and_sentence() -> None:
    before = last_year(problems=LONG)
    now = reading(problems="2023年工作取得进展。" + LONG)
    assert codes(check(now, previous=before)) == ["SEC5-SAME"]
    assert codes(check(reading(problems=OTHER_WORDS), previous=before)) == []


def test_section_one_as_last_year_is_found() -> None:
    assert codes(check(reading(), previous=last_year(overview=OVERVIEW.replace("2023", "2022")))) == ["SAME-YEAR"]


def test_short_texts_are_never_called_copied() -> None:
    assert codes(check(reading(problems=PROBLEMS), previous=last_year(problems=PROBLEMS))) == []


def test_another_bodys_text_is_found_whatever_the_name_in_it() -> None:
    twin = reading(problems="示例县财政局" + LONG, agency="示例县财政局", overview="", title=None, signed_by=None)
    other = reading(problems=OTHER_WORDS, agency="示例县教育局", overview="", title=None, signed_by=None)
    (one,) = check(reading(problems="示例县商务局" + LONG), others=[other, twin])
    assert one.code == "SAME-BODY"
    assert one.message == "第五部分与示例县财政局的报告有 100% 相同。"
    assert check(reading(problems=LONG), others=[other]) == ()


def test_a_reading_among_the_others_is_not_its_own_twin() -> None:
    mine = reading(problems=LONG)
    assert check(mine, others=[mine, reading(problems=LONG)]) == ()
