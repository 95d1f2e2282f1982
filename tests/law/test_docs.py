"""The pages about the law: generated ones match the data, decisions and code name each other.

The examples of every page are run by tests/test_docs.py.
"""

import doctest
import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference" / "law"
DECISIONS = ROOT / "docs" / "decisions"
LAW = ROOT / "src" / "gongkai" / "law"


def generated() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", REFERENCE / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_the_reference_pages_are_what_the_data_makes_them():
    made = generated()
    assert sorted(path.name for path in REFERENCE.glob("*.md")) == sorted([*made, "library.md"])
    for name, text in made.items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == text, f"run {REFERENCE / 'generate.py'}: {name}"


def test_the_examples_of_the_library_page_give_what_it_shows():
    result = doctest.testfile(str(REFERENCE / "library.md"), module_relative=False, encoding="utf-8")
    assert (result.failed, result.attempted) == (0, 37)


def test_every_decision_on_the_law_is_named_in_the_code_and_every_one_named_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in LAW.rglob("*.py"))
    named = {
        number
        for list_ in re.findall(r"decisions? ([\d and,]+)|\((\d{4})\)", code)
        for number in re.findall(r"\d{4}", " ".join(list_))
    }
    written = {path.name[:4] for path in DECISIONS.glob("0*.md")}
    # The first twenty numbers are those of the law; later readings of it stand among the others.
    assert {f"{n:04}" for n in range(1, 20)} <= named <= written


def test_every_decision_page_starts_with_its_number_and_title():
    for path in DECISIONS.glob("00[01][0-9]-*.md"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert re.fullmatch(rf"# {path.name[:4]}\. \S.*", first), path.name
