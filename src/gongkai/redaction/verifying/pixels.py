"""What can be seen in an area, and whether anything outside the areas has changed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageStat

from gongkai.documents.readers import scanning
from gongkai.language import say
from gongkai.redaction.model import Area
from gongkai.redaction.verifying.needles import flat

LABEL = re.compile(r"\[\d+\]")
"""The number of a cut, as it is written into its block."""
_TOLERANCE = 70
_MOST_DIFFERENT = 0.002
Box = tuple[float, float, float, float]


def box_of(area: Area) -> Box:
    return area.x, area.y, area.x + area.width, area.y + area.height


def changed(
    before: list[Image.Image], after: Image.Image, boxes: Sequence[Box], number: int, softer: int = 3
) -> list[str]:
    """Whether more than specks differ outside the boxes. Both are softened ``softer`` times: a picture is no drawing."""
    wide, high = after.size
    small = max(1, wide // softer), max(1, high // softer)
    soft = after.resize(small, Image.Resampling.BOX)
    difference: Image.Image | None = None
    for each in before:
        own = ImageChops.difference(each.resize(small, Image.Resampling.BOX), soft)
        difference = own if difference is None else ImageChops.darker(difference, own)
    assert difference is not None
    pen = ImageDraw.Draw(difference)
    for x0, y0, x1, y1 in boxes:
        air = 4
        left, top = math.floor(x0 * small[0]) - air, math.floor(y0 * small[1]) - air
        right, bottom = math.ceil(x1 * small[0]) + air, math.ceil(y1 * small[1]) + air
        pen.rectangle((left, top, right, bottom), fill=0)
    count = sum(difference.histogram()[_TOLERANCE:])
    most = _MOST_DIFFERENT if softer > 1 else _MOST_DIFFERENT / 10
    if count > max(6, most * small[0] * small[1]):
        return [say("第{page}页遮蔽区域以外的画面变了", page=number)]
    return []


def uniform(image: Image.Image, areas: Sequence[Area], where: str) -> list[str]:
    """One colour fills each area, but for the number in its middle, and in the middle of areas that lie over it; and what can be read
    there is no more than numbers. ``where``: the page or picture, for people."""
    crops = []
    faults: list[str] = []
    for area in areas:
        x0, y0, x1, y1 = box_of(area)
        left, top = math.ceil(x0 * image.width), math.ceil(y0 * image.height)
        right, bottom = math.floor(x1 * image.width), math.floor(y1 * image.height)
        if right - left < 3 or bottom - top < 3:
            continue
        crop = image.crop((left, top, right, bottom))
        crops.append(crop)
        rim = crop.copy()
        wide, high = rim.size
        colour = round(ImageStat.Stat(rim).median[0])
        pen = ImageDraw.Draw(rim)
        for x0, y0, x1, y1 in map(box_of, areas):
            across, down = (x1 - x0) * image.width, (y1 - y0) * image.height
            first, second = x0 * image.width - left, y0 * image.height - top
            pen.rectangle(
                (first + 0.26 * across, second + 0.12 * down, first + 0.74 * across, second + 0.88 * down), fill=colour
            )
        off = sum(rim.point([255 if abs(value - colour) > 50 else 0 for value in range(256)]).histogram()[255:])
        if off > 0.01 * wide * high + 1:
            faults.append(say("{where}遮蔽区域的像素没有涂成一色", where=where))
    for text in _read(crops):
        if len(flat(LABEL.sub("", text))) > 4:
            faults.append(say("{where}遮蔽区域里还能认出字", where=where))
    return faults


def read_areas(image: Image.Image, areas: Sequence[Area]) -> list[str]:
    wide, high = image.size
    boxes = [box_of(area) for area in areas]
    crops = [
        image.crop((round(x0 * wide), round(y0 * high), round(x1 * wide), round(y1 * high))) for x0, y0, x1, y1 in boxes
    ]
    return list(_read([crop for crop in crops if min(crop.size) > 4]))


def read_whole(image: Image.Image) -> str:
    """What is recognised in a picture; nothing where the extra is not installed."""
    return " ".join(_read([image]))


def _read(crops: Sequence[Image.Image]) -> Iterator[str]:
    """What is recognised in some cut-outs, put one below the other with air between; nothing where the extra is not installed."""
    if not crops or not scanning.available():
        return
    import numpy as np

    # Not below the size to which the detector would blow it up.
    wide = max(740, *(crop.width + 80 for crop in crops))
    sheet = Image.new("L", (wide, max(740, sum(crop.height + 40 for crop in crops) + 40)), 255)
    starts = []
    at = 40
    for crop in crops:
        sheet.paste(crop, (40, at))
        starts.append((at, at + crop.height))
        at += crop.height + 40
    lines = scanning.lines_of(np.asarray(sheet))
    for top, bottom in starts:
        own = [line.text for line in lines if top - 8 <= sum(y for _, y in line.corners) / 4 <= bottom + 8]
        yield " ".join(own)
