"""The state file of a long run: what is done, by name and hash, with its output, so that a stopped run can go on.

One JSON object a line. The first names the run (command, options, version); each later one is a finished file with the hash
of the bytes it had and its piece of the output, compressed. A line that was cut off by a crash is left out and done again.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from gongkai import __version__
from gongkai.bulk.job import Outcome
from gongkai.errors import GongkaiError
from gongkai.language import say


class OtherRun(GongkaiError):
    """The state file belongs to a run with another command, other options or another version, or is no state file."""


class NoState(GongkaiError):
    """The state file cannot be opened for writing."""


class Journal:
    """Opens or begins the state file at ``path`` for a run described by ``run`` (anything JSON can hold).

    Keeps only names, hashes and offsets in memory, about 200 bytes a file. Raises OtherRun when the file is not of this run, NoState
    when it cannot be opened.
    """

    def __init__(self, path: Path, run: Mapping[str, object]):
        self.path = path
        self._index: dict[tuple[str, str], int] = {}
        self._names: set[str] = set()
        head = {"gongkai": __version__, "run": dict(run)}
        try:
            fresh = not path.exists() or path.stat().st_size == 0
            self._file: BinaryIO = path.open("w+b" if fresh else "r+b")
        except OSError as error:
            reason = error.strerror or str(error)
            raise NoState(
                say("不能使用断点文件“{path}”（{reason}）。请换一个可以写入的位置。", path=path, reason=reason)
            ) from error
        if fresh:
            self._append(head)
        else:
            self._load(head)

    def _load(self, head: Mapping[str, object]) -> None:
        offset = 0
        for number, line in enumerate(self._file):
            entry = _parse(line)
            if number == 0 and entry != head:
                self._file.close()
                raise OtherRun(
                    say(
                        "“{path}”记录的不是这次任务（命令、选项或版本不同），接着做会混入不同的结果。请换一个断点文件，或删除它后从头开始。",
                        path=self.path,
                    )
                )
            if entry is None:
                break  # cut off in the middle of a write: from here on nothing counts
            if number > 0:
                self._index[str(entry["file"]), str(entry["sha256"])] = offset
                self._names.add(str(entry["file"]))
            offset += len(line)
        self._file.truncate(offset)
        self._file.seek(offset)

    def __len__(self) -> int:
        return len(self._index)

    def find(self, name: str, sha256: str) -> Outcome | None:
        """The outcome recorded for this name with these bytes."""
        offset = self._index.get((name, sha256))
        if offset is None:
            return None
        end = self._file.tell()
        self._file.seek(offset)
        entry = _parse(self._file.readline())
        self._file.seek(end)
        assert entry is not None, "the index only holds whole lines"
        text = zlib.decompress(base64.b85decode(str(entry["text"]))).decode("utf-8", "surrogatepass")
        code = None if entry["code"] is None else str(entry["code"])
        return Outcome(name, int(str(entry["status"])), text, code, sha256)

    def knows(self, name: str) -> bool:
        """Whether anything is recorded under this name; only then is it worth to hash the file again."""
        return name in self._names

    def add(self, outcome: Outcome) -> None:
        """Record a finished file; handed to the system when this returns. Without a hash (a file that could not be loaded,
        or whose reader was stopped) nothing is recorded: it is tried again the next time."""
        if outcome.sha256 is None:
            return
        self._index[outcome.name, outcome.sha256] = self._file.tell()
        self._names.add(outcome.name)
        packed = base64.b85encode(zlib.compress(outcome.text.encode("utf-8", "surrogatepass"), 1)).decode()
        self._append(
            {
                "file": outcome.name,
                "sha256": outcome.sha256,
                "status": outcome.status,
                "code": outcome.code,
                "text": packed,
            }
        )

    def _append(self, entry: Mapping[str, object]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _parse(line: bytes) -> dict[str, object] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
