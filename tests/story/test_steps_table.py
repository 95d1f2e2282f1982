"""Every job that must be counted is counted by some journey, and the table says what is missing or takes too long."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from steps import REQUIRED, TARGETS, Row, counted, missing, over_target, table

TESTS = Path(__file__).resolve().parents[1]
CALL = re.compile(r'\bSteps\(\s*[\w.]+,\s*"(\w+)",\s*(\d+),')
"""``Steps(page, "clerk", 3, …)``"""
WITHIN = re.compile(r'\bSteps\([\w.]+, "(\w+)", number,')
"""A file that counts for one kind of person: ``steps(3, …)`` is that person's third job."""


def journeys() -> set[tuple[str, int]]:
    """Who and which job, of every place in the tests that counts steps and hands in what it counted."""
    found = set()
    for path in TESTS.rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        if "over_target(" not in text or path == Path(__file__):
            continue
        found |= {(who, int(number)) for who, number in CALL.findall(text)}
        for who in WITHIN.findall(text):
            found |= {(who, int(number)) for number in re.findall(r"\.steps\((\d+),", text)}
    return found


def test_every_required_job_has_a_journey_that_counts_its_steps() -> None:
    required = {(who, number) for who, numbers in REQUIRED.items() for number in numbers}
    assert required - journeys() == set()
    assert journeys() - {(who, number) for who, numbers in TARGETS.items() for number in numbers} == set()


def test_a_job_over_its_target_is_named_and_kept_in_the_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "steps.jsonl"
    monkeypatch.setenv("GONGKAI_STEPS", str(place))
    slow = Row("clerk", 3, "Send a correction notice", 3, 2)
    assert over_target([Row("clerk", 3, "Send a correction notice", 2, 2), Row("clerk", 1, "Register", 1, 1)]) == []
    assert over_target([slow]) == [slow]
    assert [json.loads(line)["steps"] for line in place.read_text(encoding="utf-8").splitlines()] == [2, 1, 3]
    assert counted(place) == [Row("clerk", 1, "Register", 1, 1), slow]
    assert table(counted(place)).splitlines() == [
        "who           no  steps target  job",
        "clerk          1      1      1  Register",
        "clerk          3      3      2  Send a correction notice   OVER TARGET",
    ]


def test_a_target_of_its_own_is_refused() -> None:
    with pytest.raises(AssertionError, match="not the one of the table"):
        over_target([Row("clerk", 3, "Send a correction notice", 3, 3)])


def test_what_no_journey_counted_is_missing() -> None:
    rows = [Row(who, number, "", 1, 1) for who, numbers in REQUIRED.items() for number in numbers]
    assert missing(rows) == []
    assert missing(rows[1:]) == [("clerk", 1)]
    assert len(missing([])) == 51
