"""Pictures inside Office packages, looked through beside the original: by what leads to them, their pixels, and the rest of their files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageStat

from gongkai.documents.readers import scanning
from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.redaction.model import Area, Cut, PictureArea
from gongkai.redaction.verifying.needles import Needles, flat, width
from gongkai.redaction.verifying.office import Element, local, value_of
from gongkai.redaction.verifying.pictures import frames_of, travelling
from gongkai.redaction.verifying.pixels import box_of, read_areas, read_whole, uniform
from gongkai.redaction.verifying.report import Report
from gongkai.redaction.verifying.streams import Unpacked

_RASTER = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF")
_DRAWN = (b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0")  # EMF, WMF
_LISTS = re.compile(r"(.*?)_rels/([^/]+)\.rels")
_COPIES = frozenset({"svgBlip", "imgLayer"})
_MOST_READ = 40
_ALIKE = 0.9
"""Correlation of two areas' pixels from which they show the same."""
_SIDES = (("l", "t", "r", "b"), ("cropleft", "croptop", "cropright", "cropbottom"))
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Shown:
    """A member of a package that is shown: from where (part and identity of the relation), and which boxes of it (None: all)."""

    name: str
    data: bytes
    at: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)

    @property
    def is_raster(self) -> bool:
        return self.data.startswith(_RASTER)


class Pictures:
    """The pictures of an original and its copy. ``cut``: how many cuts name a picture of the original; ``texts``: what is read in them."""

    def __init__(
        self,
        before: Unpacked,
        after: Unpacked,
        old: Mapping[str, Element],
        new: Mapping[str, Element],
        cuts: Sequence[Cut],
        sources: Sequence[str],
    ):
        """``sources``: the parts of the original in the order in which their pictures are numbered."""
        self._old, self._new = _shown_in(before, old, sources), _shown_in(after, new, ())
        self._loose = [
            name
            for name, data in after.members().items()
            if name not in self._new and (data.startswith((*_RASTER, *_DRAWN)) or name.lower().endswith(".svg"))
        ]
        self._copies = any(local(node) in _COPIES for root in new.values() for node in root.iter())
        known = {name.lower(): name for name in self._old}
        places = [cut.place for cut in cuts if isinstance(cut.place, PictureArea)]
        self.cut = sum(place.picture.lower() in known for place in places)
        self._areas: dict[str, list[PictureArea]] = {}
        for place in places:
            if place.picture.lower() in known:
                self._areas.setdefault(known[place.picture.lower()], []).append(place)
        self._images: dict[str, Image.Image | None] = {}
        self._numbers = self._numbered()
        self._spread_over_equals()
        self.texts: list[str] = []
        for name, areas in self._areas.items():
            image = self._image(self._old[name])
            if image is not None:
                ask_more(seconds=3.0)
                self.texts += _telling(read_areas(image, [_area(each) for each in areas]))

    def _numbered(self) -> dict[str, int]:
        """The number of each picture of the original as people were shown it; equals have one."""
        numbers: dict[str, int] = {}
        firsts: dict[tuple[int, int], list[_Shown]] = {}
        for shown in self._old.values():
            image = self._image(shown)
            alike = firsts.setdefault(image.size if image is not None else (0, 0), [])
            same = next((each for each in alike if self._equal(each, shown)), None)
            if same is None:
                alike.append(shown)
            numbers[shown.name] = numbers[same.name] if same is not None else len(set(numbers.values())) + 1
        return numbers

    def _number(self, shown: _Shown) -> int:
        """Of a picture of the copy: that of the picture it comes from."""
        homes = {each: self._numbers[old.name] for old in self._old.values() for each in old.at}
        return next((homes[each] for each in shown.at if each in homes), 0)

    def _spread_over_equals(self) -> None:
        """A cut of one picture is a cut of every part that holds the same."""
        if not self._areas:
            return
        for name, areas in list(self._areas.items()):
            for other in self._old.values():
                if other.name != name and _is_same(self._image(self._old[name]), self._image(other)):
                    self._areas.setdefault(other.name, areas)

    def _image(self, shown: _Shown) -> Image.Image | None:
        key = f"{shown.name} {len(shown.data)} {hash(shown.data)}"
        if key not in self._images:
            ask_more(seconds=0.5)
            self._images[key] = _opened(shown)
        return self._images[key]

    def look(self, needles: Needles, report: Report) -> None:
        homes = {each: shown for shown in self._old.values() for each in shown.at}
        faults: list[str] = []
        lost: list[str] = []
        odd: list[str] = []
        for shown in self._new.values():
            number = self._number(shown)
            origins = {homes[each].name: homes[each] for each in shown.at if each in homes}
            if len(origins) == 0 or any(each not in homes for each in shown.at):
                lost.append(say("多出原件里没有的图片"))
                continue
            cut = next((name for name in origins if name in self._areas), "")
            origin = origins.get(cut) or next(iter(origins.values()))
            if any(other.name != origin.name and not self._equal(origin, other) for other in origins.values()):
                lost.append(say("图片{number}换成了另一幅", number=number))
            areas = self._areas.get(origin.name, [])
            if shown.is_raster:
                odd += [
                    say("图片{number}：{what}", number=number, what=what)
                    for what in travelling(shown.data, strict=bool(areas) or shown.data != origin.data)
                ]
            own, rest = self._compare(number, origin, shown, areas)
            faults += own
            lost += rest
        faults += self._elsewhere()
        if self._loose:
            odd.append(say("还有{count}幅没有一处使用的图片", count=len(self._loose)))
        if self._copies:
            odd.append(say("还有图片的另一种存法"))
        if not self._old and not self._new and not self._loose:
            return
        count = len(self._new)
        report.add(say("图片里的遮蔽"), faults, say("遮蔽区域的像素是一片单色，别的图片里也没有同样的画面"))
        report.add(say("没有遮蔽的画面"), lost, say("{count}幅图片逐幅比较，其余的画面都在", count=count))
        report.add(say("图片文件"), odd, say("没有拍摄信息、备注、缩略图和没有显示的画面"))
        self._tell(needles, report)

    def _equal(self, one: _Shown, other: _Shown) -> bool:
        return one.data == other.data or _is_same(self._image(one), self._image(other))

    def _compare(
        self, number: int, origin: _Shown, shown: _Shown, areas: Sequence[PictureArea]
    ) -> tuple[list[str], list[str]]:
        """What is wrong in the areas, and outside of them."""
        old, new = self._image(origin), self._image(shown)
        if any(each.is_whole for each in areas):
            if new is None or not shown.is_raster:
                return [say("图片{number}没有遮去", number=number)], []
            return uniform(new, [Area(1, 0, 0, 1, 1)], say("图片{number}", number=number)), []
        if old is None or new is None:
            same = shown.data == origin.data
            if areas:
                return [say("图片{number}打不开，看不出是否遮去", number=number)], []
            return [], [] if same else [say("图片{number}变了", number=number)]
        # Places that are not in the copy (a hidden sheet) decide nothing of how the picture is cropped there.
        shown_there = [box for at, box in zip(origin.at, origin.boxes, strict=True) if at in shown.at]
        expected, mask, boxes = _expected(old, shown_there, [box_of(_area(each)) for each in areas])
        if expected.size != new.size:
            return [], [say("图片{number}的大小变了", number=number)]
        covered = [Area(1, x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes if x1 > x0 and y1 > y0]
        wrong = uniform(new, covered, say("图片{number}", number=number))
        lossless = origin.data.startswith(b"\xff\xd8") is False or (shown.data[:2] == origin.data[:2] and not areas)
        if _differs(expected, new, mask, boxes, 24 if lossless and not mask and not areas else 90):
            return wrong, [say("图片{number}遮蔽区域以外的画面变了", number=number)]
        return wrong, []

    def _elsewhere(self) -> list[str]:
        """Whether another picture of the copy shows what was cut, in whatever size."""
        faults: list[str] = []
        for name, areas in self._areas.items():
            old = self._image(self._old[name])
            if old is None:
                raw = self._old[name].data
                if any(shown.data == raw for shown in self._new.values()):
                    faults.append(say("还有一幅图片与整幅遮去的相同"))
                continue
            for shown in self._new.values():
                number = self._number(shown)
                new = self._image(shown)
                if new is None or abs(new.width * old.height - new.height * old.width) > 0.03 * new.width * old.height:
                    continue
                if any(_shows(old, new, box_of(_area(each))) for each in areas):
                    faults.append(say("图片{number}还显示着被遮蔽的画面", number=number))
        return faults

    def _tell(self, needles: Needles, report: Report) -> None:
        """What a person should still look at: pictures in which a cut string can be read, such as are gone, such as nobody looked into."""
        readable: list[str] = []
        unseen: list[str] = []
        for shown in self._new.values():
            number = self._number(shown)
            image = self._image(shown)
            if image is None:
                unseen.append(str(number))
            elif number <= _MOST_READ and needles.whole and scanning.available() and min(image.size) >= 16:
                ask_more(seconds=3.0)
                read = flat(read_whole(image))
                if any(needle in read for needle in needles.whole if width(needle) >= 2 or len(needle) >= 6):
                    readable.append(str(number))
        if readable:
            report.notes.append(
                say(
                    "图片{numbers}里还能认出被遮蔽的文字，请确认确实可以公开，或者在图片上一并遮蔽。",
                    numbers="、".join(readable),
                )
            )
        if unseen:
            report.notes.append(say("图片{numbers}是矢量图，或者打不开，没有查看画面。", numbers="、".join(unseen)))


def _telling(texts: Sequence[str]) -> Iterator[str]:
    """Of what is read in areas, what tells something: long numbers, long runs of Chinese, and the whole where that is as short as a name.
    Labels and names of typefaces stand everywhere."""
    for text in texts:
        yield from re.findall(r"[0-9]{6,}[0-9Xx]*", text)
        yield from re.findall(r"[\u4e00-\u9fff]{6,}", text)
        if re.fullmatch(r"[\u4e00-\u9fff]{2,8}", text.strip()):
            yield text


def _area(place: PictureArea) -> Area:
    return Area(1, place.x, place.y, place.width, place.height)


def _opened(shown: _Shown) -> Image.Image | None:
    """In grey, upright; None for what is no bitmap or cannot be opened."""
    if not shown.is_raster:
        return None
    try:
        return frames_of(shown.data)[0]
    except Exception:  # every decoder has errors of its own
        return None


def _shown_in(unpacked: Unpacked, trees: Mapping[str, Element], sources: Sequence[str]) -> dict[str, _Shown]:
    """Every picture that some part leads to and names, by its member; such as only repeat another are none. ``sources`` come first."""
    members = unpacked.members()
    known = {name.lower(): name for name in members}
    found: dict[str, _Shown] = {}
    listed = [(match, root) for name, root in trees.items() if (match := _LISTS.fullmatch(name)) is not None]
    order = {name: at for at, name in enumerate(sources)}
    for match, root in sorted(listed, key=lambda each: order.get(f"{each[0][1]}{each[0][2]}", len(order))):
        source = known.get(f"{match[1]}{match[2]}".lower(), "")
        if re.match(r"word/(?:comments|glossary/)|xl/comments", source, re.IGNORECASE):
            continue
        targets: dict[str, str] = {}
        for node in root:
            if (
                value_of(node, "Type").rsplit("/", 1)[-1] != "image"
                or value_of(node, "TargetMode").lower() == "external"
            ):
                continue
            target = value_of(node, "Target")
            path = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(match[1], target))
            )
            if path.lower() in known:
                targets[value_of(node, "Id")] = known[path.lower()]
        tree = trees.get(source)
        for node in tree.iter() if tree is not None and targets else ():
            if not local(node) or local(node) in _COPIES:
                continue
            if any(local(each) in ("Fallback", "del", "moveFrom") for each in node.iterancestors()):
                continue
            for value in node.attrib.values():
                member = targets.get(str(value))
                if member is None:
                    continue
                shown = found.setdefault(member, _Shown(member, members[member]))
                shown.at.append((source, str(value)))
                shown.boxes.append(_cropped(node))
    return found


def _cropped(node: Element) -> Box | None:
    above = node.getparent()
    frame = next((each for each in above if local(each) == "srcRect"), None) if above is not None else None
    if local(node) != "imagedata" and frame is None:
        return None
    holder, names = (node, _SIDES[1]) if local(node) == "imagedata" else (frame, _SIDES[0])
    assert holder is not None
    left, top, right, bottom = (max(0.0, _fraction(value_of(holder, name))) for name in names)
    if not left + top + right + bottom or left + right >= 1 or top + bottom >= 1:
        return None
    return left, top, 1 - right, 1 - bottom


def _fraction(value: str) -> float:
    try:
        if value.endswith("f"):
            return float(value[:-1]) / 65536
        if value.endswith("%"):
            return float(value[:-1]) / 100
        number = float(value or 0)
    except ValueError:
        return 0.0
    return number / 100_000 if abs(number) > 1 else number


def _expected(
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


def _differs(
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


def _is_same(one: Image.Image | None, other: Image.Image | None) -> bool:
    if one is None or other is None or one.size != other.size:
        return False
    return max(ImageChops.difference(one, other).getextrema()) <= 2  # type: ignore[operator]


def _shows(old: Image.Image, new: Image.Image, box: Box) -> bool:
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
