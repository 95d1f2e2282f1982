"""Plan anew: bring clocks and reminders in line with the facts. However often and in whatever order, the result is the same."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people import clock
from gongkai.reminders.clocks import Running, running
from gongkai.reminders.models import BodySetting, Clock, Reminder
from gongkai.reminders.planning import Plan, Wanted, overdue_clock

LOGGER = logging.getLogger(__name__)
CHUNK = 500
REMEMBERED = timedelta(days=60)
"""How far back a clock that has ended is looked for, in case it runs again."""
_COPIED = ("kind", "subject", "number", "path", "since", "due_on", "certain", "paused", "excluded")


@dataclass(frozen=True, slots=True)
class Replanned:
    """What planning changed: clocks that run, reminders made, called off, and called back."""

    clocks: int = 0
    made: int = 0
    cancelled: int = 0
    revived: int = 0

    def __add__(self, other: Replanned) -> Replanned:
        return Replanned(
            self.clocks + other.clocks,
            self.made + other.made,
            self.cancelled + other.cancelled,
            self.revived + other.revived,
        )


def replan(agencies: Iterable[Agency] | None = None, *, now: datetime | None = None) -> Replanned:
    """Plan the reminders of ``agencies`` (all bodies there are) as of ``now``. A body that fails keeps nothing from the others.

    Call it after due dates have moved: what was planned for the old day is called off, and told again for the new one.
    """
    found = Agency.objects.filter(ends_on=None).select_related("supervised_by") if agencies is None else agencies
    total = Replanned()
    for agency in found:
        try:
            total += plan(agency, now=now)
        except Exception:
            LOGGER.exception("the reminders of %s were not planned; the next round tries again", agency.slug)
    return total


def plan(agency: Agency, *, now: datetime | None = None) -> Replanned:
    """Plan the reminders of one body as of ``now``. The facts are read before anything is locked; where somebody has planned with
    later facts meanwhile, that stands."""
    now = now or clock.now()
    with clock.at(now):
        today = clock.today()
        found, read = running(agency, today)
        late = overdue_clock(agency, today, found)
        BodySetting.objects.get_or_create(agency=agency)
        with transaction.atomic():
            setting = BodySetting.objects.select_for_update().get(agency=agency)
            if setting.planned_at is not None and setting.planned_at > now:
                return Replanned()
            wanted = Plan(agency, setting, today).wanted(found, _heard(agency))
            if late is not None:
                found = [*found, late]
            clocks = _clocks(agency, found, read | {"overdue"}, now)
            done = _reminders(agency, clocks, wanted, now)
            setting.planned_at = now
            setting.save(update_fields=["planned_at"])
            return replace(done, clocks=len(found))


def _clocks(agency: Agency, found: list[Running], read: frozenset[str], now: datetime) -> dict[str, Clock]:
    """The rows of the clocks that run, by key; those that run no longer are ended, of the kinds that could be ``read``."""
    kept = {
        each.key: each
        for each in Clock.objects.filter(agency=agency).filter(Q(ended_at=None) | Q(ended_at__gte=now - REMEMBERED))
    }
    known = {each.key: each for each in found}
    lost = [key for key in known if key not in kept]
    # What ended long ago and runs again keeps its row, and with it what was told.
    kept |= {each.key: each for each in Clock.objects.filter(key__in=lost)}
    fresh, changed = [], []
    for key, each in known.items():
        row = kept.get(key)
        if row is None:
            fresh.append(_filled(Clock(key=key, agency=agency, changed_at=now), each))
            continue
        before = (row.due_on, row.paused, row.ended_at)
        if not _same(row, each) or row.ended_at is not None:
            _filled(row, each)
            row.ended_at = None
            if (row.due_on, row.paused, row.ended_at) != before:
                row.sequence += 1
                row.changed_at = now
            changed.append(row)
    for row in kept.values():
        if row.key not in known and row.kind in read and row.ended_at is None:
            row.ended_at, row.changed_at = now, now
            row.sequence += 1
            changed.append(row)
    Clock.objects.bulk_create(fresh, CHUNK)
    fields = [*_COPIED, "tiers", "sections", "handler", "sequence", "changed_at", "ended_at"]
    Clock.objects.bulk_update(changed, fields, CHUNK)
    kept |= {each.key: each for each in fresh}
    return {key: row for key, row in kept.items() if key in known or row.kind in read or row.ended_at is not None}


def _filled(row: Clock, each: Running) -> Clock:
    for name in _COPIED:
        value = getattr(each, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.tiers = [list(tier) for tier in each.tiers]
    row.sections = list(each.sections)
    row.handler_id = each.handler
    return row


def _same(row: Clock, each: Running) -> bool:
    return all(
        getattr(row, name) == (list(value) if isinstance(value := getattr(each, name), tuple) else value)
        for name in _COPIED
    ) and (row.tiers, row.sections, row.handler_id) == (
        [[str(role) for role in tier] for tier in each.tiers],
        list(each.sections),
        each.handler,
    )


def _heard(agency: Agency) -> dict[tuple[str, date, int], set[int]]:
    """Who was told of what by now, of the clocks that run."""
    found: dict[tuple[str, date, int], set[int]] = {}
    told = Reminder.objects.filter(agency=agency, told_at__isnull=False, clock__ended_at=None).order_by()
    for key, due_on, step, account in told.values_list("clock__key", "due_on", "step", "account").iterator(2000):
        found.setdefault((key, due_on, step), set()).add(account)
    return found


def _reminders(agency: Agency, clocks: dict[str, Clock], wanted: list[Wanted], now: datetime) -> Replanned:
    """Make what is wanted and lacking, call off what is not wanted any more, call back what is wanted again."""
    keys = {row.pk: key for key, row in clocks.items()}
    by_place: dict[tuple[str, date, int, int], Reminder] = {}
    held = Reminder.objects.filter(agency=agency)
    held = held.filter(Q(clock__ended_at=None) | Q(clock__ended_at__gte=now - REMEMBERED))
    for reminder in held.iterator(2000):
        if reminder.clock_id not in keys:
            continue
        by_place[(keys[reminder.clock_id], reminder.due_on, reminder.step, reminder.account_id)] = reminder
    places = {each.place: each for each in wanted}
    fresh = [_made(clocks[each.key], each, now) for place, each in places.items() if place not in by_place]
    changed, cancelled, revived = [], 0, 0
    nearest = _nearest(wanted, now)
    for place, reminder in by_place.items():
        each = places.get(place)
        if each is not None:
            if reminder.cancelled_at is not None:
                reminder.cancelled_at, reminder.cancelled_why = None, ""
                revived += 1
            elif reminder.told_at is not None or (reminder.at, reminder.acting_for) == (each.at, each.acting_for):
                continue
            if reminder.told_at is None:
                reminder.at, reminder.acting_for, reminder.escalated = each.at, each.acting_for, each.escalated
            changed.append(reminder)
        elif reminder.cancelled_at is None:
            reminder.cancelled_at = now
            reminder.cancelled_why = _why_not(clocks[place[0]], reminder, nearest)
            cancelled += 1
            changed.append(reminder)
    # The key is unique in the database, too: whoever comes second makes nothing.
    Reminder.objects.bulk_create(fresh, CHUNK, ignore_conflicts=True)
    Reminder.objects.bulk_update(changed, ["at", "acting_for", "escalated", "cancelled_at", "cancelled_why"], CHUNK)
    return Replanned(0, len(fresh), cancelled, revived)


def _made(row: Clock, each: Wanted, now: datetime) -> Reminder:
    return Reminder(
        clock=row,
        agency_id=row.agency_id,
        due_on=each.due_on,
        step=each.step,
        account_id=each.account,
        acting_for=each.acting_for,
        escalated=each.escalated,
        at=each.at,
        made_at=now,
    )


def _nearest(wanted: list[Wanted], now: datetime) -> dict[tuple[str, date, int], int]:
    """The nearest step that has come, by clock, day and person."""
    found: dict[tuple[str, date, int], int] = {}
    for each in wanted:
        if each.at <= now:
            place = (each.key, each.due_on, each.account)
            found[place] = min(found.get(place, each.step), each.step)
    return found


def _why_not(row: Clock, reminder: Reminder, nearest: dict[tuple[str, date, int], int]) -> str:
    """Why a reminder that is not wanted is called off, in words."""
    if row.ended_at is not None:
        return say("已经办了")
    if row.kind != "overdue" and row.due_on != reminder.due_on:
        return say("期限改为{on}", on=row.due_on.isoformat()) if row.due_on else say("期限暂停")
    if row.paused:
        return say("期限暂停")
    newer = nearest.get((row.key, reminder.due_on, reminder.account_id))
    if newer is not None and newer < reminder.step:
        return say("有更近的提醒")
    if row.kind == "overdue":
        return say("已经办了")
    return say("期限已过") if reminder.due_on < clock.today() else say("改由他人办理")
