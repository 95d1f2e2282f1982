"""Rows become rounds, rounds become cases. What does not find its place, or contradicts it, is a fault at its row; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.applications.models import RemedyCase
from gongkai.language import say
from gongkai.law.disputes import bucket_of
from gongkai.ledgers.disputes.chains import Chain, Step
from gongkai.ledgers.disputes.following import follow
from gongkai.ledgers.disputes.opening import open_cases
from gongkai.ledgers.disputes.telling import File
from gongkai.ledgers.models import Batch, Line

_COLUMNS = {"": say("尚未审结"), **dict(RemedyCase.Result.choices)}


class Joining(File):
    """All rows of a file, read and joined; made anew in the transaction that takes them. ``chosen``: result → column of table 4, where
    the body counts it otherwise."""

    def __init__(self, batch: Batch, lines: Iterable[Line], chosen: Mapping[str, str]) -> None:
        super().__init__(batch, lines)
        self.chosen = chosen
        open_cases(self)
        follow(self)
        self._columns()
        for entry in self.entries:
            hearings = entry.row.hearings
            entry.known = bool(hearings) and self.known.get(entry.line.order, 0) == len(hearings)

    def column_of(self, chain: Chain, step: Step) -> str:
        """The column of table 4 that a hearing gives its case, as the body counts results today; "" while nothing is decided."""
        if step.kept is not None:
            return str(step.kept.bucket)
        if not step.result:
            return ""
        before = chain.steps[: chain.steps.index(step)]
        below = next((found for each in reversed(before) if (found := self.column_of(chain, each))), "")
        return bucket_of(step.result, below=below, chosen=self.chosen)

    def _columns(self) -> None:
        """A doubt where the ledger itself counted a result elsewhere than the body counts it now."""
        for chain in self.shelf.chains:
            for step in chain.steps:
                said = step.entry.values.get("column") if step.entry is not None else None
                if said is None or step.entry is None or step.entry.faulty:
                    continue
                now = self.column_of(chain, step)
                if said != now:
                    text = say("原台账计入{said}，按本机关的栏目表是{now}", said=_COLUMNS[said], now=_COLUMNS[now])
                    self.doubt(step.entry, "column", text)
