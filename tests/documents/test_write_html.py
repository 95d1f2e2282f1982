"""The HTML writer."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.writing import write

HEAD = (Cell("办理结果", 2, 2), Cell("申请人情况", 1, 2)), (Cell("自然人"), Cell(""))
BODY = (
    (Cell("三、本年度办理结果", 2), Cell("（一）予以公开"), Cell("3"), Cell("3件")),
    (Cell("（二）部分公开"), Cell(""), Cell("-")),
)
TABLE = Table((*HEAD, *BODY), header_rows=2)


def page(*blocks: Heading | Paragraph | Table, **options: object) -> LexborHTMLParser:
    return LexborHTMLParser(write(Document(blocks), "html", **options).decode())


def rows(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [node.html or "" for node in tree.css(selector)]


def test_the_page_declares_its_language_encoding_and_title() -> None:
    data = write(Document((Heading("示例县商务局年度报告", 1),)), "html").decode()
    assert data.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>示例县商务局年度报告</title>" in data


def test_the_declared_title_wins_over_the_given_one_and_that_over_the_first_heading() -> None:
    document = Document((Heading("标题", 1),), title="声明的标题")
    assert "<title>声明的标题</title>" in write(document, "html", title="给出的标题").decode()
    assert "<title>给出的标题</title>" in write(Document(document.blocks), "html", title="给出的标题").decode()
    assert "<title>未命名文件</title>" in write(Document((Paragraph("甲"),)), "html").decode()


def test_the_page_asks_nothing_of_the_network_and_runs_no_script() -> None:
    data = write(Document((Heading("甲", 1), TABLE)), "html").decode()
    for word in ("http:", "https:", "//", "@import", "url(", "<script", "<link", "<img", "src="):
        assert word not in data


def test_markup_in_texts_stays_text() -> None:
    tree = page(
        Heading("<script>alert(1)</script>", 1),
        Paragraph('<img src=x onerror="x">&lt;\n</p>'),
        Table(((Cell("</td></table><b>"),),)),
        title="</title><script>",
    )
    assert tree.css("script, img, b") == []
    assert tree.css_first("p").html == '<p>&lt;img src=x onerror="x"&gt;&amp;lt;<br>&lt;/p&gt;</p>'
    assert tree.css_first("td").text() == "</td></table><b>"
    assert tree.css_first("title").text() == "</title><script>"


def test_head_cells_say_whether_they_name_a_column_or_a_group_of_columns() -> None:
    assert rows(page(TABLE), "thead th") == [
        '<th scope="colgroup" rowspan="2" colspan="2">办理结果</th>',
        '<th scope="colgroup" colspan="2">申请人情况</th>',
        '<th scope="col">自然人</th>',
    ]


def test_a_head_cell_without_words_is_no_head() -> None:
    assert rows(page(TABLE), "thead td") == ["<td></td>"]


def test_labels_at_the_start_of_a_row_name_the_row_and_figures_do_not() -> None:
    tree = page(TABLE)
    assert rows(tree, "tbody th") == [
        '<th scope="rowgroup" rowspan="2">三、本年度办理结果</th>',
        '<th scope="row">（一）予以公开</th>',
        '<th scope="row">（二）部分公开</th>',
    ]
    assert rows(tree, "tbody td") == ["<td>3</td>", "<td>3件</td>", "<td></td>", "<td>-</td>"]


def test_a_head_whose_span_reaches_into_the_body_stays_in_the_body() -> None:
    tree = page(Table(((Cell("甲", 2), Cell("乙")), (Cell("1"),)), header_rows=1))
    assert tree.css("thead") == []
    assert tree.css_first("th").html == '<th scope="colgroup" rowspan="2">甲</th>'.replace("colgroup", "col")


def test_a_table_is_named_by_the_heading_above_it() -> None:
    tree = page(Heading("三、收到和处理申请情况", 2), Paragraph("甲"), TABLE)
    name = tree.css_first("table").attributes["aria-labelledby"]
    assert tree.css_first(f"#{name}").text() == "三、收到和处理申请情况"
    assert "aria-labelledby" not in page(TABLE).css_first("table").attributes
