"""The page of a report, and its files."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.desk.reports.page import ReportPage
from gongkai.desk.reports.place import place
from gongkai.look.words import days_left
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.reporting.exporting import MEDIA, export
from gongkai.reporting.rules import REPORT_READ, REPORT_VIEW


@require_GET
@allow(REPORT_READ, REPORT_VIEW)
def report(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """The six parts with every figure open to its records, and what the checks say beside them."""
    here = place(request, year, agency)
    page = ReportPage(here)
    draft = here.draft
    context = {
        "page": page,
        "place": here,
        "draft": draft,
        "left": days_left(page.due.on, clock.today(), unit="day"),
        "next_year": year + 1,
        "type_address": here.to["fill"] if here.may_write and draft and draft.is_open else "",
    }
    return render(request, "desk/reports/report.html", context)


@require_GET
@allow(REPORT_READ, REPORT_VIEW)
def report_export(request: HttpRequest, year: int, format: str, agency: str | None = None) -> HttpResponse:
    """The report as a file, as approved or as it now stands."""
    here = place(request, year, agency)
    if format not in MEDIA or here.draft is None:
        raise Http404
    made = export(ReportPage(here).report, format)
    response = HttpResponse(made.data, content_type=made.media_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"report-{year}.{format}\"; filename*=UTF-8''{quote(made.name)}"
    )
    return response
