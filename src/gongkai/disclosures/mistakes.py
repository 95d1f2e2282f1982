"""网站找错: what the desk has to answer, and what a reporter may see of the answer."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from gongkai.disclosures.models import SiteError
from gongkai.disclosures.rules import ERRORS
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


def mistakes_for(account: Account) -> QuerySet[SiteError]:
    """What was reported to the bodies in which ``account`` answers: leaks that are open first, then by their last day."""
    first = Case(
        When(Q(answered_at=None, kind=SiteError.Kind.LEAK), then=Value(0)),
        When(answered_at=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        SiteError.objects.filter(agency__in=agencies_with(account, ERRORS.key))
        .select_related("agency", "item", "answered_by")
        .order_by(first, "due_on", "pk")
    )


def open_mistakes(account: Account) -> QuerySet[SiteError]:
    """Those that wait for an answer."""
    return mistakes_for(account).filter(answered_at=None)


def by_code(code: str) -> SiteError | None:
    """The report of a receipt code, however it is written; None for a code that was never given."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return SiteError.objects.filter(code=plain).first() if 0 < len(plain) <= 12 else None
