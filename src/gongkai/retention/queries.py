"""What a person may see of retention."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with
from gongkai.retention import rules
from gongkai.retention.models import DestructionList, Entry, Hold


def bodies_of(account: Account) -> QuerySet[Agency]:
    """The bodies whose retention ``account`` may see."""
    return Agency.objects.filter(pk__in=agencies_with(account, rules.SEE.key))


def lists_of(account: Account) -> QuerySet[DestructionList]:
    """The lists of those bodies, the newest first, with how many entries they have and how many are gone."""
    return (
        DestructionList.objects.filter(agency__in=agencies_with(account, rules.SEE.key))
        .select_related("agency", "made_by", "decided_by", "certificate")
        .annotate(
            total=Count("entries"),
            gone=Count("entries", filter=Q(entries__state=Entry.State.ERASED)),
            waiting=Count("entries", filter=Q(entries__state=Entry.State.WAITING)),
        )
        .order_by("-pk")
    )


def waiting_for(account: Account) -> QuerySet[DestructionList]:
    """The lists that ``account`` could approve now: never its own."""
    return DestructionList.objects.filter(
        agency__in=agencies_with(account, rules.APPROVE.key), state=DestructionList.State.PROPOSED
    ).exclude(made_by=account)


def holds_of(account: Account) -> QuerySet[Hold]:
    """The holds by hand in those bodies."""
    return Hold.objects.filter(agency__in=agencies_with(account, rules.SEE.key)).select_related(
        "agency", "application", "placed_by", "lifted_by"
    )
