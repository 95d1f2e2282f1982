"""Functions that behave badly, for a worker to run: it imports them by name, so they stand in a module of their own."""

import ctypes
import os
import sys
import time

from gongkai.documents import Document, NotThisFormat, Paragraph, Unreadable
from gongkai.documents.worker import Worker, ask_more


def add(a: int, b: int) -> int:
    return a + b


def process_number() -> int:
    return os.getpid()


def document(text: str) -> Document:
    return Document((Paragraph(text),))


def print_much() -> str:
    sys.stdout.write("x" * 100_000)
    os.write(1, b"y" * 100_000)
    return "done"


def never_end() -> None:
    while True:
        time.sleep(1)


def keep_a_child_busy() -> None:
    """Starts a worker, prints its process number, and keeps it at work without end."""
    worker = Worker(seconds=600)
    print(worker.run(process_number), flush=True)
    worker.run(never_end)


def count_long(seconds: float) -> str:
    ask_more(seconds=30)
    time.sleep(seconds)
    return "counted"


def hoard(mebibytes: int) -> int:
    kept = [bytearray(1 << 20) for _ in range(mebibytes)]
    return len(kept)


def hoard_with_leave(mebibytes: int) -> int:
    ask_more(memory_mb=4 * mebibytes)
    return hoard(mebibytes)


def die_in_native_code() -> None:
    ctypes.string_at(0)


def exit_quietly() -> None:
    os._exit(0)


def refuse() -> None:
    raise Unreadable("password", "文件设有打开密码。")


def refuse_format() -> None:
    raise NotThisFormat("这不是PDF文件。")


def fail() -> None:
    raise KeyError("缺少的键")


def smuggle() -> object:
    """A value whose unpickling would run a command in the parent."""

    class Puppet:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("exit 3",)

    return Puppet()
