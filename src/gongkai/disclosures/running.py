"""Every clock that runs on drafts under review and on what the ledgers still have to publish, read in bulk."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from gongkai.disclosures.models import Decision, Proposal
from gongkai.disclosures.registers.days import CLOCKS
from gongkai.disclosures.reminders import waiting
from gongkai.language import say
from gongkai.law.clocks.running import DAYS, Ends, Running

NOT_SEEN = Q(item=None) | Q(item__published_on=None)
"""Rows of a ledger that are not seen to be public."""
WITHDRAWAL = "penalty_withdrawal"


def running(agency: int | None = None) -> Iterator[Running]:
    """Reviews whose turn it is, decisions and replies to proposals that are not public yet."""
    yield from reviews(agency)
    yield from decisions(agency)
    yield from withdrawals(agency)
    yield from proposals(agency)


def reviews(agency: int | None = None) -> Iterator[Running]:
    """The steps of review whose turn it is."""
    found = waiting()
    if agency is not None:
        found = found.filter(draft__agency=agency)
    for pk, body, title, label, asked_at, days, due_on in found.values_list(
        "pk", "draft__agency_id", "draft__title", "label", "asked_at", "days", "due_on"
    ).order_by("draft__agency_id", "pk"):
        yield Running(label, DAYS, (timezone.localdate(asked_at), days), body, None, pk, "", title, Ends(due_on, None))


def decisions(agency: int | None = None) -> Iterator[Running]:
    """Administrative decisions that are to be published and are not seen to be."""
    found = Decision.objects.filter(NOT_SEEN, removed_at=None, public=True, changed_on=None, due_on__isnull=False)
    if agency is not None:
        found = found.filter(agency=agency)
    for pk, body, what, number, matter, on, due_on, bound in found.order_by("agency_id", "pk").values_list(
        "pk", "agency_id", "what", "number", "matter", "decided_on", "due_on", "not_before"
    ):
        kind = CLOCKS[Decision.What(what)]
        yield Running(say("公开决定"), kind, on, body, None, pk, number, matter, Ends(due_on, not bound))


def withdrawals(agency: int | None = None) -> Iterator[Running]:
    """Published decisions that were changed or annulled and still stand (行政处罚法 art. 48 ¶2)."""
    found = Decision.objects.filter(
        removed_at=None, withdraw_by__isnull=False, item__published_on__isnull=False, item__withdrawn_at=None
    )
    if agency is not None:
        found = found.filter(agency=agency)
    for pk, body, number, matter, on, last in found.order_by("agency_id", "pk").values_list(
        "pk", "agency_id", "number", "matter", "changed_on", "withdraw_by"
    ):
        assert on is not None
        yield Running(say("撤回决定"), WITHDRAWAL, on, body, None, pk, number, matter, Ends(last, None))


def proposals(agency: int | None = None) -> Iterator[Running]:
    """Replies to proposals that are to be published and are not seen to be."""
    found = Proposal.objects.filter(NOT_SEEN, removed_at=None, due_on__isnull=False, replied_on__isnull=False)
    if agency is not None:
        found = found.filter(agency=agency)
    for row in found.select_related("agency").order_by("agency_id", "pk"):
        assert row.replied_on is not None
        length = row.agency.law_settings.proposal_reply_days
        yield Running(
            say("公开建议提案答复"), "proposal_reply", (row.replied_on, length), row.agency_id, None, row.pk, row.number,
            row.title, Ends(row.due_on, None),
        )  # fmt: skip
