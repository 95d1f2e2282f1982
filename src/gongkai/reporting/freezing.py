"""What an approval binds to and what it leaves behind: figures, the records behind them, typed figures, words.

A register that changes afterwards changes nothing here; `differences` says what it now says otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.reporting import counting
from gongkai.reporting.assembling import Work, approved, compose_report, reading_of
from gongkai.reporting.counting import Group, Register, register_for, register_named
from gongkai.reporting.figures import cells_of, figures
from gongkai.reporting.models import Draft, Frozen
from gongkai.reports.editions import editions
from gongkai.reports.model import CellId, Value
from gongkai.reports.outputs.json import dumps, to_json

Members = dict[Group, list[int]]


def substance(made: Work) -> dict[str, Any]:
    """Everything that an approval of the report as it now stands would be an approval of, in plain values.

    ``records``: group by group, each record once; the cells that count it follow from the group.
    """
    assert made.draft is not None
    return {
        "agency": made.agency.name,
        "year": made.year,
        "edition": made.edition.id,
        "cells": {str(cell): plain(value) for cell, value in made.figures.values.items()},
        "records": {
            key: {"|".join(group): keys for group, keys in sorted(members.items())}
            for key, members in made.members.items()
        },
        "typed": {
            str(cell): {"value": plain(typed.value), "why": typed.why, "by": typed.by.name, "at": typed.at.isoformat()}
            for cell, typed in made.figures.typed.items()
        },
        "sections": dict(made.texts),
        "explanations": {e.code: e.text for e in made.draft.explanations.all()},
    }


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a substance; what was added on freezing does not belong to it."""
    bound = {key: value for key, value in body.items() if key != "report"}
    text = json.dumps(bound, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def frozen_body(made: Work, bound: dict[str, Any], dated: date) -> dict[str, Any]:
    """The substance with the report as it goes out, dated."""
    report = compose_report(made, dated)
    return {**bound, "report": json.loads(dumps(to_json(reading_of(report), places=False)))}


def intact(frozen: Frozen) -> bool:
    """Whether the stored body still is what was approved."""
    return digest_of(frozen.body) == frozen.digest


def plain(value: Value) -> int | str | None:
    """A figure as JSON holds it without loss: an amount as text."""
    return format(value, "f") if isinstance(value, Decimal) else value


def groups_of(frozen: Frozen) -> dict[str, Members]:
    """The records behind the frozen figures: register → group → primary keys."""
    return {
        key: {tuple(group.split("|")): list(keys) for group, keys in groups.items()}
        for key, groups in frozen.body["records"].items()
    }


def registers_of(frozen: Frozen) -> list[Register]:
    """The registers that the frozen figures were counted from."""
    edition = editions()[frozen.body["edition"]]
    found = (register_named(key, edition) for key in frozen.body["records"])
    return [register for register in found if register is not None]


def records_of(frozen: Frozen, cell: CellId) -> list[int]:
    """The primary keys of the records that stood behind a figure when it was approved; [] for a typed one."""
    edition = editions()[frozen.body["edition"]]
    register = register_for(cell, edition, registers_of(frozen))
    if register is None:
        return []
    return sorted(
        pk
        for group, keys in groups_of(frozen)[register.key].items()
        if cell in register.cells_of(group, edition)
        for pk in keys
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that the registers now place otherwise: the cells that counted it then and count it now. ``register``: its key."""

    register: str
    pk: int
    then: tuple[CellId, ...]
    now: tuple[CellId, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that would be another one today."""

    cell: CellId
    then: Value
    now: Value


@dataclass(frozen=True, slots=True)
class Differences:
    """What the registers and the typed figures now say against a frozen report. The report itself stays as it is."""

    cells: tuple[Difference, ...] = ()
    records: tuple[Moved, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.records)


def differences(draft: Draft) -> Differences:
    """The registers against the frozen figures; nothing for a report that is not frozen. A ledger that counts since is no change
    of what was approved; one that does not count any more takes its records away."""
    if draft.frozen is None:
        return Differences()
    frozen = draft.frozen
    edition = editions()[frozen.body["edition"]]
    report = approved(frozen)
    counting_now = counting.registers(draft.agency, draft.year, edition)
    now = figures(draft.agency, draft.year, edition, registers=counting_now).values
    cells = tuple(
        Difference(cell, report.value(cell), now[cell]) for cell in cells_of(edition) if report.value(cell) != now[cell]
    )
    moved: list[Moved] = []
    then = groups_of(frozen)
    for register in registers_of(frozen):
        kept = register in counting_now
        before = _placed(then[register.key])
        after = _placed(register.members(draft.agency, draft.year)) if kept else {}
        moved += [
            Moved(
                register.key,
                pk,
                register.cells_of(before[pk], edition) if pk in before else (),
                register.cells_of(after[pk], edition) if pk in after else (),
            )
            for pk in sorted(before.keys() | after.keys())
            if before.get(pk) != after.get(pk)
        ]
    return Differences(cells, tuple(moved))


def _placed(members: Members) -> dict[int, Group]:
    return {pk: group for group, keys in members.items() for pk in keys}
