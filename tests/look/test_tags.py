"""The tags and filters: what they write, and what they refuse."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from gongkai.law import Article, due, national
from gongkai.look.charts import Bars, Part, Series
from gongkai.look.forms import summary
from look.kit import TODAY, Ask, answered

HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def shown(text: str, **values: object) -> str:
    return Template(text).render(Context(values)).strip()


def test_a_sentence_takes_values_and_escapes_them() -> None:
    assert shown('{% t "收到{n}件，{who}" n=n who=who %}', n=14, who=HOSTILE) == f"收到14件，{ESCAPED}"


def test_a_value_that_is_html_already_stays_html() -> None:
    on = date(2026, 10, 23)
    assert shown('{% t "最晚{on}答复" on=on|isoday %}', on=on) == (
        '最晚<time datetime="2026-10-23">2026-10-23</time>答复'
    )


def test_a_sentence_can_be_kept_for_later() -> None:
    assert shown('{% t "共{n}件" n=3 as line %}[{{ line }}]') == "[共3件]"


def test_braces_in_a_value_are_only_text() -> None:
    assert shown('{% t "标题：{title}" title=title %}', title="{n}") == "标题：{n}"


@pytest.mark.parametrize("bad", ["{% t name %}", "{% t %}", '{% t "一" 二 %}', '{% t "一"|upper %}'])
def test_a_sentence_that_is_no_literal_is_refused(bad: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(bad)


def test_another_language_is_asked_for_the_whole_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.language.say", lambda text, **values: f"<{text}|{values['n']}>")
    assert shown('{% t "收到{n}件" n=14 %}') == "<收到{n}件|14>"


def test_a_state_writes_its_word() -> None:
    assert shown('{% state "near" "快到期"|t %}') == '<span class="st st-near">快到期</span>'


@pytest.mark.parametrize(
    "bad",
    [
        '{% state "nerar" "快到期" %}',
        '{% notice "bad" %}{% endnotice %}',
        '{% find 1 "none" "一" %}{% endfind %}',
        '{% tl_item "一" state="past" %}{% endtl_item %}',
    ],
)
def test_a_slip_in_the_name_of_a_state_does_not_pass(bad: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        shown(bad)


@pytest.mark.parametrize(
    ("tag", "start"),
    [
        ("{% notice %}", '<div class="notice">'),
        ('{% notice "late" %}', '<div class="notice notice-late" role="alert">'),
        ('{% notice "done" %}', '<div class="notice notice-done" role="status">'),
        ('{% notice "late" role="" %}', '<div class="notice notice-late">'),
    ],
)
def test_a_notice_is_announced_as_it_deserves(tag: str, start: str) -> None:
    assert shown(tag + "{{ who }}{% endnotice %}", who=HOSTILE) == f"{start}{ESCAPED}</div>"


def test_a_finding_and_its_place_lead_to_each_other() -> None:
    assert shown('{% find 2 "near" title target="m2" %}<p>看</p>{% endfind %}', title=HOSTILE) == (
        f'<article class="find find-near" id="f2"><h3><a class="key key-near quiet" href="#m2">2</a>{ESCAPED}</h3><p>看</p></article>'
    )


def test_an_event_says_who_and_when() -> None:
    at = datetime(2026, 10, 16, 10, 2, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert shown('{% tl_item "起草" who=who at=at state="now" %}{% endtl_item %}', who="王磊", at=at) == (
        '<li class="now"><p><b>起草</b>　<span class="mute">王磊　'
        '<time datetime="2026-10-16T10:02+08:00">10-16 10:02</time></span></p></li>'
    )


def test_names_without_a_value_are_left_out_but_a_zero_stays() -> None:
    found = shown("{% meta rows %}", rows=[("一", 0), ("二", None), ("三", HOSTILE)])
    assert found == f'<dl class="meta"><dt>一</dt><dd>0</dd><dt>三</dt><dd>{ESCAPED}</dd></dl>'


def test_where_there_is_nothing_it_says_so() -> None:
    assert shown('{% nothing "今天没有要办的事"|t %}<p>下一件</p>{% endnothing %}') == (
        '<div class="empty"><p><b>今天没有要办的事</b></p><p>下一件</p></div>'
    )


def test_the_steps_say_which_is_now_and_which_are_done() -> None:
    assert shown('{% steps labels 2 label="步骤"|t %}', labels=["甲", "乙", "丙"]) == (
        '<ol class="steps" aria-label="步骤"><li class="past">甲<span class="sr">（已完成）</span></li>'
        '<li class="now" aria-current="step">乙</li><li>丙</li></ol>'
    )


def test_a_leaf_is_coloured_only_when_today_is_given() -> None:
    late = date(2026, 10, 26)
    assert shown("{% leaf due %}", due=answered()).startswith('<p class="leaf"><b>10月</b><strong>23</strong>')
    assert shown("{% leaf due late %}", due=answered(), late=late).startswith('<p class="leaf leaf-late">')


def test_ticks_stand_for_working_days() -> None:
    found = shown("{% ticks 7 7 %}")
    assert (found.count("<rect"), found.count('class="u"')) == (7, 7)
    assert 'aria-label="已用7个工作日，共7个"' in found


def test_the_ticks_of_a_period_stand_still_while_others_are_asked() -> None:
    found = shown("{% due_ticks due today %}", due=answered(), today=date(2026, 9, 24))
    assert found.startswith('<svg class="ticks t-paused"')
    assert (found.count("<rect"), found.count('class="u"')) == (20, 6)


def test_months_have_no_ticks() -> None:
    assert "<rect" not in shown("{% due_ticks due today %}", due=due("suit", TODAY, national()), today=TODAY)


def test_the_law_opens_to_its_wording() -> None:
    found = shown("{% law source %}", source=Article("条例", 33, 3))
    assert found == (
        '<details class="law"><summary>《条例》第三十三条第三款</summary>'
        "<blockquote><p>行政机关征求第三方和其他机关意见所需时间不计算在前款规定的期限内。</p></blockquote></details>"
    )


def test_our_own_summary_is_not_set_as_a_quotation() -> None:
    found = shown("{% law source %}", source=Article("法释〔2025〕8号", 11))
    assert "blockquote" not in found
    assert "大意（不是原文）：法院判决公开的，行政机关应当在二十个工作日内公开。" in found


def test_a_source_without_text_is_only_named() -> None:
    assert shown("{% law source %}", source="某省规定") == '<span class="law-name">某省规定</span>'


def test_no_source_is_nothing() -> None:
    assert shown("{% law sources %}", sources=[]) == ""


def test_the_pager_keeps_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/", {"q": "以旧换新&旧", "page": "2"})
    found = shown("{% pager page %}", page=Paginator(range(45), 20).get_page(2), request=request)
    assert 'href="?q=%E4%BB%A5%E6%97%A7%E6%8D%A2%E6%96%B0%26%E6%97%A7&amp;page=1" rel="prev"' in found
    assert "第21–40件，共45件" in found
    assert 'page=3" rel="next"' in found


def test_one_page_has_no_pager() -> None:
    request = RequestFactory().get("/")
    assert shown("{% pager page %}", page=Paginator(range(5), 20).get_page(1), request=request) == ""


def test_entries_whose_address_does_not_exist_are_left_out() -> None:
    entries = [("首页", "portal:home", True), ("指南", "/guide/", False), ("年报", "portal:no-such", False)]
    assert (
        shown("{% reachable nav as found %}{{ found|length }}{{ found.0.1 }}{{ found.1.1 }}", nav=entries)
        == "2//guide/"
    )


def test_the_address_of_a_choice_comes_back_to_the_page() -> None:
    request = RequestFactory().get("/search/?q=%E6%97%A7")
    found = shown('{% prefer "size" "large" %}', request=request)
    assert found == "/look/prefer/?size=large&amp;next=%2Fsearch%2F%3Fq%3D%25E6%2597%25A7"


def test_where_one_is_is_not_said_where_there_is_nothing_to_say() -> None:
    assert shown('{% crumbs "crumbs" %} {% endcrumbs %}') == ""


def test_a_chart_has_its_figures_as_a_table() -> None:
    chart = Bars("收到和答复", ("1月", "2月"), (Series("收到", (3, 0)), Series("答复", (1, 2))), unit="件")
    found = shown("{% bars chart %}", chart=chart)
    assert '<tr><th scope="row">1月</th><td class="r">3</td><td class="r">1</td></tr>' in found
    assert found.count('<rect class="b"') == 1 and found.count('<rect class="b2"') == 2


@pytest.mark.parametrize("series", [(), (Series("一", (1,)),) * 3, (Series("一", (1, 2)),)])
def test_a_chart_with_the_wrong_series_is_refused(series: tuple[Series, ...]) -> None:
    with pytest.raises(ValueError, match="series"):
        Bars("图", ("1",), series)


def test_a_square_stands_for_each_body() -> None:
    found = shown('{% waffle parts "5家单位"|t %}', parts=[Part(3, "done", "已报"), Part(2, "none", "没有开始")])
    assert (found.count('class="b5"'), found.count('class="b0"')) == (3, 2)
    assert 'aria-label="5家单位：已报3家，没有开始2家"' in found


def filled(**changes: str) -> Ask:
    data = {"what": "名单", "way": "net", "name": "周清源", "phone": "13900000123", "kind": "person"} | changes
    return Ask({name: value for name, value in data.items() if value}, {})


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    found = shown("{% field form.phone hint=hint %}", form=filled(phone="139"), hint="11位数字")
    assert 'aria-describedby="id_phone-h id_phone-e"' in found
    assert 'aria-invalid="true"' in found
    assert '<span class="err" id="id_phone-e">手机号码少一位，请补全11位数字</span>' in found
    assert found.index('class="hint"') < found.index('class="err"') < found.index("<input")


def test_only_optional_fields_are_marked() -> None:
    form = filled()
    assert "（选填）" in shown("{% field form.address %}", form=form)
    assert "（选填）" not in shown("{% field form.name %}{% field form.way %}{% field form.help %}", form=form)


def test_no_field_leaves_the_answer_to_the_browser() -> None:
    fields = "".join(f"{{% field form.{name} %}}" for name in Ask.base_fields)
    assert " required" not in shown(fields, form=Ask())


def test_what_was_typed_stays_and_is_escaped() -> None:
    assert f'value="{ESCAPED}"' in shown("{% field form.name %}", form=filled(name=HOSTILE))


def test_the_summary_links_to_each_place() -> None:
    form = filled(phone="139", way="", name="")
    assert summary(form) == [
        ("id_way_0", "请选择怎样给您"),
        ("id_name", "请填写姓名"),
        ("id_phone", "手机号码少一位，请补全11位数字"),
        ("id_proof", "请选择身份证明的文件"),
    ]
    assert "还差4处，改好就能提交" in shown("{% error_summary form %}", form=form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert shown("{% error_summary form %}", form=Ask()) == ""


def test_an_error_of_the_whole_form_stands_without_a_link() -> None:
    form = filled()
    form.add_error(None, "补正只能要求一次")
    found = shown("{% error_summary form %}", form=form)
    assert "<li>补正只能要求一次</li>" in found


def test_a_date_is_asked_for_with_the_browsers_calendar() -> None:
    form = filled(born="2026-10-23")
    assert form.is_valid() is False and form.cleaned_data["born"] == date(2026, 10, 23)
    assert 'type="date"' in shown("{% field form.born %}", form=form)
    assert 'value="2026-10-23"' in shown("{% field form.born %}", form=form)


def test_a_slip_in_a_date_says_how_to_write_it() -> None:
    form = filled(born="下周")
    assert form.errors["born"] == ["成文日期不是日期，请写成2026-10-23这样"]


def test_a_choice_carries_its_explanation() -> None:
    found = shown("{% field form.way boxed=True %}", form=Ask())
    assert found.startswith('<div class="field picks"><fieldset id="id_way"><legend>怎样给您</legend>')
    assert "<span>电子文件<small>在进度页下载，最快</small></span>" in found


def test_progress_says_how_far_it_has_come() -> None:
    found = shown('{% progress 34 120 "已读34份，共120份"|t %}')
    assert '<progress max="120" value="34" aria-labelledby="progress"></progress>' in found


def test_frames_draw_nothing_for_a_stranger() -> None:
    user = SimpleNamespace(is_authenticated=False)
    page = shown(
        '{% extends "desk/base.html" %}{% block title %}登录{% endblock %}',
        user=user,
        request=RequestFactory().get("/"),
        today=TODAY,
    )
    assert ("退出登录" in page, "<nav" in page, 'class="search"' in page) == (False, False, False)
