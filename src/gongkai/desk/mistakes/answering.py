"""网站找错: what was reported, leaks on top, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.disclosures.actions.closing import close_version
from gongkai.disclosures.actions.mistakes import answer_mistake, see_contact
from gongkai.disclosures.mistakes import mistakes_for, open_mistakes
from gongkai.disclosures.models import SiteError, Version
from gongkai.disclosures.rules import ERRORS, VIEW, WITHDRAW, may_on
from gongkai.disclosures.showing import Shown, shown, versions_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow, said
from gongkai.people.models import Account

PAGE = 30


class AnswerForm(Worded):
    """What became of it, and a sentence for whoever reported it."""

    outcome = forms.ChoiceField(label=say("结果"), widget=forms.RadioSelect, choices=SiteError.Outcome.choices)
    answer = forms.CharField(
        label=say("答复"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=say("凭回执码的人看得到。写明改了哪里；不要再写出泄露的内容。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") not in (None, SiteError.Outcome.MENDED) and not values.get("answer"):
            self.add_error("answer", say("没有改正的，请写明理由"))
        return values


@require_GET
@allow(ERRORS)
def errors(request: HttpRequest) -> HttpResponse:
    """Everything that was reported to one's bodies: leaks first, then by the last day; the answered ones after them."""
    account: Account = request.user  # type: ignore[assignment]
    waiting = open_mistakes(account)
    page = Paginator(mistakes_for(account), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": waiting.count(),
        "leaks": waiting.filter(kind=SiteError.Kind.LEAK).count(),
    }
    return render(request, "desk/mistakes/errors.html", context)


@require_http_methods(["GET", "POST"])
@allow(ERRORS)
def error(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and its answer."""
    reported = _found(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    form = AnswerForm(request.POST or None, initial={"version": reported.version, "outcome": "mended"})
    if request.method == "POST" and form.is_valid():
        try:
            answer_mistake(reported, by=account, **form.cleaned_data)
        except GongkaiError as refused:
            # Answered meanwhile: the page has no form any more, so the sentence stands above it.
            return said(request, refused, to=reverse("desk:error", args=[pk]))
        else:
            messages.success(request, say("已经答复，凭回执码可以看到。留下的联系方式已经删除。"))
            return redirect("desk:errors")
    return _page(request, reported, form, status=422 if form.errors else 200)


@require_POST
@allow(ERRORS)
def error_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the contact once; the look is logged."""
    reported = _found(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    return _page(request, reported, None, contact=see_contact(reported, by=account))


@require_POST
@allow(ERRORS)
def error_close_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take an earlier version of the item from the public."""
    reported = _found(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    version = Version.objects.filter(item=reported.item_id, number=number).first() if reported.item_id else None
    if version is None:
        raise Http404
    try:
        close_version(version, why=request.POST.get("why", ""), by=account)
    except GongkaiError as refused:
        return said(request, refused, to=reverse("desk:error", args=[pk]))
    messages.success(request, say("第{n}版和它的附件已经不再公开。", n=number))
    return redirect("desk:error", pk)


def _found(request: HttpRequest, pk: int) -> SiteError:
    found = mistakes_for(request.user).filter(pk=pk).first()  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, reported: SiteError, form: AnswerForm | None, *, contact: str = "", status: int = 200
) -> HttpResponse:
    account: Account = request.user  # type: ignore[assignment]
    form = form or AnswerForm(initial={"version": reported.version, "outcome": "mended"})
    item = reported.item
    context = {
        "reported": reported,
        "form": form if reported.answered_at is None else None,
        "contact": contact,
        "public": item is not None and shown(item) is Shown.PUBLIC,
        "versions": [v for v in versions_of(item) if v.pk != item.current_id] if item is not None else [],
        "views": item is not None and may_on(account, VIEW.key, item),
        "may_close": item is not None and may_on(account, WITHDRAW.key, item),
    }
    return render(request, "desk/mistakes/error.html", context, status=status)
