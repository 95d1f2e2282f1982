"""Reads of drafts. Everything starts from what a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.disclosures import rules
from gongkai.disclosures.models import Draft, Item
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with


def visible_to(account: Account) -> QuerySet[Draft]:
    """The drafts of the bodies in which ``account`` has to do with all of them, and those of its sections or for their columns."""
    return _reached(account, rules.VIEW.key)


def writable_by(account: Account) -> QuerySet[Draft]:
    """The drafts that ``account`` may write, wherever they stand."""
    return _reached(account, rules.WRITE.key)


def _reached(account: Account, key: str) -> QuerySet[Draft]:
    seen = Q(agency__in=agencies_with(account, key))
    sections = sections_with(account, key)
    if sections:
        seen |= Q(section__in=sections) | Q(column__section__in=sections)
    return Draft.objects.filter(seen)


def items_of(account: Account) -> QuerySet[Item]:
    """What is public of the bodies and sections of ``account`` and never was a draft here: taken over from an older system."""
    seen = Q(agency__in=agencies_with(account, rules.VIEW.key))
    sections = sections_with(account, rules.VIEW.key)
    if sections:
        seen |= Q(section__in=sections) | Q(column__section__in=sections)
    return Item.objects.filter(seen, drafts=None).exclude(published_on=None)


def may_edit(account: Account, draft: Draft) -> bool:
    """Whether ``account`` may change this draft as it now stands: it holds the right, and the text is not under review."""
    return draft.stage == Draft.Stage.DRAFT and rules.may_on(account, rules.WRITE.key, draft)
