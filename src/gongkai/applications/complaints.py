"""Until when a complaint has to be reported on and answered, what is next on it, and why. From the recorded facts alone.

The Regulation gives no length (arts. 47 ¶2, 51): the day is the one the supervising department set, else the one of the
installation's own length, else there is none and somebody looks at it from time to time (decision 0236).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.applications import clocks
from gongkai.applications.models import Complaint
from gongkai.applications.step import Tone, regulation, tone_of
from gongkai.language import say
from gongkai.law.articles import Source, Unit
from gongkai.law.calendar import CalendarMissing, WorkCalendar
from gongkai.law.clocks import Due, Mark, Step, days_due
from gongkai.look.words import day

LOOK_EVERY = 10
"""Working days after which a complaint without a day is looked at, and again and again after as many."""
REMEMBERED = timedelta(days=60)
"""How long after its end a complaint is waited for that nobody has told the complainant of; older ones were, as far as anybody knows."""
SOURCES = (regulation(47, 2), regulation(51))


@dataclass(frozen=True, slots=True)
class ComplaintStep:
    """What is next. ``due``: what it is counted by, None where no day is set; ``look_on``: the day of the next look then."""

    label: str
    why: str
    tone: Tone
    due: Due | None = None
    look_on: date | None = None
    sources: tuple[Source, ...] = SOURCES

    @property
    def by(self) -> date | None:
        return self.due.bound if self.due is not None else self.look_on

    @property
    def certain(self) -> bool:
        return self.due is None or self.due.on is not None


def length() -> int:
    """The installation's own length in working days, 0 where it has none."""
    return int(settings.COMPLAINT_DAYS)


def due_of(complaint: Complaint, calendar: WorkCalendar | None = None) -> Due | None:
    """The last day of ``complaint``: the one that was set, or the one of the installation's length; None where there is neither.

    Raises CalendarMissing where the length reaches a year of which nothing is known.
    """
    if complaint.due_on is not None:
        why = say("{who}要求反馈的日期", who=complaint.received_by or say("主管部门"))
        begun = Step(complaint.received_on, Mark.START, say("收到投诉举报"))
        return _named(complaint, (begun, Step(complaint.due_on, Mark.SET, why)), complaint.due_on)
    if not length():
        return None
    found = days_due(length(), Unit.WORKING_DAY, complaint.received_on, calendar or clocks.calendar())
    note = settings.COMPLAINT_DAYS_NOTE
    said = say("依据：{note}。", note=note) if note else say("没有写明依据，请向主管部门核对。")
    return Due(
        clock="complaint",
        name=say("投诉举报反馈期限"),
        start=found.start,
        on=found.on,
        length=found.length,
        sources=(note or say("本系统的设置"),),
        steps=found.steps,
        not_before=found.not_before,
        estimate=found.estimate,
        notes=(say("条例没有规定天数，{n}个工作日是本系统的设置。{said}", n=length(), said=said), *found.notes),
        warnings=found.warnings,
    )


def _named(complaint: Complaint, steps: tuple[Step, ...], on: date) -> Due:
    return Due(
        clock="complaint",
        name=say("投诉举报反馈期限"),
        start=complaint.received_on,
        on=on,
        length=say("所定的日期"),
        sources=tuple(str(source) for source in SOURCES),
        steps=steps,
        notes=(say("条例没有规定天数，照主管部门的要求。"),),
    )


def look_on(complaint: Complaint, today: date, calendar: WorkCalendar | None = None) -> date:
    """When a complaint without a day is looked at: `LOOK_EVERY` working days after it came, and then the last such day that has
    come."""
    days = calendar or clocks.calendar()
    found = days_due(LOOK_EVERY, Unit.WORKING_DAY, complaint.received_on, days).bound
    while (later := days_due(LOOK_EVERY, Unit.WORKING_DAY, found, days).bound) < today:
        found = later
    return found


def answered(complaint: Complaint) -> bool:
    """Whether nothing is to be said to the complainant any more."""
    return complaint.told_on is not None or complaint.finding == Complaint.Finding.WITHDRAWN


def untold(complaints: QuerySet[Complaint], today: date) -> QuerySet[Complaint]:
    """Those of ``complaints`` of which the complainant is still to be told."""
    recent = Q(concluded_on=None) | Q(concluded_on__gte=today - REMEMBERED)
    return complaints.filter(recent, told_on=None).exclude(finding=Complaint.Finding.WITHDRAWN)


def step_of(complaint: Complaint, today: date, *, above: bool = False) -> ComplaintStep:
    """The one thing that is next on ``complaint``: for the body, or for the department ``above`` it."""
    if complaint.finding and answered(complaint):
        return ComplaintStep(say("已经办完"), say("没有要办的事。"), "done")
    try:
        due = due_of(complaint)
        looked = look_on(complaint, today) if due is None else None
    except CalendarMissing:
        due, looked = None, None
    if complaint.finding:
        label = say("把结果告知投诉举报人")
    elif above:
        label = say("督促反馈，把结果告知投诉举报人") if due is not None else say("定下反馈日期")
    elif due is not None:
        label = say("查清，反馈主管部门")
    else:
        label = say("看一看办到哪里，请主管部门定反馈日期")
    came = say("{on}收到，", on=day(complaint.received_on))
    if complaint.due_on is not None:
        who = complaint.received_by or say("主管部门")
        why = say("{came}{who}要求{on}前反馈。条例没有规定天数。", came=came, who=who, on=day(complaint.due_on))
    elif due is not None:
        why = say("{came}没有定反馈日期。{note}", came=came, note=due.notes[0])
    else:
        why = say("{came}没有定反馈日期，条例也没有规定天数。每{n}个工作日看一次。", came=came, n=LOOK_EVERY)
    if due is not None:
        return ComplaintStep(label, why, tone_of(due.bound, today), due)
    tone: Tone = "near" if looked is not None and looked <= today else "run"
    return ComplaintStep(label, why, tone, None, looked)


def to_do(
    complaints: QuerySet[Complaint], today: date, *, own: Collection[int]
) -> list[tuple[Complaint, ComplaintStep]]:
    """The complaints of ``complaints`` whose day is near or past, or that are to be looked at, the most pressing first. One query.
    ``own``: the bodies that are not looked at from above."""
    pairs = [
        (each, step_of(each, today, above=each.agency_id not in own))
        for each in complaints.select_related("agency", "application").order_by("pk")
    ]
    order = {"late": 0, "near": 1}
    pressing = [pair for pair in pairs if pair[1].tone in order]
    return sorted(pressing, key=lambda pair: (order[pair[1].tone], pair[1].by or date.max, pair[0].pk))
