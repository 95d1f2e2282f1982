"""网站地图: for people as a page, for machines as sitemaps and robots.txt."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Site
from gongkai.disclosures.models import Column, Item
from gongkai.disclosures.queries import public
from gongkai.people.access import open_to_all
from gongkai.portal.clauses import NAMES
from gongkai.portal.frame import absolute, bodies, show

PART = 10_000
"""Items, by key, of one part of the sitemap; the format allows 50,000."""
FEW = 20
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
@open_to_all
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is no single item: of the site, of each body; of a few bodies their columns, too. Of many that would be
    thousands of links, and each body's own page has them."""
    found = list(bodies())
    few = len(found) <= FEW
    columns: dict[int, list[Column]] = {}
    if few:
        for column in Column.objects.filter(active=True, parent=None).exclude(clause="").order_by("position", "pk"):
            columns.setdefault(column.agency_id, []).append(column)
    listed = [(body, columns.get(body.pk, [])) for body in found]
    return show(request, "sitemap.html", listed=listed, few=few, clauses=NAMES.items())


@require_safe
@open_to_all
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts that there are."""
    site = Site.this()
    last = Item.objects.aggregate(last=Max("pk"))["last"] or 0
    parts = "".join(
        f"<sitemap><loc>{escape(absolute(request, reverse('portal:sitemap_part', args=[part]), site))}</loc></sitemap>\n"
        for part in range(last // PART + 2)
    )
    return _xml(f"{_XML}<sitemapindex {_SPACE}>\n{parts}</sitemapindex>\n")


@require_safe
@open_to_all
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """Part 0: the pages of the bodies. Any other: the items with one run of keys, so that a part stays what it was."""
    site = Site.this()
    if part == 0:
        names = ("body", "guide", "rules", "body_catalogue", "reports", "body_ask")
        paths = [(reverse("portal:home"), ""), (reverse("portal:catalogue"), "")]
        paths += [(reverse(f"portal:{name}", args=[body.slug]), "") for body in bodies() for name in names]
    else:
        items = public().filter(pk__gt=(part - 1) * PART, pk__lte=part * PART).order_by("pk")
        # Django would make whole objects; an address and a day are all that is wanted.
        rows = items.values_list("pk", "permanent", "changed_at", "published_on")
        paths = [
            (
                reverse("portal:info", args=[permanent]) if permanent else reverse("portal:item", args=[pk]),
                f"{timezone.localtime(changed).date() if changed else day}",
            )
            for pk, permanent, changed, day in rows
        ]
        if not paths and part > 1:
            raise Http404
    base = absolute(request, "", site)
    entries = "".join(
        f"<url><loc>{escape(base + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for path, day in paths
    )
    return _xml(f"{_XML}<urlset {_SPACE}>\n{entries}</urlset>\n")


@require_safe
@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    """What is public may be read by every machine; what is one person's own, and the desk, by none."""
    closed = ("/desk/", "/account/", "/query/", "/opinion/", "/ask/", "/errors/", "/look/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {absolute(request, reverse('portal:sitemap_index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
