"""What pictures tell besides what they show: place, owner, device, preview; and the same picture without."""

from __future__ import annotations

import re
import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from gongkai.documents.bounds import damaged, too_large
from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place, Severity

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".bmp", ".webp")
MOST_PIXELS = 80_000_000
_DEVICE = {0x010F, 0x0110, 0xA433, 0xA434, 0xA431, 0xA435}
_TIMES = {0x0132, 0x9003, 0x9004}
_GPS, _EXIF, _PREVIEW = 0x8825, 0x8769, 0x0201
_ORIENTATION = 0x0112
_PNG_CHUNKS = b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP pHYs sBIT bKGD acTL fcTL fdAT"
_PNG_KEPT = frozenset(_PNG_CHUNKS.split())


def _owners() -> dict[int, str]:
    """What EXIF notes of persons and words are called, by tag."""
    return {
        0x013B: say("拍摄者"),
        0x8298: say("版权人"),
        0x9C9D: say("作者"),
        0xA430: say("相机主人"),
        0x9C9F: say("主题"),
        0x9C9B: say("标题"),
        0x9C9C: say("备注"),
        0x9286: say("备注"),
        0x010E: say("说明"),
        0x9C9E: say("关键词"),
    }


@dataclass(frozen=True, slots=True)
class Told:
    """``labels``: what kinds of things, for the person at the desk; ``texts``: the words found, for looking into; ``places``: whether
    it tells where it was taken."""

    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    places: bool = False


def opened(data: bytes) -> Image.Image:
    """Raises Unreadable ``damaged`` or ``too-large``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # MPO comes by way of JPEG; asked for by its own name, it ends the search before TIFF.
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"))
    except Exception as error:  # every decoder has errors of its own
        raise damaged() from error
    if image.width * image.height > MOST_PIXELS:
        raise too_large(100_000_000)
    return image


def told_by(data: bytes) -> Told:
    """What a picture tells. Raises Unreadable."""
    image = opened(data)
    labels: list[str] = []
    texts: list[str] = []
    try:
        exif = image.getexif()
        tags: dict[int, Any] = dict(exif)
        tags.update(exif.get_ifd(_EXIF))
        places = bool(exif.get_ifd(_GPS))
        preview = _PREVIEW in dict(exif.get_ifd(1))
        info = dict(image.info)
    except Exception as error:
        raise damaged() from error
    if places:
        labels.append(say("拍摄地点"))
    for tag, label in _owners().items():
        value = _words(tags.get(tag))
        if value:
            labels.append(label)
            texts.append(value)
    if any(_words(tags.get(tag)) for tag in _DEVICE):
        labels.append(say("拍摄设备"))
        texts += [_words(tags.get(tag)) for tag in _DEVICE]
    if any(_words(tags.get(tag)) for tag in _TIMES):
        labels.append(say("拍摄时间"))
    if preview:
        labels.append(say("缩略图"))
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp")
    if xmp:
        packet = xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else str(xmp)
        words = [text.strip() for text in re.findall(r">([^<>]+)<", packet) if text.strip()]
        if words or "GPS" in packet:
            labels.append(say("附加信息"))
            texts += words
        places = places or "exif:GPS" in packet
    notes = {
        key: _words(value)
        for key, value in info.items()
        if isinstance(key, str) and key not in _NOT_TEXT and isinstance(value, str | bytes)
    }
    if image.format != "PNG":
        notes = {key: value for key, value in notes.items() if key in ("comment", "photoshop")}
    if notes.pop("photoshop", "") or "photoshop" in info:
        labels.append(say("图片编辑信息"))
    if any(notes.values()):
        labels.append(say("图片备注"))
        texts += list(notes.values())
    if image.format in ("JPEG", "MPO") and (image.format == "MPO" or _after_end(data)):
        labels.append(say("附带的另一张图片"))
    return Told(tuple(dict.fromkeys(labels)), tuple(text for text in texts if text), places)


_NOT_TEXT_KEYS = (
    "exif icc_profile xmp XML:com.adobe.xmp jfif adobe raw compression version srgb dpi icc-profile transparency gamma"
)
_NOT_TEXT = frozenset(_NOT_TEXT_KEYS.split())


def _after_end(data: bytes) -> bool:
    """Whether more than padding follows the end of a JPEG."""
    at = data.rfind(b"\xff\xd9")
    first = data.find(b"\xff\xd8\xff", 2)
    return at >= 0 and len(data[at + 2 :].strip(b"\0")) > 64 and first < 0


def _words(value: object) -> str:
    if isinstance(value, bytes):
        if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0", b"\0" * 8):
            code, value = value[:8], value[8:]
            if code == b"UNICODE\0":
                return value.decode("utf-16", "ignore").strip("\0 ")
        elif b"\0" in value.rstrip(b"\0"):
            return value.decode("utf-16-le", "ignore").strip("\0 ")
        try:
            return value.decode("utf-8").strip("\0 ")
        except UnicodeDecodeError:
            return value.decode("gb18030", "ignore").strip("\0 ")
    if isinstance(value, tuple) and value and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        return bytes(value).decode("utf-16-le", "ignore").strip("\0 ")
    if isinstance(value, str):
        # Pillow reads the bytes of EXIF text as Latin-1; Chinese cameras write UTF-8 or GB.
        try:
            return value.encode("latin-1").decode("utf-8").strip("\0 ")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return value.strip("\0 ")
    return ""


def scan_picture(data: bytes, gathering: Gathering) -> None:
    """Raises Unreadable. What the picture shows is not read: see the ``ocr`` extra of the readers."""
    told = told_by(data)
    if told.labels:
        gathering.unseen(
            Kind.PICTURE_DATA,
            "、".join(told.labels),
            Place(part=say("图片")),
            told.texts,
            severity=Severity.MUST if told.places else Severity.LOOK,
        )


def bare(data: bytes) -> bytes:
    """The same picture without anything it does not show; JPEG and PNG are not encoded anew unless they lie on their side.

    Raises Unreadable.
    """
    image = opened(data)
    try:
        turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1, None)
        if image.format in ("JPEG", "MPO") and not turned:
            return _bare_jpeg(data)
        if image.format == "PNG" and not turned:
            return _bare_png(data)
        return _again(image)
    except Unreadable:
        raise
    except Exception as error:
        raise damaged() from error


def _again(image: Image.Image) -> bytes:
    """Encoded anew, without notes."""
    kind = "JPEG" if image.format == "MPO" else image.format
    profile = image.info.get("icc_profile")
    shown = ImageOps.exif_transpose(image)
    clean = Image.new(shown.mode, shown.size)
    if shown.mode == "P" and (palette := shown.getpalette()):
        clean.putpalette(palette)
    clean.paste(shown)
    out = BytesIO()
    options: dict[str, Any] = {"quality": 92} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    if profile and kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        options["icc_profile"] = profile
    clean.save(out, kind, **options)
    return out.getvalue()


def _bare_jpeg(data: bytes) -> bytes:
    out = [data[:2]]
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise damaged()
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xDA:
            return b"".join((*out, _scans(data, at)))
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        segment = data[at : at + 2 + size]
        name = segment[4:15]
        kept = (
            mark < 0xE0
            or mark == 0xEE
            or (mark == 0xE0 and name.startswith(b"JFIF\0"))
            or (mark == 0xE2 and name == b"ICC_PROFILE")
        )
        if kept and mark != 0xFE:
            # A preview may ride in the JFIF segment.
            out.append(_without_preview(segment) if mark == 0xE0 else segment)
        at += 2 + size
    raise damaged()


def _without_preview(segment: bytes) -> bytes:
    return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0" if len(segment) >= 18 else segment


def _scans(data: bytes, at: int) -> bytes:
    """From the first scan to the end of the picture, without what follows or notes in between."""
    end = at
    while True:
        end = data.find(b"\xff", end + 1)
        if end < 0 or end + 1 >= len(data):
            return data[at:] + b"\xff\xd9"
        if data[end + 1] == 0xD9:
            return data[at : end + 2]


def _bare_png(data: bytes) -> bytes:
    out = [data[:8]]
    at = 8
    while at + 12 <= len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        kind = data[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            out.append(data[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            return b"".join(out)
    raise damaged()
