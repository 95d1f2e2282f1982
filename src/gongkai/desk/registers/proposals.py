"""建议提案: what came in, what became of it, what of it is public."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.desk.lists import keyset
from gongkai.desk.registers import workbook
from gongkai.desk.registers.documents import _with
from gongkai.desk.registers.forms import (
    Narrow,
    ProposalForm,
    ReplyForm,
    WhyForm,
)
from gongkai.desk.registers.place import place
from gongkai.disclosures import rules
from gongkai.disclosures.actions import announcing, registering
from gongkai.disclosures.actions.rows import is_on_its_way
from gongkai.disclosures.models import Draft, Proposal
from gongkai.disclosures.registers import days, queries
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import may

# 建议提案

_STATES = (
    ("open", say("还没有答复")),
    ("late", say("超期未公开")),
    ("replied", say("已答复")),
    ("published", say("答复已公开")),
)


@require_GET
@allow(rules.VIEW)
def register_proposals(request: HttpRequest) -> HttpResponse:
    """Suggestions and proposals, the newest first."""
    here, today = place(request), clock.today()
    filters = Narrow(request.GET, states=_STATES)
    rows = queries.proposals(here.account).filter(agency=here.agency).select_related("item", "section")
    if "q" in filters.chosen:
        rows = rows.filter(Q(title__icontains=filters.chosen["q"]) | Q(number__icontains=filters.chosen["q"]))
    if "year" in filters.chosen:
        rows = rows.filter(received_on__year=filters.chosen["year"])
    unseen = Q(item=None) | Q(item__published_on=None)
    match filters.chosen.get("state"):
        case "open":
            rows = rows.filter(replied_on=None)
        case "late":
            rows = rows.filter(unseen, due_on__lt=today)
        case "replied":
            rows = rows.exclude(replied_on=None)
        case "published":
            rows = rows.filter(item__published_on__isnull=False)
    if request.GET.get("format") == "xlsx":
        return workbook.download(say("建议提案台账"), _PROPOSAL_HEAD, _proposals(rows))
    every = queries.proposals(here.account).filter(agency=here.agency, received_on__year=today.year)
    context = {
        "place": here,
        "filters": filters,
        "slice": keyset.cut(rows, keyset.Order("received_on", descending=True), request.GET),
        "count": rows.count(),
        "this_year": every.count(),
        "replied": every.exclude(replied_on=None).count(),
        "year": today.year,
        "export": _with(request, format="xlsx"),
        "today": today,
    }
    return render(request, "desk/registers/proposals.html", context)


_PROPOSAL_HEAD = (
    say("编号"), say("类别"), say("届次"), say("题目"), say("提出人"), say("办理方式"), say("会办单位"), say("交办日期"), say("答复期限"),
    say("答复日期"), say("办理结果"), say("满意度"), say("采纳情况"), say("公开方式"), say("最晚公开日"), say("公开日期"),
)  # fmt: skip


def _proposals(rows: QuerySet[Proposal]) -> Iterable[tuple[object, ...]]:
    for row in rows.order_by("received_on", "pk"):
        yield (
            row.number, row.get_category_display(), row.session, row.title, row.proposer, row.get_part_display(), row.others,
            row.received_on, row.reply_by, row.replied_on, row.get_completion_display() if row.completion else "",
            row.get_satisfaction_display() if row.satisfaction else "", row.adopted, row.get_openness_display(), row.due_on,
            row.item.published_on if row.item else None,
        )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REGISTERS)
def register_proposal_new(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    here = place(request)
    if not here.may_enter:
        raise Http404
    form = ProposalForm(
        request.POST or None, sections=here.sections, all_of_it=here.all_of_it, initial={"received_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.enter_proposal(here.agency, by=here.account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记{number}。", number=made.number))
            return redirect("desk:register_proposal", made.pk)
    context = {"place": here, "form": form}
    return render(request, "desk/registers/proposal_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them. Posted: what became of it."""
    account: Account = request.user  # type: ignore[assignment]
    row = queries.proposals(account).select_related("agency", "section", "item").filter(pk=pk).first()
    if row is None:
        raise Http404
    may_change = may(account, rules.REGISTERS.key, row.agency_id, {row.section_id})
    names = ("replied_on", "completion", "satisfaction", "adopted", "openness", "ground", "version")
    form = ReplyForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST":
        if not may_change:
            raise Http404
        if form.is_valid():
            try:
                changed = registering.change_proposal(row, by=account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                last = say("答复最晚{due}公开。", due=changed.due_on) if changed.due_on else ""
                messages.success(request, say("办理情况已登记。") + last)
                return redirect("desk:register_proposal", pk)
    context = {
        "proposal": row,
        "form": form if may_change else None,
        "due": None if row.item and row.item.published_on else days.due_of(row),
        "draft": row.item.drafts.filter(stage__in=Draft.OPEN).first() if row.item else None,
        "may_draft": may_change and days.due_of(row) is not None and not is_on_its_way(row.item),
        "why": WhyForm(initial={"version": row.version}, auto_id="void-%s"),
        "today": clock.today(),
    }
    return render(request, "desk/registers/proposal.html", context, status=422 if form.errors else 200)


@require_POST
@allow(rules.REGISTERS)
def register_proposal_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of the reply for the public."""
    account: Account = request.user  # type: ignore[assignment]
    row = queries.proposals(account).filter(pk=pk).first()
    if row is None or not may(account, rules.REGISTERS.key, row.agency_id, {row.section_id}):
        raise Http404
    try:
        draft = announcing.draft_reply(row, by=account)
    except GongkaiError as error:
        return said(request, error, reverse("desk:register_proposal", args=[pk]))
    messages.success(request, say("稿件已按登记的内容生成。请放进答复的正文或者文件，核对后送审。"))
    return redirect("desk:info_draft", draft.pk)
