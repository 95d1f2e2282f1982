"""Places as people write and read them: 第2页 10 20 30 5; 名单!B2:B9; 第3段; 图片1. Never what stands there."""

from __future__ import annotations

import re

from gongkai.language import say
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.model import Area, Cell, Characters, Format, PictureArea, Place, Sight

_BOX = r"[,，\s]+".join([r"(\d{1,3}(?:\.\d+)?)%?"] * 4)
_PAGE = re.compile(r"第?\s*(\d{1,5})\s*页\s*[:：,，]?\s*" + _BOX)
_PICTURE = re.compile(r"图片\s*(\d{1,4})(?:\s*[:：,，]?\s*" + _BOX + r")?\s*")
_CELL = re.compile(r"(?:(.{1,100})!)?([A-Za-z]{1,3}\d{1,7}(?::[A-Za-z]{1,3}\d{1,7})?)")
_LINE = re.compile(r"第?\s*(\d{1,6})\s*[段行]")


def place_written(line: str, sight: Sight) -> Place:
    """The place that a person wrote. Boxes are left, top, width and height in per cent; a sheet left out is the first one.

    Raises CannotRedact ``place``.

    >>> place_written("图片2", Sight(Format.WORD))
    Traceback (most recent call last):
    gongkai.redaction.errors.CannotRedact: 看不懂“图片2”是文件的哪里，没有遮盖。请照旁边的例子写。
    """
    line = line.strip()
    if sight.kind in (Format.PDF, Format.PICTURE) and (found := _PAGE.fullmatch(line)) and _fits(found, 2):
        return Area(int(found[1]), *(float(found[n]) / 100 for n in range(2, 6)))
    if sight.pictures and (drawn := _PICTURE.fullmatch(line)):
        picture = next((each for each in sight.pictures if each.number == int(drawn[1])), None)
        if picture is not None and drawn[2] is None:
            return PictureArea(picture.key)
        if picture is not None and _fits(drawn, 2):
            return PictureArea(picture.key, *(float(drawn[n]) / 100 for n in range(2, 6)))
    if sight.kind is Format.SHEETS and (cell := _CELL.fullmatch(line)):
        sheet = cell[1] or (sight.sheets[0].name if sight.sheets else "")
        return Cell(sheet, cell[2].upper())
    if sight.parts and (numbered := _LINE.fullmatch(line)):
        part = next(
            (each for each in sight.parts if each.label == line or re.search(rf"\D?{numbered[1]}\D", each.label)), None
        )
        if part is not None and part.text:
            return Characters(part.key, 0, len(part.text))
    raise CannotRedact("place", say("看不懂“{line}”是文件的哪里，没有遮盖。请照旁边的例子写。", line=line))


def place_in_words(place: Place, sight: Sight) -> str:
    """Where a place is, for people."""
    match place:
        case Characters(part, start, end):
            label = next((each.label for each in sight.parts if each.key == part), part)
            return say("{label}，第{start}至{end}个字", label=label, start=start + 1, end=end)
        case Area(page, x, y, width, height):
            return say(
                "第{page}页，左{x}%、上{y}%，宽{width}%、高{height}%",
                page=page, x=round(x * 100), y=round(y * 100), width=round(width * 100), height=round(height * 100),
            )  # fmt: skip
        case Cell(sheet, ref):
            return say("“{sheet}”{ref}", sheet=sheet, ref=ref)
        case PictureArea(picture, x, y, width, height):
            number = next((each.number for each in sight.pictures if each.key == picture), "")
            if place.is_whole:
                return say("图片{number}，整幅", number=number)
            return say(
                "图片{number}，左{x}%、上{y}%，宽{width}%、高{height}%",
                number=number, x=round(x * 100), y=round(y * 100), width=round(width * 100), height=round(height * 100),
            )  # fmt: skip


def _fits(found: re.Match[str], first: int) -> bool:
    """Whether the four numbers from ``first`` on are a box inside its page."""
    x, y, width, height = (float(found[n]) for n in range(first, first + 4))
    return width > 0 and height > 0 and x + width <= 100 and y + height <= 100
