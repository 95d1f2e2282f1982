"""Looking for what is public: the results of a search, as a page and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.disclosures import queries
from gongkai.disclosures.search import Found, find
from gongkai.disclosures.search import finding as searching
from gongkai.language import say
from gongkai.people.access import open_to_all
from gongkai.portal import limits, search_page
from gongkai.portal.frame import absolute, bodies, show
from gongkai.portal.opendata import rows, tables

_AT_ONCE = 500


@require_safe
@open_to_all
def search(request: HttpRequest) -> HttpResponse:
    """Items that hold every word; without words the newest. Where nothing is found, what comes near."""
    asked = search_page.read(request.GET)
    hurried = not limits.may_look(request)
    number = search_page.page_number(request.GET.get("page", ""))
    found = Found(asked.query, (), 0, False, ()) if hurried else find(asked.query, (number - 1) * search_page.PAGE)
    if found.total and not found.hits:
        # Past the end: an old link shows the last page.
        number = search_page.pages(asked, number, found).last
        found = find(asked.query, (number - 1) * search_page.PAGE)
    near = (
        queries.suggest(asked.query.words, asked.agency)
        if asked.query.words and not hurried and not found.total
        else []
    )
    return show(
        request,
        "search.html",
        agency=asked.agency,
        current="search",
        asked=asked,
        q=asked.query.words,
        found=found,
        results=search_page.results(found),
        choices=[] if hurried else search_page.choices(asked, found),
        orders=search_page.orders(asked),
        pages=search_page.pages(asked, number, found),
        counted=searching.COUNTED_HITS,
        whole=f"catalogue-{asked.agency.slug}.csv" if asked.agency else "",
        reached=searching.REACHED,
        near=near,
        hurried=hurried,
        everybody=list(bodies().only("slug", "short_name", "name")),
        status=429 if hurried else 200,
    )


@require_safe
@open_to_all
def results(request: HttpRequest) -> HttpResponseBase:
    """The results of the same address as CSV, up to the number that is counted. The catalogue in whole is open data."""
    if not limits.may_look(request):
        response = HttpResponse(
            say("下载得太快，请稍等一分钟再试。"), status=429, content_type="text/plain; charset=utf-8"
        )
        response["Retry-After"] = "60"
        return response
    asked = search_page.read(request.GET)
    keys = searching.keys_of(asked.query, searching.COUNTED_HITS)
    base = absolute(request, "")

    def made() -> Iterator[list[object]]:
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            told = {item.pk: record for item, record in rows.records(rows.catalogue().filter(pk__in=part), base)}
            yield from (rows.row_of(told[key]) for key in part if key in told)

    name = say("检索结果-{words}", words=asked.query.words) if asked.query.words else say("检索结果")
    answer = tables.streamed([label for _, label in rows.COLUMNS], made())
    answer["Content-Disposition"] = content_disposition_header(True, f"{name[:60]}.csv")
    return answer
