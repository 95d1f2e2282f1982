"""Small reports for the tests of the commands, and how to run a command as a person would."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from gongkai.cli import gongkai

TUTORIAL = Path(__file__).resolve().parent.parent.parent / "docs" / "tutorial"
GOOD = TUTORIAL / "示例县商务局2025年报.txt"
BEFORE = TUTORIAL / "示例县商务局2024年报.txt"
WRONG = TUTORIAL / "示例县民政局2025年报.txt"


def run(*arguments: object) -> Result:
    """Run `gongkai` with these arguments."""
    return CliRunner().invoke(gongkai, [str(argument) for argument in arguments])


def doubtful(path: Path) -> Path:
    """The good report with one figure lost from its third table, written to ``path``."""
    line = "一、本年新收政府信息公开申请数量\t\t\t9\t3\t0\t1\t0\t0\t13"
    text = GOOD.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, line.replace("\t9\t", "\t/\t")), encoding="utf-8")
    return path
