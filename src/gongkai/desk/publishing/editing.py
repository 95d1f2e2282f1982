"""Writing a draft: the form with text and fields, the saves that follow the writing, going back, sending, giving up."""

from __future__ import annotations

import json

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai import pages
from gongkai.desk.publishing import page, plainly
from gongkai.desk.publishing.finding import draft_of
from gongkai.desk.publishing.forms import DraftForm, SendForm
from gongkai.disclosures import actions, checks, drafts, kinds, pictures, rules
from gongkai.disclosures.actions.fields import BadField
from gongkai.disclosures.actions.moving import ChangedMeanwhile
from gongkai.disclosures.actions.writing import LONGEST_TEXT
from gongkai.disclosures.models import Draft
from gongkai.documents import Unreadable
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import allow, said
from gongkai.people.models import Account


def version_in(request: HttpRequest) -> int | None:
    """The version of the page that the person acted on."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def sent_line(draft: Draft, way: page.Way) -> str:
    """That a draft is on its way, and to whom."""
    if draft.stage == Draft.Stage.REVIEWING and way.next:
        return say("已送{name}审核。审核意见会出现在“信息”里。", name=way.next)
    return say("已送审。")


@allow(rules.WRITE)
@require_http_methods(["GET", "POST"])
def info_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The writing side of the page. A press saves; the other saves and sends on in one go."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    if not drafts.may_edit(account, draft):
        return said(request, GongkaiError(_closed(draft)), reverse("desk:info_draft", args=[pk]))
    if request.method != "POST":
        return _form_page(request, draft, DraftForm(draft=draft, account=account))
    form = DraftForm(request.POST, draft=draft, account=account)
    if not form.is_valid():
        return _form_page(request, draft, form, status=422)
    sending = "send" in request.POST
    way = page.way_of(draft)
    try:
        with transaction.atomic():
            actions.save(
                draft,
                by=account,
                version=version_in(request),
                fields=form.values,
                html=plainly.html_of(form.cleaned_data["html"]),
                confirm=sending or "confirm" in request.POST,
            )
            if sending:
                actions.submit(draft, by=account, version=draft.version)
    except BadField as error:
        form.add_error(error.name if error.name in form.fields else None, str(error))
        return _form_page(request, draft_of(account, pk), form, status=422)
    except ChangedMeanwhile as error:
        return _form_page(request, draft_of(account, pk), form, refused=error, status=409)
    except GongkaiError as error:
        # What was written is not lost over what is still wrong with it.
        again = draft_of(account, pk)
        _save_alone(again, request, form, account)
        return _form_page(request, again, DraftForm(draft=again, account=account), refused=error, status=422)
    if sending:
        messages.success(request, sent_line(draft, way))
        return redirect("desk:info_draft", pk)
    messages.success(request, say("已保存。"))
    return redirect("desk:info_edit", pk)


def _save_alone(draft: Draft, request: HttpRequest, form: DraftForm, account: Account) -> None:
    try:
        actions.save(
            draft,
            by=account,
            version=version_in(request),
            fields=form.values,
            html=plainly.html_of(form.cleaned_data["html"]),
            confirm="confirm" in request.POST,
        )
    except GongkaiError:
        return


def _form_page(
    request: HttpRequest, draft: Draft, form: DraftForm, *, refused: GongkaiError | None = None, status: int = 200
) -> HttpResponse:
    account: Account = request.user  # type: ignore[assignment]
    context = page.context_of(draft, account, form=form)
    held = context["files"]
    context |= {
        "refused": refused,
        "wrong": refused is not None or bool(form.errors),
        "saves": draft.saves.count(),
        "pictures": json.dumps(page.picture_addresses(draft, held.pictures)),
        "kind_label": kinds.kind_of(draft.kind).label,
        # Somebody else's version: sent again, the form would write over it. So it stays refused until the page is read anew.
        "version": draft.version if status != 409 else version_in(request),
    }
    return render(request, "desk/publishing/edit.html", context, status=status)


@allow(rules.WRITE)
@require_POST
def info_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The save that follows the writing, for the page's script: keeps text and fields, answers with what the checks say now.
    ``X-Version`` is what the next one says. Status 409: somebody else has changed it, or it is not open to writing."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    form = DraftForm(request.POST, draft=draft, account=account)
    form.full_clean()
    good = form.values if form.is_valid() else {}
    try:
        actions.save(
            draft,
            by=account,
            version=version_in(request),
            fields=good,
            html=plainly.html_of(request.POST.get("html", "")) if "html" in request.POST else None,
            auto=True,
        )
    except ChangedMeanwhile as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    except GongkaiError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    context = page.context_of(draft_of(account, pk), account)
    answer = render(request, "desk/publishing/_findings.html", {**context, "writing": True, "live": True})
    answer["X-Version"] = str(draft.version)
    return answer


@allow(rules.WRITE)
@require_POST
def info_clean(request: HttpRequest) -> HttpResponse:
    """What was pasted, brought into what a page may hold, before it is put into the text. Nothing is kept, and no
    pictures: those come as files."""
    html = request.POST.get("html", "")[:LONGEST_TEXT]
    try:
        clean = pages.clean(html)
    except Unreadable as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(pictures.only(clean, ()), content_type="text/html; charset=utf-8")


@allow(rules.WRITE)
@require_POST
def info_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft on, with what was still asked."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    if not drafts.may_edit(account, draft):
        return said(request, GongkaiError(_closed(draft)), reverse("desk:info_draft", args=[pk]))
    checks.look(draft)
    asked = [
        str(each["place"]["source"]).removeprefix("field:") for each in draft.findings if each["severity"] == "must"
    ]
    form = SendForm(request.POST, draft=draft, asked=asked)
    if not form.is_valid():
        return page.page(request, draft, send=form, status=422)
    way = page.way_of(draft)
    try:
        with transaction.atomic():
            if form.wanted or draft.guessed:
                actions.save(
                    draft, by=account, version=version_in(request), fields=form.values, confirm=bool(draft.guessed)
                )
                actions.submit(draft, by=account, version=draft.version)
            else:
                actions.submit(draft, by=account, version=version_in(request))
    except GongkaiError as error:
        return said(request, error, reverse("desk:info_draft", args=[pk]))
    messages.success(request, sent_line(draft, way))
    return redirect("desk:info_draft", pk)


@allow(rules.WRITE)
@require_POST
def info_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft back from its reviewers, to write on."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    try:
        actions.recall(draft, by=account, version=version_in(request))
    except GongkaiError as error:
        return said(request, error, reverse("desk:info_draft", args=[pk]))
    messages.warning(request, say("已撤回，原来的审核不再有效。改好后请重新送审。"))
    return redirect("desk:info_edit", pk)


@allow(rules.WRITE)
@require_POST
def info_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    try:
        actions.discard(draft, by=account, version=version_in(request))
    except GongkaiError as error:
        return said(request, error, reverse("desk:info_draft", args=[pk]))
    messages.success(request, say("已弃用《{title}》，需要时可以取回。", title=draft.title or say("未命名")))
    return redirect("desk:info_draft", pk)


@allow(rules.WRITE)
@require_POST
def info_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft back that was given up."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    try:
        actions.restore(draft, by=account)
    except GongkaiError as error:
        return said(request, error, reverse("desk:info_draft", args=[pk]))
    messages.success(request, say("已取回，可以接着改。"))
    return redirect("desk:info_draft", pk)


@allow(rules.WRITE)
@require_http_methods(["GET", "POST"])
def info_saves(request: HttpRequest, pk: int) -> HttpResponse:
    """Earlier saves of the text, and the way back to one."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    saves = list(draft.saves.select_related("by"))
    if request.method == "POST":
        wanted = next((each for each in saves if str(each.pk) == request.POST.get("save")), None)
        if wanted is None:
            return said(request, GongkaiError(say("这一次保存已经不在了，请刷新页面。")), request.path)
        try:
            actions.go_back(draft, wanted, by=account, version=version_in(request))
        except GongkaiError as error:
            return said(request, error, reverse("desk:info_draft", args=[pk]))
        messages.success(request, say("已恢复到这一次保存的正文。刚才的正文也留着，可以再恢复回来。"))
        return redirect("desk:info_edit", pk)
    rows = [(each, pages.plain(each.html)) for each in saves]
    lines = [(each, len(text.replace("\n", "")), text[:120]) for each, text in rows]
    return render(
        request,
        "desk/publishing/saves.html",
        {"draft": draft, "name": page.name_of(draft), "rows": lines, "writes": drafts.may_edit(account, draft)},
    )


def _closed(draft: Draft) -> str:
    return say(
        "这份稿件现在是“{stage}”，不能直接改。审核中的，可以撤回修改；已经发布的，从“修改”开始。",
        stage=draft.get_stage_display(),
    )
