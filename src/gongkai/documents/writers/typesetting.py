"""Running typst: a template of ours and words as JSON in, PDF/A-2a out. The words are never read as Typst.

Only the vendored fonts are used, so the same template and words give the same bytes on every machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from gongkai.documents import fonts
from gongkai.documents.writers.layout import ems
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.language import say

# Soft hyphen, zero-width space, joiners, variation selectors: nothing to print, and a page has no place to keep them.
UNSEEN: Mapping[int, None] = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, *range(0xFE00, 0xFE10))
)
_LONG_WORD = re.compile(r"[!-~]{12,}")
_compiling = Lock()
_home: int | None = None  # the process in which typst has run


def typeset(template: Path, data: str, timestamp: int) -> bytes:
    """The page of ``template`` with the words in ``data`` (its ``sys.inputs.data``), dated ``timestamp`` in its metadata.

    Raises Unwritable (``failed``) where typst does not finish.
    """
    global _home
    with _compiling:  # one compiler, and it keeps the inputs of its last run
        if _home not in (None, os.getpid()):
            return _elsewhere(template, data, timestamp)
        _home = os.getpid()
        try:
            made: bytes = _compiler().compile(
                input=_read(template),
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards=["a-2a"],
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            raise _failure(error.message) from error
        return made


def lacking(texts: Iterable[str]) -> list[int]:
    """The code points in ``texts`` that no font of ours can print, in order of code point."""
    codes: set[int] = set()
    for text in texts:
        if not text.isascii():
            codes.update(map(ord, text))
    return sorted(codes - fonts.coverage() - UNSEEN.keys() - {0x0A})


def broken_lines(text: str, room: float) -> list[list[str]]:
    """The lines of ``text``, each in pieces between which it may break: only a word wider than ``room`` ems is cut."""
    return [_pieces(line, room) for line in text.split("\n")]


def _pieces(line: str, room: float) -> list[str]:
    pieces = [""]
    end = 0
    for word in _LONG_WORD.finditer(line):
        if ems(word.group()) <= room:
            continue
        pieces[-1] += line[end : word.start()]
        pieces.extend(word.group())
        pieces.append("")
        end = word.end()
    pieces[-1] += line[end:]
    return [piece for piece in pieces if piece]


def _elsewhere(template: Path, data: str, timestamp: int) -> bytes:
    """The same in a process of its own. Typst keeps threads; a process forked from one where it has run has lost them, and would
    wait for them for ever."""
    command = [sys.executable, "-m", __name__, str(timestamp), str(template)]
    run = subprocess.run(command, input=data.encode(), capture_output=True)
    if run.returncode:
        raise _failure(run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2])
    return run.stdout


def _failure(reason: str) -> Unwritable:
    return Unwritable(
        "failed",
        say(
            "排版程序没有完成 PDF（{reason}），因此没有写出文件。请改写成 DOCX 格式，并把这份文件交给维护人员查看。",
            reason=reason,
        ),
    )


@cache
def _compiler() -> Any:
    """The compiler with its fonts loaded, kept for the life of the process: loading takes longer than a page."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
    return typst.Compiler(font_paths=ours, ignore_system_fonts=True)


@cache
def _read(template: Path) -> bytes:
    return template.read_bytes()


def _forget_lock() -> None:
    """A fork may happen while another thread holds the lock, and that thread does not exist in the child."""
    global _compiling
    _compiling = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_lock)

if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(Path(sys.argv[2]), sys.stdin.buffer.read().decode(), int(sys.argv[1])))
