"""What registering an application will lead to, told before it is done: its days, the month's count, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.applications import clocks, queries
from gongkai.applications.models import Applicant, Application
from gongkai.applications.repeats import alike
from gongkai.language import say
from gongkai.law import Application as Facts
from gongkai.law import CalendarMissing, Due, Receipt, ReceiptUnknown, answer_due, charge, receipt_of
from gongkai.law.receipt import Arrival, ArrivalContradicts

FREE = 10
"""Applications of one applicant and month that cost nothing (国办函〔2020〕109号)."""
EARLIER = 8


@dataclass(frozen=True, slots=True)
class Month:
    """``ordinal``: which application of the applicant's month this would be."""

    ordinal: int
    month: date

    @property
    def how(self) -> str:
        return "near" if self.ordinal >= FREE else ""

    @property
    def words(self) -> str:
        if self.ordinal > FREE:
            return say(
                "这是{month}月第{n}件，按件计收可以收{yuan}元信息处理费；也可以要求说明理由（《条例》第三十五条）。收不收由工作机构定。",
                month=self.month.month,
                n=self.ordinal,
                yuan=charge(ordinal=self.ordinal).amount,
            )
        if self.ordinal == FREE:
            return say("这是{month}月第{n}件。下一件起，按件计收可以收费。", month=self.month.month, n=self.ordinal)
        return say("{month}月第{n}件。每月前{free}件不收费。", month=self.month.month, n=self.ordinal, free=FREE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier application of the same applicant. ``alike``: it seems to ask for the same."""

    case: Application
    alike: bool


@dataclass(frozen=True, slots=True)
class Foresight:
    """``receipt`` is None while the deciding day is missing; ``missing`` then says which. ``due`` follows from it."""

    receipt: Receipt | None
    missing: str
    due: Due | None
    month: Month | None
    earlier: tuple[Earlier, ...]

    @property
    def repeats(self) -> int:
        return sum(each.alike for each in self.earlier)


def foresee(
    agency: Agency, arrival: Arrival, *, identity: str, name: str, phone: str, content: str, today: date
) -> Foresight:
    """What the form as filled in so far leads to. Nothing is kept."""
    receipt, missing, due = None, "", None
    try:
        receipt = receipt_of(arrival)
        due = answer_due(Facts(receipt.on), clocks.calendar(), settings=agency.law_settings, refuse=False)
    except (ReceiptUnknown, ArrivalContradicts, CalendarMissing) as error:
        missing = str(error)
    known = _known(agency, identity, name, phone)
    month = _month(agency, known, receipt.on if receipt else today) if name.strip() else None
    return Foresight(receipt, missing, due, month, earlier(known, content))


def _known(agency: Agency, identity: str, name: str, phone: str) -> Applicant | None:
    """The applicant as this body has registered them before."""
    if not (identity.strip() or name.strip()):
        return None
    return Applicant.objects.filter(agency=agency, key=Applicant.key_of(identity, name.strip(), phone.strip())).first()


def _month(agency: Agency, known: Applicant | None, on: date) -> Month:
    """As `queries.month_ordinal` will count it: the applicant's units received in the month up to the day, and this one."""
    taken = 0
    if known is not None:
        filed = queries.of_applicant(agency.pk, known.key).filter(
            received_on__year=on.year,
            received_on__month=on.month,
            received_on__lte=on,
        )
        taken = sum(filed.values_list("units", flat=True))
    return Month(taken + 1, on)


def earlier(known: Applicant | None, content: str, *, without: int | None = None) -> tuple[Earlier, ...]:
    """The applicant's earlier applications, those that seem to ask for the same first."""
    if known is None:
        return ()
    rows = queries.of_applicant(known.agency_id, known.key).exclude(pk=without).order_by("-pk")[:200]
    found = [Earlier(case, alike(content, case.content)) for case in rows]
    return tuple(sorted(found, key=lambda each: not each.alike)[:EARLIER])
