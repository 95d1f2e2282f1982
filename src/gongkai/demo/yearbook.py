"""The annual reports of past years: figures typed, approved, published, as bodies of every diligence do it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from gongkai.demo import lore
from gongkai.demo.crew import Crew
from gongkai.demo.schedule import Schedule, Story, workday
from gongkai.people import clock
from gongkai.people.models import Role
from gongkai.reporting import actions
from gongkai.reporting.figures import typeable
from gongkai.reporting.models import Draft
from gongkai.reports.editions import edition_for
from gongkai.reports.model import CellId

WHY = "根据各科室上报的台账汇总，财务、法规科室核对"


def plan(schedule: Schedule, crews: Mapping[str, Crew], random: Random, first: int, last: int) -> None:
    """Put the reports of the years ``first`` to ``last`` on the schedule, each in the January after its year.

    One busy body has all of them. Of the last year most bodies have theirs; some have only begun, some have nothing.
    """
    for slug, crew in crews.items():
        in_force = random.randint(2, 14)
        for year in range(first, last + 1):
            typed = figures(year, random, in_force)
            in_force = int(typed[CellId("proactive", "normative", "in_force")])
            if slug == "shangwu":
                # Its registers hold what the others type.
                typed = {}
            if slug != "shangwu" and year != last:
                continue
            far = 4 if slug in ("shangwu", "zhengfuban") else random.choices((4, 3, 2, 1, 0), (70, 8, 8, 8, 6))[0]
            if far:
                # Enough time for two approvals before 31 January.
                schedule.add(
                    report(crew, year, typed, far, random), workday(date(year + 1, 1, random.randint(6, 14)), 0)
                )


def report(crew: Crew, year: int, typed: Mapping[CellId, Decimal], far: int, random: Random) -> Story:
    """From the first figure to publication. ``far``: 1 begun, 2 sent for approval, 3 approved, 4 published."""
    clerk = crew.clerks[0]
    draft = actions.open_draft(crew.agency, year, by=clerk)
    if typed:
        actions.type_figures(draft, typed, why=WHY, by=clerk)
    actions.write_section(draft, "problems", lore.say_of(random, "report", "problems", year=year), by=clerk, version=0)
    if far == 1:
        return
    yield workday(clock.today() + timedelta(days=1), 1)
    actions.submit(draft, by=clerk)
    if far == 2:
        return
    while draft.state == Draft.State.APPROVING:
        yield workday(clock.today() + timedelta(days=1), 0)
        waiting = draft.approvals.filter(verdict="", voided_at=None).order_by("step").first()
        assert waiting is not None
        by = crew.approvers[Role(waiting.role)]
        actions.approve(waiting, approve=True, digest=draft.digest, by=by)
        draft.refresh_from_db()
    if far == 3:
        return
    yield workday(clock.today() + timedelta(days=1), random.randint(0, 2))
    address = f"https://www.yunling.example/zwgk/{crew.slug}/{year}/nianbao.html"
    actions.publish(draft, on=clock.today(), address=address, by=clerk)


def figures(year: int, random: Random, in_force: int) -> dict[CellId, Decimal]:
    """Believable figures of 表二 for a body that keeps no registers here. ``in_force``: normative documents at the end of the year before;
    what was made and repealed since carries them on."""
    most = 3
    found = {}
    for cell, column in typeable(edition_for(year)).items():
        if cell.table != "proactive":
            continue
        if column.kind == "money":
            found[cell] = Decimal(random.randint(0, most * 1000)) / 100
        elif cell.row == "rules":
            # Only governments of cities and above make rules.
            found[cell] = Decimal(0)
        else:
            found[cell] = Decimal(random.randint(0, most * 4))
    made, repealed = random.randint(0, 2), random.randint(0, min(2, in_force))
    known = {"made": made, "repealed": repealed, "in_force": in_force + made - repealed}
    return found | {CellId("proactive", "normative", column): Decimal(number) for column, number in known.items()}
