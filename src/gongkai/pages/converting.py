"""The front door: the bytes of a file in, a page out."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.documents import bounds
from gongkai.documents.decoding import decode
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.sniff import lying_name, sniff
from gongkai.language import say
from gongkai.pages import habits, word
from gongkai.pages.finishing import finish
from gongkai.pages.html import html_of
from gongkai.pages.model import Block, Image, Paragraph, block_text
from gongkai.pages.neutral import blocks_of_document
from gongkai.pages.nodes import declared_encoding, title_of_html
from gongkai.pages.parsing import blocks_of_html
from gongkai.pages.pictures import Album, Picture, Raw, without_alt
from gongkai.pages.sheets import xls, xlsx
from gongkai.pages.sheets.model import blocks_of_workbook
from gongkai.pages.sheets.others import require_nothing_hidden
from gongkai.pages.vocabulary import door

_PICTURE_MAGICS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")


@dataclass(frozen=True, slots=True)
class Page:
    """A file as a page. ``html``: a fragment whose headings begin at h2, for the title is the page's own h1; pictures stand in it
    by ``Picture.name``. ``title``: lifted out of the text, None when no line looks like one. ``warnings``: sentences a person
    should read before the page goes out. ``text``: title and words, a line each block. ``format``: as ``gongkai.documents`` names it.
    """

    html: str
    pictures: tuple[Picture, ...]
    title: str | None
    warnings: tuple[str, ...]
    text: str
    format: str = ""


def convert(data: bytes, name: str = "") -> Page:
    """The page in a file: docx, doc, pdf, xlsx, xls, ods, html, text, markdown or a picture, told by content; ``name`` is only a hint.

    Raises Unreadable, with a sentence for the person who handed the file in. Bytes from strangers: ``convert_bounded``.

    >>> convert("云岭县商务局关于开展促消费活动的通知\\n\\n各乡镇人民政府：\\n现将有关事项通知如下。".encode()).title
    '云岭县商务局关于开展促消费活动的通知'
    """
    if len(data) > bounds.LARGEST_INPUT:
        raise bounds.too_large(bounds.LARGEST_INPUT)
    format = sniff(data)
    bounds.require_size(len(data), format)
    album = Album()
    warnings: list[str] = []
    try:
        title, blocks, format = _blocks(data, name, format, album, warnings)
        pictures, lost = album.develop(blocks)
        blocks = finish(blocks)
    except NotThisFormat as error:
        if format in ("docx", "xlsx", "xls", "ods", "doc", "pdf", "image"):  # its marks are there, its parts are not
            raise bounds.damaged() from error
        raise
    except (MemoryError, RecursionError) as error:
        raise bounds.too_many_parts() from error
    if not blocks and not title:
        raise bounds.no_text()
    lie = lying_name(name, format)
    said = [*([lie] if lie else []), *warnings, *lost, *without_alt(blocks)]
    text = "\n".join(filter(None, (title, *map(block_text, blocks))))
    return Page(door(html_of(blocks)), pictures, title, tuple(said), text, format)


def _blocks(
    data: bytes, name: str, format: str, album: Album, warnings: list[str]
) -> tuple[str | None, list[Block], str]:
    """The title, the blocks and the format as it turned out."""
    if format == "docx":
        read = word.read(data, album)
        warnings += word.warnings(read.left_out)
        return *habits.settle(read.blocks), format
    if format == "image":
        return None, [Paragraph([_picture(data, album)])], format
    if (
        format == "html"
        and name.lower().endswith(".txt")
        and not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    ):
        # A text that talks of tags. A page that is only misnamed begins with one.
        from gongkai.documents.readers.text import read as read_text

        return *habits.settle(blocks_of_document(read_text(data))), "text"
    charset = None
    if format == "mhtml":
        from gongkai.documents.readers.mhtml import main_part

        (data, charset), format, name = main_part(data), "html", ""
    if format == "html" and not name.lower().endswith((".md", ".markdown")):
        text, _, notes = decode(data, charset or declared_encoding(data), judge=False)
        warnings += notes
        title, blocks = habits.settle(blocks_of_html(text, album))
        return title or title_of_html(text), blocks, format
    book = xlsx.read(data, album) if format == "xlsx" else xls.read(data) if format == "xls" else None
    if book is not None:
        warnings += book.warnings
        return *blocks_of_workbook(book), format
    if format in ("xls", "ods"):
        require_nothing_hidden(data, format)
    if format == "doc" and any(magic in data for magic in _PICTURE_MAGICS):
        warnings.append(say("旧格式的 Word 文档中的图片没有转换。请另存为 docx 后再试，或者单独上传图片。"))
    if format == "pdf":
        from gongkai.documents.readers.pdf import read as read_pdf

        pdf = read_pdf(data, seen_only=True)
        warnings += pdf.source.warnings
        return *habits.settle(blocks_of_document(pdf, _pdf_pictures(data, album))), format
    from gongkai.documents.reading import read as read_document

    document = read_document(data, "")
    warnings += document.source.warnings
    format = "markdown" if document.source.format == "markdown" else format
    return *habits.settle(blocks_of_document(document)), format


def _pdf_pictures(data: bytes, album: Album) -> list[tuple[int, Image]]:
    from gongkai.documents.readers.pdf.pictures import pictures

    return [(each.page, album.add(Raw(each.png, "", round(each.width * 96 / 72)))) for each in pictures(data)]


def _picture(data: bytes, album: Album) -> Image:
    return album.add(Raw(data))
