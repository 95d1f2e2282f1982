"""A secret comes from the environment or from a file that is named there; a file that cannot be read stops the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import GongkaiError
from gongkai.secrets import secret


def test_the_environment_comes_first_then_the_first_line_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "password"
    place.write_text("from the file \nsecond line\n", encoding="utf-8")
    assert secret("A_SECRET", "A_SECRET_FILE") == ""
    monkeypatch.setenv("A_SECRET_FILE", str(place))
    assert secret("A_SECRET", "A_SECRET_FILE") == "from the file"
    monkeypatch.setenv("A_SECRET", "from the environment")
    assert secret("A_SECRET", "A_SECRET_FILE") == "from the environment"


def test_a_file_that_cannot_be_read_is_named_and_nothing_of_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "password"
    place.write_bytes(b"\xff\xfe\x00geheim")
    monkeypatch.setenv("A_SECRET_FILE", str(place))
    with pytest.raises(GongkaiError) as told:
        secret("A_SECRET", "A_SECRET_FILE")
    assert str(told.value) == f"A_SECRET_FILE 指的文件“{place}”读不出来。请核对路径和权限。"
