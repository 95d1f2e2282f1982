"""Whose ledgers a page shows, and the one import it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from gongkai.agencies.models import Agency
from gongkai.ledgers import rules
from gongkai.ledgers.models import Batch
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


@dataclass(frozen=True)
class Place:
    """One body and one person. ``agencies``: all whose ledgers the person may take in or away."""

    account: Account
    agency: Agency
    agencies: Sequence[Agency]

    def may(self, key: str) -> bool:
        return self.agency.pk in agencies_with(self.account, key)

    @property
    def query(self) -> str:
        """What a link of the page carries to stay with this body; "" where there is only one."""
        return f"agency={self.agency.slug}" if len(self.agencies) > 1 else ""


def place(request: HttpRequest, key: str = rules.IMPORT.key) -> Place:
    """The place of a page: ``?agency=`` or the first body. Another body is 404."""
    account: Account = request.user  # type: ignore[assignment]
    agencies = list(Agency.objects.filter(pk__in=agencies_with(account, key)).order_by("pk"))
    asked = request.GET.get("agency") or request.POST.get("agency")
    found = next((each for each in agencies if each.slug == asked), None) if asked else next(iter(agencies), None)
    if found is None:
        raise Http404
    return Place(account, found, agencies)


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """An import of a body whose ledgers the person may take in; any other is 404."""
    account: Account = request.user  # type: ignore[assignment]
    found = (
        Batch.objects.select_related("agency", "by", "undone_by")
        .filter(agency__in=agencies_with(account, rules.IMPORT.key), pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found
