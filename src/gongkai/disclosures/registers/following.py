"""What the registers take from an item that has just been released or changed."""

from __future__ import annotations

from gongkai.disclosures.models import Item, Pairing
from gongkai.disclosures.registers import lives
from gongkai.people import clock


def follow(item: Item) -> None:
    """A policy takes its place in the register of documents with its 有效性; an interpretation is paired with the policy that it
    names. In the transaction of the release; running it again changes nothing."""
    lives.follow(item)
    if item.kind == "interpretation" and item.published_on is not None:
        _pair(item)


def _pair(item: Item) -> None:
    named = str(item.details.get("policy") or "")
    policy = Item.objects.filter(agency_id=item.agency_id, permanent=named).first() if named else None
    if policy is None or policy.pk == item.pk:
        return
    form = str(item.details.get("form") or "")[:12]
    Pairing.objects.get_or_create(
        policy=policy, interpretation=item, defaults={"form": form, "by": item.author, "at": clock.now()}
    )
