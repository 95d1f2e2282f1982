"""The page on law coverage is true: what it names is there, and nothing that the law asks or the code cites is left out."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.applications.next_step import next_step
from gongkai.applications.stages import MOVES
from gongkai.law.articles import Article, Document, Source
from gongkai.law.clocks import CLOCKS
from gongkai.law.clocks.fixed import FIXED_DAYS
from gongkai.law.letters import LETTERS
from gongkai.law.outcomes import MEANINGS
from gongkai.law.remedies import EITHER, NO_DIRECT_SUIT, RECONSIDERATION_FIRST
from gongkai.law.tree import TREE

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs" / "reference" / "law-coverage.md"
REGULATION = range(1, 57)
PARTS = ("redaction", "disputes", "reminders", "supervision")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is about, and what it names."""

    places: tuple[str, ...]
    functions: tuple[str, ...]
    screens: tuple[str, ...]
    tests: tuple[str, ...]
    missing: str

    @property
    def name(self) -> str:
        return self.places[0]


def _named(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


@cache
def rows() -> tuple[Row, ...]:
    """Every row of every table, in the order of the page."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or cells[0] in ("Article", "Place", "Letter"):
            continue
        *first, functions, screens, tests, missing = cells
        found.append(Row(_places(first[0]), _named(functions), _named(screens), _named(tests), missing))
    return tuple(found)


def _places(cell: str) -> tuple[str, ...]:
    """The places a row is about. 《条例》 and 法释 of the first place stand before the later ones that leave them out."""
    parts = re.split(r"、|, ", cell)
    law = re.match(r"《[^》]+》|法释〔\d+〕\d+号(?=第)", cell)
    if law is None:
        return tuple(parts)
    return tuple(part if not part.startswith("第") else law.group() + part for part in parts)


def _ids(row: Row) -> str:
    return row.name


@pytest.mark.parametrize("row", rows(), ids=_ids)
def test_every_function_that_is_named_imports(row: Row) -> None:
    assert [name for name in row.functions if _found(f"gongkai.{name}") is None] == []


def _found(name: str) -> object | None:
    """What a dotted name stands for: the longest beginning that is a module, then its attributes."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            thing = getattr(thing, part, None)
        return thing
    return None


@cache
def addresses() -> frozenset[str]:
    """Every named address, as ``namespace:name``."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> list[str]:
        found = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                found += walk(pattern.url_patterns, inner)
            elif pattern.name:
                found.append(f"{prefix}{pattern.name}")
        return found

    return frozenset(walk(get_resolver().url_patterns, ""))


@pytest.mark.parametrize("row", rows(), ids=_ids)
def test_every_screen_that_is_named_has_an_address(row: Row) -> None:
    assert [name for name in row.screens if name not in addresses()] == []


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", rows(), ids=_ids)
def test_every_test_that_is_named_exists(row: Row) -> None:
    named = [node.split("::") for node in row.tests]
    assert [(path, test) for path, test in named if test not in functions_in(path)] == []


@pytest.mark.parametrize("row", rows(), ids=_ids)
def test_a_row_names_function_and_test_or_says_what_it_waits_for(row: Row) -> None:
    if row.functions:
        assert row.tests
        # A place without a screen of its own waits for one, or is carried out by something a person never opens.
        assert row.screens or row.missing
    else:
        assert row.tests == row.screens == ()
        assert row.missing == "nothing" or any(part in row.missing for part in PARTS)


def test_every_article_of_the_regulation_stands_on_the_page() -> None:
    numbers = {str(Article("条例", number)) for number in REGULATION}
    told = {place for row in rows() for place in row.places}
    assert {number for number in numbers if not any(place.startswith(number) for place in told)} == set()


@pytest.mark.parametrize(
    ("law", "numbers"),
    [
        ("法释〔2025〕8号", range(1, 16)),
        ("行政复议法", (11, 20, 22, 23, 24, 27, 28, 48, 53, 54, 62, 70, 88)),
        ("行政诉讼法", (45, 46, 56, 67, 82, 83, 85)),
        ("法释〔2018〕1号", (64, 66)),
    ],
)
def test_every_place_of_the_law_on_remedies_stands_on_the_page(law: str, numbers: range | tuple[int, ...]) -> None:
    told = {place for row in rows() for place in row.places}
    missing = [n for n in numbers if not any(place.startswith(str(Article(law, n))) for place in told)]
    assert missing == []


def test_every_letter_of_the_catalogue_stands_on_the_page_once() -> None:
    told = [place for row in rows() for place in row.places if re.fullmatch(r"[PS]\d+", place)]
    assert sorted(told) == sorted(LETTERS)


def cited() -> dict[str, Source]:
    """Every place that the data of the law and the register cites."""
    found: set[Source] = {EITHER, NO_DIRECT_SUIT, RECONSIDERATION_FIRST}
    for letter in LETTERS.values():
        found.update(letter.basis)
    for leaf in TREE.leaves.values():
        found.update(leaf.sources)
    for meaning in MEANINGS.values():
        found.update(meaning.sources)
    for clock in CLOCKS.values():
        found.update(number.source for number in clock.numbers)
    found.update(fixed.source for fixed in FIXED_DAYS.values())
    found.update(move.source for move in MOVES.values())
    return {str(source): source for source in found}


def _covered(source: Source, told: set[str]) -> bool:
    """Whether a row is about the place or, for a document, about the document."""
    if isinstance(source, Document):
        return source.number in told or any(source.number.startswith(place) for place in told)
    whole = Article(source.law, source.number)
    return str(source) in told or str(whole) in told


@pytest.mark.parametrize("name", sorted(cited()))
def test_every_place_that_the_code_cites_is_on_the_page(name: str) -> None:
    assert _covered(cited()[name], {place for row in rows() for place in row.places})


def test_the_sources_of_the_next_step_are_on_the_page() -> None:
    path = Path(next_step.__code__.co_filename)
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "regulation"]
    articles = {Article("条例", *(ast.literal_eval(argument) for argument in call.args)) for call in made}
    told = {place for row in rows() for place in row.places}
    assert articles != set()
    assert [str(article) for article in articles if not _covered(article, told)] == []


def test_what_is_not_there_would_be_found() -> None:
    assert _found("gongkai.applications.actions.no_such_action") is None
    assert _found("gongkai.no_such_room.action") is None
    assert "desk:no_such_screen" not in addresses()
    assert "desk:case" in addresses()
    assert "test_no_such_test" not in functions_in("test_law_coverage.py")


def test_a_place_that_no_row_names_would_be_found() -> None:
    told = {place for row in rows() for place in row.places}
    assert not _covered(Article("条例", 99), told)
    assert not _covered(Document("国办发〔2099〕1号"), told)
