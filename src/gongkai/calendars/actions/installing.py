"""A notice comes into force, or a former one does again; from then on every clock counts by it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max

from gongkai.calendars.actions.entering import required
from gongkai.calendars.actions.recounting import begin
from gongkai.calendars.holding import HELD, calendar_with, table_of
from gongkai.calendars.models import Holding, Notice, Recount
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account


class ChangedMeanwhile(GongkaiError):
    """Somebody else changed the notice after the page was drawn."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(
            say(
                "您打开页面以后，{notice}已经被别人改过或者启用，这一步没有执行。请看过最新的内容再办理。",
                notice=notice,
            )
        )


def held(notice: Notice, revision: int) -> Notice:
    """The draft under its lock, as the person saw it."""
    fresh = Notice.objects.select_for_update().get(pk=notice.pk)
    if fresh.state != Notice.State.DRAFT or fresh.revision != revision:
        raise ChangedMeanwhile(fresh)
    return fresh


def install(notice: Notice, *, by: Account, revision: int, expected: int = 0) -> Recount:
    """Put a draft in force; every process counts by it from its next look. The recount is begun, not done: `carry_on` does it.
    ``expected``: how many dates the rehearsal saw move, to stand beside what has moved.

    Raises `CalendarFault` while the days do not hold together, `ChangedMeanwhile`, and GongkaiError where a year before it is
    missing or the last recount is not finished.
    """
    with transaction.atomic():
        agency = required(by)
        Holding.objects.get_or_create(pk=1)
        Holding.objects.select_for_update().get(pk=1)
        fresh = held(notice, revision)
        if Recount.objects.filter(agency=None).exclude(stage=Recount.Stage.DONE).exists():
            raise GongkaiError(say("上一次启用的重算还没有完成，请先让它完成，再启用新的安排。"))
        table_of(fresh)
        # Raises where a year between is missing.
        calendar_with(fresh, year=fresh.year)
        former = Notice.objects.filter(year=fresh.year, state=Notice.State.IN_FORCE).first()
        if former is not None:
            former.state = Notice.State.FORMER
            former.save(update_fields=["state"])
        fresh.state, fresh.installed_by, fresh.installed_at = Notice.State.IN_FORCE, by, clock.now()
        fresh.save(update_fields=["state", "installed_by", "installed_at"])
        Holding.objects.filter(pk=1).update(serial=F("serial") + 1)
        log(
            "calendar.installed",
            fresh,
            by=by,
            agency=agency,
            year=fresh.year,
            version=fresh.version,
            number=fresh.number,
            sha256=fresh.sha256,
            former=former.version if former else 0,
            expected=expected,
        )
        recount = begin(by=by, notice=fresh, former=former, expected=expected)
        transaction.on_commit(HELD.refresh)
    notice.__dict__.update({k: v for k, v in fresh.__dict__.items() if not k.startswith("_")})
    return recount


@transaction.atomic
def restore(notice: Notice | None, *, year: int, by: Account) -> Notice:
    """A draft that brings back a former version; ``notice`` None: what comes with the software. It goes through the same rehearsal
    and comes into force like any other, so that the list of versions tells what was counted by when."""
    agency = required(by)
    if not Notice.objects.filter(year=year, state=Notice.State.IN_FORCE).exists():
        raise GongkaiError(say("{year}年没有启用过别的安排，没有可以恢复的。", year=year))
    Holding.objects.get_or_create(pk=1)
    Holding.objects.select_for_update().get(pk=1)
    last = Notice.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    made = Notice.objects.create(
        year=year,
        version=last + 1,
        origin=Notice.Origin.RESTORED,
        title=notice.title if notice else "",
        number=notice.number if notice else "",
        table=notice.table if notice else None,
        source_text=notice.source_text if notice else "",
        source_name=notice.source_name if notice else "",
        sha256=notice.sha256 if notice else "",
        restores=notice,
        entered_by=by,
        entered_at=clock.now(),
    )
    log("calendar.restored", made, by=by, agency=agency, year=year, version=notice.version if notice else 0)
    return made
