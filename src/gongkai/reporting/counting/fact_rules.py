"""Facts beside the tables: what the narrative may say, each a count or a sum of money over records, as the cells are.

A fact has an address of its own, ``facts/<what>/<which>``, and opens its records as a cell does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Model, Q, QuerySet, Sum

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, Consultation, Correction, Extension, FeeNotice
from gongkai.applications.queries import answered_late
from gongkai.disclosures.channels.counting import first_there
from gongkai.disclosures.kinds import KINDS
from gongkai.disclosures.models import Channel as Outlet
from gongkai.disclosures.models import Item, Pairing, Proposal, Release
from gongkai.language import say
from gongkai.law.articles import chinese_number
from gongkai.law.clocks.facts import Asked
from gongkai.law.receipt import CHANNEL_NAMES, Channel
from gongkai.people import clock
from gongkai.reporting.counting.register import NoSuchCell, Period
from gongkai.reports.model import CellId

TABLE = "facts"

Base = Callable[[Agency], QuerySet[Model]]


@dataclass(frozen=True, slots=True)
class FactRule:
    """One fact: the records of ``base`` that meet ``condition`` in the year, counted, or their ``amount`` (yuan) added up."""

    label: str
    base: Base
    condition: Callable[[Period], Q]
    amount: str = ""


def _applications(agency: Agency) -> QuerySet[Application]:
    return Application.objects.filter(agency=agency)


def _corrections(agency: Agency) -> QuerySet[Correction]:
    return Correction.objects.filter(application__agency=agency)


def _extensions(agency: Agency) -> QuerySet[Extension]:
    return Extension.objects.filter(application__agency=agency)


def _consultations(agency: Agency) -> QuerySet[Consultation]:
    return Consultation.objects.filter(application__agency=agency)


def _fees(agency: Agency) -> QuerySet[FeeNotice]:
    return FeeNotice.objects.filter(agency=agency)


def _items(agency: Agency) -> QuerySet[Item]:
    return Item.objects.filter(agency=agency)


def _releases(agency: Agency) -> QuerySet[Release]:
    return Release.objects.filter(agency=agency, state__in=(Release.State.DONE, Release.State.TAKEN_DOWN))


def _pairings(agency: Agency) -> QuerySet[Pairing]:
    return Pairing.objects.filter(policy__agency=agency)


def _proposals(agency: Agency) -> QuerySet[Proposal]:
    return Proposal.objects.filter(agency=agency, removed_at=None)


def _in(field: str, **also: object) -> Callable[[Period], Q]:
    """Records whose ``field`` is a day of the year."""
    return lambda period: Q(**{f"{field}__gte": period.first, f"{field}__lte": period.last}, **also)


def _late(period: Period) -> Q:
    return _in("decided_on", due_certain=True)(period) & answered_late()


def _undated(period: Period) -> Q:
    """Entered in the register by the year's end, and still without a day of receipt: they stand in no cell."""
    return Q(received_on=None, created_at__lt=clock.moment(datetime(period.year + 1, 1, 1)))


def _backwards(period: Period) -> Q:
    return _in("received_on")(period) & Q(decided_on__lt=F("received_on"))


def _done_in(outlet: str) -> Callable[[Period], Q]:
    """Releases on one channel that were done in the year: each item once, by its first; a later version is no further release."""
    return lambda period: Q(
        first_there(),
        channel=outlet,
        done_at__gte=clock.moment(datetime(period.year, 1, 1)),
        done_at__lt=clock.moment(datetime(period.year + 1, 1, 1)),
    )


def _cell(row: str, column: str = TABLE) -> CellId:
    return CellId(TABLE, row, column)


LATE = _cell("late", "total")
UNDATED = _cell("undated", "total")
BACKWARDS = _cell("backwards", "total")
CORRECTIONS = _cell("corrections", "total")
EXTENSIONS = _cell("extensions", "total")
THIRD_PARTIES = _cell("consultations", "third_party")
WITHDRAWN = _cell("withdrawn", "total")
FEE_NOTICES = _cell("fees", "notices")
FEE_BILLED = _cell("fees", "billed")
FEE_COLLECTED = _cell("fees", "collected")
FEE_REFUNDED = _cell("fees", "refunded")
CHANNELS = {channel: _cell("channel", channel.value) for channel in Channel}
ITEMS = _cell("items", "total")
ITEMS_BY_CLAUSE = {clause: _cell("items", clause) for clause in (*(f"20.{n}" for n in range(1, 16)), "21")}
NORMATIVE = _cell("items", "normative")
POLICIES = _cell("items", "policy")
INTERPRETATIONS = _cell("items", "interpretation")
OPINIONS_ASKED = _cell("items", "consultation")
OPINIONS_ANSWERED = _cell("items", "consultation_result")
ACTIVITIES = _cell("items", "activity")
PAIRED = _cell("pairings", "total")
SUGGESTIONS = _cell("proposals", "suggestion")
PROPOSALS = _cell("proposals", "proposal")
PROPOSALS_PUBLISHED = _cell("proposals", "published")
OUTLETS = {outlet: _cell("releases", outlet.value) for outlet in Outlet}


def clause_name(clause: str) -> str:
    """第二十条第（一）项, 第二十一条."""
    article, _, item = clause.partition(".")
    name = f"第{chinese_number(int(article))}条"
    return f"{name}第（{chinese_number(int(item))}）项" if item else name


FACTS: dict[CellId, FactRule] = {
    **{
        cell: FactRule(
            say("渠道：{name}", name=CHANNEL_NAMES[channel]),
            _applications,
            _in("received_on", channel=channel.value),
        )
        for channel, cell in CHANNELS.items()
    },
    LATE: FactRule(say("逾期答复"), _applications, _late),
    WITHDRAWN: FactRule(say("申请人撤回"), _applications, _in("decided_on", withdrawn_on__isnull=False)),
    UNDATED: FactRule(say("还没有确定收到日"), _applications, _undated),
    BACKWARDS: FactRule(say("答复日早于收到日"), _applications, _backwards),
    CORRECTIONS: FactRule(say("告知补正"), _corrections, _in("noticed_on")),
    EXTENSIONS: FactRule(say("延期答复"), _extensions, _in("notified_on")),
    THIRD_PARTIES: FactRule(say("书面征求第三方意见"), _consultations, _in("sent_on", asked=Asked.THIRD_PARTY.value)),
    ITEMS: FactRule(say("主动公开信息"), _items, _in("published_on")),
    **{
        cell: FactRule(
            say("公开信息：{clause}", clause=clause_name(clause)), _items, _in("published_on", clause=clause)
        )
        for clause, cell in ITEMS_BY_CLAUSE.items()
    },
    **{
        cell: FactRule(
            say("公开信息：{kind}", kind=KINDS[cell.column].label), _items, _in("published_on", kind=cell.column)
        )
        for cell in (NORMATIVE, POLICIES, INTERPRETATIONS, OPINIONS_ASKED, OPINIONS_ANSWERED, ACTIVITIES)
    },
    **{
        cell: FactRule(say("发布渠道：{name}", name=outlet.label), _releases, _done_in(outlet.value))
        for outlet, cell in OUTLETS.items()
    },
    PAIRED: FactRule(say("已配解读的政策文件"), _pairings, _in("interpretation__published_on")),
    SUGGESTIONS: FactRule(
        say("答复人大代表建议"), _proposals, _in("replied_on", category=Proposal.Category.SUGGESTION)
    ),
    PROPOSALS: FactRule(say("答复政协提案"), _proposals, _in("replied_on", category=Proposal.Category.PROPOSAL)),
    PROPOSALS_PUBLISHED: FactRule(say("公开建议提案答复"), _proposals, _in("item__published_on")),
    FEE_NOTICES: FactRule(say("信息处理费收费通知"), _fees, _in("notified_on")),
    FEE_BILLED: FactRule(say("应收信息处理费"), _fees, _in("notified_on"), "amount"),
    FEE_COLLECTED: FactRule(say("实收信息处理费"), _fees, _in("paid_on"), "paid_amount"),
    FEE_REFUNDED: FactRule(say("退还信息处理费"), _fees, _in("refunded_on"), "refunded_amount"),
}
"""Every fact by its address."""


def facts(agency: Agency, year: int) -> dict[CellId, int]:
    """Every fact of the year: one statement for each register. Sums of money are in yuan."""
    period = Period(year)
    found = dict.fromkeys(FACTS, 0)
    bases: dict[Base, list[CellId]] = {}
    for cell, rule in FACTS.items():
        bases.setdefault(rule.base, []).append(cell)
    for base, cells in bases.items():
        wanted = {}
        for n, cell in enumerate(cells):
            rule = FACTS[cell]
            condition = rule.condition(period)
            wanted[f"f{n}"] = Sum(rule.amount, filter=condition) if rule.amount else Count("pk", filter=condition)
        values = base(agency).aggregate(**wanted)
        found.update({cell: values[f"f{n}"] or 0 for n, cell in enumerate(cells)})
    return found


def records(agency: Agency, year: int, cell: CellId) -> QuerySet[Model]:
    """The records behind a fact. Raises `NoSuchCell`."""
    if cell not in FACTS:
        raise NoSuchCell(cell)
    rule = FACTS[cell]
    return rule.base(agency).filter(rule.condition(Period(year)))
