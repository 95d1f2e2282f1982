"""Where output goes: the terminal, or a file that is there whole or not at all and never replaced unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from gongkai.errors import GongkaiError
from gongkai.language import say


class NotWritten(GongkaiError):
    """The output file exists already, or its place cannot be written."""


def may_write(path: Path, *, force: bool) -> None:
    """Raises NotWritten where ``path`` exists and ``force`` was not given, or where its folder does not exist."""
    if path.is_dir():
        raise NotWritten(say("“{path}”是文件夹，不能写成文件。请写出文件名。", path=path))
    if path.exists() and not force:
        raise NotWritten(say("“{path}”已经存在，为免丢失没有覆盖。请换一个文件名，或加上 --force。", path=path))
    if not path.parent.is_dir():
        raise NotWritten(say("文件夹“{folder}”不存在，无法写入。请先建立文件夹。", folder=path.parent))


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A binary file that gets its name only when the block ends well; otherwise nothing is left behind.

    Raises NotWritten as ``may_write`` does, and where the disk refuses.
    """
    may_write(path, force=force)
    # In the same folder, for a rename is one step only within one file system.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        may_write(path, force=force)
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotWritten(
            say("写入“{path}”时系统报错（{reason}），文件没有写成。请检查磁盘空间和权限。", path=path, reason=reason)
        ) from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


@contextmanager
def text_output(path: Path | None, *, force: bool) -> Iterator[TextIO]:
    """Lines of UTF-8 to ``path``, or to the terminal where it is None."""
    if path is None:
        yield sys.stdout
        return
    with whole_file(path, force=force) as file:
        yield _Text(file)  # type: ignore[misc]


class _Text:
    """The write half of a text stream; unlike io.TextIOWrapper it leaves the file open for the rename that follows."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode("utf-8", "backslashreplace"))

    def flush(self) -> None:
        self._file.flush()
