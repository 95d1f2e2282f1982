"""Which releases a person may see, and what is to be done with them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.disclosures import rules
from gongkai.disclosures.channels.delivering import State
from gongkai.disclosures.models import Release
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with

FAILED = Q(state=State.FAILED, next_try_at=None)
"""Given up: a person must do something."""
RETRYING = Q(state=State.FAILED, next_try_at__isnull=False)
TO_PROVE = Q(state=State.TO_PROVE, down_wanted_at=None)
TO_TAKE_DOWN = Q(down_wanted_at__isnull=False, down_at=None, next_try_at=None)
LOST = Q(state=State.DONE, stands=False, down_wanted_at=None)
WAITS = FAILED | TO_PROVE | TO_TAKE_DOWN | LOST
"""What waits for a person. The portal is never among it: there withdrawing is taking down."""


def visible_to(account: Account, key: str = rules.VIEW.key) -> QuerySet[Release]:
    """The releases of the bodies in which ``account`` holds the permission, and those of its sections' items and columns."""
    seen = Q(agency__in=agencies_with(account, key))
    sections = sections_with(account, key)
    if sections:
        seen |= Q(item__section__in=sections) | Q(item__column__section__in=sections)
    return Release.objects.filter(seen)


def todo_for(account: Account) -> QuerySet[Release]:
    """What waits for this person: of its bodies all, of its sections what it may prove."""
    return visible_to(account, rules.PROVE.key).filter(WAITS)
