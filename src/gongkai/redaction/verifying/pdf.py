"""PDF files: the characters on each page and its pixels, beside those of the original."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.reader import LIBRARY
from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.redaction.model import Area, Cut
from gongkai.redaction.verifying.needles import Needles, flat
from gongkai.redaction.verifying.pdf_objects import look_through, search_pdf
from gongkai.redaction.verifying.pixels import LABEL, Box, box_of, changed, read_areas, uniform
from gongkai.redaction.verifying.report import Report, what_stays

_SCALE = 110 / 72
_FINE = 200 / 72


@dataclass(frozen=True, slots=True)
class _Char:
    char: str
    box: Box


def verify_pdf(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    provide()
    areas = [cut.place for cut in cuts if isinstance(cut.place, Area)]
    with LIBRARY:
        before, after = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(redacted)
        try:
            _compare(before, after, areas, len(cuts), redacted, report)
        finally:
            before.close()
            after.close()
    look_through(redacted, report)


def _compare(before: Any, after: Any, areas: list[Area], count: int, redacted: bytes, report: Report) -> None:
    known = [area for area in areas if 1 <= area.page <= len(before)]
    faults = [] if len(known) == count and count else [say("有的遮蔽位置在原件里找不到")]
    report.add(say("遮蔽位置"), faults, say("{count}处都在原件里", count=count))
    if len(before) != len(after):
        report.add(what_stays(), [say("页数不同")], "")
        return
    covered: list[str] = []
    lost: list[str] = []
    shown: list[str] = []
    texts: list[str] = []
    residue: list[str] = []
    for index in range(len(before)):
        ask_more(seconds=2.0)
        old, new = before[index], after[index]
        own = [area for area in areas if area.page == index + 1]
        chars, drawn_by_text = _chars(old), _is_text_page(old)
        held = _chars(new)
        hit = [[char for char in chars if _inside(char.box, box_of(area))] for area in own]
        texts += ["".join(char.char for char in group) for group in hit]
        outside = [char for char in chars if not any(_touches(char.box, box_of(area), 0.3) for area in own)]
        residue.append("".join(char.char for char in outside))
        remains = [char for char in held if any(_inside(char.box, box_of(area)) for area in own)]
        read = flat(LABEL.sub("", "".join(char.char for char in remains)))
        if read.strip("0123456789") or len(read) > 3 * len(own) + 2:
            covered.append(say("第{page}页遮蔽区域里还有文字", page=index + 1))
        if not drawn_by_text:
            # A scan: what can be read of the copy is what stays of the original.
            residue.append("".join(char.char for char in held if char not in remains))
            texts += read_areas(_render(old, _FINE), own)
        shown += _objects_of(new, index + 1)
        faults_here, same = _pixels(old, new, own, [group for group in hit if group], index + 1)
        covered += faults_here
        lost += same
        if drawn_by_text:
            lost += _words_lost(old, outside, held, index + 1)
    needles = Needles(texts, "\n".join(residue))
    report.add(say("色块下面"), covered, say("遮蔽区域内没有文字，像素是一片单色"))
    report.add(what_stays(), lost, say("逐页比较，其余的字和图都在"))
    report.add(say("页面上的对象"), shown, say("每页只有一张图和留下的字"))
    search_pdf(redacted, after, needles, report)
    if needles.left:
        report.notes.append(
            say("有{count}段被遮蔽的文字在别处还有相同的文字没有遮蔽，请确认确实可以公开。", count=len(needles.left))
        )


def _chars(page: Any) -> list[_Char]:
    """The characters with their boxes as fractions of the page as shown."""
    left, bottom, right, top = page.get_bbox()
    wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
    turn = page.get_rotation() % 360
    text = page.get_textpage()
    found: list[_Char] = []
    try:
        for at in range(min(text.count_chars(), 200_000)):
            code = pdfium.FPDFText_GetUnicode(text.raw, at)
            if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000 or not chr(code).strip():
                continue
            x0, y0, x1, y1 = text.get_charbox(at)
            corners = [_turned((x - left) / wide, (top - y) / high, turn) for x, y in ((x0, y0), (x1, y1))]
            us, vs = [corner[0] for corner in corners], [corner[1] for corner in corners]
            found.append(_Char(chr(code), (min(us), min(vs), max(us), max(vs))))
    finally:
        text.close()
    return found


def _turned(u: float, v: float, turn: int) -> tuple[float, float]:
    return {90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}.get(turn, (u, v))


def _inside(box: Box, area: Box) -> bool:
    u, v = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= u <= area[2] and area[1] <= v <= area[3]


def _touches(box: Box, area: Box, share: float) -> bool:
    wide = min(box[2], area[2]) - max(box[0], area[0])
    high = min(box[3], area[3]) - max(box[1], area[1])
    own = max((box[2] - box[0]) * (box[3] - box[1]), 1e-12)
    return wide > 0 and high > 0 and (wide * high / own > share)


def _is_text_page(page: Any) -> bool:
    """Whether what is read on the page are its characters, not a picture."""
    wide, high = page.get_size()
    largest = 0.0
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        left, bottom, right, top = each.get_bounds()
        largest = max(largest, (right - left) * (top - bottom) / max(wide * high, 1.0))
    return largest < 0.4 and bool(_chars(page))


def _objects_of(page: Any, number: int) -> list[str]:
    """A page is one picture and words that are not drawn: anything else could cover or hide something."""
    faults: list[str] = []
    images = 0
    left, bottom, right, top = page.get_bbox()
    for each in page.get_objects(max_depth=1):
        if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            images += 1
            sides = each.get_bounds()
            if max(abs(a - b) for a, b in zip(sides, (left, bottom, right, top), strict=True)) > 2:
                faults.append(say("第{page}页的图和页面不一样大", page=number))
        elif each.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(each.raw) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                faults.append(say("第{page}页还有画出来的文字对象", page=number))
        else:
            faults.append(say("第{page}页有图形盖在上面", page=number))
    if images != 1:
        faults.append(say("第{page}页的图不是一张", page=number))
    if pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
        faults.append(say("第{page}页还有批注或没有执行的遮蔽标记", page=number))
    return faults


def _render(page: Any, scale: float, *, notes: bool = True) -> Image.Image:
    wide, high = page.get_size()
    scale = min(scale, 3000 / max(wide, high, 1.0))
    return page.render(scale=scale, may_draw_forms=False, draw_annots=notes).to_pil().convert("L")  # type: ignore[no-any-return]


def _pixels(old: Any, new: Any, areas: list[Area], hit: list[list[_Char]], number: int) -> tuple[list[str], list[str]]:
    """Faults within the areas; faults outside them."""
    first, bare, second = _render(old, _SCALE), _render(old, _SCALE, notes=False), _render(new, _SCALE)
    if abs(first.width - second.width) > 2 or abs(first.height - second.height) > 2:
        return [], [say("第{page}页的大小变了", page=number)]
    second = second.resize(first.size)
    inside = uniform(_render(new, _FINE), areas, say("第{page}页", page=number)) if areas else []
    boxes = [box_of(area) for area in areas]
    boxes += [each.box for group in hit for each in group]
    boxes += _marks(old)
    return inside, changed([first, bare], second, boxes, number)


def _marks(page: Any) -> list[Box]:
    """Redactions that somebody marked in the original: they may have been carried out."""
    left, bottom, right, top = page.get_bbox()
    found = []
    for at in range(max(pdfium.FPDFPage_GetAnnotCount(page.raw), 0)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, at)
        rectangle = pdfium.FS_RECTF()
        if note and pdfium.FPDFAnnot_GetRect(note, rectangle):
            corners = [
                _turned((x - left) / (right - left), (top - y) / (top - bottom), page.get_rotation() % 360)
                for x, y in ((rectangle.left, rectangle.top), (rectangle.right, rectangle.bottom))
            ]
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_REDACT:
                us, vs = [u for u, _ in corners], [v for _, v in corners]
                found.append((min(us), min(vs), max(us), max(vs)))
        if note:
            pdfium.FPDFPage_CloseAnnot(note)
    return found


def _words_lost(old: Any, outside: Sequence[_Char], held: Sequence[_Char], number: int) -> list[str]:
    image = _render(old, _SCALE)
    visible = [char for char in outside if _has_ink(image, char.box)]
    wanted = Counter(flat("".join(char.char for char in visible)))
    got = Counter(flat("".join(char.char for char in held)))
    total = sum(wanted.values())
    missing = sum((wanted - got).values())
    if total and missing > 0.05 * total:
        return [say("第{page}页留下的字有{share}%不能检索", page=number, share=round(100 * missing / total))]
    return []


def _has_ink(image: Image.Image, box: Box) -> bool:
    sides = (
        max(0, math.floor(box[0] * image.width)),
        max(0, math.floor(box[1] * image.height)),
        min(image.width, math.ceil(box[2] * image.width)),
        min(image.height, math.ceil(box[3] * image.height)),
    )
    if sides[2] <= sides[0] or sides[3] <= sides[1]:
        return False
    low, high = image.crop(sides).getextrema()
    return float(high) - float(low) > 40  # type: ignore[arg-type]
