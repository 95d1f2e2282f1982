"""A picture of a page → the same characters and lines that the PDF reader finds in a page, so that one flow serves both.

The skew is estimated and undone, ruling lines are found in the ink, every line of every table cell is recognised by itself (a lone
"0" is what a text detector loses first), and the text outside tables by the detector. Needs the ``ocr`` extra; runs offline.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from gongkai.documents.bounds import damaged, too_many_parts
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Place
from gongkai.documents.readers.pdf.page import Glyph, Page
from gongkai.documents.readers.pictures import (
    bands_of,
    calmed,
    ink_of,
    near_of,
    rub_out,
    rulings_of,
    sized,
    straightened,
    stroke_of,
)
from gongkai.documents.readers.ruled import Grid, grids
from gongkai.documents.worker import ask_more
from gongkai.language import say

WIDE_POINTS, NARROW_POINTS = 842.0, 595.0
SURE = 0.90
"""A confidence below this is doubtful; a figure is then read again."""
TOO_MANY_DOUBTS = 0.2
"""Of the lines in the tables of a page; beyond it, every cell is doubted."""
MOST_LINES = 3_000
"""Lines of text in the tables of one page."""
BATCH = 48
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
        raise _needs_ocr()


def _needs_ocr() -> Unreadable:
    return Unreadable(
        "needs-ocr",
        say(
            "文件是图片或扫描件，里面没有文字，要先识别才能读取，而本机没有安装识别组件，或者组件不能运行。"
            "请安装：pip install 'gongkai[ocr]'，或者向发布单位索取带文字的文件。"
        ),
    )


def _threads() -> int:
    return max(1, min(2, os.cpu_count() or 1))


@cache
def _engine() -> Any:
    """The one recogniser of this process; its models come with the package, so no network is used."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": _threads(),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def page_of(picture: Any, number: int) -> Page:
    """The page in a picture (grey, uint8, rows × columns). Characters of doubtful reading are not ``sure``; places with ink
    that could not be read at all are the page's ``smudges``. Lengths are points of an A4 page of the picture's shape.

    Raises Unreadable ``needs-ocr`` where the extra does not run, ``too-many-parts`` for a page of more lines than any has,
    ``damaged`` where the extra's libraries fail on the picture.
    """
    try:
        return _page_of(picture, number)
    except ImportError as error:
        raise _needs_ocr() from error
    except (RuntimeError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise damaged() from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("cv2", "onnxruntime", "rapidocr"):
            raise
        raise damaged() from error


def _page_of(picture: Any, number: int) -> Page:
    ask_more(seconds=SECONDS_A_PAGE, memory_mb=MEMORY_MB)
    import cv2

    cv2.setNumThreads(_threads())
    picture = straightened(calmed(sized(picture)))
    high, wide = picture.shape
    scale = (WIDE_POINTS if wide > high else NARROW_POINTS) / wide
    page = Page(number, wide * scale, high * scale)
    ink = ink_of(picture)
    lying, standing = rulings_of(ink)
    # Strokes of large type cross like lines do, but make no table of an eighth of the page.
    tables = [
        grid
        for grid in grids(lying, standing, near=near_of(wide))
        if len(grid.cells) > 1 and grid.xs[-1] - grid.xs[0] >= wide / 8
    ]
    clean = picture.copy()
    for grid in tables:
        rub_out(clean, grid, lying, standing)
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a picture. ``corners``: (x, y) in pixels, from its upper left clockwise, as the line lies."""

    text: str
    sure: float
    corners: tuple[tuple[float, float], ...]


def lines_of(picture: Any) -> list[Line]:
    """The lines of text in a picture (grey, uint8, rows × columns), where they stand in it. Raises Unreadable as ``page_of`` does."""
    ask_more(seconds=SECONDS_A_PAGE, memory_mb=MEMORY_MB)
    try:
        import cv2

        cv2.setNumThreads(_threads())
        output = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True)
    except ImportError as error:
        raise _needs_ocr() from error
    except Exception as error:
        if not isinstance(error, RuntimeError | ValueError | TypeError | LookupError | ArithmeticError) and (
            type(error).__module__.partition(".")[0] not in ("cv2", "onnxruntime", "rapidocr")
        ):
            raise
        raise damaged() from error
    if getattr(output, "boxes", None) is None or not output.txts:
        return []
    return [
        Line(str(text).strip(), float(sure), tuple((float(x), float(y)) for x, y in corners))
        for corners, text, sure in zip(output.boxes, output.txts, output.scores, strict=True)
        if str(text).strip()
    ]


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


def _cells(clean: Any, grid: Grid, page: Page, scale: float) -> list[_Words]:
    """Every line of text in every cell, read by itself."""
    import numpy as np

    margin = max(2, clean.shape[1] // 600)
    words: list[_Words] = []
    waiting: list[tuple[tuple[float, float, float, float], Any, str]] = []

    def settle() -> None:
        readings = _recognised([crop for _, crop, _ in waiting])
        for (box, crop, stroke), (text, sure) in zip(waiting, readings, strict=True):
            if stroke:
                text, sure = stroke, 1.0
            elif _FIGURE.fullmatch(text) or sure < SURE:
                text, sure = _again(crop, text, sure)
            if text:
                words.append(_Words(box, text, sure))
            else:
                page.smudges.append(((box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale))
        waiting.clear()

    count = 0
    for cell in grid.cells:
        x0, y0, x1, y1 = (round(value) for value in grid.box(cell))
        x0, y0, x1, y1 = x0 + margin, y0 + margin, x1 - margin, y1 - margin
        if x1 - x0 < 6 or y1 - y0 < 6:
            continue
        inside = clean[y0:y1, x0:x1]
        bands = bands_of(inside)
        count += len(bands)
        if count > MOST_LINES:
            raise too_many_parts()
        for left, top, right, bottom in bands:
            crop = inside[top:bottom, left:right]
            # Air around the text, as the recogniser was taught with.
            pad = max(4, (bottom - top) // 6)
            box = (x0 + left, y0 + top, x0 + right, y0 + bottom)
            padded = np.pad(crop, ((pad, pad), (2 * pad, 2 * pad)), constant_values=255)
            waiting.append((box, padded, stroke_of(crop) if len(bands) == 1 else ""))
            if len(waiting) == BATCH:
                settle()
    settle()
    return words


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
