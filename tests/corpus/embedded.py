"""Pictures that tell something, put into Word files and workbooks in every way that keeps a copy of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from xml.sax.saxutils import quoteattr

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from corpus.word import R, Word, paragraph, run, zipped
from gongkai.documents.readers.pdf.fonts import FONT

SECRET = (0.25, 0.38, 0.6, 0.26)
"""Where on a card the secret stands: left, top, width, height."""
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@cache
def card(secret: str, size: tuple[int, int] = (480, 300)) -> Image.Image:
    """A picture as of a card: a heading, a secret in the middle, a last line."""
    made = Image.new("RGB", size, (246, 246, 240))
    pen = ImageDraw.Draw(made)
    font = ImageFont.truetype(str(FONT), size[1] // 11)
    for top, text in ((0.1, "项目代码2025"), (0.43, f"电话  {secret}"), (0.78, "公示期为五日")):
        pen.text((0.08 * size[0], top * size[1]), text, font=font, fill=(20, 20, 20))
    return made


def saved(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def with_notes(image: Image.Image, text: str) -> bytes:
    told = Image.Exif()
    told[0x010E] = text.encode()
    return saved(image, "JPEG", quality=92, exif=told, comment=text.encode())


def png_notes(image: Image.Image, text: str) -> bytes:
    notes = PngInfo()
    notes.add_itxt("Comment", text)
    return saved(image, pnginfo=notes) + text.encode()


def drawn(
    identity: str, *, says: str = "", frame: str = "", beside: str = "", at: int = 90, inside: str = "pic"
) -> str:
    """A run that shows a picture. ``frame``: how it is cropped; ``beside``: what the blip holds besides."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="4572000" cy="2857500"/><wp:docPr id="{at}" name={quoteattr(says or "图片")}'
        f' descr={quoteattr(says)} title={quoteattr(says)}/><a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{at}" name={quoteattr(says or "p")} descr={quoteattr(says)}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{identity}">{beside}</a:blip>{frame}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="4572000" cy="2857500"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def vml(identity: str, says: str = "", crop: str = "") -> str:
    return (
        f'<w:r><w:pict><v:shape alt={quoteattr(says)} style="width:360pt;height:225pt">'
        f'<v:imagedata r:id="{identity}" o:title={quoteattr(says)}{crop}/></v:shape></w:pict></w:r>'
    )


def put(word: Word, data: bytes, name: str = "media/image9.png", kind: str = "image") -> str:
    """A part with a picture; its relation."""
    word.parts[f"word/{name}"] = data
    return word.relate(kind, name)


# --- Word: each way puts the card into the file; the secret is said in names and notes, too ----------------------------------


def twice_by_two_relations(word: Word, secret: str) -> None:
    first = put(word, saved(card(secret)))
    word.body.append(paragraph(run("甲") + drawn(first, says=f"电话{secret}")))
    word.body.append(paragraph(run("乙") + drawn(word.relate("image", "media/image9.png"), at=91)))


def two_files_of_the_same_pixels(word: Word, secret: str) -> None:
    word.body.append(paragraph(drawn(put(word, saved(card(secret))))))
    word.body.append(paragraph(drawn(put(word, png_notes(card(secret), secret), "media/image10.png"), at=91)))


def beside_an_svg(word: Word, secret: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300"><text x="9" y="99">{secret}</text></svg>'
    other = put(word, svg.encode(), "media/image8.svg")
    ext = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip'
        f' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{other}"/></a:ext></a:extLst>'
    )
    word.body.append(paragraph(drawn(put(word, saved(card(secret))), beside=ext)))


def with_the_original_of_an_effect(word: Word, secret: str) -> None:
    kind = "http://schemas.microsoft.com/office/2007/relationships/hdphoto"
    other = put(word, b"II\xbc\x01" + secret.encode() * 40, "media/hdphoto1.wdp", kind)
    ext = (
        '<a:extLst><a:ext uri="{BEBA8EAE-BF5A-486C-A8C5-ECC9F3942E4B}"><a14:imgProps'
        f' xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"><a14:imgLayer r:embed="{other}"/></a14:imgProps></a:ext>'
        "</a:extLst>"
    )
    word.body.append(paragraph(drawn(put(word, saved(card(secret))), beside=ext)))


def cropped_away(word: Word, secret: str) -> None:
    """What is to be cut lies outside of what is shown; the cut is of the picture as it is kept."""
    word.body.append(paragraph(drawn(put(word, saved(card(secret))), frame='<a:srcRect l="0" t="70000" r="0" b="0"/>')))


def cropped_in_two_ways(word: Word, secret: str) -> None:
    picture = put(word, saved(card(secret)))
    word.body.append(paragraph(drawn(picture, frame='<a:srcRect b="70000"/>')))
    word.body.append(paragraph(drawn(picture, frame='<a:srcRect t="70000"/>', at=91)))
    word.body.append(paragraph(vml(picture, crop=' croptop="45000f"')))


def camera_notes(word: Word, secret: str) -> None:
    word.body.append(paragraph(drawn(put(word, with_notes(card(secret), secret), "media/image9.jpeg"))))


def a_second_jpeg_behind(word: Word, secret: str) -> None:
    data = saved(card(secret, (300, 200)), "JPEG") + saved(card(secret), "JPEG") + secret.encode()
    word.body.append(paragraph(drawn(put(word, data, "media/image9.jpeg"))))


def in_a_header(word: Word, secret: str) -> None:
    identity = word.part("header1", "header", paragraph(drawn("rId1", says=secret)))
    word.parts["word/media/head.png"] = saved(card(secret))
    word.parts["word/_rels/header1.xml.rels"] = relations(("image", "media/head.png", False))
    word.section = f'<w:headerReference w:type="default" r:id="{identity}"/>'


def in_a_comment_too(word: Word, secret: str) -> None:
    note = f'<w:comment w:id="0" w:author="王审阅">{paragraph(drawn("rId1"))}</w:comment>'
    word.part("comments", "comments", note)
    word.parts["word/media/image7.png"] = saved(card(secret))
    word.parts["word/_rels/comments.xml.rels"] = relations(("image", "media/image7.png", False))
    word.body.append(paragraph(drawn(word.relate("image", "media/image7.png"))))


def in_a_text_box_with_a_fallback(word: Word, secret: str) -> None:
    picture = put(word, saved(card(secret)))
    small = put(word, saved(card(secret).resize((240, 150))), "media/fallback.png")
    inside = f"<w:txbxContent>{paragraph(drawn(picture))}</w:txbxContent>"
    word.body.append(
        paragraph(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
            f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback>{vml(small, secret)[5:-6]}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def deleted_and_unused(word: Word, secret: str) -> None:
    picture = put(word, saved(card(secret)))
    again = put(word, saved(card(secret, (481, 300))), "media/deleted.png")
    put(word, saved(card(secret, (482, 300))), "media/unused.png")
    word.body.append(paragraph(drawn(picture) + f'<w:del w:id="5" w:author="甲">{drawn(again, at=92)}</w:del>'))


def linked_outside(word: Word, secret: str) -> None:
    picture = put(word, saved(card(secret)))
    link = word.relate("image", f"file:///D:/{secret}.png", outside=True)
    word.body.append(paragraph(drawn(picture).replace("r:embed=", f'r:link="{link}" r:embed=')))


def called_by_it(word: Word, secret: str) -> None:
    word.body.append(paragraph(vml(put(word, saved(card(secret), "BMP"), f"media/{secret}.bmp"), secret)))


def behind_a_chart(word: Word, secret: str) -> None:
    chart = (
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" {_A} xmlns:r="{R}"><c:chart><c:plotArea/></c:chart><c:spPr><a:blipFill>'
        '<a:blip r:embed="rId1"/><a:stretch/></a:blipFill></c:spPr></c:chartSpace>'
    )
    word.parts["word/charts/chart1.xml"] = chart
    word.parts["word/charts/_rels/chart1.xml.rels"] = relations(("image", "../media/chart.gif", False))
    word.parts["word/media/chart.gif"] = saved(card(secret).convert("P", palette=Image.Palette.ADAPTIVE), "GIF")
    word.body.append(
        paragraph(
            f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="{_DRAWING}/chart"><c:chart xmlns:c="{_DRAWING}/chart"'
            f' r:id="{word.relate("chart", "charts/chart1.xml")}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        )
    )


def lying_on_its_side(word: Word, secret: str) -> None:
    told = Image.Exif()
    told[0x0112] = 6
    data = saved(card(secret).transpose(Image.Transpose.ROTATE_90), "JPEG", quality=92, exif=told)
    word.body.append(paragraph(drawn(put(word, data, "media/image9.jpeg"))))


def pages_and_shades(word: Word, secret: str) -> None:
    """A TIFF of two pages, of which the first is shown; a PNG that can be seen through."""
    pages = saved(
        card(secret).convert("L"), "TIFF", save_all=True, append_images=[card(secret, (400, 250))], description=secret
    )
    clear = card(secret, (484, 302)).convert("RGBA")
    clear.putalpha(Image.new("L", clear.size, 120))
    word.body.append(paragraph(drawn(put(word, pages, "media/image9.tiff")) + drawn(put(word, saved(clear)), at=91)))


WORD_WAYS: tuple[Callable[[Word, str], None], ...] = (
    twice_by_two_relations,
    two_files_of_the_same_pixels,
    beside_an_svg,
    with_the_original_of_an_effect,
    cropped_away,
    cropped_in_two_ways,
    camera_notes,
    a_second_jpeg_behind,
    in_a_header,
    in_a_comment_too,
    in_a_text_box_with_a_fallback,
    deleted_and_unused,
    linked_outside,
    called_by_it,
    behind_a_chart,
    lying_on_its_side,
    pages_and_shades,
)


def relations(*rows: tuple[str, str, bool]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{R}/{kind}" Target={quoteattr(target)}{" TargetMode=" + quoteattr("External") if out else ""}/>'
        for at, (kind, target, out) in enumerate(rows, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


# --- workbooks ------------------------------------------------------------------------------------------------------------


def workbook(secret: str, rows: tuple[tuple[str, ...], ...] = (("项目", "金额"),)) -> bytes:
    """Two sheets with the card as drawings (once with words of its own), as a background, in a header, and on a hidden sheet."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for number, name in enumerate(("一月", "二月", "底稿"), 1):
        sheet = book.add_worksheet(name)
        for row, texts in enumerate(rows):
            sheet.write_row(row, 0, texts)
        words = {"description": f"电话{secret}"} if number == 1 else {}
        sheet.insert_image("C5", "card.png", {"image_data": BytesIO(saved(card(secret))), **words})
        if number == 1:
            sheet.set_background(BytesIO(saved(card(secret, (200, 125)))))
            sheet.set_header("&L&G", {"image_left": "h.png", "image_data_left": BytesIO(saved(card(secret)))})
        if number == 3:
            sheet.insert_image("H9", "other.png", {"image_data": BytesIO(saved(card(secret, (490, 310))))})
            sheet.hide()
    book.close()
    return out.getvalue()


def drawing_of_two_sheets(data: bytes) -> bytes:
    """The same with the drawing of the first sheet used by the second, too, and the picture cropped there."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        files: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    rels = files["xl/worksheets/_rels/sheet2.xml.rels"]
    assert isinstance(rels, bytes)
    files["xl/worksheets/_rels/sheet2.xml.rels"] = rels.replace(b"drawing2.xml", b"drawing1.xml")
    drawing = files["xl/drawings/drawing1.xml"]
    assert isinstance(drawing, bytes)
    files["xl/drawings/drawing1.xml"] = drawing.replace(b"<a:stretch>", b'<a:srcRect b="20000"/><a:stretch>')
    return zipped(files)
