"""The whole way of a ledger, as the tests go it: handed in, settled, checked, taken, undone; and the state of all tables."""

from __future__ import annotations

from django.apps import apps

from gongkai.files.uploads import Upload
from gongkai.ledgers import actions
from gongkai.ledgers.actions import checking, taking, undoing
from gongkai.ledgers.models import Batch, Line
from gongkai.people.models import Account
from gongkai.reporting import counting

OWN = ("ledgers", "django_tasks_database", "django_tasks_db", "sessions", "people", "seals")


def hand_in(
    agency, by: Account, data: bytes, name: str = "台账.xlsx", ledger: str = "applications", **settled
) -> Batch:
    """A file handed in, its guessed columns left as they are, checked."""
    batch = actions.take_in(agency, Upload(name, data), ledger=ledger, by=by)
    return settle(batch, by, **settled)


def settle(batch: Batch, by: Account, **settled) -> Batch:
    columns = settled.pop("columns", {sheet["shape"]: sheet["columns"] for sheet in batch.sheets})
    actions.settle(batch, columns=columns, by=by, **settled)
    checking.run(batch.pk)
    batch.refresh_from_db()
    return batch


def take(batch: Batch, by: Account) -> Batch:
    actions.begin(batch, by=by)
    taking.run(batch.pk, by.pk)
    batch.refresh_from_db()
    return batch


def undo(batch: Batch, by: Account) -> Batch:
    actions.begin_undo(batch, by=by)
    undoing.run(batch.pk, by.pk)
    batch.refresh_from_db()
    return batch


def faults(batch: Batch) -> dict[tuple[int, int], list[dict]]:
    """(sheet, row) → what is wrong."""
    return {(line.sheet, line.row): line.faults for line in batch.lines.filter(state=Line.State.FAULTY)}


def rows() -> dict[str, int]:
    """How many rows every table of the registers holds; the log, the queue and the batches themselves are left out."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in OWN
    }


def tables(agency, year: int) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """表三 and 表四 of a year as the product counts them, noughts left out."""
    found: dict[str, dict[tuple[str, str], int]] = {"applications": {}, "remedies": {}}
    for cell, n in counting.count(agency, year).items():
        if cell.table in found and n:
            found[cell.table][cell.row, cell.column] = int(n)
    return found["applications"], found["remedies"]
