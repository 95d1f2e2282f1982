"""The canonical form: what every format can carry."""

from __future__ import annotations

import pytest
from hypothesis import given

from documents.strategies import raw_documents
from gongkai.documents.canonical import canonical, canonical_table, canonical_text
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("", ""),
        ("  甲  乙 ", "甲 乙"),
        ("第一条\u3000为了", "第一条\u3000为了"),
        ("第一条 \u3000\u3000为了", "第一条\u3000为了"),
        ("甲\u00a0乙", "甲 乙"),
        ("\u3000\u3000段落", "段落"),
        ("甲\r\n乙\r丙\x85丁\u2028戊", "甲\n乙\n丙\n丁\n戊"),
        ("甲\n \n\n乙\n", "甲\n乙"),
        ("甲\x00\x07\x1b乙\ufffe\ud800丙\U0001ffff", "甲乙丙"),
        ("👨‍👩‍👧 ①　Ⅳ", "👨‍👩‍👧 ①　Ⅳ"),
        ("１０件（Ａ）", "１０件（Ａ）"),
    ],
)
def test_canonical_text_keeps_words_and_drops_what_no_file_carries(given_text: str, expected: str) -> None:
    assert canonical_text(given_text) == expected


def test_canonical_text_is_quick_on_a_long_text_that_ends_in_white_space() -> None:
    assert canonical_text("中 a" * 100_000 + " \t") == "中 a" * 100_000


@given(raw_documents())
def test_canonical_is_idempotent(document: Document) -> None:
    once = canonical(document)
    assert canonical(once) == once


@given(raw_documents())
def test_a_canonical_table_claims_every_grid_cell_once_and_has_no_hole_before_a_cell(document: Document) -> None:
    for table in canonical(document).tables:
        grid = table.grid()
        assert sum(cell.rowspan * cell.colspan for row in table.rows for cell in row) == sum(
            here is not None for line in grid for here in line
        )
        for line in grid:
            holes = [here is None for here in line]
            assert holes == sorted(holes)


def test_blocks_without_a_word_are_left_out() -> None:
    empty = Table(((Cell(" "), Cell("")),))
    document = Document((Heading(" "), Paragraph("\n"), empty, Table(()), Paragraph("甲")))
    assert canonical(document).blocks == (Paragraph("甲"),)


def test_heading_levels_are_kept_between_one_and_six() -> None:
    document = Document((Heading("甲", 0), Heading("乙", 6), Heading("丙", 9)))
    assert canonical(document).blocks == (Heading("甲", 1), Heading("乙", 6), Heading("丙", 6))


def test_a_span_past_the_last_row_ends_there() -> None:
    assert canonical_table(Table(((Cell("甲", 9), Cell("乙")), (Cell("丙"),)))) == Table(
        ((Cell("甲", 2), Cell("乙")), (Cell("丙"),))
    )


def test_where_two_spans_claim_one_grid_cell_the_later_is_clipped() -> None:
    # 乙 reaches down into the second row, where 丁 (3 wide) begins left of it.
    table = Table(((Cell("甲"), Cell("乙", 2), Cell("丙")), (Cell("丁", 1, 3),)))
    assert canonical_table(table) == Table(((Cell("甲"), Cell("乙", 2), Cell("丙")), (Cell("丁"),)))


def test_a_row_that_ends_early_keeps_its_end_and_a_hole_before_a_cell_is_filled() -> None:
    table = Table(((Cell("甲"), Cell("乙"), Cell("丙"), Cell("丁", 2)), (Cell("1"),)))
    assert canonical_table(table) == Table(
        ((Cell("甲"), Cell("乙"), Cell("丙"), Cell("丁", 2)), (Cell("1"), Cell(""), Cell("")))
    )
    assert canonical_table(Table(((Cell("甲"), Cell("乙")), (Cell("1"),)))) == Table(
        ((Cell("甲"), Cell("乙")), (Cell("1"),))
    )


def test_a_row_in_which_no_cell_begins_is_taken_out_and_the_head_shrinks_with_it() -> None:
    table = Table(((Cell("甲", 2), Cell("乙", 2)), (), (Cell("1"), Cell("2"))), header_rows=2)
    result = canonical_table(table)
    assert result == Table(((Cell("甲"), Cell("乙")), (Cell("1"), Cell("2"))))
    assert result is not None
    assert result.header_rows == 1


def test_every_sign_is_treated_alike_alone_and_beside_one_that_needs_care() -> None:
    """The quick way for texts with nothing to do and the long way agree on the basic plane and on the ends of the others."""
    ends = [plane * 0x10000 + end for plane in range(1, 17) for end in (0, 0xFFFD, 0xFFFE, 0xFFFF)]
    for code in (*range(0x10000), *ends):
        sign = f"a{chr(code)}b"
        assert canonical_text(sign) == canonical_text(f"\x00{sign}")
