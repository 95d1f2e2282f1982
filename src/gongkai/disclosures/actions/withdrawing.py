"""撤下: what is public is taken from public view, with the reason left in its place; it comes back through a review only."""

from __future__ import annotations

from django.db import transaction

from gongkai.disclosures import published, rules
from gongkai.disclosures.actions.closing import close_all
from gongkai.disclosures.actions.moving import ChangedMeanwhile
from gongkai.disclosures.channels import want_down
from gongkai.disclosures.models import Draft, Item
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


def withdraw(item: Item, *, why: str, by: Account, version: int | None = None) -> None:
    """Take an item from public view. Its page goes on saying its name, that it was withdrawn, and ``why``."""
    if not why.strip():
        raise GongkaiError(say("请写明撤下的原因，它会显示在公开页面上。"))
    with transaction.atomic():
        held = Item.objects.select_for_update().get(pk=item.pk)
        rules.require_on(by, rules.WITHDRAW.key, held)
        if version is not None and version != held.version:
            raise ChangedMeanwhile(held)
        if held.current_id is None or held.withdrawn_at is not None:
            raise GongkaiError(say("《{title}》现在没有公开，不用撤下。", title=held.title))
        held.withdrawn_at, held.withdrawn_why = clock.now(), why.strip()[:200]
        held.version += 1
        held.save(update_fields=["withdrawn_at", "withdrawn_why", "version"])
        close_all(held, why=held.withdrawn_why, by=by)
        want_down(held, by=by)
        log("item.withdrawn", held, by=by, agency=held.agency, why=held.withdrawn_why)
        published.changed(held)
    item.refresh_from_db()


def put_back(item: Item, *, by: Account) -> Draft:
    """Begin to bring a withdrawn item back: a draft of what stood there, which goes through the whole review."""
    from gongkai.disclosures.actions.beginning import change

    if item.withdrawn_at is None:
        raise GongkaiError(say("《{title}》没有撤下，不用恢复。", title=item.title))
    return change(item, by=by, note=say("恢复公开"))
