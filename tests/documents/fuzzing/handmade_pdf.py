"""PDF files made by hand for the tests: text at given places, lines, boxes, pictures, in the plainest syntax there is.

Chinese is set in a font that the file names but does not hold, under a code map every PDF program knows (UniGB-UCS2-H), so no font file
is needed. Chinese characters are a full square wide, Latin ones half a square.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


def text(x: float, y: float, words: str, size: float = 12, *, mode: int = 0, spread: float = 0) -> str:
    """``words`` with their baseline beginning at ``x`` from the left and ``y`` from the bottom, in points."""
    coded = words.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf {mode} Tr {spread} Tc 1 0 0 1 {x} {y} Tm <{coded}> Tj ET\n"


def turned(x: float, y: float, words: str, size: float = 12) -> str:
    """The same running upwards."""
    return f"BT /F1 {size} Tf 0 Tr 0 Tc 0 1 -1 0 {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def bar(x: float, y: float, wide: float, high: float) -> str:
    """A filled box: with a small width or height it is a line to the eye."""
    return f"{x} {y} {wide} {high} re f\n"


def box(x: float, y: float, wide: float, high: float) -> str:
    return f"0.5 w {x} {y} {wide} {high} re S\n"


def ruled(xs: Sequence[float], ys: Sequence[float], without: Sequence[tuple[float, float, float, float]] = ()) -> str:
    """A full grid of lines drawn cell side by cell side; sides given in ``without`` are left out."""
    sides = [(x, a, x, b) for x in xs for a, b in pairwise(ys)]
    sides += [(a, y, b, y) for y in ys for a, b in pairwise(xs)]
    return "".join(line(*side) for side in sides if side not in without)


@dataclass(slots=True)
class Sheet:
    """One page: its drawing, and its own entries (``/Rotate 90``, ``/CropBox […]``)."""

    content: str
    entries: str = ""


@dataclass(slots=True)
class Maker:
    """Numbers the objects and writes the cross-reference table."""

    objects: list[bytes] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "", *, packed: bool = False) -> int:
        if packed:
            data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
        return self.add(f"<< /Length {len(data)} {entries} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def file(self, root: int, trailer: str = "") -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += f"trailer\n<< /Size {len(self.objects) + 1} /Root {root} 0 R {trailer} >>\n".encode("latin-1")
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf(
    *pages: str | Sheet,
    title: str = "",
    packed: bool = False,
    form: str = "",
    gray: bytes = b"",
    jpeg: tuple[int, int, bytes] | None = None,
) -> bytes:
    """A PDF of these pages, 600 × 800 points. ``form``: drawing of a form object /X1; ``gray``: an 8 × 8 picture /I1 (64 bytes).

    ``jpeg``: width, height and bytes of a grey picture /I1.
    """
    maker = Maker()
    descriptor = maker.add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 "
        "/Descent -120 /CapHeight 880 /StemV 80 >>"
    )
    below = maker.add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
        f"/Supplement 2 >> /FontDescriptor {descriptor} 0 R /DW 1000 /W [1 95 500 814 939 500] >>"
    )
    font = maker.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [{below} 0 R] >>"
    )
    resources = f"/Font << /F1 {font} 0 R >>"
    objects = ""
    if form:
        number = maker.stream(
            form.encode("latin-1"),
            f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {resources} >>",
        )
        objects += f"/X1 {number} 0 R "
    if gray:
        number = maker.stream(
            gray, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
        )
        objects += f"/I1 {number} 0 R "
    if jpeg:
        number = maker.stream(
            jpeg[2],
            f"/Type /XObject /Subtype /Image /Width {jpeg[0]} /Height {jpeg[1]} /ColorSpace /DeviceGray "
            "/BitsPerComponent 8 /Filter /DCTDecode",
        )
        objects += f"/I1 {number} 0 R "
    resources = f"<< {resources} /XObject << {objects} >> >>"
    tree = len(maker.objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        sheet = page if isinstance(page, Sheet) else Sheet(page)
        content = maker.stream(sheet.content.encode("latin-1"), packed=packed)
        kids.append(
            maker.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R "
                f"/Resources {resources} {sheet.entries} >>"
            )
        )
    maker.add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
    root = maker.add(f"<< /Type /Catalog /Pages {tree} 0 R >>")
    trailer = ""
    if title:
        info = maker.add(f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>")
        trailer = f"/Info {info} 0 R"
    return maker.file(root, trailer)
