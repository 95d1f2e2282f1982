"""Files with strings planted in them, redacted: nothing planted survives anywhere in the copy, and what must stay, stays.

``benchmarks/redaction.py`` does the same with 200 files and reads the pixels of each page; here a sample, whose pixels the product's own
check looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from corpus.redacting import ToRedact, to_redact
from corpus.searching import redacted, searched
from gongkai.documents.readers import scanning
from gongkai.redaction import Cut, Verification, redact, verify


@cache
def sample() -> tuple[ToRedact, ...]:
    """One file of every way that Word, workbooks and text are made, and some pages."""
    made = [file for file in to_redact(120, seed=3) if not file.pictures]  # those are in test_embedded
    ways: dict[str, ToRedact] = {}
    for file in made:
        ways.setdefault(file.name[4:], file)
    pages = [file for file in ways.values() if file.kind in ("pdf", "scan")]
    return (*(file for file in ways.values() if file.kind not in ("pdf", "scan")), *pages[:4])


@contextmanager
def unread(file: ToRedact) -> Iterator[None]:
    """The little pictures inside Word files hold no letters; to look for some costs seconds each."""
    with pytest.MonkeyPatch.context() as patch:
        if file.kind in ("docx", "xlsx"):
            patch.setattr(scanning, "available", lambda: False)
        yield


@cache
def done(at: int) -> tuple[bytes, tuple[Cut, ...]]:
    with unread(sample()[at]):
        made, cuts = redacted(sample()[at])
    return made, tuple(cuts)


def test_nothing_planted_survives_and_what_must_stay_stays() -> None:
    wrong = {}
    for at, file in enumerate(sample()):
        left, kept = searched(file, done(at)[0], ocr=False)
        if left or set(kept) != set(file.stays):
            wrong[file.name] = (left, set(file.stays) - set(kept))
    assert wrong == {}


def test_the_second_look_passes_what_is_redacted_and_not_what_is_not() -> None:
    failed: dict[str, Verification] = {}
    passed = []
    for at, file in enumerate(sample()):
        made, cuts = done(at)
        with unread(file):
            looked = verify(file.data, made, cuts, file.name)
            if not looked.passed:
                failed[file.name] = looked
            if file.kind not in ("pdf", "scan") and verify(file.data, file.data, cuts, file.name).passed:
                passed.append(file.name)
    assert (failed, passed) == ({}, [])


def test_no_check_and_no_index_tells_what_was_cut() -> None:
    told = []
    for at, file in enumerate(sample()):
        if file.kind in ("pdf", "scan"):
            continue
        _, cuts = done(at)
        with unread(file):
            shown = repr(verify(file.data, file.data, cuts, file.name)) + repr(redact(file.data, file.name, cuts).index)
        told += [(file.name, text) for text in file.planted if text in shown]
    assert told == []


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "txt"])
def test_the_same_cuts_give_the_same_bytes(kind: str) -> None:
    at, file = next((at, file) for at, file in enumerate(sample()) if file.name.endswith(kind))
    made, cuts = done(at)
    with unread(file):
        assert redact(file.data, file.name, cuts).data == made
