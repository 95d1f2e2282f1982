"""Who approved what: every version of an item with its round of reviews; taking it down and bringing it back; the printed sheet."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.desk.cases.materials import download
from gongkai.desk.publishing.finding import draft_of
from gongkai.desk.reviewing.finding import item_of, items_seen_by
from gongkai.disclosures import actions, rules, sheets
from gongkai.disclosures.actions.drafting import AlreadyInWork
from gongkai.disclosures.models import Draft, ForcedRelease, Item, Review, Version
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow, said
from gongkai.people.models import Account

SHOWN = 30


class WithdrawForm(Worded):
    """Why it is taken down; the public reads it."""

    why = forms.CharField(
        label=say("撤下的原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=say("会显示在公开页面上，例如：数据有误，正在核对"),
        error_messages={"required": say("请写明撤下的原因，公众会看到")},
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """One draft of an item: the version it became, if it did, and the rounds it went through."""

    draft: Draft
    version: Version | None
    rounds: list[sheets.Round]
    forced: ForcedRelease | None


def passages(item: Item) -> list[Passage]:
    """Every draft of an item, the newest first."""
    versions = {v.draft_id: v for v in item.versions.select_related("by").defer("html", "fields")}
    forced = {f.draft_id: f for f in item.forced_releases.select_related("by")}
    drafts = item.drafts.select_related("author").exclude(stage=Draft.Stage.DISCARDED).order_by("-pk")
    return [Passage(draft, versions.get(draft.pk), sheets.rounds(draft), forced.get(draft.pk)) for draft in drafts]


@allow(rules.VIEW)
@require_GET
def review_find(request: HttpRequest) -> HttpResponse:
    """Items by words of their title or their whole number, each with who approved its last version."""
    account: Account = request.user  # type: ignore[assignment]
    words = request.GET.get("q", "").strip()[:100]
    found: list[tuple[Item, list[Review]]] = []
    if words:
        items = items_seen_by(account).select_related("agency", "current").filter(current__isnull=False)
        for word in words.split():
            items = items.filter(Q(title__icontains=word) | Q(document_number=word) | Q(permanent=word))
        rows = list(items.order_by("-changed_at", "-pk")[:SHOWN])
        given = Review.objects.filter(
            draft__in=[row.current.draft_id for row in rows if row.current and row.current.draft_id],
            verdict=Review.Verdict.APPROVED,
            voided_at=None,
        ).select_related("by", "draft")
        by_item: dict[int, list[Review]] = {}
        for review in given.order_by("step", "place"):
            by_item.setdefault(review.draft.item_id, []).append(review)
        found = [(row, by_item.get(row.pk, [])) for row in rows]
    return render(request, "desk/reviewing/find.html", {"words": words, "found": found, "most": SHOWN})


@allow(rules.VIEW, rules.SEE_FORCED)
@require_GET
def review_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote, who looked at what, who said what, what went out."""
    account: Account = request.user  # type: ignore[assignment]
    return _page(request, item_of(account, pk), account)


def _page(
    request: HttpRequest, item: Item, account: Account, form: WithdrawForm | None = None, status: int = 200
) -> HttpResponse:
    found = passages(item)
    public = item.current_id is not None and item.withdrawn_at is None
    context = {
        "item": item,
        "title": item.title or (found[0].draft.title if found else ""),
        "passages": found,
        "taken_over": item.versions.filter(draft=None).first(),
        "public": public,
        "withdraw": form or WithdrawForm() if public and rules.may_on(account, rules.WITHDRAW.key, item) else None,
        "put_back": item.withdrawn_at is not None and rules.may_on(account, rules.WRITE.key, item),
        "views": rules.may_on(account, rules.VIEW.key, item),
        "wrong": bool(form and form.errors),
    }
    return render(request, "desk/reviewing/history.html", context, status=status)


@allow(rules.WITHDRAW)
@require_POST
def review_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item down."""
    account: Account = request.user  # type: ignore[assignment]
    item = item_of(account, pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, item, account, form, status=422)
    try:
        actions.withdraw(item, why=form.cleaned_data["why"], by=account)
    except GongkaiError as error:
        return said(request, error, reverse("desk:review_history", args=[pk]))
    messages.success(request, say("《{title}》已撤下，公开页面上写明了原因。", title=item.title))
    return redirect("desk:review_history", pk)


@allow(rules.WRITE)
@require_POST
def review_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to bring an item back: a draft, which is reviewed anew."""
    account: Account = request.user  # type: ignore[assignment]
    item = item_of(account, pk)
    try:
        draft = actions.put_back(item, by=account)
    except AlreadyInWork as error:
        return said(request, error, reverse("desk:info_draft", args=[error.draft.pk]))
    except GongkaiError as error:
        return said(request, error, reverse("desk:review_history", args=[pk]))
    messages.success(request, say("已按撤下时的内容起草，送审通过后恢复公开。"))
    return redirect("desk:info_draft", draft.pk)


@allow(rules.VIEW)
@require_GET
def review_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """审查表 of one draft, to be printed."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    return download(sheets.pdf(draft), say("审查表-{title}.pdf", title=draft.title[:60]), "application/pdf")
