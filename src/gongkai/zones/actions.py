"""What a person does about the zones: settling an alarm."""

from __future__ import annotations

from django.db import transaction

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import holds
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import PERMISSIONS, NotAllowed
from gongkai.zones import pulling, rules
from gongkai.zones.models import Alarm


@transaction.atomic
def settle_alarm(alarm: Alarm, *, why: str, by: Account) -> None:
    """Say what was found and done. The alarm stays in the list of those that are over."""
    if not holds(by, rules.SETTLE.key):
        raise NotAllowed(PERMISSIONS[rules.SETTLE.key])
    held = Alarm.objects.select_for_update().get(pk=alarm.pk)
    if held.settled_at is not None:
        raise GongkaiError(say("这一条已经处理过。"))
    pulling.settle(held, why)
    log("zone.settled", None, by=by, agency=None, code=held.code, name=held.name, why=why.strip())
