"""收费: the ledger of the processing fee, with the three figures that section six of the annual report wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from gongkai.applications import queries, rules
from gongkai.applications.models import FeeNotice
from gongkai.desk.lists import export, keyset
from gongkai.desk.lists.filters import plain
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account

FIRST_YEAR = 2021
"""国办函〔2020〕109号 has been in force since 2021."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one year: notices sent, yuan billed by them, yuan collected in it less what was paid back in it."""

    notices: int
    billed: int
    collected: int


def figures(ledger: QuerySet[FeeNotice], year: int) -> Figures:
    """The three figures of ``year``. A notice counts when it goes out, money when it comes or goes back."""
    sent, paid, back = Q(notified_on__year=year), Q(paid_on__year=year), Q(refunded_on__year=year)
    found = ledger.order_by().aggregate(
        notices=Count("pk", filter=sent),
        billed=Coalesce(Sum("amount", filter=sent), 0),
        paid=Coalesce(Sum("paid_amount", filter=paid), 0),
        back=Coalesce(Sum("refunded_amount", filter=back), 0),
    )
    return Figures(found["notices"], found["billed"], found["paid"] - found["back"])


STATES = {
    "open": (say("等缴费"), Q(notified_on__isnull=False, paid_on=None, lapsed_on=None)),
    "paid": (say("已缴费"), Q(paid_on__isnull=False)),
    "lapsed": (say("逾期未缴"), Q(lapsed_on__isnull=False)),
    "refunded": (say("退过费"), Q(refunded_on__isnull=False)),
}


class FeeFilters(Worded):
    """Year of the notice, and what became of it."""

    year = forms.TypedChoiceField(label=say("年份"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=say("状态"),
        required=False,
        choices=[("", say("不限")), *((key, name) for key, (name, _) in STATES.items())],
    )

    def __init__(self, given: QueryDict, year: int):
        super().__init__({"year": str(year), **given.dict()})
        self.fields["year"].choices = [(str(y), str(y)) for y in range(year, FIRST_YEAR - 1, -1)]  # type: ignore[attr-defined]
        plain(self)
        self.is_valid()
        self.year = self.cleaned_data.get("year") or year
        self.state = self.cleaned_data.get("state") or ""


@require_GET
@allow(rules.SEE_FEES)
def fees(request: HttpRequest) -> HttpResponseBase:
    """The ledger of a year, the newest first. ``?format=csv``: as a file."""
    account: Account = request.user  # type: ignore[assignment]
    filters = FeeFilters(request.GET, clock.today().year)
    ledger = queries.fees_of(account)
    found = ledger.filter(
        Q(notified_on__year=filters.year)
        | Q(paid_on__year=filters.year)
        | Q(refunded_on__year=filters.year)
        | Q(notified_on=None, application__received_on__year=filters.year)
    )
    if filters.state:
        found = found.filter(STATES[filters.state][1])
    found = found.annotate(application_number=F("application__number"))
    if request.GET.get("format") == "csv":
        return export.table(say("信息处理费台账{year}", year=filters.year), HEAD, _lines(found))
    kept = [(key, value) for key, value in request.GET.items() if key not in ("after", "before")]
    context = {
        "filters": filters,
        "year": filters.year,
        "figures": figures(ledger, filters.year),
        "slice": keyset.cut(found, keyset.Order(descending=True), request.GET),
        "count": found.count(),
        "export": f"?{urlencode([*kept, ('format', 'csv')])}",
    }
    return render(request, "desk/lists/fees.html", context)


HEAD = (
    say("申请编号"), say("申请人"), say("计收方式"), say("本月第几件"), say("页数"), say("金额（元）"), say("通知日"),
    say("缴费期限"), say("缴费日"), say("实缴（元）"), say("票据号"), say("退费日"), say("退费（元）"), say("逾期未缴"),
)  # fmt: skip


def _lines(found: QuerySet[FeeNotice]) -> Iterator[tuple[object, ...]]:
    for fee in found.order_by("pk").iterator(chunk_size=1000):
        yield (
            fee.application.number, fee.application.applicant.name, fee.get_tariff_display(), fee.ordinal, fee.pages,
            fee.amount, fee.notified_on, fee.due_on, fee.paid_on, fee.paid_amount, fee.receipt_number, fee.refunded_on,
            fee.refunded_amount, fee.lapsed_on,
        )  # fmt: skip
