"""The limits of reading."""

from __future__ import annotations

import zipfile

import pytest

from documents.builders import zipped
from gongkai.documents import bounds
from gongkai.documents.bounds import Budget, Zip, parse_xml
from gongkai.documents.errors import Unreadable


def refused(act: object, *values: object) -> str:
    with pytest.raises(Unreadable) as error:
        act(*values)  # type: ignore[operator]
    return error.value.code


def test_a_budget_ends_with_its_seconds() -> None:
    now = [0.0]
    budget = Budget(4.0, lambda: now[0])
    now[0] = 4.0
    budget.check()
    now[0] = 4.01
    assert refused(budget.check) == "too-slow"


def test_the_clock_is_looked_at_every_256_turns() -> None:
    looks = []
    budget = Budget(4.0, lambda: looks.append(1) or 0.0)  # type: ignore[func-returns-value]
    for _ in range(1024):
        budget.tick()
    assert len(looks) == 1 + 4


def test_blocks_cells_and_characters_are_counted() -> None:
    budget = Budget(clock=lambda: 0.0)
    budget.cells(bounds.MOST_CELLS)
    assert refused(budget.cells, 1) == "too-many-parts"
    assert refused(Budget(clock=lambda: 0.0).block, bounds.MOST_CHARACTERS + 1) == "too-many-parts"


def test_parts_are_found_whatever_their_case_and_slashes() -> None:
    package = Zip(zipped({"Word\\Document.xml": "<a/>", "/b.xml": "<b/>"}))
    assert package.read("word/document.xml") == b"<a/>"
    assert package.read("b.xml") == b"<b/>"
    assert package.read("c.xml") is None
    assert "WORD/document.XML" in package


def test_a_path_out_of_the_zip_is_only_a_name() -> None:
    assert Zip(zipped({"../../etc/passwd": "x"})).names == ["../../etc/passwd"]


def test_a_part_that_expands_beyond_the_ratio_is_refused() -> None:
    assert refused(Zip(zipped({"a": b" " * 5_000_000})).read, "a") == "too-large"


def test_parts_that_expand_beyond_the_total_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "ZIP_EXPANDED", 1_000)
    package = Zip(zipped({"a": b"x" * 600, "b": b"y" * 600}))
    assert package.read("a") == b"x" * 600
    assert refused(package.read, "b") == "too-large"


def test_too_many_entries_are_refused() -> None:
    assert refused(Zip, zipped({str(i): "" for i in range(2_001)})) == "too-many-parts"


def test_a_directory_of_enormous_size_is_refused_before_it_is_read() -> None:
    data = bytearray(zipped({"a": "x"}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = (50_000_000).to_bytes(4, "little")
    assert refused(Zip, bytes(data)) == "too-many-parts"


def test_an_unusual_compression_is_damage() -> None:
    assert refused(Zip(zipped({"a": "x" * 100}, zipfile.ZIP_LZMA)).read, "a") == "damaged"


def test_a_wrong_checksum_is_damage() -> None:
    data = zipped({"a": "hello"}, zipfile.ZIP_STORED).replace(b"hello", b"jello")
    assert refused(Zip(data).read, "a") == "damaged"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<a><b></a>", "damaged"),
        (b"", "damaged"),
        (b"<!DOCTYPE a><a/>", "unsupported"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unsupported"),
        (b"<a>" * 300 + b"</a>" * 300, "too-many-parts"),
    ],
)
def test_xml_that_no_office_program_writes_is_refused(xml: bytes, code: str) -> None:
    assert refused(parse_xml, xml) == code


def test_the_laughing_entities_are_refused_before_they_expand() -> None:
    lines = ['<!ENTITY e0 "ha">'] + [f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12)]
    assert refused(parse_xml, f"<!DOCTYPE a [{''.join(lines)}]><a b='&e11;'>&e11;</a>".encode()) in (
        "unsupported",
        "damaged",
    )


def test_every_limit_has_its_sentence() -> None:
    for error in (
        bounds.too_large(16_000_000),
        bounds.too_many_parts(),
        bounds.too_slow(),
        bounds.damaged(),
        bounds.password(),
        bounds.empty(),
        bounds.no_text(),
        bounds.has_entities(),
    ):
        assert str(error).endswith("。")
        assert "请" in str(error)
