"""One dispute among those a person may see; another body's is not there."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404

from gongkai.applications import queries, rules
from gongkai.applications.models import RemedyCase, Round
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


def dispute_of(account: Account, pk: int) -> RemedyCase:
    """The case with its rounds, the case before and those after it. Raises `Http404`."""
    rounds = Prefetch("rounds", Round.objects.select_related("redo__round"))
    found: RemedyCase | None = (
        queries.remedies_of(account)
        .prefetch_related(None)
        .select_related("application__agency", "agency", "recorded_by", "follows", "lesson__by")
        .prefetch_related(
            rounds, "followed_by__rounds", "follows__rounds", "application__decisions",
            "application__letters__services",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


def own_dispute(account: Account, pk: int) -> RemedyCase:
    """The same for somebody who may enter things. Raises `Http404` for who only reads."""
    found = dispute_of(account, pk)
    if not may_enter(account, found):
        raise Http404
    return found


def may_enter(account: Account, case: RemedyCase) -> bool:
    return case.agency_id in agencies_with(account, rules.REMEDIES.key)


STATES: dict[str, str] = {"": "run", "corrected": "late", "upheld": "done", "other": "done"}
