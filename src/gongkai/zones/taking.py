"""What a package does on the side that takes it. Inside the transaction that notes it as pulled."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.applications import actions as cases
from gongkai.applications import case_files
from gongkai.applications.actions import Handed, Matter, Person
from gongkai.applications.models import Application, CaseFile
from gongkai.errors import GongkaiError
from gongkai.files.keeping import keep_bytes
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.zones import keys
from gongkai.zones.models import Act, Alarm, Crossing, Stamped, StampedFile
from gongkai.zones.packing import Opened, Refused
from gongkai.zones.stamping import digest_of


def moment_of(message: dict[str, Any]) -> datetime | None:
    """The moment of the stamp in a message; None where it has none or it is none."""
    try:
        found = datetime.fromisoformat(message["at"])
    except (KeyError, ValueError, TypeError):
        return None
    return found if found.tzinfo is not None else None


def _application(opened: Opened) -> None:
    """Inner zone: into the register, with the public zone's moment. Raises `Refused`."""
    message = opened.message
    at = moment_of(message)
    assert at is not None
    _check_stamp(message, at)
    agency = Agency.objects.filter(slug=message["agency"]).first()
    if agency is None:
        raise Refused(
            "unknown_agency",
            say(
                "{number}是给“{slug}”的，内网没有这个机关，没有收。请先登记机关再收取。",
                number=message["number"],
                slug=message["agency"],
            ),
        )
    payload = json.loads(message["payload"])
    files = _uploads(opened)
    case = cases.take_in(
        agency,
        Person(**payload["person"]),
        Matter(**payload["matter"]),
        Handed(
            submission=[each for purpose, each in files if purpose == "submission"],
            identity=[each for purpose, each in files if purpose == "identity"],
        ),
        stamped_at=at,
        receipt=message["number"],
        exception_announced=bool(message["exception_announced"]),
    )
    Crossing.objects.create(
        application=case,
        number=message["number"],
        stamped_at=at,
        pulled_at=clock.now(),
        digest=message["digest"],
        signature=message["signature"],
    )


def _check_stamp(message: dict[str, Any], at: datetime) -> None:
    """The stamp itself: what the applicant holds must be what was sent."""
    hashes = [each["sha256"] for each in message["files"]]
    card = next((each for each in keys.others() if each.id == message["signer"]), None)
    wrong = Refused(
        "bad_stamp", say("{number}的收到凭证与内容不符，没有收。请查明公共区是否被改动过。", number=message["number"])
    )
    if card is None or digest_of(message["number"], at, message["payload"], hashes) != message["digest"]:
        raise wrong
    try:
        card.verify.verify(bytes.fromhex(message["signature"]), bytes.fromhex(message["digest"]))
    except InvalidSignature:
        raise wrong from None


def _uploads(opened: Opened) -> list[tuple[str, Upload]]:
    named = opened.message["files"]
    return [(each["purpose"], Upload(each["name"], opened.files[each["sha256"]])) for each in named]


def _act(opened: Opened) -> None:
    """Inner zone: what the applicant did later. Waits for its application where that has not come yet."""
    message = opened.message
    crossing = Crossing.objects.select_related("application__agency").filter(number=message["number"]).first()
    if crossing is None:
        raise Refused(
            "waits",
            say(
                "第{n}号是{number}的后续，那一件还没有收到，先等着。", n=opened.header.counter, number=message["number"]
            ),
        )
    at = moment_of(message)
    assert at is not None
    case, on = crossing.application, timezone.localdate(at)
    words, kind = message["words"], Act.Kind(message["act"])
    uploads = [each for _, each in _uploads(opened)]
    try:
        with transaction.atomic():
            if kind == Act.Kind.CORRECT:
                cases.correct(case, answer=words, files=uploads, on=on)
            elif kind == Act.Kind.REASONS:
                cases.give_reasons(case, reasons=words, on=on)
            else:
                cases.withdraw(case, words=words, on=on)
    except GongkaiError as error:
        # The desk was faster. Nothing that an applicant wrote is lost: it lies in the case, and somebody has to look.
        _lay_in(case, kind, words, uploads, str(error), at)


def _lay_in(case: Application, kind: Act.Kind, words: str, uploads: list[Upload], why: str, at: datetime) -> None:
    name = say("申请人{kind}{at:%Y%m%d}.txt", kind=kind.label, at=timezone.localtime(at))
    written = [Upload(name, words.encode())] if words else []
    for each in (*written, *uploads):
        case_files.add(case, each, CaseFile.Purpose.CORRECTION, by=None, note=say("没有自动登记：{why}", why=why)[:200])
    said = say("{number}的申请人{at:%Y-%m-%d %H:%M}在公共区{kind}，没有能自动登记：{why}材料已放进案卷，请人工处理。",
               number=case.number, at=timezone.localtime(at), kind=kind.label, why=why)  # fmt: skip
    Alarm.objects.create(code="not_applied", words=said, at=clock.now(), name=f"{case.number} {at.isoformat()}")
    log("zone.not_applied", case, by=None, agency=case.agency, kind=kind.value, why=why)


def _progress(opened: Opened) -> None:
    """Public zone: how cases stand. An older package never overwrites a newer one."""
    for told in opened.message["cases"]:
        stamped = Stamped.objects.select_for_update(of=("self",)).select_related("agency").filter(
            number=told["number"]
        ).first()  # fmt: skip
        if stamped is None or stamped.told_counter >= opened.header.counter:
            continue
        for letter in told["letters"]:
            for purpose, each in (("letter", letter), *(("enclosure", each) for each in letter["files"])):
                _download(stamped, each, purpose, opened.files[each["sha256"]])
        stamped.told, stamped.told_counter, stamped.told_at = told, opened.header.counter, opened.header.made_at
        stamped.save(update_fields=["told", "told_counter", "told_at"])


def _download(stamped: Stamped, named: dict[str, Any], purpose: str, data: bytes) -> None:
    stored = keep_bytes(stamped.agency, data, named["media_type"])
    StampedFile.objects.get_or_create(stamped=stamped, file=stored, purpose=purpose, defaults={"name": named["name"]})


def acknowledged(counters: list[int]) -> None:
    """The other zone has these packages of ours."""
    now = clock.now()
    for model in (Stamped, Act):
        model.objects.filter(counter__in=counters, acknowledged_at=None).update(acknowledged_at=now)


HANDLERS: dict[tuple[str, str], Callable[[Opened], None]] = {
    ("inner", "application"): _application,
    ("inner", "act"): _act,
    ("public", "progress"): _progress,
}
"""By zone and kind of package."""
