"""A PDF's own objects, as far as they show what PDFium keeps to itself: actions, layers, packets of metadata."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"\d{1,8}\s+\d{1,5}\s+obj\b")
_MOST = 24_000_000
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKET = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_ACTION = re.compile(rb"/(JavaScript|JS|Launch|XFA|RichMedia|Movie|Sound|SubmitForm|ImportData|GoToR|GoToE)\b")

_TELLING = ("dc:creator", "dc:subject", "dc:description", "pdf:Keywords", "photoshop:", "pdfx:")


class Structure:
    """``heads``: everything that is no stream, with the objects that lie packed in streams. ``packets``: the XMP metadata."""

    def __init__(self, data: bytes):
        heads: list[bytes] = []
        packets: list[bytes] = []
        left = _MOST
        at = 0
        for stream in _STREAM.finditer(data):
            start = stream.end()
            if start < at:
                continue  # within a stream that was passed
            head = data[at : stream.start()]
            opening = max(head.rfind(b"obj"), 0)
            own = head[opening:]
            heads.append(head)
            length = re.search(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)", own)
            end = data.find(
                b"endstream", start + int(length[1]) if length and start + int(length[1]) <= len(data) else start
            )
            end = end if end >= 0 else len(data)
            at = end
            if left > 0 and (b"/ObjStm" in own or b"/Metadata" in own):
                content = data[start:end]
                if b"/FlateDecode" in own or re.search(rb"/Fl\b", own):
                    content = _unpacked(content, left)
                left -= len(content)
                if b"/ObjStm" in own:
                    heads.append(content)
                else:
                    packets += _PACKET.findall(content)
        heads.append(data[at:])
        joined = b"\n".join(heads)
        self.heads = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), joined)
        self.packets = packets

    @property
    def actions(self) -> list[str]:
        return sorted({match.decode() for match in _ACTION.findall(self.heads)})

    @property
    def has_hidden_layers(self) -> bool:
        if b"/OCProperties" not in self.heads:
            return False
        return re.search(rb"/OFF\s*\[\s*\d|/BaseState\s*/OFF", self.heads) is not None

    @property
    def is_encrypted(self) -> bool:
        return re.search(rb"/Encrypt\s+(?:\d|<<)", self.heads) is not None

    def told(self) -> list[str]:
        """The words in the metadata packets that tell of persons and history."""
        found: list[str] = []
        for packet in self.packets:
            text = packet.decode("utf-8", "replace")
            for name in _TELLING:
                for match in re.finditer(rf"<{name}[^>]*>(.*?)</{name}", text, re.DOTALL):
                    words = re.sub(r"<[^>]+>", " ", match[1]).split()
                    if words:
                        found.append(" ".join(words))
        return found


def _unpacked(content: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, max(1, most))
    except zlib.error:
        return b""
