"""Bytes into text, for formats that do not reliably say how: the declared encoding is a hint, the bytes decide."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from gongkai.documents.script import frequent_share, looks_garbled
from gongkai.language import say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ONE_BYTE = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE = 60_000  # bytes to compare encodings by


class Decoded(NamedTuple):
    """``warnings``: what was doubtful, as sentences."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None, *, judge: bool = True) -> Decoded:
    """The text of ``data``. Never fails: what cannot be decoded becomes U+FFFD, with a warning.

    Order: byte order mark; valid UTF-8 with enough characters to be no accident; then that of UTF-8, GB 18030, Big5 and
    UTF-16 whose result holds most common Chinese characters and fewest broken ones. ``declared`` decides only between equals.
    ``judge``: whether to look for mojibake; a format with marks of its own does so once they are gone.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, judge)
    if data.isascii() and b"\0" not in data:
        return Decoded(data.decode("ascii"), "ascii")
    if b"\0" in data[:_SAMPLE] and (wide := _wide(data)):
        return _decoded(data, wide, judge)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        more = len(data) - len(text)  # two bytes more for each Chinese character
        # Three characters of three bytes each are hardly ever six of GB 18030 by accident; pairs of two bytes often are.
        sound = more >= 6 and all(char.isascii() or char >= "\u0800" for char in text)
        if more >= 16 or sound or _normal(declared) == "utf-8":
            return Decoded(text, "utf-8", garbled(text) if judge else ())
    return _best(data, declared, judge)


def _normal(encoding: str | None) -> str | None:
    """The name we use for a declared encoding: every GB is read as GB 18030, which holds them all."""
    try:
        name = codecs.lookup(encoding.strip().strip("\"'")).name if encoding else None
    except (LookupError, ValueError):
        return None
    if name in ("gb2312", "gbk", "gb18030", "hz"):
        return "gb18030"
    return "big5hkscs" if name in ("big5", "cp950", "big5hkscs") else name


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: digits and line ends have a zero byte, always on the same side."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 200) or min(even, odd) * 4 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = sample.decode(encoding, "replace")
    count, share = frequent_share(text)
    sound = text.count("\ufffd") * 50 <= len(text) and text.count("\0") * 50 <= len(text)
    return encoding if sound and (share >= 0.15 or count == 0) else None


def _best(data: bytes, declared: str | None, judge: bool) -> Decoded:
    sample = data[:_SAMPLE]
    favourite = _normal(declared)

    def score(encoding: str) -> float:
        text = sample.decode(encoding, "replace")
        count, share = frequent_share(text)
        broken = text.count("\ufffd", 0, len(text) - 2) / max(1, count)  # the sample may end within a character
        return share - 2 * broken + 0.05 * (encoding == favourite) + 0.01 * (encoding == _ONE_BYTE[0])

    encoding = max(_ONE_BYTE, key=score)
    decoded = _decoded(data, encoding, judge)
    if "\ufffd" not in decoded.text:
        return decoded
    # Parts in two encodings, as a page has that was put together from two systems, or a byte lost here and there.
    lines = [_line(line, encoding) for line in data.split(b"\n")]
    text = "\n".join(lines)
    if text.count("\ufffd") < decoded.text.count("\ufffd"):
        mixed = say("文件的不同部分使用了不同的字符编码，已逐行分别识别。请核对文字是否有误。")
        return Decoded(text, encoding, (mixed, *(garbled(text) if judge else ())))
    return decoded


def _line(line: bytes, encoding: str) -> str:
    for candidate in (encoding, "utf-8", "gb18030"):
        try:
            return line.decode(candidate)
        except UnicodeDecodeError:
            continue
    return line.decode(encoding, "replace")


def _decoded(data: bytes, encoding: str, judge: bool) -> Decoded:
    text = data.decode(encoding, "replace")
    name = "big5" if encoding == "big5hkscs" else encoding
    lost = text.count("\ufffd")
    warnings = garbled(text) if judge else ()
    if lost and not warnings:
        warnings = (
            say("有 {count} 处字节无法识别为文字（已用“\ufffd”标出），该处内容可能缺失，请与原件核对。", count=lost),
        )
    return Decoded(text, name, warnings)


def garbled(text: str) -> tuple[str, ...]:
    """A warning that ``text`` looks like mojibake, if it does."""
    evidence = looks_garbled(text)
    if evidence is None:
        return ()
    return (
        say(
            "文字疑为乱码（如“{evidence}”），多因保存时用错了字符编码，其中的内容和数字都不可信。请换用原始文件或重新保存后再试。",
            evidence=evidence,
        ),
    )
