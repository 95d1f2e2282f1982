"""From a case to a finished dossier, and its background run."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongkai.applications import rules
from gongkai.applications.dossiers import contents, evidence, front
from gongkai.applications.dossiers.binding import bind
from gongkai.applications.dossiers.parts import Part
from gongkai.applications.models import Application, Dossier, Round
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log, subject_of
from gongkai.people.models import Account, LogEntry

LOGGER = logging.getLogger(__name__)
MOST_ROUNDS = 5
"""The front is set anew until its own length no longer changes; two rounds do, unless a list turns a page by its numbers."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A finished dossier. ``manifest``: the same as JSON, for machines. ``missing``: what is not on record, in sentences."""

    pdf: bytes
    pages: int
    manifest: bytes
    missing: list[str]


def make(
    case: Application, round: Round | None = None, *, step: Callable[[int, int], None] = lambda a, b: None
) -> Bound:
    """The dossier of a case as `contents.loaded` gives it: for the court of ``round``, or None: for the archive.

    The same case gives the same bytes. ``step``: told (done, of how many) as parts are set.
    """
    items = evidence.evidence_list(case)
    parts: list[Part] = []
    for part in contents.parts_of(case, for_court=round is not None):
        parts.append(part)
        step(len(parts), 0)
    latest = _latest(case)
    heads, pages = [1, 1, 1], 0
    made: list[Part] = []
    last = front.manifest([], [])
    total = sum(part.pages for part in parts)
    for _ in range(MOST_ROUNDS):
        first, place = [], sum(heads) + 1
        for part in parts:
            first.append(place)
            place += part.pages
        last = front.manifest(parts, first)
        before = pages
        pages = sum(heads) + total + last.pages
        made = [
            front.cover(case, round, pages, latest),
            front.index(parts, first),
            front.proofs(items, parts, first, evidence.about(round.case if round else None)),
        ]
        if [part.pages for part in made] == heads and pages == before:
            break
        heads = [part.pages for part in made]
    else:
        raise GongkaiError(say("目录的页码排不定，没有做成卷宗。请联系系统管理员。"))
    everything = [*made, *parts, last]
    pdf = bind([part.data for part in everything], step=lambda done: step(done, len(everything)))
    return Bound(pdf, pages, _manifest(case, round, everything, pdf), evidence.missing(items))


def _latest(case: Application) -> str:
    """When the log last told of the case: how far the dossier reaches. Not the clock, which would make every dossier another."""
    subjects = [subject_of(case), *(subject_of(letter) for letter in case.letters.all())]
    last = LogEntry.objects.filter(subject__in=subjects).order_by("-at").values_list("at", flat=True).first()
    return timezone.localtime(last).strftime("%Y-%m-%d %H:%M") if last else ""


def _manifest(case: Application, round: Round | None, parts: Sequence[Part], pdf: bytes) -> bytes:
    page, lines = 1, []
    for n, part in enumerate(parts, start=1):
        lines.append(
            {
                "number": n,
                "group": part.group,
                "title": part.title,
                "first_page": page,
                "pages": part.pages,
                "sha256": part.sha256,
                "size": part.size,
                "whole": part.whole,
                "note": part.note,
            }
        )
        page += part.pages
    body = {
        "application": case.number,
        "agency": case.agency.name,
        "dispute": round.number if round else None,
        "pages": page - 1,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "parts": lines,
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode()


def ask(application: Application, *, round: Round | None = None, by: Account) -> Dossier:
    """Ask for a dossier; it is made in the background. Where the same one is under way already, that is it."""
    rules.require_on(by, rules.DOSSIERS.key, application)
    if round is not None and round.case.application_id != application.pk:
        raise GongkaiError(say("这个案件不是针对这一件申请的。"))
    with transaction.atomic():
        # The lock of the case: of two presses at once one asks and the other finds it.
        Application.objects.select_for_update().get(pk=application.pk)
        states = (Dossier.State.WAITING, Dossier.State.WORKING)
        there = Dossier.objects.filter(application=application, round=round, state__in=states).first()
        if there is not None:
            return there
        made = Dossier.objects.create(
            agency_id=application.agency_id, application=application, round=round, asked_by=by, asked_at=clock.now()
        )
        log(
            "dossier.asked", made, by=by, agency=application.agency, application=application.number,
            round=round.number if round else "",
        )  # fmt: skip
        # Within the transaction, so that what is asked for is never without the task that makes it.
        _later(made.pk)
    return made


def _later(pk: int) -> None:
    from gongkai.applications.tasks import make_dossier

    make_dossier.enqueue(pk)


def run(pk: int) -> None:
    """Make the dossier that was asked for. Running it again makes it again, to the same bytes; one that is ready is left alone."""
    found = Dossier.objects.select_related("agency", "round__case").filter(pk=pk).first()
    if found is None or found.state == Dossier.State.READY:
        return
    mine = Dossier.objects.filter(pk=pk)
    mine.update(state=Dossier.State.WORKING, done=0, total=0, failure="")

    def told(done: int, of: int) -> None:
        mine.update(done=done, total=of)

    try:
        bound = make(contents.loaded(found.application_id), found.round, step=told)
        pdf = keeping.keep_bytes(found.agency, bound.pdf, "application/pdf")
        listed = keeping.keep_bytes(found.agency, bound.manifest, "application/json")
    except GongkaiError as error:
        mine.update(state=Dossier.State.FAILED, failure=str(error))
        return
    except Exception:
        LOGGER.exception("the dossier %s was not made", pk)
        mine.update(
            state=Dossier.State.FAILED,
            failure=say("制作时出错，已记入服务器日志。请再试一次；仍然不行的，请联系系统管理员。"),
        )
        return
    mine.update(
        state=Dossier.State.READY,
        pages=bound.pages,
        digest=pdf.sha256,
        pdf=pdf,
        manifest=listed,
        missing=bound.missing,
        made_at=clock.now(),
    )
