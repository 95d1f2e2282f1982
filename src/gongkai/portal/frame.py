"""What every page of the public site shows around its own: who speaks, the entries, the way to a body."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.language import say
from gongkai.people import clock

RESERVED = frozenset(
    {"search", "item", "ask", "query", "opinion", "accessibility", "desk", "account", "look", "static"}
)
"""First words of addresses that are not a body's."""


def bodies() -> QuerySet[Agency]:
    """The bodies that exist today, in the order of their list."""
    today = clock.today()
    return Agency.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


def body_of(slug: str) -> Agency:
    """The body at an address; 404 for any other. One that was abolished keeps its pages."""
    return get_object_or_404(Agency.objects.select_related("supervised_by", "successor"), slug=slug)


def government_name() -> str:
    """云岭县人民政府 where it is among the bodies of the site; "" without a government."""
    governments = Agency.objects.filter(kind=AgencyKind.GOVERNMENT).order_by("pk")
    return governments.values_list("name", flat=True).first() or ""


def show(
    request: HttpRequest,
    template: str,
    *,
    agency: Agency | None = None,
    current: str = "",
    status: int = 200,
    private: bool = False,
    **context: Any,
) -> HttpResponse:
    """A page of the site. ``current``: the entry it belongs to. ``private``: it holds what is one person's own, and neither
    browser nor proxy may keep it."""
    government = government_name()
    county = government.removesuffix("人民政府")
    response = render(
        request,
        f"portal/{template}",
        {
            "agency": agency,
            "county": county,
            "government": government,
            "nav": _entries(agency, current),
            "front": reverse("portal:body", args=[agency.slug]) if agency else reverse("portal:home"),
            **context,
        },
        status=status,
    )
    if private:
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
    return response


def _entries(agency: Agency | None, current: str) -> list[tuple[str, str, bool]]:
    """The entries in the order of 国办公开办函〔2019〕61号; of a body or of the whole county."""
    if agency is None:
        found = [
            ("home", say("首页"), reverse("portal:home")),
            ("search", say("法定主动公开内容"), reverse("portal:search")),
            ("ask", say("依申请公开"), reverse("portal:ask")),
        ]
    else:
        found = [
            ("home", say("首页"), reverse("portal:body", args=[agency.slug])),
            ("guide", say("公开指南"), reverse("portal:guide", args=[agency.slug])),
            ("search", say("法定主动公开内容"), f"{reverse('portal:search')}?agency={agency.slug}"),
            ("ask", say("依申请公开"), reverse("portal:body_ask", args=[agency.slug])),
        ]
    found.append(("progress", say("查询进度"), reverse("portal:progress")))
    return [(label, address, key == current) for key, label, address in found]
