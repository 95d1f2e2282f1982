"""Pictures inside a Word file or a workbook: areas overwritten, or the whole replaced by a grey one, and the picture's file built anew.

What is cropped away is cut off really. What repeats a picture for other programs goes from every copy (decision 0149).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.leaks.cleaning.rebuilding import Rebuilding, local
from gongkai.leaks.ooxml import Element
from gongkai.leaks.pictures import bare
from gongkai.redaction.cutting.pages import TAKEN, blacken, box_of, require_inside, share
from gongkai.redaction.cutting.plan import wrong_place
from gongkai.redaction.cutting.sweeping import Needles
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.model import PictureArea
from gongkai.redaction.reading.embedded import SMALLEST_READ, Box, Embedded
from gongkai.redaction.reading.pages import Sign, recognised

GREY = 200
_LARGEST = 4000
_LARGEST_NUMBER = 0.08
_EMU = 9525


def require_picture(pictures: Mapping[str, Embedded], place: PictureArea) -> Embedded:
    """The picture a place is of. Raises CannotRedact for one that is not there, or an area where only the whole can go."""
    require_inside(place)
    found = pictures.get(place.picture)
    if found is None:
        raise wrong_place()
    if not found.drawable and not place.is_whole:
        raise CannotRedact(
            "place",
            say("图片{number}是矢量图，或者打不开，只能整幅遮蔽，没有生成副本。请改为遮去整幅。", number=found.number),
        )
    return found


def told(picture: Embedded, place: PictureArea) -> tuple[str, str]:
    """Where a cut of a picture is and how much it takes, in words."""
    where = say("图片{number}（{where}）", number=picture.number, where=picture.label)
    if place.is_whole:
        return where, say("整幅图片")
    percent = max(1, round(100 * place.width * place.height))
    return where, say("图片的一个区域，约占{percent}%", percent=percent)


def cut_pictures(
    made: Rebuilding,
    pictures: Sequence[Embedded],
    cuts: Mapping[str, Sequence[tuple[int, PictureArea]]],
    texts: list[str],
) -> list[str]:
    """Make the cuts, by the key of the picture; notes. What is read in them is put to ``texts``. Raises CannotRedact and Unreadable."""
    kept = 0
    unseen: list[str] = []
    for each in pictures:
        own = cuts.get(each.key, ())
        shown = _shown(each)
        if own:
            image = _cut(each, own, texts)
        elif shown is not None and each.drawable:
            image = each.image()
        else:
            kept += 1
            if not each.drawable:
                unseen.append(str(each.number))
            _bare(made, each)
            for use in each.uses:
                use.uncrop()
            continue
        if shown is not None and each.drawable:
            image = _cropped(image, each, shown)
        for use in each.uses:
            use.uncrop()
            if own:
                _rename(use.node, each, own)
        kept += not own
        data, ending = encoded(image, is_photo=each.data[:2] == b"\xff\xd8" and not any(a.is_whole for _, a in own))
        _put(made, each, data, ending)
    notes = []
    if kept:
        notes.append(say("文件中有{count}幅图片没有遮蔽，请确认图片里没有不应公开的内容。", count=kept))
    if unseen:
        numbers = "、".join(unseen)
        notes.append(
            say(
                "图片{numbers}是矢量图，或者打不开，没有查看其中的内容。请在办公软件里看过，需要的整幅遮蔽。",
                numbers=numbers,
            )
        )
    return notes


def rename_telling(made: Rebuilding, needles: Needles) -> None:
    """Pictures whose file in the package is called after what was cut are called otherwise."""
    for name in made.reachable():
        folder, own = posixpath.split(name)
        if "/media" in f"/{folder.lower()}" and needles.are_in(own):
            data = made.content(name)
            made.swap(name, _free(made, folder, own.rpartition(".")[2]), data)


def encoded(image: Image.Image, *, is_photo: bool) -> tuple[bytes, str]:
    """The picture's file, with nothing in it but pixels, and its ending."""
    out = BytesIO()
    if is_photo:
        (image.convert("L") if image.mode == "1" else image).save(out, "JPEG", quality=92)
        return out.getvalue(), "jpg"
    image.save(out, "PNG")
    return out.getvalue(), "png"


def blank(size: tuple[int, int], numbers: Collection[int]) -> Image.Image:
    """A grey picture with the numbers of the cuts on it."""
    image = Image.new("L", size, GREY)
    pen = ImageDraw.Draw(image)
    text = "".join(f"[{number}]" for number in sorted(numbers))
    for high in (0.3, 0.2, 0.1, 0.05):
        font = ImageFont.load_default(max(6.0, high * image.height))
        if pen.textlength(text, font=font) <= 0.45 * image.width:
            pen.text((image.width / 2, image.height / 2), text, fill=0, font=font, anchor="mm")
            break
    return image


def _cut(picture: Embedded, own: Sequence[tuple[int, PictureArea]], texts: list[str]) -> Image.Image:
    if not picture.drawable:
        return blank(_size_shown(picture), [number for number, _ in own])
    image = picture.image()
    signs = recognised(image)[0] if min(image.size) >= SMALLEST_READ else []
    for _, area in own:
        texts += _read(signs, box_of(area))
    if any(area.is_whole for _, area in own):
        return blank(image.size, [number for number, _ in own])
    blacken(image, [(str(number), box_of(area)) for number, area in own], largest=_LARGEST_NUMBER)
    return image


def _read(signs: Sequence[Sign], box: Box) -> Iterator[str]:
    """What is read in an area, to be looked for elsewhere: its lines, and the numbers in them. Single words are not: 姓名 tells nothing."""
    line = ""
    for sign in (*signs, Sign("\n", None)):
        if sign.char == "\n":
            yield line
            yield from re.findall(r"[0-9A-Za-z]{6,}", line)
            line = ""
        elif sign.box is not None and share(sign.box, box) >= TAKEN:
            line += sign.char


def _shown(picture: Embedded) -> Box | None:
    """What is shown of a picture wherever it is shown; None where that is all of it."""
    boxes = [use.shown for use in picture.uses]
    if not boxes or any(box is None for box in boxes):
        return None
    known = [box for box in boxes if box is not None]
    return (
        min(box[0] for box in known),
        min(box[1] for box in known),
        max(box[2] for box in known),
        max(box[3] for box in known),
    )


def _cropped(image: Image.Image, picture: Embedded, shown: Box) -> Image.Image:
    """Cut to what is shown; where it is shown in several ways, what none shows is white."""
    wide, high = image.size
    left, top = round(wide * shown[0]), round(high * shown[1])
    right, bottom = max(round(wide * shown[2]), left + 1), max(round(high * shown[3]), top + 1)
    boxes = {use.shown for use in picture.uses}
    if len(boxes) == 1:
        return image.crop((left, top, right, bottom))
    paper = Image.new(image.mode, image.size, {"1": 1, "L": 255}.get(image.mode, (255, 255, 255)))
    for box in boxes:
        if box is not None:
            own = (
                round(wide * box[0]),
                round(high * box[1]),
                max(round(wide * box[2]), round(wide * box[0]) + 1),
                max(round(high * box[3]), round(high * box[1]) + 1),
            )
            paper.paste(image.crop(own), own[:2])
    return paper


def _bare(made: Rebuilding, picture: Embedded) -> None:
    """The file of a picture that stays, without what it does not show; whatever its folder and ending are."""
    if not picture.drawable:
        return
    for part in picture.parts:
        try:
            made.replace(part, bare(made.package.read(part)))
        except Unreadable:
            continue


def _put(made: Rebuilding, picture: Embedded, data: bytes, ending: str) -> None:
    new = _free(made, posixpath.dirname(picture.key) or "media", ending)
    for part in picture.parts:
        made.swap(part, new, data)


def _free(made: Rebuilding, folder: str, ending: str) -> str:
    taken_names = {name.lower() for name in (*made.package.names, *made.reachable())}
    number = 1
    while (name := f"{folder}/picture{number}.{ending}").lower() in taken_names:
        number += 1
    return name


def _rename(node: Element, picture: Embedded, own: Sequence[tuple[int, PictureArea]]) -> None:
    """A picture with a cut keeps no name, title or description of its own: they may say what was cut."""
    whole = any(area.is_whole for _, area in own)
    says = say("图片，已整幅遮蔽") if whole else say("图片，部分已遮蔽")
    holder = next(
        (
            each
            for each in node.iterancestors()
            if local(each)
            in ("inline", "anchor", "pict", "object", "pic", "twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
            and local(each.getparent()) not in ("graphicData",)  # type: ignore[arg-type]
        ),
        None,
    )
    for each in holder.iter() if holder is not None else ():
        if local(each) in ("docPr", "cNvPr"):
            each.set("name", say("图片{number}", number=picture.number))
            each.attrib.pop("title", "")
            each.set("descr", says)
        elif local(each) in ("shape", "rect", "imagedata", "fill"):
            for name in list(each.attrib):
                own_name = str(name).rsplit("}", 1)[-1]
                if own_name == "title":
                    each.attrib.pop(name)
                elif own_name == "alt":
                    each.set(name, says)


def _size_shown(picture: Embedded) -> tuple[int, int]:
    """As large as it is shown, in pixels, for what has no pixels of its own."""
    for use in picture.uses:
        for above in use.node.iterancestors():
            for each in above.iter():
                wide, high = each.get("cx") or "", each.get("cy") or ""
                if local(each) in ("extent", "ext") and wide.isdigit() and high.isdigit() and int(wide) and int(high):
                    return tuple(min(_LARGEST, max(24, int(side[:12]) // _EMU)) for side in (wide, high))  # type: ignore[return-value]
            if local(above) in ("drawing", "pict", "object", "twoCellAnchor", "oneCellAnchor"):
                break
    return 640, 480
