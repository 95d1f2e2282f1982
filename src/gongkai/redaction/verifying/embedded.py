"""Pictures inside Office packages, looked through beside the original: by what leads to them, their pixels, and the rest of their files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from PIL import Image

from gongkai.documents.readers import scanning
from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.redaction.model import Area, Cut, PictureArea
from gongkai.redaction.verifying.differing import differs, expected_of, is_same, shows
from gongkai.redaction.verifying.needles import Needles, flat, width
from gongkai.redaction.verifying.office import Element, local
from gongkai.redaction.verifying.pictures import frames_of, travelling
from gongkai.redaction.verifying.pixels import box_of, read_areas, read_whole, uniform
from gongkai.redaction.verifying.report import Report
from gongkai.redaction.verifying.shown import COPIES, DRAWN, RASTER, Shown, shown_in
from gongkai.redaction.verifying.streams import Unpacked

_MOST_READ = 40


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
        self._old, self._new = shown_in(before, old, sources), shown_in(after, new, ())
        self._loose = [
            name
            for name, data in after.members().items()
            if name not in self._new and (data.startswith((*RASTER, *DRAWN)) or name.lower().endswith(".svg"))
        ]
        self._copies = any(local(node) in COPIES for root in new.values() for node in root.iter())
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
        firsts: dict[tuple[int, int], list[Shown]] = {}
        for shown in self._old.values():
            image = self._image(shown)
            alike = firsts.setdefault(image.size if image is not None else (0, 0), [])
            same = next((each for each in alike if self._equal(each, shown)), None)
            if same is None:
                alike.append(shown)
            numbers[shown.name] = numbers[same.name] if same is not None else len(set(numbers.values())) + 1
        return numbers

    def _number(self, shown: Shown) -> int:
        """Of a picture of the copy: that of the picture it comes from."""
        homes = {each: self._numbers[old.name] for old in self._old.values() for each in old.at}
        return next((homes[each] for each in shown.at if each in homes), 0)

    def _spread_over_equals(self) -> None:
        """A cut of one picture is a cut of every part that holds the same."""
        if not self._areas:
            return
        for name, areas in list(self._areas.items()):
            for other in self._old.values():
                if other.name != name and is_same(self._image(self._old[name]), self._image(other)):
                    self._areas.setdefault(other.name, areas)

    def _image(self, shown: Shown) -> Image.Image | None:
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

    def _equal(self, one: Shown, other: Shown) -> bool:
        return one.data == other.data or is_same(self._image(one), self._image(other))

    def _compare(
        self, number: int, origin: Shown, shown: Shown, areas: Sequence[PictureArea]
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
        expected, mask, boxes = expected_of(old, shown_there, [box_of(_area(each)) for each in areas])
        if expected.size != new.size:
            return [], [say("图片{number}的大小变了", number=number)]
        covered = [Area(1, x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes if x1 > x0 and y1 > y0]
        wrong = uniform(new, covered, say("图片{number}", number=number))
        lossless = origin.data.startswith(b"\xff\xd8") is False or (shown.data[:2] == origin.data[:2] and not areas)
        if differs(expected, new, mask, boxes, 24 if lossless and not mask and not areas else 90):
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
                if any(shows(old, new, box_of(_area(each))) for each in areas):
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


def _opened(shown: Shown) -> Image.Image | None:
    """In grey, upright; None for what is no bitmap or cannot be opened."""
    if not shown.is_raster:
        return None
    try:
        return frames_of(shown.data)[0]
    except Exception:  # every decoder has errors of its own
        return None
