"""Which body answers for the public site as a whole."""

from __future__ import annotations

from gongkai.agencies.models import Agency, AgencyKind


def host() -> Agency | None:
    """The government's office, else the government, else the first body; None before there is any.

    What concerns no single body (the settings of the site, a mistake on its first page) belongs to it.
    """
    living = Agency.objects.filter(ends_on=None).order_by("pk")
    for kind in (AgencyKind.GOVERNMENT_OFFICE, AgencyKind.GOVERNMENT):
        found = living.filter(kind=kind).first()
        if found is not None:
            return found
    return living.first()
