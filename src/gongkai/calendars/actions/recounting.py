"""The recount (重算): the stored dates of every open case follow the calendar, batch by batch, each with its entry in the log.

A batch is one transaction: the cases under their locks, read anew, counted, written, logged, and the place reached. Stopped
anywhere, it goes on from there; done twice, it finds nothing left.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import BooleanField, DateField, F, Q

from gongkai.agencies.models import Agency
from gongkai.applications import running as applications
from gongkai.applications.models import Application, FeeNotice
from gongkai.applications.signals import dates_moved
from gongkai.calendars import rehearsal
from gongkai.calendars.holding import HELD, calendar_of, in_force, stored_calendar
from gongkai.calendars.models import Notice, Recount
from gongkai.disclosures import running as disclosures
from gongkai.disclosures.models import Decision, Proposal, Review
from gongkai.language import say
from gongkai.law.clocks.running import Comparison, Ends, Moved
from gongkai.people import clock
from gongkai.people.journal import Happened, log_many
from gongkai.people.models import Account
from gongkai.seals.many import ByKey

BATCH = 2000
"""Applications a transaction."""
FEE = "fee_payment"


def begin(
    *,
    by: Account | None,
    notice: Notice | None = None,
    former: Notice | None = None,
    agency: Agency | None = None,
    expected: int = 0,
) -> Recount:
    """A recount at its beginning. Inside the transaction of the change."""
    return Recount.objects.create(
        notice=notice,
        former=former,
        agency=agency,
        expected=expected,
        cases=applications.open_cases(agency.pk if agency else None).count(),
        by=by,
        begun_at=clock.now(),
    )


def carry_on(recount: Recount, *, seconds: float | None = None) -> bool:
    """Go on with a recount until it is done, or for so many seconds; whether it is done. May be called by several at once."""
    until = None if seconds is None else time.monotonic() + seconds
    comparison = _comparison(recount)
    while not _batch(recount, comparison):
        if until is not None and time.monotonic() >= until:
            return False
    return True


def follow_readings(agency: Agency) -> Recount:
    """The open dates of a body follow its readings at once, in the transaction that changed them."""
    with transaction.atomic():
        recount = begin(by=None, agency=agency)
        carry_on(recount)
    return recount


def sweep() -> int:
    """Recount what is still under way, and what was registered by another process in the moment of a change; how many dates moved.

    Called by the tick. While nothing has changed in the last day it costs one query.
    """
    HELD.refresh()
    moved = 0
    for recount in Recount.objects.exclude(stage=Recount.Stage.DONE).order_by("pk"):
        carry_on(recount)
        recount.refresh_from_db()
        moved += recount.moved
    since = clock.now() - rehearsal.timedelta(days=1)
    last = Recount.objects.filter(agency=None, ended_at__gte=since).order_by("pk").last()
    if last is not None:
        now = stored_calendar()
        late = rehearsal.rehearse(now, now).moved
        if late:
            with transaction.atomic():
                again = begin(by=None, notice=last.notice, former=last.notice, expected=len(late))
            carry_on(again)
            again.refresh_from_db()
            moved += again.moved
    return moved


def _comparison(recount: Recount) -> Comparison:
    now = stored_calendar()
    if recount.notice is None:
        return Comparison(now, now, say("本机关对规定的理解改了"))
    others = [each for each in in_force() if each.year != recount.notice.year]
    before = calendar_of([*others, recount.former] if recount.former else others)
    return Comparison(before, now)


def _batch(recount: Recount, comparison: Comparison) -> bool:
    """One batch; whether the recount is done."""
    with transaction.atomic():
        held = Recount.objects.select_for_update().get(pk=recount.pk)
        match held.stage:
            case Recount.Stage.CASES:
                _cases(held, comparison)
            case Recount.Stage.DISPUTES:
                _disputes(held, comparison)
                held.stage = Recount.Stage.REST
            case Recount.Stage.REST:
                _rest(held, comparison)
                held.stage, held.ended_at = Recount.Stage.DONE, clock.now()
                if held.by_body:
                    dates_moved.send(Recount, agencies=[int(key) for key in held.by_body])
        held.save()
    recount.__dict__.update({k: v for k, v in held.__dict__.items() if not k.startswith("_")})
    return held.done


def _body(held: Recount) -> int | None:
    return held.agency_id


def _cases(held: Recount, comparison: Comparison) -> None:
    place = Q(agency__gt=held.at_body) | Q(agency=held.at_body, pk__gt=held.at_case)
    keys = applications.open_cases(_body(held)).filter(place).order_by("agency_id", "pk").values_list("agency_id", "pk")
    chunk = list(keys[:BATCH])
    if not chunk:
        held.stage = Recount.Stage.DISPUTES
        return
    pks = [pk for _, pk in chunk]
    # Under their locks, in the order of the keys, so that nobody changes a fact between the count and the writing of its result.
    list(Application.objects.select_for_update().filter(pk__among=pks).order_by("pk").values_list("pk"))
    settings = rehearsal.settings_of(held.agency)
    clocks = applications.running(keys=pks, told=rehearsal.told())
    moved = list(comparison.moved(clocks, settings))
    _write_cases(held, moved)
    held.at_body, held.at_case = chunk[-1]
    held.looked_at += len(chunk)


def _write_cases(held: Recount, moved: list[Moved]) -> None:
    answers: dict[int, Ends] = {}
    of_case: dict[int, list[Moved]] = defaultdict(list)
    for each in moved:
        assert each.running.case is not None
        of_case[each.running.case].append(each)
        if each.running.kind == FEE:
            _write_fee(held, each)
        elif each.running.stored is not None:
            answers[each.running.owner] = each.new
    # A page that somebody has open shows the old date, so its version is over.
    over = F("version") + 1
    if answers:
        Application.objects.filter(pk__among=answers.keys()).update(
            due_on=ByKey({key: ends.day for key, ends in answers.items()}, DateField()),
            due_certain=ByKey({key: ends.certain for key, ends in answers.items()}, BooleanField()),
            version=over,
        )
    others = of_case.keys() - answers.keys()
    if others:
        Application.objects.filter(pk__among=others).update(version=over)
    _note(held, ((f"applications.application:{case}", own) for case, own in of_case.items()))


def _write_fee(held: Recount, each: Moved) -> None:
    assert each.new.day is not None and each.old.day is not None
    FeeNotice.objects.filter(pk=each.running.owner).update(due_on=each.new.day)
    if str(each.running.owner) not in held.told:
        held.told = {**held.told, str(each.running.owner): (each.running.floor or each.old.day).isoformat()}


def _disputes(held: Recount, comparison: Comparison) -> None:
    """Nothing is stored of them; the log of the case says that the day to reply by is another."""
    moved = list(comparison.moved(applications.disputes(_body(held)), rehearsal.settings_of(held.agency)))
    _note(held, ((f"applications.round:{each.running.owner}", [each]) for each in moved))
    reports = list(comparison.moved(applications.complaints(_body(held)), rehearsal.settings_of(held.agency)))
    _note(held, ((f"applications.complaint:{each.running.owner}", [each]) for each in reports))


def _rest(held: Recount, comparison: Comparison) -> None:
    settings = rehearsal.settings_of(held.agency)
    body = _body(held)
    reviews = list(comparison.moved(disclosures.reviews(body), settings))
    for each in reviews:
        Review.objects.filter(pk=each.running.owner, verdict="").update(due_on=each.new.day)
    decisions = list(comparison.moved(disclosures.decisions(body), settings))
    for each in decisions:
        Decision.objects.filter(pk=each.running.owner).update(due_on=each.new.day, not_before=not each.new.certain)
    withdrawals = list(comparison.moved(disclosures.withdrawals(body), settings))
    for each in withdrawals:
        Decision.objects.filter(pk=each.running.owner).update(withdraw_by=each.new.day)
    proposals = list(comparison.moved(disclosures.proposals(body), settings))
    for each in proposals:
        Proposal.objects.filter(pk=each.running.owner).update(due_on=each.new.day)
    named = (
        *((f"disclosures.review:{m.running.owner}", [m]) for m in reviews),
        *((f"disclosures.decision:{m.running.owner}", [m]) for m in (*decisions, *withdrawals)),
        *((f"disclosures.proposal:{m.running.owner}", [m]) for m in proposals),
    )
    _note(held, named)


def _note(held: Recount, changes: Iterable[tuple[str, list[Moved]]]) -> None:
    """An entry of the log for each object, and the sums of the recount."""
    entries = []
    sums = {int(key): n for key, n in held.by_body.items()}
    for subject, own in changes:
        body = own[0].running.body
        sums[body] = sums.get(body, 0) + len(own)
        held.moved += len(own)
        lines = [[each.running.what, _kept(each.old), _kept(each.new)] for each in own]
        why = "；".join(dict.fromkeys(each.why for each in own))
        entries.append(Happened("dates.recounted", subject, body, {"recount": held.pk, "dates": lines, "why": why}))
    held.by_body = {str(key): n for key, n in sums.items()}
    if entries:
        log_many(entries, by=held.by)


def _kept(ends: tuple[date | None, bool | None]) -> str:
    day, certain = ends
    return "" if day is None else f"{day.isoformat()}{'' if certain is not False else '+'}"
