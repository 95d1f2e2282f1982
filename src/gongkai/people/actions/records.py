"""What is done with the log itself. It is noted there, too."""

from __future__ import annotations

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.people import journal, rules
from gongkai.people.models import Account


def _bodies(by: Account) -> list[Agency]:
    held = rules.agencies_with(by, rules.LOG_READ.key)
    if not held:
        raise rules.NotAllowed(rules.LOG_READ)
    return list(Agency.objects.filter(pk__in=held).order_by("pk"))


@transaction.atomic
def verify_log(by: Account) -> list[journal.Fault]:
    """Check the chains of the bodies whose log ``by`` may read."""
    bodies = _bodies(by)
    faults = list(journal.verify([journal.key_of(body) for body in bodies]))
    for body in bodies:
        found = sum(fault.chain == journal.key_of(body) for fault in faults)
        journal.log("log.verified", body, by=by, agency=body, faults=found)
    return faults


@transaction.atomic
def export_heads(by: Account) -> dict[str, str]:
    """The present ends of those chains, to be kept outside the installation."""
    bodies = _bodies(by)
    heads = journal.heads([journal.key_of(body) for body in bodies])
    for body in bodies:
        journal.log("log.exported", body, by=by, agency=body, head=heads.get(journal.key_of(body), ""))
    return heads
