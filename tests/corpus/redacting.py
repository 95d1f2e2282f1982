"""Files to be redacted: strings planted where a reader sees them, and again wherever a format keeps copies, with what has to stay."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import quoteattr

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from corpus import embedded, hidden_sheets, hidden_word, pages, pdfs, people, sheets, story
from corpus.model import Content, Picture
from corpus.word import W, Word, paragraph, run
from gongkai.documents.readers.pdf.fonts import FONT
from gongkai.redaction import sight


@dataclass(frozen=True, slots=True)
class ToRedact:
    """``planted``: strings that are cut wherever a reader sees them, and must then be nowhere. ``stays``: strings that must stay.
    ``areas``: page, x, y, width, height of what is cut by its place, in pictures. ``unseen``: strings that nobody sees and nobody cuts,
    which must go all the same. ``pictures``: key, x, y, width, height of what is cut in pictures inside the file."""

    name: str
    data: bytes
    planted: tuple[str, ...]
    stays: tuple[str, ...]
    areas: tuple[tuple[int, float, float, float, float], ...] = ()
    unseen: tuple[str, ...] = ()
    pictures: tuple[tuple[str, float, float, float, float], ...] = ()

    @property
    def kind(self) -> str:
        return "scan" if self.areas else self.name.rsplit(".", 1)[-1]


def to_redact(count: int, seed: int = 1) -> Iterator[ToRedact]:
    """So many files, in turn of every kind and way; the same for the same seed. Two of each twelve hold pictures that tell something."""
    makers = (_word, _pdf, _scan, _sheets, _word, _pdf, _scan, _sheets, _text, _word)
    with_pictures = (_word_with_pictures, _sheets_with_pictures)
    turns = dict.fromkeys((*makers, *with_pictures), 0)
    for at in range(count):
        twelve, place = divmod(at, len(makers) + len(with_pictures))
        if place < len(makers):
            number, maker = twelve * len(makers) + place, makers[place]
            stem = f"{number:03}"
        else:
            number, maker = twelve, with_pictures[place - len(makers)]
            stem = f"p{number:02}"
        chance = random.Random(f"redact {seed} {'' if place < len(makers) else 'pictures '}{number}")
        yield maker(stem, turns[maker], chance)
        turns[maker] += 1


@dataclass(frozen=True, slots=True)
class _Someone:
    name: str
    identity: str
    mobile: str
    address: str

    @property
    def all(self) -> tuple[str, ...]:
        return self.name, self.identity, self.mobile, self.address


def _someone(chance: random.Random) -> _Someone:
    # A name that no other text of the corpus holds.
    family = chance.choice(["欧阳", "上官", "司徒", "慕容", "诸葛"])
    name = family + chance.choice(["霁", "翊", "珩", "琬", "骥"]) + chance.choice(["昀", "旻", "晞"])
    return _Someone(name, people.identity(chance), people.mobile(chance), people.address(chance))


def _content(chance: random.Random, who: _Someone) -> Content:
    content = story.clean(chance)
    content.blocks.insert(
        1, f"申请人{who.name}，身份证号{who.identity}，联系电话{who.mobile}，住{who.address}，已收悉。"
    )
    content.blocks.insert(3, f"经核，{who.name}所提申请符合条件。")
    return content


def _stays(content: Content, who: _Someone) -> tuple[str, ...]:
    kept = [text for text in content.text if not any(each in text for each in who.all)]
    return (*kept, "所提申请符合条件", "已收悉")


# --- Word ---------------------------------------------------------------------------------------------------------------


def _word(stem: str, turn: int, chance: random.Random) -> ToRedact:
    who = _someone(chance)
    content = _content(chance, who)
    word = Word().add(content)
    ways: tuple[Callable[..., object], ...] = (
        *_WORD_WAYS,
        *(way for way in hidden_word.WAYS if way.__name__ != "macro"),
    )
    way = ways[turn % len(ways)]
    unseen: tuple[str, ...] = ()
    if turn % len(ways) < len(_WORD_WAYS):
        way(word, who)
    else:
        made = way(word, chance)
        unseen = made[1] if isinstance(made, tuple) else ()
    return ToRedact(f"{stem}-{way.__name__.strip('_')}.docx", word.bytes(), who.all, _stays(content, who), (), unseen)


def _field(code: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def split_runs(word: Word, who: _Someone) -> None:
    word.body.append(
        paragraph("".join(run(letter, "<w:b/>" if at % 2 else "") for at, letter in enumerate(who.identity)))
    )
    word.body.append(
        paragraph(run(who.name[:1]) + "<w:proofErr w:type='spellStart'/>" + run(who.name[1:]) + run("等人"))
    )


def header_footer(word: Word, who: _Someone) -> None:
    identity = word.part("header1", "header", paragraph(run(f"关于{who.name}申请的答复")))
    word.section = f'<w:headerReference w:type="default" r:id="{identity}"/>'


def text_box(word: Word, who: _Someone) -> None:
    inside = f"<w:txbxContent>{paragraph(run(f'经办：{who.name}') + run(who.mobile))}</w:txbxContent>"
    word.body.append(
        paragraph(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
            f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape alt={quoteattr(who.name)}><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )


def contents_and_references(word: Word, who: _Someone) -> None:
    mark = f'<w:bookmarkStart w:id="7" w:name={quoteattr("人_" + who.name)}/>'
    word.body.append(paragraph(mark + run(f"{who.name}案") + '<w:bookmarkEnd w:id="7"/>', '<w:pStyle w:val="1"/>'))
    word.body.append(paragraph(_field('TOC \\o "1-2"', run(f"{who.name}案") + run("……3"))))
    word.body.append(paragraph(run("见") + _field(f"REF 人_{who.name}", run(f"{who.name}案"))))


def links(word: Word, who: _Someone) -> None:
    to = word.relate("hyperlink", f"mailto:{who.mobile}@example.cn?subject=%E6%85%95", outside=True)
    word.body.append(
        paragraph(f'<w:hyperlink r:id="{to}" w:tooltip={quoteattr(who.name)}>{run("联系" + who.name)}</w:hyperlink>')
    )


def copies_beside(word: Word, who: _Someone) -> None:
    word.core = (
        f"<dc:title>{who.name}申请答复</dc:title><dc:creator>张拟稿</dc:creator><dc:subject>{who.identity}</dc:subject>"
    )
    word.custom = (
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="申请人">'
        f"<vt:lpwstr>{who.name}</vt:lpwstr></property>"
    )
    word.parts["customXml/item1.xml"] = f"<data><person tel={quoteattr(who.mobile)}>{who.identity}</person></data>"
    word.relate("customXml", "../customXml/item1.xml")
    word.part("settings", "settings", f'<w:docVars><w:docVar w:name="p" w:val={quoteattr(who.name)}/></w:docVars>')
    word.body.append(paragraph(word.picture(Picture(5, f"{who.name}的照片"))))


def tracked_and_noted(word: Word, who: _Someone) -> None:
    by = f'w:id="9" w:author={quoteattr(who.name)} w:date="2026-03-01T08:00:00Z"'
    gone, new = run("原为" + who.identity, tag="delText"), run("改为" + who.mobile)
    word.body.append(paragraph(f"<w:del {by}>{gone}</w:del><w:ins {by}>{new}</w:ins>"))
    said = paragraph(run(f"请再问{who.name}"))
    word.part("comments", "comments", f'<w:comment w:id="1" w:author="王审阅">{said}</w:comment>')
    word.body.append(paragraph(f'{run("待核。")}<w:r><w:commentReference w:id="1"/></w:r>'))


def control(word: Word, who: _Someone) -> None:
    word.body.append(
        f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(who.name)}/><w:tag w:val="t"/><w:dropDownList><w:listItem w:displayText='
        f'{quoteattr(who.name)} w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent>{paragraph(run(who.name))}</w:sdtContent></w:sdt>'
    )


def chart(word: Word, who: _Someone) -> None:
    inner = Content("底表")
    inner.blocks = [who.name, who.identity]
    word.parts["word/embeddings/book.xlsx"] = sheets.saved(sheets.workbook(inner))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word.parts["word/charts/_rels/chart1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/package" Target="../embeddings/book.xlsx"/></Relationships>'
    )
    word.parts["word/charts/chart1.xml"] = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{relation}"><c:chart><c:title><c:tx><c:rich><a:p><a:r>'
        f"<a:t>{who.name}领取情况</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:cat><c:strRef><c:f>Sheet1!$A$2</c:f>"
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{who.name}</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:barChart>'
        '</c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'
    )
    word.relate("chart", "charts/chart1.xml")


def in_cells(word: Word, who: _Someone) -> None:
    cells = "".join(
        f"<w:tc><w:tcPr/>{paragraph(run(text))}</w:tc>" for text in ("姓名", who.name, "证件", who.identity)
    )
    word.body.append(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>")


def as_entities(word: Word, who: _Someone) -> None:
    coded = "".join(f"&#{ord(letter)};" for letter in who.name)
    word.body.append(f"<w:p><w:r><w:t>{coded}</w:t></w:r><w:r><w:tab/><w:t>{' '.join(who.mobile)}</w:t></w:r></w:p>")
    word.parts["word/styles.xml"] = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="z"><w:name w:val={quoteattr(who.name)}/></w:style></w:styles>'
    )


def ruby(word: Word, who: _Someone) -> None:
    word.body.append(
        paragraph(
            f"<w:r><w:ruby><w:rt>{run('mú róng')}</w:rt><w:rubyBase>{run(who.name)}</w:rubyBase></w:ruby></w:r>{run('到场')}"
        )
    )


_WORD_WAYS = (
    split_runs, header_footer, text_box, contents_and_references, links, copies_beside, tracked_and_noted, control, chart, in_cells,
    as_entities, ruby,
)  # fmt: skip


# --- workbooks ----------------------------------------------------------------------------------------------------------


def _sheets(stem: str, turn: int, chance: random.Random) -> ToRedact:
    who = _someone(chance)
    content = story.clean(chance)
    book = sheets.workbook(content)
    sheet = book.worksheets[0]
    for at, text in enumerate(("姓名", "身份证号", "电话", "住址"), 10):
        sheet.cell(1, at).value = text
        sheet.cell(2, at).value = who.all[at - 10]
    unseen: tuple[str, ...] = ()
    change = None
    ways = (None, copies_in_book, whole_in_text, *(way for way in hidden_sheets.WAYS if way.__name__ != "macro"))
    way = ways[turn % len(ways)]
    if way in (copies_in_book, whole_in_text):
        way(book, who)
    elif way is not None:
        _, unseen, change = way(book, chance)
    name = f"{stem}-{way.__name__ if way else 'plain'}.xlsx"
    stays = (*content.text, "身份证号", "住址")
    return ToRedact(name, hidden_sheets.made(book, change), who.all, stays, (), unseen)


def copies_in_book(book: object, who: _Someone) -> None:
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation

    assert isinstance(book, Workbook)
    sheet = book.worksheets[0]
    sheet["J4"] = "=J2"
    sheet["K4"] = who.name
    sheet["K4"].hyperlink = f"mailto:{who.mobile}@example.cn"
    sheet["J2"].comment = Comment(f"问{who.name}", "王审阅")
    listed = DataValidation(type="list", formula1=f'"{who.name},其他"')
    sheet.add_data_validation(listed)
    listed.add("M9")
    book.defined_names["申请人"] = DefinedName("申请人", attr_text=f'"{who.name}"')
    sheet.oddHeader.center.text = f"{who.name}的申请"
    other = book.create_sheet(f"{who.name}明细")
    other["A1"], other["A2"] = "金额", 12
    drawn = BarChart()
    drawn.title = f"{who.name}领取"
    drawn.add_data(Reference(other, min_col=1, min_row=1, max_row=2), titles_from_data=True)
    other.add_chart(drawn, "C3")


def whole_in_text(book: object, who: _Someone) -> None:
    from openpyxl import Workbook

    assert isinstance(book, Workbook)
    sheet = book.worksheets[0]
    sheet["J6"] = f"本表由{who.name}填报，电话{who.mobile[:3]} {who.mobile[3:7]} {who.mobile[7:]}"
    sheet["L6"] = int(who.mobile)
    sheet.merge_cells("J8:K8")
    sheet["J8"] = who.address


# --- pictures inside -----------------------------------------------------------------------------------------------------


def _word_with_pictures(stem: str, turn: int, chance: random.Random) -> ToRedact:
    """The telephone stands on a card, which is in the file in one of the ways; the rest in the text."""
    who = _someone(chance)
    content = _content(chance, who)
    content.blocks = [block for block in content.blocks if not isinstance(block, Picture)]
    word = Word().add(content)
    way = embedded.WORD_WAYS[turn % len(embedded.WORD_WAYS)]
    way(word, who.mobile)
    stays = _stays(content, who)
    if "cropped" not in way.__name__:
        stays = (*stays, "项目代码2025", "公示期为五日")
    data = word.bytes()
    return ToRedact(f"{stem}-{way.__name__}.docx", data, who.all, stays, (), (), _cards(data, f"{stem}.docx"))


def _sheets_with_pictures(stem: str, turn: int, chance: random.Random) -> ToRedact:
    who = _someone(chance)
    data = embedded.workbook(who.mobile, (("项目", "金额"), who.all))
    if turn % 2:
        data = embedded.drawing_of_two_sheets(data)
    way = "shared_drawing" if turn % 2 else "drawings"
    stays = ("项目", "金额", "项目代码2025")
    return ToRedact(f"{stem}-{way}.xlsx", data, who.all, stays, (), (), _cards(data, f"{stem}.xlsx"))


def _cards(data: bytes, name: str) -> tuple[tuple[str, float, float, float, float], ...]:
    return tuple((each.key, *embedded.SECRET) for each in sight(data, name).pictures)


# --- text ---------------------------------------------------------------------------------------------------------------


def _text(stem: str, turn: int, chance: random.Random) -> ToRedact:
    who = _someone(chance)
    content = _content(chance, who)
    data = pages.text(content)
    coding = ("utf-8", "gb18030", "utf-16", "utf-8-sig")[turn % 4]
    if turn % 4:
        data = data.decode().replace("\n", "\r\n" if turn % 2 else "\n").encode(coding)
    return ToRedact(f"{stem}-{coding}.txt", data, who.all, _stays(content, who))


# --- PDF ----------------------------------------------------------------------------------------------------------------


def _pdf(stem: str, turn: int, chance: random.Random) -> ToRedact:
    who = _someone(chance)
    content = _content(chance, who)
    unseen: tuple[str, ...] = ()
    ways: tuple[Callable[..., object], ...] = (*_PDF_WAYS, *pdfs.WAYS)
    way = ways[turn % len(ways)]
    if turn % len(ways) < len(_PDF_WAYS):
        data, planted, stays = way(content, who)  # type: ignore[misc]
    else:
        data, (_, unseen) = way(content, chance)  # type: ignore[misc]
        planted, stays = who.all, _seen(_stays(content, who), way.__name__)
    return ToRedact(f"{stem}-{way.__name__}.pdf", data, planted, stays, (), unseen)


def _seen(stays: tuple[str, ...], way: str) -> tuple[str, ...]:
    """What lies under a note or a mark to redact is not seen, or blackened with the cuts."""
    gone = {"covered_by_note": "总体", "redaction_mark": "已收悉"}.get(way)
    return tuple(text for text in stays if gone is None or gone not in text)


Pdf = tuple[bytes, tuple[str, ...], tuple[str, ...]]


def plain(content: Content, who: _Someone) -> Pdf:
    return pdfs.pdf(content), who.all, _stays(content, who)


def rotated(content: Content, who: _Someone) -> Pdf:
    document = pypdfium2.PdfDocument(pdfs.pdf(content))
    document[0].set_rotation(90)
    return pdfs.saved(document), who.all, _stays(content, who)


def cropped(content: Content, who: _Someone) -> Pdf:
    document = pypdfium2.PdfDocument(pdfs.pdf(content))
    wide, high = document[0].get_size()
    document[0].set_cropbox(20, 30, wide - 10, high - 20)
    return pdfs.saved(document), who.all, _stays(content, who)


def two_pages(content: Content, who: _Someone) -> Pdf:
    """The fonts of the first page serve the second, which holds nothing to cut."""
    blocks = [*pdfs.blocks_of(content), {"kind": "break"}, {"kind": "p", "text": "附件另行寄送。"}]
    return pdfs.made(content.title, blocks), who.all, (*_stays(content, who), "附件另行寄送")


def split_streams(content: Content, who: _Someone) -> Pdf:
    """A number begun in one stream and ended in the next; letters set one by one; a form; a Type 3 font; hexadecimal; escapes."""
    number, card = who.mobile, who.identity
    first = f"BT /F 14 Tf 1 0 0 1 60 700 Tm (Keep this line) Tj 0 -40 Td ({number[:5]}) Tj".encode()
    second = f"({number[5:]}) Tj ET".encode()
    apart = " ".join(f"({letter}) {-20 if at % 3 else 15}" for at, letter in enumerate(card)).encode()
    third = b"BT /F 14 Tf 1 0 0 1 60 600 Tm [" + apart + b"] TJ ET /X Do"
    coded = b"BT /F 14 Tf 1 0 0 1 60 560 Tm <" + number.encode().hex().encode() + b"> Tj 0 -40 Td ("
    coded += "".join(f"\\{ord(letter):03o}" for letter in card).encode() + b") Tj ET"
    form = b"BT /F 14 Tf 1 0 0 1 60 440 Tm (In a form " + number.encode() + b") Tj ET"
    kept = b"BT /F 14 Tf 1 0 0 1 60 380 Tm (Another line to keep) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]/Resources<</Font<</F 4 0 R>>/XObject<</X 8 0 R/Unused 9 0 R>>>>>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[5 0 R 6 0 R 7 0 R 10 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        _stream(first), _stream(second), _stream(third + b" " + kept),
        _stream(form, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>"),
        _stream(form, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>"),
        _stream(coded),
    ]  # fmt: skip
    return by_hand(objects), (number, card), ("Keep this line", "Another line to keep")


def scanned_with_layer(content: Content, who: _Someone) -> Pdf:
    """A picture of the page, with the words laid over it unseen, a line too low: what is cut by eye is not where the words lie."""
    drawn = pypdfium2.PdfDocument(pdfs.pdf(content))
    picture = drawn[0].render(scale=2.0).to_pil()
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    words = f"BT 3 Tr /F 10 Tf 1 0 0 1 80 60 Tm ({who.mobile} {who.identity}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>/XObject<</I 6 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        _stream(b"q 595 0 0 842 0 0 cm /I Do Q " + words),
        _stream(
            out.getvalue(),
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
            % picture.size,
        ),
    ]
    # The name and the address are in the picture alone: recognised, they may be a stroke off, so they are not asked for here.
    return by_hand(objects), (who.mobile, who.identity), ("已收悉",)


_PDF_WAYS = (plain, rotated, cropped, two_pages, split_streams, scanned_with_layer)


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def by_hand(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


# --- scans --------------------------------------------------------------------------------------------------------------


def _scan(stem: str, turn: int, chance: random.Random) -> ToRedact:
    who = _someone(chance)
    angle = (0.0, 1.5, -2.0, 3.0)[turn % 4]
    frames, areas = [], []
    kind = ("png", "jpg", "tif", "pdf")[turn % 4] if turn % 8 < 4 else ("jpg", "tif", "pdf", "png")[turn % 4]
    for number in range(1, 3 if kind in ("tif", "pdf") else 2):
        frame, own = scanned(chance, who, angle)
        frames.append(frame)
        areas += [(number, *area) for area in own]
    out = BytesIO()
    if kind == "png":
        from PIL.PngImagePlugin import PngInfo

        notes = PngInfo()
        notes.add_itxt("Comment", f"{who.name} {who.identity}")
        frames[0].save(out, "PNG", pnginfo=notes)
    elif kind == "jpg":
        told = Image.Exif()
        told[0x010E] = who.name.encode()
        told[0x013B] = who.mobile
        frames[0].save(out, "JPEG", quality=90, exif=told, comment=who.identity.encode())
    elif kind == "tif":
        frames[0].save(
            out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw", description=who.identity
        )
    else:
        frames[0].convert("RGB").save(
            out, "PDF", save_all=True, append_images=frames[1:], resolution=120, title=who.mobile
        )
    # The name is recognised too uncertainly to be looked for by reading; its place is cut like the others.
    return ToRedact(f"{stem}-scan.{kind}", out.getvalue(), (), ("项目代码", "公示期"), tuple(areas), who.all)


def scanned(
    chance: random.Random, who: _Someone, angle: float
) -> tuple[Image.Image, list[tuple[float, float, float, float]]]:
    """A page as a scanner gives it, and the areas (x, y, width, height) of what is to be cut."""
    wide, high = 1000, 700
    page = Image.new("L", (wide, high), 250)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 30)
    lines = ["项目代码2025", "申请人", f"证件{who.identity}", f"电话{who.mobile}", f"住{who.address}", "公示期为五日"]
    boxes = []
    for at, text in enumerate(lines):
        y = 60 + at * 100
        head = {2: 2, 3: 2, 4: 1}.get(at)
        pen.text((80, y), text, font=font, fill=20)
        if head:
            start = 80 + pen.textlength(text[:head], font=font)
            boxes.append((start - 3, y - 3, 80 + pen.textlength(text, font=font) + 6, y + 46))
    turned = page.rotate(angle, Image.Resampling.BICUBIC, expand=False, fillcolor=250)
    noise = Image.effect_noise((wide, high), 12)
    made = Image.blend(turned, noise, 0.06)
    from math import cos, radians, sin

    turn = radians(-angle)
    areas = []
    for x0, y0, x1, y1 in boxes:
        xs, ys = [], []
        for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)):
            dx, dy = x - wide / 2, y - high / 2
            xs.append(wide / 2 + dx * cos(turn) - dy * sin(turn))
            ys.append(high / 2 + dx * sin(turn) + dy * cos(turn))
        areas.append((min(xs) / wide, min(ys) / high, (max(xs) - min(xs)) / wide, (max(ys) - min(ys)) / high))
    return made, areas
