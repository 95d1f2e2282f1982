"""One application as the player lives it: where it is, who has it, what day comes next, and the whole story in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

from gongkai.applications import actions
from gongkai.applications.models import Application, Assistance, Consultation, Letter, Stage
from gongkai.demo.crew import Crew
from gongkai.demo.play import answering, arriving, consulting, disputing, handling
from gongkai.demo.play.plan import POINTS, Plan
from gongkai.demo.schedule import Story, workday
from gongkai.errors import GongkaiError
from gongkai.law.outcomes import Outcome
from gongkai.people import clock

if TYPE_CHECKING:
    from gongkai.demo.play.player import Player

_PACES = {"quick": (0, 1), "usual": (0, 3), "late": (2, 6)}


Part = TypeVar("Part", Letter, Consultation, Assistance)


class Halted(Exception):
    """The plan stops here: the case stays as it is."""


class GivenUp(Exception):
    """The applicant withdraws here, or the case is merged into another."""


class Allowed(AssertionError):
    """Something went through that the product has to refuse."""


class Life:
    """One application being played. ``app``: its row, as the last action left it; None before it has arrived."""

    def __init__(self, player: Player, crew: Crew, plan: Plan, key: str, random: Random) -> None:
        self.player = player
        self.crew = crew
        self.plan = plan
        self.key = key
        self.random = random
        self.clerk = crew.clerk(random)
        self.row: Application | None = None
        self.answer_number = ""
        self.answered_on: date | None = None

    @property
    def app(self) -> Application:
        assert self.row is not None
        return self.row

    def story(self) -> Story:
        """From arrival to the last dispute."""
        yield from self._until_closed(arriving.arrive(self))

    def from_registered(self) -> Story:
        """The story of a piece that was split off: registered already."""
        yield from self._until_closed(iter(()))

    def from_passed_on(self) -> Story:
        """The story of an application that another body has handed over."""
        yield from self._until_closed(arriving.confirm_and_register(self))

    def _until_closed(self, beginning: Iterator[date]) -> Story:
        try:
            yield from beginning
            yield from handling.prepare(self)
            yield from consulting.consult(self)
            yield from handling.search(self)
            yield from answering.answer(self)
            self.reach("answered")
            yield from disputing.dispute(self)
        except GivenUp:
            yield from answering.close(self)
        except Halted:
            return

    def reach(self, point: str) -> None:
        """Say that the story has come to ``point``. It ends here where the plan ends at this point, or at an earlier one that
        the path did not pass."""
        if self.plan.halt and POINTS.index(point) >= POINTS.index(self.plan.halt):
            raise Halted
        if self.plan.give_up and POINTS.index(point) >= POINTS.index(self.plan.give_up):
            raise GivenUp

    def tell(self, what: str, **data: object) -> None:
        self.player.journal.tell(clock.today(), self.crew.slug, self.key, what, **data)

    def later(self, least: int | None = None, most: int | None = None) -> date:
        """A working day ``least`` to ``most`` working days from today, by the pace of the plan where neither is given."""
        low, high = _PACES[self.plan.pace] if least is None else (least, least if most is None else most)
        return workday(clock.today(), self.random.randint(low, high))

    def after(self, last: date) -> date:
        """A working day after a period has passed whose last day was ``last``: today at the earliest."""
        return max(workday(clock.today(), 0), workday(last + timedelta(days=1), self.random.randint(0, 3)))

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def refused(self, attempt: Callable[[], object]) -> None:
        """Try what the product has to refuse. Only lives with slips do."""
        if not self.plan.slips:
            return
        try:
            attempt()
        except GongkaiError:
            return
        raise Allowed(f"{self.key}: an unlawful step went through")

    def own(self, part: Part) -> Part:
        """``part`` of this case, so that what is done to it moves the row that is at hand, too."""
        part.application = self.app
        return part

    def arrived(self, app: Application, *, kind: str, received_on: date | None, channel: str) -> None:
        """Take ``app`` as one's own and tell of it."""
        self.row = app
        self.tell("arrived", kind=kind, received_on=received_on, channel=channel)
        self.player.filed[self.crew.slug, self.plan.person.identity_number].append(self)

    def closed(self, outcome: Outcome, on: date) -> None:
        self.answered_on = on
        self.tell("answered", outcome=outcome.value, on=on)

    def earlier(self) -> Life | None:
        """An earlier life of the same applicant here that was answered in writing."""
        for life in self.player.filed[self.crew.slug, self.plan.person.identity_number]:
            if life is not self and life.answer_number and life.answered_on and life.answered_on <= clock.today():
                return life
        return None

    def twin(self) -> Life | None:
        """Another application of the same applicant here that is being handled, into which this one could be merged."""
        for life in reversed(self.player.filed[self.crew.slug, self.plan.person.identity_number]):
            if life is not self and life.row is not None and life.app.applicant.key == self.app.applicant.key:
                stage = Application.objects.values_list("stage", flat=True).get(pk=life.app.pk)
                if stage not in (Stage.SUBMITTED, Stage.CLOSED):
                    return life
        return None

    def spoil(self) -> None:
        """Things that may never be done, tried at a random moment."""
        app, clerk = self.app, self.clerk
        self.refused(lambda: actions.decide(app, answers={"clear": "yes"}, by=clerk))
        self.refused(lambda: actions.close_without_answer(app, by=clerk))
        self.refused(lambda: actions.withdraw(app, by=self.crew.approvers["leader"]))
        self.refused(
            lambda: actions.record_search(
                app, on=clock.today(), places="档案室", terms="名单", found=0, by=clerk, version=0
            )
        )
