"""The PDF reader on pages made by hand: every drawing below is a few lines of PDF."""

import json
from pathlib import Path

import pytest

from documents.fuzzing.handmade_pdf import Sheet, bar, box, line, pdf, ruled, text, turned
from gongkai.documents import Document, Heading, NotThisFormat, Paragraph, Table, Unreadable
from gongkai.documents.readers import scanning
from gongkai.documents.readers.pdf import read


def rows(document: Document, number: int = 0) -> list[list[tuple[str, int, int]]]:
    table = list(document.tables)[number]
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in table.rows]


def words(document: Document, number: int = 0) -> list[list[str]]:
    return [[text for text, _, _ in row] for row in rows(document, number)]


def grid_page(turn: str = "") -> str:
    """Two rows and three columns; the first two cells of the first row are merged."""
    drawn = ruled([100, 200, 300, 400], [500, 530, 560], without=[(200, 530, 200, 560)])
    return (
        drawn
        + text(120, 540, "申请人情况")
        + text(340, 540, "总计")
        + text(110, 510, "新收")
        + text(240, 510, "12")
        + text(345, 510, "3.5")
    )


GRID = [[("申请人情况", 1, 2), ("总计", 1, 1)], [("新收", 1, 1), ("12", 1, 1), ("3.5", 1, 1)]]


def test_a_missing_line_between_cells_is_a_merged_cell() -> None:
    assert rows(read(pdf(grid_page()))) == GRID


def test_a_cell_merged_downwards_keeps_its_rows() -> None:
    drawn = ruled([100, 200, 300], [500, 530, 560], without=[(100, 530, 200, 530)])
    page = drawn + text(110, 527, "合计") + text(210, 540, "甲乙") + text(210, 510, "丙丁")
    assert rows(read(pdf(page))) == [[("合计", 2, 1), ("甲乙", 1, 1)], [("丙丁", 1, 1)]]


def test_lines_drawn_as_thin_filled_boxes_make_the_same_table() -> None:
    lying = "".join(bar(100, y, 200, 0.5) for y in (500, 530, 560))
    standing = "".join(bar(x, 500, 0.5, 60) for x in (100, 200, 300))
    page = (
        lying
        + standing
        + text(110, 540, "规章")
        + text(210, 540, "0")
        + text(110, 510, "规范性文件")
        + text(210, 510, "5")
    )
    assert words(read(pdf(page))) == [["规章", "0"], ["规范性文件", "5"]]


def test_dashed_borders_drawn_as_many_short_lines_are_one_line() -> None:
    dashes = "".join(line(x, y, x + 4, y) for y in (500, 530, 560) for x in range(100, 300, 6))
    standing = "".join(line(x, 500, x, 560) for x in (100, 200, 300))
    page = (
        dashes + standing + text(110, 540, "规章") + text(210, 540, "1") + text(110, 510, "文件") + text(210, 510, "2")
    )
    assert words(read(pdf(page))) == [["规章", "1"], ["文件", "2"]]


def test_a_table_without_side_lines_keeps_its_outer_columns() -> None:
    lying = "".join(line(100, y, 400, y) for y in (500, 530, 560))
    page = lying + line(200, 500, 200, 560) + line(300, 500, 300, 560)
    page += text(110, 540, "项目") + text(210, 540, "制发") + text(310, 540, "废止")
    page += text(110, 510, "规章") + text(210, 510, "7") + text(310, 510, "8")
    assert words(read(pdf(page))) == [["项目", "制发", "废止"], ["规章", "7", "8"]]


def test_lines_and_text_inside_a_form_object_count() -> None:
    placed = read(pdf("q 1 0 0 1 20 -30 cm /X1 Do Q\n", form=grid_page()))
    assert rows(placed) == GRID


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned_is_read_as_if_its_content_were_upright(turn: int) -> None:
    around = {90: "0 1 -1 0 600 0", 180: "-1 0 0 -1 600 800", 270: "0 -1 1 0 0 800"}[turn]
    sheet = Sheet(f"q {around} cm\n{grid_page()}Q\n", f"/Rotate {turn}")
    assert rows(read(pdf(sheet))) == GRID


def test_a_table_printed_sideways_on_an_upright_page_is_read_along_its_text() -> None:
    sheet = Sheet(f"q 0 1 -1 0 600 0 cm\n{grid_page()}Q\n")
    assert rows(read(pdf(sheet))) == GRID


def test_what_lies_outside_the_crop_box_is_not_read() -> None:
    sheet = Sheet(text(100, 700, "看得见的一行") + text(100, 100, "裁掉的一行"), "/CropBox [50 400 600 800]")
    assert read(pdf(sheet)).text == "看得见的一行"


def test_bold_faked_by_drawing_twice_is_read_once() -> None:
    page = text(100, 700, "一、总体情况") + text(100.4, 700, "一、总体情况")
    assert read(pdf(page)).text == "一、总体情况"


def test_a_figure_of_equal_digits_is_not_taken_for_fake_bold() -> None:
    assert read(pdf(text(100, 700, "共1111件"))).text == "共1111件"


def test_one_character_a_line_in_a_narrow_cell_is_one_label() -> None:
    label = "三、本年度办理结果"
    drawn = ruled([100, 124, 300], [500, 540, 580, 620, 660], without=[(100, y, 124, y) for y in (540, 580, 620)])
    # Two characters at once where needed: a lone character of a font that is not embedded may be dropped by PDFium.
    page = drawn + "".join(text(106, 645 - 15 * n, character) for n, character in enumerate(label))
    page += "".join(text(140, 505 + 40 * n, f"第{n}行") for n in range(4))
    assert words(read(pdf(page))) == [["三、本年度办理结果", "第3行"], ["第2行"], ["第1行"], ["第0行"]]


def test_a_label_set_sideways_in_its_cell_is_read() -> None:
    drawn = ruled([100, 140, 300], [500, 560, 620], without=[(100, 560, 140, 560)])
    page = drawn + turned(125, 520, "办理结果") + text(150, 590, "予以公开二十一件") + text(150, 520, "部分公开四件")
    assert words(read(pdf(page))) == [["办理结果", "予以公开二十一件"], ["部分公开四件"]]


def test_wrapped_lines_of_a_cell_are_joined_and_set_breaks_are_kept() -> None:
    drawn = ruled([100, 172, 400], [500, 560])
    page = (
        drawn
        + text(104, 540, "（二）部分")
        + text(104, 525, "公开数")
        + text(180, 540, "甲乙丙")
        + text(180, 520, "丁戊己")
    )
    assert words(read(pdf(page))) == [["（二）部分公开数", "甲乙丙\n丁戊己"]]


def test_a_frame_around_the_page_is_no_table() -> None:
    page = box(40, 40, 520, 720) + grid_page() + text(100, 700, "一、总体情况")
    document = read(pdf(page))
    assert [type(block) for block in document.blocks] == [Paragraph, Table]
    assert rows(document) == GRID


def test_page_numbers_go_and_other_numbers_stay() -> None:
    pages = [text(100, 500, f"正文{n}。") + text(100, 480, "2023") + text(290, 40, f"— {n} —") for n in (1, 2)]
    assert read(pdf(*pages)).text == "正文1。\n2023\n正文2。\n2023"


def test_bare_page_numbers_go_only_when_they_count_with_the_pages() -> None:
    counting = [text(100, 500, "正文内容。") + text(290, 40, str(n)) for n in (4, 5, 6)]
    assert read(pdf(*counting)).text == "正文内容。\n正文内容。\n正文内容。"
    fixed = [text(100, 500, "正文内容。") + text(290 + 9 * n, 40, str(n)) for n in (21, 3, 7)]
    assert read(pdf(*fixed)).text == "正文内容。\n21\n正文内容。\n3\n正文内容。\n7"


def test_a_running_head_goes_when_three_pages_carry_it() -> None:
    pages = [text(100, 770, "示例县商务局") + text(100, 500, f"正文{n}。") for n in (1, 2, 3)]
    assert read(pdf(*pages)).text == "正文1。\n正文2。\n正文3。"


def paragraph(lines: list[str], top: float, first: float = 124) -> str:
    return "".join(text(first if n == 0 else 100, top - 20 * n, words) for n, words in enumerate(lines))


def test_lines_of_a_paragraph_are_joined_also_over_a_page_break() -> None:
    full = "政" * 33
    one = paragraph(["开" + "政" * 30, full, "完。"], 700) + paragraph(["起" + "府" * 30], 640)
    two = paragraph([full, "止。"], 740, first=100)
    assert [block.text for block in read(pdf(one, two)).blocks] == [
        "开" + "政" * 63 + "完。",
        "起" + "府" * 30 + "政" * 33 + "止。",
    ]


def test_a_larger_title_over_two_lines_is_one_heading() -> None:
    body = paragraph(["正" + "文" * 30, "文" * 33, "完。"], 600)
    page = text(200, 720, "示例县商务局", 22) + text(189, 690, "2023年年度报告", 22) + body
    blocks = read(pdf(page)).blocks
    assert blocks[0] == Heading("示例县商务局2023年年度报告", 1)
    assert len(blocks) == 2


def test_a_table_over_a_page_break_is_one_and_its_repeated_head_is_kept_once() -> None:
    xs = [100, 200, 300]
    first = (
        ruled(xs, [60, 90, 120])
        + text(110, 100, "信息内容")
        + text(210, 100, "数量")
        + text(110, 70, "行政许可")
        + text(210, 70, "550")
    )
    second = (
        ruled(xs, [680, 710, 740])
        + text(110, 720, "信息内容")
        + text(210, 720, "数量")
        + text(110, 690, "行政处罚")
        + text(210, 690, "41")
    )
    document = read(pdf(first, second))
    assert words(document) == [["信息内容", "数量"], ["行政许可", "550"], ["行政处罚", "41"]]
    [table] = document.tables
    assert table.header_rows == 1
    assert [row[1].place.page for row in table.rows] == [1, 1, 2]
    assert [str(row[1].place) for row in table.rows][2] == "第2页第1个表第3行第2列"


def test_tables_of_different_columns_stay_apart_at_a_page_break() -> None:
    first = ruled([100, 200, 300], [60, 90]) + text(110, 70, "行政许可") + text(210, 70, "550")
    second = ruled([100, 160, 300], [710, 740]) + text(110, 720, "其他") + text(210, 720, "41")
    assert [words(read(pdf(first, second)), n) for n in (0, 1)] == [[["行政许可", "550"]], [["其他", "41"]]]


def test_the_quarter_square_between_figure_and_character_is_not_a_space() -> None:
    page = text(100, 700, "2023") + text(127, 700, "年度") + text(200, 700, "Annual") + text(241, 700, "report")
    assert read(pdf(page)).text == "2023年度 Annual report"


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    page = text(100, 500, "政" * 30 + "tele-") + text(100, 480, "phone")
    assert read(pdf(page)).text == "政" * 30 + "tele-phone"


def test_hidden_text_beside_painted_text_is_left_out() -> None:
    page = text(100, 700, "印出来的字") + text(100, 600, "没有印出来的字", mode=3)
    assert read(pdf(page)).text == "印出来的字"


def test_without_a_recogniser_the_hidden_layer_of_a_scan_is_used_and_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "available", lambda: False)
    hidden = text(100, 700, "一、总体情况。本机关认真贯彻落实条例要求，不断完善政府信息公开制度。", mode=3)
    page = "q 600 0 0 800 0 0 cm /I1 Do Q\n" + hidden
    document = read(pdf(page, gray=bytes(64)))
    assert document.text == "一、总体情况。本机关认真贯彻落实条例要求，不断完善政府信息公开制度。"
    assert document.source.warnings == ("第1页的文字是扫描图上的识别层，可能有识别错误。请核对图像。",)


def test_a_slanted_watermark_is_left_out_with_a_warning() -> None:
    mark = f"BT /F1 40 Tf 0 Tr 0.7 0.7 -0.7 0.7 100 300 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET\n"
    document = read(pdf(text(100, 700, "正文内容。") + mark))
    assert document.text == "正文内容。"
    assert document.source.warnings == ("第1页有斜排的文字（多为水印），没有读入。",)


def test_the_title_comes_from_the_file_s_own_data() -> None:
    assert read(pdf(text(100, 700, "正文内容。"), title="示例县商务局年报")).title == "示例县商务局年报"


def test_other_bytes_are_refused_at_once() -> None:
    with pytest.raises(NotThisFormat):
        read(b"PK\x03\x04" + bytes(100))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", pdf(grid_page())[:40]])
def test_a_broken_file_is_damaged(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == "damaged"


def test_a_file_cut_short_is_read_or_refused_but_never_crashes() -> None:
    whole = pdf(grid_page(), packed=True)
    for end in range(1, len(whole), 97):
        try:
            read(whole[:end])
        except Unreadable as refused:
            assert refused.code in {"wrong-format", "damaged", "no-text"}


def columns(rows: list[list[str]], xs: list[float], top: float) -> str:
    return "".join(
        text(x, top - 24 * n, words) for n, row in enumerate(rows) for x, words in zip(xs, row, strict=True) if words
    )


def test_a_table_without_lines_keeps_its_columns_and_its_blank_cells() -> None:
    rows = [
        ["项目", "自然人", "企业", "总计"],
        ["一、本年新收", "21", "", "21"],
        ["二、上年结转", "3", "1", "4"],
        ["三、其他", "", "", "0"],
    ]
    page = text(100, 700, "三、收到和处理政府信息公开申请情况") + columns(rows, [100, 250, 330, 410], 660)
    document = read(pdf(page))
    assert words(document) == rows
    assert [type(block) for block in document.blocks] == [Paragraph, Table]


def test_a_head_over_several_columns_of_a_table_without_lines_spans_them() -> None:
    page = text(240, 660, "申请人情况") + text(100, 660, "项目")
    page += columns([["新收", "21", "0"], ["结转", "3", "1"], ["合计", "24", "1"]], [100, 240, 290], 636)
    assert rows(read(pdf(page)))[0] == [("项目", 1, 1), ("申请人情况", 1, 2)]


def test_lines_of_text_with_holes_are_no_table() -> None:
    page = columns([["甲方", "乙方", "丙方"], ["签字", "盖章", "日期"], ["地址", "电话", "邮编"]], [100, 240, 290], 636)
    assert [type(block) for block in read(pdf(page)).blocks] == [Paragraph, Paragraph, Paragraph]


def test_a_figure_wider_than_its_column_stays_whole_and_is_doubted() -> None:
    page = ruled([100, 130, 160], [700, 730, 760]) + text(105, 740, "甲乙") + text(133, 740, "丙丁")
    page += text(114, 710, "11360")
    document = read(pdf(page))
    assert words(document) == [["甲乙", "丙丁"], ["11360", ""]]
    assert [(place.row, place.column) for place in document.source.uncertain] == [(2, 1), (2, 2)]


def test_a_figure_written_over_another_is_doubted() -> None:
    page = ruled([100, 200, 300], [700, 730]) + text(110, 710, "行政许可") + text(240, 710, "12")
    document = read(pdf(page + "1 g " + bar(235, 705, 30, 15) + "0 g " + text(241, 710, "57")))
    assert [(place.row, place.column) for place in document.source.uncertain] == [(1, 2)]
    assert document.source.warnings == (
        "第1页的表格里有叠在一起的字，读出来可能不对。请核对原件。",
        "有1个单元格读得不准（第1页第1个表第1行第2列）。请对照原件核对。",
    )


def test_a_character_without_meaning_is_kept_and_doubted() -> None:
    page = ruled([100, 200, 300], [700, 730]) + text(110, 710, "行政许可") + text(240, 710, "1\ue0005")
    document = read(pdf(page))
    assert words(document) == [["行政许可", "1\ue0005"]]
    assert [(place.row, place.column) for place in document.source.uncertain] == [(1, 2)]


@pytest.mark.parametrize("packed", [False, True])
def test_a_form_that_draws_itself_again_and_again_is_refused_before_it_unfolds(packed: bool) -> None:
    with pytest.raises(Unreadable) as refused:
        read(pdf(text(100, 700, "正文内容。") + "/X1 Do\n", form="/X1 Do /X1 Do /X1 Do\n", packed=packed))
    assert refused.value.code == "too-many-parts"


def test_a_form_drawn_a_million_times_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read(pdf("/X1 Do\n" * 1_000_000, form=text(100, 700, "盖章"), packed=True))
    assert refused.value.code == "too-many-parts"


def test_a_drawing_that_unpacks_to_gigabytes_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read(pdf("0 0 m 9 9 l S\n" * 800_000, packed=True))
    assert refused.value.code == "too-many-parts"


def test_forms_in_forms_are_read() -> None:
    assert read(pdf("/X1 Do\n" * 3, form=text(100, 700, "一、总体情况"))).text == "一、总体情况"


def test_a_page_without_any_text_says_so() -> None:
    with pytest.raises(Unreadable) as refused:
        read(pdf(line(100, 100, 200, 100)))
    assert refused.value.code == "no-text"


def test_a_merged_label_cut_by_a_page_break_covers_its_rows_on_both_pages() -> None:
    xs = [100, 160, 220, 300]
    first = ruled(xs, [40, 70, 100], without=[(100, 70, 160, 70)])
    first += (
        text(105, 80, "办理结果")
        + text(165, 80, "公开")
        + text(225, 80, "1")
        + text(165, 50, "部分")
        + text(225, 50, "2")
    )
    second = ruled(xs, [710, 740]) + text(165, 720, "其他") + text(225, 720, "3")
    assert rows(read(pdf(first, second))) == [
        [("办理结果", 3, 1), ("公开", 1, 1), ("1", 1, 1)],
        [("部分", 1, 1), ("2", 1, 1)],
        [("其他", 1, 1), ("3", 1, 1)],
    ]


def test_a_part_that_shows_only_wide_cells_still_belongs_to_its_table() -> None:
    first = ruled([100, 300], [60, 90]) + text(110, 70, "第二十条第（一）项")
    second = ruled([100, 200, 300], [710, 740]) + text(110, 720, "规章") + text(210, 720, "7")
    assert rows(read(pdf(first, second))) == [[("第二十条第（一）项", 1, 2)], [("规章", 1, 1), ("7", 1, 1)]]


def test_a_real_report_gives_every_labelled_figure(samples: Path) -> None:
    document = read((samples / "hongze_2023.pdf").read_bytes())
    truth = json.loads((samples / "truth" / "hongze_2023.json").read_text("utf-8"))["tables"]
    tables = list(document.tables)
    figures = [[cell.text for cell in row if cell.text.isdigit()] for row in tables[1].rows]
    expected = [[str(value) for value in row.values()] for row in truth["applications"]["rows"].values()]
    assert [row for row in figures if row] == expected
    flat = [str(value) for row in truth["remedies"]["rows"].values() for value in row.values()]
    assert [cell.text for cell in tables[2].rows[-1]] == flat
    assert words(document, 0)[-1] == ["行政事业性收费", "7730.28"]
    assert (tables[1].rows[5][0].text, tables[1].rows[5][0].rowspan) == ("三、本年度办理结果", 20)
    assert [block.text for block in document.blocks[:1]] == ["洪泽区人民政府2023年政府信息公开工作年度报告"]
