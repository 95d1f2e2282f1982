"""One release or item among those a person may see; another body's is not there."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from gongkai.disclosures import rules
from gongkai.disclosures.channels import seeing
from gongkai.disclosures.models import Item, Release
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with


def release_of(account: Account, pk: int) -> Release:
    """The release with item and version. Raises `Http404`."""
    found = (
        seeing.visible_to(account)
        .select_related("agency", "item__column", "version__item__agency", "photo")
        .filter(pk=pk)
    ).first()
    if found is None:
        raise Http404
    return found


def item_of(account: Account, pk: int) -> Item:
    """An item that was public at some time. Raises `Http404`."""
    seen = Q(agency__in=agencies_with(account, rules.VIEW.key))
    sections = sections_with(account, rules.VIEW.key)
    if sections:
        seen |= Q(section__in=sections) | Q(column__section__in=sections)
    found = Item.objects.select_related("agency", "column").filter(seen, pk=pk).exclude(current=None).first()
    if found is None:
        raise Http404
    return found
