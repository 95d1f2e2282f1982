"""The Word files that sections hand in: as an office writes them, with a title, headings and tables."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from gongkai.demo.publishing.papers import plain_lines

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word(
    title: str, lines: Sequence[str], signed: Sequence[str], number: str = "", table: Sequence[Sequence[str]] = ()
) -> bytes:
    """A document with ``lines`` of ``data/documents.toml``. ``signed``: the lines of the signature. ``table``: one more."""
    document = docx.Document()
    _centred(document, title, bold=True)
    if number:
        _centred(document, number)
    for kind, content in plain_lines(lines):
        if kind == "t":
            _table(document, content)  # type: ignore[arg-type]
        elif kind == "h":
            document.add_heading(str(content), level=2)
        else:
            document.add_paragraph(str(content))
    if table:
        _table(document, table)
    for line in signed:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    held = io.BytesIO()
    document.core_properties.author = ""
    document.save(held)
    return held.getvalue()


def _centred(document: docx.document.Document, text: str, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _table(document: docx.document.Document, rows: Sequence[Sequence[str]]) -> None:
    made = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
