"""What a person does about retention, one function each: permission, rule, change, log entry, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.applications import numbering
from gongkai.applications.models import Application
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require
from gongkai.retention import computing, rules, schedule
from gongkai.retention.models import GRACE_DAYS, DestructionList, Entry, Hold, LengthSetting

RUN = "销"
"""The run of numbers of the lists."""
BATCH = 500
State = DestructionList.State


class ListChanged(GongkaiError):
    """Somebody else acted on the list after the page was drawn."""

    def __init__(self, found: DestructionList) -> None:
        super().__init__(
            say("您打开页面以后，{number}已经被别人办理过，这一步没有执行。请看过最新的情况。", number=found)
        )


@transaction.atomic
def set_length(agency: Agency, kind: str, *, value: int | None, unit: str = "years", note: str, by: Account) -> None:
    """Set how long the body keeps a kind of record. ``value`` None: for good. The note says on what ground."""
    require(by, rules.SET.key, agency.pk)
    length = schedule.Length(value, unit)
    schedule.check(schedule.kinds()[kind], length)
    if not note.strip():
        raise GongkaiError(say("请写明依据或者理由：本机关保管期限表、档案馆的批复，或者为什么要改。"))
    before = LengthSetting.objects.select_for_update().filter(agency=agency, kind=kind).first()
    LengthSetting.objects.update_or_create(
        agency=agency,
        kind=kind,
        defaults={"value": value, "unit": unit, "note": note.strip()[:200], "set_by": by, "set_at": clock.now()},
    )
    was = str(schedule.Length(before.value, before.unit)) if before else str(schedule.kinds()[kind].length)
    log("retention.length_set", agency, by=by, agency=agency, kind=kind, was=was, now=str(length), note=note.strip())


@transaction.atomic
def place_hold(agency: Agency, application: Application | None, *, reason: str, by: Account) -> Hold:
    """Stop the destruction of one case, or (``application`` None) of everything. Entries on approved lists stop at once."""
    require(by, rules.HOLD.key, agency.pk)
    if application is not None and application.agency_id != agency.pk:
        raise GongkaiError(say("没有这一件申请。请核对编号。"))
    if not reason.strip():
        raise GongkaiError(say("请写明为什么停止销毁。"))
    try:
        with transaction.atomic():
            made = Hold.objects.create(
                agency=agency, application=application, reason=reason.strip(), placed_by=by, placed_at=clock.now()
            )
    except IntegrityError:
        raise GongkaiError(say("已经停止销毁，没有重复登记。")) from None
    log("retention.held", application or agency, by=by, agency=agency, reason=made.reason)
    return made


@transaction.atomic
def lift_hold(hold: Hold, *, why: str, by: Account) -> None:
    """Let the schedule run again."""
    held = Hold.objects.select_for_update(of=("self",)).select_related("agency", "application").get(pk=hold.pk)
    require(by, rules.HOLD.key, held.agency_id)
    if held.lifted_at is not None:
        raise GongkaiError(say("这一项已经解除过。"))
    if not why.strip():
        raise GongkaiError(say("请写明为什么可以解除。"))
    held.lifted_by, held.lifted_at, held.lifted_why = by, clock.now(), why.strip()[:200]
    held.save(update_fields=["lifted_by", "lifted_at", "lifted_why"])
    log("retention.released", held.application or held.agency, by=by, agency=held.agency, why=held.lifted_why)


@transaction.atomic
def draw_up(agency: Agency, *, kinds: Collection[str], by: Account) -> DestructionList:
    """Put what is due and not held on a list, for a second person to approve. Raises GongkaiError where there is nothing."""
    require(by, rules.DRAW_UP.key, agency.pk)
    kept = schedule.snapshot(agency)
    year = clock.today().year
    # The lock of the run of numbers comes first: of two lists drawn up at once, the second sees what stands on the first.
    _, serial = numbering.next_serial(agency, RUN, year)
    found = [each for each in computing.due(agency) if each.kind in kinds and not each.held]
    if not found:
        raise GongkaiError(say("没有期满可以销毁的，没有编制清册。"))
    made = DestructionList.objects.create(
        agency=agency,
        number=numbering.number_of(agency, RUN, year, serial),
        schedule=kept,
        schedule_digest=schedule.digest_of(kept),
        digest="",
        made_by=by,
        made_at=clock.now(),
    )
    Entry.objects.bulk_create(
        [
            Entry(
                destruction=made,
                kind=each.kind,
                thing=each.thing,
                thing_pk=each.thing_pk,
                application_id=each.application,
                what=each.what,
                starts_on=each.starts_on,
                due_on=each.due_on,
            )
            for each in found
        ],
        batch_size=BATCH,
    )
    made.digest = digest_of(made)
    made.save(update_fields=["digest"])
    log("destruction.drawn_up", made, by=by, agency=agency, number=made.number, count=len(found), digest=made.digest)
    return made


def digest_of(found: DestructionList) -> str:
    """SHA-256 over what stands on a list and is to go: what an approval binds to."""
    rows = found.entries.filter(state=Entry.State.WAITING).order_by("pk")
    plain = [[str(value) for value in row] for row in rows.values_list("kind", "thing", "thing_pk", "due_on")]
    return hashlib.sha256(json.dumps([found.schedule_digest, plain]).encode()).hexdigest()


def _held(found: DestructionList, version: int | None, *states: str) -> DestructionList:
    held = DestructionList.objects.select_for_update(of=("self",)).select_related("agency", "made_by").get(pk=found.pk)
    if (version is not None and version != held.version) or held.state not in states:
        raise ListChanged(held)
    return held


def _moved(held: DestructionList, found: DestructionList, *names: str) -> None:
    held.version += 1
    held.save(update_fields=[*names, "version"])
    found.refresh_from_db()


@transaction.atomic
def approve(found: DestructionList, *, digest: str, by: Account, comment: str = "", version: int | None = None) -> None:
    """A second person lets the list go. Nothing is erased before the grace is over; until then everything can be taken back."""
    held = _held(found, version, State.PROPOSED)
    require(by, rules.APPROVE.key, held.agency_id)
    if by.pk == held.made_by_id:
        raise GongkaiError(say("清册由您编制，要由另一个人审批。"))
    if digest != held.digest or held.digest != digest_of(held):
        raise ListChanged(held)
    held.state, held.decided_by, held.decided_at, held.comment = State.PENDING, by, clock.now(), comment.strip()[:200]
    held.erase_from = clock.today() + timedelta(days=GRACE_DAYS)
    _moved(held, found, "state", "decided_by", "decided_at", "comment", "erase_from")
    log("destruction.approved", held, by=by, agency=held.agency, number=held.number, digest=digest, on=held.erase_from)


@transaction.atomic
def send_back(found: DestructionList, *, comment: str, by: Account, version: int | None = None) -> None:
    """The second person does not agree. Everything on the list is free again."""
    held = _held(found, version, State.PROPOSED)
    require(by, rules.APPROVE.key, held.agency_id)
    if by.pk == held.made_by_id:
        raise GongkaiError(say("清册由您编制，要由另一个人审批。不要它了，可以撤销。"))
    if not comment.strip():
        raise GongkaiError(say("请写明为什么退回。"))
    held.state, held.decided_by, held.decided_at, held.comment = State.RETURNED, by, clock.now(), comment.strip()[:200]
    _moved(held, found, "state", "decided_by", "decided_at", "comment")
    _free(held, held.comment)
    log("destruction.returned", held, by=by, agency=held.agency, number=held.number, why=held.comment)


@transaction.atomic
def withdraw_list(found: DestructionList, *, why: str, by: Account, version: int | None = None) -> None:
    """Take the whole list back, before or during the grace."""
    held = _held(found, version, State.PROPOSED, State.PENDING)
    require(by, rules.DRAW_UP.key, held.agency_id)
    if not why.strip():
        raise GongkaiError(say("请写明为什么撤销。"))
    held.state, held.comment = State.WITHDRAWN, why.strip()[:200]
    _moved(held, found, "state", "comment")
    _free(held, held.comment)
    log("destruction.withdrawn", held, by=by, agency=held.agency, number=held.number, why=held.comment)


def _free(held: DestructionList, why: str) -> None:
    held.entries.filter(state=Entry.State.WAITING).update(state=Entry.State.RESTORED, state_why=why)


@transaction.atomic
def restore(
    found: DestructionList, entries: Sequence[int], *, why: str, by: Account, version: int | None = None
) -> int:
    """撤出: take single entries off the list while it waits. Whoever may hold may do so, also after approval."""
    held = _held(found, version, State.PROPOSED, State.PENDING)
    require(by, rules.HOLD.key, held.agency_id)
    if not why.strip():
        raise GongkaiError(say("请写明为什么撤出。"))
    rows = held.entries.select_for_update().filter(pk__in=entries, state=Entry.State.WAITING)
    taken = list(rows.values_list("pk", "what"))
    if not taken:
        raise GongkaiError(say("没有选中待销毁的条目，没有改动。"))
    Entry.objects.filter(pk__in=[pk for pk, _ in taken]).update(state=Entry.State.RESTORED, state_why=why.strip()[:200])
    held.digest = digest_of(held)
    if not held.entries.filter(state=Entry.State.WAITING).exists():
        held.state, held.comment = State.WITHDRAWN, why.strip()[:200]
    _moved(held, found, "digest", "state", "comment")
    log(
        "destruction.restored",
        held,
        by=by,
        agency=held.agency,
        number=held.number,
        why=why.strip(),
        entries=[what for _, what in taken],
    )
    return len(taken)
