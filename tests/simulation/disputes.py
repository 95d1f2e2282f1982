"""Histories of disputes drawn by chance, and a player that enters them through the actions, day after day.

A history is a plain list of events; the recount of the test reads those and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.db import transaction

import factories
from gongkai.agencies.models import Agency
from gongkai.applications import actions
from gongkai.applications.models import Application, RemedyCase
from gongkai.people import clock
from gongkai.people.models import Account
from reporting.registers import Row, fill

FIRST, UNTIL = date(2022, 1, 3), date(2026, 10, 30)
AT = {
    "reconsideration": (
        "maintained", "claim_rejected", "annulled", "partly_annulled", "changed", "illegal", "void", "ordered", "not_accepted",
        "application_rejected", "application_withdrawn", "settled", "mediated", "terminated",
    ),
    "first": (
        "claim_dismissed", "annulled", "partly_annulled", "changed", "illegal", "void", "ordered", "not_filed", "suit_dismissed",
        "suit_withdrawn", "deemed_withdrawn", "mediated", "terminated",
    ),
    "second": ("appeal_dismissed", "appeal_dismissed", "appeal_withdrawn", "remanded", "annulled", "claim_dismissed", "illegal"),
    "again": ("claim_dismissed", "annulled", "ordered", "suit_withdrawn", "mediated"),
    "retrial": ("retrial_refused", "retrial_refused", "annulled", "remanded"),
}  # fmt: skip
"""What may come out at each level, as the histories draw it."""
NOT_OURS = {
    **{key: value for key, value in factories.GRANTED.items() if key not in ("search", "ground", "form")},
    "competent": "no",
}
"""The path of the tree that ends with another body."""


@dataclass(frozen=True, slots=True)
class Event:
    """``day``: when it happened; ``told``: when it was entered."""

    day: date
    told: date
    body: str
    case: str
    what: str
    data: dict[str, object] = field(default_factory=dict)


def histories(number: int, seed: int, *, prompt: str, tardy: str) -> list[Event]:
    """``number`` histories, half of them of the body ``prompt``, which enters everything on its day and makes no slips, half of
    ``tardy``, which enters late and puts results right afterwards. In the order of entry."""
    random = Random(seed)
    found = [event for n in range(number) for event in _history(n, random, prompt if n % 2 else tardy, bool(n % 2))]
    return sorted((event for event in found if event.told <= UNTIL), key=lambda event: event.told)


def _history(n: int, random: Random, body: str, prompt: bool) -> Iterator[Event]:
    day = FIRST + timedelta(days=random.randrange((UNTIL - FIRST).days))
    about = random.random() < 0.8
    first = "reconsideration" if random.random() < 0.6 else "suit_direct"
    made = _Drawn(random, body, f"{n}.1", day, prompt, about)
    yield from made.case(first)
    if first == "reconsideration" and made.result and random.random() < 0.5:
        after = _Drawn(random, body, f"{n}.2", made.day + timedelta(days=random.randint(3, 15)), prompt, about)
        after.told = max(after.day, made.told)
        yield from after.case("suit_after_reconsideration", follows=f"{n}.1")


class _Drawn:
    """One case as it is drawn, event after event. ``result``: what came out last, "" while it is pending."""

    def __init__(self, random: Random, body: str, key: str, day: date, prompt: bool, about: bool) -> None:
        self.random, self.body, self.key, self.day, self.prompt, self.about = random, body, key, day, prompt, about
        self.told = day
        self.result = ""

    def _tell(self, what: str, **data: object) -> Event:
        lag = 0 if self.prompt else self.random.choice((0, 0, 0, 2, 9, 30))
        self.told = max(self.told, self.day + timedelta(days=lag))
        return Event(self.day, self.told, self.body, self.key, what, data)

    def _later(self, least: int, most: int) -> None:
        self.day += timedelta(days=self.random.randint(least, most))

    def case(self, kind: str, follows: str = "") -> Iterator[Event]:
        reviewer = kind == "suit_after_reconsideration" and self.random.random() < 0.1
        yield self._tell("filed", kind=kind, follows=follows, reviewer=reviewer, about=self.about)
        level = "reconsideration" if kind == "reconsideration" else "first"
        yield from self._heard(level)
        while self.result and (following := self._next(level)):
            # After the last was entered: nobody opens a round on one that is not in the register.
            self.day = max(self.day, self.told)
            self._later(1, 40)
            level = following
            self.result = ""
            yield self._tell("round", level=level)
            yield from self._heard(level)

    def _next(self, level: str) -> str:
        if self.result == "remanded":
            return "again" if self.random.random() < 0.9 else ""
        if level in ("first", "again") and self.result != "mediated" and self.random.random() < 0.4:
            return "second"
        if level == "second" and self.random.random() < 0.2:
            return "retrial"
        return ""

    def _heard(self, level: str) -> Iterator[Event]:
        if self.random.random() < 0.7:
            self._later(1, 6)
            yield self._tell("copy")
            if self.random.random() < 0.7:
                self._later(1, 9)
                yield self._tell("answered")
        if self.random.random() < 0.1:
            return
        self._later(5, 150)
        self.result = self.random.choice(AT[level])
        again = self.about and self.random.random() < 0.3
        yield self._tell("decided", result=self.result, again=again)
        if not self.prompt and self.random.random() < 0.12:
            self.told += timedelta(days=self.random.randint(1, 40))
            self.result = self.random.choice(AT[level])
            yield Event(self.day, self.told, self.body, self.key, "mended", {"result": self.result})


@dataclass
class Desk:
    """The people of one body."""

    agency: Agency
    clerk: Account
    leader: Account


class Player:
    """Plays events through the actions. ``answered``: every application with the day and outcome of its first answer."""

    def __init__(self, desks: dict[str, Desk]) -> None:
        self.desks = desks
        self.cases: dict[str, RemedyCase] = {}
        self.answered: list[tuple[str, Application, date]] = []
        self.again = 0

    def play(self, events: list[Event], until: date) -> None:
        """The events entered by ``until`` that are still to be played, a hundred to a transaction."""
        due = [event for event in events if event.told <= until]
        for start in range(0, len(due), 100):
            with transaction.atomic():
                for event in due[start : start + 100]:
                    with clock.at(event.told):
                        getattr(self, f"_{event.what}")(event, self.desks[event.body])
                transaction.get_connection().run_on_commit.clear()
        del events[: len(due)]

    def _filed(self, event: Event, desk: Desk) -> None:
        data = event.data
        before = self.cases.get(str(data["follows"]))
        application = None
        if data["about"] and before is None:
            answered = event.day - timedelta(days=20)
            row = Row(
                received_on=answered - timedelta(days=15), decided_on=answered, due_on=answered, outcome="granted"
            )
            (application,) = fill(desk.agency, [row])
            self.answered.append((event.body, application, answered))
        self.cases[event.case] = actions.file_remedy(
            desk.agency,
            kind=str(data["kind"]),
            filed_on=event.day,
            authority="云岭县人民政府" if data["kind"] == "reconsideration" else "云岭县人民法院",
            number=f"案{event.case}",
            application=application,
            follows=before,
            capacity="reviewer" if data["reviewer"] else "actor",
            by=desk.clerk,
        )

    def _copy(self, event: Event, desk: Desk) -> None:
        actions.record_progress(self.cases[event.case], copy_on=event.day, answered_on=None, by=desk.clerk)

    def _answered(self, event: Event, desk: Desk) -> None:
        case = self.cases[event.case]
        actions.record_progress(case, copy_on=case.latest.copy_on, answered_on=event.day, by=desk.clerk)

    def _decided(self, event: Event, desk: Desk) -> None:
        case = self.cases[event.case]
        actions.conclude_remedy(
            case, detail=str(event.data["result"]), on=event.day, served_on=event.day, by=desk.clerk
        )
        if event.data["again"]:
            self._answer_again(case, desk)

    def _mended(self, event: Event, desk: Desk) -> None:
        actions.conclude_remedy(self.cases[event.case], detail=str(event.data["result"]), on=event.day, by=desk.clerk)

    def _round(self, event: Event, desk: Desk) -> None:
        actions.open_round(
            self.cases[event.case],
            level=str(event.data["level"]),
            number=f"案{event.case}之{self.cases[event.case].rounds.count() + 1}",
            authority="云岭市中级人民法院",
            filed_on=event.day,
            by=desk.clerk,
        )

    def _answer_again(self, case: RemedyCase, desk: Desk) -> None:
        """Where the result opened the application again, it is answered on the spot, otherwise than at first."""
        application = case.application
        if application is None:
            return
        application.refresh_from_db()
        if application.redoing_id is None:
            return
        letter = actions.decide(
            application,
            answers=NOT_OURS,
            findings="该信息由云岭县档案馆保管",
            other_name="云岭县档案馆",
            other_contact="0399-5550199",
            by=desk.clerk,
        )
        actions.submit_letter(letter, by=desk.clerk)
        factories.approve(letter, desk.leader)
        actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="收件人", by=desk.clerk)
        self.again += 1
