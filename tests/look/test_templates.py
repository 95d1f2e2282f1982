"""What holds for every template of the product: no styles or script of its own, and no sentence that a translator cannot see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

import gongkai
from gongkai.look.templatetags.look import register

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "screens.md"
SOURCE = Path(gongkai.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("*.html"))
HAN = re.compile("[一-鿿]")
LITERAL = r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'"
SAID = re.compile(rf"^t\s+(?:{LITERAL})|(?:{LITERAL})\s*\|\s*t\b")


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_style_and_no_script_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+=|javascript:", text)
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_says_nothing_that_the_catalogue_does_not_hold(path: Path) -> None:
    unsaid = []
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        rest = token.contents
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            rest = SAID.sub("", rest)
        if token.token_type is not TokenType.COMMENT and HAN.search(rest):
            unsaid.append((token.lineno, token.contents.strip()[:60]))
    assert unsaid == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_shows_safe_values_only(path: Path) -> None:
    assert re.findall(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8")) == []


def test_every_tag_and_filter_is_in_the_reference() -> None:
    page = PAGE.read_text(encoding="utf-8")
    tags = [tag for tag in register.tags if f"{{% {tag} " not in page and f"{{% {tag} %" not in page]
    filters = [name for name in register.filters if f"|{name}" not in page]
    assert (tags, filters) == ([], [])
