"""Looking for what is public: the results of a search."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.disclosures import queries
from gongkai.disclosures.models import Item
from gongkai.people.access import open_to_all
from gongkai.portal import limits
from gongkai.portal.frame import bodies, show

PAGE = 20


@require_safe
@open_to_all
def search(request: HttpRequest) -> HttpResponse:
    """Items of one body or of all that hold every word; without words the newest. Where nothing is found, what comes near."""
    words = request.GET.get("q", "").strip()[: queries.ASKED]
    agency = Agency.objects.filter(slug=request.GET.get("agency", "")).first()
    hurried = bool(words) and not limits.may_look(request)
    found: QuerySet[Item] | queries.Hits = queries.public(agency)
    if words:
        found = queries.Hits([]) if hurried else queries.search(words, agency)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    near = queries.suggest(words, agency) if words and not hurried and not page.paginator.count else []
    return show(
        request,
        "search.html",
        agency=agency,
        current="search",
        q=words,
        page=page,
        near=near,
        most=queries.MOST_HITS,
        hurried=hurried,
        everybody=list(bodies().only("slug", "short_name", "name")),
        status=429 if hurried else 200,
    )
