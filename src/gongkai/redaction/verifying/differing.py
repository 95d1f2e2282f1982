"""Whether two pictures show the same, by their pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageStat

from gongkai.redaction.verifying.shown import Box

_ALIKE = 0.9
"""Correlation of two areas' pixels from which they show the same."""


def expected_of(
    old: Image.Image, shown: Sequence[Box | None], boxes: Sequence[Box]
) -> tuple[Image.Image, list[tuple[int, int, int, int]], list[Box]]:
    """The original as it should stand in the copy; boxes (pixels) of what is shown where not all is; and the areas, as fractions of it.

    What no place shows must be gone: cut off where all show the same, else white.
    """
    if not shown or any(box is None for box in shown):
        return old, [], list(boxes)
    ways = {box for box in shown if box is not None}
    wide, high = old.size
    pixels = []
    for x0, y0, x1, y1 in ways:
        left, top = round(wide * x0), round(high * y0)
        pixels.append((left, top, max(round(wide * x1), left + 1), max(round(high * y1), top + 1)))
    if len(ways) > 1:
        return old, pixels, list(boxes)
    left, top, right, bottom = pixels[0]
    across, down = right - left, bottom - top
    moved = [
        (
            min(1.0, max(0.0, (x0 * wide - left) / across)),
            min(1.0, max(0.0, (y0 * high - top) / down)),
            min(1.0, max(0.0, (x1 * wide - left) / across)),
            min(1.0, max(0.0, (y1 * high - top) / down)),
        )
        for x0, y0, x1, y1 in boxes
    ]
    return old.crop(pixels[0]), [], moved


def differs(
    old: Image.Image,
    new: Image.Image,
    shown: Sequence[tuple[int, int, int, int]],
    boxes: Sequence[Box],
    tolerance: int,
) -> bool:
    """Whether anything but specks differs outside the areas; what no place shows must be white."""
    if shown:
        paper = Image.new("L", old.size, 255)
        for box in shown:
            paper.paste(old.crop(box), box[:2])
        old = paper
    difference = ImageChops.difference(old, new)
    for x0, y0, x1, y1 in boxes:
        box = (
            max(0, int(x0 * old.width) - 3),
            max(0, int(y0 * old.height) - 3),
            min(old.width, int(x1 * old.width) + 4),
            min(old.height, int(y1 * old.height) + 4),
        )
        if box[2] > box[0] and box[3] > box[1]:
            difference.paste(0, box)
    return sum(difference.histogram()[tolerance:]) > max(4, 0.0002 * old.width * old.height)


def is_same(one: Image.Image | None, other: Image.Image | None) -> bool:
    if one is None or other is None or one.size != other.size:
        return False
    return max(ImageChops.difference(one, other).getextrema()) <= 2  # type: ignore[operator]


def shows(old: Image.Image, new: Image.Image, box: Box) -> bool:
    """Whether ``new``, in its own size, shows what ``old`` shows in a box: their pixels there go up and down together."""
    left, top = int(box[0] * new.width), int(box[1] * new.height)
    right, bottom = min(new.width, int(box[2] * new.width) + 1), min(new.height, int(box[3] * new.height) + 1)
    if right - left < 12 or bottom - top < 12:
        return False
    one = old.resize(new.size, Image.Resampling.BOX).crop((left, top, right, bottom))
    other = new.crop((left, top, right, bottom))
    first, second = ImageStat.Stat(one), ImageStat.Stat(other)
    if first.stddev[0] < 6 or second.stddev[0] < 6:
        return False
    together = ImageStat.Stat(ImageChops.multiply(one, other)).mean[0] * 255
    return (together - first.mean[0] * second.mean[0]) / (first.stddev[0] * second.stddev[0]) > _ALIKE
