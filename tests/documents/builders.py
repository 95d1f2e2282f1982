"""Small files in each format, made by hand for the tests: what no writer of ours would make stands in them too."""

from __future__ import annotations

import io
import struct
import zipfile

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, compression)
    return buffer.getvalue()


def paragraph(text: str = "", properties: str = "", inside: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inside}</w:p>"


def word_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def word_table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def docx(body: str, namespace: str = W_NS, compression: int = zipfile.ZIP_DEFLATED, **parts: str) -> bytes:
    """A .docx with this body; ``styles``, ``numbering``, ``footnotes``: the inside of those parts."""
    extra = ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f'<w:document xmlns:w="{namespace}"{extra}><w:body>{body}</w:body></w:document>',
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{namespace}">{inside}</w:{name}>'
    return zipped(files, compression)


def xlsx(sheets: dict[str, str], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook; each sheet by the inside of its ``worksheet`` element."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for i, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{i}" Type="{relations}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{relations}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{targets}</Relationships>',
    }
    for i, inside in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{main}">{inside}</worksheet>'
    return zipped(files)


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams ([MS-CFB] version 3), each padded so that none goes to the small sectors."""
    sector, end, fat_mark, free = 512, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    padded = {name: data + bytes(max(0, 4096 - len(data))) for name, data in streams.items()}
    entries = len(padded) + 1
    directory_sectors = (entries * 128 + sector - 1) // sector
    data_sectors = [(len(data) + sector - 1) // sector for data in padded.values()]
    total = directory_sectors + sum(data_sectors)
    fat_sectors = 1
    while (total + fat_sectors) * 4 > fat_sectors * sector:
        fat_sectors += 1
    fat = [fat_mark] * fat_sectors
    first_directory = len(fat)
    fat += [*range(first_directory + 1, first_directory + directory_sectors), end]
    starts = []
    body = b""
    for data, count in zip(padded.values(), data_sectors, strict=True):
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), end]
        body += data + bytes(count * sector - len(data))
    fat += [free] * (fat_sectors * sector // 4 - len(fat))

    def entry(name: str, kind: int, start: int, size: int, right: int = free, child: int = free) -> bytes:
        encoded = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16xI8x8xIII", encoded, len(encoded), kind, 1, free, right, child, 0, start, size, 0
        )

    listed = [entry("Root Entry", 5, end, 0, child=1)]
    for i, (name, data) in enumerate(padded.items(), 1):
        listed.append(entry(name, 2, starts[i - 1], len(data), right=i + 1 if i < len(padded) else free))
    directory = b"".join(listed).ljust(directory_sectors * sector, b"\0")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, first_directory, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *range(fat_sectors), *[free] * (109 - fat_sectors))
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + body


def sprm(code: int, operand: bytes) -> bytes:
    return struct.pack("<H", code) + operand


IN_TABLE = sprm(0x2416, b"\1")


def row_end(edges: list[int], flags: list[int] | None = None) -> bytes:
    """The properties of a row's last mark: cells between these edges (twips), with their merge flags."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags or [0] * count)
    definition = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return IN_TABLE + sprm(0x2417, b"\1") + sprm(0xD608, struct.pack("<H", len(definition) + 1) + definition)


def word97(
    *paragraphs: tuple[str, int, bytes],
    flags: int = 0x0200,
    version: int = 0x00C1,
    compressed: bool = False,
    hidden: str = "",
    summary: bytes = b"",
) -> bytes:
    """A .doc of paragraphs ``(text with its mark, style, modifiers)``. ``compressed``: the text is stored in one byte a
    character. ``hidden``: a part of the text whose characters are marked as hidden. ``summary``: the
    stream of properties."""
    text = "".join(part for part, _, _ in paragraphs)
    encoded = text.encode("cp1252") if compressed else text.encode("utf-16-le")
    width = 1 if compressed else 2
    start = 1024
    pages: list[bytes] = []
    firsts: list[int] = []
    at = start
    for part, style, modifiers in paragraphs:  # a page of properties for each paragraph: simple, and allowed
        end = at + (len(part) if compressed else len(part.encode("utf-16-le")))
        grpprl = struct.pack("<H", style) + modifiers
        grpprl += bytes(len(grpprl) % 2)
        papx = bytes([0, len(grpprl) // 2]) + grpprl
        offset = (511 - len(papx)) & ~1
        page = struct.pack("<II", at, end) + bytes([offset // 2]) + bytes(12)
        page = page.ljust(offset, b"\0") + papx
        pages.append(page.ljust(511, b"\0") + b"\1")
        firsts.append(at)
        at = end
    body = encoded.ljust((len(encoded) + 511) // 512 * 512, b"\0")
    first_page = (start + len(body)) // 512
    bin_table = struct.pack(f"<{len(firsts) + 1}I", *firsts, at) + struct.pack(
        f"<{len(pages)}I", *range(first_page, first_page + len(pages))
    )
    character_table = b""
    if hidden:
        place = start + text.index(hidden) * width
        chpx = bytes([3]) + sprm(0x083C, b"\1")
        page = struct.pack("<II", place, place + len(hidden) * width) + bytes([250])
        pages.append((page.ljust(500, b"\0") + chpx).ljust(511, b"\0") + b"\1")
        character_table = struct.pack("<III", place, place + len(hidden) * width, first_page + len(pages) - 1)
    offset = start * 2 | 0x40000000 if compressed else start
    pieces = struct.pack("<IIHIH", 0, len(encoded) // width, 0, offset, 0)
    clx = b"\2" + struct.pack("<I", len(pieces)) + pieces
    table = clx + bin_table + character_table
    pairs = [(0, 0)] * 93
    pairs[33] = (0, len(clx))
    pairs[13] = (len(clx), len(bin_table))
    if hidden:
        pairs[12] = (len(clx) + len(bin_table), len(character_table))
    base = struct.pack("<HH6xH", 0xA5EC, version, flags).ljust(32, b"\0")
    words = struct.pack("<H28x", 14)
    longs = struct.pack("<H12xI72x", 22, len(encoded) // width)
    fib = base + words + longs + struct.pack("<H", 93) + b"".join(struct.pack("<II", *pair) for pair in pairs)
    main = fib.ljust(start, b"\0") + body + b"".join(pages)
    streams = {"WordDocument": main, "1Table" if flags & 0x0200 else "0Table": table}
    return ole({**streams, "\x05SummaryInformation": summary} if summary else streams)


def summary_information(*properties: tuple[int, bytes], claimed: int | None = None) -> bytes:
    """A summary information stream of ``(number, value with its type)``; ``claimed``: how many it says it has."""
    at = 8 + 8 * len(properties)
    listed, values = b"", b""
    for number, value in properties:
        listed += struct.pack("<II", number, at + len(values))
        values += value
    section = struct.pack("<II", at + len(values), len(properties) if claimed is None else claimed) + listed + values
    return struct.pack("<HHI16xI16xI", 0xFFFE, 0, 0, 1, 48) + section
