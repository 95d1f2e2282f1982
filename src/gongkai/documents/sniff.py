"""Which format bytes are in, by what they hold. The name of a file is a promise, its content is a fact."""

from __future__ import annotations

import re
from pathlib import PurePath

from gongkai.documents import bounds
from gongkai.documents.errors import Unreadable
from gongkai.language import say

_ENDINGS = {
    ending: format
    for format, endings in {
        "text": "txt text csv tsv log",
        "markdown": "md markdown",
        "html": "html htm shtml xhtml",
        "mhtml": "mht mhtml",
        "docx": "docx docm dotx dotm",
        "doc": "doc dot wps wpt",
        "xlsx": "xlsx xlsm xltx",
        "xls": "xls et",
        "ods": "ods",
        "pdf": "pdf",
        "image": "png jpg jpeg tif tiff bmp gif webp",
    }.items()
    for ending in endings.split()
}
_NAMES = {
    "text": "文本",
    "markdown": "Markdown",
    "html": "网页",
    "mhtml": "单个文件网页",
    "docx": "Word（docx）",
    "doc": "Word 97-2003（doc）",
    "xlsx": "Excel（xlsx）",
    "xls": "Excel 97-2003（xls）",
    "ods": "ODS 表格",
    "pdf": "PDF",
    "image": "图片",
}
# Files under these endings are regularly another format and nobody lied: WPS saves .wps as either kind of Word, text may be
# Markdown.
_LOOSE = {
    ("doc", "docx"): ("wps", "wpt"),
    ("xls", "xlsx"): ("et",),
    ("text", "markdown"): ("txt", "text"),
    ("markdown", "text"): ("md", "markdown"),
    ("html", "mhtml"): ("html", "htm"),
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|t[dh]|div|p|span|br|font|h[1-6]|a|b|i|u|ul|ol|li|pre|center"
    rb"|script|style|section|article|blockquote|strong|em|form|img|iframe|!--)[\s>/]",
    re.IGNORECASE,
)
_MHTML = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,40}", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """The format of ``data``: text markdown html mhtml docx doc xlsx xls ods pdf image. Markdown is told from text only by the
    reader of text, so it is never returned here.

    Raises Unreadable: ``empty``; ``unsupported`` or ``password`` for formats we know but do not read, with what to do
    instead; ``unknown-format`` for binary data we do not know; ``damaged`` for a broken zip.
    """
    if not data or (len(data) <= bounds.MEGABYTE and not data.strip()):
        raise bounds.empty()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") in (len(data), 0) and len(data) > 30:
        return "image"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5].lower() == b"{\\rtf":
        raise Unreadable("unsupported", say("这是 RTF 文件，暂不能读取。请用 Word 或 WPS 打开，另存为 docx 后再试。"))
    if data.startswith((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")):
        raise Unreadable("unsupported", say("这是压缩包，不会自动解开。请先解压，再读取其中的报告文件。"))
    if data.startswith((b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")):
        raise Unreadable("unsupported", say("这是可执行程序，不是文档，未读取。请核实文件来源，不要运行它。"))
    return _written(data)


def _written(data: bytes) -> str:
    """The formats that are text themselves."""
    head = data[:65536]
    plain = head.replace(b"\0", b"") if b"\0" in head else head  # UTF-16 shows its tags too
    opening = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:2000]
    if opening.startswith((b"<?xml", b"<w:", b"<pkg:", b"<office:", b"<workbook", b"<Workbook")):
        if (
            b"<pkg:package" in plain
            or b"<w:wordDocument" in plain
            or b"schemas.microsoft.com/office/word/2003" in plain
        ):
            raise Unreadable(
                "unsupported", say("这是 Word XML 文件，暂不能读取。请用 Word 或 WPS 打开，另存为 docx 后再试。")
            )
        if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<html" not in plain.lower():
            raise Unreadable(
                "unsupported", say("这是 XML 电子表格，暂不能读取。请用 Excel 或 WPS 打开，另存为 xlsx 后再试。")
            )
    if _is_mhtml(plain):
        return "mhtml"
    if _HTML.search(plain) and (opening.startswith(b"<") or len(_HTML.findall(plain[:20000])) >= 3):
        return "html"
    if opening.startswith(b"<?xml"):
        raise Unreadable(
            "unsupported", say("这是 XML 数据文件，不是报告文档，未读取。请改用网页、Word、PDF 或文本格式的报告。")
        )
    if _is_binary(head):
        raise Unreadable(
            "unknown-format",
            say(
                "无法识别文件的格式，未读取。请确认文件没有损坏，并改用 Word、PDF、Excel、网页、图片或文本格式的报告。"
            ),
        )
    return "text"


def _is_mhtml(head: bytes) -> bool:
    headers = _MHTML.match(head[:16384])
    if headers is None:
        return False
    lowered = headers[0].lower()
    return b"mime-version:" in lowered or (b"content-type:" in lowered and b"multipart/related" in lowered)


def _is_binary(head: bytes) -> bool:
    """Control characters that no text holds. UTF-16 text has zero bytes, but hardly another control character."""
    zeros = head.count(0)
    controls = len(head) - len(head.translate(None, bytes([*range(1, 9), *range(14, 27), *range(28, 32), 127])))
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if zeros * 10 <= len(head):
        return controls * 20 > len(head)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return min(even, odd) * 4 > max(even, odd) or controls * 5 > len(head)


def _zip(data: bytes) -> str:
    parts = bounds.Zip(data)
    names = parts.names
    if "ofd.xml" in parts:
        raise Unreadable("unsupported", say("这是 OFD 版式文件，暂不能读取。请用 OFD 阅读器导出为 PDF 后再试。"))
    if "word/document.xml" in parts or any(name.startswith("word/document") for name in names):
        return "docx"
    if "xl/workbook.xml" in parts or any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("unsupported", say("这是演示文稿，不是报告文档，未读取。请改用 Word、PDF 或网页格式的报告。"))
    if "mimetype" in parts and (kind := parts.read("mimetype")):
        if b"opendocument.spreadsheet" in kind:
            return "ods"
        if b"opendocument" in kind:
            raise Unreadable(
                "unsupported", say("这是 OpenDocument 文档，暂不能读取。请用 Word 或 WPS 打开，另存为 docx 后再试。")
            )
    if "[content_types].xml" in parts and (types := parts.read("[Content_Types].xml")):
        if b"wordprocessingml" in types:
            return "docx"
        if b"spreadsheetml" in types:
            return "xlsx"
    raise Unreadable("unsupported", say("这是压缩包，不会自动解开。请先解压，再读取其中的报告文件。"))


def _ole(data: bytes) -> str:
    """Compound files by the streams in their directory; names are UTF-16 wherever the directory lies."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in data

    if holds("EncryptedPackage"):
        raise bounds.password()
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("PowerPoint Document"):
        raise Unreadable("unsupported", say("这是演示文稿，不是报告文档，未读取。请改用 Word、PDF 或网页格式的报告。"))
    raise Unreadable(
        "unsupported",
        say(
            "这是旧式的复合文件，但里面没有 Word 文档或 Excel 表格，无法读取。请用原来的程序打开，另存为 docx 或 PDF 后再试。"
        ),
    )


def lying_name(name: str, format: str) -> str | None:
    """A warning when the ending of ``name`` promises another format than ``format``, else None."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    promised = _ENDINGS.get(ending)
    if promised is None or promised == format or ending in _LOOSE.get((promised, format), ()):
        return None
    return say(
        "文件的扩展名是“.{ending}”，内容却是{found}，已按内容读取。请核实文件来源，并改正扩展名。",
        ending=ending,
        found=_NAMES.get(format, format),
    )
