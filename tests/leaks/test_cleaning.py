"""What becomes of a file that is cleaned: revisions one way or the other, only the kinds that were asked for, honest refusals."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from corpus import pdfs, sheets, story
from corpus.embedded import card, drawn, put, relations, saved
from corpus.word import Word, paragraph, run
from gongkai.documents import Paragraph, Table, read
from gongkai.leaks import CannotClean, Changes, Kind, clean_bounded, clean_file, scan_file

BY = 'w:id="9" w:author="王审阅"'


def changed() -> bytes:
    word = Word()
    gone, new = f"<w:del {BY}>{run('五日', tag='delText')}</w:del>", f"<w:ins {BY}>{run('七个工作日')}</w:ins>"
    word.body.append(paragraph(f"{run('公示')}{gone}{new}{run('。')}"))
    mark = f"<w:rPr><w:ins {BY}/></w:rPr>"
    word.body.append(paragraph(f"<w:ins {BY}>{run('新增一段。')}</w:ins>", mark))
    word.body.append(paragraph(run("保留。", f"<w:b/><w:rPrChange {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>")))
    return word.bytes()


def said(data: bytes) -> list[str]:
    return [block.text for block in read(data, "a.docx").blocks if isinstance(block, Paragraph)]


def test_revisions_are_accepted_or_dropped_as_the_person_chose() -> None:
    accepted = clean_file(changed(), "a.docx")
    dropped = clean_file(changed(), "a.docx", changes=Changes.DROP)
    assert said(accepted.data) == ["公示七个工作日。", "新增一段。", "保留。"]
    assert said(dropped.data) == ["公示五日。", "保留。"]
    assert (accepted.removed, accepted.notes) == ((Kind.REVISIONS,), ("修订已全部接受。",))
    assert dropped.notes == ("修订已全部拒绝，恢复为修订前的文字。",)


def test_only_the_kinds_that_were_asked_for_go() -> None:
    word = Word()
    word.core = "<dc:creator>张拟稿</dc:creator>"
    word.body.append(paragraph(run("公告。") + run("备注", "<w:vanish/>")))
    cleaned = clean_file(word.bytes(), "a.docx", [Kind.HIDDEN_TEXT])
    assert cleaned.removed == (Kind.HIDDEN_TEXT,)
    assert [leak.kind for leak in scan_file(cleaned.data).leaks] == [Kind.PROPERTIES]


def test_what_is_written_stays_for_people_to_mask() -> None:
    word = Word()
    word.core = "<dc:creator>张拟稿</dc:creator>"
    word.body.append(paragraph(run("手机13800138000")))
    assert [leak.kind for leak in scan_file(clean_file(word.bytes(), "a.docx").data).leaks] == [Kind.MOBILE]


def test_a_clean_file_cleaned_says_the_same_and_twice_is_once() -> None:
    data = Word().add(story.clean(random.Random(1))).bytes()
    once = clean_file(data, "a.docx")
    assert read(once.data).blocks == read(data).blocks
    assert (once.removed, clean_file(once.data, "a.docx").data) == ((), once.data)


def test_a_hidden_sheet_goes_with_the_names_that_lead_to_it_and_formulas_become_values() -> None:
    book = sheets.workbook(story.clean(random.Random(2)))
    secret = book.create_sheet("底表")
    secret["A1"] = 5
    secret.sheet_state = "hidden"
    book.worksheets[0]["H1"] = "=底表!A1"
    cleaned = clean_file(sheets.saved(book), "a.xlsx")
    assert cleaned.removed == (Kind.HIDDEN_SHEET,)
    assert cleaned.notes == ("已删去1张隐藏的工作表。", "公式已改为数值。")
    assert read(cleaned.data).blocks == read(sheets.saved(sheets.workbook(story.clean(random.Random(2))))).blocks


def test_a_page_with_covered_words_becomes_a_picture_and_the_others_stay_text() -> None:
    blocks = [
        {"kind": "covered", "text": "联系电话13800138000", "fill": "#000000"},
        {"kind": "break"},
        {"kind": "p", "text": "第二页的文字。"},
    ]
    cleaned = clean_file(pdfs.made("通知", blocks), "a.pdf")
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(cleaned.data)]
    assert texts == ["", "第二页的文字。"]
    assert cleaned.notes[1] == "第1页有看不见的文字，已整页改为图片，页上的文字不能再选中和检索。"


def test_old_files_become_new_ones_and_say_so() -> None:
    from corpus.old import doc

    cleaned = clean_file(doc(story.clean(random.Random(3)), author="张拟稿"), "通知.doc")
    assert (cleaned.name, scan_file(cleaned.data, cleaned.name).leaks) == ("通知.docx", ())
    assert any(isinstance(block, Table) for block in read(cleaned.data).blocks)
    assert cleaned.notes == ("旧格式的文件已另存为.docx，只保留文字和表格，图片请从原件重新插入。",)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"PK\x03\x04", "damaged"), (b"text", "unsupported"), (b"{\\rtf1}", "unsupported")],
)
def test_what_cannot_be_cleaned_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(CannotClean) as refused:
        clean_file(data, "a")
    assert refused.value.code == code


def test_cleaning_in_bounds_gives_the_same() -> None:
    assert clean_bounded(changed(), "a.docx") == clean_file(changed(), "a.docx")


def test_a_picture_whose_place_is_deleted_or_hidden_goes_and_one_shown_twice_keeps_what_is_shown() -> None:
    word = Word()
    cards = {f"media/{name}.png": saved(card(name)) for name in ("甲", "乙", "丙")}
    gone, hidden, shown = (put(word, data, name) for name, data in cards.items())
    word.body.append(paragraph(run("文") + f'<w:del w:id="5" w:author="甲">{drawn(gone)}</w:del>'))
    word.body.append(paragraph(drawn(hidden).replace("<wp:docPr", '<wp:docPr hidden="1"')))
    word.body.append(paragraph(drawn(shown, frame='<a:srcRect b="70000"/>')))
    head = word.part("header1", "header", paragraph(drawn("rId1")))
    word.parts["word/_rels/header1.xml.rels"] = relations(("image", "media/丙.png", False))
    word.section = f'<w:headerReference w:type="default" r:id="{head}"/>'
    with zipfile.ZipFile(BytesIO(clean_file(word.bytes(), "a.docx").data)) as package:
        left = {name: package.read(name) for name in package.namelist() if "/media/" in name}
    assert {name: Image.open(BytesIO(data)).size for name, data in left.items()} == {"word/media/丙.png": (480, 300)}
