"""Pictures as pages: one, or as many as a TIFF has."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from gongkai.documents.bounds import damaged, too_many_parts
from gongkai.documents.errors import Unreadable
from gongkai.leaks.pictures import MOST_PIXELS, opened

MOST_FRAMES = 200


def frames_of(data: bytes) -> Iterator[Image.Image]:
    """Each page upright, in black and white, grey or colour, nothing seen through. Raises Unreadable."""
    image = opened(data)
    try:
        if getattr(image, "n_frames", 1) > MOST_FRAMES:
            raise too_many_parts()
        for frame in ImageSequence.Iterator(image):
            if frame.width * frame.height > MOST_PIXELS:
                raise too_many_parts()
            plain = _plain(ImageOps.exif_transpose(frame))
            # Pixels alone: Pillow would write notes of the old file into the new one.
            yield Image.frombytes(plain.mode, plain.size, plain.tobytes())
            if image.format == "MPO":
                return  # the others are previews and depths of the first
    except (Unreadable, GeneratorExit):
        raise
    except Exception as error:  # every decoder has errors of its own
        raise damaged() from error


def _plain(image: Image.Image) -> Image.Image:
    """Without transparency: what shines through is white. Values of 16 bits become 8."""
    if image.mode in ("1", "L", "RGB"):
        return image
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("I", "F"):
        low, high = image.getextrema()
        span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
        return image.point(lambda value: value * (255 / span) - float(low) * (255 / span)).convert("L")  # type: ignore[arg-type]
    if "A" in image.mode or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, over).convert("RGB")
    return image.convert("RGB")


def as_png(image: Image.Image, width: int) -> bytes:
    """The picture ``width`` pixels across."""
    width = max(1, min(width, 4000))
    height = max(1, round(image.height * width / image.width))
    shown = image.convert("L") if image.mode == "1" else image
    out = BytesIO()
    shown.resize((width, height), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
