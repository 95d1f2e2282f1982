"""Pictures as 微信公众号 takes them: JPG or PNG under 1 MB in a text, JPG under 64 kB for a cover."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from gongkai.disclosures.channels.protocol import ChannelError
from gongkai.documents import fonts
from gongkai.documents.writers.layout import title_lines
from gongkai.language import say

PICTURE = 1_000_000
COVER = 64_000
COVER_SIZE = (900, 383)
"""Pixels; 2.35 to 1, as the account's list shows covers."""
_MOST_PIXELS = 60_000_000


def opened(data: bytes, name: str) -> Image.Image:
    """The picture. Raises `ChannelError` for what is none, or is too large to be opened safely."""
    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError
        picture.load()
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ChannelError(
            say("图片“{name}”打不开或者太大，没有发到微信。请换一张再发布。", name=name), code="picture"
        ) from error
    return picture


def for_text(data: bytes, media_type: str, name: str) -> tuple[bytes, str]:
    """The bytes and their type. As they are where they fit, else made smaller step by step."""
    if len(data) < PICTURE and media_type in ("image/jpeg", "image/png"):
        return data, media_type
    return _smaller(opened(data, name), PICTURE, name), "image/jpeg"


def cover(title: str, data: bytes | None = None, name: str = "") -> bytes:
    """A cover: of the picture ``data``, cut to the middle, or else the title on the colour of the house."""
    picture = _drawn(title) if data is None else _cut(opened(data, name))
    return _smaller(picture, COVER, name)


def _cut(picture: Image.Image) -> Image.Image:
    wide, high = COVER_SIZE
    picture = _flat(picture)
    scale = max(wide / picture.width, high / picture.height)
    picture = picture.resize((max(wide, round(picture.width * scale)), max(high, round(picture.height * scale))))
    left, top = (picture.width - wide) // 2, (picture.height - high) // 2
    return picture.crop((left, top, left + wide, top + high))


def _drawn(title: str) -> Image.Image:
    picture = Image.new("RGB", COVER_SIZE, "#0c5a77")
    pen = ImageDraw.Draw(picture)
    size = 56
    font = ImageFont.truetype(fonts.SANS, size)
    room = (COVER_SIZE[0] - 120) / size
    lines = [line for part in title_lines(title, room) for line in _broken(part, int(room))][:4]
    top = (COVER_SIZE[1] - len(lines) * size * 1.35) / 2
    for n, line in enumerate(lines):
        pen.text((60, top + n * size * 1.35), line, font=font, fill="#ffffff")
    return picture


def _broken(text: str, room: int) -> list[str]:
    return [text[start : start + room] for start in range(0, len(text), room)]


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, on white."""
    if picture.mode in ("RGBA", "LA", "P"):
        seen = picture.convert("RGBA")
        ground = Image.new("RGB", seen.size, "#ffffff")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _smaller(picture: Image.Image, most: int, name: str) -> bytes:
    picture = _flat(picture)
    while True:
        for quality in (88, 75, 60, 45):
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality)
            if out.tell() < most:
                return out.getvalue()
        if min(picture.size) < 60:
            raise ChannelError(
                say("图片“{name}”压缩后还是太大，没有发到微信。请换一张再发布。", name=name), code="picture"
            )
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))
