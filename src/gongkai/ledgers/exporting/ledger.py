"""A ledger as columns over records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Column:
    """``head``: as printed; those of the applications are read back by the import. ``value``: of one record, a day,
    a number, a text, or None."""

    key: str
    head: str
    value: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Ledger:
    """``records``: of a body, in order; of one year, or of all (None). ``hidden_at_first``: columns that a body shows only when it says so:
    what tells more of a person than the daily work needs."""

    key: str
    name: str
    columns: tuple[Column, ...]
    records: Callable[[Agency, int | None], Iterable[Any]]
    hidden_at_first: frozenset[str] = frozenset()
