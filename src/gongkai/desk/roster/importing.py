"""A file of bodies: handed in, its faults row by row, taken, given its passwords, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.desk.registers import workbook
from gongkai.desk.roster.finding import intake_of, keeper
from gongkai.desk.roster.forms import FileForm
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.ledgers.reading.faults import Fault
from gongkai.people import rules
from gongkai.people.access import allow, said
from gongkai.roster import actions
from gongkai.roster.columns import COLUMNS
from gongkai.roster.handing import passwords_file
from gongkai.roster.models import Intake

_FAULTS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def roster_import(request: HttpRequest) -> HttpResponse:
    """The files that came, and a place for the next. Posted: a file, which is only checked."""
    account = keeper(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        given = form.cleaned_data["upload"]
        try:
            intake = actions.hand_in(Upload(given.name, given.read()), by=account)
        except GongkaiError as error:
            form.add_error("upload", str(error))
        else:
            return redirect("desk:roster_intake", intake.pk)
    came = Intake.objects.exclude(state=Intake.State.DISCARDED).select_related("by").defer("rows")
    context = {"form": form, "page": Paginator(came, 20).get_page(request.GET.get("page")), "columns": COLUMNS}
    return render(request, "desk/roster/import.html", context, status=422 if form.errors else 200)


@require_GET
@allow(rules.SITE_SETTINGS)
def roster_sample(request: HttpRequest) -> HttpResponse:
    """A sample with every column that can be read, and one row to be written over."""
    keeper(request)
    return workbook.download(say("机关名单样表"), [column.label for column in COLUMNS], [[c.sample for c in COLUMNS]])


@require_GET
@allow(rules.SITE_SETTINGS)
def roster_intake(request: HttpRequest, intake: int) -> HttpResponse:
    """One file where it stands."""
    return render(request, "desk/roster/intake.html", _context(request, intake_of(request, intake)))


def _context(request: HttpRequest, intake: Intake) -> dict[str, Any]:
    wrong = [row for row in intake.rows if row["faults"]]
    page = Paginator(wrong, _FAULTS_A_PAGE).get_page(request.GET.get("page"))
    taken = intake.state == Intake.State.TAKEN
    bodies = intake.listed.select_related("agency", "account").order_by("pk")
    return {
        "intake": intake,
        "clean": intake.total - intake.faulty,
        "page": page,
        "rows": [
            {**row, "name": row["values"]["name"], "faults": [Fault(**fault) for fault in row["faults"]]}
            for row in page
        ],
        "ready": [row for row in intake.rows if not row["faults"]][:200],
        "bodies": Paginator(bodies, _FAULTS_A_PAGE).get_page(request.GET.get("page")) if taken else None,
        "people": intake.listed.exclude(account=None).count() if taken else 0,
        "no_way_back": actions.why_not(intake) if taken else "",
    }


@require_POST
@allow(rules.SITE_SETTINGS)
def roster_intake_do(request: HttpRequest, intake: int) -> HttpResponse:
    """Take all of a file, or its clean rows; drop it; take it back."""
    account = keeper(request)
    held = intake_of(request, intake)
    do = request.POST.get("do")
    try:
        if do in ("take", "clean"):
            made = actions.take(held, without_faulty=do == "clean", by=account)
            messages.success(request, say("{n}个机关已经加入名录，栏目都已经设好。", n=len(made)))
        elif do == "discard":
            actions.discard(held, by=account)
            messages.success(request, say("“{name}”没有导入，读到的行已经删除。", name=held.name))
            return redirect("desk:roster_import")
        elif do == "undo":
            n = actions.undo(held, by=account)
            messages.success(request, say("已经撤销导入，{n}个机关和它们的管理员账号已经去掉。", n=n))
    except GongkaiError as error:
        messages.error(request, str(error))
    return redirect("desk:roster_intake", held.pk)


@never_cache
@require_POST
@allow(rules.SITE_SETTINGS)
def roster_passwords(request: HttpRequest, intake: int) -> HttpResponse:
    """The first passwords as a file, the only time that anybody sees them."""
    account = keeper(request)
    held = intake_of(request, intake)
    try:
        given = actions.give_passwords(held, by=account)
    except GongkaiError as error:
        return said(request, error, reverse("desk:roster_intake", args=[held.pk]))
    return workbook.attached(passwords_file(given), say("首次密码.csv"), "text/csv; charset=utf-8")
