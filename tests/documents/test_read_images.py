"""Scans: a page of an annual report is set, rendered to pixels, leaned, grained, and read back. Needs the ocr extra."""

import io
import struct
import zlib
from typing import Any

import pytest

from documents.fuzzing.handmade_pdf import pdf
from gongkai.documents import Cell, Document, Heading, NotThisFormat, Paragraph, Table, Unreadable
from gongkai.documents.readers import images, pictures, scanning
from gongkai.documents.readers.pdf import read as read_pdf
from gongkai.documents.writers import pdf as pdf_writer

HEAD = (
    (
        Cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 2),
        Cell("申请人情况", 1, 7),
    ),
    (Cell("自然人", 2), Cell("法人或其他组织", 1, 5), Cell("总计", 2)),
    (Cell("商业企业"), Cell("科研机构"), Cell("社会公益组织"), Cell("法律服务机构"), Cell("其他")),
)
LABELS = [
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
]
FIGURES = [
    ["21", "0", "3", "0", "1", "0", "25"],
    ["4", "10", "0", "0", "", "0", "14"],
    ["1", "0", "0", "0", "0", "0", "1"],
    ["0", "7", "0", "0", "0", "0", "7"],
    ["0", "0", "0", "0", "0", "0", "0"],
    ["118", "6", "0", "0", "0", "9", "133"],
    ["8", "0", "0", "0", "0", "0", "8"],
    ["16", "0", "0", "0", "/", "0", "16"],
    ["0", "0", "0", "0", "0", "0", "0"],
    ["1136", "0", "0", "0", "0", "0", "1136"],
    ["10", "0", "0", "2", "0", "0", "12"],
    ["3", "0", "0", "0", "0", "0", "3"],
    ["0", "1", "0", "0", "0", "0", "1"],
]


def report() -> Document:
    rows = [*HEAD]
    for n, (label, figures) in enumerate(zip(LABELS, FIGURES, strict=True)):
        group = (Cell("三、本年度办理结果", len(LABELS)),) if n == 0 else ()
        rows.append((*group, Cell(label), *map(Cell, figures)))
    return Document(
        (
            Heading("示例县商务局2023年政府信息公开工作年度报告", 1),
            Heading("三、收到和处理政府信息公开申请情况", 2),
            Table(tuple(rows), header_rows=3),
            Paragraph("本机关2023年共收到申请，均按期答复。"),
        )
    )


@pytest.fixture(scope="module")
def page() -> Any:
    """The report's page, grey pixels, 200 to the inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf_writer.write(report()))
    assert len(document) == 1
    return document[0].render(scale=200 / 72, grayscale=True).to_numpy().squeeze()


def scanned(page: Any, degrees: float, grain: float) -> Any:
    """The page leaned to the left, with grain."""
    import cv2
    import numpy as np

    high, wide = page.shape
    lean = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    leaning = cv2.warpAffine(page, lean, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    noise = np.random.default_rng(7).normal(0, grain, leaning.shape)
    return np.clip(leaning + noise, 0, 255).astype(np.uint8)


def encoded(picture: Any, kind: str = ".png") -> bytes:
    import cv2

    return bytes(cv2.imencode(kind, picture)[1])


def figures(document: Document) -> list[list[str]]:
    [table] = document.tables
    return [[cell.text for cell in row[-7:]] for row in table.rows[3:]]


def test_a_leaning_grained_scan_gives_every_figure(page: Any) -> None:
    document = images.read(encoded(scanned(page, 1.3, 12)), "scan.png")
    assert figures(document) == FIGURES
    assert document.source.uncertain == ()
    [table] = document.tables
    label = table.rows[3][0]
    assert (label.text, label.rowspan) == ("三、本年度办理结果", 13)
    assert [cell.colspan for cell in table.rows[0]] == [2, 7]
    assert document.source.format == "image"
    assert "示例县商务局2023年政府信息公开工作年度报告" in [
        block.text for block in document.blocks if not isinstance(block, Table)
    ]


def test_figures_lost_in_grain_are_doubted(page: Any) -> None:
    document = images.read(encoded(scanned(page, 0.4, 90), ".jpg"))
    doubted = {(place.row, place.column) for place in document.source.uncertain}
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                at = (cell.place.row or 0, cell.place.column or 0)
                if at[0] > 3 and at[1] > 3 and cell.text != FIGURES[at[0] - 4][at[1] - 4]:
                    assert at in doubted
    assert document.source.warnings != ()


def test_a_scanned_page_in_a_pdf_is_read_like_a_picture(page: Any) -> None:
    high, wide = page.shape
    picture = (wide, high, encoded(scanned(page, -0.8, 5), ".jpg"))
    document = read_pdf(pdf("q 566 0 0 800 0 0 cm /I1 Do Q\n", jpeg=picture))
    assert figures(document) == FIGURES
    assert document.source.warnings[0] == "第1页是扫描图，文字由图片识别得来，可能有误。请对照原件核对。"


@pytest.mark.parametrize("degrees", [-4.5, -1.3, 0.0, 0.6, 3.2])
def test_the_lean_of_a_page_is_found(page: Any, degrees: float) -> None:
    assert pictures.skew_of(scanned(page, degrees, 5)) == pytest.approx(-degrees, abs=0.08)


def test_frames_of_a_tiff_are_pages_and_the_camera_s_turn_is_undone() -> None:
    from PIL import Image, ImageDraw, ImageFont

    from gongkai.documents.readers.pdf.fonts import FONT

    frames = []
    for words in ("一、总体情况", "二、主动公开政府信息情况"):
        frame = Image.new("L", (900, 300), 255)
        ImageDraw.Draw(frame).text((60, 100), words, font=ImageFont.truetype(str(FONT), 48), fill=0)
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    document = images.read(out.getvalue())
    assert [(block.text, block.place.page) for block in document.blocks if not isinstance(block, Table)] == [
        ("一、总体情况", 1),
        ("二、主动公开政府信息情况", 2),
    ]
    turned = frames[0].transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif, quality=95)
    assert images.read(out.getvalue()).text == "一、总体情况"


@pytest.mark.parametrize("orientation", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_camera_s_turn_is_undone_as_pillow_undoes_it(orientation: int) -> None:
    import numpy as np
    from PIL import Image, ImageOps

    picture = Image.fromarray(np.arange(24, dtype=np.uint8).reshape(4, 6))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    picture.save(out, "PNG", exif=exif)
    [pixels] = images._pictures(out.getvalue(), [])
    with Image.open(out) as again:
        assert pixels.tolist() == np.asarray(ImageOps.exif_transpose(again)).tolist()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_black_on_white(mode: str) -> None:
    import numpy as np
    from PIL import Image

    grey = np.full((40, 60), 255, dtype=np.uint8)
    grey[10:20, 10:30] = 0
    picture = Image.fromarray(grey)
    if mode == "I;16":
        picture = Image.fromarray(grey.astype(np.uint16) * 257)
    elif mode in ("RGBA", "LA"):
        black = Image.new(mode, picture.size, (0, 0, 0, 0) if mode == "RGBA" else (0, 0))
        black.putalpha(Image.fromarray(255 - grey))
        picture = black
    else:
        picture = picture.convert(mode)
    out = io.BytesIO()
    picture.save(out, "TIFF" if mode in ("CMYK", "I;16") else "PNG")
    [pixels] = images._pictures(out.getvalue(), [])
    assert (pixels < 60).tolist() == (grey < 60).tolist()


def test_without_the_extra_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "available", lambda: False)
    with pytest.raises(Unreadable, match=r"gongkai\[ocr\]") as refused:
        images.read(_png(10, 10))
    assert refused.value.code == "needs-ocr"
    with pytest.raises(Unreadable) as refused:
        read_pdf(pdf("q 600 0 0 800 0 0 cm /I1 Do Q\n", gray=bytes(64)))
    assert refused.value.code == "needs-ocr"


def _png(wide: int, high: int) -> bytes:
    """A white grey picture; the size is what the head says, whatever stands behind it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    pixels = (
        zlib.compress(b"\0" + b"\xff" * wide)
        if wide * high > 10_000
        else zlib.compress((b"\0" + b"\xff" * wide) * high)
    )
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_a_picture_that_claims_endless_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable) as refused:
        images.read(_png(30_000, 30_000))
    assert refused.value.code == "too-large"


def test_a_blank_picture_has_no_text() -> None:
    with pytest.raises(Unreadable) as refused:
        images.read(_png(60, 60))
    assert refused.value.code == "no-text"


def test_a_picture_cut_short_is_damaged() -> None:
    with pytest.raises(Unreadable) as refused:
        images.read(_png(90, 90)[:45])
    assert refused.value.code == "damaged"


def test_other_bytes_are_refused_at_once() -> None:
    with pytest.raises(NotThisFormat):
        images.read(b"%PDF-1.7")
