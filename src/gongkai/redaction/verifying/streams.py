"""Every stream of a file, unpacked: the members of a package, the streams of a PDF, packages within packages."""

from __future__ import annotations

import binascii
import re
import struct
import zlib
from base64 import a85decode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_DEEPEST = 4
_MOST = 200_000_000
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Stream:
    """``name``: of a member, or a kind of place; ``pixels``: it is the content of a picture."""

    name: str
    data: bytes
    pixels: bool = False


class Unpacked:
    """``streams``: all there is. ``odd``: bytes that belong to nothing, members that hide, streams that could not be opened."""

    def __init__(self, data: bytes):
        self.streams: list[Stream] = []
        self.odd: list[str] = []
        self._left = _MOST
        self._open(data, "", 0)

    def members(self) -> dict[str, bytes]:
        return {stream.name: stream.data for stream in self.streams if stream.name}

    def _add(self, name: str, data: bytes, *, pixels: bool = False) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("too large")
        self.streams.append(Stream(name, data, pixels))

    def _open(self, data: bytes, name: str, depth: int) -> None:
        if depth > _DEEPEST:
            self.odd.append("nested")
            return
        if data.startswith(_LOCAL):
            self._zip(data, name, depth)
        elif data[:1024].find(b"%PDF-") >= 0:
            self._add(name, data)
            for stream in pdf_streams(data):
                self._add("", stream.data, pixels=stream.pixels)
                if stream.data.startswith(_LOCAL):
                    self._open(stream.data, "", depth + 1)
        else:
            self._add(
                name, data, pixels=data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM"))
            )

    def _zip(self, data: bytes, outer: str, depth: int) -> None:
        """By the directory at the end, and by looking whether anything lies beside what it lists."""
        end = data.rfind(_END)
        if end < 0:
            self.odd.append("directory")
            return
        count, size, start, note = struct.unpack("<HIIH", data[end + 10 : end + 22])
        covered = [(start, start + size), (end, end + 22)]
        if note:
            self.odd.append("comment")
            self._add("", data[end + 22 :])
        at = start
        for _ in range(count):
            if data[at : at + 4] != _CENTRAL:
                self.odd.append("directory")
                return
            flags, method = struct.unpack("<HH", data[at + 8 : at + 12])
            packed, _plain, name_size, extra, remark = struct.unpack("<IIHHH", data[at + 20 : at + 34])
            place = struct.unpack("<I", data[at + 42 : at + 46])[0]
            raw_name = data[at + 46 : at + 46 + name_size]
            name = raw_name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
            if extra or remark:
                self._add("", data[at + 46 + name_size : at + 46 + name_size + extra + remark])
            at += 46 + name_size + extra + remark
            own_name, own_extra = struct.unpack("<HH", data[place + 26 : place + 30])
            body = place + 30 + own_name + own_extra
            stop = body + packed
            if flags & 0x8:
                stop += 16 if data[stop : stop + 4] == b"PK\x07\x08" else 12
            covered.append((place, stop))
            content = data[body : body + packed]
            if method == 8:
                content = zlib.decompressobj(-15).decompress(content, self._left)
            elif method:
                self.odd.append("method")
            self._add("", raw_name)
            self._open(content, f"{outer}/{name}" if outer else name, depth + 1)
        covered.sort()
        if covered and covered[0][0] > 0:
            covered.insert(0, (0, 0))
        for (_, stop), (following, _) in pairwise(covered):
            if following > stop and data[stop:following].strip(b"\0"):
                self.odd.append("gap")
                self._add("", data[stop:following])


_OBJECT = re.compile(rb"(?<![0-9])(\d{1,8})\s+(\d{1,5})\s+obj\b")
_STREAM = re.compile(rb"stream\r?\n")


def pdf_streams(data: bytes) -> Iterator[Stream]:
    """The streams of a PDF in the order of its bytes, whatever its tables say, with their filters undone."""
    at = 0
    while (match := _STREAM.search(data, at)) is not None:
        head = data[max(data.rfind(b"obj", 0, match.start()), match.start() - 4000, 0) : match.start()]
        end = data.find(b"endstream", match.end())
        told = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", head)
        if told:
            place = match.end() + int(told[1])
            following = data.find(b"endstream", place)
            if 0 <= following - place < 4:
                end = following
        if end < 0:
            end = len(data)
        content = data[match.end() : end]
        at = end + 9
        head = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), head)
        is_image = re.search(rb"/Subtype\s*/Image\b", head) is not None
        yield Stream("", _plain(head, content), is_image)


def _plain(head: bytes, content: bytes) -> bytes:
    listed = re.search(rb"/Filter\s*(\[[^\]]*\]|/\w+)", head) or re.search(
        rb"/F\s*(\[[^\]]*\]|/(?:Fl|AHx|A85|LZW)\w*)", head
    )
    for name in re.findall(rb"/(\w+)", listed[1]) if listed else ():
        try:
            if name in (b"FlateDecode", b"Fl"):
                content = _unpredicted(head, _inflated(content))
            elif name in (b"ASCIIHexDecode", b"AHx"):
                digits = re.sub(rb"[^0-9A-Fa-f]", b"", content.split(b">")[0])
                content = binascii.unhexlify(digits + b"0" * (len(digits) % 2))
            elif name in (b"ASCII85Decode", b"A85"):
                content = a85decode(content.strip().removeprefix(b"<~").split(b"~>")[0])
            elif name in (b"RunLengthDecode", b"RL"):
                content = _run_lengths(content)
            elif name in (b"LZWDecode", b"LZW"):
                content = _lzw(content)
        except (ValueError, zlib.error, IndexError, binascii.Error):
            return content
    return content


def _inflated(content: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    made = unpacker.decompress(content, _MOST)
    # What lies behind the end of the packed data is content, too.
    return made + unpacker.unused_data.strip() if len(unpacker.unused_data.strip()) > 2 else made


def _unpredicted(head: bytes, data: bytes) -> bytes:
    predictor = re.search(rb"/Predictor\s+(\d+)", head)
    if predictor is None or int(predictor[1]) < 10:
        return data
    columns = re.search(rb"/Columns\s+(\d+)", head)
    colours = re.search(rb"/Colors\s+(\d+)", head)
    bits = re.search(rb"/BitsPerComponent\s+(\d+)", head)
    pixel = (int(colours[1]) if colours else 1) * (int(bits[1]) if bits else 8)
    wide = ((int(columns[1]) if columns else 1) * pixel + 7) // 8
    step = max(1, pixel // 8)
    if len(data) > 4_000_000:
        return data
    out = bytearray()
    before = bytearray(wide)
    for at in range(0, len(data) - wide, wide + 1):
        kind, row = data[at], bytearray(data[at + 1 : at + 1 + wide])
        for place in range(wide):
            left = row[place - step] if place >= step else 0
            above = before[place]
            corner = before[place - step] if place >= step else 0
            if kind == 1:
                row[place] = (row[place] + left) & 255
            elif kind == 2:
                row[place] = (row[place] + above) & 255
            elif kind == 3:
                row[place] = (row[place] + (left + above) // 2) & 255
            elif kind == 4:
                guess = left + above - corner
                near = min((left, above, corner), key=lambda value, guess=guess: abs(guess - value))  # type: ignore[misc]
                row[place] = (row[place] + near) & 255
        out += row
        before = row
    return bytes(out)


def _run_lengths(data: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(data) and data[at] != 128:
        if data[at] < 128:
            out += data[at + 1 : at + 2 + data[at]]
            at += 2 + data[at]
        else:
            out += data[at + 1 : at + 2] * (257 - data[at])
            at += 2
    return bytes(out)


def _lzw(data: bytes) -> bytes:
    table = [bytes([value]) for value in range(256)] + [b"", b""]
    out = bytearray()
    width, bits, held = 9, 0, 0
    before = b""
    for byte in data:
        held = (held << 8) | byte
        bits += 8
        while bits >= width:
            code = (held >> (bits - width)) & ((1 << width) - 1)
            bits -= width
            held &= (1 << bits) - 1
            if code == 257:
                return bytes(out)
            if code == 256:
                del table[258:]
                width, before = 9, b""
                continue
            entry = table[code] if code < len(table) else before + before[:1]
            out += entry
            if before:
                table.append(before + entry[:1])
            before = entry
            width = 12 if len(table) > 2046 else 11 if len(table) > 1022 else 10 if len(table) > 510 else 9
    return bytes(out)
