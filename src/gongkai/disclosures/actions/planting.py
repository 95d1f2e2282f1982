"""The ready columns of bodies that have none yet: of one or of thousands in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.agencies.models import Agency
from gongkai.disclosures import kinds
from gongkai.disclosures.models import Column

_AT_ONCE = 2_000


def plant(agencies: Sequence[Agency]) -> dict[int, int]:
    """Give new bodies the ready tree of columns (`kinds.columns_for`); by key how many each has. Who adds the bodies writes the log. For
    a body that may have columns of its own there is `registering.set_up_columns`."""
    held: dict[tuple[int, str], Column] = {}
    forms = {agency.pk: kinds.columns_for(agency.kind) for agency in agencies}
    depth = {form.slug: 0 for tree in forms.values() for form in tree if not form.parent}
    level = 0
    while True:
        made = [
            Column(
                agency=agency,
                parent=held.get((agency.pk, form.parent)),
                slug=form.slug,
                name=form.name,
                description=form.description,
                type=form.type,
                clause=form.clause,
                freshness=form.freshness,
                position=position * 10,
            )
            for agency in agencies
            for position, form in enumerate(forms[agency.pk], 1)
            if _level(form, depth) == level
        ]
        if not made:
            return {pk: len(tree) for pk, tree in forms.items()}
        Column.objects.bulk_create(made, _AT_ONCE)
        held |= {(column.agency_id, column.slug): column for column in made}
        level += 1


def _level(form: kinds.ColumnForm, depth: dict[str, int]) -> int:
    """How deep ``form`` stands. Parents come before their children, so theirs is known."""
    return depth.setdefault(form.slug, depth.get(form.parent, -1) + 1)
