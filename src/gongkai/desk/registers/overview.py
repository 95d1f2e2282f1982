"""台账的入口: every ledger with what it holds, whether it counts for the report, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.desk.registers.forms import KeepForm
from gongkai.desk.registers.place import Place, place
from gongkai.disclosures import rules
from gongkai.disclosures.actions import registering
from gongkai.disclosures.freshness import Standing, freshness
from gongkai.disclosures.models import (
    Collected,
    Decision,
    Item,
    KeptLedger,
    Ledger,
    Matter,
    NormativeDocument,
    Purchase,
)
from gongkai.disclosures.registers import queries
from gongkai.disclosures.registers.queries import Late
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import rules as ledgers
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.rules import agencies_with


@dataclass(frozen=True, slots=True)
class Line:
    """One ledger. ``kept``: the year from which the body says it is complete, None where it says nothing; ``declares``: whether
    anything of 表二 stands on it; ``key``: of `Ledger`."""

    key: str
    name: str
    address: str
    holds: str
    counts: str
    kept: int | None = None
    declares: bool = False


@require_GET
@allow(rules.VIEW)
def registers(request: HttpRequest) -> HttpResponse:
    """Every ledger of the body."""
    here = place(request)
    today = clock.today()
    late = [each for each in queries.coming(here.agency, today) if _seen(here, each)]
    context = {
        "place": here,
        "lines": _lines(here, today),
        "late": sum(each.days > 0 for each in late),
        "soon": sum(each.days <= 0 for each in late),
        "first": late[0] if late else None,
        "confirm": queries.to_confirm(here.account).filter(document__agency=here.agency),
        "year": today.year,
        "may_import": here.agency.pk in agencies_with(here.account, ledgers.IMPORT.key),
    }
    return render(request, "desk/registers/registers.html", context)


def _seen(here: Place, late: Late) -> bool:
    """A section is told of its own; whoever has to do with the whole body of everything."""
    from gongkai.people.rules import agencies_with, sections_with

    if here.agency.pk in agencies_with(here.account, rules.VIEW.key):
        return True
    return getattr(late.thing, "section_id", None) in sections_with(here.account, rules.VIEW.key)


def _lines(here: Place, today: date) -> list[Line]:
    agency, year = here.agency, today.year
    kept = dict(KeptLedger.objects.filter(agency=agency, ended_at=None).values_list("ledger", "from_year"))
    decided = dict(
        queries.decisions(here.account)
        .filter(agency=agency, decided_on__year=year)
        .order_by()
        .values("what")
        .annotate(n=Count("pk"))
        .values_list("what", "n")
    )
    documents = queries.documents(here.account).filter(agency=agency).exclude(level=NormativeDocument.Level.OTHER)
    standing = queries.in_force(documents, today).count()
    proposals = queries.proposals(here.account).filter(agency=agency)
    charges = Matter.objects.filter(agency=agency, what=Matter.What.CHARGE, removed_at=None, ends_on=None).count()
    entries = Collected.objects.filter(agency=agency, removed_at=None, last_on__year=year).count()
    bought = Purchase.objects.filter(agency=agency, removed_at=None, on__year=year).count()
    items = queries.seen_items(here.account).filter(agency=agency, published_on__year=year)
    asked = items.filter(kind="consultation").count()
    found = [
        Line(
            "documents", say("规范性文件登记"), _to("register_documents", here), say("现行有效{n}件", n=standing),
            say("规章、行政规范性文件的制发、废止、现行有效件数"), kept.get(Ledger.DOCUMENTS), True,
        )
    ]  # fmt: skip
    for what in Decision.What:
        found.append(
            Line(
                what.value, say("{what}台账", what=what.label), _to("register_decisions", here, what.value),
                say("今年{n}件", n=decided.get(what.value, 0)),
                say("2019年格式的处理决定数量") if what == Decision.What.SERVICE else say("本年处理决定数量"),
                kept.get(what.value), True,
            )
        )  # fmt: skip
    found += [
        Line(
            "charges", say("收费和事项"), _to("register_charges", here),
            say("收费项目{n}个，今年登记{m}笔", n=charges, m=entries), say("本年收费金额"), kept.get(Ledger.CHARGES), True,
        ),
        Line(
            "procurement", say("集中采购"), _to("register_purchases", here), say("今年{n}个项目", n=bought),
            say("2019年格式的采购项目数量、总金额"), kept.get(Ledger.PROCUREMENT), True,
        ),
        Line(
            "proposals", say("建议提案"), _to("register_proposals", here),
            say("今年答复{n}件", n=proposals.filter(replied_on__year=year).count()), say("年报文字部分"),
        ),
        Line(
            "consultations", say("意见征集"), _to("register_consultations", here), say("今年{n}次", n=asked), say("年报文字部分"),
        ),
        Line(
            "interpretations", say("解读配对"), _to("register_interpretations", here),
            say("待解读{n}件", n=queries.unexplained(agency).count()), say("年报文字部分"),
        ),
        Line(
            "published", say("主动公开台账"), _to("register_published", here), say("今年{n}条", n=items.count()), say("年报文字部分"),
        ),
    ]  # fmt: skip
    return found


def _to(name: str, here: Place, *args: object) -> str:
    address = reverse(f"desk:{name}", args=args)
    return f"{address}?{here.query}" if here.query else address


@require_POST
@allow(rules.COLUMNS)
def register_keep(request: HttpRequest) -> HttpResponse:
    """Say from which year on a ledger is complete, or that it is not any more."""
    here, form = place(request), KeepForm(request.POST)
    back = _to("registers", here)
    if not form.is_valid():
        messages.error(request, say("请选一个年份。"))
        return redirect(back)
    ledger, year = form.cleaned_data["ledger"], form.cleaned_data["from_year"]
    try:
        if year is None:
            registering.end_ledger(here.agency, ledger, by=here.account)
            messages.success(request, say("已撤回声明，年报这几格改由人填写。"))
        else:
            registering.keep_ledger(here.agency, ledger, from_year=year, by=here.account)
            messages.success(
                request, say("已声明从{year}年起登记齐全，年报这几格由台账统计，没有登记的就是0。", year=year)
            )
    except GongkaiError as error:
        return said(request, error, back)
    return redirect(back)


@require_GET
@allow(rules.VIEW)
def register_late(request: HttpRequest) -> HttpResponse:
    """What is not public and should be, and what must be within a month."""
    here = place(request)
    found = [each for each in queries.coming(here.agency, ahead=30) if _seen(here, each)]
    context = {
        "place": here,
        "late": [each for each in found if each.days > 0],
        "soon": [each for each in found if each.days <= 0],
        "words": _WHAT,
    }
    return render(request, "desk/registers/late.html", context)


_WHAT = {
    "draft": say("稿件还没有公开"),
    "decision": say("决定还没有公开"),
    "withdrawal": say("决定已改变，还没有撤回"),
    "proposal": say("答复还没有公开"),
    "document": say("文件还没有公开"),
    "interpretation": say("文件还没有解读"),
}


@require_GET
@allow(rules.VIEW)
def register_freshness(request: HttpRequest) -> HttpResponse:
    """Each column with its last gain, the oldest first."""
    here = place(request)
    standings = freshness(here.agency)
    order = {"late": 0, "empty": 1, "very_near": 2, "near": 3, "fresh": 4, "none": 5, "excused": 6}
    context = {
        "place": here,
        "standings": sorted(standings, key=lambda each: (order[each.state], each.days_left or 0)),
        "late": sum(each.state in ("late", "empty") for each in standings),
        "near": sum(each.state in ("near", "very_near") for each in standings),
        "lacking": registering.lacking_columns(here.agency) if here.may_declare else (),
    }
    return render(request, "desk/registers/freshness.html", context)


@require_POST
@allow(rules.COLUMNS)
def register_set_up_columns(request: HttpRequest) -> HttpResponse:
    """Add the columns of the ready tree that the body has not yet; those it has stay as they are."""
    here = place(request)
    made = registering.set_up_columns(here.agency, here.account)
    messages.success(request, say("增加了{n}个栏目，原有的没有改动。请逐个确定负责科室，用不着的停用。", n=made))
    return redirect(_to("register_freshness", here))


def is_mine(here: Place, item: Item) -> bool:
    """Whether the person may see the item with all that is known of it."""
    return queries.seen_items(here.account).filter(pk=item.pk).exists()


__all__ = ["Line", "Standing", "register_freshness", "register_keep", "register_late", "registers"]
