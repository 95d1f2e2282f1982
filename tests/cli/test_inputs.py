"""What people type becomes one ordered list of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.cli.inputs import NoInput, sources


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "乙.txt",
        "甲.docx",
        "图.PNG",
        "备注.exe",
        "~$甲.docx",
        ".隐藏.txt",
        "下级/丙.html",
        "下级/.git/丁.txt",
    ):
        path = tmp_path / "报告" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "空").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*arguments: str) -> list[str]:
    return [source.name for source in sources(arguments)]


def test_a_folder_gives_its_reports_with_those_of_its_folders_in_the_order_of_names(folder: Path) -> None:
    assert names("报告") == ["报告/下级/丙.html", "报告/乙.txt", "报告/图.PNG", "报告/甲.docx"]


def test_a_file_named_itself_is_taken_whatever_it_is_called(folder: Path) -> None:
    assert names("报告/备注.exe") == ["报告/备注.exe"]


def test_arguments_keep_their_order_and_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert names("报告/甲.docx", "./报告/乙.txt", "报告") == [
        "报告/甲.docx",
        "报告/乙.txt",
        "报告/下级/丙.html",
        "报告/图.PNG",
    ]


def test_a_glob_that_the_shell_did_not_open_is_opened(folder: Path) -> None:
    assert names("报告/*.docx") == ["报告/甲.docx"]
    assert names("报告/**/*.html") == ["报告/下级/丙.html"]


def test_a_file_that_is_not_there_keeps_its_place(folder: Path) -> None:
    assert names("报告/甲.docx", "没有.pdf", "报告/乙.txt") == ["报告/甲.docx", "没有.pdf", "报告/乙.txt"]


def test_a_name_with_brackets_is_a_file_before_it_is_a_glob(folder: Path) -> None:
    (folder / "报告[1].txt").write_bytes(b"")
    assert names("报告[1].txt") == ["报告[1].txt"]


@pytest.mark.parametrize(
    "address", ["https://example.gov.cn/a.html", "HTTP://示例.cn", "ftp://h/x", "www.example.cn/a"]
)
def test_a_web_address_is_refused_with_a_way_out(folder: Path, address: str) -> None:
    with pytest.raises(NoInput) as refused:
        names(address)
    assert str(refused.value) == (
        f"“{address}”是网址。本软件不联网，只读取本机文件。请先在浏览器中把网页或附件保存到本机，再读取保存的文件。"
    )


@pytest.mark.parametrize("argument", ["空", "报告/*.pdf"])
def test_where_there_is_nothing_to_read_a_sentence_says_so(folder: Path, argument: str) -> None:
    with pytest.raises(NoInput, match=r"没有"):
        names(argument)


def test_no_argument_at_all_gets_an_example() -> None:
    with pytest.raises(NoInput, match=r"例如：gongkai read 报告\.docx"):
        sources([])
