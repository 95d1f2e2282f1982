"""The group of commands: Chinese, lazy, and one line for every error."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from gongkai.cli import COMMANDS, gongkai
from gongkai.cli.wording import _PLURALS, wording
from gongkai.errors import GongkaiError


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(gongkai, arguments)


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """A command `due` that raises what the list holds."""
    raised: list[BaseException] = []

    @click.command()
    def command() -> None:
        raise raised[0]

    monkeypatch.setattr(type(gongkai), "get_command", lambda self, ctx, name: command)
    return raised


def test_help_lists_every_command_in_chinese() -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    listed = result.output.split("命令：\n")[1].split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == [
        "read",
        "check",
        "convert",
        "compare",
        "sum",
        "redact",
        "due",
        "fee",
        "calendar",
        "demo",
        "init",
        "bodies",
        "serve",
        "worker",
        "tick",
        "reminders",
        "heartbeat",
        "doctor",
        "backup",
        "restore",
        "upgrade",
        "reindex",
        "opendata",
        "retention",
        "zone",
        "archive",
        "audit",
    ]
    assert not [word for word in ("Usage", "Options", "Commands", "Show") if word in result.output]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_chinese(name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"用法：gongkai {name} [选项]")
    assert not [word for word in ("Usage", "Options", "Show", "default:", "required") if word in result.output]


def test_a_wrong_command_and_a_wrong_option_are_one_chinese_line() -> None:
    for arguments, line in [
        (["查"], "没有 查 这个命令。用“gongkai --help”查看用法。\n"),
        (["--快"], "没有 --快 这个选项。用“gongkai --help”查看用法。\n"),
        (["read"], "缺少参数 '路径…'。用“gongkai read --help”查看用法。\n"),
        (
            ["read", "--jobs", "二", "x"],
            "'--jobs' 的值不正确：“二”不是正确的数。用“gongkai read --help”查看用法。\n",
        ),
    ]:
        result = invoke(*arguments)
        assert (result.exit_code, result.stderr, result.stdout) == (2, line, "")


def test_our_errors_become_one_line_on_stderr_and_status_2(trouble: list[BaseException]) -> None:
    trouble.append(GongkaiError("文件损坏，\n没有读出。请重新索取。"))
    result = invoke("due")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "文件损坏， 没有读出。请重新索取。\n")


def test_an_interrupt_says_what_is_kept_and_ends_with_130(trouble: list[BaseException]) -> None:
    trouble.append(KeyboardInterrupt("已按要求停止：3 个文件已处理 1 个。"))
    result = invoke("due")
    assert (result.exit_code, result.stderr) == (130, "\n已按要求停止：3 个文件已处理 1 个。\n")


def test_a_plain_interrupt_gets_a_sentence_too(trouble: list[BaseException]) -> None:
    trouble.append(KeyboardInterrupt())
    assert invoke("due").stderr == "\n已按要求停止。此前已经输出的结果有效，未处理的部分没有输出。\n"


def test_what_the_system_refuses_is_a_sentence_and_status_2(trouble: list[BaseException]) -> None:
    trouble.append(OSError(28, "No space left on device", "输出.jsonl"))
    result = invoke("due")
    assert (result.exit_code, result.stderr) == (
        2,
        "系统报错：No space left on device“输出.jsonl”，无法继续。请检查路径、权限和磁盘空间。\n",
    )


def test_a_defect_of_ours_is_never_taken_for_findings(trouble: list[BaseException]) -> None:
    trouble.append(ZeroDivisionError("division by zero"))
    result = invoke("due")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-2:] == [
        "ZeroDivisionError: division by zero",
        "程序出错，这是本软件的缺陷。请把以上内容和所用的命令反馈给维护者。",
    ]


def test_a_command_is_imported_only_when_it_is_called() -> None:
    code = (
        "import sys\n"
        "from gongkai.cli import gongkai\n"
        "try:\n    gongkai.main(['due', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = ('lxml', 'selectolax', 'pypdfium2', 'docx', 'typst', 'distributed', 'gongkai.documents', 'gongkai.reports')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert run.stderr == "[]\n"


def test_a_reader_that_stops_listening_is_no_error(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", "from gongkai.cli import main; main()", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()
    assert (run.stderr.read(), run.wait()) == (b"", 0)


# Sentences for programmers and prompts that no command of ours can show.
UNSEEN = {
    *("DeprecationWarning: The command {name!r} is deprecated.{extra_message}", "Value must be an iterable."),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Could not determine name for option with declarations {decls!r}",
    (
        "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
        "Did you mean to pass '--{name}'?"
    ),
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    *("Name '{name}' defined twice", "Boolean option {decl!r} cannot use the same flag for true/false."),
    *("Do you want to continue?", "Confirm the action without prompting.", "%(prog)s, version %(version)s"),
    "Invalid start character for option ({option})",
}


def test_every_sentence_of_click_that_can_appear_is_translated() -> None:
    seen = set()
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        source = inspect.getsource(sys.modules[f"click.{name}"])
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                seen.update(a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str))
    assert seen - UNSEEN - set(wording()) == set()
    assert all(message for message in wording().values()) and _PLURALS


def test_places_to_fill_are_the_same_in_both_languages() -> None:
    import string

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [(ours, theirs) for theirs, ours in wording().items() if not places(ours) <= places(theirs)] == []


def test_another_language_takes_effect_from_its_catalogue(tmp_path: Path) -> None:
    catalogue = tmp_path / "en" / "LC_MESSAGES" / "gongkai.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(compiled({"没有 {name} 这个命令。": "There is no command {name}.", "用法：": "Usage: "}))
    code = (
        "import gongkai.language, pathlib, sys\n"
        "gongkai.language.LOCALE = pathlib.Path(sys.argv[1])\n"
        "from gongkai.cli import gongkai as group\n"
        "group.main(['abc'])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"GONGKAI_LANGUAGE": "en"},
    )
    assert run.stderr.startswith("There is no command abc.")


def compiled(messages: dict[str, str]) -> bytes:
    """A gettext catalogue (.mo) of these messages, as the format has been since the first GNU gettext."""
    import struct

    everything = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    pairs = sorted((key.encode(), value.encode()) for key, value in everything.items())
    ids = b"".join(key + b"\0" for key, _ in pairs)
    texts = b"".join(value + b"\0" for _, value in pairs)
    start = 28 + 16 * len(pairs)
    key_at, text_at = start, start + len(ids)
    keys, values = b"", b""
    for key, value in pairs:
        keys += struct.pack("<II", len(key), key_at)
        values += struct.pack("<II", len(value), text_at)
        key_at += len(key) + 1
        text_at += len(value) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + keys + values + ids + texts
