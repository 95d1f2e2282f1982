"""The blocks of 国办公开办函〔2019〕61号 beside the catalogue: 公开指南, 公开制度, 公开年报."""

from __future__ import annotations

from itertools import groupby

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from gongkai.disclosures import queries
from gongkai.language import say
from gongkai.people.access import open_to_all
from gongkai.portal import rulebook, tags
from gongkai.portal.frame import body_of, show
from gongkai.portal.guide import recorded, updated_on
from gongkai.portal.views.handing import attachment
from gongkai.reporting import exporting
from gongkai.reporting.assembling import approved
from gongkai.reporting.models import Draft
from gongkai.reporting.public import published, published_report, shown_by

RULES = 200
"""A body's own rules that are listed; more than that are found in the column."""


@require_safe
@open_to_all
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """公开指南 (art. 12), from the body's settings and records as they are: it cannot fall out of date."""
    agency = body_of(slug)
    records = recorded(agency)
    return show(
        request,
        "guide.html",
        agency=agency,
        current="guide",
        records=records,
        updated=updated_on(agency, records),
        tags=tags.of_place(say("政府信息公开指南"), say("怎样查找和申请政府信息，向谁申请")),
    )


@require_safe
@open_to_all
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """公开制度: the national rules with where their texts are found, then the body's own."""
    agency = body_of(slug)
    own = queries.public(agency).filter(column__slug=rulebook.COLUMN).defer("html", "details")
    return show(
        request,
        "rules.html",
        agency=agency,
        current="rules",
        groups=rulebook.national(),
        own=list(own[:RULES]),
        tags=tags.of_place(say("政府信息公开制度"), say("政府信息公开条例、国家规定和本机关的制度")),
    )


@require_safe
@open_to_all
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """公开年报: the body's own of all years; a government shows those of its departments and lower governments with them."""
    agency = body_of(slug)
    others = list(shown_by(agency))
    found = list(published([agency.pk, *(other.pk for other in others)]).select_related("agency"))
    own = [draft for draft in found if draft.agency_id == agency.pk]
    years = [
        (year, [draft for draft in group if draft.agency_id != agency.pk])
        for year, group in groupby(found, key=lambda draft: draft.year)
    ]
    earlier = queries.public(agency).filter(column__slug="annual_report").defer("html", "details")
    return show(
        request,
        "reports.html",
        agency=agency,
        current="reports",
        own=own,
        years=[(year, drafts, len(others)) for year, drafts in years if drafts],
        others=len(others),
        earlier=list(earlier[:50]),
        tags=tags.of_place(say("政府信息公开年报"), say("历年政府信息公开工作年度报告")),
    )


@require_safe
@open_to_all
def report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One annual report as it was approved, to be read and to be taken along."""
    agency = body_of(slug)
    draft = _published(slug, year)
    page = exporting.export(approved(draft.frozen), "html").data.decode()
    title, body = _parts(page)
    return show(
        request,
        "report.html",
        agency=agency,
        current="reports",
        draft=draft,
        title=title,
        # Our own typesetter wrote it from figures and escaped every word.
        body=mark_safe(body),
        formats=[(name, name.upper()) for name in exporting.MEDIA if name != "html"],
        tags=tags.of_place(say("政府信息公开年报"), say("历年政府信息公开工作年度报告")),
    )


@require_safe
@open_to_all
def report_file(request: HttpRequest, slug: str, year: int, format: str) -> HttpResponse:
    """The same report as a file."""
    if format not in exporting.MEDIA or format == "html":
        raise Http404
    draft = _published(slug, year)
    key = f"portal.report.{draft.pk}.{draft.frozen_id}.{format}"
    made = cache.get(key)
    if made is None:
        made = exporting.export(approved(draft.frozen), format)
        # Typesetting takes a second; what is frozen does not change.
        cache.set(key, made, 24 * 3600)
    response = attachment(made.data, made.media_type, made.name)
    response["Cache-Control"] = "no-cache"
    return response


def _published(slug: str, year: int) -> Draft:
    found = published_report(body_of(slug), year)
    if found is None or found.frozen is None:
        raise Http404
    return found


def _parts(page: str) -> tuple[str, str]:
    """The title of the page and what stands below it, out of a page that stands alone."""
    body = page[page.index("<main>") + 6 : page.index("</main>")]
    head, parted, rest = body.partition("</h1>")
    return (strip_tags(head).strip(), rest) if parted else ("", body)
