"""Pictures of pages (a scan, photographs of paper) bound into one PDF, a page each."""

from __future__ import annotations

import io
from collections.abc import Sequence

from gongkai.documents import bounds
from gongkai.documents.errors import Unreadable

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 60_000_000
"""Of one picture: an A3 sheet at 400 dots an inch has 31 million."""
RESOLUTION = 200.0
"""Dots an inch that the pages are said to have."""


def bind(pictures: Sequence[bytes]) -> bytes:
    """One PDF of ``pictures`` in their order, each the way up that its camera says. What else a picture carries (place, device) is left
    out. Raises Unreadable ``damaged`` or ``too-large``."""
    from PIL import Image, ImageOps

    pages = []
    for data in pictures:
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise bounds.too_large(bounds.LARGEST_INPUT)
                pages.append(ImageOps.exif_transpose(image).convert("RGB"))
        except Unreadable:
            raise
        except Exception as error:  # every decoder has errors of its own
            raise bounds.damaged() from error
    if not pages:
        raise bounds.damaged()
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=RESOLUTION)
    return made.getvalue()
