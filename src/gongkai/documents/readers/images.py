"""Pictures of pages (PNG, JPEG, TIFF, BMP, WebP, GIF) → Document, through the recogniser of the ``ocr`` extra."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from gongkai.documents.bounds import Budget, damaged, no_text, require_size
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Document, Place, Source, Table
from gongkai.documents.readers import pictures, scanning
from gongkai.documents.readers.pdf.flow import blocks_of
from gongkai.documents.readers.pdf.furniture import without_furniture
from gongkai.documents.readers.pdf.tables import items_of
from gongkai.language import say

MOST_PAGES = 30
MOST_PIXELS = 80_000_000
"""Of one page: A4 at 600 dots to the inch has 35 million."""
SECONDS = 900.0
MAGICS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def read(data: bytes, name: str = "") -> Document:
    """The Document of a scan; each frame of a multi-page TIFF is a page. ``name`` is only kept.

    Cells that were not read with certainty are listed in ``source.uncertain`` and named in ``source.warnings``.
    Raises NotThisFormat for other bytes; Unreadable with ``needs-ocr`` (the extra is not installed), ``too-large`` (pixels),
    ``damaged``, ``no-text``, ``too-slow``.
    """
    require_size(len(data), "image")
    if not (data.startswith(MAGICS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")):
        raise NotThisFormat(say("这不是图片文件（PNG、JPEG、TIFF、BMP、GIF、WebP）。请确认文件没有改错扩展名。"))
    scanning.require()
    budget = Budget(SECONDS)
    warnings: list[str] = []
    pages = []
    for number, picture in enumerate(_pictures(data, warnings), 1):
        budget.check()
        page = scanning.page_of(picture, number)
        pages.append((page, items_of(page, budget)))
    kept = without_furniture(pages)
    uncertain: list[Place] = []
    blocks = blocks_of([(page, items) for (page, _), items in zip(pages, kept, strict=True)], budget, uncertain)
    if not any(isinstance(block, Table) or block.text for block in blocks):
        raise no_text()
    warnings.extend(scanning.doubts(uncertain))
    return Document(
        blocks=tuple(blocks),
        source=Source(
            format="image", name=name, pages=len(pages), warnings=tuple(warnings), uncertain=tuple(uncertain)
        ),
    )


_ORIENTATION = 0x0112


def _grey(image: Any) -> Any:
    """Grey pixels, at most about twice ``LONGEST_SIDE`` on a side; what is transparent is white."""
    import numpy as np
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        pixels = np.asarray(image, dtype=np.float32)
        low, high = float(pixels.min()), float(pixels.max())
        return ((pixels - low) * (255 / max(high - low, 1.0))).astype(np.uint8)
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode in ("P", "PA"):
        image = image.convert("RGBA")
    factor = max(image.size) // pictures.LONGEST_SIDE
    if factor > 1:
        image = image.reduce(factor)
    if image.mode in ("RGBA", "LA"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.asarray(image.convert("L"))


def _upright(pixels: Any, orientation: int) -> Any:
    """Turned and mirrored as the camera's orientation (1 to 8, TIFF 6.0) asks."""
    import numpy as np

    if orientation in (5, 6, 7, 8):
        pixels = pixels.T
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def _too_large() -> Unreadable:
    return Unreadable(
        "too-large",
        say(
            "图片超过{most}万像素，识别它会耗尽内存，没有读取。请把扫描分辨率降到300 dpi以下，另存后再试。",
            most=MOST_PIXELS // 10_000,
        ),
    )


def _pictures(data: bytes, warnings: list[str]) -> Iterator[Any]:
    """Each page as grey pixels on white, turned as its EXIF data says. Large pictures are made smaller on the way: the recogniser
    works on ``pictures.LONGEST_SIDE`` pixels anyway."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if frames > MOST_PAGES:
                warnings.append(
                    say("图片有{count}页，只识别了前{most}页。要读全文，请先拆分文件。", count=frames, most=MOST_PAGES)
                )
            for index in range(min(frames, MOST_PAGES)):
                image.seek(index)
                if image.width * image.height > MOST_PIXELS:
                    raise _too_large()
                image.draft("L", (pictures.LONGEST_SIDE, pictures.LONGEST_SIDE))  # a JPEG is unpacked smaller at once
                image.load()
                yield _upright(_grey(image), image.getexif().get(_ORIENTATION, 1))
    except Unreadable:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except MemoryError:
        raise
    except Exception as error:
        # Pillow raises many kinds for broken files: OSError, SyntaxError, ValueError, struct.error, KeyError, EOFError …
        raise damaged() from error
