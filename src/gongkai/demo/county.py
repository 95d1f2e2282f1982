"""云岭县: the fictional county of the demonstration, built from nothing: bodies, people, five years of cases up to today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db import transaction

from gongkai.demo import hiring, lore
from gongkai.demo.crew import Crew
from gongkai.demo.play import Player, draw
from gongkai.demo.play.plan import LEAVES
from gongkai.people import clock
from gongkai.people.models import Role

SEED = 20190515
YEARS = 5
Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what comes next."""


def build(progress: Progress | None = None) -> None:
    """Fill an empty, migrated database with the county. Its history ends today; nothing in it lies in the future."""
    tell = progress or (lambda done, whole, what: None)
    random = Random(SEED)
    today = clock.today()
    first = date(today.year - YEARS + 1, 1, 4)
    tell(0, 100, "机关和人员")
    with transaction.atomic():
        crews = _bodies(random)
    player = Player(list(crews.values()), SEED)
    _applications(player, crews, random, first, today)
    day = first
    while day <= today:
        until = min(today, day + timedelta(days=91))
        with transaction.atomic():
            player.run(until)
            transaction.get_connection().run_on_commit.clear()
        day = until + timedelta(days=1)
        tell(round(100 * (day - first).days / ((today - first).days + 1)), 100, f"{until.year}年{until.month}月")


def _bodies(random: Random) -> dict[str, Crew]:
    called = hiring.names(random)
    crews: dict[str, Crew] = {}
    supervisor = None
    for number, body in enumerate(lore.bodies()["body"], start=1):
        agency = hiring.found(body, supervised_by=supervisor, number=number * 7)
        supervisor = supervisor or agency
        crews[agency.slug] = hiring.crew(agency, body["sections"], called)
    assert supervisor is not None
    hiring.others(supervisor, (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR), called)
    hiring.others(crews["shangwu"].agency, (Role.AUDITOR,), called)
    return crews


def _applications(player: Player, crews: dict[str, Crew], random: Random, first: date, today: date) -> None:
    number = 0
    days = (today - first).days
    for body in lore.bodies()["body"]:
        for _ in range(body["weight"] * YEARS):
            number += 1
            on = first + timedelta(days=random.randrange(days))
            leaf = random.choice(LEAVES)
            wish = lore.wish(random, body["slug"], on.year, leaf)
            plan = draw(random, lore.person(random, number), wish, leaf, detours=0.5)
            player.add(crews[body["slug"]], plan, on)
