"""Pictures, looked through by their pixels and by the rest of their file."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.redaction.model import Area, Cut
from gongkai.redaction.verifying.needles import Needles
from gongkai.redaction.verifying.pixels import box_of, changed, read_areas, uniform
from gongkai.redaction.verifying.report import Report, strings_gone, unseen, what_stays
from gongkai.redaction.verifying.streams import Unpacked

_MOST_PIXELS = 80_000_000
_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs"})
_OF_COLOUR = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT"})
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


def verify_picture(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    areas = [cut.place for cut in cuts if isinstance(cut.place, Area)]
    first, second = frames_of(original), frames_of(redacted)
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
        covered += uniform(new, own, say("第{page}页", page=number))
        lost += changed([old], new, [box_of(area) for area in own], number, 1)
        texts += read_areas(old, own)
    report.add(say("色块下面"), covered, say("遮蔽区域的像素是一片单色"))
    report.add(what_stays(), lost, say("逐页比较，其余的画面都在"))
    needles = Needles(texts, "")
    found = any(needles.in_bytes(stream.data, pixels=stream.pixels) for stream in Unpacked(redacted).streams)
    report.add(strings_gone(), [say("文件的数据里还有被遮蔽的文字")] if found else [], say("文件的数据里没有找到"))
    report.add(unseen(), travelling(redacted), say("没有拍摄信息、备注、缩略图"))


def frames_of(data: bytes) -> list[Image.Image]:
    """Each page in grey, upright, on white."""
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


def travelling(data: bytes, *, strict: bool = True) -> list[str]:
    """Anything in a picture's file that is not the picture. Not ``strict``: one that nobody built anew may also tell of its colours, and be
    of a format that we do not write."""
    more = frozenset[bytes]() if strict else _OF_COLOUR
    if data.startswith(b"\x89PNG"):
        at, kinds = 8, []
        while at + 12 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            kinds.append(data[at + 4 : at + 8])
            at += 12 + size
            if kinds[-1] == b"IEND":
                break
        odd = set(kinds) - _PNG - more
        packed = _png_pixels(data)
        return [say("还有图片备注或附加信息")] * bool(odd) + [say("图片末尾夹着别的数据")] * bool(data[at:] or packed)
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
            mark, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
            profile = not strict and mark == 0xE2 and data[at + 4 : at + 15] == b"ICC_PROFILE"
            if (0xE1 <= mark <= 0xEF and mark != 0xEE and not profile) or mark == 0xFE or (mark == 0xE0 and size > 16):
                return [say("还有拍摄信息、备注或缩略图")]
            at += 2 + size
        end = data.find(b"\xff\xd9", at)
        return [say("图片末尾夹着别的数据")] if end < 0 or data[end + 2 :] else []
    if data[:4] in (b"II*\0", b"MM\0*"):
        image = Image.open(BytesIO(data), formats=("TIFF",))
        total = 0
        for frame in ImageSequence.Iterator(image):
            tags = dict(frame.tag_v2)  # type: ignore[attr-defined]
            if set(tags) - _TIFF - (set() if strict else {34675}):
                return [say("还有图片备注或附加信息")]
            total += sum(tags.get(279) or tags.get(325) or ()) + 20 * len(tags) + 600
            total += 4 * 2 * len(tags.get(279) or tags.get(325) or ())
        return [say("图片里夹着别的数据")] if total + 64 < len(data) else []
    return [say("不认识的图片格式")] * strict


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
