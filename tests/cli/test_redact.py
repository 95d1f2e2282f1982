"""`gongkai redact`: what is listed, what is written, and that nothing is left of a copy that does not pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.reports import run
from corpus.embedded import card, drawn, put, saved
from corpus.word import Word, paragraph
from corpus.word import run as words
from gongkai.redaction import Check, Verification

TEXT = "申请人欧阳霁昀，电话13800138000。\n联系人张三，手机 139 0013 9000\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "答复.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_a_folder_it_lists_and_writes_nothing(file: Path) -> None:
    result = run("redact", file)
    assert result.exit_code == 1
    assert result.output.splitlines()[1:] == [
        "  1  手机号码　138****8000  第1行，第11至21个字",
        "  2  手机号码　139****9000  第2行，第10至22个字",
        "只列出，没有生成副本。要生成，请加上 --out 文件夹。",
    ]
    assert [path.name for path in file.parent.iterdir()] == ["答复.txt"]
    listed = json.loads(run("redact", "--json", file).stdout)
    assert listed["places"][0]["place"] == {"part": "1", "start": 10, "end": 21}
    assert run("redact", "--find", "--words", "张三", file).exit_code == 1
    file.write_text("没有要遮的。", encoding="utf-8")
    assert run("redact", file).exit_code == 0


def test_what_is_found_said_and_placed_is_cut_with_an_index_and_a_report(file: Path, tmp_path: Path) -> None:
    more = tmp_path / "要遮的.txt"
    more.write_text("欧阳霁昀\n\n", encoding="utf-8")
    place = json.dumps({"part": "2", "start": 0, "end": 3}, ensure_ascii=False)
    result = run(
        *("redact", "--find", "--words", "张三", "--words-from", more, "--cut", place, "--out", tmp_path / "副本"),
        *("--reason", "process", "--report", file),
    )
    assert result.exit_code == 0, result.output
    assert (tmp_path / "副本" / "答复.txt").read_text(encoding="utf-8") == (
        "申请人██[1]██，电话██[2]██。\n██[3]████[4]██，手机 ██[5]██\n"
    )
    assert not [value for value in ("欧阳", "13800138000", "张三") if value in result.output]
    report = json.loads((tmp_path / "副本" / "答复.txt.核验.json").read_text(encoding="utf-8"))
    assert (report["passed"], [line["reason"][:4] for line in report["index"]]) == (
        True, ["过程性信", "个人隐私", "过程性信", "过程性信", "个人隐私"],
    )  # fmt: skip
    index = (tmp_path / "副本" / "答复.txt.目录.csv").read_text(encoding="utf-8-sig").splitlines()
    assert index[:3] == [
        "编号,位置,范围,理由,依据",
        "1,第1行,部分文字,过程性信息（讨论记录、过程稿、磋商信函、请示报告）,《条例》第十六条第二款",
        "2,第1行,部分文字,个人隐私,《条例》第十五条",
    ]
    assert run("redact", "--words", "张三", "--out", tmp_path / "副本", file).exit_code == 2, "nothing is written over"
    assert run("redact", "--words", "张三", "--out", tmp_path / "副本", "--force", file).exit_code == 0


def test_a_copy_that_does_not_pass_is_not_left(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Verification(False, (Check("被遮蔽的文字", False, "还有被遮蔽的文字"),))
    monkeypatch.setattr("gongkai.cli.redact.verify_bounded", lambda *_, **__: bad)
    result = run("redact", "--find", "--out", tmp_path / "副本", "--report", file)
    assert (result.exit_code, "没有留下副本" in result.stderr, (tmp_path / "副本").exists()) == (1, True, False)
    assert "没有通过  被遮蔽的文字" in result.stdout


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("--words", "李四", "--out", "副本"), "文件里没有“李四”"),
        (("--cut", "第9页 1 1 1 1", "--out", "副本"), "看不懂“第9页 1 1 1 1”"),
        (("--cut", '{"page": 1}', "--out", "副本"), "看不出是文件的哪里"),
        (("--find", "--report"), "--report 要和 --out 一起用"),
        (("--words", "张三", "--out", "."), "副本会写到原件"),
        (("--words", "张三", "--out", ".", "--force"), "副本会写到原件"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_nothing_is_written(
    file: Path, given: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    result = run("redact", *given, "答复.txt")
    assert (result.exit_code, why in result.stderr) == (2, True), result.output
    assert [path.name for path in file.parent.iterdir()] == ["答复.txt"]
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_picture_in_a_word_file_is_listed_and_cut_by_its_number(tmp_path: Path) -> None:
    made = Word()
    made.body += [paragraph(words("附图")), paragraph(drawn(put(made, saved(card("公开", (64, 40))))))]
    path = tmp_path / "附图.docx"
    path.write_bytes(made.bytes())
    assert "  图片1  第1段之后  64×40像素" in run("redact", path).output.splitlines()
    result = run("redact", "--cut", "图片1 10 20 30 40", "--json", "--out", tmp_path / "副本", path)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["index"][0]["where"] == "图片1（第1段之后）"
    assert (tmp_path / "副本" / "附图.docx").exists()
