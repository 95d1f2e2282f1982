"""Where a person can go from a draft, as far as reviews are concerned."""

from __future__ import annotations

from django.urls import reverse

from gongkai.disclosures import rules
from gongkai.disclosures.actions.forcing import FORCED_FROM
from gongkai.disclosures.models import Attribute, Draft
from gongkai.language import say
from gongkai.people.models import Account


def links_of(draft: Draft, account: Account) -> list[tuple[str, str]]:
    """(label, address)."""
    found = []
    if draft.stage == Draft.Stage.DOUBT and rules.may_on(account, rules.REVIEW.key, draft):
        found.append((say("登记保密存疑的答复"), reverse("desk:review_doubt", args=[draft.pk])))
    if draft.stage == Draft.Stage.APPROVED:
        found.append((say("定时发布"), reverse("desk:review_schedule")))
    if draft.submitted_at is not None:
        found.append((say("审查表（PDF）"), reverse("desk:review_sheet", args=[draft.pk])))
    if draft.submitted_at is not None or draft.item.current_id is not None:
        found.append((say("审核和版本"), reverse("desk:review_history", args=[draft.item_id])))
    if draft.item.current_id is not None:
        found.append((say("在哪里公开"), reverse("desk:release_add", args=[draft.item_id])))
    forceable = draft.stage in FORCED_FROM and draft.attribute == Attribute.PROACTIVE
    if forceable and rules.may_on(account, rules.FORCE.key, draft):
        found.append((say("等不及审核，强制发布"), reverse("desk:review_force", args=[draft.pk])))
    return found
