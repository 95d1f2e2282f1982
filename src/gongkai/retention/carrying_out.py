"""销毁: what the day brings. Lists whose grace is over are erased entry by entry, each in its own transaction.

A stop in the middle leaves every entry either whole or erased; the next round goes on. The list is done when the rows are
overwritten, the bytes deleted, the database rewritten and the certificate kept, in this order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from gongkai.files.discarding import let_bytes_go
from gongkai.files.keeping import keep_bytes
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.retention import computing, proving, storage
from gongkai.retention.erasing import erase
from gongkai.retention.holds import Holds
from gongkai.retention.models import DestructionList, Entry
from gongkai.retention.schedule import lines

LOGGER = logging.getLogger(__name__)
PDF = "application/pdf"
State = DestructionList.State


def due_lists() -> Iterable[DestructionList]:
    """Approved lists whose grace is over, and those that were begun."""
    waiting = DestructionList.objects.filter(state=State.PENDING, erase_from__lte=clock.today())
    begun = DestructionList.objects.filter(state=State.ERASING)
    return (waiting | begun).select_related("agency").order_by("pk")


def daily() -> int:
    """Carry out what is due; how many entries were erased. Running it again finds nothing left."""
    done = 0
    for found in due_lists():
        try:
            done += carry_out(found)
        except Exception:
            LOGGER.exception("the list %s was not carried out; it goes on with the next tick", found.pk)
    return done


def carry_out(found: DestructionList) -> int:
    """Erase what waits on ``found``, and finish it. Entries that have come to be held since stay, with the reason."""
    with transaction.atomic():
        held = DestructionList.objects.select_for_update().get(pk=found.pk)
        if held.state not in (State.PENDING, State.ERASING) or held.erase_from > clock.today():
            return 0
        if held.state == State.PENDING:
            held.state, held.version = State.ERASING, held.version + 1
            held.save(update_fields=["state", "version"])
    done = sum(_one(pk) for pk in list(found.entries.filter(state=Entry.State.WAITING).values_list("pk", flat=True)))
    finish(found)
    return done


def _one(pk: int) -> int:
    """One entry: looked at again, then erased. 1 where it is gone."""
    with transaction.atomic():
        entry = Entry.objects.select_for_update(of=("self",)).select_related("destruction__agency").get(pk=pk)
        if entry.state != Entry.State.WAITING:
            return 0
        why = _held(entry)
        if why:
            entry.state, entry.state_why = Entry.State.HELD, why[:200]
            entry.save(update_fields=["state", "state_why"])
            log(
                "destruction.kept",
                entry.destruction,
                by=None,
                agency=entry.destruction.agency,
                what=entry.what,
                why=why,
            )
            return 0
        wiped = erase(entry)
        entry.state, entry.erased_at = Entry.State.ERASED, clock.now()
        entry.fields, entry.hashes = sorted(wiped.fields), wiped.hashes
        entry.save(update_fields=["state", "erased_at", "fields", "hashes"])
        log(
            "destruction.erased",
            entry.destruction,
            by=None,
            agency=entry.destruction.agency,
            number=entry.destruction.number,
            what=entry.what,
            kind=entry.kind,
            fields=entry.fields,
            **wiped.hashes,
        )
    return 1


def _held(entry: Entry) -> str:
    """Why the entry must stay now: a dispute, a hold or a longer length since it was approved."""
    agency, today = entry.destruction.agency, clock.today()
    line = lines(agency)[entry.kind]
    if not computing.still_due(entry, line, today):
        return say("保管期限现为{length}", length=line.length)
    cases: list[int] = []
    if entry.thing == "applications.applicant":
        from gongkai.applications.models import Application

        cases = list(Application.objects.filter(applicant=entry.thing_pk).values_list("pk", flat=True))
    elif entry.application_id is not None:
        cases = [entry.application_id]
    holds = Holds(agency, today, only=cases)
    return holds.body or next((words for case in cases if (words := holds.words(case))), "")


def finish(found: DestructionList) -> bool:
    """Bytes, database, certificate. False where something was in the way; the next tick goes on."""
    if found.entries.filter(state=Entry.State.WAITING).exists():
        return False
    gone = [each for hashes in found.entries.values_list("hashes", flat=True) for each in hashes.get("files", ())]
    left = let_bytes_go(found.agency, gone)
    settled = storage.settle()
    with transaction.atomic():
        held = DestructionList.objects.select_for_update(of=("self",)).select_related(
            "agency", "made_by", "decided_by"
        ).get(pk=found.pk)  # fmt: skip
        if held.state != State.ERASING:
            return held.state == State.DONE
        held.storage = {**settled, "left": left, "at": clock.now().isoformat()}
        if left or not settled["done"]:
            held.save(update_fields=["storage"])
            return False
        held.state, held.erased_at, held.version = State.DONE, clock.now(), held.version + 1
        paper = proving.certificate(held)
        held.certificate = keep_bytes(held.agency, paper, PDF)
        held.save(update_fields=["state", "erased_at", "version", "storage", "certificate"])
        counts = proving.counts(held)
        log(
            "destruction.done",
            held,
            by=None,
            agency=held.agency,
            number=held.number,
            count=sum(counts.values()),
            kinds=counts,
            schedule=held.schedule_digest,
            hashes=proving.hash_of_hashes(held),
            certificate=held.certificate.sha256,
        )
    found.refresh_from_db()
    return True
