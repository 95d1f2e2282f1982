"""Damage to files: blind (bits, chunks, truncation) and by structure (parts of a zip, tags, PDF objects and streams, sectors, tables).

All chance comes from the one ``random.Random`` given, so an input is made again from its number alone.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

Mutation = Callable[[Random, bytes], bytes]

LARGEST = 3_000_000
"""Bytes of a mutated input at most: the bounds of the readers have tests of their own."""
NUMBERS = [
    "0",
    "-1",
    "1",
    "2",
    "7",
    "255",
    "256",
    "1000",
    "65535",
    "65536",
    "99999999",
    "2147483647",
    "-2147483648",
    "4294967296",
    "1e309",
    "nan",
    "9" * 400,
]
WORDS = [
    "",
    " ",
    "\x00",
    "\u3000",
    "\u202e",
    "�",
    "\t",
    "\n\n\n",
    "１２",
    "一、",
    "（七）总计",
    "/",
    "-",
    "—",
    "第二十条第（一）项",
    "申请人情况",
    "报(bào)告",
    "⼀",
    "𠀀",
    "<",
    "&",
    '"',
    "]]>",
    "件",
    "万元",
    "|",
    "合計",
    "2023年",
]
TOKENS = {
    kind: [line.encode("latin-1") for line in lines.strip("\n").split("\n")]
    for kind, lines in {
        "pdf": r"""
obj
endobj
stream
endstream
xref
trailer
<<
>>
[
]
/Kids
/Parent 1 0 R
/Length 99999999
/Rotate 90
/CropBox [0 0 1 1]
/MediaBox [0 0 99999999 1]
/W [0 100000 1]
/XObject
/X1 Do
BT
ET
Tj
re f
 l S
q 1e38 0 0 1e38 0 0 cm
Q
3 Tr
/Filter /FlateDecode
/DW 0
/Encrypt 3 0 R
%%EOF
""",
        "html": r"""
<table>
</table>
<tr>
<td>
<td rowspan=99999 colspan=99999>
<td rowspan=0>
</td>
<!--
-->
<script>
</script>
<textarea>
<plaintext>
<template>
<svg>
<math>
<select>
&#0;
&#xD800;
&nbsp;
<meta charset=utf-16>
<br>
<ol start=-5><li>
<p style=display:none>
<![CDATA[
""",
        "xml": r"""
<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]>
&y;
<w:tbl>
<w:tc>
<w:gridSpan w:val="99999"/>
<w:vMerge/>
<w:numPr><w:ilvl w:val="99"/><w:numId w:val="-1"/></w:numPr>
<w:del>
<w:ins>
<w:sdt>
<!--
<![CDATA[
<?x?>
<c r="XFD1048576"><v>1</v></c>
<mergeCell ref="A1:XFD1048576"/>
<table:table-cell table:number-columns-repeated="99999999"/>
""",
    }.items()
} | {
    "text": [
        b"\t" * 50,
        b"|" * 300,
        b"\r",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        "三、".encode(),
        "（一）".encode(),
        b"---|---\n",
        b"```\n",
        b"# ",
        b"[](",
        b"**",
        b"<table>",
        b"\\|",
        b"\x0c",
    ],
    "ole": [
        b"\x07\x07",
        b"\x07",
        b"\r",
        b"\x13",
        b"\x15",
        b"\xff" * 8,
        b"\0" * 64,
        b"W\0o\0r\0d\0",
        b"\xfe\xff\xff\xff",
    ],
    "image": [
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"\xff\xd8",
        b"\xff\xda",
        b"\xff\xc0\0\x0b\x08\xff\xff\xff\xff",
        b"\0\0\0\0",
        b"\xff\xff\xff\xff",
    ],
}

ZIPPED = frozenset({"docx", "xlsx", "ods"})
"""A flipped bit in a packed part fails its checksum and nothing else is tried: these are mostly damaged inside."""


def mutated(rng: Random, format: str, files: tuple[bytes, ...], everything: tuple[bytes, ...]) -> bytes:
    """One of ``files``, damaged one to six times; now and then a chunk of a file of another format is put in."""
    data = rng.choice(files)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        if rng.random() < 0.03:
            data = splice(rng, data, rng.choice(everything))
        elif rng.random() < (0.08 if format in ZIPPED else 0.35):
            data = rng.choice(BLIND)(rng, data)
        else:
            data = _by_structure(format)(rng, data)
        data = data[:LARGEST]
    return data


def _by_structure(format: str) -> Mutation:
    return {
        "docx": in_zip, "xlsx": in_zip, "ods": in_zip, "doc": in_ole, "xls": in_ole, "pdf": in_pdf, "html": in_tags,
        "mhtml": in_tags, "image": in_image,
    }.get(format, in_text)  # fmt: skip


# --- blind ---------------------------------------------------------------------------------------------------------------


def _span(rng: Random, data: bytes, most: int = 400) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(1, rng.choice((4, 40, most))))


def flip_bits(rng: Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 32))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


STRANGE = (
    ("<B", 255),
    ("<H", 65535),
    ("<H", 0),
    ("<I", 0xFFFFFFFF),
    ("<I", 0x7FFFFFFF),
    ("<I", 0),
    (">I", 0x00FFFFFF),
    ("<I", 1),
)


def set_number(rng: Random, data: bytes) -> bytes:
    if len(data) < 8:
        return data
    kind, value = rng.choice(STRANGE)
    out = bytearray(data)
    struct.pack_into(kind, out, rng.randrange(len(data) - 7), value)
    return bytes(out)


def cut(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def drop(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def repeat(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50, 1000)) + data[end:]


def move(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    chunk, rest = data[start:end], data[:start] + data[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + chunk + rest[at:]


def splice(rng: Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(rng, other, 5000)
    at = rng.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at + rng.choice((0, end - start)) :]


BLIND: tuple[Mutation, ...] = (flip_bits, flip_bits, set_number, cut, drop, repeat, move)


# --- text and tags -------------------------------------------------------------------------------------------------------


def _insert(rng: Random, data: bytes, kind: str) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS[kind]) * rng.choice((1, 1, 3, 200)) + data[at:]


def _change_number(rng: Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?", data[:200_000]))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + rng.choice(NUMBERS).encode() + data[match.end() :]


def _put_word(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    coding = rng.choice(("utf-8", "utf-8", "gb18030", "utf-16-le"))
    return data[:at] + rng.choice(WORDS).encode(coding) * rng.choice((1, 1, 2, 3000)) + data[at:]


def in_text(rng: Random, data: bytes) -> bytes:
    """Lines and fields dropped, doubled, swapped, run together; other separators; words from the form put anywhere."""
    choice = rng.randrange(9)
    if choice == 0:
        return _insert(rng, data, "text")
    if choice == 1:
        return _change_number(rng, data)
    if choice in (2, 3):
        return _put_word(rng, data)
    if choice == 4:
        return data.replace(b"\t", rng.choice((b"", b" ", b"|", b" | ", b"\n", b"\t\t", b"  ")), rng.choice((-1, 1, 5)))
    lines = data.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    if choice == 5:
        lines[at], lines[other] = lines[other], lines[at]
    elif choice == 6:
        lines[at:at] = [lines[other]] * rng.choice((1, 2, 500))
    elif choice == 7:
        del lines[at]
    else:
        lines[at] = b"\n".join(bytes([byte]) for byte in lines[at]) if rng.random() < 0.3 else lines[at] + lines[other]
    return b"\n".join(lines)


def in_tags(rng: Random, data: bytes, kind: str = "html") -> bytes:
    """Tags dropped, doubled, swapped, nested deep; attributes given strange values; entities; text changed."""
    choice = rng.randrange(8)
    tags = [match.span() for match in re.finditer(rb"<[^<>]{1,300}>", data[:300_000])]
    if choice == 0 or not tags:
        return _insert(rng, data, kind)
    if choice == 1:
        return _put_word(rng, data)
    start, end = rng.choice(tags)
    tag = data[start:end]
    if choice == 2:
        return data[:start] + data[end:]
    if choice == 3:
        return data[:end] + tag * rng.choice((1, 3, 300, 3000)) + data[end:]
    if choice == 4:
        first, last = rng.choice(tags)
        return data[:start] + data[first:last] + data[end:]
    if choice == 5:
        value = b'"' + rng.choice(NUMBERS + WORDS[:12]).replace('"', "").encode() + b'"'
        changed = re.sub(rb'=\s*("[^"]*"|\d+)', b"=" + value.replace(b"\\", b""), tag, count=rng.choice((0, 1)))
        return data[:start] + changed + data[end:]
    if choice == 6:
        return data[:start] + _change_number(rng, data[start:])
    first = rng.choice(tags)[1]
    low, high = min(start, first), max(start, first)
    return data[:high] + data[low : min(high, low + 20_000)] * rng.choice((1, 5, 40)) + data[high:]


def in_xml(rng: Random, data: bytes) -> bytes:
    """Mostly within the grammar: a parser stops at the first broken tag, and what is behind it would never be tried."""
    if rng.random() < 0.2:
        return in_tags(rng, data, "xml")
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return in_tags(rng, data, "xml")
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(rng.choice((1, 1, 2, 5))):
        _change_element(rng, rng.choice(elements), elements)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _change_element(rng: Random, element: etree._Element, elements: list[etree._Element]) -> None:
    parent = element.getparent()
    choice = rng.randrange(9)
    try:
        if choice == 0 and parent is not None:
            parent.remove(element)
        elif choice == 1 and parent is not None and len(etree.tostring(element)) < 3000:
            for _ in range(rng.choice((1, 2, 30, 300))):
                parent.insert(0, deepcopy(element))
        elif choice == 2:
            rng.choice(elements).append(deepcopy(element) if parent is None or rng.random() < 0.5 else element)
        elif choice in (3, 4) and element.attrib:
            element.set(rng.choice(list(element.attrib)), rng.choice(NUMBERS + WORDS))
        elif choice == 5:
            element.text = rng.choice(NUMBERS + WORDS) * rng.choice((1, 1, 5000))
        elif choice == 6:
            other = rng.choice(elements)
            for name in list(other.attrib)[:1]:
                element.set(name, other.attrib[name])
        elif choice == 7:
            element.tag = rng.choice(elements).tag
        else:
            inner = element
            for _ in range(rng.choice((1, 20, 400))):
                inner = etree.SubElement(inner, element.tag)
            inner.text = "1"
    except (ValueError, TypeError):
        pass  # text that XML cannot hold, an element put into itself


# --- containers ----------------------------------------------------------------------------------------------------------


def in_zip(rng: Random, data: bytes) -> bytes:
    """A part changed, dropped, doubled, renamed, blown up; or the zip's own records damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [(entry.filename, packed.read(entry)) for entry in packed.infolist()]
    except Exception:  # damaged before: what is left is bytes
        return rng.choice(BLIND)(rng, data)
    if not parts or rng.random() < 0.1:
        return rng.choice(BLIND)(rng, data)
    weights = [6 if "document" in name or "sheet" in name or "content" in name else 1 for name, _ in parts]
    at = rng.choices(range(len(parts)), weights)[0]
    name, body = parts[at]
    choice = rng.randrange(12)
    if choice == 0:
        del parts[at]
    elif choice == 1:
        parts.append((name, rng.choice(parts)[1]))
    elif choice == 2:
        parts[at] = (
            rng.choice(("../../x", "", "word/document.xml", "xl/workbook.xml", name.upper(), name + "\0", "a" * 3000)),
            body,
        )
    elif choice == 3:
        parts[at] = (name, body + rng.choice((b" ", b"<a>", b"\0")) * rng.choice((1000, 2_000_000)))
    elif choice == 4:
        parts[at] = (name, rng.choice(BLIND)(rng, body))
    else:
        parts[at] = (name, in_xml(rng, body) if body.lstrip()[:1] == b"<" else rng.choice(BLIND)(rng, body))
    out = io.BytesIO()
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as packed:
            warnings.simplefilter("ignore")  # two parts of one name are meant
            for part, content in parts:
                entry = zipfile.ZipInfo(part)
                entry.compress_type = zipfile.ZIP_DEFLATED if rng.random() < 0.8 else zipfile.ZIP_STORED
                packed.writestr(entry, content, compresslevel=1)
    except Exception:  # a name no zip can have
        return rng.choice(BLIND)(rng, data)
    return out.getvalue()


def in_ole(rng: Random, data: bytes) -> bytes:
    """Sectors swapped, blanked, doubled; the header, the table of sectors and the directory given strange numbers; text changed."""
    choice = rng.randrange(8)
    out = bytearray(data)
    sectors = len(out) // 512
    if choice == 0 or sectors < 4:
        return _insert(rng, data, "ole")
    at, other = rng.randrange(sectors) * 512, rng.randrange(1, sectors) * 512
    if choice == 1:
        out[at : at + 512], out[other : other + 512] = out[other : other + 512], out[at : at + 512]
    elif choice == 2:
        out[other : other + 512] = rng.choice((b"\0", b"\xff", b"\x07")) * 512
    elif choice == 3:
        struct.pack_into(
            "<I", out, 4 * rng.randrange(7, 128), rng.choice((0, 1, 2, 0xFFFFFFFF, 0xFFFFFFFE, 0x7FFFFFFF, 12))
        )
    elif choice == 4:
        struct.pack_into("<I", out, 512 + 4 * rng.randrange(128), rng.choice((0, 1, 2, 3, 5, 0xFFFFFFFE, 0xFFFFFFFF)))
    elif choice == 5:
        struct.pack_into("<I", out, 1024 + 4 * rng.randrange(128), rng.randrange(40))
    elif choice == 6 and len(out) > 3000:
        # The document's own records, which stand behind the directory.
        struct.pack_into(
            "<H",
            out,
            rng.randrange(1536, min(len(out) - 2, 4000)),
            rng.choice((0, 1, 0xFF, 0x7FFF, 0xFFFF, 0xFC, 0x3E8)),
        )
    else:
        return _put_word(rng, data)
    return bytes(out)


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def in_pdf(rng: Random, data: bytes) -> bytes:
    """Numbers, names, references and objects changed, dropped, doubled, swapped; the content of packed streams changed inside."""
    choice = rng.randrange(8)
    if choice == 0:
        return _insert(rng, data, "pdf")
    if choice == 1:
        return _change_number(rng, data)
    if choice in (2, 3, 4):
        streams = list(_STREAM.finditer(data))
        if streams:
            match = rng.choice(streams)
            body = match.group(1)
            try:
                plain = zlib.decompressobj().decompress(body, 1_000_000)
                body = zlib.compress(_in_drawing(rng, plain), 1)
            except zlib.error:
                body = _in_drawing(rng, body)
            return data[: match.start(1)] + body + data[match.end(1) :]
    if choice == 5:
        names = list(re.finditer(rb"/[A-Za-z0-9]+", data[:200_000]))
        if len(names) > 1:
            first, second = rng.choice(names), rng.choice(names)
            return data[: first.start()] + second.group() + data[first.end() :]
    if choice == 6:
        references = list(re.finditer(rb"\d+ 0 R", data[:200_000]))
        if references:
            match = rng.choice(references)
            return data[: match.start()] + b"%d 0 R" % rng.randrange(30) + data[match.end() :]
    objects = list(re.finditer(rb"\d+ 0 obj.*?endobj\n?", data[:300_000], re.DOTALL))
    if objects:
        match = rng.choice(objects)
        return data[: match.start()] + match.group() * rng.choice((0, 2, 30)) + data[match.end() :]
    return rng.choice(BLIND)(rng, data)


def _in_drawing(rng: Random, content: bytes) -> bytes:
    choice = rng.randrange(6)
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    if choice == 0:
        return _change_number(rng, content)
    if choice == 1:
        lines[at:at] = [rng.choice(lines)] * rng.choice((1, 20, 3000))
        return b"\n".join(lines)
    if choice == 2:
        return _insert(rng, content, "pdf")
    if choice == 3:
        # Thousands of lines: a drawing that looks like an endless grid.
        step = rng.choice((0.1, 1, 3))
        drawn = "".join(
            f"{n * step} 0 m {n * step} 800 l S 0 {n * step} m 600 {n * step} l S\n"
            for n in range(rng.choice((10, 400, 3000)))
        )
        return content + b"\n" + drawn.encode()
    if choice == 4:
        del lines[at]
        return b"\n".join(lines)
    return rng.choice(BLIND)(rng, content)


def in_image(rng: Random, data: bytes) -> bytes:
    """A chunk of a PNG changed with its checksum mended; tags of a TIFF; the rest blind."""
    choice = rng.randrange(3)
    if choice == 0:
        return _insert(rng, data, "image")
    if data.startswith(b"\x89PNG") and choice == 1:
        chunks, at = [], 8
        while at + 12 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            if at + 12 + size > len(data):
                break
            chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
            at += 12 + size
        if chunks:
            n = rng.randrange(len(chunks))
            kind, body = chunks[n]
            chunks[n] = (kind, rng.choice(BLIND)(rng, body))
            return data[:8] + b"".join(
                struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
                for kind, body in chunks
            )
    return rng.choice(BLIND)(rng, data)
