"""PDF files and pictures, looked through by their pixels, the characters on them and the objects in them."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageSequence, ImageStat

from gongkai.documents.readers import scanning
from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.reader import LIBRARY
from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.redaction.model import Area, Cut
from gongkai.redaction.verifying.needles import Needles, flat
from gongkai.redaction.verifying.report import Report, shape, strings_gone, unseen, what_stays
from gongkai.redaction.verifying.streams import Unpacked, pdf_streams

_SCALE = 110 / 72
_FINE = 200 / 72
_TOLERANCE = 70
_MOST_DIFFERENT = 0.002
_LABEL = re.compile(r"\[\d+\]")
_MOST_PIXELS = 80_000_000
Box = tuple[float, float, float, float]


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
    _objects(redacted, report)


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
        hit = [[char for char in chars if _inside(char.box, _box(area))] for area in own]
        texts += ["".join(char.char for char in group) for group in hit]
        outside = [char for char in chars if not any(_touches(char.box, _box(area), 0.3) for area in own)]
        residue.append("".join(char.char for char in outside))
        remains = [char for char in held if any(_inside(char.box, _box(area)) for area in own)]
        read = flat(_LABEL.sub("", "".join(char.char for char in remains)))
        if read.strip("0123456789") or len(read) > 3 * len(own) + 2:
            covered.append(say("第{page}页遮蔽区域里还有文字", page=index + 1))
        if not drawn_by_text:
            # A scan: what can be read of the copy is what stays of the original.
            residue.append("".join(char.char for char in held if char not in remains))
            texts += _read_areas(_render(old, _FINE), own)
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
    _search(redacted, after, needles, report)
    if needles.left:
        report.notes.append(
            say("有{count}段被遮蔽的文字在别处还有相同的文字没有遮蔽，请确认确实可以公开。", count=len(needles.left))
        )


def _box(area: Area) -> Box:
    return area.x, area.y, area.x + area.width, area.y + area.height


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
    inside = _uniform(_render(new, _FINE), areas, number) if areas else []
    boxes = [_box(area) for area in areas]
    boxes += [each.box for group in hit for each in group]
    boxes += _marks(old)
    return inside, _changed([first, bare], second, boxes, number)


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


def _changed(
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


def _uniform(image: Image.Image, areas: Sequence[Area], number: int) -> list[str]:
    """One colour fills each area, but for the number in its middle; and what can be read there is no more than a number."""
    crops = []
    faults: list[str] = []
    for area in areas:
        x0, y0, x1, y1 = _box(area)
        left, top = math.ceil(x0 * image.width), math.ceil(y0 * image.height)
        right, bottom = math.floor(x1 * image.width), math.floor(y1 * image.height)
        if right - left < 3 or bottom - top < 3:
            continue
        crop = image.crop((left, top, right, bottom))
        crops.append(crop)
        rim = crop.copy()
        wide, high = rim.size
        colour = round(ImageStat.Stat(rim).median[0])
        ImageDraw.Draw(rim).rectangle((0.26 * wide, 0.12 * high, 0.74 * wide, 0.88 * high), fill=colour)
        off = sum(rim.point([255 if abs(value - colour) > 50 else 0 for value in range(256)]).histogram()[255:])
        if off > 0.01 * wide * high + 1:
            faults.append(say("第{page}页遮蔽区域的像素没有涂成一色", page=number))
    for text in _read(crops):
        if len(flat(_LABEL.sub("", text))) > 4:
            faults.append(say("第{page}页遮蔽区域里还能认出字", page=number))
    return faults


def _read_areas(image: Image.Image, areas: Sequence[Area]) -> list[str]:
    wide, high = image.size
    boxes = [_box(area) for area in areas]
    crops = [
        image.crop((round(x0 * wide), round(y0 * high), round(x1 * wide), round(y1 * high))) for x0, y0, x1, y1 in boxes
    ]
    return list(_read([crop for crop in crops if min(crop.size) > 4]))


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


# --- what the file holds ------------------------------------------------------------------------------------------------


def _search(redacted: bytes, document: Any, needles: Needles, report: Report) -> None:
    faults: list[str] = []
    unpacked = Unpacked(redacted)
    count = 0
    for stream in unpacked.streams:
        count += 1
        if needles.in_bytes(stream.data, pixels=stream.pixels):
            faults.append(say("文件的数据流里还有被遮蔽的文字"))
    written = "".join(_written(redacted))
    if needles.in_text(written) or any(needles.in_text(view) for view in _mapped(redacted)):
        faults.append(say("页面的文字指令里还有被遮蔽的文字，可能分成了几截"))
    for index in range(len(document)):
        text = document[index].get_textpage().get_text_range()
        if needles.in_text(text) or needles.in_words(text):
            faults.append(say("第{page}页的文字里还有被遮蔽的内容", page=index + 1))
    report.add(strings_gone(), faults, say("逐个拆开{count}个数据流查找，没有找到", count=count))


def _strings(data: bytes) -> Iterator[bytes]:
    """The strings in a content stream or object, their escapes undone."""
    for match in re.finditer(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>", data, re.DOTALL):
        if match[2] is not None:
            digits = b"".join(match[2].split())
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        else:
            made = re.sub(rb"\\([0-7]{1,3})", lambda found: bytes([int(found[1], 8) & 255]), match[1])
            yield re.sub(rb"\\\r?\n", b"", made).replace(b"\\(", b"(").replace(b"\\)", b")").replace(b"\\\\", b"\\")


def _written(data: bytes) -> Iterator[str]:
    """All strings, in the order of the file and of its streams: what is split over two is joined."""
    sources = [data, *(stream.data for stream in pdf_streams(data) if not stream.pixels)]
    for source in sources:
        for string in _strings(source):
            if string.startswith(b"\xfe\xff"):
                yield string[2:].decode("utf-16-be", "ignore")
            else:
                yield string.decode("utf-8", "ignore") or string.decode("gb18030", "ignore")


def _mapped(data: bytes) -> Iterator[str]:
    """All strings through each table from codes to characters that the file holds, and as UTF-16."""
    streams = [stream.data for stream in pdf_streams(data) if not stream.pixels]
    strings = b"".join(
        string for stream in streams if b"Tj" in stream or b"TJ" in stream for string in _strings(stream)
    )
    yield strings.decode("utf-16-be", "ignore")
    for stream in streams:
        if b"beginbfchar" not in stream and b"beginbfrange" not in stream:
            continue
        table = _table(stream)
        for size in {len(code) for code in table}:
            yield "".join(table.get(strings[at : at + size], "") for at in range(0, len(strings), size))


def _table(stream: bytes) -> dict[bytes, str]:
    table: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
        for code, value in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[_raw(code)] = _raw(value).decode("utf-16-be", "ignore")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
        for first, last, value in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start, stop, to = int(first, 16), int(last, 16), int(value, 16)
            for step in range(min(stop - start + 1, 65536)):
                if to + step < 0x110000 and not 0xD800 <= to + step < 0xE000:
                    table[(start + step).to_bytes(len(_raw(first)), "big")] = chr(to + step)
    return table


def _raw(digits: bytes) -> bytes:
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _travels() -> dict[bytes, str]:
    """What a file of pictures has no use for, by how it is written."""
    return {
        rb"/EmbeddedFiles?\b|/Filespec\b": say("附件"),
        rb"/JavaScript\b|/JS\b|/OpenAction\b|/AA\b|/Launch\b": say("脚本或动作"),
        rb"/AcroForm\b|/XFA\b": say("表单"),
        rb"/OCProperties\b|/OCG\b": say("图层"),
        rb"/Outlines\b": say("书签"),
        rb"/Metadata\b|/Info\b|/PieceInfo\b": say("文件属性"),
        rb"/Thumb\b": say("缩略图"),
        rb"/Annots\b|/Redact\b": say("批注或没有执行的遮蔽标记"),
        rb"/StructTreeRoot\b|/ActualText\b|/Alt\b": say("结构标签"),
        rb"/Names\b|/Dests\b": say("名称目录"),
        rb"/Encrypt\b": say("加密"),
    }


def _objects(data: bytes, report: Report) -> None:
    heads = [re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.DOTALL)]
    heads += [
        stream.data for stream in pdf_streams(data) if not stream.pixels and re.match(rb"\s*\d+\s+\d+\s", stream.data)
    ]
    heads += [
        stream.data for stream in pdf_streams(data) if b"ActualText" in stream.data[:4_000_000] and not stream.pixels
    ]
    joined = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), b"\n".join(heads))
    faults = [say("还有{what}", what=name) for pattern, name in _travels().items() if re.search(pattern, joined)]
    report.add(unseen(), faults, say("没有附件、脚本、表单、图层、书签、属性、缩略图"))
    odd: list[str] = []
    if data.count(b"startxref") != 1 or data.count(b"%%EOF") != 1 or b"/Prev" in joined:
        odd.append(say("保存过不止一次，前一次的内容还在"))
    if data[data.rfind(b"%%EOF") + 5 :].strip():
        odd.append(say("文件末尾夹着别的数据"))
    if not data.startswith(b"%PDF-"):
        odd.append(say("文件开头夹着别的数据"))
    odd += _unreached(data)
    report.add(shape(), odd, say("没有多余的数据"))


def _unreached(data: bytes) -> list[str]:
    """Objects that no page leads to, and bytes between objects."""
    bodies: dict[int, bytes] = {}
    at = data.find(b"\n", 8) + 1
    first = re.search(rb"\d+ \d+ obj", data)
    at = first.start() if first else len(data)
    end = data.rfind(b"xref", 0, data.rfind(b"startxref"))
    while at < end:
        match = re.compile(rb"\s*(\d+) \d+ obj\b").match(data, at)
        if match is None:
            if data[at:end].strip():
                return [say("对象之间夹着别的数据")]
            break
        told = re.compile(rb".*?/Length (\d+)>>\s*stream\r?\n", re.DOTALL).match(data, match.end())
        stop = data.find(b"endobj", match.end())
        if told is not None and told.end() < stop:
            stop = data.find(b"endobj", told.end() + int(told[1]))
            bodies[int(match[1])] = data[match.end() : told.end()]
        else:
            bodies[int(match[1])] = data[match.end() : stop]
        if stop < 0:
            break
        at = stop + 6
    root = re.search(rb"/Root (\d+) 0 R", data[end:])
    waiting = [int(root[1])] if root else []
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            waiting += [int(each) for each in re.findall(rb"(\d+) \d+ R", bodies.get(number, b""))]
    return [say("有页面用不到的对象")] if set(bodies) - seen else []


# --- pictures -----------------------------------------------------------------------------------------------------------


def verify_picture(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    areas = [cut.place for cut in cuts if isinstance(cut.place, Area)]
    first, second = _frames(original), _frames(redacted)
    known = [area for area in areas if 1 <= area.page <= len(first)]
    faults = [] if len(known) == len(cuts) and cuts else [say("有的遮蔽位置在原件里找不到")]
    report.add(say("遮蔽位置"), faults, say("{count}处都在原件里", count=len(cuts)))
    if [frame.size for frame in first] != [frame.size for frame in second]:
        report.add(what_stays(), [say("页数或大小变了")], "")
        return
    covered: list[str] = []
    lost: list[str] = []
    texts: list[str] = []
    for number, (old, new) in enumerate(zip(first, second, strict=True), 1):
        ask_more(seconds=2.0)
        own = [area for area in areas if area.page == number]
        covered += _uniform(new, own, number)
        lost += _changed([old], new, [_box(area) for area in own], number, 1)
        texts += _read_areas(old, own)
    report.add(say("色块下面"), covered, say("遮蔽区域的像素是一片单色"))
    report.add(what_stays(), lost, say("逐页比较，其余的画面都在"))
    needles = Needles(texts, "")
    found = any(needles.in_bytes(stream.data, pixels=stream.pixels) for stream in Unpacked(redacted).streams)
    report.add(strings_gone(), [say("文件的数据里还有被遮蔽的文字")] if found else [], say("文件的数据里没有找到"))
    report.add(unseen(), _travelling(redacted), say("没有拍摄信息、备注、缩略图"))


def _frames(data: bytes) -> list[Image.Image]:
    image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"))
    frames = []
    for at, frame in enumerate(ImageSequence.Iterator(image)):
        if at >= 200 or frame.width * frame.height > _MOST_PIXELS or (at and image.format == "MPO"):
            break
        upright = ImageOps.exif_transpose(frame)
        if "A" in upright.mode or "transparency" in upright.info:
            over = upright.convert("RGBA")
            paper = Image.new("RGBA", over.size, "white")
            paper.alpha_composite(over)
            upright = paper
        if upright.mode.startswith("I;16"):
            upright = upright.point(lambda value: value / 256)
        frames.append(upright.convert("L"))
    return frames


_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs"})
_TIFF = frozenset(
    {
        254,
        256,
        257,
        258,
        259,
        262,
        266,
        273,
        274,
        277,
        278,
        279,
        282,
        283,
        284,
        292,
        296,
        297,
        317,
        320,
        339,
        322,
        323,
        324,
        325,
    }
)


def _travelling(data: bytes) -> list[str]:
    """Anything in a picture's file that is not the picture."""
    if data.startswith(b"\x89PNG"):
        at, kinds = 8, []
        while at + 12 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            kinds.append(data[at + 4 : at + 8])
            at += 12 + size
            if kinds[-1] == b"IEND":
                break
        odd = set(kinds) - _PNG
        packed = _png_pixels(data)
        return [say("还有图片备注或附加信息")] * bool(odd) + [say("图片末尾夹着别的数据")] * bool(data[at:] or packed)
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
            mark, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
            if (0xE1 <= mark <= 0xEF and mark != 0xEE) or mark == 0xFE or (mark == 0xE0 and size > 16):
                return [say("还有拍摄信息、备注或缩略图")]
            at += 2 + size
        end = data.find(b"\xff\xd9", at)
        return [say("图片末尾夹着别的数据")] if end < 0 or data[end + 2 :] else []
    if data[:4] in (b"II*\0", b"MM\0*"):
        image = Image.open(BytesIO(data), formats=("TIFF",))
        total = 0
        for frame in ImageSequence.Iterator(image):
            tags = dict(frame.tag_v2)  # type: ignore[attr-defined]
            if set(tags) - _TIFF:
                return [say("还有图片备注或附加信息")]
            total += sum(tags.get(279) or tags.get(325) or ()) + 20 * len(tags) + 600
            total += 4 * 2 * len(tags.get(279) or tags.get(325) or ())
        return [say("图片里夹着别的数据")] if total + 64 < len(data) else []
    return [say("不认识的图片格式")]


def _png_pixels(data: bytes) -> bool:
    """Whether something lies packed behind the pixels."""
    packed = b""
    at = 8
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += 12 + size
    unpacker = zlib.decompressobj()
    left = _MOST_PIXELS * 4
    while packed and left > 0 and not unpacker.eof:
        left -= len(unpacker.decompress(packed, 1 << 20))
        packed = unpacker.unconsumed_tail
    return bool(unpacker.unused_data)
