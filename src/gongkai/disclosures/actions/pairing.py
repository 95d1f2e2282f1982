"""解读: pair a policy with what explains it. One row is the link both ways."""

from __future__ import annotations

from django.db import transaction

from gongkai.disclosures import rules
from gongkai.disclosures.kinds import KINDS, kind_of
from gongkai.disclosures.models import Item, Pairing
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


@transaction.atomic
def pair(policy: Item, interpretation: Item, *, by: Account, form: str = "") -> Pairing:
    """Link ``interpretation`` to ``policy``; both sides show it at once. Of the same body; doing it twice does nothing twice.

    ``form``: a choice of the interpretation's field of that name; taken from the item unless given.
    """
    for item in (policy, interpretation):
        rules.require_on(by, rules.WRITE.key, item)
    if policy.pk == interpretation.pk:
        raise GongkaiError(say("一条信息不能解读它自己。"))
    if policy.agency_id != interpretation.agency_id:
        raise GongkaiError(say("只能给本机关的文件配本机关的解读；转载上级解读的，请先公开为本机关的一条信息。"))
    if not kind_of(policy.kind).interpreted:
        raise GongkaiError(say("“{title}”不是政策文件，不需要解读。", title=policy.title))
    if interpretation.kind != "interpretation":
        raise GongkaiError(say("“{title}”的种类不是政策解读。请先改它的种类，再关联。", title=interpretation.title))
    field = KINDS["interpretation"].field("form")
    found = form or str(interpretation.details.get("form") or "")
    pairing, made = Pairing.objects.get_or_create(
        policy=policy,
        interpretation=interpretation,
        defaults={
            "form": found if field is not None and found in (field.choices or {}) else "",
            "by": by,
            "at": clock.now(),
        },
    )
    if made:
        log("pairing.made", policy, by=by, agency=policy.agency, title=interpretation.title)
    return pairing


@transaction.atomic
def unpair(pairing: Pairing, *, by: Account) -> None:
    """Take a wrong link away; the log keeps it."""
    for item in (pairing.policy, pairing.interpretation):
        rules.require_on(by, rules.WRITE.key, item)
    log("pairing.ended", pairing.policy, by=by, agency=pairing.policy.agency, title=pairing.interpretation.title)
    pairing.delete()
