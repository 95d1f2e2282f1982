"""A picture of a page → the same characters and lines that the PDF reader finds in a page, so that one flow serves both.

The skew is estimated and undone, ruling lines are found in the ink, every line of every table cell is recognised by itself (a lone
"0" is what a text detector loses first), and the text outside tables by the detector. Needs the ``ocr`` extra; runs offline.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Place
from gongkai.documents.readers.pdf.page import Glyph, Page
from gongkai.documents.readers.ruled import Grid, Ruling, grids
from gongkai.documents.worker import ask_more
from gongkai.language import say

LONGEST_SIDE = 3600
SHORTEST_SIDE = 1500
"""Pixels. A picture is made no larger and no smaller than this before recognising: 200 dots to the inch are 1654 × 2339."""
WIDE_POINTS, NARROW_POINTS = 842.0, 595.0
STEEPEST = 5.0
"""Degrees of skew that are looked for, either way."""
NOISY = 5.0
"""Standard deviation of grain, of 255, from which a picture is smoothed."""
SURE = 0.90
"""A confidence below this is doubtful; a figure is then read again."""
TOO_MANY_DOUBTS = 0.2
"""Of the lines in the tables of a page; beyond it, every cell is doubted."""
SECONDS_A_PAGE = 90.0
MEMORY_MB = 3072
_FIGURE = re.compile(r"[0-9０-９.,，。·:：/\-—–OoQDlI|丨〇]+")
_LOOKALIKES = str.maketrans("０１２３４５６７８９OoQD〇lI|丨，。", "0123456789000001111,.")


def available() -> bool:
    """Is the ``ocr`` extra installed?"""
    return all(find_spec(module) is not None for module in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def require() -> None:
    """Raises Unreadable ``needs-ocr`` where the extra is not installed."""
    if not available():
        raise Unreadable(
            "needs-ocr",
            say(
                "文件是图片或扫描件，里面没有文字，要先识别才能读取，而本机没有安装识别组件。"
                "请安装：pip install 'gongkai[ocr]'，或者向发布单位索取带文字的文件。"
            ),
        )


@cache
def _engine() -> Any:
    """The one recogniser of this process; its models come with the package, so no network is used."""
    from rapidocr import RapidOCR

    threads = max(1, min(2, os.cpu_count() or 1))
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def page_of(picture: Any, number: int) -> Page:
    """The page in a picture (grey, uint8, rows × columns). Characters of doubtful reading are not ``sure``; places with ink
    that could not be read at all are the page's ``smudges``. Lengths are points of an A4 page of the picture's shape."""
    ask_more(seconds=SECONDS_A_PAGE, memory_mb=MEMORY_MB)
    picture = _straight(_calm(_sized(picture)))
    high, wide = picture.shape
    scale = (WIDE_POINTS if wide > high else NARROW_POINTS) / wide
    page = Page(number, wide * scale, high * scale)
    ink = _ink(picture)
    lying, standing = _rulings(ink)
    # Strokes of large type cross like lines do, but make no table of an eighth of the page.
    tables = [
        grid
        for grid in grids(lying, standing, near=_near(wide))
        if len(grid.cells) > 1 and grid.xs[-1] - grid.xs[0] >= wide / 8
    ]
    clean = picture.copy()
    for grid in tables:
        _rub_out(clean, grid, lying, standing)
    lines = []
    outside = clean.copy()
    for grid in tables:
        lines.extend(_cells(clean, grid, page, scale))
        top, bottom, left, right = (round(value) for value in (grid.ys[0], grid.ys[-1], grid.xs[0], grid.xs[-1]))
        outside[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = 255
    if sum(line.sure < SURE for line in lines) > TOO_MANY_DOUBTS * len(lines):
        # Where so much is doubtful, what looks sure is luck.
        for line in lines:
            line.sure = min(line.sure, SURE - 0.01)
    lines.extend(_free(outside))
    _place(lines, page, scale)
    page.tables = [
        replace(grid, xs=tuple(x * scale for x in grid.xs), ys=tuple(y * scale for y in grid.ys)) for grid in tables
    ]
    return page


def doubts(uncertain: Sequence[Place]) -> Iterator[str]:
    """The warning that names the first of the uncertain places."""
    if uncertain:
        shown = "、".join(str(place) for place in uncertain[:20])
        yield say(
            "有{count}个单元格读得不准（{shown}{more}）。请对照原件核对。",
            count=len(uncertain),
            shown=shown,
            more=say("等") if len(uncertain) > 20 else "",
        )


class _Words:
    """One recognised line: its box in pixels, its text, and how sure the reading is (0 to 1)."""

    __slots__ = ("box", "sure", "text")

    def __init__(self, box: tuple[float, float, float, float], text: str, sure: float):
        self.box, self.text, self.sure = box, text, sure


def _near(wide: int) -> float:
    return max(5.0, wide / 240)


def _sized(picture: Any) -> Any:
    import cv2

    high, wide = picture.shape
    factor = min(1.0, LONGEST_SIDE / max(high, wide))
    if min(high, wide) < SHORTEST_SIDE:
        factor = min(SHORTEST_SIDE / min(high, wide), LONGEST_SIDE / max(high, wide), 3.0)
    if factor == 1.0:
        return picture
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, (max(1, round(wide * factor)), max(1, round(high * factor))), interpolation=how)


def _calm(picture: Any) -> Any:
    """The picture without its grain, where it has so much that specks would be read as characters."""
    import cv2
    import numpy as np

    # The mask answers to grain and not to edges (Immerkær 1996): its mean size, scaled, is the standard deviation of the grain.
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
    grain = float(np.abs(cv2.filter2D(picture, cv2.CV_32F, mask)).mean()) * (np.pi / 2) ** 0.5 / 6
    if grain < NOISY:
        return picture
    return cv2.fastNlMeansDenoising(picture, None, h=min(50.0, 3 * grain), templateWindowSize=7, searchWindowSize=15)


def _ink(picture: Any) -> Any:
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
    ys, xs = np.nonzero(_ink(small))
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


def _straight(picture: Any) -> Any:
    import cv2

    angle = skew_of(picture)
    if abs(angle) < 0.04:
        return picture
    high, wide = picture.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)


def _rulings(ink: Any) -> tuple[list[Ruling], list[Ruling]]:
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


def _rub_out(clean: Any, grid: Grid, lying: list[Ruling], standing: list[Ruling]) -> None:
    """Paint over the ruling lines of a table, so that none is read as 一 or 1. Elsewhere long strokes are large type."""
    high, wide = clean.shape
    half = max(3, wide // 500)
    near = _near(wide)
    left, right, top, bottom = grid.xs[0] - near, grid.xs[-1] + near, grid.ys[0] - near, grid.ys[-1] + near
    for at, start, end in lying:
        if top <= at <= bottom and start < right and end > left:
            clean[max(0, round(at) - half) : min(round(at) + half + 1, high), max(0, round(start)) : round(end)] = 255
    for at, start, end in standing:
        if left <= at <= right and start < bottom and end > top:
            clean[max(0, round(start)) : round(end), max(0, round(at) - half) : min(round(at) + half + 1, wide)] = 255


def _cells(clean: Any, grid: Grid, page: Page, scale: float) -> list[_Words]:
    """Every line of text in every cell, read by itself."""
    import numpy as np

    margin = max(2, clean.shape[1] // 600)
    crops: list[Any] = []
    boxes: list[tuple[float, float, float, float]] = []
    strokes: list[str] = []
    for cell in grid.cells:
        x0, y0, x1, y1 = (round(value) for value in grid.box(cell))
        x0, y0, x1, y1 = x0 + margin, y0 + margin, x1 - margin, y1 - margin
        if x1 - x0 < 6 or y1 - y0 < 6:
            continue
        inside = clean[y0:y1, x0:x1]
        bands = _bands(inside)
        for left, top, right, bottom in bands:
            crop = inside[top:bottom, left:right]
            # Air around the text, as the recogniser was taught with.
            pad = max(4, (bottom - top) // 6)
            crops.append(np.pad(crop, ((pad, pad), (2 * pad, 2 * pad)), constant_values=255))
            boxes.append((x0 + left, y0 + top, x0 + right, y0 + bottom))
            strokes.append(_stroke(crop) if len(bands) == 1 else "")
    words = []
    for box, crop, stroke, (text, sure) in zip(boxes, crops, strokes, _recognised(crops), strict=True):
        if stroke:
            text, sure = stroke, 1.0
        elif _FIGURE.fullmatch(text) or sure < SURE:
            text, sure = _again(crop, text, sure)
        if text:
            words.append(_Words(box, text, sure))
        else:
            page.smudges.append(((box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale))
    return words


def _stroke(crop: Any) -> str:
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
    return "/" if float(np.corrcoef(xs, ys)[0, 1]) < -0.96 else ""


def _bands(inside: Any) -> list[tuple[int, int, int, int]]:
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


def _recognised(crops: list[Any]) -> list[tuple[str, float]]:
    """Text and confidence of each picture of one line."""
    import cv2

    if not crops:
        return []
    output = _engine().recognize_txt([cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops])
    return [(str(text).strip(), float(sure)) for text, sure in zip(output.txts, output.scores, strict=True)]


def _again(crop: Any, text: str, sure: float) -> tuple[str, float]:
    """A figure, or a doubtful line, read a second time from a larger and softer picture. Two readings that agree are sure; of two that
    differ the surer is kept and doubted. In a figure, O is 0 and l is 1."""
    import cv2

    if sure >= 0.985 and text.isdecimal() and text.isascii():
        return text, sure
    larger = cv2.GaussianBlur(cv2.resize(crop, None, fx=1.7, fy=1.7, interpolation=cv2.INTER_CUBIC), (3, 3), 0)
    darker = cv2.erode(crop, cv2.getStructuringElement(cv2.MORPH_RECT, (2, 2)))
    readings = [(text, sure), *_recognised([larger, darker])]
    plain = [(_plain(text), sure) for text, sure in readings]
    votes: dict[str, list[float]] = {}
    for reading, confidence in plain:
        votes.setdefault(reading, []).append(confidence)
    best = max(votes, key=lambda reading: (len(votes[reading]), max(votes[reading])))
    if not any(character.isalnum() or character in "/-—–－" for character in best):
        return best, min(sure, SURE - 0.01)  # punctuation alone is a speck, or a figure that was not made out
    agreed = len(votes[best]) == len(plain) or (len(votes[best]) == 2 and max(votes[best]) > 0.95)
    confidence = max(votes[best])
    if agreed and confidence >= 0.75:
        return best, max(confidence, SURE)
    return best, min(confidence, SURE - 0.01)


def _plain(text: str) -> str:
    return (
        text.translate(_LOOKALIKES)
        if _FIGURE.fullmatch(text) and any(c in "0123456789０１２３４５６７８９OoQDlI|〇" for c in text)
        else text
    )


def _free(picture: Any) -> list[_Words]:
    """Text outside tables, by the detector."""
    import cv2
    import numpy as np

    if not (picture < 160).any():
        return []
    output = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True)
    if getattr(output, "boxes", None) is None or not output.txts:
        return []
    words = []
    for corners, text, sure in zip(output.boxes, output.txts, output.scores, strict=True):
        xs, ys = np.asarray(corners)[:, 0], np.asarray(corners)[:, 1]
        if str(text).strip():
            box = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
            words.append(_Words(box, str(text).strip(), float(sure)))
    return words


def _place(words: list[_Words], page: Page, scale: float) -> None:
    """The characters of each line, spread evenly over its box."""
    from gongkai.documents.readers.pdf.lines import is_wide

    measured = []
    for line in words:
        left, top, right, bottom = (value * scale for value in line.box)
        ems = sum(1.0 if is_wide(character) else 0.55 for character in line.text)
        # The width tells the size better than the height, which depends on which strokes a line happens to have.
        size = (right - left) / ems if ems >= 3 else 0.95 * (bottom - top)
        measured.append((line, left, right, bottom, size))
    alike = _alike([(size, len(line.text)) for line, *_, size in measured])
    for line, left, right, bottom, measure in measured:
        size = alike[measure]
        step = (right - left) / sum(1.0 if is_wide(character) else 0.55 for character in line.text)
        x, spaced = left, ""
        for character in line.text:
            width = step * (1.0 if is_wide(character) else 0.55)
            if character.isspace():
                spaced += character
            else:
                page.glyphs.append(
                    Glyph(x, x + width, bottom - 0.12 * size, size, character, spaced, line.sure >= SURE)
                )
                spaced = ""
            x += width


def _alike(sizes: list[tuple[float, int]]) -> dict[float, float]:
    """Each measured size (given with the length of its line) and the size it is meant to be: measures within a sixth of a longer
    line's are that line's, for a long line is measured best."""
    result: dict[float, float] = {}
    anchors: list[float] = []
    for size, _ in sorted(sizes, key=lambda entry: -entry[1]):
        near = [anchor for anchor in anchors if 0.84 < size / anchor < 1.19]
        if not near:
            anchors.append(size)
        result[size] = min(near, key=lambda anchor: abs(anchor - size)) if near else size
    return result
