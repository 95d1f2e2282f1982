"""The annual reports that anybody may read: those that were approved and whose publication is on record."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.reporting.models import Draft


def published(agencies: Collection[int] | None = None) -> QuerySet[Draft]:
    """Published reports, of ``agencies`` or of all, the newest year first. The frozen body is not read along."""
    found = Draft.objects.filter(state=Draft.State.PUBLISHED).select_related("agency").order_by("-year", "agency")
    return found if agencies is None else found.filter(agency__in=agencies)


def published_report(agency: Agency, year: int) -> Draft | None:
    """One of them with what was frozen; None for a report that is still being written, opened again, or absent."""
    return published([agency.pk]).select_related("agency", "frozen").filter(year=year).first()


def shown_by(agency: Agency) -> QuerySet[Agency]:
    """The other bodies whose reports a body shows beside its own: a government those of its departments and lower governments
    together (国办公开办函〔2021〕30号), anybody else those of the bodies that it supervises."""
    others = Agency.objects.exclude(pk=agency.pk).order_by("pk")
    return others if agency.kind == AgencyKind.GOVERNMENT else others.filter(supervised_by=agency)
