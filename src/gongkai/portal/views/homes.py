"""The first pages: of the county, of a body, and how the site can be used by everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.agencies.models import AgencyKind
from gongkai.disclosures import queries
from gongkai.people.access import open_to_all
from gongkai.portal import catalogue, rulebook
from gongkai.portal.clauses import NAMES
from gongkai.portal.figures import year_of
from gongkai.portal.frame import bodies, body_of, show
from gongkai.reporting.public import published

NEWEST = 6
YEARS = 8
_GROUPS = (
    (AgencyKind.GOVERNMENT, AgencyKind.GOVERNMENT_OFFICE),
    (AgencyKind.DEPARTMENT,),
    (AgencyKind.TOWNSHIP,),
    (AgencyKind.AGENCY, AgencyKind.AUTHORISED),
)


@require_safe
@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """The county: search, how to ask, every body, what is new, the statutory content of all together."""
    listed = list(bodies())
    groups = [[body for body in listed if body.kind in kinds] for kinds in _GROUPS]
    counts = catalogue.counts_by_clause()
    return show(
        request,
        "home.html",
        current="home",
        groups=groups,
        count=len(listed),
        items=list(queries.public().defer("html", "details")[:NEWEST]),
        items_count=catalogue.count_all(),
        clauses=[(key, name, counts[key]) for key, name in NAMES.items() if counts.get(key)],
    )


@require_safe
@open_to_all
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: the four blocks, what is new, how it answered this year, its statutory content."""
    agency = body_of(slug)
    tree = [clause for clause in catalogue.tree_of(agency) if clause.shown]
    here = queries.public(agency)
    return show(
        request,
        "body.html",
        agency=agency,
        current="home",
        items=list(here.defer("html", "details")[:NEWEST]),
        items_count=here.order_by().count(),
        year=year_of(agency),
        tree=tree,
        rules_count=rulebook.count() + here.filter(column__slug=rulebook.COLUMN).order_by().count(),
        report_years=list(published([agency.pk]).values_list("year", flat=True)[:YEARS]),
    )


@require_safe
@open_to_all
def accessibility(request: HttpRequest) -> HttpResponse:
    """How to use the site with a screen reader, large type, an old phone, or not at all."""
    return show(request, "accessibility.html")
