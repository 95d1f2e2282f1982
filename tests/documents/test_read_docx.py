"""Word documents as offices and other programs write them, and as enemies do."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from documents.builders import W_NS, docx, ole, paragraph, word_cell, word_table, zipped
from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Cell, Heading, Paragraph, Place, Table
from gongkai.documents.readers.docx import read


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a busy machine takes must not decide what is read; the clock has its own tests."""
    monkeypatch.setattr(bounds.Budget, "check", lambda self: None)


def of(body: str, **parts: str) -> tuple[Block, ...]:
    return read(docx(body, **parts)).blocks


def warnings_of(body: str) -> tuple[str, ...]:
    return read(docx(body)).source.warnings


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def style(identity: str, name: str, inside: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{inside}</w:style>'


def styled(identity: str, text: str) -> str:
    return paragraph(text, f'<w:pStyle w:val="{identity}"/>')


@pytest.mark.parametrize(
    ("name", "inside", "level"),
    [
        ("heading 1", "", 1),
        ("heading 3", "", 3),
        ("heading 8", "", 6),
        ("标题 2", "", 2),
        ("Title", "", 1),
        ("公文标题", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', 2),
        ("我的标题", '<w:basedOn w:val="base"/>', 4),
    ],
)
def test_headings_are_known_by_name_outline_or_ancestor(name: str, inside: str, level: int) -> None:
    blocks = of(styled("x", "一、总体情况"), styles=style("base", "heading 4") + style("x", name, inside))
    assert blocks == (Heading("一、总体情况", level),)


def test_a_paragraph_may_set_its_own_outline_level() -> None:
    assert of(paragraph("甲", '<w:outlineLvl w:val="0"/>') + paragraph("乙", '<w:outlineLvl w:val="9"/>')) == (
        Heading("甲", 1),
        Paragraph("乙"),
    )


def test_styles_based_on_each_other_in_a_ring_are_survived() -> None:
    ring = style("a", "甲", '<w:basedOn w:val="b"/>') + style("b", "乙", '<w:basedOn w:val="a"/>')
    assert of(styled("a", "正文"), styles=ring) == (Paragraph("正文"),)


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/><w:isLgl/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def numbered(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_written_out() -> None:
    body = (
        numbered("总体情况", 0)
        + numbered("主动公开", 1)
        + numbered("依申请公开", 1)
        + paragraph("正文")
        + numbered("主动公开政府信息情况", 0)
        + numbered("机构", 1)
        + numbered("细目", 2)
        + numbered("要点", 0, 2)
        + numbered("问题", 0, 3)
    )
    assert [block.text for block in of(body, numbering=NUMBERING)] == [  # type: ignore[union-attr]
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "正文", "二、主动公开政府信息情况", "（一）机构",
        "2.1 细目", "要点", "五、问题",
    ]  # fmt: skip


def test_numbers_come_from_the_style_too_and_can_be_switched_off() -> None:
    styles = style("h", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    off = paragraph("附件", '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert of(styled("h", "总体情况") + off, styles=styles, numbering=NUMBERING) == (
        Heading("一、总体情况", 1),
        Heading("附件", 1),
    )


def test_merged_cells_keep_their_true_spans() -> None:
    body = word_table(
        word_cell("三、结果", '<w:vMerge w:val="restart"/>') + word_cell("甲") + word_cell("1"),
        word_cell("", "<w:vMerge/>") + word_cell("合计", '<w:gridSpan w:val="2"/>'),
        word_cell("", '<w:vMerge w:val="continue"/>') + word_cell("乙") + word_cell(""),
        word_cell("四、结转") + word_cell("丙") + word_cell("0"),
    )
    assert of(body) == (
        Table(
            ((Cell("三、结果", 3), *row("甲", "1")), (Cell("合计", 1, 2),), row("乙", ""), row("四、结转", "丙", "0"))
        ),
    )


def test_a_row_that_begins_later_gets_an_empty_cell_before_it() -> None:
    body = word_table(
        word_cell("甲") + word_cell("乙"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + word_cell("1"),
    )
    assert of(body) == (Table((row("甲", "乙"), row("", "1"))),)


def test_a_grid_column_as_thin_as_a_hair_is_no_column() -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in (600, 1, 600, 600)) + "</w:tblGrid>"
    upper = word_cell("复议") + word_cell("诉讼", '<w:gridSpan w:val="3"/>')
    lower = word_cell("1", '<w:gridSpan w:val="2"/>') + word_cell("2") + word_cell("3")
    assert of(f"<w:tbl>{grid}<w:tr>{upper}</w:tr><w:tr>{lower}</w:tr></w:tbl>") == (
        Table(((Cell("复议"), Cell("诉讼", 1, 2)), row("1", "2", "3"))),
    )


def test_rows_repeated_on_each_page_are_the_head() -> None:
    body = word_table("<w:trPr><w:tblHeader/></w:trPr>" + word_cell("项目"), word_cell("规章"))
    (block,) = of(body)
    assert isinstance(block, Table)
    assert block.header_rows == 1
    assert block.rows[1][0].place == Place(table=1, row=2, column=1)


def test_a_nested_table_is_a_table_of_its_own() -> None:
    inner = word_table(word_cell("规章") + word_cell("0"))
    body = f"<w:tbl><w:tr><w:tc>{paragraph('前')}{inner}{paragraph('后')}</w:tc></w:tr></w:tbl>"
    assert of(body) == (Paragraph("前"), Table((row("规章", "0"),)), Paragraph("后"))


def test_rows_and_cells_in_content_controls_are_read() -> None:
    controlled = f"<w:sdt><w:sdtContent>{word_cell('0')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{word_table(word_cell('规章') + controlled)}</w:sdtContent></w:sdt>"
    assert of(body) == (Table((row("规章", "0"),)),)


def test_insertions_are_kept_deletions_dropped_and_both_are_told() -> None:
    inside = (
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>13</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>14</w:t></w:r></w:moveFrom>"
    )
    body = paragraph("新收", inside=inside)
    assert of(body) == (Paragraph("新收12"),)
    assert warnings_of(body) == ("文档含有尚未接受的修订：已按插入后、删除后的内容读取。请确认修订是否应当接受。",)


def test_a_deleted_row_is_no_row() -> None:
    assert of(word_table(word_cell("甲"), "<w:trPr><w:del/></w:trPr>" + word_cell("乙"))) == (Table((row("甲"),)),)


def test_hidden_text_and_comments_are_left_out_and_told() -> None:
    inside = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部口径</w:t></w:r><w:r><w:commentReference w:id='0'/></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r>"
    )
    body = paragraph("公开", inside=inside)
    assert of(body) == (Paragraph("公开可见"),)
    assert warnings_of(body) == (
        "文档带有批注，批注未作为正文读取。公开前请删除批注。",
        "文档含有隐藏文字，未作为正文读取。公开前请检查这些文字。",
    )


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><x>" + box + "</x></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:shape><v:textbox>"
        + box
        + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert of(paragraph("框外", inside=drawn)) == (Paragraph("框外"), Paragraph("框内"))


def test_fields_show_their_result() -> None:
    inside = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>不见</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr="DATE"><w:r><w:t>日</w:t></w:r></w:fldSimple>'
    )
    assert of(paragraph("第", inside=inside)) == (Paragraph("第7日"),)


def test_a_field_that_never_ends_swallows_only_its_paragraph() -> None:
    inside = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>不见</w:t></w:r>'
    assert of(paragraph("甲", inside=inside) + paragraph("乙")) == (Paragraph("甲"), Paragraph("乙"))


def test_breaks_tabs_symbols_and_readings() -> None:
    inside = (
        "<w:r><w:br/><w:t>纠正</w:t><w:tab/><w:t>1</w:t><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>bào</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>報</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标</w:t></w:r></w:smartTag>"
    )
    assert of(paragraph("结果", inside=inside)) == (Paragraph("结果\n纠正 1-☑報链接标"),)


def test_footnotes_stand_at_the_end() -> None:
    body = paragraph("收费", inside='<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("完")
    notes = f'<w:footnote w:id="1">{paragraph("未引用")}</w:footnote><w:footnote w:id="2">{paragraph("单位：万元")}</w:footnote>'
    assert of(body, footnotes=notes) == (Paragraph("收费"), Paragraph("完"), Paragraph("单位：万元"))


def test_pages_are_counted_where_word_noted_them() -> None:
    turned = "<w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r>"
    body = paragraph("第一页") + paragraph(inside=turned) + paragraph("还是第二页")
    assert [block.place.page for block in of(body)] == [1, 2, 2]
    assert [block.place.page for block in of(paragraph("无记录"))] == [None]


def test_an_embedded_file_is_told() -> None:
    assert warnings_of(paragraph("甲") + "<w:altChunk/>") == (
        "文档嵌入了另一个文件的内容，这部分没有读取。请用 Word 打开，另存后再试。",
    )


def test_the_strict_edition_reads_the_same() -> None:
    body = word_table(word_cell("甲", '<w:gridSpan w:val="2"/>'))
    data = docx(body, namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read(data).blocks == of(body)


def test_the_title_is_that_of_the_properties() -> None:
    core = '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>年度报告</dc:title></p>'
    document = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph("甲")}</w:body></w:document>'
    assert read(zipped({"word/document.xml": document, "docProps/core.xml": core})).title == "年度报告"
    assert read(zipped({"word/document.xml": document, "docProps/core.xml": "<broken"})).title is None


def test_the_text_may_stand_in_a_part_of_another_name() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    document = f'<w:document xmlns:w="{W_NS}"><w:body>{paragraph("甲")}</w:body></w:document>'
    relations = (
        f'<Relationships xmlns="r"><Relationship Id="a" Type="{kind}" Target="/word/main2.xml"/></Relationships>'
    )
    assert read(zipped({"word/main2.xml": document, "_rels/.rels": relations})).blocks == (Paragraph("甲"),)


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read(data)
    assert str(error.value).endswith(("。", "！"))
    return error.value.code


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    document = f'{bomb}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    assert code_of(zipped({"word/document.xml": document})) == "unsupported"


def test_a_file_on_the_disk_is_never_pulled_in() -> None:
    document = (
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    )
    assert code_of(zipped({"word/document.xml": document})) == "unsupported"


def test_fifty_thousand_nested_tables_are_refused() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000
    assert code_of(docx(body, compression=zipfile.ZIP_STORED)) == "too-many-parts"


def test_more_cells_than_any_report_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS", 1_000)
    assert code_of(docx(f"<w:tbl>{'<w:tr><w:tc/></w:tr>' * 1_001}</w:tbl>")) == "too-many-parts"


def test_a_document_that_expands_hugely_is_refused() -> None:
    assert code_of(docx(paragraph(" " * 20_000_000))) == "too-large"


def test_a_password_is_said() -> None:
    assert code_of(zipped({"word/document.xml": "x"})[:6] + b"\1" + b"x" * 100) == "damaged"
    data = bytearray(docx(paragraph("甲")))
    at = data.index(b"PK\x01\x02")
    while at >= 0:  # the flag of an encrypted part, in the directory and before each part
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert code_of(bytes(data)) == "password"


def test_other_zips_are_not_this_format() -> None:
    for data in (zipped({"xl/workbook.xml": "<x/>"}), ole({"WordDocument": b""}), b"abc"):
        with pytest.raises(NotThisFormat):
            read(data)


def test_a_document_without_text_says_so() -> None:
    assert code_of(docx(paragraph())) == "no-text"


@pytest.mark.parametrize("twentieth", range(1, 20))
def test_a_file_cut_off_anywhere_is_damaged(twentieth: int) -> None:
    data = docx(paragraph("正文") * 200)
    assert code_of(data[: len(data) * twentieth // 20]) in ("damaged", "wrong-format")


def test_random_damage_never_raises_anything_but_unreadable() -> None:
    good = docx(word_table(word_cell("甲", '<w:gridSpan w:val="2"/>')) + numbered("乙", 0), numbering=NUMBERING)
    chance = random.Random(7)
    outcomes = set()
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.add(type(read(bytes(data))).__name__)
        except Unreadable as error:
            outcomes.add(error.code)
    assert {"Document", "damaged"} <= outcomes


def test_the_blank_form_has_its_grids(samples: Path) -> None:
    document = read((samples / "template_2021_form.docx").read_bytes())
    proactive, applications, remedies = document.tables
    assert [(len(t.rows), len(t.grid()[0])) for t in (proactive, applications, remedies)] == [
        (14, 4),
        (28, 10),
        (4, 15),
    ]
    assert [cell.text for cell in applications.rows[7]] == ["（三）不予公开", "1.属于国家秘密"] + [""] * 7
    assert (applications.rows[5][0].rowspan, applications.rows[5][0].text) == (22, "三、本年度办理结果")
