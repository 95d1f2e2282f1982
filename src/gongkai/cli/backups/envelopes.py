"""The envelope of a backup: shut for public keys, opened by any one of their private keys, in the format of `age`
(age-encryption.org/v1), so that other tools open it, too. Both ways flow: nothing of what is inside touches a disk here.

What is shut is not signed: whoever knows a public key can make an envelope that opens. Who wrote it is told by what is inside.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pyrage

from gongkai.errors import GongkaiError
from gongkai.language import say

MAGIC = b"age-encryption.org/v1"
SUFFIX = ".age"
PRIVATE = "AGE-SECRET-KEY-"
_MOST_BYTES = 64_000
"""Of a file of keys."""
_CHUNK = 1 << 20


class NotOpened(GongkaiError):
    """An envelope that stays shut: no key, another key, or damage on the way."""


def public_keys(words: Iterable[str]) -> list[Any]:
    """The keys that ``words`` name, parted by commas or blanks, each once. Raises GongkaiError where one is none."""
    named = dict.fromkeys(each for word in words for each in word.replace(",", " ").replace("，", " ").split())
    found = []
    for each in named:
        if each.upper().startswith(PRIVATE):
            raise GongkaiError(
                say(
                    "这里写的是私钥，没有备份。应当写 age1 开头的公钥；这把私钥已经不算保密，请用 gongkai backup --new-key 另生成一对。"
                )
            )
        try:
            found.append(pyrage.x25519.Recipient.from_str(each))
        except pyrage.RecipientError as error:
            raise GongkaiError(
                say(
                    "“{key}”不是完整的公钥，没有备份。公钥以 age1 开头，共62个字符，请从生成时的输出原样复制。",
                    key=each[:20],
                )
            ) from error
    return found


def private_keys(places: Sequence[Path]) -> list[Any]:
    """The keys in the files ``places``; blank lines and lines that begin with # are left out. Raises GongkaiError; what stands in a
    file is never repeated in the words."""
    found = []
    for place in places:
        with place.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        held = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if held and all(line.startswith("age1") for line in held):
            raise GongkaiError(say("“{place}”里是公钥，打不开备份。请用同时生成的私钥文件。", place=place))
        try:
            keys = [pyrage.x25519.Identity.from_str(line) for line in held]
        except pyrage.IdentityError:
            keys = []
        if not keys:
            raise GongkaiError(
                say(
                    "“{place}”里没有完整的私钥。私钥以 AGE-SECRET-KEY- 开头，共74个字符，请核对抄录的每个字符。",
                    place=place,
                )
            )
        found += keys
    return found


def new_pair(place: Path, home: Path) -> str:
    """Write a new private key to the new file ``place``, readable by its owner alone; its public key. Raises GongkaiError where the file
    exists, or would stand in the data folder ``home``: whoever takes that folder away would have both."""
    if place.resolve().is_relative_to(home.resolve()):
        raise GongkaiError(
            say("私钥不能放在数据目录里：拿走数据目录的人就同时拿走了私钥。没有生成，请换一个位置，例如U盘。")
        )
    pair = pyrage.x25519.Identity.generate()
    public = str(pair.to_public())
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise GongkaiError(say("“{place}”已经存在，没有覆盖，也没有生成。请换一个文件名。", place=place)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# {say('公开系统备份私钥')} {datetime.now():%Y-%m-%d}\n# public key: {public}\n{pair}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def once() -> tuple[Any, Any]:
    """A private key and its public one that live as long as this process: to read back what it has shut."""
    pair = pyrage.x25519.Identity.generate()
    return pair, pair.to_public()


def is_shut(place: Path) -> bool:
    """Whether a file is such an envelope, by its first bytes."""
    with place.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def shut(target: Any, keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """What is written to the flow arrives at ``target`` encrypted for all of ``keys``. Raises what writing to ``target`` raised."""
    outlet, inlet = os.pipe()
    sink = _Minded(target)

    def work() -> None:
        with os.fdopen(outlet, "rb") as source:
            pyrage.encrypt_io(source, sink, keys)

    with _beside(work) as failed:
        try:
            with os.fdopen(inlet, "wb", buffering=_CHUNK) as flow:
                yield flow
        except BrokenPipeError:
            # The other side stopped reading; why, it says itself.
            if not failed():
                raise
        if error := failed():
            raise sink.error or error


@contextmanager
def opened(source: Any, keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """What is inside the envelope ``source``, as a flow; what the body leaves of it is read to the end, for what came before the end of a
    damaged or cut envelope is worth nothing. Raises NotOpened, in the place of whatever the body made of a flow that broke off."""
    outlet, inlet = os.pipe()
    feed = _Minded(source)

    def work() -> None:
        sink = None
        try:
            with os.fdopen(inlet, "wb", buffering=_CHUNK) as flow:
                sink = _Minded(flow)
                pyrage.decrypt_io(feed, sink, keys)
        except Exception as error:
            # Where the reader went away it had its reason, and that is what counts.
            if not isinstance((sink and sink.error) or error, BrokenPipeError):
                raise

    with _beside(work) as failed:
        try:
            with os.fdopen(outlet, "rb", buffering=_CHUNK) as flow:
                yield flow
                while flow.read(_CHUNK):
                    pass
        except BaseException:
            if error := failed():
                raise _told(feed.error or error) from error
            raise
        if error := failed():
            raise _told(feed.error or error) from error


class _Minded:
    """A file for the library, which makes a text of an error; here the error itself is kept."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        return self._mind(lambda: self._file.read(size))  # type: ignore[no-any-return]

    def write(self, data: bytes) -> int:
        return self._mind(lambda: self._file.write(data))  # type: ignore[no-any-return]

    def flush(self) -> None:
        self._mind(self._file.flush)

    def _mind(self, job: Callable[[], Any]) -> Any:
        try:
            return job()
        except BaseException as error:
            self.error = self.error or error
            raise


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[Callable[[], BaseException | None]]:
    """``work`` in a thread beside the body; a function that waits for its end and says what it failed of."""
    failure: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run, name="gongkai-envelope", daemon=True)
    thread.start()

    def failed() -> BaseException | None:
        thread.join()
        return failure[0] if failure else None

    try:
        yield failed
    finally:
        thread.join()


def _told(error: BaseException) -> BaseException:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        return NotOpened(
            say("这把私钥打不开这份备份：备份是给别的公钥加密的。请换用当时的私钥，公钥写在私钥文件的第二行。")
        )
    if isinstance(error, OSError) and error.errno:
        return error
    return NotOpened(say("这份加密的备份不完整或者被改动过，不能恢复。请换一份备份，或者重新复制后再试。"))
