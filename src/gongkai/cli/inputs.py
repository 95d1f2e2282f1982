"""Paths as people type them: files, folders (with everything inside) and globs become one ordered list of sources."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from gongkai.bulk.job import Source
from gongkai.errors import GongkaiError
from gongkai.language import say

READABLE = frozenset(
    (
        *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".txt", ".md", ".markdown"),
        *(".docx", ".docm", ".doc", ".wps", ".rtf", ".pdf", ".ofd", ".xlsx", ".xlsm", ".xls", ".et", ".ods"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif"),
    )
)
"""What is taken out of a folder. A file that is named itself is always tried, whatever it is called."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|www\.", re.IGNORECASE)


class NoInput(GongkaiError):
    """What was typed names no file to read."""


def sources(arguments: Iterable[str]) -> list[Source]:
    """The files that ``arguments`` mean, each once, in the order typed; inside a folder and a glob in the order of names.

    A path that does not exist stays in the list, so that it gets its error in its place. Raises NoInput for a web address, a
    glob or a folder in which there is nothing to read, and when nothing was named at all.
    """
    found: dict[str, Source] = {}
    for argument in arguments:
        if _ADDRESS.match(argument):
            raise NoInput(
                say(
                    "“{address}”是网址。本软件不联网，只读取本机文件。请先在浏览器中把网页或附件保存到本机，再读取保存的文件。",
                    address=argument,
                )
            )
        for path in _meant(argument):
            name = path.as_posix()
            found.setdefault(os.path.realpath(path), Source(path, name))
    if not found:
        raise NoInput(say("没有写要读取的文件。请写出文件、文件夹或通配符，例如：gongkai read 报告.docx"))
    return list(found.values())


def _meant(argument: str) -> Iterable[Path]:
    path = Path(argument)
    if path.is_dir():
        inside = list(_inside(path))
        if not inside:
            raise NoInput(
                say(
                    "文件夹“{path}”里没有可以读取的文件。能读取的有网页、Word、PDF、Excel、文本和图片，请核对路径。",
                    path=argument,
                )
            )
        return inside
    if not path.exists() and glob.has_magic(argument):
        matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise NoInput(
                say("没有文件与“{pattern}”相符，没有可读取的内容。请核对通配符和所在文件夹。", pattern=argument)
            )
        return [
            path
            for match in map(Path, matches)
            if not match.name.startswith("~$")
            for path in (_inside(match) if match.is_dir() else [match])
        ]
    return [path]


def _inside(folder: Path) -> Iterator[Path]:
    """Files of a kind we read, depth first by name; hidden ones and the lock files of office programs left out."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(folder / entry.name)
        elif Path(entry.name).suffix.lower() in READABLE and entry.is_file():
            yield folder / entry.name
