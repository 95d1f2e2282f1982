"""Pictures taken over from files: decoded within bounds, cut as they are shown, and encoded anew, so that nothing but pixels goes out."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.documents.bounds import Budget
from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.pages.model import Block, Figure, Image, Inline, each_inline, inside

MOST_PICTURES = 300
MOST_PIXELS = 60_000_000
WIDEST = 1600
"""Pixels on the longer side after conversion: twice the measure of a page's text, sharp on dense screens."""
SECONDS = 30.0
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_HEAVY = 600_000
# What programs write where a person should: names of files, numbers, guesses of a machine.
_NO_ALT = re.compile(
    r"(?:图片|图像|图|picture|image|img|photo|截图|屏幕截图|微信图片|qq图片|rectangle|矩形|对象|object|untitled|未命名)?[\s_\-\d()（）]*"
    r"|.*\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf|svg)|.*[\\/].*|.*(?:描述已自动生成|automatically generated|可能包含).*|[0-9a-f]{16,}",
    re.IGNORECASE | re.DOTALL,
)


_LONG_NUMBER = re.compile(r"(?:\d[\s-]?){11,}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page. ``name`` is what ``src`` in the HTML says: a caller puts the address where it serves the picture there.

    ``width`` and ``height``: pixels. ``alt`` empty: not known, a person should be asked.
    """

    name: str
    media_type: str
    data: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Raw:
    """A picture as it lies in its file. ``shown``: the width in pixels at which it is shown; ``crop``: shares cut off on each side
    (left, top, right, bottom)."""

    data: bytes
    alt: str = ""
    shown: int | None = None
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


class Album:
    """Collects the pictures of one file while it is read, and converts them at the end."""

    def __init__(self) -> None:
        self._raw: list[Raw] = []
        self._unknown = 0

    def add(self, raw: Raw) -> Image:
        """The place of a picture, to be put into a line."""
        self._raw.append(raw)
        return Image(f"raw-{len(self._raw)}", known_alt(raw.alt))

    def unknown(self) -> None:
        """A picture that cannot be shown: a vector format, or one that lies elsewhere."""
        self._unknown += 1

    def develop(self, blocks: Sequence[Block]) -> tuple[tuple[Picture, ...], list[str]]:
        """Put the converted pictures in their places; the pictures, and sentences about what was lost."""
        if not self._raw:
            return (), _warnings(self._unknown)
        budget = Budget(SECONDS)
        ask_more(seconds=SECONDS)
        made: dict[str, tuple[Picture, int] | None] = {}
        for n, raw in enumerate(self._raw[:MOST_PICTURES], 1):
            budget.check()
            made[f"raw-{n}"] = _developed(raw)
        lost = sum(value is None for value in made.values()) + max(0, len(self._raw) - MOST_PICTURES) + self._unknown

        def shown(image: Image) -> Image | None:
            if not image.src.startswith("raw-"):
                return image
            found = made.get(image.src)
            if found is None:
                return None
            picture, width = found
            return Image(picture.name, image.alt, width, max(1, round(picture.height * width / picture.width)))

        def change(line: list[Inline]) -> list[Inline]:
            changed = [shown(piece) if isinstance(piece, Image) else piece for piece in line]
            return [piece for piece in changed if piece is not None]

        each_inline(blocks, change)
        for block in inside(blocks):
            if isinstance(block, Figure):
                block.image = shown(block.image) or block.image
        pictures = {found[0].name: found[0] for found in made.values() if found is not None}
        return tuple(pictures.values()), _warnings(lost)


def _warnings(lost: int) -> list[str]:
    if not lost:
        return []
    return [
        say(
            "有{count}张图片无法转换（矢量图、链接到别处的图片、已损坏或过大的图片），网页中没有这些图片。"
            "请在原文件中另存为 PNG 或 JPG 后重新插入，或者单独上传。",
            count=lost,
        )
    ]


def without_alt(blocks: Sequence[Block]) -> list[str]:
    """The sentence that asks for the alternative texts that are missing."""
    images: list[Image] = []
    for block in inside(blocks):
        if isinstance(block, Figure):
            images.append(block.image)
        else:
            images += [piece for piece in getattr(block, "inline", ()) if isinstance(piece, Image)]
    missing = [str(n) for n, image in enumerate(images, 1) if not image.alt]
    if not missing:
        return []
    return [
        say(
            "第{numbers}张图片没有说明文字，看不见图片的人无法知道其中的内容。请为它写一句话；纯装饰的图片可以留空。",
            numbers="、".join(missing[:20]),
        )
    ]


def known_alt(alt: str) -> str:
    """``alt`` on one line where a person wrote it, else "". One that holds a long number (a telephone, an identity) describes nothing.

    >>> [known_alt(alt) for alt in ("活动现场", "图片 1", "C:\\\\用户\\\\照片.jpg")]
    ['活动现场', '', '']
    """
    line = " ".join(alt.split())[:300]
    return "" if _NO_ALT.fullmatch(line) or _LONG_NUMBER.search(line) else line


def _developed(raw: Raw) -> tuple[Picture, int] | None:
    """The picture, and the width at which it is shown; None for what cannot be decoded."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    try:
        with Pillow.open(io.BytesIO(raw.data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS or not opened.width or not opened.height:
                return None
            is_photo = opened.format in ("JPEG", "WEBP")
            opened.draft("RGB", (WIDEST, WIDEST))
            image = ImageOps.exif_transpose(opened)
            if image.mode not in ("RGB", "RGBA", "L"):
                see_through = image.mode in ("LA", "PA") or "transparency" in image.info
                image = image.convert("RGBA" if see_through else "RGB")
            image = _cut(image, raw.crop)
            image.info = {}  # comments, profiles and positions would be written out again
            image.thumbnail((WIDEST, WIDEST), Pillow.Resampling.LANCZOS)
            encoded, media_type = _encoded(image, is_photo)
    except Exception:
        # Pillow raises many kinds for broken files; a picture that cannot be read is left out, and told of.
        return None
    name = hashlib.sha256(encoded).hexdigest()[:20] + (".png" if media_type == "image/png" else ".jpg")
    picture = Picture(name, media_type, encoded, known_alt(raw.alt), image.width, image.height)
    return picture, min(raw.shown or image.width, image.width)


def _cut(image: Any, crop: tuple[float, float, float, float]) -> Any:
    """What a program cut off is still in its file, and must not go out."""
    if not any(share > 0 for share in crop):
        return image
    left, top, right, bottom = (min(max(share, 0.0), 1.0) for share in crop)
    box = (
        round(left * image.width),
        round(top * image.height),
        round((1 - right) * image.width),
        round((1 - bottom) * image.height),
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        raise ValueError("nothing is left of the picture")
    return image.crop(box)


def _encoded(image: Any, is_photo: bool) -> tuple[bytes, str]:
    out = io.BytesIO()
    if not is_photo:
        image.save(out, "PNG")
        if out.tell() <= _HEAVY or image.mode == "RGBA":
            return out.getvalue(), "image/png"
        out = io.BytesIO()
    if image.mode != "L":
        image = image.convert("RGB")
    image.save(out, "JPEG", quality=85)
    return out.getvalue(), "image/jpeg"
