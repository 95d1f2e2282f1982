"""One page to hand something in: a file or a paste, and where it shall stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.models import Agency, Section
from gongkai.desk.publishing import plainly
from gongkai.desk.publishing.forms import DropForm
from gongkai.disclosures import actions, rules
from gongkai.disclosures.actions.drafting import AlreadyInWork
from gongkai.disclosures.actions.fields import BadField
from gongkai.disclosures.models import Column, Draft, Item
from gongkai.errors import GongkaiError
from gongkai.files.uploads import FileRefused
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with


def own_agencies(account: Account) -> list[Agency]:
    """The bodies that ``account`` writes for."""
    sections = Section.objects.filter(pk__in=sections_with(account, rules.WRITE.key)).values_list("agency", flat=True)
    return list(Agency.objects.filter(pk__in={*agencies_with(account, rules.WRITE.key), *sections}))


@allow(rules.WRITE)
@require_http_methods(["GET", "POST"])
def info_new(request: HttpRequest) -> HttpResponse:
    """Hand in a file or a text."""
    account: Account = request.user  # type: ignore[assignment]
    agencies = own_agencies(account)
    if request.method != "POST":
        first = request.GET.get("column", "") or _usual(account)
        return render(
            request, "desk/publishing/new.html", {"form": DropForm(agencies=agencies, initial={"column": first})}
        )
    form = DropForm(request.POST, request.FILES, agencies=agencies)
    if not form.is_valid():
        return render(request, "desk/publishing/new.html", {"form": form}, status=422)
    column: Column = form.cleaned_data["column"]
    text = form.cleaned_data["text"]
    try:
        draft = actions.begin(
            column.agency,
            by=account,
            column=column,
            upload=form.handed,
            html=plainly.html_of(text) if text.strip() else "",
        )
    except (FileRefused, BadField, GongkaiError) as error:
        form.add_error("upload" if isinstance(error, FileRefused) else None, str(error))
        return render(request, "desk/publishing/new.html", {"form": form, "wrong": True}, status=422)
    if getattr(draft, "remark", ""):
        messages.warning(request, draft.remark)  # type: ignore[attr-defined]
    return redirect("desk:info_draft", draft.pk)


def _usual(account: Account) -> int | str:
    """The column that this person last put something into."""
    last = (
        Draft.objects.filter(author=account, column__active=True)
        .order_by("-pk")
        .values_list("column", flat=True)
        .first()
    )
    return last or ""


@allow(rules.WRITE)
@require_POST
def info_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a change of an item that is public."""
    account: Account = request.user  # type: ignore[assignment]
    item = Item.objects.filter(pk=pk).select_related("column", "agency").first()
    if item is None or not rules.may_on(account, rules.VIEW.key, item):
        raise Http404
    try:
        draft = actions.change(item, by=account)
    except AlreadyInWork as error:
        return said(request, error, reverse("desk:info_draft", args=[error.draft.pk]))
    except GongkaiError as error:
        return said(request, error, "desk:info")
    return redirect("desk:info_edit", draft.pk)
