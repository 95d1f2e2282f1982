"""Two bodies and a year of applications to them, ready to be played."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.applications.models import RemedyCase
from gongkai.demo import hiring, lore
from gongkai.demo.crew import Crew
from gongkai.demo.play import POINTS, Dispute, Player, draw
from gongkai.demo.play.plan import LEAVES
from gongkai.law.receipt import Channel
from gongkai.people.models import Role

BODY, NEIGHBOUR = "shangwu", "ziran"
YEAR = 2025
BEGINS = date(YEAR - 1, 11, 1)
PLAYED_UNTIL = date(YEAR + 1, 5, 31)


def crews() -> list[Crew]:
    """The body that is counted, and a neighbour that applications are passed on to. The neighbour counts online applications
    from confirmation, and has no way to apply for reconsideration online, so its answers are posted."""
    random = Random(3)
    called = hiring.names(random)
    made = []
    for body in lore.bodies()["body"]:
        if body["slug"] in (BODY, NEIGHBOUR):
            agency = hiring.found(body, supervised_by=None, number=len(made) + 1)
            made.append(hiring.crew(agency, body["sections"], called))
    made.sort(key=lambda crew: crew.slug != BODY)
    Agency.objects.filter(slug=NEIGHBOUR).update(confirms_online=True, reconsideration_online="")
    made[1].agency.refresh_from_db()
    main = made[0]
    for month in (3, 7, 11):
        start = date(YEAR, month, 4)
        main.away(Role.LEADER, start, start + timedelta(days=12), main.approvers[Role.OFFICE_HEAD], "休假")
        main.away(
            Role.OFFICE_HEAD, start + timedelta(days=14), start + timedelta(days=24), main.approvers[Role.CHIEF], "学习"
        )
    return made


def player(number: int, seed: int = 1) -> Player:
    """``number`` applications of every kind, channel and end to the body, and some to the neighbour: one in eight came in the
    last weeks of the year before, and for every point of a case there are some that stop there for good."""
    both = crews()
    made = Player(both, seed)
    random = Random(seed)
    people = [lore.person(random, n, lore.KINDS[n % len(lore.KINDS)]) for n in range(max(6, number // 3))]
    for n in range(number):
        leaf = LEAVES[n % len(LEAVES)]
        person = people[0] if n % 23 == 0 else random.choice(people)
        plan = draw(random, person, lore.wish(random, BODY, YEAR, leaf), leaf, slips=True)
        if n % 10 == 0:
            plan.halt = POINTS[n // 10 % (len(POINTS) - 1)]
        made.add(both[0], plan, _day(random, n))
    _disputed(made, random)
    _frequent(made, random)
    for n in range(number // 25):
        leaf = ("not_ours", "granted", "withheld.third_party")[n % 3]
        plan = draw(random, random.choice(people), lore.wish(random, NEIGHBOUR, YEAR, leaf), leaf, slips=True)
        made.add(both[1], plan, _day(random, n))
    return made


def play(made: Player, first: date, until: date) -> None:
    """Play from ``first`` to ``until``, a week to a transaction: in one of a whole year a server would have to keep every state
    that a chain of the log and a series of numbers ever had."""
    while first <= until:
        week = min(first + timedelta(days=6), until)
        with transaction.atomic():
            made.run(week)
            # Nobody is there to draw the copies of letters.
            transaction.get_connection().run_on_commit.clear()
        first = week + timedelta(days=1)


def _day(random: Random, n: int) -> date:
    if n % 8 == 0:
        return date(YEAR - 1, 11, 11) + timedelta(days=random.randrange(51))
    if n % 8 == 1:
        return date(YEAR, 12, 1) + timedelta(days=random.randrange(31))
    return date(YEAR, 1, 1) + timedelta(days=random.randrange(365))


def _disputed(made: Player, random: Random) -> None:
    """Reconsiderations and suits of every kind with every result, some of them concluded in the year after."""
    for n, (kind, result) in enumerate(product(RemedyCase.Kind.values, (*RemedyCase.Result.values, ""))):
        person, wish = lore.person(random, 78_000 + n), lore.wish(random, BODY, YEAR)
        plan = draw(random, person, wish, "withheld.process", channel=Channel.ONLINE, detours=0)
        plan.disputes = (Dispute(kind, result, 10, 40 + 20 * n),)
        made.add(made.crews[BODY], plan, date(YEAR, 2 + n % 9, 3))


def _frequent(made: Player, random: Random) -> None:
    """One person asks for fourteen things in a month, so that fees are charged by application, too."""
    person = lore.person(random, 77_000, "natural_person")
    for n in range(14):
        plan = draw(random, person, lore.wish(random, BODY, YEAR), "granted", channel=Channel.ONLINE, detours=0)
        plan.answers |= {"fee": "paid"}
        plan.by_application, plan.routes = True, ("online",)
        made.add(made.crews[BODY], plan, date(YEAR, 5, 6) + timedelta(days=n // 5))
