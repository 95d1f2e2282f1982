"""Areas taken out of pages. What was drawn there is overwritten, what was written there is not written again.

A PDF with cuts is made anew from pictures of all its pages, with the words that stay laid over them unseen (decision 0140).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from gongkai.language import say
from gongkai.redaction.cutting.pdf_writing import Laid, Sheet, encoded, written
from gongkai.redaction.cutting.plan import line, placed, wrong_place
from gongkai.redaction.model import Area, Cut, IndexLine, PictureArea
from gongkai.redaction.reading.pages import Box, PageLook, Sign, around, pages_of, recognised, runs_of

TAKEN = 0.4
"""Share of a character's box from which an area takes it whole."""
_LABEL_SHARE = 0.45
_SMALLEST_LABEL = 9
_MARKED = ""


def cut_pdf(data: bytes, cuts: Sequence[Cut]) -> tuple[bytes, list[IndexLine], list[str], list[str]]:
    """Raises CannotRedact and Unreadable. The last of what comes back: the strings that were cut, as far as the file has them as text."""
    numbered = _placed(cuts)
    sheets: list[Sheet] = []
    texts: list[str] = []
    marked: list[int] = []
    pictures: list[int] = []
    last = 0
    for look in pages_of(data, "pdf", images=True, recognise=False):
        last = look.number
        assert look.image is not None
        own = [(number, area) for number, _, area in numbered if area.page == look.number]
        boxes = [(number, _taken(box_of(area), look.signs, texts)) for number, area in own]
        image = look.image
        blacken(image, [(str(number), box) for number, box in boxes])
        if look.marked:
            marked.append(look.number)
            blacken(image, [(_MARKED, box) for box in look.marked])
        gone = [*(box for _, box in boxes), *look.marked]
        if look.recognised is False:
            words = list(_words(look.signs, gone))
        else:
            # Nothing but what can still be seen can be recognised now.
            signs, was = recognised(image) if len(pictures) < 60 else ([], None)
            words = list(_words(signs, gone))
            if was is None:
                pictures.append(look.number)
        words += [Laid(f"[{number}]", box) for number, box in boxes]
        sheets.append(_sheet(look, image, words))
        look.image = None
    _within(numbered, last)
    notes = [
        say("PDF 已重新生成：每页都是图片，留下的文字仍可检索和复制；书签、链接、附件、表单和无障碍标签没有保留。")
    ]
    if marked:
        pages = "、".join(map(str, marked))
        notes.append(say("第{pages}页有人标出过要遮蔽的区域而没有执行，已一并涂黑，不在目录中。", pages=pages))
    if pictures:
        pages = "、".join(map(str, pictures))
        notes.append(say("第{pages}页是扫描件，没有识别文字，页上的文字不能检索。", pages=pages))
    return written(sheets), _index(numbered), notes, texts


def cut_picture(data: bytes, cuts: Sequence[Cut]) -> tuple[bytes, str, list[IndexLine], list[str]]:
    """The picture in the format that the second value names: PNG, JPEG or TIFF. Raises CannotRedact and Unreadable."""
    numbered = _placed(cuts)
    frames: list[Image.Image] = []
    for look in pages_of(data, "image", images=True, recognise=False):
        assert look.image is not None
        image = look.image
        own = [(str(number), box_of(area)) for number, _, area in numbered if area.page == look.number]
        blacken(image, own)
        frames.append(image)
    _within(numbered, len(frames))
    kind = (
        "TIFF" if data[:4] in (b"II*\0", b"MM\0*") or len(frames) > 1 else "JPEG" if data[:2] == b"\xff\xd8" else "PNG"
    )
    out = BytesIO()
    if kind == "TIFF":
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_deflate")
    elif kind == "JPEG":
        (frames[0].convert("L") if frames[0].mode == "1" else frames[0]).save(out, "JPEG", quality=92)
    else:
        frames[0].save(out, "PNG")
    return out.getvalue(), kind, _index(numbered), []


def _placed(cuts: Sequence[Cut]) -> list[tuple[int, Cut, Area]]:
    numbered = placed(cuts, (Area,), lambda place: (place.page, round(place.y, 2), place.x))
    for _, _, place in numbered:
        require_inside(place)
    return numbered


def require_inside(place: Area | PictureArea) -> None:
    """Raises CannotRedact for an area that does not lie on its page or picture."""
    sides = (place.x, place.y, place.width, place.height)
    if not all(math.isfinite(side) and -0.01 <= side <= 1.01 for side in sides) or min(sides[2:]) <= 0:
        raise wrong_place()
    if place.x + place.width > 1.02 or place.y + place.height > 1.02:
        raise wrong_place()


def _within(numbered: Sequence[tuple[int, Cut, Area]], pages: int) -> None:
    if any(not 1 <= area.page <= pages for _, _, area in numbered):
        raise wrong_place()


def box_of(area: Area | PictureArea) -> Box:
    return max(0.0, area.x), max(0.0, area.y), min(1.0, area.x + area.width), min(1.0, area.y + area.height)


def _taken(box: Box, signs: Sequence[Sign], texts: list[str]) -> Box:
    """The box widened over every character that lies mostly in it; what was written there is put to ``texts``."""
    own = [sign for sign in signs if sign.box is not None and share(sign.box, box) >= TAKEN]
    if not own:
        return box
    texts.append("".join(sign.char for sign in own))
    x0, y0, x1, y1 = around(own)
    return min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1)


def share(inner: Box, outer: Box) -> float:
    """How much of ``inner`` lies in ``outer``, 0 to 1."""
    wide = max(0.0, min(inner[2], outer[2]) - max(inner[0], outer[0]))
    high = max(0.0, min(inner[3], outer[3]) - max(inner[1], outer[1]))
    own = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return wide * high / own if own > 0 else 0.0


def _words(signs: Sequence[Sign], gone: Sequence[Box]) -> Iterator[Laid]:
    """The words that stay, without the characters that lie in what is gone."""
    for run in runs_of(
        sign if sign.box is None or not any(share(sign.box, box) >= TAKEN for box in gone) else Sign(" ", None)
        for sign in signs
    ):
        yield Laid("".join(sign.char for sign in run), around(run))


def blacken(image: Image.Image, boxes: Sequence[tuple[str, Box]], *, largest: float = 0.03) -> None:
    """Overwrite the pixels, and write the number of the cut where there is room; that of an area within another goes with the other's.
    ``largest``: share of the height a number may take."""
    pen = ImageDraw.Draw(image)
    black, white = (0, 1) if image.mode == "1" else ((0, 255) if image.mode == "L" else ((0, 0, 0), (255, 255, 255)))
    pixels = []
    for label, (x0, y0, x1, y1) in boxes:
        left, top = math.floor(x0 * image.width) - 1, math.floor(y0 * image.height) - 1
        right, bottom = math.ceil(x1 * image.width), math.ceil(y1 * image.height)
        pen.rectangle((left, top, right, bottom), fill=black)
        pixels.append((label, left, top, right, bottom))
    for label, left, top, right, bottom in _by_area(pixels):
        high, wide = bottom - top, right - left
        size = min(0.6 * high, largest * image.height)
        if not label or size < _SMALLEST_LABEL:
            continue
        font = ImageFont.load_default(size)
        text = f"[{label}]"
        if pen.textlength(text, font=font) <= _LABEL_SHARE * wide:
            pen.text(((left + right) / 2, (top + bottom) / 2), text, fill=white, font=font, anchor="mm")


def _by_area(pixels: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[str, int, int, int, int]]:
    """Areas that lie in no other, with the labels of those that lie in them."""
    homes: dict[int, list[str]] = {}
    for at, (label, *box) in enumerate(pixels):
        home = next(
            (
                other
                for other, (_, left, top, right, bottom) in enumerate(pixels)
                if left <= box[0] and top <= box[1] and right >= box[2] and bottom >= box[3]
                and (pixels[other][1:] != pixels[at][1:] or other < at)
                and label and pixels[other][0]
            ),
            at,
        )  # fmt: skip
        homes.setdefault(home, []).append(label)
    for at, labels in homes.items():
        yield "][".join(labels), *pixels[at][1:]


def _sheet(look: PageLook, image: Image.Image, words: Sequence[Laid]) -> Sheet:
    """The page as it lies before it is turned: only so its lines are lines for those who read the text."""
    turned = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
    wide, high = (look.height, look.width) if look.turn in (90, 270) else (look.width, look.height)
    if look.turn in turned:
        image = image.transpose(turned[look.turn])
        words = [Laid(word.text, _turned_back(word.box, look.turn)) for word in words]
    return Sheet(wide, high, encoded(image), words, look.turn)


def _turned_back(box: Box, turn: int) -> Box:
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, 1 - x1, y1, 1 - x0
    if turn == 180:
        return 1 - x1, 1 - y1, 1 - x0, 1 - y0
    return 1 - y1, x0, 1 - y0, x1


def _index(numbered: Sequence[tuple[int, Cut, Area]]) -> list[IndexLine]:
    return [
        line(
            number,
            cut,
            say("第{page}页{where}", page=area.page, where=_where(area)),
            say("一个区域，约占该页的{percent}%", percent=max(1, round(100 * area.width * area.height))),
        )
        for number, cut, area in numbered
    ]


def _where(area: Area) -> str:
    middle = area.y + area.height / 2
    return say("上部") if middle < 1 / 3 else say("中部") if middle < 2 / 3 else say("下部")
