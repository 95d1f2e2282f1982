"""The first pages: of the county, of a body, its guide, and how the site can be used by everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.agencies.models import AgencyKind
from gongkai.disclosures import queries
from gongkai.people.access import open_to_all
from gongkai.portal.figures import year_of
from gongkai.portal.frame import bodies, body_of, show

NEWEST = 6
_GROUPS = (
    (AgencyKind.GOVERNMENT, AgencyKind.GOVERNMENT_OFFICE),
    (AgencyKind.DEPARTMENT,),
    (AgencyKind.TOWNSHIP,),
    (AgencyKind.AGENCY, AgencyKind.AUTHORISED),
)


@require_safe
@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """The county: search, how to ask, every body, what is new."""
    listed = list(bodies())
    groups = [[body for body in listed if body.kind in kinds] for kinds in _GROUPS]
    return show(
        request,
        "home.html",
        current="home",
        groups=groups,
        count=len(listed),
        items=list(queries.public()[:NEWEST]),
        items_count=queries.public().count(),
    )


@require_safe
@open_to_all
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: search in its items, asking, its guide, what is new, how it answered this year."""
    agency = body_of(slug)
    return show(
        request,
        "body.html",
        agency=agency,
        current="home",
        items=list(queries.public(agency)[:NEWEST]),
        items_count=queries.public(agency).count(),
        year=year_of(agency),
    )


@require_safe
@open_to_all
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """公开指南 (art. 12), from the body's settings as they are: it cannot fall out of date."""
    return show(request, "guide.html", agency=body_of(slug), current="guide")


@require_safe
@open_to_all
def accessibility(request: HttpRequest) -> HttpResponse:
    """How to use the site with a screen reader, large type, an old phone, or not at all."""
    return show(request, "accessibility.html")
