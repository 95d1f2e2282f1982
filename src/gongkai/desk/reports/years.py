"""The list of years: what has been written, what waits, and, for a supervisor, how far the bodies below are."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.agencies.models import Agency
from gongkai.desk.reports.place import place
from gongkai.language import say
from gongkai.law import Due
from gongkai.law.clocks.fixed import fixed_due
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with
from gongkai.reporting import actions, queries
from gongkai.reporting.actions.writing import FIRST_YEAR
from gongkai.reporting.models import Draft
from gongkai.reporting.rules import REPORT_READ, REPORT_VIEW, REPORT_WRITE

STATES = {
    Draft.State.DRAFTING: ("run", say("起草中")),
    Draft.State.APPROVING: ("run", say("审批中")),
    Draft.State.APPROVED: ("near", say("已批准，待公开")),
    Draft.State.PUBLISHED: ("done", say("已公开")),
}
NOT_BEGUN = ("none", say("没有开始"))


@dataclass(frozen=True, slots=True)
class Line:
    """One year of one body. ``due`` None: it is out."""

    agency: Agency
    year: int
    draft: Draft | None
    address: str
    kind: str
    words: str
    due: Due | None


def line(agency: Agency, year: int, draft: Draft | None, *, own: bool) -> Line:
    kind, words = STATES[Draft.State(draft.state)] if draft else NOT_BEGUN
    kwargs = {"year": year} if own else {"agency": agency.slug, "year": year}
    out = draft is not None and draft.state == Draft.State.PUBLISHED
    return Line(
        agency,
        year,
        draft,
        reverse("desk:report", kwargs=kwargs),
        kind,
        words,
        None if out else fixed_due("annual_report", year),
    )


@require_GET
@allow(REPORT_READ, REPORT_VIEW)
def reports(request: HttpRequest) -> HttpResponse:
    """The years of one's own body; below them, for a supervisor, last year's reports of the bodies it supervises."""
    account: Account = request.user  # type: ignore[assignment]
    own = queries.own_agencies(account).first()
    this = clock.today().year
    drafts = {(d.agency_id, d.year): d for d in queries.drafts_for(account)}
    years = []
    if own is not None:
        begun = [year for agency, year in drafts if agency == own.pk]
        first = min([*begun, this - 1])
        # The running year is there to look ahead, but its report is not yet due.
        years = [line(own, y, drafts.get((own.pk, y)), own=True) for y in range(this, max(first, FIRST_YEAR) - 1, -1)]
    below = [line(a, this - 1, drafts.get((a.pk, this - 1)), own=False) for a in queries.supervised(account)]
    context = {
        "own": own,
        "lines": years,
        "below": below,
        "below_year": this - 1,
        "waiting": list(queries.waiting_for(account)),
        "may_write": own is not None and own.pk in agencies_with(account, REPORT_WRITE.key),
        "this": this,
    }
    return render(request, "desk/reports/years.html", context)


@require_POST
@allow(REPORT_WRITE)
def report_open(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Begin the report of a year."""
    here = place(request, year, agency)
    if not here.may_write:
        raise Http404
    actions.open_draft(here.agency, year, by=here.account)
    messages.success(request, say("{year}年年报已打开，表三、表四已按登记簿填好，文字先按登记的事实起草。", year=year))
    return redirect(here.address())
