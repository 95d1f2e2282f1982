"""What is next on a dispute, by when, and what runs on it; whether it was brought in time. From the recorded facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gongkai.applications import clocks
from gongkai.applications.models import Application, Decision, Redo, RemedyCase, Round
from gongkai.applications.step import Tone, tone_of
from gongkai.language import say
from gongkai.law.articles import Article, Source
from gongkai.law.clocks import Due
from gongkai.law.disputes import (
    RESULTS,
    Bucket,
    Level,
    Objection,
    answer_clock,
    decision_clock,
    filing_clock,
    next_clock,
    objections,
    periods,
)
from gongkai.look.words import day
from gongkai.people import clock

REMEMBERED = timedelta(days=60)
"""How long after its end a case is looked at for what is still to be done: appeals end within 15 days of service."""


@dataclass(frozen=True, slots=True)
class DisputeStep:
    """``action``: the page that does it, "" where somebody else is waited for. ``due``: the clock that ends on ``by``."""

    action: str
    label: str
    button: str
    why: str
    source: Source
    tone: Tone
    due: Due | None = None

    @property
    def by(self) -> date | None:
        return self.due.bound if self.due is not None else None

    @property
    def certain(self) -> bool:
        return self.due is None or self.due.on is not None


def step_of(case: RemedyCase, today: date | None = None) -> DisputeStep:
    """The one thing that is next."""
    today = today or clock.today()
    round = case.latest
    if not round.result:
        return _pending(case, round, today)
    if RESULTS[round.result].bucket is Bucket.OPEN:
        return DisputeStep(
            "round", say("登记重审的案号"), say("登记重审"), say("已发回重审，重审立案以后登记。"),
            Article("行政诉讼法", 89), "run",
        )  # fmt: skip
    return _over(case, round, today)


def _pending(case: RemedyCase, round: Round, today: date) -> DisputeStep:
    calendar = clocks.calendar()
    suit = case.is_suit
    if round.copy_on is None:
        return DisputeStep(
            "progress",
            say("等副本；收到的当天登记"),
            say("登记收到副本"),
            say("答复、答辩的期限从收到副本的第二天起算。"),
            Article("行政诉讼法", 67) if suit else Article("行政复议法", 48),
            "paused",
        )
    if round.answered_on is None:
        due = answer_clock(round.facts, calendar)
        assert due is not None
        return DisputeStep(
            "progress",
            say("提交答辩状和证据") if suit else say("提交书面答复和证据"),
            say("登记已经提交"),
            say("{on}收到副本。逾期不提交的，视为没有证据。", on=day(round.copy_on)),
            Article("行政诉讼法", 67) if suit else Article("行政复议法", 70),
            tone_of(due.bound, today),
            due,
        )
    waiting = decision_clock(round.facts, calendar)
    return DisputeStep(
        "conclude",
        say("等裁判") if suit else say("等复议决定"),
        say("登记结果"),
        say("{on}已经提交答复和证据。", on=day(round.answered_on)),
        Article("行政诉讼法", 81) if suit else Article("行政复议法", 62),
        "paused",
        waiting,
    )


def _over(case: RemedyCase, round: Round, today: date) -> DisputeStep:
    redo = redo_of(round)
    if redo is not None and redo.is_open:
        due = clocks.redo_due(redo)
        return DisputeStep(
            "redo",
            say("重新办理，作出新的答复"),
            say("打开申请"),
            say("{number}的结果是“{result}”。", number=round.number, result=round.get_result_display()),
            Article("法释〔2025〕8号", 11) if case.is_suit else Article("行政复议法", 77),
            tone_of(due.bound, today),
            due,
        )
    if round.served_on is None and round.level != Level.RETRIAL:
        return DisputeStep(
            "conclude",
            say("登记收到文书的日期"),
            say("补登日期"),
            say("起诉、上诉的期限从收到的第二天起算。"),
            Article("行政诉讼法", 85) if case.is_suit else Article("行政诉讼法", 45),
            "near",
        )
    following = next_clock(round.facts, clocks.calendar())
    if following is not None and following.bound >= today and not case.followed_by.all():
        ours = case.result == RemedyCase.Result.CORRECTED and case.is_suit
        return DisputeStep(
            "round" if case.is_suit else "",
            say("决定要不要上诉")
            if ours
            else say("等对方上诉的期限届满")
            if case.is_suit
            else say("等对方起诉的期限届满"),
            say("登记上诉"),
            say("{on}收到文书。", on=day(round.served_on)),
            Article("行政诉讼法", 85) if case.is_suit else Article("行政诉讼法", 45),
            tone_of(following.bound, today) if ours else "paused",
            following,
        )
    if case.result == RemedyCase.Result.CORRECTED and not hasattr(case, "lesson"):
        return DisputeStep(
            "lesson",
            say("写下教训，给办下一件的人看"),
            say("写教训"),
            say("结果被纠正。写清楚错在哪里、以后怎么办。"),
            Article("条例", 47),
            "run",
        )
    return DisputeStep("", say("已经结束"), "", say("没有要办的事。"), Article("条例", 51), "done")


def redo_of(round: Round) -> Redo | None:
    """The task to decide again that a round brought about."""
    return getattr(round, "redo", None)


def running(case: RemedyCase) -> tuple[Due, ...]:
    """Every clock that runs on a case now, the next to end first."""
    found = list(periods(case.latest.facts, clocks.calendar()))
    redo = redo_of(case.latest)
    if redo is not None and redo.is_open:
        found.append(clocks.redo_due(redo))
    return tuple(sorted(found, key=lambda each: each.bound))


def answered_in_time(round: Round) -> tuple[Due, bool] | None:
    """The clock of an answer that was handed in, and whether it was kept; None while none was."""
    due = answer_clock(round.facts, clocks.calendar())
    if due is None or round.answered_on is None:
        return None
    return due, round.answered_on <= due.bound


def brought(case: RemedyCase) -> tuple[Due | None, tuple[Objection, ...]]:
    """The clock for bringing the case, and what may be objected to hearing it. No clock where nothing on record starts one."""
    application = case.application
    period = None
    decision = first_decision(application) if application is not None else None
    if case.kind == RemedyCase.Kind.SUIT_AFTER and case.follows is not None:
        served = case.follows.latest.served_on
        period = filing_clock(case.kind, served, clocks.calendar()) if served else None
    elif application is not None and case.against == RemedyCase.Against.SILENCE:
        due = clocks.answer_due_of(application)
        if due is not None and due.on is not None:
            period = filing_clock(case.kind, due.on, clocks.calendar(), silence=True)
    elif application is not None and case.brought_by == RemedyCase.By.APPLICANT:
        knew = _reached(case)
        period = filing_clock(case.kind, knew, clocks.calendar()) if knew else None
    cited = decision.end.sources if decision is not None and case.against == RemedyCase.Against.ANSWER else ()
    return period, objections(
        case.kind,
        case.filed_on,
        period=period,
        cited=cited,
        decided_on=application.decided_on if application is not None else None,
        disclosed_before=decision.answers.get("disclosed") == "yes" if decision is not None else None,
    )


def first_decision(application: Application) -> Decision | None:
    """The decision that the answer rests on which a dispute is about, also when the application was decided again since."""
    return next((each for each in application.decisions.all() if each.outcome == application.outcome), None)


def _reached(case: RemedyCase) -> date | None:
    """The day the answer reached the applicant: signed for, or sent by a way that arrives at once. Posted and never signed for:
    nobody knows, so nothing is objected."""
    application = case.application
    assert application is not None
    for letter in application.letters.all():
        if letter.substantive and letter.issued_on and letter.issued_on <= case.filed_on:
            for service in letter.services.all():
                if service.result != "failed":
                    day = service.signed_on or (
                        service.counts_on if service.method in ("online", "email", "fax") else None
                    )
                    if day is not None:
                        return day
    return None


def to_do(cases: QuerySet[RemedyCase], today: date) -> list[tuple[RemedyCase, DisputeStep]]:
    """The cases of ``cases`` on which something is to be done or waited for, the most pressing first. Four queries, however many."""
    open_redo = Redo.objects.filter(done_on=None, called_off_on=None).values("round__case")
    recent = (
        cases.filter(Q(result="") | Q(concluded_on__gte=today - REMEMBERED) | Q(pk__in=open_redo))
        .select_related("application", "lesson")
        .defer("application__query_code", "application__content")
        .prefetch_related("rounds__redo__round", "followed_by")
    )
    found = [(case, step_of(case, today)) for case in recent]
    order = {"late": 0, "near": 1, "run": 2, "paused": 3}
    return sorted(
        (pair for pair in found if pair[1].tone != "done"),
        key=lambda pair: (order[pair[1].tone], pair[1].by or date.max, pair[0].pk),
    )
