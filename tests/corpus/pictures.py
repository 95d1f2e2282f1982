"""Small pictures, with what cameras write into them."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

OWNER = "李拍摄"
PLACE = ((34.0, 7.0, 30.0), (111.0, 45.0, 12.0))


def image(seed: int, size: tuple[int, int] = (120, 60)) -> Image.Image:
    chance = random.Random(seed)
    made = Image.new("RGB", size, (240, 240, 235))
    draw = ImageDraw.Draw(made)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        draw.rectangle((x, y, x + 20, y + 10), fill=tuple(chance.randrange(256) for _ in range(3)))
    return made


def png(seed: int, *, texts: dict[str, str] | None = None) -> bytes:
    out = BytesIO()
    notes = PngInfo()
    for key, value in (texts or {}).items():
        notes.add_itxt(key, value)
    image(seed).save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def jpeg(seed: int, *, exif: bool = False) -> bytes:
    out = BytesIO()
    made = image(seed)
    if exif:
        told = Image.Exif()
        told[0x010F] = "CAMERA"
        told[0x013B] = OWNER.encode()
        told[0x0132] = "2026:03:01 08:00:00"
        told.get_ifd(0x8825).update({1: "N", 2: PLACE[0], 3: "E", 4: PLACE[1]})
        made.save(out, "JPEG", exif=told, quality=80)
    else:
        made.save(out, "JPEG", quality=80)
    return out.getvalue()
