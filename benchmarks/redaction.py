"""What survives redaction: files of our own making are redacted, and the copies searched byte by byte and pixel by pixel.

    uv run python benchmarks/redaction.py [--files 200] [--seed 1] [--no-ocr] [--verify]

Prints for each kind of file how many there were, how many strings were planted and how many of them survive anywhere in the copy, and
how many of the things that must stay did. The search is written here with other programs (zipfile, pdfplumber, PDFium, recognition of
the drawn pages) and does not call the product's own check; ``--verify`` asks that, too, and counts what it passes.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
import time
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import pdfplumber
import pypdfium2
from lxml import etree
from PIL import Image, ImageSequence

from corpus.redacting import ToRedact, to_redact
from gongkai.redaction import Area, Cut, everywhere, redact, verify

REASON, ARTICLE = "个人隐私", "《条例》第十五条"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-ocr", action="store_true")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    files, planted, survivors, asked, stayed, cuts, passed = (Counter[str]() for _ in range(7))
    seconds: Counter[str] = Counter()
    for file in to_redact(options.files, options.seed):
        made, own = redacted(file)
        kind = file.kind
        began = time.perf_counter()
        redact(file.data, file.name, own)
        seconds[kind] += time.perf_counter() - began  # type: ignore[assignment]
        strings = (*file.planted, *file.unseen)
        left, kept = searched(file, made, ocr=not options.no_ocr)
        files[kind] += 1
        cuts[kind] += len(own)
        planted[kind] += len(strings)
        survivors[kind] += len(left)
        asked[kind] += len(file.stays)
        stayed[kind] += len(kept)
        for string in left:
            print(f"  {file.name}: {string} survives")
        for string in set(file.stays) - set(kept):
            print(f"  {file.name}: {string} is gone")
        if options.verify:
            result = verify(file.data, made, own, file.name)
            passed[kind] += result.passed
            for check in result.checks:
                if not check.passed:
                    print(f"  {file.name}: {check.name}: {check.detail}")
    print(
        f"{'kind':<6}{'files':>7}{'cuts':>7}{'planted':>9}{'survive':>9}{'must stay':>11}{'stay':>7}{'ms each':>9}{'verified':>10}"
    )
    for kind in sorted(files):
        each = 1000 * seconds[kind] / files[kind]
        shown = str(passed[kind]) if options.verify else "-"
        print(
            f"{kind:<6}{files[kind]:>7}{cuts[kind]:>7}{planted[kind]:>9}{survivors[kind]:>9}{asked[kind]:>11}{stayed[kind]:>7}"
            f"{each:>9.0f}{shown:>10}"
        )
    total = sum(survivors.values())
    print(f"{sum(files.values())} files, {sum(planted.values())} strings planted, {total} survive; "
          f"{sum(stayed.values())} of {sum(asked.values())} stay")  # fmt: skip
    return 1 if total or stayed != asked else 0


def redacted(file: ToRedact) -> tuple[bytes, list[Cut]]:
    """The copy, and the cuts: every place that a reader sees of every planted string."""
    places: dict[object, None] = {Area(*area): None for area in file.areas}
    for text in file.planted:
        places.update(dict.fromkeys(everywhere(file.data, file.name, text)))
    cuts = [Cut(place, REASON, ARTICLE) for place in places]  # type: ignore[arg-type]
    return redact(file.data, file.name, cuts).data, cuts


def searched(file: ToRedact, made: bytes, *, ocr: bool) -> tuple[list[str], list[str]]:
    """The strings that survive, and those that stay as they should."""
    raw = b"\n".join(unpacked(made))
    texts = plain("\n".join(text_views(made)))
    pictures = "".join(read_pixels(made)) if ocr and not made.startswith(b"PK") else ""
    seen = plain(pictures)
    left = [
        text
        for text in (*file.planted, *file.unseen)
        if any(form in raw for form in forms(text)) or any(part in texts or part in seen for part in parts(text))
    ]
    kept = [text for text in file.stays if plain(text) in texts or plain(text) in seen or (not ocr and file.areas)]
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


def read_pixels(data: bytes) -> Iterator[str]:
    import numpy as np

    from gongkai.documents.readers.scanning import lines_of

    if data.startswith(b"%PDF"):
        images = [page.render(scale=1.8).to_pil() for page in pypdfium2.PdfDocument(data)]
    elif data.startswith((b"\x89PNG", b"\xff\xd8", b"II", b"MM")):
        images = [frame.convert("L") for frame in ImageSequence.Iterator(Image.open(BytesIO(data)))]
    else:
        return
    for image in images:
        for line in lines_of(np.asarray(image.convert("L"))):
            yield line.text + "\n"


if __name__ == "__main__":
    sys.exit(main())
