"""Reads of the annual reports. Everything starts from what a person may see."""

from __future__ import annotations

from django.db.models import Min, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.people.models import Account, Role
from gongkai.people.rules import agencies_with, standings
from gongkai.reporting.models import Approval, Draft, TypedFigure
from gongkai.reporting.rules import REPORT_READ, REPORT_VIEW


def agencies_for(account: Account) -> QuerySet[Agency]:
    """The bodies whose reports ``account`` may see: its own, and those its body supervises."""
    return Agency.objects.filter(
        pk__in=agencies_with(account, REPORT_READ.key) | agencies_with(account, REPORT_VIEW.key)
    )


def own_agencies(account: Account) -> QuerySet[Agency]:
    """The bodies in which ``account`` itself has a part in the report."""
    here = {s.agency_id for s in standings(account) if s.role in REPORT_READ.roles | REPORT_VIEW.roles}
    return Agency.objects.filter(pk__in=here)


def supervised(account: Account) -> QuerySet[Agency]:
    """The other bodies whose reports ``account`` may see as their supervisor."""
    return Agency.objects.filter(pk__in=agencies_with(account, REPORT_VIEW.key)).exclude(
        pk__in=own_agencies(account).values("pk")
    )


def drafts_for(account: Account) -> QuerySet[Draft]:
    """The reports begun in those bodies, the newest year first."""
    return Draft.objects.filter(agency__in=agencies_for(account)).select_related("agency", "frozen")


def waiting_for(account: Account) -> QuerySet[Approval]:
    """The approvals that ``account`` could give now: its role's turn, not its own work, earlier steps done."""
    mine, bodies = Q(pk=None), set()
    for standing in standings(account):
        mine |= Q(draft__agency=standing.agency_id, role=standing.role)
        bodies.add(standing.agency_id)
    waiting = Approval.objects.filter(
        verdict="", voided_at=None, draft__state=Draft.State.APPROVING, draft__agency__in=bodies
    )
    turns = dict(waiting.order_by().values("draft").annotate(turn=Min("step")).values_list("draft", "turn"))
    asked = waiting.filter(mine).exclude(author=account).select_related("draft__agency", "author").order_by("asked_at")
    keep = [approval.pk for approval in asked if turns.get(approval.draft_id) == approval.step]
    return asked.filter(pk__in=keep)


def approvals_of(draft: Draft) -> QuerySet[Approval]:
    """Every step of every round, the newest last."""
    return draft.approvals.select_related("by", "author").order_by("round", "step")


def typing_history(draft: Draft) -> QuerySet[TypedFigure]:
    """Every figure ever typed for the report's year, also those replaced or taken back, the newest first."""
    return (
        TypedFigure.objects.filter(agency=draft.agency, year=draft.year)
        .select_related("by", "replaced_by")
        .order_by("-pk")
    )


def may_see_cases(account: Account, agency_id: int) -> bool:
    """Whether figures may be opened down to the cases: never for a supervisor."""
    cases = {Role.CLERK, Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF, Role.AUDITOR}
    return any(s.agency_id == agency_id and s.role in cases for s in standings(account))
