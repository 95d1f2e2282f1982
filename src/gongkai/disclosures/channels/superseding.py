"""A newer version on a channel ends what still waited there for an older one, so that nobody proves or sends yesterday's text."""

from __future__ import annotations

from django.db import transaction

from gongkai.disclosures.models import Release
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log

State = Release.State


def supersede(row: Release) -> None:
    """End the older releases of the same item and channel that were never done; in the transaction in which ``row`` got there.

    A draft that lies in an account's box is deleted there; everything else is merely closed.
    """
    now = clock.now()
    older = (
        Release.objects.select_for_update()
        .filter(item=row.item_id, channel=row.channel, version__number__lt=row.version.number, down_wanted_at=None)
        .filter(state__in=(State.WAITING, State.FAILED, State.TO_PROVE))
    )
    for each in older:
        each.next_try_at = None
        each.error = say("已经有更新的版本，这一版不用再办。")
        if each.channel == "wechat" and each.detail.get("receipt"):
            each.down_wanted_at = each.next_try_at = now
            _soon(each.pk)
        else:
            each.state, each.down_at = State.TAKEN_DOWN, now
        each.save(update_fields=["next_try_at", "error", "down_wanted_at", "state", "down_at"])
        log("release.dropped", each, by=None, agency=row.agency, channel=row.channel, reason=each.error)


def _soon(pk: int) -> None:
    from gongkai.disclosures.channels.tasks import take_down

    transaction.on_commit(lambda: take_down.enqueue(pk))
