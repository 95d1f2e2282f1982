"""What a person may see of retention, or 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from gongkai.agencies.models import Agency
from gongkai.people.models import Account
from gongkai.people.rules import may
from gongkai.retention import queries, rules
from gongkai.retention.models import DestructionList, Hold


def account_of(request: HttpRequest) -> Account:
    """Who is signed in."""
    account: Account = request.user  # type: ignore[assignment]
    return account


def body_of(request: HttpRequest, slug: str) -> Agency:
    """The body at an address; 404 where this person has nothing to see."""
    found = queries.bodies_of(account_of(request)).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def list_of(request: HttpRequest, pk: int) -> DestructionList:
    """One list; another body's is 404."""
    found = queries.lists_of(account_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def hold_of(request: HttpRequest, pk: int) -> Hold:
    """One hold; another body's is 404."""
    found = queries.holds_of(account_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def rights(request: HttpRequest, agency: Agency) -> dict[str, bool]:
    """What this person may do in a body, for the buttons of a page."""
    account = account_of(request)
    named = {"sets": rules.SET, "holds": rules.HOLD, "draws": rules.DRAW_UP, "approves": rules.APPROVE}
    return {name: may(account, rule.key, agency.pk) for name, rule in named.items()}
