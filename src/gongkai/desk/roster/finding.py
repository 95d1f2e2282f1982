"""Who keeps the list, and what they find in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.agencies.models import Agency
from gongkai.people.models import Account
from gongkai.roster.models import Intake
from gongkai.roster.rules import keeps


def keeper(request: HttpRequest) -> Account:
    """Who asks. Raises Http404 unless they keep the list: an administrator of another body finds nothing here."""
    account: Account = request.user  # type: ignore[assignment]
    if not keeps(account):
        raise Http404
    return account


def body_of(request: HttpRequest, pk: int) -> Agency:
    """A body of the list, for whoever keeps it."""
    keeper(request)
    return get_object_or_404(Agency.objects.select_related("supervised_by", "successor"), pk=pk)


def intake_of(request: HttpRequest, pk: int) -> Intake:
    """A file that was handed in, for whoever keeps the list."""
    keeper(request)
    return get_object_or_404(Intake.objects.select_related("by", "ended_by"), pk=pk)
