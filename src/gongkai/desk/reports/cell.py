"""The records behind a figure: one click from the report, one more to the case. A supervisor is told how many, not which."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.desk.reports import records
from gongkai.desk.reports.page import ReportPage
from gongkai.desk.reports.place import Place, place
from gongkai.desk.reports.records import OF_REGISTER
from gongkai.desk.reports.statutory import Shown
from gongkai.language import say
from gongkai.people.access import allow
from gongkai.reporting import counting, queries
from gongkai.reporting.counting import FACTS, NoSuchCell, fact_rules, register_for
from gongkai.reporting.figures import cells_of, typeable
from gongkai.reporting.freezing import records_of, registers_of
from gongkai.reporting.models import Frozen, TypedFigure
from gongkai.reporting.rules import REPORT_READ, REPORT_VIEW
from gongkai.reports.checks.context import labels
from gongkai.reports.model import CellId

ON_A_PAGE = 50


@require_GET
@allow(REPORT_READ, REPORT_VIEW)
def report_cell(
    request: HttpRequest, year: int, table: str, row: str, column: str, agency: str | None = None
) -> HttpResponse:
    """The records behind the figure (or fact) at ``table/row/column``, as counted now or as frozen with the report."""
    here = place(request, year, agency)
    at = CellId(table, row, column)
    if here.draft is None or (at not in FACTS and at not in cells_of(here.work.edition)):
        raise Http404
    frozen = here.draft.frozen is not None and table != fact_rules.TABLE
    found = _records(here, at, frozen=frozen)
    lines: Page[Any] | None = None
    count = None if found is None else found.count()
    if found is not None and count and here.sees_cases:
        pages = Paginator(found, ON_A_PAGE)
        pages.count = count  # type: ignore[misc]
        lines = pages.get_page(request.GET.get("page"))
        lines.object_list = records.lines(lines.object_list)
    typed = [t for t in queries.typing_history(here.draft) if t.cell == at]
    in_force: TypedFigure | None = next((t for t in typed if t.replaced_at is None), None)
    context = {
        "place": here,
        "title": _title(here, at),
        "at": at,
        "figure": None if table == fact_rules.TABLE else Shown(ReportPage(here).report.value(at)),
        "fact": here.work.facts[at] if table == fact_rules.TABLE else None,
        "money": table == fact_rules.TABLE and bool(FACTS[at].amount),
        "count": count,
        "lines": lines,
        "frozen": frozen,
        "typed": in_force,
        "history": [t for t in typed if t.replaced_at is not None],
        "heads": () if found is None else records.listing_of(found.model).heads,
        "type_address": here.address("report_type_figure", table=table) + f"?cell={row}/{column}",
        "may_type": here.may_write
        and here.draft is not None
        and here.draft.is_open
        and at in typeable(here.work.edition),
    }
    return render(request, "desk/reports/cell.html", context)


def _records(here: Place, at: CellId, *, frozen: bool) -> QuerySet[Any] | None:
    """The records, as counted now or by the primary keys that are frozen; None where a hand and no register stands behind."""
    if frozen:
        held: Frozen = here.draft.frozen  # type: ignore[union-attr, assignment]
        register = register_for(at, here.work.edition, registers_of(held))
        if register is None:
            return None
        return OF_REGISTER[register.key]._default_manager.filter(pk__in=records_of(held, at)).order_by("pk")
    try:
        return counting.records(here.agency, here.year, at, here.work.edition).order_by("pk")
    except NoSuchCell:
        return None


def _title(here: Place, at: CellId) -> str:
    if at in FACTS:
        return FACTS[at].label
    row, column = labels(here.work.edition.tables[at.table], at)
    return say("{row}　{column}", row=row, column=column)
