"""An item that is public already goes to further channels, with the version that is in force."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gongkai.disclosures import rules
from gongkai.disclosures.channels.kinds import CHANNELS, is_manual
from gongkai.disclosures.channels.settings import available
from gongkai.disclosures.models import Item, Release
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


class CannotAdd(GongkaiError):
    """The item is not public, or a channel cannot be chosen."""


def add_channels(item: Item, channels: Iterable[str], *, by: Account) -> list[Release]:
    """Release ``item`` on further channels now. Those where the version already stands, waits or is to be proved are left alone;
    so pressing twice adds nothing twice. What software reaches is sent in the background."""
    rules.require_on(by, rules.RELEASE.key, item)
    wanted = list(dict.fromkeys(channels))
    with transaction.atomic():
        held = Item.objects.select_for_update(of=("self",)).select_related("agency").get(pk=item.pk)
        if held.current_id is None or held.withdrawn_at is not None:
            raise CannotAdd(say("这条信息现在没有公开，不能增加渠道。"))
        choices = available(held.agency)
        for channel in wanted:
            if channel not in choices or channel == "portal":
                label = CHANNELS[channel].label if channel in CHANNELS else channel
                raise CannotAdd(say("{channel}没有设置或者停用了，不能选。", channel=label))
        standing = set(
            Release.objects.filter(version=held.current_id)
            .exclude(state=Release.State.TAKEN_DOWN)
            .values_list("channel", flat=True)
        )
        added = [_row(held, channel, by) for channel in wanted if channel not in standing]
        if added:
            log("release.added", held, by=by, agency=held.agency, channels=[row.channel for row in added])
    return added


def _row(item: Item, channel: str, by: Account) -> Release:
    manual = is_manual(channel)
    row = Release.objects.create(
        agency=item.agency,
        item=item,
        version_id=item.current_id,
        channel=channel,
        state=Release.State.TO_PROVE if manual else Release.State.WAITING,
        due_at=clock.now(),
        by=by,
    )
    if not manual:
        from gongkai.disclosures.channels.tasks import deliver

        transaction.on_commit(lambda: deliver.enqueue(row.pk))
    return row
