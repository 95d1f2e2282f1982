"""A PDF of pictures with words laid over them unseen, written by hand: nothing can be in it that is not written here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops

_MOST_FLAT = 700_000  # bytes: what packs worse is no typed page, and goes as JPEG
_COLOURED = 24


@dataclass(frozen=True, slots=True)
class Laid:
    """A word and its box: left, top, right, bottom, as fractions of the page."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be written: its size in points before it is turned, its picture, the words over it, and by how much it is turned."""

    width: float
    height: float
    picture: bytes
    words: Sequence[Laid]
    turn: int = 0


def encoded(image: Image.Image) -> bytes:
    """The picture as the object of a PDF: sixteen greys where that holds it, else JPEG."""
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % image.size
    if not _is_coloured(image):
        grey = image.convert("L").point([min(255, round(value / 17) * 17) for value in range(256)])
        packed = zlib.compress(_nibbles(grey), 6)
        if len(packed) <= _MOST_FLAT:
            entry = b"/ColorSpace/DeviceGray/BitsPerComponent 4/Filter/FlateDecode"
            return _stream(size + entry, packed)
        image = image.convert("L")
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
    return _stream(size + b"/ColorSpace%s/BitsPerComponent 8/Filter/DCTDecode" % space, out.getvalue())


def written(sheets: Sequence[Sheet]) -> bytes:
    """The file. The same sheets give the same bytes."""
    codes: dict[str, int] = {}
    bodies: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids: list[int] = []
    font = 3
    bodies += [b""] * 6
    for sheet in sheets:
        content = _content(sheet, codes)
        first = len(bodies) + 1
        bodies.append(sheet.picture)
        bodies.append(_stream(b"", zlib.compress(content, 9), flate=True))
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Rotate %d/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>/Font<</F %d 0 R>>>>>>"
            % (sheet.width, sheet.height, sheet.turn, first + 1, first, font)
        )
        kids.append(first + 2)
    bodies[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    bodies[2:8] = _font(codes)
    out = bytearray(b"%PDF-1.7\n%\xe5\xa4\xa9\xe5\x9c\xb0\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def _is_coloured(image: Image.Image) -> bool:
    if image.mode != "RGB":
        return False
    red, green, blue = image.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    coloured = ImageChops.subtract(most, least).histogram()[_COLOURED:]
    return sum(coloured) > image.width * image.height // 50_000


def _nibbles(grey: Image.Image) -> bytes:
    """Four bits a pixel, rows filled up to whole bytes."""
    wide, high = grey.size
    if wide % 2:
        whole = Image.new("L", (wide + 1, high), 255)
        whole.paste(grey, (0, 0))
        grey = whole
    data = grey.tobytes()
    return bytes((left & 0xF0) | (right >> 4) for left, right in zip(data[0::2], data[1::2], strict=True))


def _stream(entries: bytes, data: bytes, *, flate: bool = False) -> bytes:
    more = b"/Filter/FlateDecode" if flate else b""
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (entries, more, len(data), data)


def _content(sheet: Sheet, codes: dict[str, int]) -> bytes:
    wide, high = sheet.width, sheet.height
    out = [b"q %.2f 0 0 %.2f 0 0 cm /P Do Q BT 3 Tr" % (wide, high)]
    for word in sheet.words:
        x0, y0, x1, y1 = word.box
        size = max(1.0, (y1 - y0) * high)
        across = max(0.5, (x1 - x0) * wide) / (size * len(word.text))
        shown = b"".join(b"%04X" % _code(each, codes) for each in word.text)
        out.append(
            b"/F %.2f Tf %.4f 0 0 1 %.2f %.2f Tm <%s> Tj"
            % (size, across, x0 * wide, high - y1 * high + 0.12 * size, shown)
        )
    out.append(b"ET")
    return b"\n".join(out)


def _code(character: str, codes: dict[str, int]) -> int:
    return codes.setdefault(character, len(codes) % 65535 + 1)


def _font(codes: dict[str, int]) -> list[bytes]:
    """Six objects: a font of one glyph, and what each code means. Only characters that stay are in it."""
    program = _empty_font()
    names = list(codes.items())
    lines = [b"<%04X><%s>" % (code, character.encode("utf-16-be").hex().upper().encode()) for character, code in names]
    mapping = [b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapType 2 def"]
    mapping.append(b"/CMapName/G def 1 begincodespacerange<0000><FFFF>endcodespacerange")
    for at in range(0, len(lines), 100):
        group = lines[at : at + 100]
        mapping.append(b"%d beginbfchar\n%s\nendbfchar" % (len(group), b"\n".join(group)))
    mapping.append(b"endcmap CMapName currentdict/CMap defineresource pop end end")
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/Unseen/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 7 0 R>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Unseen/DW 1000/FontDescriptor 5 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap 8 0 R>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/Unseen/Flags 5/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200"
            b"/CapHeight 800/StemV 80/FontFile2 6 0 R>>"
        ),
        _stream(b"/Length1 %d" % len(program), zlib.compress(program, 9), flate=True),
        _stream(b"", zlib.compress(b"\n".join(mapping), 9), flate=True),
        _stream(b"", zlib.compress(bytes(2 * (len(codes) + 1)), 9), flate=True),
    ]


def _empty_font() -> bytes:
    """A TrueType program with one glyph, which every code leads to."""
    # A square, which is not drawn: without one PDFium takes a lone character for nothing.
    glyph = struct.pack(">5hHH4B8h", 1, 0, -200, 1000, 800, 3, 0, 1, 1, 1, 1, 0, 1000, 0, -1000, -200, 0, 1000, 0)
    glyph += b"\0" * (-len(glyph) % 4)
    tables = {
        b"glyf": glyph,
        b"head": struct.pack(
            ">LLLLHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -200, 1000, 800, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", 1000, 0),
        b"loca": struct.pack(">HH", 0, len(glyph) // 2),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 1, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    count = len(tables)
    head = struct.pack(">LHHHH", 0x10000, count, 64, 2, count * 16 - 64)
    at = 12 + 16 * count
    entries = []
    bodies = []
    for name, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        entries.append(name + struct.pack(">LLL", total, at, len(body)))
        bodies.append(padded)
        at += len(padded)
    return head + b"".join(entries) + b"".join(bodies)
