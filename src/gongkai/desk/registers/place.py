"""Whose registers a page shows, and what the person may do in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import rules
from gongkai.disclosures.registers import queries
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with


@dataclass(frozen=True)
class Place:
    """One body and one person. ``agencies``: all whose registers the person may see."""

    account: Account
    agency: Agency
    agencies: Sequence[Agency]

    @cached_property
    def sections(self) -> list[Section]:
        """The sections for which the person may enter rows."""
        own = Section.objects.filter(agency=self.agency, active=True)
        if self.all_of_it:
            return list(own)
        return list(own.filter(pk__in=sections_with(self.account, rules.REGISTERS.key)))

    @property
    def all_of_it(self) -> bool:
        """The person enters rows for the whole body."""
        return self.agency.pk in agencies_with(self.account, rules.REGISTERS.key)

    @property
    def may_enter(self) -> bool:
        return self.all_of_it or bool(self.sections)

    @property
    def may_confirm(self) -> bool:
        return self.agency.pk in agencies_with(self.account, rules.CONFIRM_LIFE.key)

    @property
    def may_declare(self) -> bool:
        return self.agency.pk in agencies_with(self.account, rules.COLUMNS.key)

    @property
    def query(self) -> str:
        """What a link of the page carries to stay with this body; "" where there is only one."""
        return f"agency={self.agency.slug}" if len(self.agencies) > 1 else ""


def place(request: HttpRequest) -> Place:
    """The place of a page: ``?agency=`` or the first body. Another body is 404."""
    account: Account = request.user  # type: ignore[assignment]
    agencies = list(queries.agencies_of(account).order_by("pk"))
    asked = request.GET.get("agency") or request.POST.get("agency")
    found = next((each for each in agencies if each.slug == asked), None) if asked else next(iter(agencies), None)
    if found is None:
        raise Http404
    return Place(account, found, agencies)
