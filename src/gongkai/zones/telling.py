"""The inner zone: how each case stands, as the public zone shows it, with the letters that went out to the applicant."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai.applications import clocks, copies
from gongkai.applications.models import Application, Letter, Stage
from gongkai.files.keeping import read
from gongkai.language import say
from gongkai.law.letters import LETTERS, Addressee
from gongkai.law.outcomes import GROUP_NAMES, Outcome
from gongkai.people import clock
from gongkai.zones import sending
from gongkai.zones.models import Crossing

MOST = 20
"""Cases in one package."""
LONG = timedelta(days=400)
"""Cases that were closed longer ago are not looked at any more: their last word has been told."""


def snapshot(case: Application) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the applicant may know of ``case`` now, and the files to it, by their SHA-256."""
    due = clocks.due_of(case) if case.received_on is not None and case.is_open and not case.withdrawn_on else None
    files: dict[str, bytes] = {}
    told: dict[str, Any] = {
        "register": case.number,
        "stage": case.stage,
        "title": _title(case),
        "received_on": _iso(case.received_on),
        "due_on": _iso(due.on) if due else "",
        "not_before": _iso(due.not_before) if due else "",
        "waiting": (due.waiting or "") if due else "",
        "closed": not case.is_open,
        "decided_on": _iso(case.decided_on),
        "withdrawn_on": _iso(case.withdrawn_on),
        "open": _open_to(case),
        "correction": _correction(case),
        "reasons": _reasons(case),
        "letters": [],
    }
    for letter in case.letters.filter(state=Letter.State.ISSUED).order_by("pk"):
        if LETTERS[letter.code].addressee is Addressee.APPLICANT:
            told["letters"].append(_letter(letter, files))
    return told, files


def _iso(day: object) -> str:
    return day.isoformat() if day is not None else ""  # type: ignore[attr-defined]


def _title(case: Application) -> str:
    if case.withdrawn_on is not None:
        return say("申请已撤回，办结") if not case.is_open else say("您已撤回申请，等待结案")
    if not case.is_open:
        return say("已经答复：{outcome}", outcome=GROUP_NAMES[Outcome(case.outcome).group])
    return {
        Stage.SUBMITTED: say("已收到，等待登记"),
        Stage.HANDLING: say("正在查找您要的信息"),
        Stage.CORRECTING: say("等您补正"),
        Stage.CONSULTING: say("正在征求意见"),
        Stage.PAYING: say("等您缴纳信息处理费"),
        Stage.DRAFTING: say("正在起草答复"),
        Stage.REVIEWING: say("答复正在审批"),
        Stage.DISPATCHING: say("答复已经批准，等待发出"),
    }[Stage(case.stage)]


def _open_to(case: Application) -> list[str]:
    """What the applicant may do now."""
    found = []
    correction, call = clocks.part(case, "correction"), clocks.part(case, "reasons_call")
    if case.is_open and case.withdrawn_on is None:
        if (
            case.stage == Stage.CORRECTING
            and correction is not None
            and correction.noticed_on
            and not correction.came_on
        ):
            found.append("correct")
        if call is not None and call.noticed_on and not call.answered_on:
            found.append("reasons")
        found.append("withdraw")
    return found


def _correction(case: Application) -> dict[str, Any]:
    found = clocks.part(case, "correction")
    if found is None or found.noticed_on is None:
        return {}
    return {"defects": list(found.defects), "guidance": found.guidance, "until": _iso(clocks.correction_due(found))}


def _reasons(case: Application) -> dict[str, Any]:
    found = clocks.part(case, "reasons_call")
    return {} if found is None or found.noticed_on is None else {"until": _iso(clocks.reasons_due(found))}


def _letter(letter: Letter, files: dict[str, bytes]) -> dict[str, Any]:
    data = copies.issued_pdf(letter)
    pdf = hashlib.sha256(data).hexdigest()
    files[pdf] = data
    enclosed = []
    for each in letter.enclosures.select_related("file__file") if letter.substantive else ():
        bytes_of = read(each.file.file)
        files[each.file.file.sha256] = bytes_of
        enclosed.append(
            {"sha256": each.file.file.sha256, "name": each.file.name, "media_type": each.file.file.media_type}
        )
    name = f"{LETTERS[letter.code].name}{letter.number}.pdf"
    return {
        "code": letter.code,
        "name": name,
        "number": letter.number,
        "issued_on": _iso(letter.issued_on),
        "sha256": pdf,
        "media_type": copies.PDF,
        "files": enclosed,
    }


def mark_of(told: dict[str, Any]) -> str:
    """A hash by which a change shows."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def write_back(folder: Path) -> int:
    """Write what has changed for applicants since it was last told into ``folder``; how many files."""
    while _tell():
        pass
    sending.acknowledge()
    return sending.write_files(folder, settings.ZONE)


def _tell() -> bool:
    """One package with up to `MOST` cases that changed. False where there is none, or somebody else tells at this moment."""
    try:
        with transaction.atomic():
            cases, files, marks = [], {}, {}
            rows = Crossing.objects.select_for_update(of=("self",)).select_related("application__agency")
            since = clock.today() - LONG
            recent = Q(application__decided_on=None) | Q(application__decided_on__gte=since)
            for crossing in rows.filter(recent).order_by("pk"):
                told, its = snapshot(crossing.application)
                mark = mark_of(told)
                if mark != crossing.told:
                    cases.append({"number": crossing.number, **told})
                    files |= its
                    marks[crossing.pk] = mark
                if len(cases) == MOST:
                    break
            if not cases:
                return False
            sending.send("progress", {"cases": cases}, files)
            for pk, mark in marks.items():
                Crossing.objects.filter(pk=pk).update(told=mark)
    except IntegrityError:
        return False
    return True
