"""One fuzzed input, made from its number, read and recognised. Runs in a worker; nothing but Unreadable may be raised."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from random import Random
from types import SimpleNamespace
from typing import Any

from documents.fuzzing.mutations import mutated
from documents.fuzzing.seeds import seeds
from gongkai.documents import Document, Unreadable
from gongkai.documents.readers import scanning
from gongkai.documents.reading import READERS, read

# How often each format is tried: those with native parsers and those most seen, more.
WEIGHTS = {
    "pdf": 5, "docx": 4, "html": 4, "text": 3, "doc": 3, "xlsx": 3, "xls": 2, "ods": 2, "markdown": 2, "mhtml": 1, "image": 1,
}  # fmt: skip
assert set(WEIGHTS) == set(READERS)


@cache
def _everything() -> tuple[bytes, ...]:
    return tuple(file for files in seeds().values() for file in files)


def make(seed: int, number: int) -> tuple[str, bytes]:
    """The format and the bytes of input ``number`` of the run ``seed``."""
    rng = Random(f"{seed}/{number}")
    format = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return format, mutated(rng, format, seeds()[format], _everything())


class Blind:
    """Stands for the recogniser of scans, whose models take a gigabyte: it sees pictures of lines and reads nothing in them."""

    def recognize_txt(self, crops: list[Any]) -> Any:
        return SimpleNamespace(txts=[""] * len(crops), scores=[0.0] * len(crops))

    def __call__(self, picture: Any, **_: Any) -> Any:
        return SimpleNamespace(boxes=None, txts=None, scores=None)


def prepare(ocr: bool = False) -> None:
    """Once in a process. Without ``ocr`` everything of the scan reader runs but the neural network."""
    if not ocr:
        scanning._engine = Blind  # type: ignore[assignment]
        scanning.ask_more = lambda **_: None


@cache
def _recognise() -> Callable[[Document], object] | None:
    try:
        from gongkai.reports.recognise import recognise
    except ImportError:
        return None
    return recognise


def trial(data: bytes) -> tuple[str, float]:
    """What became of it (``read`` or the code of the refusal) and the seconds of processor time it took, which other work on the
    machine does not lengthen. Any other exception is let through."""
    start = time.process_time()
    outcome = "read"
    try:
        document = read(data, "x")
        recognise = _recognise()
        if recognise is not None:
            recognise(document)
    except Unreadable as refused:
        outcome = refused.code
    return outcome, time.process_time() - start


def trials(seed: int, first: int, count: int) -> list[tuple[str, str, float]]:
    """Format, outcome and seconds of ``count`` inputs from number ``first``."""
    prepare()
    results = []
    for number in range(first, first + count):
        format, data = make(seed, number)
        results.append((format, *trial(data)))
    return results
