"""Small well-formed files of every format, made in code: what the fuzzer damages. The persons and places are made up."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

from documents.fuzzing.handmade_ole import excel97, word97
from documents.fuzzing.handmade_pdf import Sheet, box, pdf, ruled, text
from gongkai.documents import Cell, Document, Heading, Paragraph, Table, writing

REPORT = """示例县商务局2023年政府信息公开工作年度报告

本报告根据《中华人民共和国政府信息公开条例》编制，统计期限自2023年1月1日起至2023年12月31日止。

一、总体情况

（一）主动公开。全年公开信息1136条。（二）依申请公开。收到申请21件，均已答复。

二、主动公开政府信息情况

第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t3\t1\t22（其中修订16件）
第二十条第（五）项
信息内容\t本年处理决定数量
行政许可\t550
第二十条第（八）项
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t7730.28

三、收到和处理政府信息公开申请情况

一、本年新收政府信息公开申请数量\t21\t0\t0\t0\t0\t0\t21
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
三、本年度办理结果\t（一）予以公开\t10\t0\t0\t0\t0\t0\t10
（三）不予公开\t1.属于国家秘密\t1\t0\t0\t/\t-\t\t1
（七）总计\t21\t0\t0\t0\t0\t0\t21
四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0

四、政府信息公开行政复议、行政诉讼情况

结果维持\t结果纠正\t其他结果\t尚未审结\t总计
1\t0\t0\t0\t1

五、存在的主要问题及改进情况

公开的深度还不够，下一步加强业务培训。

六、其他需要报告的事项

2023年未收取信息处理费。

示例县商务局
2024年1月20日
"""


def document() -> Document:
    """The same report as blocks, with merged cells."""
    head = (
        (Cell("申请人情况", 1, 3), Cell("总计", 2)),
        (Cell("自然人"), Cell("商业企业"), Cell("其他")),
    )
    rows = [
        tuple(Cell(str(n * 7 % 13)) for n in range(k, k + 4)) if k % 3 else (Cell("合并", 1, 2), Cell(""), Cell("/"))
        for k in range(6)
    ]
    lines = [line for line in REPORT.split("\n") if line]
    return Document(
        (
            Heading(lines[0], 1),
            *(Heading(line, 2) if line[1:2] == "、" and "\t" not in line else Paragraph(line) for line in lines[1:]),
            Table((*head, *rows), header_rows=2),
            Table(tuple(tuple(map(Cell, line.split("\t"))) for line in lines if line.count("\t") == 7)),
        ),
        title="年度报告",
    )


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Format → files. The keys are those of ``gongkai.documents.reading``, and every file is read without error."""
    whole = document()
    written = {format: writing.write(whole, format) for format in ("html", "docx", "xlsx", "pdf", "text")}
    pipes = REPORT.replace("\t", " | ")
    markdown = (
        "# "
        + REPORT.replace("一、总体情况", "## 一、总体情况")
        + "\n| 甲 | 乙 |\n|---|:-:|\n| 1 | **2** |\n| `3` | |\n"
    )
    mhtml = (
        b'From: <x>\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="----=_B"\r\n\r\n'
        b'------=_B\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        + _quoted(_page().encode("gb18030"))
        + b"\r\n------=_B--\r\n"
    )
    table = [line.split("\t") for line in REPORT.split("\n") if line.count("\t") >= 3]
    word = REPORT.replace("\n", "\r")
    for row in table:
        word = word.replace("\t".join(row), "\x07".join(row) + "\x07\x07")
    return {
        "text": (REPORT.encode(), pipes.encode("gb18030"), REPORT.encode("utf-16"), written["text"]),
        "markdown": (markdown.encode(),),
        "html": (_page().encode(), _page().encode("gb18030"), written["html"]),
        "mhtml": (mhtml,),
        "docx": (written["docx"],),
        "doc": (word97(word),),
        "xlsx": (written["xlsx"],),
        "xls": (excel97([[_number(cell) for cell in row] for row in table]),),
        "ods": (_ods(table),),
        "pdf": (_handmade(False), _handmade(True), _picture_page(), written["pdf"]),
        "image": (_png(), _bmp(), _tiff()),
    }


def _number(cell: str) -> str | float:
    return float(cell) if cell.isdigit() else cell


def _quoted(data: bytes) -> bytes:
    return b"".join(b"=%02X" % byte if byte > 126 or byte == 61 else bytes([byte]) for byte in data).replace(
        b"\n", b"\r\n"
    )


def _page() -> str:
    rows = []
    for line in REPORT.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            rows.append(
                "<tr>"
                + "".join(f'<td class="x"><p><span>{cell}</span><o:p></o:p></p></td>' for cell in cells)
                + "</tr>"
            )
        elif line:
            rows.append(
                f'<tr><td colspan="3" rowspan=1>{line}</td></tr>' if len(line) < 12 else f"<tr><td>{line}</td></tr>"
            )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title><style>td{}</style></head><body>'
        '<div class="nav"><a href="#">首页</a></div><script>var a = "<table>";</script>'
        f"<h1>{REPORT.split(chr(10))[0]}</h1><table border=1>{''.join(rows)}</table><!-- end --></body></html>"
    )


def _ods(table: list[list[str]]) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in table
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="表三">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), manifest)
        packed.writestr(zipfile.ZipInfo("content.xml"), content)
    return out.getvalue()


def _handmade(packed: bool) -> bytes:
    xs, ys = [60, 200, 300, 400], [400, 430, 460, 490]
    first = ruled(xs, ys, without=[(200, 460, 200, 490)]) + text(70, 470, "申请人情况") + text(310, 470, "总计")
    first += (
        text(70, 440, "新收")
        + text(210, 440, "21")
        + text(310, 440, "21")
        + text(70, 410, "结转")
        + text(210, 410, "0")
    )
    first += (
        text(60, 700, "示例县商务局2023年年度报告", 22)
        + text(60, 640, "一、总体情况")
        + text(280, 40, "— 1 —")
        + "/X1 Do\n"
    )
    second = Sheet(ruled(xs, [700, 730]) + text(70, 710, "部分公开") + text(280, 40, "— 2 —"), "/Rotate 90")
    return pdf(first, second, title="年报", packed=packed, form=box(60, 300, 200, 60) + text(70, 320, "盖章"))


def _picture_page() -> bytes:
    return pdf("q 600 0 0 800 0 0 cm /I1 Do Q\n", gray=bytes(range(64)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _bitmap(wide: int, high: int) -> list[bytes]:
    """Rows of grey pixels: a small ruled table on white."""
    rows = []
    for y in range(high):
        row = bytearray(b"\xff" * wide)
        if y % 30 in (0, 1):
            row[10 : wide - 10] = bytes(wide - 20)
        for x in range(10, wide - 10, 60):
            row[x : x + 2] = b"\0\0"
        if y % 30 in (12, 13, 14, 15):
            row[30:34] = bytes(4)
        rows.append(bytes(row))
    return rows


def _png() -> bytes:
    rows = _bitmap(300, 200)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    head = struct.pack(">IIBBBBB", 300, 200, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _bmp() -> bytes:
    rows = _bitmap(300, 200)
    palette = b"".join(bytes([grey, grey, grey, 0]) for grey in range(256))
    pixels = b"".join(reversed(rows))
    size = 54 + len(palette) + len(pixels)
    head = struct.pack("<2sIHHI", b"BM", size, 0, 0, 54 + len(palette))
    return head + struct.pack("<IiiHHIIiiII", 40, 300, 200, 1, 8, 0, len(pixels), 2835, 2835, 256, 0) + palette + pixels


def _tiff() -> bytes:
    pixels = b"".join(_bitmap(300, 200))
    tags = [
        (256, 3, 300),
        (257, 3, 200),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 3, 200),
        (279, 4, len(pixels)),
    ]
    directory = struct.pack("<H", len(tags)) + b"".join(
        struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags
    )
    return b"II*\0" + struct.pack("<I", 8 + len(pixels)) + pixels + directory + bytes(4)
