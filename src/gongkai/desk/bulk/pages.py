"""Picked cases: what to do, the preview, the press; a batch with what became of each case; taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.agencies.models import Agency
from gongkai.applications import queries, rules
from gongkai.applications.models import Application
from gongkai.batches import actions, tasks
from gongkai.batches.doing import KINDS
from gongkai.batches.models import Batch, BatchRow
from gongkai.desk.bulk.forms import BulkForm
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, may

AT_ONCE = 2.0
"""Seconds that a press works itself; the rest is left to the background."""
SHOWN = 50


def picked(request: HttpRequest) -> dict[int, int]:
    """The keys of the picked cases with the version each was seen in; anything that is no number is left out."""
    given = request.POST
    found = {}
    for pk in dict.fromkeys(given.getlist("pick")):
        version = given.get(f"v{pk}", "")
        if all(each.isascii() and each.isdecimal() and len(each) < 10 for each in (pk, version)):
            found[int(pk)] = int(version)
    return found


@require_http_methods(["GET", "POST"])
@allow(rules.ASSIGN)
def bulk(request: HttpRequest) -> HttpResponse:
    """From the list: what to do with the picked. ``step``: "" asks, "preview" tries, "run" does it."""
    account: Account = request.user  # type: ignore[assignment]
    picks = picked(request) if request.method == "POST" else {}
    cases = list(
        queries.visible_to(account)
        .filter(pk__in=picks, agency__in=agencies_with(account, rules.ASSIGN.key))
        .select_related("section", "applicant")
        .order_by("pk")
    )
    if not cases:
        messages.warning(request, say("请先在列表里勾选申请，再成批办理。"))
        return redirect("desk:applications")
    agency = _one_body(cases)
    if agency is None:
        messages.warning(request, say("一批只办一个机关的申请，请分开勾选。"))
        return redirect("desk:applications")
    kinds = [kind for kind, what in KINDS.items() if may(account, what.permission, agency.pk)]
    step = request.POST.get("step", "")
    form = BulkForm(request.POST if step else None, agency=agency, kinds=kinds)
    shown = {"form": form, "cases": cases, "picks": picks, "verdicts": None}
    if step and form.is_valid():
        kind = form.cleaned_data["kind"]
        picks = {case.pk: picks[case.pk] for case in cases}
        try:
            if step == "run":
                return _run(agency, kind, picks, form, account)
            verdicts = actions.preview(agency, kind, picks, form.values, by=account)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            able = [each for each in verdicts if each.can]
            shown |= {"verdicts": verdicts, "able": able, "label": Batch.Kind(kind).label}
    return render(request, "desk/bulk/bulk.html", shown, status=422 if form.errors else 200)


def _one_body(cases: list[Application]) -> Agency | None:
    bodies = {case.agency_id for case in cases}
    return Agency.objects.get(pk=bodies.pop()) if len(bodies) == 1 else None


def _run(agency: Agency, kind: str, picks: dict[int, int], form: BulkForm, account: Account) -> HttpResponse:
    batch = actions.begin(agency, kind, picks, form.values, by=account)
    if not actions.carry_on(batch, seconds=AT_ONCE):
        tasks.carry_on.enqueue(batch.pk)
    return redirect("desk:bulk_batch", batch.pk)


def _batch(account: Account, pk: int) -> Batch:
    found = (
        Batch.objects.filter(pk=pk, agency__in=agencies_with(account, rules.ASSIGN.key))
        .select_related("agency", "by", "undone_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@allow(rules.ASSIGN)
def bulk_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch: how far it is and what became of each case; a press goes on with it here and now."""
    account: Account = request.user  # type: ignore[assignment]
    batch = _batch(account, pk)
    if request.method == "POST":
        actions.carry_on(batch, seconds=AT_ONCE)
        return redirect("desk:bulk_batch", batch.pk)
    rows = list(batch.rows.select_related("application", "letter"))
    counted = {state: sum(row.state == state for row in rows) for state in BatchRow.State.values}
    out = actions.gone_out(batch)
    context = {
        "batch": batch,
        "rows": sorted(rows, key=lambda row: (row.state not in ("refused", "kept"), row.pk)),
        "counted": counted,
        "worked": len(rows) - counted["waiting"],
        "out": out,
        "may_undo": batch.ended_at and not batch.undone_at and counted["done"] and not out,
    }
    return render(request, "desk/bulk/batch.html", context)


@require_POST
@allow(rules.ASSIGN)
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a batch back as a whole."""
    account: Account = request.user  # type: ignore[assignment]
    batch = _batch(account, pk)
    try:
        back, kept = actions.undo(batch, by=account)
    except GongkaiError as error:
        messages.error(request, str(error))
        return redirect("desk:bulk_batch", batch.pk)
    messages.success(request, say("已撤回{n}件。", n=back))
    if kept:
        messages.warning(request, say("{n}件没有撤回，原因在下面。", n=kept))
    return redirect("desk:bulk_batch", batch.pk)


@require_GET
@allow(rules.ASSIGN)
def bulk_batches(request: HttpRequest) -> HttpResponse:
    """The batches of one's body, the newest first."""
    account: Account = request.user  # type: ignore[assignment]
    found = Batch.objects.filter(agency__in=agencies_with(account, rules.ASSIGN.key)).select_related("agency", "by")
    counted = found.annotate(n=Count("rows"), done=Count("rows", filter=Q(rows__state__in=("done", "undone", "kept"))))
    return render(request, "desk/bulk/batches.html", {"batches": counted[:SHOWN]})
