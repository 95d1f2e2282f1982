"""The addresses of the annual report. Each stands twice: for one's own body, and with the name of a body one supervises."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from gongkai.desk.reports import approving, cell, report, text, typing, years


def both(route: str, view: Callable[..., HttpResponse], name: str) -> tuple[URLPattern, URLPattern]:
    """The same page for one's own body and for a named one."""
    return (
        path(f"reports/<int:year>/{route}", view, name=name),
        path(f"reports/<slug:agency>/<int:year>/{route}", view, name=name),
    )


urlpatterns = [
    path("reports/", years.reports, name="reports"),
    *both("", report.report, "report"),
    *both("open/", years.report_open, "report_open"),
    *both("figures/<str:table>/<str:row>/<str:column>/", cell.report_cell, "report_cell"),
    *both("text/", text.report_text, "report_text"),
    *both("type/<str:table>/", typing.report_type_figure, "report_type_figure"),
    *both("untype/", typing.report_untype, "report_untype"),
    *both("explain/", approving.report_explain, "report_explain"),
    *both("submit/", approving.report_submit, "report_submit"),
    *both("recall/", approving.report_recall, "report_recall"),
    *both("approve/", approving.report_approve, "report_approve"),
    *both("publish/", approving.report_publish, "report_publish"),
    *both("reopen/", approving.report_reopen, "report_reopen"),
    *both("export/<str:format>/", report.report_export, "report_export"),
]
