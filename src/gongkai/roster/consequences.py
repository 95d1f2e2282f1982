"""What it means that a body ends: what is open there today, and who answers for it afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, Complaint, Redo, RemedyCase
from gongkai.applications.models.application import OPEN_STAGES
from gongkai.disclosures.models import Column, Draft, Item
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.reporting.models import Draft as Report

FIRST_REPORT = 2019
"""No year before it: the Regulation in force asks for reports since then."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """Counts, as of today. ``applications``: 依申请公开 not yet closed. ``again``: those to be decided anew after a judgment.
    ``disputes``: 复议、诉讼 without a result; ``complaints``: 投诉举报 without a finding. ``drafts``: texts on their way to publication;
    ``items``: what is public; ``columns``: 栏目. ``accounts``: people with a role in force. ``years``: without a published annual report
    here. ``supervised``: bodies that it supervises."""

    applications: int
    again: int
    disputes: int
    complaints: int
    drafts: int
    items: int
    columns: int
    accounts: int
    years: tuple[int, ...]
    supervised: int

    @property
    def open_cases(self) -> int:
        """What somebody has to answer for: nobody may be left without an answer (条例第三十三条, 行政诉讼法第二十六条第六款)."""
        return self.applications + self.again + self.disputes + self.complaints

    @property
    def needs_successor(self) -> bool:
        return self.open_cases > 0 or self.supervised > 0

    def data(self) -> dict[str, object]:
        return asdict(self)


def consequences(agency: Agency, on: date | None = None) -> Consequences:
    """Of ``agency`` ending ``on`` (today). Ten queries, however much there is."""
    on = on or clock.today()
    return Consequences(
        applications=Application.objects.filter(agency=agency, stage__in=OPEN_STAGES).count(),
        again=Redo.objects.filter(application__agency=agency, done_on=None, called_off_on=None).count(),
        disputes=RemedyCase.objects.filter(agency=agency, result="").count(),
        complaints=Complaint.objects.filter(agency=agency, concluded_on=None).count(),
        drafts=Draft.objects.filter(agency=agency, stage__in=Draft.OPEN).count(),
        items=Item.objects.filter(agency=agency).count(),
        columns=Column.objects.filter(agency=agency).count(),
        accounts=active_accounts(agency),
        years=_unreported(agency, on),
        supervised=Agency.objects.filter(supervised_by=agency, ends_on=None).count(),
    )


def active_accounts(agency: Agency) -> int:
    """People who may log in and hold a role in force."""
    return Account.objects.filter(_held(agency), is_active=True).distinct().count()


def _held(agency: Agency) -> Q:
    today = clock.today()
    return Q(
        Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=today),
        appointments__agency=agency,
        appointments__starts_on__lte=today,
    )


def _unreported(agency: Agency, on: date) -> tuple[int, ...]:
    """The year of the end and the year before it, as far as it existed then and nothing was published here."""
    published = set(Report.objects.filter(agency=agency, state=Report.State.PUBLISHED).values_list("year", flat=True))
    first = max(FIRST_REPORT, agency.starts_on.year)
    return tuple(year for year in (on.year - 1, on.year) if year >= first and year not in published)
