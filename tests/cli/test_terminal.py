"""Tables and lines that hold together although Chinese characters take two columns."""

from __future__ import annotations

import io

import pytest

from gongkai.cli.terminal import Progress, columns, pad, shorten, table, width, wrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("12", 2),
        ("总计", 4),
        ("（一）", 6),
        ("ＡＢ", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("𠮷", 2),
        ("零\u200b宽", 4),
    ],
)
def test_width_counts_the_columns_of_a_terminal(text: str, expected: int) -> None:
    assert width(text) == expected


def test_padding_puts_blanks_on_the_side_that_was_asked_for() -> None:
    assert (pad("总计", 6), pad("12", 6, "right"), pad("总计数", 4)) == ("总计  ", "    12", "总计数")


def test_shortening_never_runs_over_and_never_cuts_what_fits() -> None:
    assert (shorten("总计", 4), shorten("总计数", 5)) == ("总计", "总…")


def test_table_columns_line_up_and_figures_stand_right() -> None:
    rows = [["", "自然人", "总计"], ["（一）予以公开", "4", "1024"], ["短"]]
    assert table(rows, ["left", "right", "right"], indent="").splitlines() == [
        "                自然人  总计",
        "（一）予以公开       4  1024",
        "短",
    ]


def test_wrapping_keeps_numbers_whole_and_closing_marks_off_the_start_of_a_line() -> None:
    assert wrap("甲乙丙丁，2025年共12345件。", 12, "  ") == "  甲乙丙丁，\n  2025年共\n  12345件。"


def test_wrapping_leaves_no_opening_mark_at_the_end_of_a_line() -> None:
    assert wrap("依照现行《条例》的规定", 10) == "依照现行\n《条例》的\n规定"


def test_without_a_terminal_lines_are_a_hundred_columns() -> None:
    assert columns(io.StringIO()) == 100


def test_progress_stays_silent_where_stderr_is_no_terminal() -> None:
    stream = io.StringIO()
    progress = Progress(3, stream)
    for _ in range(3):
        progress.advance()
    progress.clear()
    assert stream.getvalue() == ""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_counts_up_and_is_taken_away_at_the_end() -> None:
    stream = Screen()
    progress = Progress(2, stream)
    progress.advance()
    progress.advance()
    progress.clear()
    assert "████████████████████████ 2/2，" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_single_file_needs_no_progress_even_on_a_terminal() -> None:
    stream = Screen()
    progress = Progress(1, stream)
    progress.advance()
    progress.clear()
    assert stream.getvalue() == ""
