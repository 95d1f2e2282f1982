"""法定主动公开内容: the tree of a body, the catalogue with its filters, and each column."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.disclosures import queries
from gongkai.disclosures.models import Column
from gongkai.language import say
from gongkai.people.access import open_to_all
from gongkai.portal import tags
from gongkai.portal.catalogue import Filters, count_of, counts_by_clause, facets_of, tree_of
from gongkai.portal.clauses import NAMES, source_of
from gongkai.portal.frame import body_of, feed_address, show
from gongkai.portal.keyset import cut


@require_safe
@open_to_all
def catalogue(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Everything that is public, of one body or of all, the newest first, with its filters. Without a filter, a body shows its
    tree before the list."""
    agency = body_of(slug) if slug else None
    filters = Filters.read(request.GET, of_all=agency is None)
    return _page(request, agency, filters, None)


@require_safe
@open_to_all
def column(request: HttpRequest, slug: str, column: str) -> HttpResponse:
    """One 栏目: what it is, what is in it, and where it is empty, why."""
    agency = body_of(slug)
    found = get_object_or_404(Column.objects.select_related("parent"), agency=agency, slug=column, active=True)
    return _page(request, agency, Filters.read(request.GET, found), found)


def _page(request: HttpRequest, agency: Agency | None, filters: Filters, column: Column | None) -> HttpResponse:
    items = queries.public(agency)
    narrowed = filters.narrow(items)
    narrow = bool(filters.query) or column is not None
    if column is not None:
        found = tags.of_column(column)
    elif filters.clause:
        found = tags.of_place(str(NAMES[filters.clause]))
    else:
        found = tags.of_place(say("法定主动公开内容"), say("《条例》第二十条、第二十一条规定的内容"))
    counts = counts_by_clause() if agency is None and not narrow else {}
    return show(
        request,
        "catalogue.html",
        agency=agency,
        current="catalogue",
        column=column,
        filters=filters,
        # The first page shows what there is; a turned or narrowed one goes straight to the list.
        tree=[clause for clause in tree_of(agency) if clause.shown] if agency is not None else [],
        clauses=[(key, name, counts[key]) for key, name in NAMES.items() if counts.get(key)],
        narrow=narrow,
        turned=bool(request.GET.get("after") or request.GET.get("before")),
        facets=facets_of(items, filters),
        count=count_of(items, filters),
        slice=cut(narrowed.select_related("column").defer("html", "details"), request.GET),
        clause_name=NAMES.get(filters.clause, ""),
        source=source_of(column.clause if column else filters.clause),
        feed=feed_address(agency, column),
        tags=found,
    )
