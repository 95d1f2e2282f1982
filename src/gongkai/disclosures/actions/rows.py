"""One row of a ledger, held to be changed."""

from __future__ import annotations

from typing import TypeVar

from gongkai.disclosures import rules
from gongkai.disclosures.actions.life import RegisterChanged
from gongkai.disclosures.models import Collected, Decision, Draft, Item, Matter, Proposal, Purchase
from gongkai.people.models import Account
from gongkai.people.rules import require

AnyRow = TypeVar("AnyRow", Decision, Matter, Collected, Purchase, Proposal)


def held_row(row: AnyRow, by: Account, version: int | None) -> AnyRow:
    """The row under its lock, which ``by`` may change."""
    held = type(row).objects.select_for_update().get(pk=row.pk)
    require(by, rules.REGISTERS.key, held.agency_id, {held.section_id})
    if held.removed_at is not None or (version is not None and version != held.version):
        raise RegisterChanged
    return held


def save_row(row: AnyRow) -> None:
    row.version += 1
    row.save()


def is_on_its_way(item: Item | None) -> bool:
    """Whether the public has ``item``, or will have it: not one that was withdrawn, nor one whose draft was given up."""
    if item is None:
        return False
    if item.published_on is not None:
        return item.withdrawn_at is None
    return item.drafts.filter(stage__in=Draft.OPEN).exists()
