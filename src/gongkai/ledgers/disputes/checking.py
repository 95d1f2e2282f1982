"""The check of a ledger of disputes: all of its rows at once, for each is right or wrong only among the others."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.applications.actions.remedying import chosen_columns
from gongkai.ledgers.disputes.joining import Joining
from gongkai.ledgers.disputes.writing import lines_of, mark
from gongkai.ledgers.models import Batch, Line


class Checking:
    """The rows of a batch, each marked by what the whole file says of it."""

    def __init__(self, batch: Batch) -> None:
        joined = Joining(batch, lines_of(batch), chosen_columns(batch.agency))
        self._found = {entry.line.pk: entry for entry in joined.entries}

    def mark(self, lines: Sequence[Line]) -> None:
        for line in lines:
            mark(line, self._found[line.pk])
