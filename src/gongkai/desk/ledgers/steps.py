"""What is pressed on the page of an import."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.desk.ledgers import forms
from gongkai.desk.ledgers.imports import context_of
from gongkai.desk.ledgers.place import batch_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import actions, rules
from gongkai.people.access import allow
from gongkai.people.models import Account


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


@require_POST
@allow(rules.IMPORT)
def ledger_map(request: HttpRequest, pk: int) -> HttpResponse:
    """What every column is. What was chosen is shown again where it is refused."""
    batch = batch_of(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    try:
        actions.settle(
            batch,
            columns=forms.said_columns(batch, request.POST),
            years=forms.said_years(batch, request.POST),
            words=forms.said_words(batch, request.POST),
            whole=forms.said_whole(batch, request.POST),
            by=account,
            version=_version(request),
        )
    except GongkaiError as error:
        shown = forms.shapes_of(batch, request.POST)
        more = {"mapping": True, "stage": 1, "shapes": shown, "trouble": str(error), "wrong": True}
        return render(request, "desk/ledgers/import.html", context_of(request, batch, **more), status=422)
    return redirect("desk:ledger_import", pk)


@require_POST
@allow(rules.IMPORT)
def ledger_words(request: HttpRequest, pk: int) -> HttpResponse:
    """What words mean, or a whole column is; then all rows are checked again."""
    batch = batch_of(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    try:
        actions.settle(
            batch,
            columns={sheet["shape"]: sheet["columns"] for sheet in batch.sheets},
            words=forms.said_words(batch, request.POST),
            whole=forms.said_whole(batch, request.POST),
            by=account,
            version=_version(request),
        )
    except GongkaiError as error:
        messages.error(request, str(error))
    return redirect("desk:ledger_import", pk)


@require_POST
@allow(rules.IMPORT)
def ledger_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Take, undo, put away, or take up again."""
    batch = batch_of(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    version = _version(request)
    try:
        match request.POST.get("do"):
            case "take":
                actions.begin(batch, by=account, version=version)
            case "undo":
                actions.begin_undo(batch, by=account, version=version)
            case "resume":
                actions.resume(batch, by=account)
            case "discard":
                actions.discard(batch, by=account, version=version)
                messages.success(request, say("“{name}”没有导入的行已经删除。", name=batch.name))
                return redirect("desk:ledgers")
    except GongkaiError as error:
        messages.error(request, str(error))
    return redirect("desk:ledger_import", pk)
