"""Letters on paper: read back word for word, measured on the page, the same bytes every time."""

from __future__ import annotations

import ctypes
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents import read
from gongkai.documents.writers import Unwritable
from gongkai.letters import Attachment, Draft, Kind, Layout, Points, Text, draft, edited, render
from gongkai.letters.rendering.page import page_of
from letters.cases import APPLICATION, CASES, facts, procedural

NUMBER = "云商公开答〔2026〕17号"
DATED = date(2026, 10, 16)
IDS = [f"{code}-{case.decision.leaf}" for code, case in CASES if case.decision]
MM = 72 / 25.4
PLAIN = Layout(Kind.PLAIN)


def made(letter: Draft, format: str, layout: Layout | None = None) -> bytes:
    return render(letter, format, number=NUMBER, dated=DATED, layout=layout)


def severed() -> Draft:
    return draft("S3", facts("partial.process"))


class Words(HTMLParser):
    """The words of a fragment, a line a block; fails on what a fragment must not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "h3", "div", "br", "table", "thead", "tbody", "tr", "th", "td"}
        assert {name for name, _ in attrs} <= {"class", "scope", "colspan", "tabindex", "role", "aria-label"}
        if tag == "br":
            self.text += "\n"
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += {"th": "\t", "td": "\t"}.get(tag, "\n")

    def handle_data(self, data: str) -> None:
        self.text += data


def words_of(fragment: bytes) -> list[str]:
    reader = Words()
    reader.feed(fragment.decode())
    assert reader.open == []
    return [line.rstrip("\t") for line in reader.text.split("\n") if line.strip()]


@pytest.mark.parametrize("layout", [Layout(), PLAIN], ids=["letter", "plain"])
@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_every_letter_is_read_back_word_for_word(code: str, case: object, layout: Layout) -> None:
    letter = draft(code, case)
    expected = page_of(letter, NUMBER, DATED, layout).document()
    assert read(made(letter, "docx", layout)) == expected
    assert read(made(letter, "pdf", layout)) == expected
    shown = words_of(made(letter, "html", layout))
    if layout.kind is Kind.LETTER and code != "P1":
        assert shown.pop(0) == "云岭县商务局"
    assert shown == [line.rstrip("\t") for line in expected.text.split("\n")]


def test_a_letter_reads_in_the_order_of_official_papers() -> None:
    lines = read(made(severed(), "pdf")).text.split("\n")
    assert lines[:3] == [NUMBER, "政府信息部分公开告知书", "周清源："]
    assert lines[-4:] == [
        "特此告知。",
        "附件：2025年度外贸稳增长专项资金支持企业名单（3页）",
        "云岭县商务局",
        "2026年10月16日",
    ]
    assert read(made(severed(), "pdf", PLAIN)).text.split("\n")[:2] == ["政府信息部分公开告知书", NUMBER]


def test_without_number_and_day_their_places_are_left_out() -> None:
    lines = read(render(severed(), "docx")).text.split("\n")
    assert (lines[0], lines[-1]) == ("政府信息部分公开告知书", "云岭县商务局")


@pytest.mark.parametrize("format", ["docx", "pdf", "html"])
def test_the_same_input_gives_the_same_bytes(format: str) -> None:
    assert made(severed(), format) == made(Draft.from_data(severed().data()), format)


def test_the_inner_form_of_the_house_is_plain_and_unsigned() -> None:
    letter = draft("P1", procedural("P1"))
    document = read(render(letter, "pdf", layout=Layout(Kind.LETTER)))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0]] == ["申请编号", "云商公开申〔2026〕31号", "来源渠道", "互联网在线提交"]
    assert table.rows[7][1].colspan == 3
    assert "商务局" not in document.text


def test_a_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(Unwritable) as caught:
        render(severed(), "odt")
    assert (caught.value.code, str(caught.value)) == (
        "unknown-format",
        "文书不能写成“odt”格式。请从docx、pdf、html中选一种。",
    )


HOSTILE = ["<script>alert('1')</script>&amp;", "{agency.name}", "#panic(1) $x$ *b* @c", "欧阳" * 15, "䶮𬭎喆㛃"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_in_every_format(name: str) -> None:
    case = facts(application=replace(APPLICATION, applicant=name, content=f"{name}的材料"))
    letter = draft("S3", case)
    for format in ("docx", "pdf"):
        assert read(made(letter, format)) == page_of(letter, NUMBER, DATED, Layout()).document()
    html = made(letter, "html")
    assert words_of(html)[3] == f"{name}："
    assert b"<script" not in html


def test_a_character_that_the_page_cannot_print_is_refused_by_name_and_word_takes_it() -> None:
    letter = draft("S3", facts(application=replace(APPLICATION, applicant="李😀")))
    with pytest.raises(Unwritable) as caught:
        made(letter, "pdf")
    assert (caught.value.code, str(caught.value)) == (
        "missing-glyph",
        (
            "有1个字符不在所附字库中，如“😀”（U+1F600），印出来会是空白方框，因此没有写出PDF。"
            "请改用通行的写法，或者改写成DOCX格式后用本机的字体打印。"
        ),
    )
    assert read(made(letter, "docx")).text.split("\n")[2] == "李😀："


SIGNS = "县局公开《》（）“”，。、〔2026〕ab 1-/<&{}#$*_\\\"'\n\u3000é"


@settings(max_examples=25)
@given(st.lists(st.text(st.sampled_from(SIGNS), min_size=1, max_size=60), min_size=1, max_size=6))
def test_whatever_a_person_types_is_read_back(texts: list[str]) -> None:
    letter = edited(severed(), texts)
    expected = page_of(letter, NUMBER, DATED, Layout()).document()
    assert read(made(letter, "docx")).text == expected.text
    assert read(made(letter, "pdf")).text == expected.text


# The page, measured


def red_rectangles(data: bytes, number: int = 0) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) in mm from the top left of a page, of every red rectangle, from top to bottom."""
    page = pypdfium2.PdfDocument(data)[number]
    height = page.get_height()
    found = []
    for item in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH]):
        color = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(item.raw, *color)
        if [part.value for part in color[:3]] == [255, 0, 0]:
            left, bottom, right, top = item.get_pos() if hasattr(item, "get_pos") else item.get_bounds()
            found.append(tuple(x / MM for x in (left, height - top, right, height - bottom)))
    return sorted(found, key=lambda box: box[1])


def ink(data: bytes, text: str, number: int = 0) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) in mm of the glyphs of ``text`` where it first stands on a page."""
    page = pypdfium2.PdfDocument(data)[number]
    words = page.get_textpage()
    start, count = words.search(text).get_next()
    boxes = [words.get_charbox(n) for n in range(start, start + count)]
    height = page.get_height()
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts) / MM, (height - max(tops)) / MM, max(rights) / MM, (height - min(bottoms)) / MM)


def test_the_red_lines_stand_where_the_standard_has_them() -> None:
    data = made(severed(), "pdf")
    thick, thin, upper, lower = red_rectangles(data)
    for box in (thick, thin, upper, lower):
        assert (round(box[0], 1), round(box[2], 1)) == (20.0, 190.0)  # 170 mm, in the middle of the page
    _, mark_top, _, mark_bottom = ink(data, "云岭县商务局")
    assert mark_top == pytest.approx(30, abs=0.3)
    assert thick[1] - mark_bottom == pytest.approx(4, abs=0.3)
    assert thick[3] - thick[1] > thin[3] - thin[1]
    assert upper[3] - upper[1] < lower[3] - lower[1]
    assert 297 - lower[3] == pytest.approx(20, abs=0.1)


def test_the_number_is_flush_right_under_the_first_line_and_the_title_in_the_middle() -> None:
    data = made(severed(), "pdf")
    line = red_rectangles(data)[1][3]
    left, top, right, _ = ink(data, "云商公开答")
    _, _, right, _ = ink(data, "号")
    assert top - line == pytest.approx(7 / 8 * 16 / MM, abs=0.6)
    assert right == pytest.approx(184, abs=1.0)
    assert left > 105
    title_left, title_top, title_right, _ = ink(data, "政府信息部分公开告知书")
    assert (title_left + title_right) / 2 == pytest.approx(28 + 78, abs=1.0)
    assert title_top - top == pytest.approx(3 * 28.95 / MM, abs=2.5)  # two empty lines


def test_no_red_is_printed_on_plain_paper_nor_on_the_second_page_nor_where_paper_is_printed_already() -> None:
    assert len(red_rectangles(made(severed(), "pdf"))) == 4
    assert red_rectangles(made(severed(), "pdf"), 1) == []
    assert red_rectangles(made(severed(), "pdf", PLAIN)) == []
    bare = made(severed(), "pdf", Layout(red_head=False))
    assert red_rectangles(bare) == []
    assert ink(bare, "云商公开答")[1] == pytest.approx(ink(made(severed(), "pdf"), "云商公开答")[1], abs=1.5)


def long_letter() -> Draft:
    return edited(severed(), ["永" * 28 * 60])


def test_a_page_holds_22_lines_of_28_characters() -> None:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made(long_letter(), "pdf"))]
    second = [line for line in pages[1].split("\r\n") if set(line) == {"永"}]
    assert [len(line) for line in second] == [28] * 22


def test_the_first_page_of_a_letter_is_not_numbered_and_the_next_ones_are() -> None:
    def numbers(layout: Layout) -> list[list[str]]:
        pages = pypdfium2.PdfDocument(made(long_letter(), "pdf", layout))
        return [re.findall(r"— ?\d+ ?—", page.get_textpage().get_text_range()) for page in pages]

    assert [[n.replace(" ", "") for n in found] for found in numbers(Layout())] == [[], ["—2—"], ["—3—"], ["—4—"]]
    assert [len(found) for found in numbers(Layout(page_numbers=False))] == [0, 0, 0, 0]
    assert {len(found) for found in numbers(PLAIN)} == {1}


def test_the_seal_has_room_over_the_name_and_the_date_is_four_characters_from_the_edge() -> None:
    data = made(severed(), "pdf")
    last = len(pypdfium2.PdfDocument(data)) - 1
    text = ink(data, "附件：", last)
    name = ink(data, "云岭县商务局", last)
    day = ink(data, "2026年10月16日", last)
    assert name[1] - text[3] > 2 * 28.95 / MM - 2
    assert 184 - day[2] == pytest.approx(4 * 15.79 / MM, abs=1.0)
    assert (name[0] + name[2]) / 2 == pytest.approx((day[0] + day[2]) / 2, abs=1.5)


def test_the_name_is_never_alone_on_a_page() -> None:
    for lines in range(40, 64):
        data = made(edited(severed(), ["永" * (28 * lines - 3)]), "pdf")
        pages = pypdfium2.PdfDocument(data)
        last = pages[len(pages) - 1].get_textpage().get_text_range()
        assert ("云岭县商务局" in last, "2026" in last, "附件" in last) == (True, True, True)


# The Word file


def test_word_sees_the_margins_and_the_faces_of_the_standard() -> None:
    document = docx.Document(io.BytesIO(made(severed(), "docx")))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in margins] == [37, 35, 28, 26]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    assert section.different_first_page_header_footer
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles
        if style.name == "Heading 1"
    }
    assert fonts == {"Heading 1": "方正小标宋简体"}
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_word_has_the_red_mark_and_lines_in_the_head_of_the_first_page_alone() -> None:
    data = made(severed(), "docx")
    document = docx.Document(io.BytesIO(data))
    head = document.sections[0].first_page_header
    frames = list(head._element.iter(qn("w:framePr")))
    places = [
        tuple(round(int(frame.get(qn(f"w:{name}"))) / 20 / MM, 1) for name in ("x", "y", "w")) for frame in frames
    ]
    assert [place[::2] for place in places] == [(20.0, 170.0)] * 3
    assert places[0][1] == pytest.approx(30, abs=0.6)
    assert places[1][1] == pytest.approx(30 + 34 * 0.92 / MM + 4, abs=0.1)
    assert places[2][1] == pytest.approx(297 - 20 - 4 / MM, abs=0.1)
    borders = [border.get(qn("w:val")) for border in head._element.iter(qn("w:top"))]
    assert borders == ["thickThinSmallGap", "thinThickSmallGap"]
    assert head.paragraphs[0].text == "云岭县商务局"
    assert document.sections[0].header.paragraphs[0].text == ""
    with zipfile.ZipFile(io.BytesIO(made(severed(), "docx", PLAIN))) as plain:
        assert "word/header_first.xml" not in plain.namelist()


def test_word_sets_the_signature_on_the_right_with_room_for_the_seal() -> None:
    paragraphs = docx.Document(io.BytesIO(made(severed(), "docx"))).paragraphs
    name, day = paragraphs[-2:]
    assert (name.text, day.text) == ("云岭县商务局", "2026年10月16日")
    assert name.paragraph_format.space_before.pt == pytest.approx(2 * 28.95, abs=0.1)
    assert day.paragraph_format.right_indent.pt == 64
    assert all(p.paragraph_format.keep_with_next for p in paragraphs[-3:-1])


def test_several_attachments_are_numbered() -> None:
    letter = replace(severed(), attachments=(Attachment("名单", 3), Attachment("金额表")))
    assert read(made(letter, "docx")).text.split("\n")[-4:-2] == ["附件：1. 名单（3页）", "2. 金额表"]


def test_the_fragment_for_the_screen_has_the_parts_of_the_paper() -> None:
    letter = Draft(
        "S2", "政府信息公开告知书", "周", "周：", (Text("甲<乙。"), Points(("丙。", "丁。"))), (), (), "云岭县商务局"
    )
    assert made(letter, "html").decode().split("\n") == [
        '<p class="red">云岭县商务局</p>',
        '<p class="no">云商公开答〔2026〕17号</p><h3>政府信息公开告知书</h3><p>周：</p>',
        '<div class="body"><p>甲&lt;乙。</p><p>一、丙。</p><p>二、丁。</p></div>',
        '<p class="sig">云岭县商务局<br>2026年10月16日</p>',
    ]
