"""Reads of reviews: what waits for a person, what somebody gave, who approved what."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from gongkai.disclosures import chains, reminders, rules
from gongkai.disclosures.models import Draft, ForcedRelease, Review
from gongkai.people.models import Account, Role
from gongkai.people.rules import agencies_with, sections_with, standings


def waiting_for(account: Account) -> QuerySet[Review]:
    """The steps that ``account`` could give a verdict on now: its turn, its role, not its own text, no step of the round taken.

    The last word is the action's: it also knows of deputies of the author. ``digest_before``: what the person gave a verdict on
    before, for this draft.
    """
    places = Q(pk__in=[])
    for each in standings(account):
        if each.role in chains.ROLES:
            here = Q(draft__agency=each.agency_id, role=each.role)
            places |= here & Q(section=each.section_id) if each.role is Role.SECTION_HEAD else here
    own_round = Review.objects.filter(
        draft=OuterRef("draft"), revision=OuterRef("revision"), voided_at=None, by=account
    )
    wrote = Draft.hands.through.objects.filter(draft=OuterRef("draft"), account=account)
    forced = ForcedRelease.objects.filter(draft=OuterRef("draft"), by=account)
    given = Review.objects.filter(draft=OuterRef("draft"), by=account).order_by("-at").values("digest")
    return (
        reminders.waiting()
        .filter(places, revision=F("draft__revision"))
        .exclude(Exists(own_round))
        .exclude(Exists(wrote))
        .exclude(Exists(forced))
        .exclude(draft__author=account)
        .annotate(digest_before=Subquery(given[:1]))
    )


def seen_by(account: Account) -> QuerySet[Review]:
    """The steps whose draft ``account`` may look at, whoever they are for."""
    seen = Q(draft__agency__in=agencies_with(account, rules.VIEW.key))
    sections = sections_with(account, rules.VIEW.key)
    if sections:
        seen |= Q(draft__section__in=sections) | Q(draft__column__section__in=sections)
    return Review.objects.filter(seen)


def forced_seen_by(account: Account) -> QuerySet[ForcedRelease]:
    """The forced releases that ``account`` may know of: of its own body, and of the bodies that it supervises. No query before it
    is read, as `gongkai.people.rules.agencies_with` would make one."""
    own = {each.agency_id for each in standings(account) if each.role in rules.SEE_FORCED.roles}
    return (
        ForcedRelease.objects.filter(Q(item__agency__in=own) | Q(item__agency__supervised_by__in=own))
        .select_related("item__agency", "by", "draft")
        .order_by("-at")
    )
