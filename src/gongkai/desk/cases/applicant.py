"""The applicant beside the case: the count of the month, what they asked before and were answered, and looking at sealed data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gongkai.applications import actions, queries, rules
from gongkai.applications.models import Applicant, Application
from gongkai.applications.repeats import alike
from gongkai.desk.cases.finding import case_of
from gongkai.desk.lists.foresight import FREE
from gongkai.language import say
from gongkai.law import charge
from gongkai.law.fees import Filed, ordinals
from gongkai.people.access import allow
from gongkai.people.journal import subject_of
from gongkai.people.models import LogEntry
from gongkai.people.sealing import masked

SHOWN = 5
"""Earlier cases on the page; the list has the rest."""
READ = 300
"""Cases of one applicant that are read for the count and for likeness."""
SEALED = {
    "identity_number": say("证件号码"),
    "phone": say("联系电话"),
    "email": say("电子邮箱"),
    "address": say("通信地址"),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another application of the same applicant. ``alike``: it seems to ask for the same."""

    case: Application
    alike: bool


@dataclass(frozen=True, slots=True)
class History:
    """``ordinal``: which application of the applicant's month this is, None before its day of receipt; ``filed``: how many
    the month has by now."""

    month: date | None
    ordinal: int | None
    units: int
    filed: int
    earlier: tuple[Earlier, ...]
    count: int

    @property
    def alike(self) -> int:
        return sum(each.alike for each in self.earlier)

    @property
    def how(self) -> str:
        """ "near" from the tenth of a month on: the next, or this one, may be charged."""
        return "near" if self.ordinal is not None and self.ordinal + self.units - 1 >= FREE else ""

    @property
    def words(self) -> str:
        """The count, and what follows from it. Nothing is ever charged by itself."""
        if self.ordinal is None or self.month is None:
            return say("收到日确定以后，才知道是本月第几件。")
        month, last = self.month.month, self.ordinal + self.units - 1
        if last > FREE:
            yuan = charge(ordinal=self.ordinal, units=self.units).amount
            return say(
                "这是{month}月第{n}件，按件计收可以收{yuan}元信息处理费，也可以要求说明理由。收不收由工作机构定。",
                month=month,
                n=last,
                yuan=yuan,
            )
        if last == FREE:
            return say("这是{month}月第{n}件。下一件起，按件计收可以收费。", month=month, n=last)
        return say("{month}月第{n}件，每月前{free}件不收费。", month=month, n=last, free=FREE)


def history(case: Application) -> History:
    """One query, however many there are up to `READ`."""
    rows = list(
        queries.of_applicant(case.agency_id, case.applicant.key)
        .only("number", "title", "content", "stage", "outcome", "received_on", "decided_on", "units", "agency_id")
        .order_by("-pk")[:READ]
    )
    earlier = [Earlier(row, alike(case.content, row.content)) for row in rows if row.pk != case.pk]
    earlier.sort(key=lambda each: (not each.alike, -each.case.pk))
    on = case.received_on
    filed = sorted(
        (
            row
            for row in rows
            if on and row.received_on and (row.received_on.year, row.received_on.month) == (on.year, on.month)
        ),
        key=lambda row: (row.received_on, row.pk),
    )
    ordinal = None
    if on is not None and len(rows) < READ:
        counted = ordinals([Filed("", row.received_on, row.units) for row in filed if row.received_on])
        ordinal = counted[[row.pk for row in filed].index(case.pk)]
    elif on is not None:
        ordinal = queries.month_ordinal(case)
    return History(on, ordinal, case.units, sum(row.units for row in filed), tuple(earlier[:SHOWN]), len(earlier))


def contact(applicant: Applicant) -> tuple[tuple[str, str, str], ...]:
    """(key, name, masked) of each sealed field that is filled."""
    return tuple(
        (key, name, masked(value)) for key, name in SEALED.items() if (value := getattr(applicant, key).strip())
    )


@allow(rules.IDENTITY)
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """One sealed field in the clear. The look is logged, and the page says so, with the looks before it."""
    case = case_of(request.user, pk)  # type: ignore[arg-type]
    key = request.POST.get("field", "")
    value = actions.reveal(case, key, by=request.user)  # type: ignore[arg-type]
    looks = LogEntry.objects.filter(subject=subject_of(case), verb="applicant.looked_at").order_by("-sequence")
    context = {
        "case": case,
        "name": SEALED[key],
        "value": value,
        "looks": [(look, SEALED.get(look.data.get("field"), "")) for look in looks[:20]],
    }
    answer = render(request, "desk/case/reveal.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
