"""许可、服务、处罚、强制台账: the list with its drop field, one decision, what a file brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.desk.lists import keyset
from gongkai.desk.registers import workbook
from gongkai.desk.registers.documents import _with
from gongkai.desk.registers.forms import ChangedForm, DecisionForm, DropForm, Narrow, WhyForm
from gongkai.desk.registers.place import Place, place
from gongkai.disclosures import rules
from gongkai.disclosures.actions import announcing, importing, registering
from gongkai.disclosures.models import Decision, ImportedRows
from gongkai.disclosures.registers import days, queries
from gongkai.disclosures.registers.rows import Sheet
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import may

STATES = (
    ("late", say("超期未公开")),
    ("waiting", say("还没有公开")),
    ("published", say("已公开")),
    ("private", say("不公开")),
    ("withdraw", say("应撤回")),
    ("changed", say("已变更、撤销")),
)
HEAD = (
    say("决定书文号"), say("决定日期"), say("当事人"), say("自然人"), say("事项"), say("决定内容"), say("金额（元）"), say("依据"),
    say("是否公开"), say("不公开的理由"), say("最晚公开日"), say("公开日期"), say("是否超期"), say("变更、撤销"), say("科室"),
)  # fmt: skip
SAMPLE_HEAD = (
    say("决定书文号"), say("决定日期"), say("当事人"), say("当事人类别"), say("事项"), say("决定内容"), say("金额"), say("依据"),
    say("是否公开"), say("不公开的理由"),
)  # fmt: skip
_SHOWN_WRONG = 200


def _what(key: str) -> Decision.What:
    if key not in Decision.What.values:
        raise Http404
    return Decision.What(key)


def narrowed(rows: QuerySet[Decision], filters: Narrow, today: date) -> QuerySet[Decision]:
    """``rows`` under the conditions of the page."""
    chosen = filters.chosen
    out = Q(item__published_on__isnull=False, item__withdrawn_at=None)
    unseen = Q(item=None) | Q(item__published_on=None)
    if "q" in chosen:
        q = str(chosen["q"]).strip()
        rows = rows.filter(
            Q(number__icontains=q) | Q(party_shown__icontains=q) | Q(matter__icontains=q) | Q(result__icontains=q)
        )
    if "year" in chosen:
        rows = rows.filter(decided_on__year=chosen["year"])
    if "section" in chosen:
        rows = rows.filter(section=chosen["section"])
    match chosen.get("state"):
        case "late":
            rows = rows.filter(unseen, public=True, changed_on=None, due_on__lt=today)
        case "waiting":
            rows = rows.filter(unseen, public=True, changed_on=None)
        case "published":
            rows = rows.filter(out)
        case "private":
            rows = rows.filter(public=False)
        case "withdraw":
            rows = rows.filter(out, withdraw_by__isnull=False)
        case "changed":
            rows = rows.exclude(changed_on=None)
    return rows


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_decisions(request: HttpRequest, what: str) -> HttpResponse:
    """The ledger of a kind. Posted: a file of rows, whose good ones are taken at once. ``?format=xlsx``: as a workbook."""
    kind, here, today = _what(what), place(request), clock.today()
    form = DropForm(
        request.POST or None,
        request.FILES or None,
        sections=here.sections,
        all_of_it=here.all_of_it,
        auto_id="drop-%s",
    )
    sheet: Sheet | None = None
    if request.method == "POST":
        if not here.may_enter:
            raise Http404
        if form.is_valid():
            outcome = _dropped(request, here, kind, form)
            if isinstance(outcome, HttpResponse):
                return outcome
            sheet = outcome
    filters = Narrow(request.GET, states=STATES, sections=here.agency.sections.filter(active=True))
    every = queries.decisions(here.account).filter(agency=here.agency, what=kind)
    found = narrowed(every, filters, today).select_related("item", "section")
    if request.GET.get("format") == "xlsx":
        return workbook.download(say("{what}台账", what=kind.label), HEAD, _rows(found.order_by("decided_on", "pk")))
    context = {
        "place": here,
        "kind": kind,
        "form": form if here.may_enter else None,
        "sheet": sheet,
        "filters": filters,
        "slice": keyset.cut(found.defer("party"), keyset.Order("decided_on", descending=True), request.GET),
        "count": found.count(),
        "this_year": every.filter(decided_on__year=today.year).count(),
        "year": today.year,
        "late": narrowed(every, Narrow({"state": "late"}, states=STATES), today).count(),
        "withdraw": narrowed(every, Narrow({"state": "withdraw"}, states=STATES), today).count(),
        "imports": ImportedRows.objects.filter(agency=here.agency, ledger=kind.value).select_related("by")[:5],
        "export": _with(request, format="xlsx"),
        "today": today,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/registers/decisions.html", context, status=status)


def _dropped(request: HttpRequest, here: Place, kind: Decision.What, form: DropForm) -> HttpResponse | Sheet | None:
    """Take the rows of the file. The answer where some were taken; the sheet where none could be; None where it was refused."""
    given = form.cleaned_data
    upload = Upload(given["upload"].name, given["upload"].read())
    try:
        if request.POST.get("do") == "look":
            return importing.look_into(here.agency, kind.value, upload, year=given["year"])
        batch, sheet = importing.import_rows(
            here.agency, kind.value, upload, by=here.account, section=given["section"], year=given["year"]
        )
    except GongkaiError as error:
        form.add_error("upload", str(error))
        return None
    if batch is None:
        return sheet
    messages.success(
        request,
        say("“{name}”共{n}行，登记了{taken}行。", name=batch.name, n=batch.total, taken=batch.taken)
        + (say("{n}行有问题没有登记，见下面，改好后再放进来即可。", n=batch.refused) if batch.refused else ""),
    )
    return redirect("desk:register_import", batch.pk)


def _rows(found: QuerySet[Decision]) -> Iterable[tuple[object, ...]]:
    for row in found.iterator(chunk_size=1000):
        out = row.item.published_on if row.item else None
        late = bool(row.due_on and (out or clock.today()) > row.due_on)
        yield (
            row.number, row.decided_on, row.party, say("是") if row.party_is_person else say("否"), row.matter, row.result,
            row.amount, row.basis, say("是") if row.public else say("否"), row.ground, row.due_on, out,
            say("是") if late else say("否"),
            say("{on}{how}", on=row.changed_on, how=row.get_changed_how_display()) if row.changed_on else "",
            row.section.name if row.section else "",
        )  # fmt: skip


@require_GET
@allow(rules.REGISTERS)
def register_sample(request: HttpRequest, what: str) -> HttpResponse:
    """The sample of a sheet, with one row to be written over."""
    kind = _what(what)
    row = (
        "云×许〔2026〕1号",
        date(2026, 1, 5),
        "××有限公司",
        say("法人"),
        say("事项"),
        say("准予"),
        None,
        "",
        say("是"),
        "",
    )
    return workbook.download(say("{what}台账样表", what=kind.label), SAMPLE_HEAD, [row])


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file brought and what it did not. Posted: undo all of it."""
    account: Account = request.user  # type: ignore[assignment]
    batch = (
        queries.seen(ImportedRows.objects.select_related("agency", "by", "undone_by"), account).filter(pk=pk).first()
    )
    if batch is None:
        raise Http404
    may_undo = may(account, rules.REGISTERS.key, batch.agency_id, {batch.section_id})
    if request.method == "POST":
        if not may_undo:
            raise Http404
        try:
            n = importing.undo_import(batch, by=account)
        except GongkaiError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, say("已撤销这次导入，{n}条登记作废。", n=n))
        return redirect("desk:register_import", pk)
    context = {
        "batch": batch,
        "kind": _what(batch.ledger),
        "refused": batch.mapping.get("wrong", []),
        "notes": batch.mapping.get("notes", []),
        "columns": batch.mapping.get("heads", []),
        "left_out": batch.mapping.get("left_out", []),
        "rows": batch.decisions.filter(removed_at=None).defer("party").order_by("row")[:_SHOWN_WRONG],
        "may_undo": may_undo and batch.undone_at is None,
    }
    return render(request, "desk/registers/import.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.REGISTERS)
def register_decision_new(request: HttpRequest, what: str) -> HttpResponse:
    """Enter one decision."""
    kind, here = _what(what), place(request)
    if not here.may_enter:
        raise Http404
    form = DecisionForm(
        request.POST or None, sections=here.sections, all_of_it=here.all_of_it, initial={"decided_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.enter_decision(here.agency, by=here.account, what=kind.value, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            last = say("最晚{due}公开。", due=made.due_on) if made.due_on else ""
            messages.success(request, say("已登记{number}。", number=made.number) + last)
            return redirect("desk:register_decision", made.pk)
    context = {"place": here, "kind": kind, "form": form}
    return render(request, "desk/registers/decision_new.html", context, status=422 if form.errors else 200)


def _decision(request: HttpRequest, pk: int) -> Decision:
    account: Account = request.user  # type: ignore[assignment]
    found = (
        queries.decisions(account).select_related("agency", "section", "item", "imported", "by").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its clock. Posted: it was changed or annulled."""
    decision = _decision(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    may_change = may(account, rules.REGISTERS.key, decision.agency_id, {decision.section_id})
    form = ChangedForm(request.POST or None, initial={"version": decision.version, "on": clock.today()})
    if request.method == "POST":
        if not may_change:
            raise Http404
        if form.is_valid():
            try:
                changed = registering.change_decision(decision, by=account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                out = changed.item is not None and changed.item.published_on is not None
                messages.success(
                    request,
                    say("已登记。这一决定公开着，最晚{by}撤回并说明理由。", by=changed.withdraw_by)
                    if out
                    else say("已登记。"),
                )
                return redirect("desk:register_decision", pk)
    context = {
        "decision": decision,
        "kind": Decision.What(decision.what),
        "due": None if decision.item and decision.item.published_on else days.due_of(decision),
        "form": form if may_change and decision.changed_on is None else None,
        "may_change": may_change,
        "why": WhyForm(initial={"version": decision.version}, auto_id="void-%s"),
        "today": clock.today(),
    }
    return render(request, "desk/registers/decision.html", context, status=422 if form.errors else 200)


@require_POST
@allow(rules.REGISTERS)
def register_decision_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a row that should not be there."""
    decision, form = _decision(request, pk), WhyForm(request.POST)
    account: Account = request.user  # type: ignore[assignment]
    if not form.is_valid():
        messages.error(request, say("请写明为什么作废这条登记。"))
        return redirect("desk:register_decision", pk)
    try:
        registering.remove_row(decision, by=account, **form.cleaned_data)
    except GongkaiError as error:
        return said(request, error, reverse("desk:register_decision", args=[pk]))
    messages.success(request, say("{number}的登记已作废。", number=decision.number))
    return redirect("desk:register_decisions", decision.what)


@require_POST
@allow(rules.REGISTERS)
def register_list(request: HttpRequest, what: str) -> HttpResponse:
    """A draft with the table of the chosen decisions."""
    kind, here = _what(what), place(request)
    chosen: list[Any] = [pk for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < 18]
    rows = queries.decisions(here.account).filter(agency=here.agency, what=kind, pk__in=chosen)
    back = reverse("desk:register_decisions", args=[kind.value])
    try:
        draft = announcing.draft_list(list(rows), by=here.account)
    except GongkaiError as error:
        return said(request, error, back)
    messages.success(request, say("公示表已生成，自然人只显示姓氏。请核对后送审。"))
    return redirect("desk:info_draft", draft.pk)
