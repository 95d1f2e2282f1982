"""The page of columns says every name that is read, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.ledgers.reading.heads import APPLICATIONS, DISPUTES, NEVER, PARTS, Names

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ledger-columns.md"


def lines(names: Names, fields: list[str]) -> list[str]:
    return [f"| {names.labels[field]} | {'、'.join(names.names[field])} |" for field in fields]


def test_the_page_has_every_column_of_both_ledgers_with_every_name_that_is_read():
    own = [field for field in DISPUTES.labels if not re.match("reconsideration_|first_|second_|retrial_", field)]
    at = [f"reconsideration_{part}" for part in ("number", "authority", "filed_on")]
    wanted = lines(APPLICATIONS, list(APPLICATIONS.labels)) + lines(DISPUTES, own) + lines(DISPUTES, at)
    page = PAGE.read_text("utf-8")
    assert [
        line for line in page.splitlines() if line.startswith("| ") and not line.startswith(("| Column", "| Before"))
    ] == wanted
    assert {*PARTS} <= {*own}
    for names in (APPLICATIONS, DISPUTES):
        assert "、".join(names.names[NEVER]) in page
