"""栏目和审核程序: columns added, changed, ordered and closed, and the chains that drafts go through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from gongkai.agencies.models import Agency
from gongkai.disclosures import chains, rules
from gongkai.disclosures.models import Column, Draft
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

FIELDS = (
    "name",
    "parent",
    "slug",
    "description",
    "keywords",
    "type",
    "clause",
    "section",
    "freshness",
    "empty_reason",
    "chain",
)
"""What can be set of a column."""


class ColumnChanged(GongkaiError):
    """Somebody else changed the column after the page was drawn."""

    def __init__(self, column: Column) -> None:
        super().__init__(
            say("您打开页面以后，“{name}”已经有人改过，没有保存，以免覆盖。请看过最新的再改。", name=column.name)
        )


@transaction.atomic
def add_column(agency: Agency, values: Mapping[str, Any], *, by: Account) -> Column:
    """A new column at the end. ``values`` by `FIELDS`."""
    require(by, rules.COLUMNS.key, agency.pk)
    last = Column.objects.select_for_update().filter(agency=agency).aggregate(last=Max("position"))["last"]
    column = Column(agency=agency, position=(last or 0) + 1, slug=f"lm{(last or 0) + 1}")
    _put(column, values)
    if Column.objects.filter(agency=agency, slug=column.slug).exists():
        raise GongkaiError(say("网址名“{slug}”已经有栏目在用，请换一个。", slug=column.slug))
    column.save()
    log("column.added", column, by=by, agency=agency, name=column.name)
    return column


@transaction.atomic
def change_column(column: Column, values: Mapping[str, Any], *, by: Account, version: int | None) -> list[str]:
    """Change a column; the fields that changed. Drafts that are under review go on by the chain they were sent with."""
    held = _held(column, by, version)
    before = {name: getattr(held, name) for name in values}
    _put(held, values)
    changed = [name for name, value in before.items() if getattr(held, name) != value]
    if not changed:
        return []
    held.version += 1
    held.save()
    was = {name: [_plain(before[name]), _plain(getattr(held, name))] for name in changed}
    log("column.changed", held, by=by, agency=held.agency, name=held.name, changed=was)
    return changed


@transaction.atomic
def close_column(column: Column, *, by: Account, version: int | None, active: bool = False) -> None:
    """Take a column out of use, or (``active``) into it again. Its items stay where they are found."""
    held = _held(column, by, version)
    if not active and Draft.objects.filter(column=held, stage__in=Draft.OPEN).exists():
        raise GongkaiError(say("“{name}”里还有没有办完的稿件，请先办完或者移到别的栏目。", name=held.name))
    held.active, held.version = active, held.version + 1
    held.save(update_fields=["active", "version"])
    log("column.reopened" if active else "column.closed", held, by=by, agency=held.agency, name=held.name)


@transaction.atomic
def move_column(column: Column, *, up: bool, by: Account) -> None:
    """Put a column one place up or down among those of its body under the same parent."""
    require(by, rules.COLUMNS.key, column.agency_id)
    rows = list(
        Column.objects.select_for_update()
        .filter(agency=column.agency_id, parent=column.parent_id)
        .order_by("position", "pk")
    )
    at = next(n for n, row in enumerate(rows) if row.pk == column.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, row in enumerate(rows, 1):
        if row.position != position:
            Column.objects.filter(pk=row.pk).update(position=position)
    log("column.ordered", column, by=by, agency=column.agency, name=column.name, up=up)


@transaction.atomic
def set_chain(agency: Agency, chain: list[dict[str, Any]] | None, *, by: Account) -> None:
    """The chain of a body; None: the usual one. Raises `chains.BadChain`."""
    require(by, rules.COLUMNS.key, agency.pk)
    held = Agency.objects.select_for_update().get(pk=agency.pk)
    kept = {key: value for key, value in held.chains.items() if key != chains.KEY}
    if chain is not None:
        kept[chains.KEY] = chains.check(chain)
    if kept == held.chains:
        return
    log(
        "agency.publication_chain",
        held,
        by=by,
        agency=held,
        was=held.chains.get(chains.KEY),
        chain=kept.get(chains.KEY),
    )
    held.chains = kept
    held.save(update_fields=["chains"])
    agency.chains = kept


def _held(column: Column, by: Account, version: int | None) -> Column:
    held = Column.objects.select_for_update().get(pk=column.pk)
    require(by, rules.COLUMNS.key, held.agency_id)
    if version is not None and version != held.version:
        raise ColumnChanged(held)
    return held


def _put(column: Column, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise KeyError(f"no fields of a column: {sorted(unknown)}")
    for name, value in values.items():
        if name == "chain" and value is not None:
            value = chains.check(value)
        if name in ("parent", "section") and value is not None and value.agency_id != column.agency_id:
            raise GongkaiError(say("上级栏目和责任科室要是本机关的，请重新选择。"))
        if name == "slug" and not value:
            continue
        setattr(column, name, value)
    if not column.name.strip():
        raise GongkaiError(say("请填写栏目名称。"))
    if column.parent is not None and (column.parent_id == column.pk or column.parent.parent_id is not None):
        raise GongkaiError(say("栏目最多两级，上级栏目要选一级栏目。"))


def _plain(value: object) -> object:
    return value.pk if hasattr(value, "pk") else value
