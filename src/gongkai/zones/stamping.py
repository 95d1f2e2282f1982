"""The public zone: an application is taken, stamped and signed; later acts likewise. Nothing of it enters a register here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.applications import numbering
from gongkai.applications.actions import Handed, Matter, Person
from gongkai.errors import GongkaiError
from gongkai.files.discarding import let_bytes_go, unused
from gongkai.files.keeping import keep, read
from gongkai.files.models import StoredFile
from gongkai.files.uploads import Upload, plain_name
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.sealing import blind_index
from gongkai.zones import keys, sending
from gongkai.zones.models import Act, Stamped, StampedFile

RUN = "网"
"""The run of numbers of the receipts; the register of the inner zone gives its own."""
APPLICANT = "申请人"


def utc(at: datetime) -> str:
    """A moment as both zones write it, whatever zone of time the database gives it back in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(number: str, at: datetime, payload: str, hashes: Sequence[str]) -> str:
    """SHA-256 over what was taken: what the stamp signs."""
    whole = [number, utc(at), hashlib.sha256(payload.encode()).hexdigest(), sorted(hashes)]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=True).encode()).hexdigest()


def tail_of(phone: str) -> str:
    """The keyed index of the last four digits of a telephone number, bound to nothing else."""
    digits = "".join(char for char in phone if char.isdigit())[-4:]
    return blind_index(f"tail:{digits}") if len(digits) == 4 else ""


def stamp(agency: Agency, person: Person, matter: Matter, handed: Handed, *, form: str) -> Stamped:
    """Take an application: number, moment, digest, signature. The same ``form`` again gives the same receipt.

    Raises `FileRefused`, or GongkaiError where the zone has no key; then nothing is kept.
    """
    known = Stamped.objects.filter(form=form).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _stamp(agency, person, matter, handed, form)
    except IntegrityError:
        # The button was pressed twice at the same moment; the other one made the receipt.
        known = Stamped.objects.filter(form=form).first()
        if known is None:
            raise
        return known


def _stamp(agency: Agency, person: Person, matter: Matter, handed: Handed, form: str) -> Stamped:
    pair = keys.newest()
    now = clock.now()
    year = clock.today().year
    _, serial = numbering.next_serial(agency, RUN, year)
    number = numbering.number_of(agency, RUN, year, serial)
    files = [("submission", each) for each in handed.submission] + [("identity", each) for each in handed.identity]
    kept = [(purpose, each.name, keep(agency, each)) for purpose, each in files]
    payload = json.dumps(
        {
            "person": asdict(person),
            "matter": {**asdict(matter), "carriers": list(matter.carriers), "routes": list(matter.routes)},
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    digest = digest_of(number, now, payload, [stored.sha256 for _, _, stored in kept])
    code = numbering.new_query_code()
    made = Stamped.objects.create(
        agency=agency,
        year=year,
        serial=serial,
        number=number,
        form=form,
        at=now,
        query_code=code,
        query_index=blind_index(code),
        tail_index=tail_of(person.phone),
        payload=payload,
        digest=digest,
        signature=pair.sign.sign(bytes.fromhex(digest)).hex(),
        signer=pair.id,
    )
    for purpose, name, stored in kept:
        StampedFile.objects.create(stamped=made, file=stored, name=plain_name(name), purpose=purpose)
    log("zone.stamped", made, by=None, agency=agency, actor=APPLICANT, number=number, digest=digest)
    return made


def by_code(code: str, tail: str) -> Stamped | None:
    """The receipt that a query code and four digits open; None for any other pair."""
    wanted = tail_of(tail)
    found = Stamped.objects.filter(query_index=blind_index(code)).select_related("agency").first() if code else None
    return found if found is not None and wanted and found.tail_index == wanted else None


@transaction.atomic
def act(stamped: Stamped, kind: str, *, words: str = "", files: Sequence[Upload] = ()) -> Act:
    """Take what the applicant does later. Once of each kind, and only what the inner zone has said is open."""
    held = Stamped.objects.select_for_update(of=("self",)).select_related("agency").get(pk=stamped.pk)
    if held.acts.filter(kind=kind).exists():
        raise GongkaiError(say("这一步您已经办过，不用重复办理。"))
    if kind != Act.Kind.WITHDRAW and kind not in held.told.get("open", ()):
        raise GongkaiError(say("现在不能办理这一步。请看页面上最新的情况。"))
    if kind == Act.Kind.WITHDRAW and held.told.get("closed"):
        raise GongkaiError(say("这一件已经答复，不能撤回。"))
    made = Act.objects.create(stamped=held, kind=kind, words=words.strip(), at=clock.now())
    for each in files:
        StampedFile.objects.create(
            stamped=held, act=made, file=keep(held.agency, each), name=plain_name(each.name), purpose="correction"
        )
    log("zone.acted", held, by=None, agency=held.agency, actor=APPLICANT, kind=kind)
    return made


def export(folder: Path) -> int:
    """Write everything that was taken and not yet sent into ``folder``, one package each, in the order it came; how many files.

    Stopped in the middle and called again, it goes on: rows first, then files, the same bytes.
    """
    for taken in _waiting():
        for _ in range(5):
            try:
                with transaction.atomic():
                    _send(taken)
                break
            except IntegrityError:
                # Another export took the counter at the same moment.
                continue
    sending.acknowledge()
    return sending.write_files(folder, settings.ZONE)


def _waiting() -> list[Stamped | Act]:
    new = Stamped.objects.filter(counter=None).order_by("pk")
    acts = Act.objects.filter(counter=None).order_by("pk")
    return sorted([*new, *acts], key=lambda each: (each.at, isinstance(each, Act), each.pk))


def _send(taken: Stamped | Act) -> None:
    held = type(taken).objects.select_for_update().get(pk=taken.pk)
    if held.counter is not None:
        return
    message, files = _of_application(held) if isinstance(held, Stamped) else _of_act(held)
    kind = "application" if isinstance(held, Stamped) else "act"
    sending.send(kind, message, files, lambda counter: _sent(held, counter))


def _sent(held: Stamped | Act, counter: int) -> None:
    held.counter = counter
    held.save(update_fields=["counter"])


def _files(rows: Sequence[StampedFile]) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    named = [{"sha256": row.file.sha256, "name": row.name, "purpose": row.purpose} for row in rows]
    return named, {row.file.sha256: read(row.file) for row in rows}


def _of_application(held: Stamped) -> tuple[dict[str, Any], dict[str, bytes]]:
    named, files = _files(list(held.files.filter(act=None).select_related("file")))
    message = {
        "number": held.number,
        "agency": held.agency.slug,
        "at": utc(held.at),
        "payload": held.payload,
        "exception_announced": held.agency.confirms_online,
        "files": named,
        "digest": held.digest,
        "signature": held.signature,
        "signer": held.signer,
    }
    return message, files


def _of_act(held: Act) -> tuple[dict[str, Any], dict[str, bytes]]:
    named, files = _files(list(held.files.select_related("file")))
    message = {
        "number": held.stamped.number,
        "act": held.kind,
        "words": held.words,
        "at": utc(held.at),
        "files": named,
    }
    return message, files


def erase_acknowledged(days: int | None = None) -> int:
    """Take the personal data of what the inner zone has had for ``days`` out of the public zone; how many receipts.

    What remains: number, moment, digest, signature, the code to look it up, and how it stands.
    """
    limit = clock.now() - timedelta(days=settings.ZONE_KEEP_DAYS if days is None else days)
    done = 0
    for each in Stamped.objects.filter(acknowledged_at__lte=limit).select_related("agency").order_by("pk"):
        # Files of an act that has not gone over yet stay until it has.
        if each.erased_at is None or each.acts.filter(acknowledged_at__lte=limit).exclude(words="").exists():
            done += _erase(each, limit)
    return done


def _erase(stamped: Stamped, limit: datetime) -> int:
    with transaction.atomic():
        held = Stamped.objects.select_for_update(of=("self",)).select_related("agency").get(pk=stamped.pk)
        acts = held.acts.filter(acknowledged_at__lte=limit)
        rows = held.files.filter(purpose__in=("submission", "identity"), act=None) | held.files.filter(act__in=acts)
        stored = {row.file_id: row.file.sha256 for row in rows.select_related("file")}
        StampedFile.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
        acts.update(words="")
        held.payload, held.erased_at = "", clock.now()
        held.save(update_fields=["payload", "erased_at"])
        StoredFile.objects.filter(
            pk__in=list(unused(held.agency).filter(pk__in=stored).values_list("pk", flat=True))
        ).delete()
        log("zone.erased", held, by=None, agency=held.agency, number=held.number, files=sorted(stored.values()))
    # What is too young stays for the sweep of strays, a day later.
    let_bytes_go(held.agency, stored.values())
    return 1
