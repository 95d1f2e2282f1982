"""The records behind a figure: one click from the report, one more to the case. A supervisor is told how many, not which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from gongkai.applications.models import Application, FeeNotice, RemedyCase
from gongkai.desk.reports.page import ReportPage
from gongkai.desk.reports.place import Place, place
from gongkai.desk.reports.statutory import Shown
from gongkai.language import say
from gongkai.people.access import allow
from gongkai.reporting import counting, queries
from gongkai.reporting.counting import FACTS, NoSuchCell, fact_rules
from gongkai.reporting.figures import cells_of, typeable
from gongkai.reporting.freezing import records_of
from gongkai.reporting.models import TypedFigure
from gongkai.reporting.rules import REPORT_READ, REPORT_VIEW
from gongkai.reports.checks.context import labels
from gongkai.reports.model import CellId

ON_A_PAGE = 50
_APPLICATION = ("number", "title", "applicant_kind", "received_on", "decided_on", "outcome", "stage", "agency_id")


@dataclass(frozen=True, slots=True)
class Line:
    """One record: what it is called, where it opens, and what the figure rests on."""

    number: str
    address: str
    title: str
    kind: str
    began_on: date | None
    ended_on: date | None
    result: str


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
    count = None if found is None else len(found) if isinstance(found, list) else found.count()
    if count and here.sees_cases:
        pages = Paginator(found, ON_A_PAGE)
        pages.count = count  # type: ignore[misc]
        lines = pages.get_page(request.GET.get("page"))
        lines.object_list = _lines(lines.object_list, at)
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
        "remedies": table == "remedies",
        "type_address": here.address("report_type_figure", table=table) + f"?cell={row}/{column}",
        "may_type": here.may_write
        and here.draft is not None
        and here.draft.is_open
        and at in typeable(here.work.edition),
    }
    return render(request, "desk/reports/cell.html", context)


def _records(here: Place, at: CellId, *, frozen: bool) -> Any:
    """The records as a query, or as primary keys where they are frozen; None where a hand and no register stands behind."""
    if frozen:
        return None if counting.register_of(at.table) is None else records_of(here.draft.frozen, at)  # type: ignore[union-attr, arg-type]
    try:
        return counting.records(here.agency, here.year, at, here.work.edition).order_by("pk")
    except NoSuchCell:
        return None


def _title(here: Place, at: CellId) -> str:
    if at in FACTS:
        return FACTS[at].label
    row, column = labels(here.work.edition.tables[at.table], at)
    return say("{row}　{column}", row=row, column=column)


def _lines(records: QuerySet[Any] | list[int], at: CellId) -> list[Line]:
    """One page of records, or of frozen primary keys, as lines: one query."""
    if isinstance(records, list):
        if at.table == "remedies":
            records = RemedyCase.objects.filter(pk__in=records).order_by("pk")
        else:
            records = Application.objects.filter(pk__in=records).only(*_APPLICATION).order_by("pk")
    elif records.model is Application:
        # What is sealed stays closed: a list of cases needs no applicant's data.
        records = records.only(*_APPLICATION)
    elif records.model is not RemedyCase:
        records = records.select_related("application").defer("application__query_code")
    return [_line(record) for record in records]


def _line(record: Model) -> Line:
    if isinstance(record, RemedyCase):
        return Line(
            record.number,
            _open("remedy", record.pk),
            record.authority,
            record.get_kind_display(),
            record.filed_on,
            record.concluded_on,
            record.get_result_display() if record.result else say("尚未审结"),
        )
    case: Application = record if isinstance(record, Application) else record.application  # type: ignore[attr-defined]
    result = case.get_outcome_display() if case.decided_on else case.get_stage_display()
    if isinstance(record, FeeNotice):
        result = say("应收{amount}元，实收{paid}元", amount=record.amount, paid=record.paid_amount or 0)
    return Line(
        case.number,
        _open("case", case.pk),
        case.title,
        case.get_applicant_kind_display(),
        case.received_on,
        case.decided_on,
        result,
    )


def _open(name: str, pk: int) -> str:
    try:
        return reverse(f"desk:{name}", args=[pk])
    except NoReverseMatch:
        return ""
