"""Earlier versions that the public no longer reads: what should never have been public must not stay readable beside its mended
successor."""

from __future__ import annotations

from django.db import transaction

from gongkai.disclosures.models import ClosedVersion, Item, Version
from gongkai.disclosures.rules import WITHDRAW, require_on
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


@transaction.atomic
def close_version(version: Version, *, why: str, by: Account) -> ClosedVersion:
    """Take an earlier version from the public, with its files. The version in force cannot be closed; it is mended or withdrawn."""
    item = Item.objects.select_for_update().get(pk=version.item_id)
    require_on(by, WITHDRAW.key, item)
    why = why.strip()[:200]
    if not why:
        raise GongkaiError(say("请写明这一版为什么不再公开，它会显示在公开页面上。"))
    if item.current_id == version.pk:
        raise GongkaiError(
            say("第{n}版正在公开，不能单独停止公开。请先改正并发布新的一版，或者撤下这件信息。", n=version.number)
        )
    if ClosedVersion.objects.filter(version=version).exists():
        raise GongkaiError(say("第{n}版已经不再公开。", n=version.number))
    closed = ClosedVersion.objects.create(version=version, why=why, by=by, at=clock.now())
    log("item.version_closed", item, by=by, agency=item.agency, number=version.number, why=why)
    return closed


def close_all(item: Item, *, why: str, by: Account) -> None:
    """Close every version of an item that is being withdrawn, inside the transaction of the withdrawal. When it comes back, what
    it was withdrawn for does not come back as an earlier version."""
    now = clock.now()
    ClosedVersion.objects.bulk_create(
        ClosedVersion(version=version, why=why, by=by, at=now) for version in item.versions.filter(closed=None)
    )
