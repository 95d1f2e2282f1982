"""Templates: the shipped ones are whole, changed ones are judged before use and compared on real cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import LETTERS
from gongkai.letters import (
    Change,
    Template,
    TemplateBroken,
    WrongLetter,
    default_template,
    draft,
    parse,
    preview,
    validate,
    written,
)
from gongkai.letters.fields import FIELDS, WHERE
from gongkai.letters.obligatory import elements
from gongkai.letters.wording import FOLDER, Annex, Box, Form, Line, List, Words
from letters.cases import CASES, facts, procedural

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)
keys = st.sampled_from(["", "correction", "leaf.granted"])
boxes = st.builds(Box, words, st.just(1))
forms = st.builds(
    Form,
    st.lists(
        st.builds(Line, st.tuples(boxes, boxes), st.integers(1, 20)) | st.just(Line((), each="{fee.lines}")), max_size=3
    ).map(tuple),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.integers(0, 2),
    keys,
    keys,
)
passages = st.lists(
    st.builds(Words, words, keys, keys) | st.builds(List, st.lists(words, max_size=3).map(tuple), keys, keys) | forms,
    max_size=4,
).map(tuple)
templates = st.builds(
    Template,
    st.sampled_from(sorted(LETTERS)),
    words,
    words,
    passages,
    words,
    st.integers(0, 999),
    st.booleans(),
    st.lists(st.builds(Annex, words, passages), max_size=2).map(tuple),
)


@given(templates)
def test_a_template_is_written_and_read_the_same(template: Template) -> None:
    assert parse(written(template)) == template


@given(templates)
def test_any_template_can_be_judged(template: Template) -> None:
    assert all(problem.endswith("。") for problem in validate(template))


@pytest.mark.parametrize("code", LETTERS)
def test_every_shipped_template_is_whole(code: str) -> None:
    template = default_template(code)
    assert (template.code, template.version, validate(template)) == (code, 0, ())
    assert parse(written(template)) == template


def test_there_is_a_template_for_every_letter_and_for_nothing_else() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*LETTERS, "shared"}
    with pytest.raises(WrongLetter):
        default_template("shared")
    with pytest.raises(WrongLetter):
        default_template("P13")


def test_the_elements_are_those_of_the_catalogue() -> None:
    for code, letter in LETTERS.items():
        names = [element.name for element in elements(code)]
        for content in letter.contents:
            assert names.count(content) == 1, (code, content)


def test_every_place_has_a_name_and_says_where_it_is_filled_in() -> None:
    assert {field.where for field in FIELDS.values()} <= set(WHERE.values())
    assert [key for key, field in FIELDS.items() if field.key != key or not field.name] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title = ", "模板的格式不对（"),
        ('title = "甲"', "模板的格式不对（code），"),
        ('code = "S1"\ntitle = 5', "模板的格式不对（“5”应为文字），"),
        ('code = "S1"\ntitle = "甲"\nscript = "x"', "模板的格式不对（不认识“script”），"),
        ('code = "S1"\ntitle = "甲"\n[[paragraph]]\ntext = "甲"\npart = "remedy"',
         "模板的格式不对（每段只能有part、text、points、rows中的一项），"),
        ('code = "S1"\ntitle = "甲"\n[[paragraph]]\npart = "nothing"', "模板的格式不对（nothing），"),
        ('code = "S1"\ntitle = "甲"\n[[paragraph]]\nwidths = [1, 2]\nrows = [["甲"]]', "模板的格式不对（表格第1行的列数与widths不符），"),
        ('code = "S1"\ntitle = "甲"\nversion = -1', "模板的格式不对（“-1”应为非负整数），"),
        ('code = "S1"\ntitle = "甲"\nsigned = "no"', "模板的格式不对（“no”应为true或者false），"),
        ("#" * 40_001, "模板超过40000个字，"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_template_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(TemplateBroken) as caught:
        parse(text)
    assert str(caught.value).startswith(why)
    assert str(caught.value).endswith("后再保存。")


def with_words(code: str, text: str) -> Template:
    template = default_template(code)
    return replace(template, paragraphs=(*template.paragraphs, Words(text)))


def without(code: str, piece: str, other: str = "") -> Template:
    return parse(written(default_template(code)).replace(piece, other))


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        (with_words("P3", "{applicant.name}"), "填空“applicant.name”不是登记的事实。请改用说明中列出的名称。"),
        (with_words("P3", "{Applicant}"), "“{Applicant}”中有不成对或者写错的花括号。请改正。"),
        (with_words("P11", "共{fee.lines}。"), "填空“fee.lines”是一张表，只能独占表格的一行。请改正。"),
        (
            replace(default_template("P3"), paragraphs=(*default_template("P3").paragraphs, Words("甲。", when="if x > 1"))),
            "条件“if x > 1”不是登记的事实。请改用说明中列出的名称。",
        ),
        (with_words("P3", "{remedy}"), "这份文书不是答复，不告知救济途径。请去掉{remedy}一段。"),
        (
            without("S9", '[[paragraph]]\ntext = "{remedy}"\n'),
            "救济途径一段应当恰好有一处、独占一段、不带条件。请加上text = \"{remedy}\"一段，或者去掉多余的。",
        ),
        (
            without("S9", 'text = "{remedy}"', 'when = "fee"\ntext = "{remedy}"'),
            "救济途径一段应当恰好有一处、独占一段、不带条件。请加上text = \"{remedy}\"一段，或者去掉多余的。",
        ),
        (
            with_words("S9", "如不服本答复，可在六十日内申请。"),
            "“六十日内”是手写的救济途径。救济途径由法律依据和答复日期决定，手写的会过时或者写错。请删去，由{remedy}一段给出。",
        ),
        (
            with_words("S9", "依据《条例》第十六条第二款，不予公开。"),
            "“《条例》第十六条第二款”是手写的条款。请改用{basis}、{sources}或者{ground}，由程序引用。",
        ),
        (with_words("S9", "本机关2026年3月1日。"), "模板里写死了日期“2026年3月1日”，会带到每一份文书里。请改用填空。"),
        (
            with_words("P2", "本机关将在15个工作日内予以答复。"),
            "“15个工作日内予以答复”出自2007年的条例，2019年5月15日起不再适用。请删去。",
        ),
        (with_words("S4", "机密★5年"), "“机密★”是密级标志，不能写进发给当事人的文书。请删去。"),
        (
            without("P3", "{correction.guidance}", "略"),
            "缺少“指导和释明”。这是补正告知书的必备内容，请加上{correction.guidance}。",
        ),
        (without("P3", "视为放弃申请", "不办"), "缺少“逾期不补正的后果”。这是补正告知书的必备内容，请写明“视为放弃申请”。"),
        (
            without("S9", "{decision.findings}", "{decision.findings?}"),
            "缺少“属于讨论记录、过程稿、磋商信函或者请示报告的理由”。这是不予公开告知书（过程性信息）的必备内容，请加上{decision.findings}。",
        ),
        (without("S9", "不予公开。", "保密。"), "缺少“处理决定”。这是不予公开告知书（过程性信息）的必备内容，请写明“不予公开”。"),
        (without("S9", "{sources}", "规定"), "缺少“法律依据”。这是不予公开告知书（过程性信息）的必备内容，请加上{sources}。"),
        (replace(default_template("S9"), title=" "), "没有标题。标题是文书的必备要素，请补上。"),
        (replace(default_template("S9"), salutation="您好："), "称谓里没有{application.applicant}。这份文书发给申请人，请在称谓中写明。"),
        (replace(default_template("S9"), signed=False), "没有落款。发出的文书应当以本机关的名义署名，请去掉signed = false。"),
        (replace(default_template("S9"), code="S99"), "没有编号为“S99”的文书。请从文书目录中选择。"),
    ],
)  # fmt: skip
def test_each_problem_of_a_template_is_said(template: Template, problem: str) -> None:
    assert problem in validate(template)


def test_a_changed_wording_alone_is_no_problem() -> None:
    template = without("S9", "本机关决定不予公开", "本机关决定对该信息不予公开")
    assert validate(template) == ()
    assert "本机关决定对该信息不予公开。" in draft("S9", facts("withheld.process"), template).text


def test_the_version_of_the_wording_is_kept_in_the_draft() -> None:
    template = replace(default_template("S9"), version=3)
    assert draft("S9", facts("withheld.process"), template).template == 3


def test_a_preview_shows_for_each_case_the_paragraphs_that_differ() -> None:
    old = default_template("P3")
    new = parse(written(old).replace("补正的指导和说明：", "补正时请注意：").replace("特此告知。", ""))
    samples = [procedural("P3"), replace(procedural("P3"), correction=None), procedural("P3")]
    guidance = "请写明文件名称、文号或者年度和事项，并写明邮寄地址或者电子邮箱。"
    changes = [
        ("补正的指导和说明：" + guidance, "补正时请注意：" + guidance),
        ("特此告知。", ""),
    ]
    number = "云商公开申〔2026〕31号"
    assert preview(old, new, samples) == tuple(Change(n, number, *change) for n in (0, 2) for change in changes)


def test_a_preview_says_where_the_new_wording_cannot_be_drawn() -> None:
    old = default_template("P3")
    new = parse(written(old).replace("补正的指导和说明：", "期限至{correction.due_on}。"))
    [change] = preview(old, new, [procedural("P3")])
    assert (change.before, change.after) == ("", "")
    assert (
        change.problem == "还不能起草《补正告知书》：没有登记补正到期日，缺了它文书不完整。请在“补正”中填写后再起草。"
    )


@pytest.mark.parametrize(("code", "case"), CASES)
def test_the_same_wording_changes_nothing(code: str, case: object) -> None:
    assert preview(default_template(code), parse(written(default_template(code))), [case]) == ()
