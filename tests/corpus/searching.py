"""The search of a redacted file for what must not be in it, by other programs than the product: zipfile, pdfplumber, PDFium, recognition
of what is drawn. Knows nothing of the product's own check."""

from __future__ import annotations

import base64
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import pdfplumber
import pypdfium2
from lxml import etree
from PIL import Image, ImageSequence

from corpus.redacting import ToRedact
from gongkai.redaction import Area, Cut, PictureArea, everywhere_each, redact

REASON, ARTICLE = "个人隐私", "《条例》第十五条"


def cuts_of(file: ToRedact) -> list[Cut]:
    """Every place that a reader sees of every planted string, and the areas."""
    places: dict[object, None] = {Area(*area): None for area in file.areas}
    places.update(dict.fromkeys(PictureArea(*area) for area in file.pictures))
    for found in everywhere_each(file.data, file.name, file.planted) if file.planted else ():
        places.update(dict.fromkeys(found))
    return [Cut(place, REASON, ARTICLE) for place in places]  # type: ignore[arg-type]


def redacted(file: ToRedact) -> tuple[bytes, list[Cut]]:
    """The copy, and the cuts."""
    cuts = cuts_of(file)
    return redact(file.data, file.name, cuts).data, cuts


def searched(file: ToRedact, made: bytes, *, ocr: bool) -> tuple[list[str], list[str]]:
    """The strings that survive, and those that stay as they should."""
    raw = b"\n".join(unpacked(made))
    texts = plain("\n".join(text_views(made)))
    pictures = "".join(read_pixels(made)) if ocr and (file.pictures or not made.startswith(b"PK")) else ""
    seen = plain(pictures)
    left = [
        text
        for text in (*file.planted, *file.unseen)
        if any(form in raw for form in forms(text)) or any(part in texts or part in seen for part in parts(text))
    ]
    kept = [
        text
        for text in file.stays
        if plain(text) in texts or plain(text) in seen or (not ocr and (file.areas or file.pictures))
    ]
    return left, kept


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def parts(text: str) -> Iterator[str]:
    """The string, and for a long number each ten digits of it."""
    whole = plain(text)
    yield whole
    if whole.isascii() and len(whole) > 10:
        yield from (whole[at : at + 10] for at in range(len(whole) - 9))


def forms(text: str) -> Iterator[bytes]:
    for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        coded = text.encode(coding)
        yield from (coded, coded.hex().encode(), coded.hex().upper().encode())
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + text.encode()).rstrip(b"=")
        yield coded[(shift * 8 + 5) // 6 : -1]
    yield "".join(f"&#{ord(letter)};" for letter in text).encode()
    yield "".join(f"&#x{ord(letter):X};" for letter in text).encode()
    yield "".join(f"\\{byte:03o}" for byte in text.encode("utf-16-be")).encode()


def unpacked(data: bytes) -> Iterator[bytes]:
    """The file, the members of a package, and whatever can be inflated anywhere in it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from unpacked(package.read(name))
    elif data.startswith(b"%PDF"):
        for match in re.finditer(rb"stream\r?\n", data):
            try:
                yield zlib.decompressobj().decompress(data[match.end() :], 50_000_000)
            except zlib.error:
                continue


def text_views(data: bytes) -> Iterator[str]:
    """What programs take out of the file as text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    root = etree.fromstring(package.read(name))
                    yield "".join(map(str, root.itertext()))
                    yield "\n".join(str(value) for node in root.iter() for value in node.attrib.values())
    elif data.startswith(b"%PDF"):
        with pdfplumber.open(BytesIO(data)) as document:
            yield from (page.extract_text() or "" for page in document.pages)
        yield from (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    elif not data.startswith((b"\x89PNG", b"\xff\xd8", b"II", b"MM")):
        yield data.decode("utf-8")


def inside(data: bytes) -> Iterator[Image.Image]:
    """Every member of a package that is a picture, whatever it is called."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            try:
                yield Image.open(BytesIO(package.read(name))).convert("L")
            except OSError:
                continue


def read_pixels(data: bytes) -> Iterator[str]:
    import numpy as np

    from gongkai.documents.readers.scanning import lines_of

    if data.startswith(b"%PDF"):
        images = [page.render(scale=1.8).to_pil() for page in pypdfium2.PdfDocument(data)]
    elif data.startswith((b"\x89PNG", b"\xff\xd8", b"II", b"MM")):
        images = [frame.convert("L") for frame in ImageSequence.Iterator(Image.open(BytesIO(data)))]
    elif data.startswith(b"PK"):
        images = list(inside(data))
    else:
        return
    for image in images:
        for line in lines_of(np.asarray(image.convert("L"))):
            yield line.text + "\n"
