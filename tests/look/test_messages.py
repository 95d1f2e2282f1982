"""The catalogue's collector reads templates too."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"


@pytest.fixture
def collector(tmp_path: Path) -> ModuleType:
    """The tool, looking at a source folder of its own."""
    spec = importlib.util.spec_from_file_location("messages", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SOURCE = tmp_path  # type: ignore[attr-defined]
    return module


def page(folder: Path, text: str) -> Path:
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_sentences_and_literal_arguments_are_found_in_order(collector: ModuleType, tmp_path: Path) -> None:
    text = """{# {% t "注释" %} #}{% t "收到{n}件" n=count %}
{% state "run" "办理中"|t %}{% t '他说“好”' as x %}{% t "说\\"好\\"" %}{{ on|title }}{% tl %}{% comment %}{% t name %}{% endcomment %}"""
    assert list(collector.shown(page(tmp_path, text))) == ["收到{n}件", "办理中", "他说“好”", '说"好"']


@pytest.mark.parametrize("bad", ["\n{% t name %}", "\n{% state 'run' label|t %}", "\n{{ label|t }}"])
def test_a_sentence_that_no_translator_would_see_stops_the_tool(
    collector: ModuleType, tmp_path: Path, bad: str
) -> None:
    with pytest.raises(SystemExit, match=r"page\.html:2: t needs a literal message"):
        list(collector.shown(page(tmp_path, bad)))


def test_the_template_holds_what_pages_say(collector: ModuleType, tmp_path: Path) -> None:
    page(tmp_path, '{% t "收到{n}件" n=count %}')
    assert '#: page.html\n#, python-brace-format\nmsgid "收到{n}件"\nmsgstr ""\n' in collector.template()
