"""收费、事项、采购: what stands in 表二 as a sum, or as a number of matters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.lists import keyset
from gongkai.desk.registers import workbook
from gongkai.desk.registers.documents import _with
from gongkai.desk.registers.forms import (
    CollectedForm,
    EndForm,
    MatterForm,
    Narrow,
    PurchaseForm,
)
from gongkai.desk.registers.place import place
from gongkai.disclosures import rules
from gongkai.disclosures.actions import registering
from gongkai.disclosures.models import Collected, Matter, Proposal, Purchase
from gongkai.disclosures.registers import queries
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import may

# 收费和事项


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_charges(request: HttpRequest) -> HttpResponse:
    """The charges and the other matters, with what was collected this year. Posted: a new one."""
    here, year = place(request), clock.today().year
    form = MatterForm(request.POST or None, sections=here.sections, all_of_it=here.all_of_it)
    if request.method == "POST":
        if not here.may_enter:
            raise Http404
        if form.is_valid():
            try:
                made = registering.enter_matter(here.agency, by=here.account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, say("已登记“{name}”。", name=made.name))
                return redirect("desk:register_matter", made.pk)
    matters = queries.seen(Matter.objects.filter(removed_at=None, agency=here.agency), here.account)
    own = Q(collected__removed_at=None, collected__last_on__year=year)
    lines = matters.annotate(this_year=Sum("collected__amount", filter=own)).order_by("what", "name")
    if request.GET.get("format") == "xlsx":
        head = (say("种类"), say("事项"), say("依据"), say("标准"), say("设立"), say("取消"), say("今年收费（元）"))
        rows = [(m.get_what_display(), m.name, m.basis, m.standard, m.starts_on, m.ends_on, m.this_year) for m in lines]
        return workbook.download(say("收费和事项台账"), head, rows)
    total = Collected.objects.filter(agency=here.agency, removed_at=None, last_on__year=year)
    context = {
        "place": here,
        "form": form if here.may_enter else None,
        "matters": lines,
        "total": total.aggregate(sum=Sum("amount"))["sum"],
        "year": year,
        "export": _with(request, format="xlsx"),
    }
    return render(request, "desk/registers/charges.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter; a charge with what was collected. Posted: a sum, or that it ends (``do=end``)."""
    account: Account = request.user  # type: ignore[assignment]
    matter = (
        queries.seen(Matter.objects.filter(removed_at=None), account).select_related("agency").filter(pk=pk).first()
    )
    if matter is None:
        raise Http404
    may_enter = may(account, rules.REGISTERS.key, matter.agency_id, {matter.section_id})
    ending = request.POST.get("do") == "end"
    posted = request.POST if request.method == "POST" else None
    sums = CollectedForm(posted if not ending else None)
    end = EndForm(posted if ending else None, initial={"version": matter.version, "on": clock.today()})
    if request.method == "POST":
        if not may_enter:
            raise Http404
        form: Any = end if ending else sums
        if form.is_valid():
            try:
                if ending:
                    registering.end_matter(matter, by=account, **form.cleaned_data)
                else:
                    registering.enter_collected(matter, by=account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, say("已登记。") if ending else say("金额已登记，年报的收费金额随之更新。"))
                return redirect("desk:register_matter", pk)
    entries = matter.collected.filter(removed_at=None).select_related("by")
    context = {
        "matter": matter,
        "is_charge": matter.what == Matter.What.CHARGE,
        "entries": entries,
        "sums": sums if may_enter and matter.what == Matter.What.CHARGE else None,
        "end": end if may_enter and matter.ends_on is None else None,
        "may_enter": may_enter,
        "form": end if ending else sums,
    }
    return render(request, "desk/registers/matter.html", context, status=422 if sums.errors or end.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_purchases(request: HttpRequest) -> HttpResponse:
    """The projects of collective purchasing. Posted: one more."""
    here = place(request)
    form = PurchaseForm(request.POST or None, sections=here.sections, all_of_it=here.all_of_it)
    if request.method == "POST":
        if not here.may_enter:
            raise Http404
        if form.is_valid():
            try:
                registering.enter_purchase(here.agency, by=here.account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, say("已登记。"))
                return redirect("desk:register_purchases")
    filters = Narrow(request.GET)
    rows = queries.seen(Purchase.objects.filter(removed_at=None, agency=here.agency), here.account)
    if "year" in filters.chosen:
        rows = rows.filter(on__year=filters.chosen["year"])
    if request.GET.get("format") == "xlsx":
        head = (say("采购项目"), say("合同日期"), say("金额（元）"), say("供应商"))
        return workbook.download(say("集中采购台账"), head, [(r.project, r.on, r.amount, r.supplier) for r in rows])
    context = {
        "place": here,
        "form": form if here.may_enter else None,
        "filters": filters,
        "slice": keyset.cut(rows, keyset.Order("on", descending=True), request.GET),
        "count": rows.count(),
        "export": _with(request, format="xlsx"),
    }
    return render(request, "desk/registers/purchases.html", context, status=422 if form.errors else 200)


_ROWS = {"matter": (Matter, "register_charges"), "collected": (Collected, ""), "purchase": (Purchase, "register_purchases"),
         "proposal": (Proposal, "register_proposals")}  # fmt: skip


@require_POST
@allow(rules.REGISTERS)
def register_remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Void a row that should not be there, with the reason."""
    account: Account = request.user  # type: ignore[assignment]
    if kind not in _ROWS:
        raise Http404
    model, to = _ROWS[kind]
    row: Any = queries.seen(model.objects.filter(removed_at=None), account).filter(pk=pk).first()
    if row is None:
        raise Http404
    back = reverse(f"desk:{to}") if to else reverse("desk:register_matter", args=[row.matter_id])
    try:
        registering.remove_row(row, why=request.POST.get("why", ""), by=account)
    except GongkaiError as error:
        return said(request, error, back)
    messages.success(request, say("这条登记已作废，不再计入任何一格。"))
    return redirect(back)
