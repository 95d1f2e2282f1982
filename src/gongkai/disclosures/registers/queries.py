"""Reads of the registers: what a person may see, what is late, what still wants an interpretation, what soon runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.disclosures import kinds, rules
from gongkai.disclosures.kinds import KINDS
from gongkai.disclosures.models import (
    Attribute,
    Decision,
    Draft,
    Item,
    LifeEvent,
    NormativeDocument,
    Pairing,
    Proposal,
)
from gongkai.law.calendar import national
from gongkai.law.clocks import due
from gongkai.law.clocks.count import add_months
from gongkai.law.settings import Settings
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with

INTERPRETED = tuple(kind.key for kind in KINDS.values() if kind.interpreted)


def agencies_of(account: Account) -> QuerySet[Agency]:
    """The bodies whose registers ``account`` may see, all of them or what belongs to its sections."""
    own = agencies_with(account, rules.VIEW.key)
    return Agency.objects.filter(Q(pk__in=own) | Q(sections__in=sections_with(account, rules.VIEW.key))).distinct()


def seen(rows: QuerySet[Any], account: Account) -> QuerySet[Any]:
    """Of rows that belong to a body and perhaps to a section, those that ``account`` may see."""
    return rows.filter(
        Q(agency__in=agencies_with(account, rules.VIEW.key)) | Q(section__in=sections_with(account, rules.VIEW.key))
    )


def seen_items(account: Account) -> QuerySet[Item]:
    """The items that ``account`` may see with all that is known of them: of its bodies, of its sections, in their columns."""
    sections = sections_with(account, rules.VIEW.key)
    return Item.objects.filter(
        Q(agency__in=agencies_with(account, rules.VIEW.key)) | Q(section__in=sections) | Q(column__section__in=sections)
    )


def documents(account: Account) -> QuerySet[NormativeDocument]:
    return seen(NormativeDocument.objects.filter(removed_at=None), account)


def decisions(account: Account) -> QuerySet[Decision]:
    return seen(Decision.objects.filter(removed_at=None), account)


def proposals(account: Account) -> QuerySet[Proposal]:
    return seen(Proposal.objects.filter(removed_at=None), account)


def in_force(rows: QuerySet[NormativeDocument], day: date) -> QuerySet[NormativeDocument]:
    """The documents that are made and have not ended on ``day``."""
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=day), made_on__lte=day)


def expiring(rows: QuerySet[NormativeDocument], day: date, months: int = 6) -> QuerySet[NormativeDocument]:
    """Those in force that lapse within ``months``: time to assess and to extend, revise or repeal them."""
    return in_force(rows, day).filter(ended_how=NormativeDocument.Ending.LAPSED, ended_on__lte=add_months(day, months))


def to_confirm(account: Account) -> QuerySet[LifeEvent]:
    """Changes of documents that ``account`` could confirm now: proposed by somebody else."""
    return (
        LifeEvent.objects.filter(confirmed_at=None, dropped_at=None)
        .filter(
            Q(document__agency__in=agencies_with(account, rules.CONFIRM_LIFE.key)),
        )
        .exclude(proposed_by=account)
        .select_related("document", "proposed_by")
    )


# Policies and their interpretations


def unexplained(agency: Agency) -> QuerySet[Item]:
    """Public policies of a body that nothing explains yet, the newest first."""
    explained = Pairing.objects.filter(policy=OuterRef("pk"), interpretation__published_on__isnull=False)
    return (
        Item.objects.filter(
            agency=agency, kind__in=INTERPRETED, published_on__isnull=False, withdrawn_at=None,
            attribute=Attribute.PROACTIVE,
        )
        .exclude(Exists(explained))
        .order_by("-published_on", "-pk")
    )  # fmt: skip


def explain_by(policy: Item, settings: Settings) -> date | None:
    """The last day for the interpretation of a public policy, as the body's locality says."""
    return None if policy.published_on is None else _explain_by(policy.published_on, settings.interpretation_days)


@lru_cache(maxsize=2048)
def _explain_by(published_on: date, days: int) -> date | None:
    found = due("interpretation", published_on, national(), length=days)
    return found.on or found.not_before


@dataclass(frozen=True, slots=True)
class Ratio:
    """Of the policies made public in a year, how many are explained."""

    policies: int
    explained: int

    @property
    def percent(self) -> int | None:
        return None if not self.policies else round(100 * self.explained / self.policies)


def ratio(agency: Agency, year: int) -> Ratio:
    """解读比例 of a year."""
    rows = Item.objects.filter(
        agency=agency, kind__in=INTERPRETED, published_on__year=year, withdrawn_at=None, attribute=Attribute.PROACTIVE
    )
    explained = Pairing.objects.filter(policy=OuterRef("pk"), interpretation__published_on__isnull=False)
    return Ratio(rows.count(), rows.filter(Exists(explained)).count())


# Late publications


@dataclass(frozen=True, slots=True)
class Late:
    """Something that should be public by ``due_on``. ``what``: draft, decision, proposal, document, interpretation or withdrawal;
    ``thing``: the row itself; ``days``: calendar days over, less than 1 for what is still in time."""

    what: str
    title: str
    due_on: date
    thing: Any
    source: str
    days: int


def coming(agency: Agency, day: date | None = None, ahead: int = 7) -> list[Late]:
    """What is not public and should be, or must be within ``ahead`` days: the latest first, before a supervisor finds it."""
    on = day or clock.today()
    found = [
        *_drafts(agency),
        *_decisions(agency),
        *_proposals(agency),
        *_documents(agency, on),
        *_policies(agency),
    ]
    wanted = [
        Late(what, title, last, thing, source, (on - last).days)
        for what, title, last, thing, source in found
        if (last - on).days <= ahead
    ]
    return sorted(wanted, key=lambda each: (each.due_on, each.what, each.title))


_Found = list[tuple[str, str, date, Any, str]]


def _drafts(agency: Agency) -> _Found:
    open_ones = Draft.objects.filter(
        agency=agency, stage__in=Draft.OPEN, attribute=Attribute.PROACTIVE, item__published_on=None
    ).select_related("section", "column")
    settings, found = agency.law_settings, []
    for draft in open_ones:
        clock_of = kinds.due(draft.kind, draft.made_on, draft.details, settings=settings)
        last = None if clock_of is None else clock_of.on or clock_of.not_before
        if clock_of is not None and last is not None:
            found.append(("draft", draft.title, last, draft, clock_of.sources[0]))
    return found


def _decisions(agency: Agency) -> _Found:
    rows = Decision.objects.filter(agency=agency, removed_at=None).select_related("item", "section").defer("party")
    found = [
        ("decision", f"{row.number} {row.matter}", row.due_on, row, "国办发〔2018〕118号")
        for row in rows.filter(Q(item=None) | Q(item__published_on=None), public=True, changed_on=None).exclude(
            due_on=None
        )
    ]
    found += [
        ("withdrawal", f"{row.number} {row.matter}", row.withdraw_by, row, "《行政处罚法》第四十八条第二款")
        for row in rows.filter(
            withdraw_by__isnull=False, item__published_on__isnull=False, item__withdrawn_at=None
        ).exclude(item__changed_at__date__gte=F("changed_on"))
    ]
    return found  # type: ignore[return-value]


def _proposals(agency: Agency) -> _Found:
    rows = Proposal.objects.filter(agency=agency, removed_at=None, due_on__isnull=False).select_related("section")
    return [
        ("proposal", row.title, row.due_on, row, "地方规定")
        for row in rows.filter(Q(item=None) | Q(item__published_on=None))
        if row.due_on is not None
    ]


def _documents(agency: Agency, on: date) -> _Found:
    """Documents of the last year that are nowhere public. Of older ones that are entered later nobody knows, and their page says so."""
    rows = in_force(NormativeDocument.objects.filter(agency=agency, removed_at=None), on).filter(
        item=None, published_on=None, level=NormativeDocument.Level.NORMATIVE, made_on__gte=on - timedelta(days=365)
    )
    rows = rows.select_related("section")
    found = []
    for row in rows:
        last = kinds.due_on("normative", row.made_on)
        if last is not None:
            found.append(("document", row.title, last, row, "《条例》第二十六条"))
    return found


def _policies(agency: Agency) -> _Found:
    settings, found = agency.law_settings, []
    for policy in unexplained(agency).select_related("section")[:200]:
        last = explain_by(policy, settings)
        if last is not None:
            found.append(("interpretation", policy.title, last, policy, "地方规定"))
    return found


@dataclass(frozen=True, slots=True)
class Published:
    """An item in the ledger of what is public: ``due_on`` its last day, ``late`` how many days it was over it."""

    item: Item
    due_on: date | None
    late: int


def published(item: Item, settings: Settings) -> Published:
    """Whether ``item`` came in time: the day it was first public against the clock of its kind."""
    last = _item_due(item.kind, item.made_on, tuple(sorted(_dates(item).items())), settings)
    over = 0 if last is None or item.published_on is None else max(0, (item.published_on - last).days)
    return Published(item, last, over)


def _dates(item: Item) -> dict[str, object]:
    """Of the fields of an item the one that its clock starts from."""
    clock_of = kinds.kind_of(item.kind).clock
    if clock_of is None or clock_of.starts not in item.details:
        return {}
    value = item.details[clock_of.starts]
    return {clock_of.starts: value} if isinstance(value, str | int) else {}


@lru_cache(maxsize=8192)
def _item_due(
    kind: str, made_on: date | None, details: tuple[tuple[str, object], ...], settings: Settings
) -> date | None:
    # A year's items share few days.
    return kinds.due_on(kind, made_on, dict(details), settings=settings)
