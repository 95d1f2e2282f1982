"""HTML as a reader sees it, and as enemies write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Table
from gongkai.documents.readers.html import read

PROSE = "2023年，我局认真贯彻执行政府信息公开条例，依法公开各类政府信息。"


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a busy machine takes must not decide what is read; the clock has its own tests."""
    monkeypatch.setattr(bounds.Budget, "check", lambda self: None)


def of(html: str, encoding: str = "utf-8") -> tuple[Block, ...]:
    return read(html.encode(encoding)).blocks


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table(rows)


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def test_headings_paragraphs_and_title() -> None:
    document = read(
        "<title>年度 报告</title><h1>示例县商务局</h1><p>一、总体\n   情况</p><div>甲<div>乙</div>丙</div>".encode()
    )
    assert document.blocks == (
        Heading("示例县商务局", 1),
        Paragraph("一、总体 情况"),
        Paragraph("甲"),
        Paragraph("乙"),
        Paragraph("丙"),
    )
    assert document.title == "年度 报告"


def test_a_label_cut_into_spans_is_one_word() -> None:
    cut = (
        "<p><span>20</span><span><font>2</font></span>3<b>年</b><span>本<o:p></o:p></span>年<a name=_Toc1></a>新收</p>"
    )
    assert of(cut) == (Paragraph("2023年本年新收"),)


def test_line_breaks_stay_in_a_paragraph_and_part_loose_text() -> None:
    assert of("<p>甲<br>乙</p>丙<br/>丁<BR>戊") == (
        Paragraph("甲\n乙"),
        Paragraph("丙"),
        Paragraph("丁"),
        Paragraph("戊"),
    )


def test_entities_and_no_break_spaces_are_read() -> None:
    assert of("<p>&nbsp;&#20844;&#x5F00;&nbsp;&amp;&lt;&nbsp;</p>") == (Paragraph("公开 &<"),)


def test_scripts_styles_comments_and_hidden_elements_are_not_text() -> None:
    html = (
        f"<p>{PROSE}{PROSE}{PROSE}</p><script>var a='甲'</script><style>.a{{}}</style><template><p>乙</p></template>"
        "<noscript>丙</noscript><!--丁--><p hidden>戊</p><div style='color:red;display: none'>己</div><svg><title>庚</title></svg>"
    )
    assert of(html) == (Paragraph(PROSE * 3),)


def test_conditional_comments_of_word_are_not_text() -> None:
    assert of(
        "<p><!--[if gte mso 9]><xml><w:Word>x</w:Word></xml><![endif]-->一、<![if !supportLists]>总体<![endif]>情况</p>"
    ) == (Paragraph("一、总体情况"),)


def test_the_unseen_row_of_widths_that_word_adds_is_no_row() -> None:
    html = (
        "<table><tr><td>规章</td><td colspan=2>0</td></tr><![if !supportMisalignedColumns]><tr height=0><td width=90></td>"
        "<td width=60></td><td width=60></td></tr><![endif]></table>"
    )
    assert of(html) == (table((Cell("规章"), Cell("0", 1, 2))),)


def test_a_page_with_nothing_but_hidden_text_is_read_with_a_warning() -> None:
    document = read(f"<p>公开</p><div style='display:none'><p>{PROSE}</p></div>".encode())
    assert document.blocks == (Paragraph("公开"), Paragraph(PROSE))
    assert "隐藏状态" in document.source.warnings[0]


def test_readings_above_characters_are_dropped() -> None:
    assert of("<p><ruby>報<rp>(</rp><rt>bào</rt><rp>)</rp></ruby>告</p>") == (Paragraph("報告"),)


def test_players_and_share_buttons_give_nothing() -> None:
    html = "<audio controls>您的浏览器不支持</audio><video><p>甲</p></video><div class='bdsharebuttonbox'><a>微信</a></div><p>正文</p>"
    assert of(html) == (Paragraph("正文"),)


def test_spans_and_the_head_of_a_table_are_kept() -> None:
    html = (
        "<table><thead><tr><th rowspan=2>项目</th><th colspan='2'>件数</th></tr><tr><th>上年</th><th>本年</th></tr></thead>"
        "<tbody><tr><td>许可</td><td></td><td>0</td></tr></tbody></table>"
    )
    assert of(html) == (table((Cell("项目", 2), Cell("件数", 1, 2)), row("上年", "本年"), row("许可", "", "0")),)
    assert next(read(html.encode()).tables).header_rows == 2
    assert [cell.place.column for cell in next(read(html.encode()).tables).rows[1]] == [2, 3]


def test_a_cell_of_several_paragraphs_keeps_their_lines() -> None:
    assert of("<table><tr><td> <p>结果</p>\n <p>维持</p> </td><td>尚未<br>审结</td></tr></table>") == (
        table(row("结果\n维持", "尚未\n审结")),
    )


def test_missing_ends_of_rows_and_cells_are_mended_as_browsers_do() -> None:
    assert of("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>") == (table(row("甲", "1"), row("乙", "2")),)


def test_cells_without_a_row_make_one() -> None:
    assert of("<table><td>甲</td><td>1</td></table>") == (table(row("甲", "1")),)


def test_a_layout_table_is_taken_apart_and_the_data_table_kept() -> None:
    html = (
        f"<table><tr><td>导航</td><td><h1>年度报告</h1><p>{PROSE}</p><table><tr><td>规章</td><td>0</td></tr></table></td></tr>"
        "<tr><td>主办</td><td>示例县商务局</td></tr></table>"
    )
    assert of(html) == (
        Paragraph("导航"),
        Heading("年度报告", 1),
        Paragraph(PROSE),
        table(row("规章", "0")),
        table(row("主办", "示例县商务局")),
    )


def test_a_small_table_inside_a_data_table_follows_it() -> None:
    html = (
        "<table><tr><td>项目</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>12<table><tr><td>注</td></tr></table></td></tr>"
        "<tr><td>行政处罚</td><td>3</td></tr></table>"
    )
    assert of(html) == (
        table(row("项目", "本年处理决定数量"), row("行政许可", "12"), row("行政处罚", "3")),
        table(row("注")),
    )


def test_an_article_in_a_cell_is_taken_out_of_its_table() -> None:
    article = "".join(f"<p>{PROSE}</p>" for _ in range(12))
    blocks = of(f"<table><tr><td>索引号</td><td>014-1</td></tr><tr><td colspan=2>{article}</td></tr></table>")
    assert blocks == (table(row("索引号", "014-1")), *[Paragraph(PROSE)] * 12)


def test_a_table_inside_a_paragraph_of_a_page_without_doctype_is_a_table() -> None:
    assert of("<p>前<table><tr><td>1</td></tr></table>后</p>") == (Paragraph("前"), table(row("1")), Paragraph("后"))


def test_preformatted_lines_with_tabs_are_a_table() -> None:
    assert of("<pre>一、情况\n规章\t0\n文件\t1\n</pre>") == (
        Paragraph("一、情况"),
        table(row("规章", "0"), row("文件", "1")),
    )


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8", "iso-8859-1", "big5", "nonsense", ""])
def test_a_wrong_declaration_of_gbk_does_no_harm(charset: str) -> None:
    document = read(f"<meta charset='{charset}'><p>{PROSE * 2}</p>".encode("gb18030"))
    assert document.blocks == (Paragraph(PROSE * 2),)
    assert document.source.encoding == "gb18030"


@pytest.mark.parametrize("charset", ["gb2312", "iso-8859-1", "utf-16", ""])
def test_a_wrong_declaration_of_utf_8_does_no_harm(charset: str) -> None:
    document = read(f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'><p>{PROSE}</p>".encode())
    assert document.blocks == (Paragraph(PROSE),)
    assert document.source.encoding == "utf-8"


def test_utf_16_without_a_mark_is_read() -> None:
    assert of(f"<html><p>{PROSE}</p></html>", "utf-16-le") == (Paragraph(PROSE),)


def test_an_article_in_a_script_template_is_found_and_said() -> None:
    document = read(f"<div id=app></div><script type='text/template'><p>{PROSE * 3}</p></script>".encode())
    assert document.blocks == (Paragraph(PROSE * 3),)
    assert "正文放在脚本" in document.source.warnings[0]


def test_a_page_that_only_points_to_a_file_says_so() -> None:
    document = read("<p>年度报告</p><iframe src='/files/report.pdf'></iframe>".encode())
    assert document.source.warnings == (
        "网页几乎没有正文，内容可能在其引用的文件或框架中：/files/report.pdf。请打开并保存该文件后再读取。",
    )


def test_text_without_a_tag_is_not_html() -> None:
    with pytest.raises(NotThisFormat):
        read("一、总体情况 a < b".encode())


def test_a_page_without_text_is_said_to_have_none() -> None:
    with pytest.raises(Unreadable) as error:
        read(b"<html><body><img src=a.png></body></html>")
    assert error.value.code == "no-text"


@pytest.mark.parametrize(
    "attributes",
    [
        "colspan=0",
        "colspan=-1",
        "colspan=abc",
        "colspan='1000000000'",
        "rowspan=0",
        "rowspan=65535",
        "colspan=99999999999999999999",
    ],
)
def test_impossible_spans_are_bounded(attributes: str) -> None:
    (block,) = of(f"<table><tr><td {attributes}>甲</td><td>1</td></tr><tr><td>乙</td></tr></table>")
    assert isinstance(block, Table)
    assert [cell.text for line in block.rows for cell in line] == ["甲", "1", "乙"]
    assert block.rows[0][0].colspan <= 1000
    assert block.rows[0][0].rowspan <= 2


def test_spans_that_cover_more_than_any_report_are_refused() -> None:
    with pytest.raises(Unreadable) as error:
        of("<table><tr>" + "<td colspan=1000 rowspan=9999>x</td>" * 30 + "</tr>" * 1 + "<tr><td>y" * 900 + "</table>")
    assert error.value.code == "too-many-parts"


def test_overlapping_spans_are_kept_as_written() -> None:
    html = "<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td colspan=2>乙</td></tr></table>"
    assert of(html) == (table((Cell("甲", 2), Cell("1")), (Cell("乙", 1, 2),)),)


@pytest.mark.parametrize("tag", ["div", "span", "font", "ul"])
def test_a_hundred_thousand_nested_elements_are_survived(tag: str) -> None:
    assert of(f"<{tag}>" * 100_000 + "甲" + f"</{tag}>" * 100_000 + "<p>乙</p>") == (Paragraph("甲"), Paragraph("乙"))


def test_a_hundred_thousand_nested_tables_are_refused() -> None:
    with pytest.raises(Unreadable) as error:
        of("<table><tr><td>" * 100_000 + "甲")
    assert error.value.code == "too-many-parts"


def test_tables_nested_as_deep_as_allowed_are_read() -> None:
    blocks = of("<table><tr><td>" * 80 + "甲" + "</td></tr></table>" * 80 + "<p>" * 6000)
    assert blocks == (table(row("甲")),)


def test_formatting_left_open_is_not_copied_into_every_paragraph() -> None:
    opened = "".join(f"<font color='#{i:06x}'>" for i in range(3_000))
    blocks = of(opened + "<p>甲" * 3_000)
    assert blocks == (Paragraph("甲"),) * 3_000


def test_a_million_cells_are_refused() -> None:
    with pytest.raises(Unreadable) as error:
        of("<table><tr>" + "<td>1" * 1_000_000)
    assert error.value.code == "too-many-parts"


def test_a_page_cut_off_anywhere_is_read_up_to_there() -> None:
    html = (
        f"<html><body><h1>报告</h1><p>{PROSE}</p><table><tr><td>规章</td><td>0</td></tr></table></body></html>".encode()
    )
    for twentieth in range(1, 20):
        data = html[: len(html) * twentieth // 20]
        try:
            document = read(data)
        except Unreadable as error:
            assert error.code in ("no-text", "wrong-format")
        else:
            assert isinstance(document, Document)
            assert document.text


def test_zero_bytes_and_lone_surrogates_do_no_harm() -> None:
    assert of("<p>规\0章&#xD800;&#0;甲</p>") == (Paragraph("规章\ufffd\ufffd甲"),)


def test_a_real_page_keeps_its_tables_and_figures(samples: Path) -> None:
    document = read((samples / "shuyang_fagaiju_2023.html").read_bytes())
    assert document.title == "沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局"
    metadata, proactive, applications, remedies = document.tables
    assert [len(t.rows) for t in (metadata, proactive, applications, remedies)] == [6, 14, 28, 4]
    assert [cell.text for cell in applications.rows[3]] == [
        "一、本年新收政府信息公开申请数量",
        "26",
        "",
        "",
        "",
        "",
        "",
        "26",
    ]
    assert [cell.text for cell in remedies.rows[3]] == ["0", "0", "0", "1", "1"] + ["0"] * 10
    assert {len(line) for line in applications.grid()} == {10}
