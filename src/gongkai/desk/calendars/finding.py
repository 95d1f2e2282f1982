"""Who keeps the calendar, and the notices they find."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from gongkai.calendars.actions import may_enter
from gongkai.calendars.models import Notice
from gongkai.people.models import Account


def keeper(account: Account) -> None:
    """Raise Http404 unless ``account`` answers for the site: an administrator of another body finds nothing here."""
    if not may_enter(account):
        raise Http404


def notice_of(account: Account, pk: int) -> Notice:
    """A notice, for whoever keeps the calendar."""
    keeper(account)
    return get_object_or_404(Notice.objects.select_related("entered_by", "installed_by", "restores"), pk=pk)
