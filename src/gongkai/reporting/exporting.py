"""The report as a file: DOCX, PDF, HTML for readers, XLSX and JSON for machines. Read back, each gives the same cells."""

from __future__ import annotations

import io
from dataclasses import dataclass

from gongkai.documents.writing import write
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reporting.assembling import reading_of
from gongkai.reports.compose import compose, compose_title
from gongkai.reports.model import AnnualReport
from gongkai.reports.outputs import xlsx
from gongkai.reports.outputs.json import dumps, to_json

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""The formats, and what a browser is told of each."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One file: its name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def export(report: AnnualReport, format: str) -> Exported:
    """``report`` in one of `MEDIA`. Raises GongkaiError for another, `gongkai.documents.Unwritable` for a character no font has."""
    if format not in MEDIA:
        raise GongkaiError(say("不能导出“{format}”格式。可用的有：{known}。", format=format, known="、".join(MEDIA)))
    name = f"{compose_title(report)}.{format}"
    if format == "json":
        data = dumps(to_json(reading_of(report), places=False), indent=2).encode()
    elif format == "xlsx":
        book = io.BytesIO()
        xlsx.write([(None, reading_of(report))], book)
        data = book.getvalue()
    else:
        data = write(compose(report), format)
    return Exported(name, MEDIA[format], data)
