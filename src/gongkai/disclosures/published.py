"""What must follow when the public side of an item has changed: its indexes now, its channels after the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import OuterRef, Subquery

from gongkai.disclosures import search
from gongkai.disclosures.models import Item, Release, Version
from gongkai.disclosures.models.catalogue import FIELDS
from gongkai.disclosures.registers import following
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


def changed(item: Item, releases: Iterable[Release] = ()) -> None:
    """Bring registers and search up to ``item`` as it is now (released, changed, withdrawn or over), in the running transaction.
    ``releases``: what waits for a channel; a worker is asked once the transaction stands."""
    following.follow(item)
    search.index(item)
    for release in releases:
        if release.state == Release.State.WAITING:
            transaction.on_commit(lambda pk=release.pk: _deliver(pk))  # type: ignore[misc]


def _deliver(pk: int) -> None:
    from gongkai.disclosures.channels import tasks

    tasks.deliver.enqueue(pk)


@transaction.atomic
def take_over(items: Sequence[Item], *, by: Account | None = None, batch_size: int = 500) -> list[Item]:
    """Put items from an older system on the public side, as they stood there: the only way without a review.

    ``items``: unsaved, each with ``published_on``. Each gets a first version without a draft, which is how every page and list
    tells it from what was reviewed here; the log keeps how many came for each body. Not for anything that is new.
    """
    held = list(items)
    wanted = {id(item): item.published_on for item in held}
    now = clock.now()
    for item in held:
        item.published_on, item.current = None, None
        item.made_at = item.made_at or now
        item.released_at = item.released_at or clock.moment(wanted[id(item)])
        item.set_keys()
    Item.objects.bulk_create(held, batch_size=batch_size)
    Version.objects.bulk_create(
        (
            Version(
                item=item,
                number=1,
                title=item.title,
                html=item.html,
                fields={name: value for name, value in _plain_fields(item).items() if name != "html"},
                digest="",
                by=None,
                at=item.released_at,
            )
            for item in held
        ),
        batch_size=batch_size,
    )
    for item in held:
        item.published_on = wanted[id(item)]
    _show(held, batch_size)
    for agency in {item.agency_id: item.agency for item in held}.values():
        log("item.taken_over", agency, by=by, agency=agency, items=sum(item.agency_id == agency.pk for item in held))
    search.index_many(held)
    return held


def _plain_fields(item: Item) -> dict[str, object]:
    values = {name: getattr(item, Item._meta.get_field(name).attname) for name in FIELDS}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _show(held: Sequence[Item], batch_size: int) -> None:
    """Point the items at their first versions, and let them be public."""
    first = Version.objects.filter(item=OuterRef("pk"), number=1).values("pk")[:1]
    for start in range(0, len(held), batch_size):
        part = held[start : start + batch_size]
        own = Item.objects.filter(pk__in=[item.pk for item in part])
        own.update(current=Subquery(first))
        found = dict(own.values_list("pk", "current"))
        for item in part:
            item.current_id = found[item.pk]
        Item.objects.bulk_update(part, ["published_on"], batch_size=batch_size)
