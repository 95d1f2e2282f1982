"""The fixed limits of reading, and the means to keep them: no input takes more than some seconds or some hundred megabytes.

Real annual reports have below 50 pages, 2,000 table cells and 100,000 characters; the limits are far beyond that, and a file
that passes them is refused with a sentence instead of being read in part.
"""

from __future__ import annotations

import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from lxml import etree

from gongkai.documents.errors import Unreadable
from gongkai.language import say

MEGABYTE = 1_000_000

INPUT_LIMITS = {
    "text": 16 * MEGABYTE,
    "markdown": 16 * MEGABYTE,
    "html": 16 * MEGABYTE,
    "mhtml": 48 * MEGABYTE,
    "docx": 64 * MEGABYTE,
    "doc": 64 * MEGABYTE,
    "xlsx": 64 * MEGABYTE,
    "xls": 64 * MEGABYTE,
    "ods": 64 * MEGABYTE,
    "pdf": 200 * MEGABYTE,
    "image": 100 * MEGABYTE,
}
"""Bytes of one input, by format."""

LARGEST_INPUT = max(INPUT_LIMITS.values())

SECONDS = 4.0
"""How long the Python part of one reading may take."""

MOST_BLOCKS = 100_000
MOST_CELLS = 300_000
MOST_CHARACTERS = 10_000_000
"""Blocks, table cells and characters of one Document."""

WIDEST_SPAN = 1_000
MOST_COVERED = 1_000_000
"""Columns one cell may cover, and grid cells that all spans of a table may cover together."""

ZIP_ENTRIES = 2_000
ZIP_DIRECTORY = 1 * MEGABYTE
ZIP_EXPANDED = 100 * MEGABYTE
ZIP_RATIO = 200
ZIP_RATIO_FROM = 1 * MEGABYTE
"""A zip: entries, bytes of its directory, bytes after expansion (counted, not believed), expansion (counted once a part is
larger than ``ZIP_RATIO_FROM``; XML of empty table rows really shrinks a hundredfold)."""

_CHUNK = 1 << 18


def too_large(limit: int) -> Unreadable:
    return Unreadable(
        "too-large",
        say(
            "文件超过 {limit} MB 的上限，未读取：正常的报告远小于此，过大的文件会耗尽内存。"
            "请删去其中的图片或附件，或另存为较小的文件后再试。",
            limit=limit // MEGABYTE,
        ),
    )


def too_many_parts() -> Unreadable:
    return Unreadable(
        "too-many-parts",
        say(
            "文件内容的层次或数量远超正常的报告（例如无尽的表格、过深的嵌套），为防止耗尽内存未读取。请只保留报告正文，另存后再试。"
        ),
    )


def too_slow() -> Unreadable:
    return Unreadable(
        "too-slow",
        say("文件过于复杂，在规定时间内没有读完，因此没有采用任何部分结果。请只保留报告正文，另存后再试。"),
    )


def damaged() -> Unreadable:
    return Unreadable(
        "damaged",
        say(
            "文件已损坏或不完整，无法读取其中的内容。请重新下载或向发布单位索取完整的文件；能用办公软件打开的，请另存一次再试。"
        ),
    )


def password() -> Unreadable:
    return Unreadable("password", say("文件设有打开密码，未能读取。请用密码打开，取消密码并另存后再试。"))


def empty() -> Unreadable:
    return Unreadable("empty", say("文件是空的，没有可读的内容。请检查文件是否下载完整，或换一份文件再试。"))


def no_text() -> Unreadable:
    return Unreadable(
        "no-text",
        say(
            "文件能够打开，但里面没有文字，无法识别报告内容。若内容是图片，请换用带文字的版本，或将图片单独保存后识别。"
        ),
    )


def require_size(size: int, format: str) -> None:
    """Raises Unreadable ``empty`` or ``too-large`` for an input of ``size`` bytes."""
    if size == 0:
        raise empty()
    if size > INPUT_LIMITS.get(format, LARGEST_INPUT):
        raise too_large(INPUT_LIMITS.get(format, LARGEST_INPUT))


class Budget:
    """What one reading may still use up: time, blocks, cells, characters. Long loops call ``tick`` or one of the others.

    Raises Unreadable ``too-slow`` or ``too-many-parts``. ``clock``: seconds, never going back; given by tests. By default the
    time this thread has worked, so that a busy machine does not refuse a harmless file; the worker keeps the wall clock.
    """

    __slots__ = ("_blocks", "_cells", "_characters", "_clock", "_end", "_ticks")

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.thread_time):
        self._clock = clock
        self._end = clock() + seconds
        self._ticks = 0
        self._blocks = MOST_BLOCKS
        self._cells = MOST_CELLS
        self._characters = MOST_CHARACTERS

    def tick(self) -> None:
        """Once a turn of a loop; the clock is looked at every 256 times."""
        self._ticks += 1
        if not self._ticks & 255:
            self.check()

    def check(self) -> None:
        """Look at the clock now."""
        if self._clock() > self._end:
            raise too_slow()

    def block(self, characters: int) -> None:
        """One more block with so many characters."""
        self.tick()
        self._blocks -= 1
        self._characters -= characters
        if self._blocks < 0 or self._characters < 0:
            raise too_many_parts()

    def cells(self, count: int, characters: int = 0) -> None:
        """So many more table cells with so many characters in all."""
        self.tick()
        self._cells -= count
        self._characters -= characters
        if self._cells < 0 or self._characters < 0:
            raise too_many_parts()


class Zip:
    """The parts of a zip file, expanded within the limits. No path in it is ever used as a path of this machine.

    Raises Unreadable: ``damaged``, ``password``, ``too-large``, ``too-many-parts``.
    """

    def __init__(self, data: bytes):
        self._left = ZIP_EXPANDED
        if _directory_size(data) > ZIP_DIRECTORY:
            raise too_many_parts()
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError) as error:
            raise damaged() from error
        if len(entries) > ZIP_ENTRIES:
            raise too_many_parts()
        # Some archivers write backslashes; part names are compared without regard to case (ECMA-376 part 2).
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._entries)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None when there is no such part."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        if entry.flag_bits & 0x1:
            raise password()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        chunks = []
        size = 0
        most = max(ZIP_RATIO_FROM, entry.compress_size * ZIP_RATIO)
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > most or size > self._left:
                        raise Unreadable(
                            "too-large",
                            say(
                                "压缩在文件里的内容展开后过大（疑为“压缩炸弹”），为防止耗尽内存未读取。请核实文件来源，另存为正常的文件后再试。"
                            ),
                        )
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise damaged() from error
        self._left -= size
        return b"".join(chunks)


def _directory_size(data: bytes) -> int:
    """The bytes of a zip's directory as its last record says; 0 when there is no such record."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    return int.from_bytes(data[at + 12 : at + 16], "little") if at >= 0 else 0


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part: no entities, no DTD, no network, nesting below 256 levels.

    Raises Unreadable ``damaged``, ``too-many-parts`` (nesting), ``unsupported`` (a document type declaration).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = str(error).lower()
        if "depth" in message:
            raise too_many_parts() from error
        if "entity" in message and "loop" in message:
            raise has_entities() from error
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise has_entities()
    return root


def has_entities() -> Unreadable:
    return Unreadable(
        "unsupported",
        say(
            "文件内部含有自定义实体，办公软件不会这样保存，为安全起见未读取。请核实文件来源，用办公软件打开并另存后再试。"
        ),
    )
