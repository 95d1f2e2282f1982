"""DOCX in the 信函 format, naming the statutory faces (方正小标宋简体, 仿宋_GB2312, 黑体). None is embedded: Word and WPS set the nearest.

The package and its styles are those of `gongkai.documents.writers.docx_base`, built with python-docx; a letter adds its words, and
its red mark and lines as frames in the head of the first page, where they stay while somebody edits the text.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from lxml import etree

from gongkai.documents.writers.docx_base import BODY_STYLE, CELL_STYLE, GAP_STYLE, base_parts, heading_style
from gongkai.documents.writers.layout import title_width
from gongkai.documents.writers.naming import NO_DATE, one_line
from gongkai.letters.model import Cell, Grid
from gongkai.letters.rendering import measures
from gongkai.letters.rendering.page import Kind, Line, Page, Role

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RED = "FF0000"
_TWIPS = 20  # to a point
_LINE = round(measures.PITCH * _TWIPS)
_ROOM = round(156 * measures.MM * _TWIPS)
_TITLE = 440
_CHARACTER = 320
_SHORT = 12  # rows
_CLOSER = '<w:rPr><w:spacing w:val="-5"/></w:rPr>'
"""A quarter of a point less after each character of 16: so 28 stand in a line of 156 mm."""
_HEAD_PART, _HEAD_ID = "word/header_first.xml", "rIdFirstHead"
_HEAD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_GAP = f'<w:p><w:pPr><w:pStyle w:val="{GAP_STYLE}"/></w:pPr></w:p>'


def write(page: Page) -> bytes:
    """The letter as DOCX. The same page gives the same bytes."""
    base = base_parts()
    parts = dict(base.parts)
    head, tail = base.around
    parts["word/document.xml"] = _sections(f"{head}{_body(page)}{tail}", page)
    parts["docProps/core.xml"] = _core(page)
    if page.mark:
        parts[_HEAD_PART] = _first_head(page.mark).encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>", f'<Override PartName="/{_HEAD_PART}" ContentType="{_HEAD_TYPE}"/></Types>'.encode()
        )
        relation = f'<Relationship Id="{_HEAD_ID}" Type="{R}/header" Target="{_HEAD_PART.removeprefix("word/")}"/>'
        rels = "word/_rels/document.xml.rels"
        parts[rels] = parts[rels].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the byte that names the operating system differs between machines
            package.writestr(entry, data)
    return out.getvalue()


def _body(page: Page) -> str:
    out: list[str] = []
    for place, piece in enumerate(page.pieces):
        before = page.pieces[place - 1] if place else None
        if isinstance(piece, Grid):
            out.append(_GAP + _grid(piece))
        else:
            out.append((_GAP if isinstance(before, Grid) else "") + _line(piece, before, page))
    if isinstance(page.pieces[-1], Grid):
        out.append(_GAP)  # a body that ends with a table is mended by Word on opening, which marks the file as changed
    return "".join(out)


def _line(line: Line, before: object, page: Page) -> str:
    """One paragraph. Its properties stand in the order of the schema: style, keepNext, break, spacing, indent, alignment."""
    style, space, indent, align, face, opens = BODY_STYLE, 0, "", "", "", False
    none = 'w:firstLineChars="0" w:firstLine="0"'
    is_letter = page.kind is Kind.LETTER
    match line.role:
        case Role.NUMBER:
            indent, align = none, "right" if is_letter else "center"
            space = _number_space(page) if is_letter else 0
        case Role.TITLE:
            style = heading_style(1)
            room = _ROOM / _TITLE
            side = round((_ROOM - title_width(line.text, room) * _TITLE) / 2)
            indent = f'w:left="{side}" w:right="{side}"' if side else ""
            under_number = isinstance(before, Line) and before.role is Role.NUMBER
            space = 2 * _LINE if under_number and is_letter else 0
        case Role.SALUTATION:
            indent, align = none, "left"
        case Role.ATTACHMENT:
            space = _LINE
        case Role.MORE_ATTACHMENT:
            indent = f'w:leftChars="500" w:left="{5 * _CHARACTER}" {none}'
        case Role.NAME | Role.DATE:
            space = 2 * _LINE if line.role is Role.NAME else 0
            indent = f'{none} w:rightChars="{line.right * 100:.0f}" w:right="{line.right * _CHARACTER:.0f}"'
            align = "right"
        case Role.ANNEX:
            indent, face, opens = none, "黑体", True
        case Role.BODY:
            align = (
                "left" if "\n" in line.text else ""
            )  # justified, a broken line would be stretched over the whole measure
    properties = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if line.kept else "")
        + ("<w:pageBreakBefore/>" if opens else "")
        + (f'<w:spacing w:before="{space}"/>' if space else "")
        + (f"<w:ind {indent}/>" if indent else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    look = _face(face) if face else _CLOSER if style == BODY_STYLE else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{look}{_words(line.text)}</w:r></w:p>"


def _number_space(page: Page) -> int:
    """Space over the number, in twips: from the top margin to 7/8 of a character under the first double line."""
    height = (measures.mark_size(page.mark) if page.mark else measures.MARK_LARGEST) * measures.INK
    top = measures.MARK_TOP + height + measures.UNDER_MARK + measures.RULE + measures.UNDER_RULE
    # The line is higher than its type, which stands in the middle.
    return max(0, round((top - measures.MARGIN_TOP - (measures.PITCH - 16) / 2) * _TWIPS))


def _grid(grid: Grid) -> str:
    unit = _ROOM / sum(grid.widths)
    widths = [round(width * unit) for width in grid.widths]
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
    )
    out = [
        table,
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
    ]
    # A short table stays on one page: each row is kept with the next.
    short = len(grid.rows) <= _SHORT
    for r, row in enumerate(grid.rows):
        keep = short and r < len(grid.rows) - 1
        head = "<w:tblHeader/>" if r < grid.head < len(grid.rows) else ""
        height = 454 if row.height == 1 else 400 * row.height
        out.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>')
        column = 0
        for cell in row.cells:
            out.append(
                _cell(cell, sum(widths[column : column + cell.span]), centred=cell.label or grid.head > 0, keep=keep)
            )
            column += cell.span
        out.append("</w:tr>")
    return "".join(out) + "</w:tbl>"


def _cell(cell: Cell, width: int, *, centred: bool, keep: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    align = ("<w:keepNext/>" if keep else "") + ("" if centred else '<w:jc w:val="left"/>')
    size = '<w:rPr><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
    words = f"<w:r>{size}{_words(cell.text)}</w:r>" if cell.text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{CELL_STYLE}"/>{align}</w:pPr>{words}</w:p></w:tc>'
    )


def _words(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))


def _face(name: str, extra: str = "") -> str:
    faces = f'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{name}" w:cs="Times New Roman"'
    return f"<w:rPr><w:rFonts {faces}/>{extra}</w:rPr>"


def _first_head(name: str) -> str:
    """The mark and the two double lines, each in a frame at its place on the page."""
    size = measures.mark_size(name)
    # Type does not fill the line it is set on: its ink begins a little under the frame's top.
    top = measures.MARK_TOP - (1 - measures.INK) / 2 * size
    first = measures.MARK_TOP + size * measures.INK + measures.UNDER_MARK
    second = 297 * measures.MM - measures.RULE_BOTTOM - measures.RULE
    half_points = round(size * 2)
    look = f'<w:color w:val="{_RED}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    mark = (
        f'<w:p><w:pPr>{_frame(top)}<w:spacing w:before="0" w:after="0" w:line="{round(size * _TWIPS)}" '
        'w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>'
        f"<w:r>{_face('方正小标宋简体', look)}{_words(name)}</w:r></w:p>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:hdr xmlns:w="{W}" xmlns:r="{R}">'
        f"{mark}{_double(first, 'thickThinSmallGap')}{_double(second, 'thinThickSmallGap')}"
        f'<w:p><w:pPr><w:pStyle w:val="{GAP_STYLE}"/></w:pPr></w:p></w:hdr>'
    )


def _double(top: float, border: str) -> str:
    """A double line: the upper border of an empty paragraph in a frame. The first word of ``border`` is the upper line."""
    return (
        f'<w:p><w:pPr>{_frame(top)}<w:pBdr><w:top w:val="{border}" w:sz="18" w:space="0" w:color="{_RED}"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )


def _frame(top: float) -> str:
    width, left = round(measures.RULE_LENGTH * _TWIPS), round(measures.RULE_LEFT * _TWIPS)
    return (
        f'<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{left}" w:y="{round(top * _TWIPS)}"/>'
    )


def _sections(text: str, page: Page) -> bytes:
    """The document part with what a letter's paper needs: its own first page, page numbers or none."""
    root = etree.fromstring(text.encode())
    section = next(root.iter(f"{{{W}}}sectPr"))
    if not page.has_numbers:
        for reference in section.findall(f"{{{W}}}footerReference"):
            section.remove(reference)
    if page.mark:
        reference = etree.Element(f"{{{W}}}headerReference", {f"{{{W}}}type": "first", f"{{{R}}}id": _HEAD_ID})
        section.insert(0, reference)
    if page.kind is Kind.LETTER:
        title_page = etree.Element(f"{{{W}}}titlePg")
        grid = section.find(f"{{{W}}}docGrid")  # the schema wants it before this
        section.append(title_page) if grid is None else grid.addprevious(title_page)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _core(page: Page) -> bytes:
    moment = datetime(page.dated.year, page.dated.month, page.dated.day, tzinfo=UTC) if page.dated else NO_DATE
    stamp = f"{moment:%Y-%m-%dT%H:%M:%S}Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(one_line(page.title))}</dc:title><dc:creator>{escape(one_line(page.author))}</dc:creator>"
        f'<dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    ).encode()
