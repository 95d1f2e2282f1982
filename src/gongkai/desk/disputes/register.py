"""The register of reconsiderations and suits, and how one comes into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.agencies.models import Agency
from gongkai.applications import actions, disputes, queries, rules
from gongkai.applications.models import RemedyCase
from gongkai.desk.disputes.finding import STATES
from gongkai.desk.disputes.forms import RemedyFilters, RemedyForm
from gongkai.desk.lists import export, keyset
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import rules as ledgers
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

HEAD = (
    say("案号"), say("种类"), say("审级"), say("复议机关或者法院"), say("受理、立案日"), say("申请编号"), say("收到副本日"),
    say("答复、答辩日"), say("结果"), say("表四的栏目"), say("审结日"), say("说明"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list with what is next on it."""

    case: RemedyCase
    step: disputes.DisputeStep

    @property
    def state(self) -> str:
        return STATES[self.case.result]


@require_GET
@allow(rules.SEE_REMEDIES)
def remedies(request: HttpRequest) -> HttpResponseBase:
    """The register, the newest first. ``?format=csv``: as a file, a line for each round."""
    account: Account = request.user  # type: ignore[assignment]
    filters = RemedyFilters(request.GET, clock.today().year)
    mine = queries.remedies_of(account)
    found = filters.narrow(mine)
    if request.GET.get("format") == "csv":
        rows = (line for case in found.order_by("pk").iterator(1000) for line in _lines(case))
        return export.table(say("复议诉讼台账"), HEAD, rows)
    kept = [(key, value) for key, value in request.GET.items() if key not in ("after", "before")]
    counts = mine.order_by().aggregate(
        pending=Count("pk", filter=Q(result="")),
        corrected=Count("pk", filter=Q(result="corrected", concluded_on__year=clock.today().year)),
    )
    shown = found.select_related("lesson").prefetch_related("rounds__redo__round", "followed_by")
    slice = keyset.cut(shown, keyset.Order("filed_on", descending=True), request.GET)
    context = {
        "filters": filters,
        "count": found.count(),
        "counts": counts,
        "slice": slice,
        "rows": [Row(case, disputes.step_of(case, clock.today())) for case in slice.rows],
        "may_file": bool(agencies_with(account, rules.REMEDIES.key)),
        "may_choose": bool(agencies_with(account, rules.RESULTS.key)),
        "may_import": bool(agencies_with(account, ledgers.IMPORT.key)),
        "export": f"?{urlencode([*kept, ('format', 'csv')])}",
    }
    return render(request, "desk/disputes/remedies.html", context)


def _lines(case: RemedyCase) -> Iterator[tuple[object, ...]]:
    """A line for each round of a case."""
    for round in case.rounds_in_order:
        yield (
            round.number, case.get_kind_display(), round.get_level_display(), round.authority, round.filed_on,
            case.application.number if case.application else "", round.copy_on, round.answered_on,
            round.get_result_display() if round.result else say("尚未审结"),
            round.get_bucket_display() if round.bucket else "", round.concluded_on, "\n".join(filter(None, (case.note, round.note))),
        )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_new(request: HttpRequest) -> HttpResponse:
    """Enter a case. ``?application=``: the number of the application it is about; ``?follows=``: the reconsideration it comes after."""
    account: Account = request.user  # type: ignore[assignment]
    own = agencies_with(account, rules.REMEDIES.key)
    follows = request.GET.get("follows", "")
    first = {"application": request.GET.get("application", ""), "filed_on": clock.today()}
    if follows.isdecimal():
        first |= {"follows": int(follows), "kind": RemedyCase.Kind.SUIT_AFTER}
    form = RemedyForm(
        request.POST or None,
        agencies=Agency.objects.filter(pk__in=own),
        seen=queries.visible_to(account).filter(agency__in=own),
        initial=first,
    )
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "agency"}
        try:
            case = actions.file_remedy(form.body, by=account, **given)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记{number}。期限和下一步在这一页。", number=case.number))
            return redirect("desk:remedy", case.pk)
    return render(request, "desk/disputes/remedy_new.html", {"form": form}, status=422 if form.errors else 200)
