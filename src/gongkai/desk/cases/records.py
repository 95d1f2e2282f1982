"""Two answers about one case: why this date, day by day; and everything the log holds on it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.applications import clocks, rules
from gongkai.desk.cases import receiving
from gongkai.desk.cases.finding import case_of
from gongkai.people import verbs
from gongkai.people.access import allow
from gongkai.people.journal import subject_of
from gongkai.people.models import LogEntry

PAGE = 50


@allow(rules.VIEW)
@require_GET
def case_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """Every period that runs or ran on a case, with its days, its articles and what it assumed."""
    case = case_of(request.user, pk)  # type: ignore[arg-type]
    answer = clocks.due_of(case)
    others = [each for each in clocks.periods_of(case) if each.clock != "answer"]
    context = {
        "case": case,
        "due": answer,
        "others": others,
        "days": receiving.arrival_rows(case),
        "start": receiving.start(case, case.arrival),
    }
    return render(request, "desk/case/clock.html", context)


@allow(rules.VIEW)
@require_GET
def case_log(request: HttpRequest, pk: int) -> HttpResponse:
    """The log of a case and its letters, also the looks at personal data."""
    case = case_of(request.user, pk)  # type: ignore[arg-type]
    subjects = [subject_of(case), *(subject_of(letter) for letter in case.letters.all())]
    entries = LogEntry.objects.filter(subject__in=subjects).order_by("-at", "-sequence")
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    rows = [(entry, verbs.called(entry.verb), verbs.facts(entry), verbs.raw(entry)) for entry in page]
    return render(request, "desk/case/log.html", {"case": case, "page": page, "rows": rows})
