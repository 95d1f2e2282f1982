"""Who plays: the bodies with their people, the schedule of stories, and what all stories share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from gongkai.applications import actions
from gongkai.demo.crew import Crew
from gongkai.demo.events import Journal
from gongkai.demo.play.life import Life
from gongkai.demo.play.plan import LEAVES, Plan, draw
from gongkai.demo.schedule import Schedule
from gongkai.law.receipt import Channel
from gongkai.people import clock
from gongkai.severance import working


class Player:
    """Plays the lives of applications with the bodies of ``crews``. The same ``seed`` and additions give the same events.

    ``lives``: every life begun, in order.
    """

    def __init__(self, crews: Sequence[Crew], seed: int) -> None:
        self.crews = {crew.slug: crew for crew in crews}
        self.random = Random(seed)
        self.seed = seed
        self.journal = Journal()
        self.lives: list[Life] = []
        self.schedule = Schedule(Random(self.random.random()))
        self.filed: defaultdict[tuple[str, str], list[Life]] = defaultdict(list)
        """The lives of one applicant in one body, in the order they came."""
        self._disputes: dict[bool, int] = {True: 0, False: 0}

    def add(self, crew: Crew, plan: Plan, on: date) -> Life:
        """Let an application arrive at a body on a day."""
        life = self.life(crew, plan)
        self.schedule.add(life.story(), on)
        return life

    def life(self, crew: Crew, plan: Plan) -> Life:
        """A life with a key and a source of chance of its own, not yet begun."""
        key = f"a{len(self.lives) + 1}"
        life = Life(self, crew, plan, key, Random(f"{self.seed}:{key}"))
        self.lives.append(life)
        return life

    def run(self, until: date, *, each_day: Callable[[date], None] | None = None) -> int:
        """Play up to and including a day; the rest waits. Returns how many steps that were."""
        with working.kept_warm():
            return self.schedule.run(until, each_day=each_day)

    def other_than(self, life: Life) -> Crew | None:
        """The body that has what is asked for, or any other than that of ``life``; the same each time it is asked for."""
        named = self.crews.get(life.plan.wish.of)
        if named is not None and named is not life.crew:
            return named
        others = [crew for crew in self.crews.values() if crew is not life.crew]
        return Random(life.key).choice(others) if others else None

    def hand_over(self, life: Life) -> None:
        """Pass a case on to another body, where a new life begins."""
        to = self.other_than(life)
        if to is None:
            return
        passed = actions.hand_over(life.app, to.agency, by=life.clerk)
        plan = draw(
            life.random, life.plan.person, life.plan.wish, life.random.choice(LEAVES), channel=Channel.PASSED_ON
        )
        plan.routes = life.plan.routes
        made = self.life(to, plan)
        made.arrived(passed, kind=life.plan.person.kind, received_on=None, channel=Channel.PASSED_ON.value)
        self.schedule.add(made.from_passed_on(), clock.today())

    def dispute_number(self, kind: str) -> int:
        """A number for the next case at the authority or court."""
        self._disputes[kind == "reconsideration"] += 1
        return self._disputes[kind == "reconsideration"]
