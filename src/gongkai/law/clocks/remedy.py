"""Remedy periods that depend on what the applicant was told: reconsideration and suit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gongkai.language import say
from gongkai.law.articles import Article
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.count import BadFacts, Excluded
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.table import due


def reconsideration_due(
    knew_on: date,
    calendar: WorkCalendar,
    *,
    told: bool = True,
    told_later_on: date | None = None,
    obstructed: Sequence[tuple[date, date]] = (),
) -> Due:
    """Last day to apply for reconsideration: 行政复议法 art. 20.

    60 days from knowing the act. Where the letter did not tell the right, the body and the period (``told`` False): from
    ``told_later_on``, and in any case within a year of knowing the content. ``obstructed``: first and last day of force
    majeure or another good reason; the period runs on when it is over (¶2).
    """
    pauses = [Excluded(a, b, say("不可抗力或者其他正当理由"), str(Article("行政复议法", 20, 2))) for a, b in obstructed]
    return _told_or_capped("reconsideration", knew_on, calendar, told, told_later_on, pauses)


def suit_due(knew_on: date, calendar: WorkCalendar, *, told: bool = True, told_later_on: date | None = None) -> Due:
    """Last day for a direct suit: 行政诉讼法 art. 46 (6 months); untold: 法释〔2018〕1号 art. 64, at most a year."""
    return _told_or_capped("suit", knew_on, calendar, told, told_later_on, [])


def _told_or_capped(
    key: str,
    knew_on: date,
    calendar: WorkCalendar,
    told: bool,
    told_later_on: date | None,
    pauses: list[Excluded],
) -> Due:
    if told:
        return due(key, knew_on, calendar, excluded=pauses)
    cap = due(f"{key}_untold", knew_on, calendar)
    if told_later_on is None:
        return replace(cap, notes=(*cap.notes, say("决定未告知权利和期限，按最长期限计算；补充告知后重新计算。")))
    if told_later_on < knew_on:
        raise BadFacts(
            say("补充告知的日期{told}早于知道行政行为的日期{knew}。请核对。", told=told_later_on, knew=knew_on)
        )
    counted = due(key, told_later_on, calendar, excluded=pauses)
    return counted if counted.bound <= cap.bound else cap
