"""What can be marked, what is offered, and what stands in the copy where something was cut."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pypdfium2
import pytest
import xlsxwriter
from PIL import Image, ImageDraw

from corpus import old, pdfs
from corpus.model import Content
from corpus.word import Word, paragraph, run, zipped
from gongkai.documents import Paragraph, read
from gongkai.redaction import (
    Area,
    CannotRedact,
    Cell,
    Characters,
    Cut,
    Format,
    everywhere,
    everywhere_bounded,
    redact,
    redact_bounded,
    render,
    sight,
    sight_bounded,
    suggest,
    verify,
    verify_bounded,
)

NAME, MOBILE = "欧阳霁昀", "13800138000"
WHY = ("个人隐私", "《条例》第十五条")


def cut(place: Characters | Area | Cell, reason: str = WHY[0]) -> Cut:
    return Cut(place, reason, WHY[1])


def word(*body: str) -> bytes:
    made = Word()
    made.body += body
    return made.bytes()


def said(data: bytes) -> list[str]:
    return [block.text for block in read(data, "a.docx").blocks if isinstance(block, Paragraph)]


def book(**cells: object) -> bytes:
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("表")
    for ref, value in cells.items():
        sheet.write(ref, value)
    made.close()
    return out.getvalue()


def shown(data: bytes) -> dict[str, str]:
    return {cell.ref: cell.text for cell in sight(data, "a.xlsx").sheets[0].cells}


# --- what can be marked -------------------------------------------------------------------------------------------------


def test_a_word_file_is_paragraphs_with_where_they_stand() -> None:
    row = f"<w:tr><w:tc>{paragraph(run('姓名'))}</w:tc><w:tc>{paragraph(run(NAME))}</w:tc></w:tr>"
    made = Word()
    made.body += [paragraph(run("第一") + run("段")), paragraph(""), f"<w:tbl><w:tblGrid/>{row}</w:tbl>"]
    made.part("header1", "header", paragraph(run("页眉的字")))
    found = sight(made.bytes(), "a.docx")
    assert found.kind is Format.WORD
    assert [(part.key, part.label, part.text) for part in found.parts] == [
        ("word/document.xml#1", "第1段", "第一段"),
        ("word/document.xml#3", "第1个表第1行第1列", "姓名"),
        ("word/document.xml#4", "第1个表第1行第2列", NAME),
        ("word/header1.xml#1", "页眉第1段", "页眉的字"),
    ]


def test_deleted_words_cannot_be_marked_for_they_go_anyway() -> None:
    gone = f'<w:del w:id="1" w:author="甲">{run("旧", tag="delText")}</w:del><w:ins w:id="2" w:author="甲">{run("新")}</w:ins>'
    assert [part.text for part in sight(word(paragraph(run("文") + gone)), "a.docx").parts] == ["文新"]


def test_a_pdf_is_pages_of_words_and_a_day_in_a_workbook_is_a_day() -> None:
    [page] = sight(pdfs.made("函", [{"kind": "p", "text": "电话 13800138000"}]), "a.pdf").pages
    assert [each.text for each in page.words] == ["电", "话", "13800138000"]
    assert (page.number, round(page.width), round(page.height), page.recognised) == (1, 595, 842, False)
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet().write_number("A1", 45292, made.add_format({"num_format": "yyyy-mm-dd"}))
    made.close()
    assert shown(out.getvalue()) == {"A1": "2024-01-01"}


def test_a_page_is_drawn_as_wide_as_asked() -> None:
    data = pdfs.made("函", [{"kind": "p", "text": "文"}])
    assert Image.open(BytesIO(render(data, "a.pdf", 1, 600))).size == (600, 849)
    with pytest.raises(CannotRedact):
        render(data, "a.pdf", 2, 600)


# --- what is offered ----------------------------------------------------------------------------------------------------


def test_numbers_are_offered_where_they_stand_and_not_told() -> None:
    row = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("联系电话", MOBILE))
    data = word(paragraph(run("手机138") + run("00138000。")), f"<w:tbl><w:tblGrid/><w:tr>{row}</w:tr></w:tbl>")
    found = suggest(data, "a.docx")
    assert [each.place for each in found] == [
        Characters("word/document.xml#1", 2, 13),
        Characters("word/document.xml#3", 0, 11),
    ]
    assert all(MOBILE not in repr(each) for each in found)
    assert [each.place for each in suggest(book(A1="电话", B1=MOBILE), "a.xlsx")] == [Cell("表", "B1")]


def test_a_name_is_found_over_runs_spaces_and_lines() -> None:
    data = word(paragraph(run("欧阳") + run("霁昀") + run("和欧 阳 霁 昀")))
    assert everywhere(data, "a.docx", NAME) == (
        Characters("word/document.xml#1", 0, 4),
        Characters("word/document.xml#1", 5, 12),
    )
    long = "这是一段很长的话" * 5 + "，" + "请联系欧阳霁昀办理" * 6
    places = everywhere(pdfs.made("函", [{"kind": "p", "text": long}]), "a.pdf", NAME)
    assert len(places) > 6, "a name broken by the end of a line takes an area on each"
    assert len(everywhere("欧阳霁昀、欧阳-霁昀".encode(), "a.txt", NAME)) == 2
    with pytest.raises(CannotRedact):
        everywhere(data, "a.docx", "，")


# --- what stands in the copy --------------------------------------------------------------------------------------------


def test_a_block_is_as_long_for_a_name_as_for_a_number() -> None:
    data = word(paragraph(run(f"申请人{NAME}，电话{MOBILE}。")))
    cuts = [
        cut(Characters("word/document.xml#1", 10, 21), "号码"),
        cut(Characters("word/document.xml#1", 3, 7), "姓名"),
    ]
    made = redact(data, "函.docx", cuts)
    assert said(made.data) == ["申请人██[1]██，电话██[2]██。"]
    assert [(line.number, line.where, line.reason, line.extent) for line in made.index] == [
        (1, "第1段", "姓名", "部分文字"),
        (2, "第1段", "号码", "部分文字"),
    ]


def test_cuts_that_overlap_share_a_block_and_keep_their_numbers() -> None:
    made = redact("甲乙丙丁戊己".encode(), "a.txt", [cut(Characters("1", 1, 4)), cut(Characters("1", 3, 5))])
    assert made.data.decode() == "甲██[1][2]██己"


def test_everything_else_about_a_word_file_stays_as_it_was() -> None:
    bold = run("请", "<w:b/>")
    made = redact(word(paragraph(bold + run(f"联系{NAME}"), '<w:jc w:val="center"/>')), "a.docx", [
        cut(Characters("word/document.xml#1", 3, 7))
    ])  # fmt: skip
    body = zipped_part(made.data, "word/document.xml")
    assert '<w:jc w:val="center"/>' in body and "<w:b/>" in body and 'xml:space="preserve">请<' in body


def zipped_part(data: bytes, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name).decode()


def test_a_cut_cell_leaves_nothing_behind_and_what_repeats_it_goes() -> None:
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet(f"{NAME}表")
    sheet.write_string("A1", NAME)
    sheet.write_string("A2", "张某")
    sheet.write_number("B1", 1200)
    sheet.write_number("B2", 300)
    sheet.write_formula("B3", "=SUM(B1:B2)", None, 1500)
    sheet.write_formula("C1", "=A1", None, NAME)
    made.close()
    name = f"{NAME}表"
    copy = redact(out.getvalue(), f"{NAME}.xlsx", [cut(Cell(name, "A1")), cut(Cell(name, "B1"))])
    assert shown(copy.data) == {
        "A1": "██[1]██",
        "A2": "张某",
        "B1": "██[2]██",
        "B2": "300",
        "B3": "1500",
        "C1": "██[1]██",
    }
    assert (copy.name, sight(copy.data, "a.xlsx").sheets[0].name) == ("遮蔽件.xlsx", "工作表1")
    assert copy.index[0].where == "工作表“工作表1”A1单元格"
    assert any("可能推出" in note for note in copy.notes)


def test_a_block_of_cells_is_one_cut() -> None:
    copy = redact(book(A1="姓名", A2=NAME, A3="张某"), "a.xlsx", [cut(Cell("表", "A2:A9"))])
    assert shown(copy.data) == {"A1": "姓名", "A2": "██[1]██", "A3": "██[1]██"}
    assert copy.index[0].extent == "一片单元格"


def test_a_string_that_other_cells_share_stays_there_and_is_told() -> None:
    data = book(A1=NAME, A2=NAME)
    cuts = [cut(Cell("表", "A1"))]
    copy = redact(data, "a.xlsx", cuts)
    assert shown(copy.data) == {"A1": "██[1]██", "A2": NAME}
    looked = verify(data, copy.data, cuts, "a.xlsx")
    assert looked.passed and looked.notes == ("有1段被遮蔽的文字在别处还有相同的文字没有遮蔽，请确认确实可以公开。",)


def test_a_pdf_stays_searchable_but_for_what_was_cut() -> None:
    data = pdfs.made("函", [{"kind": "p", "text": f"申请人{NAME}已收悉。"}])
    made = redact(data, "函.pdf", [cut(place) for place in everywhere(data, "函.pdf", NAME)])
    with pdfplumber.open(BytesIO(made.data)) as document:
        text = "".join((document.pages[0].extract_text() or "").split())
    assert "申请人" in text and "已收悉。" in text and "[1]" in text and "欧阳" not in text
    assert made.index[0].where == "第1页上部"


def test_an_area_is_of_the_page_as_it_is_shown() -> None:
    document = pypdfium2.PdfDocument(pdfs.made("函", [{"kind": "p", "text": f"申请人{NAME}"}]))
    document[0].set_rotation(270)
    data = pdfs.saved(document)
    cuts = [cut(place) for place in everywhere(data, "a.pdf", NAME)]
    copy = redact(data, "a.pdf", cuts)
    page = pypdfium2.PdfDocument(copy.data)[0]
    image = page.render(scale=1).to_pil().convert("L")
    area = cuts[0].place
    assert isinstance(area, Area) and area.height > area.width
    middle = (round((area.x + area.width / 2) * image.width), round((area.y + area.height / 4) * image.height))
    assert image.getpixel(middle) == 0
    assert verify(data, copy.data, cuts, "a.pdf").passed


def test_a_tiff_of_two_coloured_pages_keeps_both() -> None:
    pages = [Image.new("RGB", (200, 100), colour) for colour in ("red", "blue")]
    for page in pages:
        ImageDraw.Draw(page).text((20, 20), MOBILE, fill="white")
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    copy = redact(out.getvalue(), "a.tif", [cut(Area(2, 0.05, 0.1, 0.6, 0.3))])
    made = Image.open(BytesIO(copy.data))
    assert (made.format, made.n_frames, copy.media_type) == ("TIFF", 2, "image/tiff")  # type: ignore[attr-defined]
    assert made.getpixel((20, 20)) == (255, 0, 0)
    made.seek(1)
    assert made.getpixel((20, 20)) == (0, 0, 0)


def test_text_in_another_coding_becomes_utf_8_and_says_so() -> None:
    copy = redact(f"电话{MOBILE}\r\n完".encode("gb18030"), "a.csv", [cut(Characters("1", 2, 13))])
    assert copy.data.decode() == "电话██[1]██\r\n完"
    assert (copy.media_type, copy.notes) == ("text/csv; charset=utf-8", ("文字的编码已改为 UTF-8。",))


# --- what is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "code", "next_step"),
    [
        (old.doc(Content("函")), "a.doc", "unsupported", "另存为 docx"),
        (old.xls({"表": ["一"]}), "a.xls", "unsupported", "另存为 xlsx"),
        (b"<html><body><p>x</p></body></html>", "a.html", "unsupported", "另存为 PDF"),
        (b"", "a.txt", "empty", "请检查"),
        (b"PK\x03\x04", "a.docx", "damaged", "请重新下载"),
        (b"%PDF-1.7\nnothing", "a.pdf", "damaged", "请重新下载"),
        (zipped({"word/document.xml": "<x/>", "word/vbaProject.bin": b"x"}), "a.docm", "damaged", "请重新下载"),
    ],
)
def test_what_cannot_be_redacted_is_refused_with_what_to_do(data: bytes, name: str, code: str, next_step: str) -> None:
    place = Area(1, 0, 0, 0.1, 0.1) if name.endswith(".pdf") else Characters("1", 0, 1)
    with pytest.raises(CannotRedact) as refused:
        redact(data, name, [cut(place)])
    assert (refused.value.code, next_step in str(refused.value)) == (code, True), str(refused.value)


def test_a_file_with_macros_is_refused() -> None:
    made = Word()
    made.body.append(paragraph(run(NAME)))
    made.parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    with pytest.raises(CannotRedact) as refused:
        redact(made.bytes(), "a.docm", [cut(Characters("word/document.xml#1", 0, 4))])
    assert str(refused.value) == "文件里有宏，没有遮蔽。请用办公软件打开，另存为不含宏的 docx，或导出为 PDF 后再试。"


@pytest.mark.parametrize(
    "place",
    [
        Characters("word/document.xml#9", 0, 1),
        Characters("word/document.xml#1", 0, 99),
        Characters("word/document.xml#1", 2, 2),
        Area(1, 0, 0, 1, 1),
        Cell("表", "A1"),
    ],
)
def test_a_place_that_is_not_in_the_file_is_refused(place: Characters | Area | Cell) -> None:
    with pytest.raises(CannotRedact) as refused:
        redact(word(paragraph(run("短句"))), "a.docx", [cut(place)])
    assert refused.value.code == "place"


@pytest.mark.parametrize("area", [Area(2, 0, 0, 0.1, 0.1), Area(1, 0.5, 0, 0.9, 0.1), Area(1, 0, 0, float("nan"), 0.1)])
def test_an_area_that_is_not_on_the_page_is_refused(area: Area) -> None:
    with pytest.raises(CannotRedact) as refused:
        redact(pdfs.made("函", [{"kind": "p", "text": "文"}]), "a.pdf", [cut(area)])
    assert refused.value.code == "place"


def test_without_a_cut_there_is_no_copy() -> None:
    with pytest.raises(CannotRedact) as refused:
        redact("文".encode(), "a.txt", [])
    assert refused.value.code == "nothing"


def test_in_a_process_of_its_own_it_is_the_same() -> None:
    data = word(paragraph(run(f"申请人{NAME}")))
    cuts = [cut(place) for place in everywhere_bounded(data, "a.docx", NAME)]
    copy = redact_bounded(data, "a.docx", cuts)
    assert copy == redact(data, "a.docx", cuts)
    assert sight_bounded(data, "a.docx") == sight(data, "a.docx")
    assert verify_bounded(data, copy.data, cuts, "a.docx") == verify(data, copy.data, cuts, "a.docx")
    with pytest.raises(CannotRedact):
        sight_bounded(b"PK\x03\x04", "a.docx")
