"""Which files can be redacted; the others are refused with what to do instead."""

from __future__ import annotations

from gongkai.documents import bounds
from gongkai.documents.sniff import sniff
from gongkai.language import say
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.model import Format

MEDIA = {
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "tif": "image/tiff",
}
_BETTER = {"doc": "docx", "xls": "xlsx", "ods": "xlsx", "html": "PDF", "mhtml": "PDF"}


def format_of(data: bytes, name: str) -> Format:
    """Raises Unreadable, and CannotRedact ``unsupported`` for what can be read and not redacted."""
    format = sniff(data)
    bounds.require_size(len(data), format)
    if format == "html" and name.lower().endswith((".txt", ".csv", ".md")):
        format = "text"  # it is shown as text, tags and all
    if format in _BETTER:
        raise CannotRedact(
            "unsupported",
            say(
                "这种格式（{format}）不能可靠地遮蔽，没有处理。请用办公软件或浏览器打开，另存为 {better} 后再遮蔽。",
                format=format,
                better=_BETTER[format],
            ),
        )
    return Format.TEXT if format == "markdown" else Format(format)
