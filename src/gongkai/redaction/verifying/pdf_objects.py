"""What a PDF holds: its strings however they are written, what has no use on a page, objects that no page leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongkai.language import say
from gongkai.redaction.verifying.needles import Needles
from gongkai.redaction.verifying.report import Report, shape, strings_gone, unseen
from gongkai.redaction.verifying.streams import Unpacked, pdf_streams


def search_pdf(redacted: bytes, document: Any, needles: Needles, report: Report) -> None:
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


def look_through(data: bytes, report: Report) -> None:
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
