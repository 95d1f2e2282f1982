"""台账的下载: a ledger as a workbook or as CSV, and which of its columns a body shows."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.desk.ledgers.place import place
from gongkai.desk.lists import export
from gongkai.desk.registers import workbook
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import exporting, rules
from gongkai.ledgers.exporting import LEDGERS, Ledger
from gongkai.people import clock
from gongkai.people.access import allow


def _ledger(key: str) -> Ledger:
    if key not in LEDGERS:
        raise Http404
    return LEDGERS[key]


@require_GET
@allow(rules.EXPORT)
def ledger_file(request: HttpRequest, ledger: str) -> HttpResponseBase:
    """``?year=``: only that one; ``?format=csv`` or ``xlsx``."""
    asked, here = _ledger(ledger), place(request, rules.EXPORT.key)
    text = request.GET.get("year", "")
    if text and not (text.isdecimal() and len(text) == 4):
        raise Http404
    year = int(text) if text else None
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    head, rows = exporting.take_away(here.agency, asked, year=year, by=here.account, form=form)
    years = say("{year}年", year=year) if year else say("截至{day}", day=clock.today())
    name = say(
        "{agency}{ledger}（{years}）", agency=here.agency.short_name or here.agency.name, ledger=asked.name, years=years
    )
    return export.table(name, head, rows) if form == "csv" else workbook.download(name, head, rows)


@require_http_methods(["GET", "POST"])
@allow(rules.COLUMNS)
def ledger_columns(request: HttpRequest, ledger: str) -> HttpResponse:
    """Which columns the body shows. Posted: the choice."""
    asked, here = _ledger(ledger), place(request, rules.COLUMNS.key)
    if request.method == "POST":
        shown = set(request.POST.getlist("show"))
        hidden = [column.key for column in asked.columns if column.key not in shown]
        try:
            exporting.hide(here.agency, asked, hidden, by=here.account)
        except GongkaiError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, say("{ledger}下载{n}列。", ledger=asked.name, n=len(asked.columns) - len(hidden)))
        return redirect("desk:ledger_columns", ledger)
    now = {column.key for column in exporting.columns_of(here.agency, asked)}
    context = {"place": here, "ledger": asked, "shown": now}
    return render(request, "desk/ledgers/columns.html", context)
