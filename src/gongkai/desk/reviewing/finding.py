"""One item among those a person may see; another body's is not there."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from gongkai.disclosures import rules
from gongkai.disclosures.models import Item
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with


def items_seen_by(account: Account) -> QuerySet[Item]:
    """Items of the bodies and sections that ``account`` looks after, whether public or not; and those whose forced release it
    may see as the supervising department."""
    seen = Q(agency__in=agencies_with(account, rules.VIEW.key))
    sections = sections_with(account, rules.VIEW.key)
    if sections:
        seen |= Q(section__in=sections) | Q(column__section__in=sections) | Q(drafts__section__in=sections)
        seen |= Q(drafts__column__section__in=sections)
    forced = agencies_with(account, rules.SEE_FORCED.key)
    if forced:
        seen |= Q(agency__in=forced, forced_releases__isnull=False)
    return Item.objects.filter(seen).distinct()


def item_of(account: Account, pk: int) -> Item:
    """The item. Raises `Http404`."""
    found = items_seen_by(account).select_related("agency", "column", "current").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
