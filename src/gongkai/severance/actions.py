"""What a person does: mark cuts, have the copy made and checked, take a copy back. The copy is made before any lock is taken; under the
lock it is looked that nobody has made another meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db import models, transaction

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log, subject_of
from gongkai.people.models import Account
from gongkai.people.rules import require
from gongkai.redaction import Redacted, Verification, redact_bounded, verify_bounded
from gongkai.severance import looking, queries, rules, working
from gongkai.severance.marks import Mark, data_of
from gongkai.severance.models import Marking, Severance


class OtherMeanwhile(GongkaiError):
    """Somebody else marked, cut or took back after the page was drawn."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "您打开页面以后，别人已经处理过这个文件，这一步没有执行，以免覆盖。您标的都还在，请看过最新的副本再办理。"
            )
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A copy as the engine made it and looked through it; not kept yet."""

    original: StoredFile
    name: str
    marks: tuple[Mark, ...]
    copy: Redacted
    checked: Verification


def mark(
    thing: models.Model, agency: Agency, original: StoredFile, marks: Sequence[Mark], *, version: int, by: Account
) -> Marking:
    """Keep what is marked so far. ``version``: that of the marking the person had, 0 for none. Raises `OtherMeanwhile`."""
    require(by, rules.SEVER.key, agency.pk)
    _ = [each.cut for each in marks]  # a mark without a reason is none
    with transaction.atomic():
        _lock(original)
        held = queries.marking(thing, original)
        if (held.version if held else 0) != version:
            raise OtherMeanwhile
        held = held or Marking(agency=agency, subject=subject_of(thing), original=original, version=0)
        held.cuts, held.version, held.by, held.at = data_of(marks), version + 1, by, clock.now()
        held.save()
        log("severance.marked", thing, by=by, agency=agency, sha256=original.sha256, count=len(marks))
    return held


def unmark(thing: models.Model, agency: Agency, original: StoredFile, *, by: Account) -> bool:
    """Let go of what is marked and not applied. Returns whether there was anything."""
    require(by, rules.SEVER.key, agency.pk)
    with transaction.atomic():
        _lock(original)
        held = queries.marking(thing, original)
        if held is None:
            return False
        held.delete()
        log("severance.unmarked", thing, by=by, agency=agency, sha256=original.sha256, count=len(held.cuts))
    return True


def make(original: StoredFile, name: str, marks: Sequence[Mark]) -> Made:
    """Cut and check, in a process of its own: seconds, no lock, nothing kept. Raises `gongkai.redaction.CannotRedact`, GongkaiError
    where nothing is marked or a mark has no reason."""
    if not marks:
        raise GongkaiError(say("还没有标出要遮的内容，没有制作副本。请勾选建议，或者选中、填写要遮的字。"))
    cuts = [each.cut for each in marks]
    data = keeping.read(original)
    with working.worker() as worker:
        copy = redact_bounded(data, name, cuts, worker=worker)
        # By the engine's second code, on the bytes that will be kept.
        checked = verify_bounded(data, copy.data, cuts, name, worker=worker)
    return Made(original, name, tuple(marks), copy, checked)


def keep(made: Made, thing: models.Model, agency: Agency, *, version: int, by: Account) -> Severance:
    """Keep a copy with the report on it. One that did not pass is kept, too, and never goes out; the copy before it stays in force
    then. ``version``: of the last copy the person saw, 0 for none. Raises `OtherMeanwhile`."""
    require(by, rules.SEVER.key, agency.pk)
    if made.original.agency_id != agency.pk:
        raise GongkaiError(say("只能处理本机关的文件。"))
    with transaction.atomic():
        _lock(made.original)
        last = queries.latest(thing, made.original)
        if (last.version if last else 0) != version:
            raise OtherMeanwhile
        stored = keeping.keep_bytes(agency, made.copy.data, made.copy.media_type)
        if stored.pk == made.original.pk:
            raise GongkaiError(say("副本与原件一字不差，什么也没有遮去。请重新标出要遮的内容。"))
        cuts = [{**each.data(), "article": each.cut.article} for each in made.marks]
        report = [{"name": each.name, "passed": each.passed, "detail": each.detail} for each in made.checked.checks]
        passed = made.checked.passed and bool(report) and all(row["passed"] for row in report)
        if passed:
            queries.in_force(thing).filter(original=made.original).update(replaced_at=clock.now())
        row = Severance.objects.create(
            agency=agency,
            subject=subject_of(thing),
            original=made.original,
            # Not its name: names of files name people, and this row is never erased.
            name=PurePosixPath(made.name).suffix[:150],
            version=version + 1,
            cuts=cuts,
            index=[
                {
                    "number": line.number,
                    "where": line.where,
                    "reason": line.reason,
                    "article": line.article,
                    "extent": line.extent,
                }
                for line in made.copy.index
            ],
            severed=stored,
            severed_name=say("区分处理后的副本") + PurePosixPath(made.copy.name).suffix[:12],
            media_type=made.copy.media_type,
            report=report,
            notes=[*made.copy.notes, *made.checked.notes],
            passed=passed,
            digest=digest_of(made.original.sha256, stored.sha256, cuts, report),
            made_by=by,
            made_at=clock.now(),
        )
        Marking.objects.filter(subject=row.subject, original=made.original).delete()
        # Literal verbs, so that the list of verbs is held against the code.
        if passed:
            log("severance.verified", thing, by=by, agency=agency, **_told(row))
        else:
            log("severance.failed", thing, by=by, agency=agency, **_told(row))
    looking.look_into([(stored, row.severed_name)])
    return row


def take_back(row: Severance, thing: models.Model, *, why: str, by: Account) -> Severance:
    """Take a copy out of use. It stays on record with its report. Needs a reason."""
    require(by, rules.SEVER.key, row.agency_id)
    why = " ".join(why.split())[:200]
    if not why:
        raise GongkaiError(say("请写明撤回副本的原因，例如“还有一处没有遮”。"))
    with transaction.atomic():
        _lock(row.original)
        held = Severance.objects.select_for_update().get(pk=row.pk)
        if held.subject != subject_of(thing) or held.replaced_at is not None or held.taken_back_at is not None:
            raise OtherMeanwhile
        held.taken_back_at, held.taken_back_by, held.taken_back_why = clock.now(), by, why
        held.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
        log("severance.taken_back", thing, by=by, agency=held.agency, why=why, **_told(held))
    return held


def digest_of(original: str, severed: str, cuts: object, report: object) -> str:
    """What binds a copy to its original, its cuts and the report on it."""
    whole = json.dumps([original, severed, cuts, report], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def is_whole(row: Severance) -> bool:
    """Whether a copy is what was checked: its bytes, those of its original, its cuts and its report. Raises
    `gongkai.files.uploads.FileRefused` where bytes are gone or changed."""
    for file in (row.original, row.severed):
        keeping.read(file)
    return row.digest == digest_of(row.original.sha256, row.severed.sha256, row.cuts, row.report)


def _told(row: Severance) -> dict[str, object]:
    """What the log tells of a copy: hashes, number and reasons of the cuts; no words, no places in the text."""
    return {
        "original": row.original.sha256,
        "severed": row.severed.sha256,
        "version": row.version,
        "count": len(row.cuts),
        "reasons": sorted({str(cut["reason"]) for cut in row.cuts}),
        "checks": len(row.report),
        "digest": row.digest,
    }


def _lock(original: StoredFile) -> None:
    """Whoever handles the copies of a file waits here for the one before."""
    StoredFile.objects.select_for_update().get(pk=original.pk)
