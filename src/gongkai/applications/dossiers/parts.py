"""One piece of a dossier: what it is, and its pages as PDF. A file that is no PDF is converted where it can be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from gongkai.applications.dossiers.binding import pages_of
from gongkai.applications.models import CaseFile
from gongkai.documents import Document, Unreadable, write
from gongkai.documents.model import Block, Cell, Heading, Paragraph, Table
from gongkai.documents.readers.pdf.reader import LIBRARY
from gongkai.documents.worker import read_bounded
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.files import keeping
from gongkai.files.uploads import FileRefused
from gongkai.language import say

A4 = (595.0, 842.0)
MARGIN = 36.0
MOST_ACROSS = 2400
"""Pixels: a photograph of a page is legible with these, and not larger than it need be."""


@dataclass(frozen=True, slots=True)
class Part:
    """``group``: the heading it stands under in the index. ``key``: what it proves, for the evidence list ("" nothing of its own).
    ``data``: its pages. ``sha256``, ``size``: of the original, which is not ``data`` where it was converted. ``note``: what was done
    to it; ``whole`` False: its pages are only a sheet that names it."""

    group: str
    title: str
    data: bytes
    pages: int
    sha256: str
    size: int
    key: str = ""
    note: str = ""
    whole: bool = True


def text_part(group: str, title: str, blocks: Iterable[Block], *, key: str = "") -> Part:
    """A part of our own words."""
    data = write(Document((Heading(title), *blocks), title=title), "pdf", missing="mark")
    return Part(group, title, data, pages_of(data), hashlib.sha256(data).hexdigest(), len(data), key)


def pdf_part(group: str, title: str, data: bytes, *, key: str = "") -> Part:
    """A PDF that the house itself made, as it went out."""
    return Part(group, title, data, pages_of(data), hashlib.sha256(data).hexdigest(), len(data), key)


def file_part(group: str, file: CaseFile, *, key: str = "", left_out: str = "") -> Part:
    """A file of the case. ``left_out``: why only a sheet that names it is bound in."""
    stored = file.file
    title = file.name
    if left_out:
        return _sheet(group, file, left_out, key)
    try:
        data = keeping.read(stored)
        pages, note = _as_pdf(file, data)
        return Part(group, title, pages, pages_of(pages), stored.sha256, stored.size, key, note)
    except (Unreadable, Unwritable, FileRefused) as error:
        return _sheet(group, file, say("没有转成版式文件：{why}原件另附。", why=error), key)


def _sheet(group: str, file: CaseFile, why: str, key: str) -> Part:
    rows = (
        (say("文件名"), file.name),
        (say("用途"), file.get_purpose_display()),
        (say("大小"), say("{n}字节", n=file.file.size)),
        ("SHA-256", file.file.sha256),
        (say("说明"), why),
    )
    made = text_part(group, file.name, [table(rows)])
    return Part(group, file.name, made.data, made.pages, file.file.sha256, file.file.size, key, why, whole=False)


def _as_pdf(file: CaseFile, data: bytes) -> tuple[bytes, str]:
    """The pages of a file, and what was done to it. Raises Unreadable, Unwritable."""
    kind = file.file.media_type
    if kind == "application/pdf":
        return data, ""
    if kind in ("image/jpeg", "image/png"):
        return _pictured(data), say("图片，按A4纸排放。")
    found = read_bounded(data, name=file.name)
    head = Paragraph(say("（以下由原件“{name}”转换，原件SHA-256：{sha}）", name=file.name, sha=file.file.sha256))
    document = Document((Heading(file.name), head, *found.blocks), title=file.name)
    return write(document, "pdf", missing="mark"), say("由原件转换，原件另存。")


def _pictured(data: bytes) -> bytes:
    """A picture on a page. Raises Unreadable where it is none."""
    try:
        with Image.open(BytesIO(data)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
            image.thumbnail((MOST_ACROSS, MOST_ACROSS))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Unreadable("damaged", say("图片打不开。")) from error
    held = BytesIO()
    image.save(held, "JPEG", quality=88)
    held.seek(0)
    wide, high = A4 if image.height >= image.width else (A4[1], A4[0])
    scale = min((wide - 2 * MARGIN) / image.width, (high - 2 * MARGIN) / image.height)
    with LIBRARY:
        document = pypdfium2.PdfDocument.new()
        try:
            page = document.new_page(wide, high)
            drawn = pypdfium2.PdfImage.new(document)
            drawn.load_jpeg(held, inline=True)
            across, up = image.width * scale, image.height * scale
            drawn.set_matrix(pypdfium2.PdfMatrix().scale(across, up).translate((wide - across) / 2, (high - up) / 2))
            page.insert_obj(drawn)
            page.gen_content()
            page.close()
            out = BytesIO()
            document.save(out)
        finally:
            document.close()
    return out.getvalue()


def table(rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> Table:
    """A table of words; with a head where there is one."""
    lines = [*([tuple(Cell(text) for text in head)] if head else [])]
    lines += [tuple(Cell("" if cell is None else f"{cell}") for cell in row) for row in rows]
    return Table(tuple(lines), header_rows=1 if head else 0)
