"""DOCX in the layout of official documents (GB/T 9704-2012 党政机关公文格式), with truly merged cells.

The parts that are alike in every document (styles, settings, page number) are built once with python-docx, in
``docx_base``; a document then only needs its own body and properties, so writing a report takes a few milliseconds.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

from gongkai.documents.canonical import canonical
from gongkai.documents.model import Document, Heading, Paragraph, Table
from gongkai.documents.writers.docx_base import BODY_STYLE, CELL_STYLE, GAP_STYLE, base_parts, heading_style
from gongkai.documents.writers.layout import fitted, left_aligned, opens_a_part, signature, title_width
from gongkai.documents.writers.naming import NO_DATE, in_utc, one_line, title_of
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.language import say

MOST_COLUMNS = 63  # Word opens no table with more
ROOM = 8845  # twips: 156 mm, the width of the type area between the margins
TITLE_SIZE = 440  # twips: 22 pt, 2号
_TWIPS = 20  # to a point

_GAP = f'<w:p><w:pPr><w:pStyle w:val="{GAP_STYLE}"/></w:pPr></w:p>'


def write(document: Document, *, title: str | None = None, author: str = "", date: datetime = NO_DATE) -> bytes:
    """``document`` as a DOCX file: A4, margins 37/35/28/26 mm, title in 小标宋 2号, body in 仿宋 3号, 22 lines a page.

    ``title``, ``author`` and ``date`` go into the file's properties; ``date`` stays fixed unless given, so that the same
    Document gives the same bytes. Raises Unwritable (``too-wide``) when a table has more than 63 columns.
    """
    document = canonical(document)
    tables = [isinstance(block, Table) for block in document.blocks]
    body: list[str] = []
    signs = signature(document)
    beside = zip(document.blocks, [False, *tables], [*tables[1:], False], strict=False)
    for number, (block, after_table, before_table) in enumerate(beside):
        if isinstance(block, Table):
            if after_table:
                body.append(_GAP)  # without a paragraph between them Word makes two tables one
            body.append(_table(block))
        else:
            body.append(_paragraph(block, after_table, before_table, signs.get(number)))
    if not tables or tables[-1]:
        body.append(_GAP)  # a body that ends with a table is mended by Word on opening, which marks the file as changed
    return _package("".join(body), _core(title_of(document, title), one_line(author), date))


def _paragraph(block: Heading | Paragraph, after_table: bool, before_table: bool, from_right: float | None) -> str:
    style = heading_style(block.level) if isinstance(block, Heading) else BODY_STYLE
    properties = ""
    if after_table or before_table:  # the exact line pitch leaves a table no air
        properties += f'<w:spacing w:before="{120 * after_table}" w:after="{80 * before_table}"/>'
    if isinstance(block, Heading):
        if block.level == 1:
            side = round((ROOM - title_width(block.text, ROOM / TITLE_SIZE) * TITLE_SIZE) / 2)
            properties += f'<w:ind w:left="{side}" w:right="{side}"/>' if side else ""
    elif from_right is not None:
        indent = f'w:firstLineChars="0" w:firstLine="0" w:rightChars="{from_right * 100:.0f}" w:right="{from_right * 320:.0f}"'
        properties += f'<w:ind {indent}/><w:jc w:val="right"/>'
    elif "\n" in block.text:  # justified, a line that the author broke would be stretched over the whole measure
        properties += '<w:jc w:val="left"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r>{_words(block.text)}</w:r></w:p>'


def _words(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))


def _table(table: Table) -> str:
    grid = table.grid()
    count = len(grid[0])
    if count > MOST_COLUMNS:
        raise Unwritable(
            "too-wide",
            say(
                "有一个表格共 {count} 列，Word 最多容纳 {most} 列，因此没有写出 DOCX 文件。请拆分表格，或改写成 XLSX、HTML 格式。",
                count=count,
                most=MOST_COLUMNS,
            ),
        )
    points, wide = fitted(table, ROOM / _TWIPS)
    widths = [round(width * _TWIPS) for width in wide]
    left = left_aligned(table)
    size = (
        f'<w:rPr><w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/></w:rPr>' if points != 10.5 else ""
    )
    out = [
        (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        )
    ]
    out.extend(f'<w:gridCol w:w="{width}"/>' for width in widths)
    out.append("</w:tblGrid>")
    for r, row in enumerate(grid):
        after = sum(1 for here in row if here is None)
        out.append("<w:tr><w:trPr>")
        if after:
            out.append(f'<w:gridAfter w:val="{after}"/><w:wAfter w:w="{sum(widths[count - after :])}" w:type="dxa"/>')
        out.append('<w:cantSplit/><w:trHeight w:val="454" w:hRule="atLeast"/>')
        if r < table.header_rows < len(grid):
            out.append("<w:tblHeader/>")
        out.append("</w:trPr>")
        # Kept with the next row: its caption would otherwise be left behind at the foot of a page.
        keep = "<w:keepNext/>" if opens_a_part(table, r) else ""
        c = 0
        while c < count - after:
            here = row[c]
            assert here is not None  # canonical: holes stand only at the end of a row
            cell, is_top_left = here
            width = sum(widths[c : c + cell.colspan])
            out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>')
            if cell.colspan > 1:
                out.append(f'<w:gridSpan w:val="{cell.colspan}"/>')
            if cell.rowspan > 1:
                out.append('<w:vMerge w:val="restart"/>' if is_top_left else "<w:vMerge/>")
            out.append('<w:vAlign w:val="center"/></w:tcPr>')
            align = '<w:jc w:val="left"/>' if (r, c) in left else ""
            words = f"<w:r>{size}{_words(cell.text)}</w:r>" if is_top_left and cell.text else ""
            out.append(f'<w:p><w:pPr><w:pStyle w:val="{CELL_STYLE}"/>{keep}{align}</w:pPr>{words}</w:p></w:tc>')
            c += cell.colspan
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _core(title: str, author: str, date: datetime) -> str:
    moment = f"{in_utc(date):%Y-%m-%dT%H:%M:%S}Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _package(body: str, core: str) -> bytes:
    head, tail = base_parts().around
    own = {"word/document.xml": f"{head}{body}{tail}".encode(), "docProps/core.xml": core.encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in base_parts().parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the byte that names the operating system differs between machines
            package.writestr(entry, own.get(name, data))
    return out.getvalue()
