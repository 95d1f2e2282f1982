"""检查规则: those that hold for a body, those of a county, and one of them with whence it comes, its versions, and how often it spoke."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.agencies.models import Agency
from gongkai.applications import queries, rules, taught
from gongkai.applications.models import CheckHit, CheckWord, LessonCheck
from gongkai.desk.disputes.check_doing import decides_on, is_open
from gongkai.language import say
from gongkai.look.words import day
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One rule in a list. ``state``, ``tone``: how it stands, in words and as a mark."""

    check: LessonCheck
    figures: taught.Figures
    state: str
    tone: str


def standing_of(check: LessonCheck, today: date) -> tuple[str, str]:
    """(words, mark) of how a rule stands on ``today``."""
    if check.state == LessonCheck.State.PROPOSED:
        return say("等{department}决定", department=check.owner.short_name), "run"
    if check.state != LessonCheck.State.IN_FORCE:
        return check.get_state_display(), "none"
    if check.ends_on is not None and check.ends_on < check.starts_on:
        return say("没有施行过"), "none"
    if check.is_over(today):
        return say("已停止"), "none"
    if check.starts_on > today:
        return say("{on}起施行", on=day(check.starts_on)), "run"
    return (say("施行到{on}", on=day(check.ends_on)) if check.ends_on else say("施行")), "done"


def rows_of(checks: Iterable[LessonCheck], agencies: Collection[int]) -> list[Row]:
    """The lines of a list, with the figures over ``agencies``."""
    found, today = list(checks), clock.today()
    figures = taught.figures(found, agencies)
    return [Row(each, figures[each.pk], *standing_of(each, today)) for each in found]


@require_GET
@allow(rules.SEE_CHECKS)
def checks(request: HttpRequest) -> HttpResponse:
    """The rules that hold for a body. ``?agency=``: which, where a person reads those of several."""
    account: Account = request.user  # type: ignore[assignment]
    mine = Agency.objects.filter(pk__in=agencies_with(account, rules.SEE_CHECKS.key)).order_by("pk")
    wanted = request.GET.get("agency", "")
    agency = mine.filter(slug=wanted).first() if wanted else _home(account, mine)
    if agency is None:
        raise Http404
    seen = queries.checks_of(account).filter(taught.of_body(agency))
    today = clock.today()
    alive = taught.alive(today)
    here = [agency.pk]
    rows = rows_of(seen.filter(alive).order_by("reach", "-starts_on", "-pk"), here)
    own = {row.check.rule.content for row in rows if row.check.reach == LessonCheck.Reach.OWN}
    context = {
        "agency": agency,
        "agencies": list(mine),
        "rows": [_same(row) if row.check.rule.content in own else row for row in rows],
        "proposed": rows_of(
            queries.checks_of(account).filter(state=LessonCheck.State.PROPOSED, origin__owner=agency), here
        ),
        "over": rows_of(seen.filter(state=LessonCheck.State.IN_FORCE).exclude(alive)[:SHOWN], here),
        "decides": bool(agencies_with(account, rules.COUNTY_CHECKS.key)),
        "sees_remedies": agency.pk in agencies_with(account, rules.SEE_REMEDIES.key),
    }
    return render(request, "desk/disputes/checks.html", context)


def _same(row: Row) -> Row:
    """A rule of the department that says what one of the body's own says: the body's own is told, and counts."""
    if row.check.reach == LessonCheck.Reach.OWN:
        return row
    return replace(row, state=say("与本机关的一条相同"))


def _home(account: Account, mine: QuerySet[Agency]) -> Agency | None:
    """The body to begin with: one that the person belongs to, before those it supervises."""
    own = agencies_with(account, rules.SEE_REMEDIES.key) | agencies_with(account, rules.COUNTY_CHECKS.key)
    return mine.filter(pk__in=own).first() or mine.first()


@require_GET
@allow(rules.COUNTY_CHECKS)
def checks_county(request: HttpRequest) -> HttpResponse:
    """For the department: what waits for its decision, what holds for all its bodies, and what each body has for itself."""
    account: Account = request.user  # type: ignore[assignment]
    departments = agencies_with(account, rules.COUNTY_CHECKS.key)
    bodies = agencies_with(account, rules.SEE_CHECKS.key)
    seen, alive = queries.checks_of(account), taught.alive(clock.today())
    county = Q(reach=LessonCheck.Reach.COUNTY, owner__in=departments)
    own = seen.filter(alive, reach=LessonCheck.Reach.OWN).order_by("owner", "-starts_on", "-pk")
    context = {
        "waiting": rows_of(seen.filter(county, state=LessonCheck.State.PROPOSED).order_by("pk"), bodies),
        "rows": rows_of(seen.filter(county, alive), bodies),
        "own": rows_of(own[:200], bodies),
        "over": rows_of(seen.filter(county).exclude(alive).exclude(state=LessonCheck.State.PROPOSED)[:SHOWN], bodies),
        "bodies": len(bodies),
    }
    return render(request, "desk/disputes/checks_county.html", context)


@require_GET
@allow(rules.SEE_CHECKS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule."""
    account: Account = request.user  # type: ignore[assignment]
    found = queries.checks_of(account).filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "desk/disputes/check.html", context_of(found, account))


def context_of(found: LessonCheck, account: Account) -> dict[str, Any]:
    """Everything the page of one rule shows to ``account``. Letters and disputes only of bodies whose registers the person reads."""
    today = clock.today()
    state, tone = standing_of(found, today)
    bodies = agencies_with(account, rules.SEE_CHECKS.key)
    reads = agencies_with(account, rules.VIEW.key)
    seen = queries.checks_of(account)
    hits = CheckHit.objects.filter(check_row=found, letter__agency__in=reads).select_related("letter__application")
    passed = CheckWord.objects.filter(
        check_row=found, kind=CheckWord.Kind.PASS, letter__agency__in=reads
    ).select_related("letter__application", "by")
    may = decides_on(account, found)
    proposals = list(seen.filter(origin=found).order_by("pk")) if found.reach == LessonCheck.Reach.OWN else []
    return {
        "check": found,
        "state": state,
        "tone": tone,
        "facts": _facts(found),
        "figures": taught.figures([found], bodies)[found.pk],
        "county": len(bodies) > 1 and found.reach == LessonCheck.Reach.COUNTY,
        "hits": list(hits.order_by("-pk")[:SHOWN]),
        "passed": list(passed.order_by("-pk")[:SHOWN]),
        "versions": _versions(found, seen),
        "proposals": rows_of(proposals, bodies),
        "reads_case": found.lesson.agency_id in agencies_with(account, rules.SEE_REMEDIES.key),
        "may_change": may and is_open(found, today),
        "may_decide": may and found.state == LessonCheck.State.PROPOSED,
        "may_propose": may
        and found.reach == LessonCheck.Reach.OWN
        and is_open(found, today)
        and found.owner.supervised_by_id is not None
        and not any(
            each.state in (LessonCheck.State.PROPOSED, LessonCheck.State.IN_FORCE, LessonCheck.State.CHANGED)
            for each in proposals
        ),
        "decides": bool(agencies_with(account, rules.COUNTY_CHECKS.key)),
    }


def _versions(found: LessonCheck, seen: QuerySet[LessonCheck]) -> list[Row]:
    """Every version of the rule that the person may read, the newest first; nothing where there is but one."""
    keys, row = [found.pk], found
    while row.follows is not None:
        row = row.follows
        keys.append(row.pk)
    row = found
    while hasattr(row, "followed_by"):
        row = row.followed_by
        keys.append(row.pk)
    today = clock.today()
    rows = seen.filter(pk__in=keys).order_by("-version", "-pk")
    return [Row(each, taught.Figures(), *standing_of(each, today)) for each in rows] if len(keys) > 1 else []


def _facts(found: LessonCheck) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [
        (say("适用于"), found.scope),
        (say("没有做到时"), found.get_level_display()),
        (say("在哪里检查"), _where(found)),
        (say("施行日"), day(found.starts_on)),
        (say("最后一天"), day(found.ends_on) if found.ends_on else None),
        (say("停止的原因"), found.ended_why or None),
        (say("版本"), say("第{n}版", n=found.version)),
        (say("谁写的"), found.by.name if found.reach == LessonCheck.Reach.OWN else None),
        (say("谁决定的"), found.decided_by.name if found.decided_by else None),
        (say("决定的理由"), found.decided_why or None),
    ]
    return [(name, value) for name, value in rows if value is not None]


def _where(found: LessonCheck) -> str:
    if found.reach == LessonCheck.Reach.OWN:
        return found.owner.short_name
    if found.state == LessonCheck.State.IN_FORCE:
        return say("{department}和它所管的机关", department=found.owner.short_name)
    return say("提请在{department}和它所管的机关", department=found.owner.short_name)
