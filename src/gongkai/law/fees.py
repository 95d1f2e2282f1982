"""信息处理费: two tariffs, of which each application bears at most one (国办函〔2020〕109号).

A fee is a power, not a duty: everything here computes what might be charged, nothing decides that it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Document, Number, Unit
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.table import due

MEASURES = Document("国办函〔2020〕109号")
CHARGED_SINCE = date(2021, 1, 1)


class Tariff(StrEnum):
    """按件计收 and 按量计收."""

    BY_APPLICATION = "by_application"
    BY_PAGE = "by_page"


@dataclass(frozen=True, slots=True)
class Band:
    """Units ``first`` to ``last`` (None: without end), both counted from 1, each at ``price``."""

    first: int
    last: int | None
    price: Number


def _price(yuan: int) -> Number:
    return Number(yuan, Unit.YUAN, MEASURES, CHARGED_SINCE)


PAGE_BANDS = (
    Band(1, 30, _price(0)),
    Band(31, 100, _price(10)),
    Band(101, 200, _price(20)),
    Band(201, None, _price(40)),
)
"""Pages of one application."""

APPLICATION_BANDS = (Band(1, 10, _price(0)), Band(11, 30, _price(100)), Band(31, 40, _price(200)))
"""Applications of one applicant in one calendar month. From 41 on each further ten cost 100 yuan more apiece."""
STEP_AFTER, STEP_LENGTH, STEP_RISE = 40, 10, 100


@dataclass(frozen=True, slots=True)
class Line:
    """``count`` units, ``first`` to ``last``, at ``price`` yuan each."""

    first: int
    last: int
    price: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan."""
        return self.count * self.price


@dataclass(frozen=True, slots=True)
class Charge:
    """What may be charged, in whole yuan, with the sum laid open."""

    tariff: Tariff
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        """Yuan."""
        return sum(line.amount for line in self.lines)

    @property
    def unit(self) -> Unit:
        return Unit.PAGE if self.tariff is Tariff.BY_PAGE else Unit.APPLICATION

    def data(self) -> dict[str, object]:
        """Plain values for JSON; amounts in yuan."""
        return {
            "tariff": self.tariff.value,
            "amount": self.amount,
            "source": str(MEASURES),
            "lines": [
                {"first": x.first, "last": x.last, "count": x.count, "price": x.price, "amount": x.amount}
                for x in self.lines
            ],
        }


class OneTariffOnly(GongkaiError):
    """Both tariffs were asked for on one application, or none."""


def charge(*, pages: int | None = None, ordinal: int | None = None, units: int = 1, on: date | None = None) -> Charge:
    """The charge on one application by one tariff: by its ``pages``, or by its ``ordinal`` among the month's (from 1).

    ``units``: smallest units the application was split into; it then takes that many ordinals. ``on``: the day of the
    application, to refuse a charge before the measures took effect. Raises `OneTariffOnly` unless exactly one tariff is
    named, GongkaiError for a count that cannot be.

    >>> charge(pages=150).amount, charge(ordinal=12).amount
    (1700, 100)
    """
    if pages is not None and ordinal is not None:
        raise OneTariffOnly(say("同一申请不能既按件又按量收取信息处理费（国办函〔2020〕109号）。请只选一种计收方式。"))
    if on is not None and on < CHARGED_SINCE:
        raise GongkaiError(say("信息处理费自{since}起收取，{on}的申请不能收费。", since=CHARGED_SINCE, on=on))
    if pages is not None:
        if units != 1:
            raise OneTariffOnly(say("拆分件数只用于按件计收，按量计收只看页数。请去掉拆分件数。"))
        return Charge(Tariff.BY_PAGE, tuple(_lines(1, _at_least(pages, 0, say("页数")), PAGE_BANDS)))
    if ordinal is None:
        raise OneTariffOnly(say("没有说明计收方式。请给出页数（按量计收）或者本月第几件（按件计收）。"))
    first = _at_least(ordinal, 1, say("件次"))
    last = first + _at_least(units, 1, say("拆分件数")) - 1
    return Charge(Tariff.BY_APPLICATION, tuple(_lines(first, last, _application_bands(last))))


def month_total(applications: int) -> Charge:
    """All applications of one applicant in one month by the tariff per application.

    >>> [month_total(n).amount for n in (10, 11, 31, 100)]
    [0, 100, 2200, 37000]
    """
    last = _at_least(applications, 0, say("件数"))
    return Charge(Tariff.BY_APPLICATION, tuple(_lines(1, last, _application_bands(last))))


def may_charge_by_page(cited: Sequence[Article]) -> bool:
    """Whether the tariff per page can apply: not where nothing is handed over, as in art. 36(1) (decision 0010)."""
    handed_over = (Article("条例", 36, item=2), Article("条例", 37))
    return any(article.within(place) for article in cited for place in handed_over)


@dataclass(frozen=True, slots=True)
class Filed:
    """One application for the monthly counter. ``applicant``: a key that is the same for the same applicant.

    ``units``: smallest units it was split into (一事一申请), at least 1.
    """

    applicant: str
    received_on: date
    units: int = 1


def ordinals(filed: Sequence[Filed]) -> tuple[int, ...]:
    """For each application its first ordinal in the applicant's calendar month, in the order given.

    Applications count by day of receipt, those of one day in the order given (decision 0011); one split into n units
    takes n ordinals.
    """
    taken: defaultdict[tuple[str, int, int], int] = defaultdict(int)
    found = [0] * len(filed)
    for i in sorted(range(len(filed)), key=lambda i: filed[i].received_on):
        month = (filed[i].applicant, filed[i].received_on.year, filed[i].received_on.month)
        found[i] = taken[month] + 1
        taken[month] += _at_least(filed[i].units, 1, say("拆分件数"))
    return tuple(found)


def lapses_on(notice_received_on: date, calendar: WorkCalendar) -> Due:
    """Last day to pay; unpaid by then the application counts as given up (其他处理 2)."""
    return due("fee_payment", notice_received_on, calendar)


def _application_bands(last: int) -> tuple[Band, ...]:
    """The bands up to ``last``: those of the text and the steps that follow, ten by ten."""
    bands = list(APPLICATION_BANDS)
    first, price = STEP_AFTER + 1, APPLICATION_BANDS[-1].price.value
    while first <= last:
        price += STEP_RISE
        bands.append(Band(first, first + STEP_LENGTH - 1, _price(price)))
        first += STEP_LENGTH
    return tuple(bands)


def _lines(first: int, last: int, bands: Sequence[Band]) -> list[Line]:
    """The stretch ``first`` to ``last`` cut at the bands."""
    found = []
    for band in bands:
        low = max(first, band.first)
        high = last if band.last is None else min(last, band.last)
        if low <= high:
            found.append(Line(low, high, band.price.value))
    return found


LARGEST = 100_000
"""More than any application holds: a larger count is a slip."""


def _at_least(value: int, least: int, what: str) -> int:
    if not least <= value <= LARGEST:
        raise GongkaiError(
            say(
                "{what}“{value}”不对，应为{least}至{most}的整数。请核对后重新输入。",
                what=what,
                value=value,
                least=least,
                most=LARGEST,
            )
        )
    return value
