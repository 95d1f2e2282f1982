"""云岭县: the fictional county of the demonstration, built from nothing: bodies, people, five years of cases up to today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.models import Agency
from gongkai.demo import hiring, lore, publishing, teaching, yearbook
from gongkai.demo.crew import Crew
from gongkai.demo.open_today import open_today
from gongkai.demo.play import Player, draw
from gongkai.demo.play.plan import LEAVES
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Role

SEED = 20190515
YEARS = 5
BUSY = "shangwu"
"""The body whose register is dense: every outcome, every stage."""
LIKELY = {
    "granted": 30,
    "already_public": 14,
    "not_ours": 12,
    "not_existing": 9,
    "partial.third_party": 4,
    "partial.process": 3,
    "petition_refused": 4,
    "closed": 5,
    "needs_making": 3,
    "inquiry_refused": 3,
    "correction_lapsed": 2,
    "withheld.process": 2,
    "repeat_disclosed": 2,
}
"""How the applications of a common body end, about."""
DISPUTED = 365
"""Days after which no dispute is pending any more: courts and reconsideration bodies have their periods, too."""
ENDINGS = ("upheld", "other", "corrected")
"""How disputes end that have lasted so long."""
Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what was done last."""


def is_built() -> bool:
    """Whether the database holds a county (or anything else) already."""
    return Agency.objects.exists()


@transaction.atomic
def build(progress: Progress | None = None) -> None:
    """Fill an empty, migrated database with the county, in one transaction. Its history ends today; nothing in it lies in the
    future. Raises GongkaiError where there is something already."""
    if is_built():
        raise GongkaiError(
            say("数据库里已经有机关，演示数据只能放进空的数据库，没有改动任何内容。请换一个数据目录，或者先重置演示。")
        )
    tell = progress or (lambda done, whole, what: None)
    random = Random(SEED)
    today = clock.today()
    # Early in a year the year before is the last that has something to show.
    first = date((today - timedelta(days=60)).year - YEARS + 1, 1, 4)
    crews = _bodies(random, first, today)
    tell(2, 100, say("机关和人员"))
    publishing.set_up(crews)
    publishing.publish(crews, random, first, today)
    tell(6, 100, say("已公开的政府信息"))
    player = Player(list(crews.values()), SEED)
    _applications(player, crews, random, first, today)
    yearbook.plan(player.schedule, crews, random, first.year, today.year - 1)
    publishing.Press(crews[BUSY], random).plan(player.schedule, first, today)
    doors = open_today(player, crews[BUSY], random, today)
    for until in _quarters(first, today):
        player.run(until)
        tell(6 + round(92 * ((until - first).days + 1) / ((today - first).days + 1)), 100, f"{until:%Y-%m}")
    for door in doors:
        door()
    publishing.answers(player, random)
    teaching.rules(crews[BUSY])
    # The copies of letters long gone are drawn when somebody opens them.
    DBTaskResult.objects.all().delete()
    transaction.get_connection().run_on_commit.clear()
    tell(100, 100, say("演示数据"))


def _quarters(first: date, today: date) -> Iterator[date]:
    day = first
    while day < today:
        day = min(today, day + timedelta(days=91))
        yield day


def _bodies(random: Random, first: date, today: date) -> dict[str, Crew]:
    called = hiring.names(random)
    crews: dict[str, Crew] = {}
    supervisor = None
    for number, body in enumerate(lore.bodies()["body"], start=1):
        agency = hiring.found(body, supervised_by=supervisor, number=number * 7)
        supervisor = supervisor or agency
        crews[agency.slug] = hiring.crew(agency, body["sections"], called)
    assert supervisor is not None
    hiring.others(supervisor, (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR), called)
    busy = crews[BUSY]
    hiring.others(busy.agency, (Role.AUDITOR, Role.ADMINISTRATOR), called)
    for year in range(first.year, today.year + 1):
        # Each summer the leader is away, each spring the head of the office; never today.
        for role, month, deputy in ((Role.LEADER, 7, Role.OFFICE_HEAD), (Role.OFFICE_HEAD, 4, Role.CHIEF)):
            start = date(year, month, random.randint(1, 15))
            if start + timedelta(days=9) < today:
                busy.away(role, start, start + timedelta(days=9), busy.approvers[deputy], "休假")
    return crews


def _applications(player: Player, crews: dict[str, Crew], random: Random, first: date, today: date) -> None:
    """All that came over the years: in a busy body every way of ending more than once, in the others what is common."""
    days = (today - first).days
    number = 0
    for body in lore.bodies()["body"]:
        busy = body["slug"] == BUSY
        ends = [leaf for leaf in LEAVES for _ in range(2)] if busy else []
        for place in range(body["cases"]):
            number += 1
            on = first + timedelta(days=random.randrange(days))
            leaf = ends[place] if place < len(ends) else random.choices(list(LIKELY), list(LIKELY.values()))[0]
            wish = lore.wish(random, body["slug"], on.year, leaf)
            plan = draw(random, lore.person(random, number), wish, leaf, detours=0.6 if busy else 0.15)
            if on < today - timedelta(days=DISPUTED):
                ending = ENDINGS[number % len(ENDINGS)]
                plan.disputes = tuple(each if each.result else replace(each, result=ending) for each in plan.disputes)
            player.add(crews[body["slug"]], plan, on)
