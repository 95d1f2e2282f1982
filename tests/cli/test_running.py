"""Which process reads a file: ours only where no parser in native code will touch it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulk.echo import Where
from gongkai.bulk import Source
from gongkai.cli.running import Outcomes, Work

ALONE = Work(None, None, None, None, None)


def processes(work: Work, *paths: Path) -> list[str]:
    with Outcomes(Where(), [Source(path, path.name) for path in paths], work, command="test") as outcomes:
        return [outcome.text for outcome in outcomes]


@pytest.mark.parametrize(
    ("content", "ours"),
    [
        ("某县商务局年度报告".encode(), True),
        ("某县商务局年度报告".encode("gb18030"), True),
        (b"", True),
        (b"%PDF-1.7", False),
        (b"PK\x03\x04", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", False),
        (b"<html>", False),
        (b"\x89PNG\r\n\x1a\n\x00", False),
    ],
)
def test_one_file_is_read_here_only_when_it_is_plain_text(content: bytes, ours: bool, tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    path.write_bytes(content)
    assert (processes(ALONE, path) == [str(os.getpid())]) is ours


def test_bounds_that_were_asked_for_need_a_process_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    path.write_text("年报", encoding="utf-8")
    assert processes(Work(None, None, None, 5.0, None), path) != [str(os.getpid())]


def test_several_files_are_never_read_here(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("甲.txt", "乙.txt")]
    for path in paths:
        path.write_text("年报", encoding="utf-8")
    assert str(os.getpid()) not in processes(ALONE, *paths)


def test_a_file_that_is_not_there_is_no_reason_to_start_a_process(tmp_path: Path) -> None:
    assert processes(ALONE, tmp_path / "没有.pdf") == ["missing"]
