"""今天: what there is to do, in the order of its days. Every open case once, by its next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from gongkai.applications import clocks
from gongkai.applications.approvers import approver_name
from gongkai.applications.models import Application, Assistance, Letter, Review, Stage
from gongkai.applications.next_step import next_step
from gongkai.applications.queries import open_in
from gongkai.applications.step import NextStep
from gongkai.desk.cases.page import Button, button_of
from gongkai.desk.lists import days
from gongkai.language import say
from gongkai.law import Asked, Due, due, national
from gongkai.law.calendar import weekday_name
from gongkai.look import words
from gongkai.look.charts import Bars, Series
from gongkai.people import clock
from gongkai.people.models import Account

SHOWN = 30
"""Rows of one group on the page; the list has the rest."""
WEEK = timedelta(days=7)
UNOPENED_LIMIT = 3
"""Working days after which a submission that nobody opened is marked; the law wants it confirmed the day it comes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case with its next step. ``group``: late, today, week, paused or later. ``button``: what the step's own page or
    press is, None where it is not this person's to do; the case itself opens with the step, too."""

    case: Application
    step: NextStep
    group: str
    button: Button | None

    @property
    def day(self) -> str:
        """The first line of the date column."""
        if self.step.by is None or self.urgent:
            return say("尽快")
        shown = days.short(self.step.by, clock.today())
        return shown if self.step.certain else say("不早于{day}", day=shown)

    @property
    def urgent(self) -> bool:
        """Whether the day has passed without being ours to keep: work for today all the same."""
        return self.group == "today" and self.step.by is not None and self.step.by < clock.today()

    @property
    def beside(self) -> str:
        """The second line: 周二，剩2天."""
        if self.group == "paused":
            return say("等对方")
        return "" if self.step.by is None or self.urgent else days.beside(self.step.by, clock.today())

    @property
    def due(self) -> Due | None:
        """The period that ends on the step's day, if it is one that is counted."""
        by, case = self.step.by, self.case
        if by is None or case.received_on is None or self.step.assistance is not None:
            return None
        if self.step.consultation is not None:
            found = clocks.consultation_due(self.step.consultation)
            return found if found is not None and _ends(found, by) else None
        answer = clocks.due_of(case)
        if answer is not None and _ends(answer, by):
            return answer
        notice = due("correction_notice", case.received_on, national())
        return notice if _ends(notice, by) else None

    @property
    def ticks(self) -> tuple[int, int, str, str] | None:
        """Used, total, colour, words; None for a period that is not counted by days."""
        period = self.due
        used, total = words.counted(period, clock.today()) if period is not None else (0, 0)
        if not total:
            return None
        if self.step.consultation is not None:
            return used, total, "paused", say("对方已用{used}个工作日，共{total}个", used=used, total=total)
        how = {"late": "late", "today": "late"}.get(self.group, words.nearness(self.step.by, clock.today()))
        return used, total, how, say("已用{used}个工作日，共{total}个", used=used, total=total)


def _ends(period: Due, by: date) -> bool:
    return by in (period.on, period.not_before)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody else's turn: what, at whom, until when."""

    case: Application
    what: str
    whom: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Unopened:
    """A submission nobody has opened. ``age``: in words; ``share``: of the working days after which it is marked."""

    case: Application
    age: str
    share: float
    how: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything open, grouped. ``counts`` are of all rows, ``rows`` hold at most `SHOWN` of each group."""

    rows: dict[str, list[Row]]
    counts: Counter[str]
    waiting: list[Waiting]
    unopened: list[Unopened]
    chart: Bars
    next_later: date | None

    @property
    def this_week(self) -> int:
        """What is to be done from today until a week from now."""
        return self.counts["today"] + self.counts["week"]

    @property
    def headline(self) -> str:
        """The first line of the page."""
        if self.counts["late"] and not self.counts["today"]:
            return say("有{late}件已经逾期，一周内要办{week}件", late=self.counts["late"], week=self.this_week)
        if self.counts["late"]:
            return say(
                "有{late}件已经逾期，今天要办{today}件，一周内共{week}件",
                late=self.counts["late"],
                today=self.counts["today"],
                week=self.this_week,
            )
        if self.counts["today"]:
            return say("今天要办{today}件，一周内共{week}件", today=self.counts["today"], week=self.this_week)
        if self.this_week:
            return say("今天没有到期的，一周内要办{week}件", week=self.this_week)
        if self.unopened:
            return say("有{n}件来件还没有打开", n=len(self.unopened))
        if self.counts["later"]:
            return say("一周内没有到期的，在办{n}件", n=self.counts["later"])
        return say("今天没有要办的事")


def loaded(seen: QuerySet[Application]) -> list[Application]:
    """The open cases of ``seen`` with all that their next step is told from; the bodies shared, so that what is read about one
    is read once. Seven queries however many there are."""
    cases = list(
        open_in(seen)
        .select_related("agency", "applicant", "section", "correction", "reasons_call", "extension", "delay", "fee")
        .prefetch_related(
            "consultations",
            Prefetch("assistances", Assistance.objects.select_related("section")),
            "searches",
            Prefetch(
                "letters",
                Letter.objects.defer("body").prefetch_related(Prefetch("reviews", Review.objects.select_related("by"))),
            ),
        )
        # What stands sealed is opened value by value, and no list shows it.
        .defer("query_code", *(f"applicant__{name}" for name in ("identity_number", "phone", "email", "address")))
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    shared = {case.agency_id: case.agency for case in cases}
    for case in cases:
        case.agency = shared[case.agency_id]
    return cases


def agenda(cases: Sequence[Application], today: date, now: datetime, account: Account) -> Agenda:
    """The agenda of ``cases`` as `loaded` gives them, for ``account``."""
    found = []
    for case in cases:
        step = next_step(case, today)
        found.append(Row(case, step, _group(step, today), button_of(case, step, account)))
    found.sort(key=lambda row: (row.step.by or date.min, row.case.pk))
    counts = Counter(row.group for row in found)
    rows: dict[str, list[Row]] = {}
    for row in found:
        if len(kept := rows.setdefault(row.group, [])) < SHOWN:
            kept.append(row)
    later = [row.step.by for row in found if row.group == "later" and row.step.by]
    return Agenda(
        rows,
        counts,
        [waiting for case in cases for waiting in _waiting(case, today)],
        _unopened(cases, now),
        chart(found, today),
        min(later, default=None),
    )


def _group(step: NextStep, today: date) -> str:
    if step.tone == "paused":
        return "paused"
    if step.by is None or step.by < today:
        # A day that has passed without being ours to keep (a correction that did not come) is work for today.
        return "late" if step.tone == "late" else "today" if step.tone == "near" else "later"
    if step.by == today:
        return "today"
    return "week" if step.by <= today + WEEK else "later"


def _waiting(case: Application, today: date) -> Iterable[Waiting]:
    for letter in case.letters.all():
        if letter.state == Letter.State.REVIEWING:
            steps = [review for review in letter.reviews.all() if review.voided_at is None and not review.verdict]
            if steps:
                turn = min(steps, key=lambda review: review.step)
                until = clocks.last_day_for(case, letter.code, today)
                yield Waiting(case, letter.kind.name, approver_name(case.agency, turn.role, today), until)
    for assistance in case.assistances.all():
        if assistance.is_open:
            yield Waiting(case, say("协助查找"), str(assistance.section or assistance.unit), assistance.due_on)
    for consultation in case.consultations.all():
        if consultation.is_open:
            limit = clocks.consultation_due(consultation) if consultation.asked != Asked.AGENCY else None
            yield Waiting(case, say("征求意见"), consultation.party, limit.bound if limit else None)


def _unopened(cases: Sequence[Application], now: datetime) -> list[Unopened]:
    fresh = [case for case in cases if case.stage == Stage.SUBMITTED and case.opened_at is None]
    return [unopened(case, now) for case in sorted(fresh, key=lambda case: case.created_at)]


def unopened(case: Application, now: datetime) -> Unopened:
    """How long ``case`` has been lying unopened."""
    came, today = timezone.localtime(case.created_at), timezone.localdate(now)
    minutes = max(0, int((now - case.created_at).total_seconds() // 60))
    days = -clocks.working_days_left(came.date(), today) if came.date() < today else 0
    if days:
        age = say("{n}个工作日", n=days)
    elif minutes >= 60:
        age = say("{n}小时", n=minutes // 60)
    else:
        age = say("{n}分钟", n=minutes)
    share = days / UNOPENED_LIMIT if days else min(minutes / (8 * 60), 1) / UNOPENED_LIMIT
    how = "late" if days > UNOPENED_LIMIT else "near" if days == UNOPENED_LIMIT else ""
    return Unopened(case, age, share, how)


def chart(rows: Iterable[Row], today: date) -> Bars:
    """How much falls due on each of the next ten working days; what falls on a day off is shown on the working day before."""
    ten: list[date] = []
    for day in national().days_after(today - timedelta(days=1)):
        if day.working:
            ten.append(day.on)
        if len(ten) == 10:
            break
    falling: Counter[date] = Counter()
    for row in rows:
        by = row.step.by
        if by is None or row.group == "paused" or not today <= by <= ten[-1]:
            continue
        before = [day for day in ten if day <= by]
        falling[before[-1] if before else ten[0]] += 1
    return Bars(
        say("未来十个工作日每天到期的件数"),
        tuple(str(day.day) for day in ten),
        (Series(say("到期"), tuple(falling[day] for day in ten)),),
        unit=say("件"),
        sublabels=tuple(weekday_name(day)[-1] for day in ten),
        marks=frozenset({0}) if ten[0] == today else frozenset(),
    )
