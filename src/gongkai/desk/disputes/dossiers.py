"""卷宗: one press has a case bound; the page shows how far it is, then gives the file. And the respondent's answer as a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gongkai.applications import queries, rules
from gongkai.applications.dossiers import answering, making
from gongkai.applications.models import Application, Dossier
from gongkai.desk.cases.materials import download
from gongkai.desk.disputes.finding import own_dispute
from gongkai.files import keeping
from gongkai.files.uploads import MEDIA_TYPES
from gongkai.language import say
from gongkai.people.access import allow
from gongkai.people.models import Account


@require_POST
@allow(rules.DOSSIERS)
def remedy_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the bundle for the round under way made."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    if case.application is None:
        messages.error(request, say("这个案件没有写明所涉申请，没有材料可以装订。"))
        return redirect("desk:remedy", case.pk)
    return redirect("desk:dossier", making.ask(case.application, round=case.latest, by=account).pk)


@require_POST
@allow(rules.DOSSIERS)
def case_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the archive file of a case made."""
    account: Account = request.user  # type: ignore[assignment]
    case: Application | None = queries.visible_to(account).filter(pk=pk).select_related("agency").first()
    if case is None or not rules.may_on(account, rules.DOSSIERS.key, case):
        raise Http404
    return redirect("desk:dossier", making.ask(case, by=account).pk)


def _found(account: Account, pk: int) -> Dossier:
    found = (
        queries.dossiers_of(account)
        .select_related("application", "round__case", "asked_by", "pdf", "manifest")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_GET
@allow(rules.DOSSIERS)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, or the finished file; the page looks again by itself while it is under way."""
    account: Account = request.user  # type: ignore[assignment]
    return render(request, "desk/disputes/dossier.html", {"dossier": _found(account, pk)})


@require_GET
@allow(rules.DOSSIERS)
def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The finished file."""
    account: Account = request.user  # type: ignore[assignment]
    found = _found(account, pk)
    if found.pdf is None:
        raise Http404
    name = found.round.number if found.round else found.application.number
    return download(keeping.read(found.pdf), say("卷宗{name}", name=name) + ".pdf", "application/pdf")


@require_GET
@allow(rules.DOSSIERS)
def dossier_manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """The manifest with its hashes, for machines."""
    account: Account = request.user  # type: ignore[assignment]
    found = _found(account, pk)
    if found.manifest is None:
        raise Http404
    name = found.round.number if found.round else found.application.number
    return download(keeping.read(found.manifest), say("校验清单{name}", name=name) + ".json", "application/json")


@require_GET
@allow(rules.DOSSIERS)
def remedy_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The respondent's answer as a draft to be worked on: facts and dates from the register, reasons left to the person."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    name = answering.title(case)
    return download(answering.draft(case), f"{name}{case.latest.number}.docx", MEDIA_TYPES[".docx"])
