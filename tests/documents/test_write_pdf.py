"""The PDF writer, looked at through PDFium."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pypdfium2
import pytest

from gongkai.documents import fonts
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.writers import Unwritable
from gongkai.documents.writing import write

HEAD = ((Cell("办理结果", 2, 2), Cell("申请人情况", 1, 2)), (Cell("自然人"), Cell("总计")))
TABLE = Table(
    (
        *HEAD,
        (Cell("三、本年度办理结果", 2), Cell("（一）予以公开"), Cell("3"), Cell("3")),
        (Cell("（二）"), Cell("4"), Cell("5")),
    ),
    header_rows=2,
)
LONG = Table((*HEAD, *((Cell(f"第{n}项", 1, 2), Cell("1"), Cell("1")) for n in range(60))), header_rows=2)
REPORT = Document((Heading("示例县商务局年度报告", 1), Paragraph("正文。"), TABLE))


def pages(document: Document, **options: object) -> list[str]:
    pdf = pypdfium2.PdfDocument(write(document, "pdf", **options))
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]


def test_the_file_is_tagged_archival_pdf_in_chinese() -> None:
    data = write(REPORT, "pdf")
    assert data.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    assert b"/Lang(zh-CN)" in data.replace(b" ", b"")
    assert b"/StructTreeRoot" in data
    metadata = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert metadata["Title"] == "示例县商务局年度报告"
    assert metadata["CreationDate"] == "D:20000101000000Z"


def test_title_author_and_date_go_into_the_metadata() -> None:
    document = Document((Paragraph("甲"),))
    data = write(document, "pdf", title="标题", author="示例县商务局", date=datetime(2025, 1, 20, tzinfo=UTC))
    metadata = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert (metadata["Title"], metadata["Author"]) == ("标题", "示例县商务局")
    assert metadata["CreationDate"] == "D:20250120000000Z"


def test_the_page_is_a4_and_numbered_between_dashes() -> None:
    pdf = pypdfium2.PdfDocument(write(REPORT, "pdf"))
    assert [round(length / 72 * 25.4) for length in pdf[0].get_size()] == [210, 297]
    assert pages(REPORT)[0].replace(" ", "").endswith("—1—")


def test_the_head_of_a_table_stands_on_every_page_it_reaches() -> None:
    texts = ["".join(text.split()) for text in pages(Document((LONG,)))]
    assert len(texts) == 3
    assert [text.count("申请人情况") for text in texts] == [1, 1, 1]
    assert [text.count("第59项") for text in texts] == [0, 0, 1]


def test_what_looks_like_typst_stays_text() -> None:
    code = '#panic("x") $x^2$ *b* _i_ `c` <label> @ref \\u{41} // c /* d */ = h'
    [text] = pages(Document((Paragraph(code), Table(((Cell(code),),)))))
    assert "".join(text.split()).count('#panic("x")') == 2
    assert "".join(text.split()).count("/*d*/") == 2


def test_a_character_without_a_glyph_is_refused_by_name_and_place() -> None:
    document = Document((Paragraph("甲"), Table(((Cell("乙"), Cell("好😀")),))))
    with pytest.raises(Unwritable) as caught:
        write(document, "pdf")
    assert caught.value.code == "missing-glyph"
    assert str(caught.value) == (
        "有 1 个字符不在所附字库中，如“😀”（U+1F600）（首次见于第2段），印出来会是空白方框，因此没有写出 PDF。"
        "请改用通行的写法，或选择以“〓”代替，或改写成 DOCX 格式。"
    )


def test_a_character_without_a_glyph_can_be_marked_instead() -> None:
    assert "好〓" in pages(Document((Paragraph("好😀"),)), missing="mark")[0]


def test_signs_that_nobody_sees_are_left_out_of_the_page() -> None:
    assert pages(Document((Paragraph("甲\u200b乙\u00ad丙\ufe0f"),)))[0].startswith("甲乙丙")


def test_an_unprintable_title_is_marked_and_does_not_stop_the_page() -> None:
    assert (
        pypdfium2.PdfDocument(write(Document((Paragraph("甲"),), title="好😀"), "pdf")).get_metadata_dict()["Title"]
        == "好😀"
    )


def test_rare_characters_of_names_are_printed_also_in_headings() -> None:
    names = "䶮𬭎䲟㛃镕堃喆"
    document = Document((Heading(names, 2), Paragraph(names)))
    assert pages(document)[0].count(names) == 2


def test_the_list_of_printable_characters_is_that_of_the_font() -> None:
    assert len(fonts.coverage()) == 30_835
    assert ord("中") in fonts.coverage()
    assert ord("😀") not in fonts.coverage()


def test_a_word_longer_than_a_line_is_broken_and_not_cut_off() -> None:
    long = "https://www.example.org/" + "a1" * 200
    for block in (Paragraph(long), Table(((Cell(long), Cell("2")),))):
        assert "".join(pages(Document((block,)))[0].split()).startswith(long)


def test_a_wide_table_is_set_smaller_and_stays_on_the_page() -> None:
    wide = Table((tuple(Cell(f"{n}0000") for n in range(1, 21)),))
    pdf = pypdfium2.PdfDocument(write(Document((wide,)), "pdf"))
    textpage = pdf[0].get_textpage()
    rights = [textpage.get_charbox(index)[2] for index in range(textpage.count_chars())]
    assert max(rights) < (210 - 26) / 25.4 * 72 + 1
    assert [f"{n}0000" in textpage.get_text_range() for n in range(1, 21)] == [True] * 20


def test_an_empty_document_is_an_empty_page() -> None:
    assert "".join(pages(Document())[0].split()) == "—1—"


SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.writing import write
cells = tuple(tuple(Cell(f"{r}-{c}") for c in range(5)) for r in range(40))
document = Document((Heading("年度报告", 1), Paragraph("正文䶮。" * 50), Table(cells, header_rows=1)))
for format in ("pdf", "docx", "xlsx", "html", "text"):
    print(format, hashlib.sha256(write(document, format)).hexdigest())
"""


def test_the_bytes_depend_on_nothing_but_the_document(tmp_path: Path) -> None:
    """Two processes with another folder, time zone, language, hash seed, and home give the same bytes in every format."""
    source = str(Path(fonts.__file__).parents[3])
    outputs = set()
    for number, (zone, seed, language) in enumerate((("UTC", "1", "C"), ("Asia/Shanghai", "77", "zh_CN.UTF-8"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": language, "HOME": str(folder)}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, source],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(run.stdout)
        assert list(folder.iterdir()) == []
    assert len(outputs) == 1
    assert outputs.pop().count("\n") == 5


def _in_child(answers: multiprocessing.Queue[bytes]) -> None:
    answers.put(write(REPORT, "pdf"))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork")
def test_a_process_forked_after_typst_has_run_gives_the_same_bytes_and_does_not_wait_for_ever() -> None:
    expected = write(REPORT, "pdf")
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=_in_child, args=(answers,))
    child.start()
    try:
        assert answers.get(timeout=120) == expected
    finally:
        child.kill()
        child.join()


def test_several_threads_may_write_at_once() -> None:
    expected = write(REPORT, "pdf")
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: write(REPORT, "pdf"), range(8))) == {expected}


def test_a_date_without_a_zone_is_the_same_moment_everywhere() -> None:
    naive, aware = datetime(2025, 1, 20, 8), datetime(2025, 1, 20, 16, tzinfo=timezone(timedelta(hours=8)))
    for format in ("pdf", "docx", "xlsx"):
        assert write(REPORT, format, date=naive) == write(REPORT, format, date=aware)
