"""The clocks of a reconsideration or suit: the respondent's answer, the decision, the appeal, what a judgment orders.

Facts in, `Due` out. Each length comes from `gongkai.law.clocks.CLOCKS` with its source; what began before 2024-01-01 is counted
by the former 行政复议法, where the ten days of the answer are calendar days (decision 0151).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.language import say
from gongkai.law.articles import Unit
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.count import BadFacts
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.table import days_due, due
from gongkai.law.disputes.results import RESULTS, Bucket, Level

NEW_RECONSIDERATION_LAW = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Round:
    """One hearing of a case. ``filed_on``: accepted, filed, or the appeal received; ``copy_on``: when the body received the copy;
    ``served_on``: when the body received the decision, which is also the nearest it knows to when the other side did.
    ``result``: a code of `RESULTS`, "" while it is pending."""

    level: Level
    filed_on: date
    copy_on: date | None = None
    simplified: bool = False
    extended: bool = False
    answered_on: date | None = None
    concluded_on: date | None = None
    served_on: date | None = None
    result: str = ""


def answer_clock(facts: Round, calendar: WorkCalendar) -> Due | None:
    """Until when the body answers and hands in its evidence; None while no copy has come.

    Reconsideration: 5 working days in simplified, 10 in ordinary procedure (行政复议法 arts. 54, 48, 88); suits: 15 days
    (行政诉讼法 art. 67), also against an appeal (art. 86). Raises `BadFacts` for a simplified procedure before the law knew one.
    """
    if facts.copy_on is None:
        return None
    if facts.level is Level.RECONSIDERATION:
        if facts.simplified and facts.copy_on < NEW_RECONSIDERATION_LAW:
            raise BadFacts(
                say(
                    "2024年1月1日以前的行政复议没有简易程序，请去掉“适用简易程序”，或者核对收到副本的日期{day}。",
                    day=facts.copy_on,
                )
            )
        return due("respondent_simplified" if facts.simplified else "respondent_ordinary", facts.copy_on, calendar)
    if facts.level is Level.SECOND:
        return due("appeal_answer", facts.copy_on, calendar)
    return due("defence", facts.copy_on, calendar)


def decision_clock(facts: Round, calendar: WorkCalendar) -> Due | None:
    """Until when the case is decided: the other side's period, for expectation. None for a retrial, which has no fixed one."""
    if facts.level is Level.RECONSIDERATION:
        key = (
            "decision_simplified"
            if facts.simplified
            else "decision_extended"
            if facts.extended
            else "decision_ordinary"
        )
    elif facts.level is Level.SECOND:
        key = "court_second"
    elif facts.level is Level.RETRIAL:
        return None
    else:
        key = "court_simplified" if facts.simplified else "court_ordinary"
    return due(key, facts.filed_on, calendar)


def next_clock(facts: Round, calendar: WorkCalendar) -> Due | None:
    """Until when the next instance can be called on: a suit after reconsideration 15 days (行政诉讼法 art. 45), an appeal 15 days
    against a judgment, 10 against a ruling (art. 85). None while nothing is decided or the day of service is not known."""
    if facts.served_on is None or not facts.result:
        return None
    ended = RESULTS[facts.result]
    if facts.level is Level.RECONSIDERATION:
        return due("suit_after_reconsideration", facts.served_on, calendar)
    if facts.level not in (Level.FIRST, Level.AGAIN) or ended.form == "mediation":
        return None
    if ended.code in ("suit_withdrawn", "deemed_withdrawn", "terminated"):
        # Rulings of these kinds cannot be appealed (行政诉讼法 art. 85 with 法释〔2018〕1号 art. 101).
        return None
    return due("appeal_ruling" if ended.form == "ruling" else "appeal_judgment", facts.served_on, calendar)


def redo_clock(level: Level, start: date, calendar: WorkCalendar, *, days: int | None = None) -> Due:
    """Until when the body decides anew or discloses, counted from ``start``.

    A judgment: 20 working days (法释〔2025〕8号 art. 11) unless it names others (``days``). A reconsideration decision names its
    own period; where it names none, 20 working days as for a new application (条例 art. 33), and the result says so.
    """
    if level is not Level.RECONSIDERATION:
        return due("judgment", start, calendar, length=days)
    if days is not None:
        return replace(days_due(days, Unit.WORKING_DAY, start, calendar), name=say("复议决定确定的期限"))
    found = due("answer", start, calendar)
    return replace(
        found,
        clock="redo",
        name=say("重新答复的期限"),
        notes=(*found.notes, say("复议决定没有写明期限的，按重新收到申请计算；写明了的，以复议决定为准。")),
    )


def periods(facts: Round, calendar: WorkCalendar) -> tuple[Due, ...]:
    """Everything that runs on a round, the next to end first. The answer falls away when it is given, the decision when it is made,
    the appeal when a later round begins (then this round is not asked any more)."""
    found = []
    if not facts.result:
        if facts.answered_on is None:
            found.append(answer_clock(facts, calendar))
        found.append(decision_clock(facts, calendar))
    elif RESULTS[facts.result].bucket is not Bucket.OPEN:
        found.append(next_clock(facts, calendar))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.bound))
