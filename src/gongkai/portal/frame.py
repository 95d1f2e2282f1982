"""What every page of the public site shows around its own: who speaks, the entries, the way to a body."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.agencies.addresses import RESERVED as RESERVED
from gongkai.agencies.models import Agency, AgencyKind, Site
from gongkai.disclosures.models import Column, SiteError
from gongkai.language import say
from gongkai.people import clock
from gongkai.portal.tags import Tags, of_site


def bodies() -> QuerySet[Agency]:
    """The bodies that exist today, in the order of their list."""
    today = clock.today()
    return Agency.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


def body_of(slug: str) -> Agency:
    """The body at an address; 404 for any other. One that was abolished keeps its pages."""
    return get_object_or_404(Agency.objects.select_related("supervised_by", "successor"), slug=slug)


def answering(agency: Agency) -> Agency | None:
    """Who takes applications for ``agency`` today: itself, or the successor of one that was abolished; None where nobody took over."""
    over = agency.ends_on is not None and agency.ends_on < clock.today()
    return agency.successor if over else agency


def government_name() -> str:
    """云岭县人民政府 where it is among the bodies of the site; "" without a government."""
    governments = Agency.objects.filter(kind=AgencyKind.GOVERNMENT).order_by("pk")
    return governments.values_list("name", flat=True).first() or ""


def absolute(request: HttpRequest, path: str, site: Site | None = None) -> str:
    """``path`` with the site's own address in front; while that is unknown, with the one the reader has used."""
    base = (site or Site.this()).address.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    return f"{base}{path}"


def show(
    request: HttpRequest,
    template: str,
    *,
    agency: Agency | None = None,
    current: str = "",
    status: int = 200,
    private: bool = False,
    tags: Tags | None = None,
    site: Site | None = None,
    canonical: str = "",
    feed: str = "",
    **context: Any,
) -> HttpResponse:
    """A page of the site. ``current``: the entry it belongs to. ``private``: it holds what is one person's own, and neither
    browser nor proxy may keep it. ``tags``: those of 国办发〔2017〕47号 beside the site's own. ``canonical``: the full address under
    which the page is to be cited. ``feed``: where what is new on it is followed; that of the body unless given."""
    government = government_name()
    county = government.removesuffix("人民政府")
    site = site or Site.this()
    name = f"{agency.name if agency else county}{say('政府信息公开')}"
    response = render(
        request,
        f"portal/{template}",
        {
            "agency": agency,
            "county": county,
            "government": government,
            "nav": _entries(agency, current),
            "front": reverse("portal:body", args=[agency.slug]) if agency else reverse("portal:home"),
            "site": site,
            "marks": _marks(site),
            "links": _links(agency),
            "tags": [*of_site(site, name, request), *(tags or ())],
            "canonical": canonical,
            "feed": feed or feed_address(agency),
            "mistake_kinds": SiteError.Kind.choices,
            **context,
        },
        status=status,
    )
    if private:
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
    return response


def _marks(site: Site) -> list[str]:
    """The numbers that stand in the footer, as far as they are known."""
    code = say("网站标识码{code}", code=site.identity_code) if site.identity_code else ""
    return [mark for mark in (code, site.icp_number, site.police_number) if mark]


def feed_address(agency: Agency | None = None, column: Column | None = None) -> str:
    """Where what is newly public is followed: of a column, of a body, of all."""
    pairs = {"agency": agency.slug if agency else "", "column": column.slug if column else ""}
    query = urlencode({key: value for key, value in pairs.items() if value})
    return f"{reverse('portal:feed', args=['atom'])}{'?' if query else ''}{query}"


def _links(agency: Agency | None) -> list[tuple[str, str]]:
    """The links of the footer."""
    return [
        (say("开放数据"), reverse("portal:opendata")),
        (say("订阅更新"), feed_address(agency)),
        (say("网站地图"), reverse("portal:sitemap")),
        (say("查看找错的答复"), reverse("portal:mistake_status")),
    ]


def _entries(agency: Agency | None, current: str) -> list[tuple[str, str, bool]]:
    """The entries in the order of 国办公开办函〔2019〕61号; of a body or of the whole county."""
    if agency is None:
        found = [
            ("home", say("首页"), reverse("portal:home")),
            ("catalogue", say("法定主动公开内容"), reverse("portal:catalogue")),
            ("ask", say("依申请公开"), reverse("portal:ask")),
        ]
    else:
        here = [agency.slug]
        found = [
            ("home", say("首页"), reverse("portal:body", args=here)),
            ("guide", say("公开指南"), reverse("portal:guide", args=here)),
            ("rules", say("公开制度"), reverse("portal:rules", args=here)),
            ("catalogue", say("法定主动公开内容"), reverse("portal:body_catalogue", args=here)),
            ("reports", say("公开年报"), reverse("portal:reports", args=here)),
            ("ask", say("依申请公开"), reverse("portal:body_ask", args=here)),
        ]
    found.append(("progress", say("查询进度"), reverse("portal:progress")))
    # A search is a way into the catalogue.
    place = {"search": "catalogue"}.get(current, current)
    return [(label, address, key == place) for key, label, address in found]
