"""Pictures of pages as pixels: size, grain, lean, ruling lines, lines of text. Grey arrays of uint8, rows × columns, 0 is black.

Needs OpenCV, which comes with the ``ocr`` extra; it is imported when a function is called.
"""

from __future__ import annotations

from typing import Any

from gongkai.documents.readers.ruled import Grid, Ruling

LONGEST_SIDE = 2800
SHORTEST_SIDE = 1500
"""Pixels. A picture is made no larger and no smaller than this before recognising: 200 dots to the inch are 1654 × 2339."""
STEEPEST = 5.0
"""Degrees of skew that are looked for, either way."""
NOISY = 5.0
"""Standard deviation of grain, of 255, from which a picture is smoothed."""


def near_of(wide: int) -> float:
    return max(5.0, wide / 240)


def sized(picture: Any) -> Any:
    import cv2

    high, wide = picture.shape
    factor = min(1.0, LONGEST_SIDE / max(high, wide))
    if min(high, wide) < SHORTEST_SIDE:
        factor = min(SHORTEST_SIDE / min(high, wide), LONGEST_SIDE / max(high, wide), 3.0)
    if factor == 1.0:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, (max(1, round(wide * factor)), max(1, round(high * factor))), interpolation=how)


def calmed(picture: Any) -> Any:
    """The picture without its grain, where it has so much that specks would be read as characters."""
    import cv2
    import numpy as np

    # The mask answers to grain and not to edges (Immerkær 1996): its mean size, scaled, is the standard deviation of the grain.
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
    grain = float(np.abs(cv2.filter2D(picture, cv2.CV_32F, mask)).mean()) * (np.pi / 2) ** 0.5 / 6
    if grain < NOISY:
        return picture
    return cv2.fastNlMeansDenoising(picture, None, h=min(50.0, 3 * grain), templateWindowSize=5, searchWindowSize=9)


def ink_of(picture: Any) -> Any:
    """255 where there is ink, 0 where there is paper; shadows and grey grounds do not count."""
    import cv2

    blurred = cv2.medianBlur(picture, 3)
    return cv2.adaptiveThreshold(blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def skew_of(picture: Any) -> float:
    """By how many degrees the page leans, clockwise positive, between -5 and 5: at the right angle, lines of text and rulings
    fall into the fewest rows."""
    import cv2
    import numpy as np

    factor = min(1.0, 1700 / max(picture.shape))
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else picture
    ys, xs = np.nonzero(ink_of(small))
    if len(xs) < 200:
        return 0.0
    if len(xs) > 60_000:
        every = len(xs) // 60_000 + 1
        ys, xs = ys[::every], xs[::every]
    centred = xs - small.shape[1] / 2

    def sharpness(degrees: float) -> float:
        rows = np.round(ys - centred * np.tan(np.radians(degrees))).astype(np.int64)
        counts = np.bincount(rows - rows.min())
        return float((counts.astype(np.float64) ** 2).sum())

    best = 0.0
    for step, reach in ((0.5, STEEPEST), (0.1, 0.5), (0.02, 0.1)):
        tried = [best + n * step for n in range(-round(reach / step), round(reach / step) + 1)]
        best = max(tried, key=sharpness)
    return best if abs(best) <= STEEPEST else 0.0


def straightened(picture: Any) -> Any:
    import cv2

    angle = skew_of(picture)
    if abs(angle) < 0.04:
        return picture
    high, wide = picture.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)


def rulings_of(ink: Any) -> tuple[list[Ruling], list[Ruling]]:
    """Long thin runs of ink: (lying, standing), in pixels."""
    import cv2

    wide = ink.shape[1]
    reach = max(24, wide // 40)
    found: tuple[list[Ruling], list[Ruling]] = ([], [])
    for upright in (False, True):
        length = reach if not upright else max(20, wide // 55)
        # A line of a scan is ragged: it is thickened across before long runs are looked for.
        across = (3, 1) if upright else (1, 3)
        thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, across))
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (1, length) if upright else (length, 1))
        runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
        count, _, boxes, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
        for x, y, w, h, area in boxes[1 : min(count, 8000)]:
            thin = area / max(w, h)
            if thin > max(12, wide / 140):
                continue  # a bar, a stamp, a photograph
            if upright:
                found[1].append(Ruling(float(x + w / 2), float(y), float(y + h)))
            else:
                found[0].append(Ruling(float(y + h / 2), float(x), float(x + w)))
    return found


def rub_out(clean: Any, grid: Grid, lying: list[Ruling], standing: list[Ruling]) -> None:
    """Paint over the ruling lines of a table, so that none is read as 一 or 1. Elsewhere long strokes are large type."""
    high, wide = clean.shape
    half = max(3, wide // 500)
    near = near_of(wide)
    left, right, top, bottom = grid.xs[0] - near, grid.xs[-1] + near, grid.ys[0] - near, grid.ys[-1] + near
    for at, start, end in lying:
        if top <= at <= bottom and start < right and end > left:
            clean[max(0, round(at) - half) : min(round(at) + half + 1, high), max(0, round(start)) : round(end)] = 255
    for at, start, end in standing:
        if left <= at <= right and start < bottom and end > top:
            clean[max(0, round(start)) : round(end), max(0, round(at) - half) : min(round(at) + half + 1, wide)] = 255


def stroke_of(crop: Any) -> str:
    """``/`` or ``—`` where a cell holds nothing but that one straight stroke, which a recogniser takes for 1 or 一; else nothing."""
    import cv2
    import numpy as np

    _, ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = [box for box in boxes[1:count] if box[4] >= 8]
    if len(large) != 1:
        return ""
    _, _, wide, high, area = (int(value) for value in large[0])
    if wide > 3.5 * high and area > 0.6 * wide * high:
        return "—"
    if not 0.2 * high < wide < 1.2 * high or area > 0.5 * wide * high:
        return ""
    ys, xs = np.nonzero(ink)
    # Tried in fourteen typefaces at three sizes: a stroke stays below -0.82, no digit or letter comes below -0.8.
    return "/" if float(np.corrcoef(xs, ys)[0, 1]) < -0.82 else ""


def bands_of(inside: Any) -> list[tuple[int, int, int, int]]:
    """The boxes (left, top, right, bottom) of the lines of text in a cell; specks are no text."""
    import cv2
    import numpy as np

    ink = cv2.adaptiveThreshold(
        cv2.medianBlur(inside, 3), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = np.zeros(count, dtype=bool)
    for n in range(1, count):
        _, _, w, h, area = boxes[n]
        keep[n] = area >= 8 and max(w, h) >= 4
    ink = keep[labels]
    rows = ink.any(axis=1)
    found = []
    start: int | None = None
    gap = 0
    for y, dark in enumerate(np.append(rows, [False] * 3)):
        if dark:
            start, gap = (y if start is None else start), 0
        elif start is not None:
            gap += 1
            if gap >= 3:
                found.append((start, y - gap + 1))
                start = None
    # A dot or the upper stroke of 二 is not a line of its own: what is much lower than the rest joins its neighbour.
    tall = max((bottom - top for top, bottom in found), default=0)
    merged: list[tuple[int, int]] = []
    for top, bottom in found:
        if (
            merged
            and bottom - merged[-1][0] <= 1.15 * tall
            and (bottom - top < 0.6 * tall or merged[-1][1] - merged[-1][0] < 0.6 * tall)
        ):
            merged[-1] = (merged[-1][0], bottom)
        else:
            merged.append((top, bottom))
    result = []
    for top, bottom in merged:
        columns = np.nonzero(ink[top:bottom].any(axis=0))[0]
        left, right = int(columns[0]), int(columns[-1]) + 1
        if bottom - top >= 5 and (bottom - top) * (right - left) >= 60:
            result.append((max(0, left - 2), max(0, top - 2), right + 2, bottom + 2))
    return result
