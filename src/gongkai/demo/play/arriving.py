"""How an application comes: each channel with the facts of its arrival, and the way to its registration."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongkai.applications import actions
from gongkai.applications.models import Stage
from gongkai.demo import lore
from gongkai.demo.schedule import Story, workday
from gongkai.law.receipt import Arrival, Channel
from gongkai.people import clock

if TYPE_CHECKING:
    from gongkai.demo.play.life import Life

_CONFIRMED = (Channel.ORDINARY_MAIL, Channel.WRONG_OFFICE, Channel.PASSED_ON, Channel.FAX, Channel.EMAIL, Channel.OTHER)
"""Channels whose day of receipt is that of confirmation with the applicant (art. 31)."""


def arrive(life: Life) -> Story:
    """Until the application stands in the register as one to be handled."""
    if life.plan.channel is Channel.ONLINE:
        yield from _online(life)
    else:
        yield from _written_down(life)


def _matter(life: Life) -> actions.Matter:
    return life.plan.wish.matter(
        routes=life.plan.routes,
        carriers=("electronic",) if {"online", "email"} & set(life.plan.routes) else ("paper",),
        other_form_accepted=life.chance(0.9),
        needs_help=life.chance(0.01),
    )


def _person(life: Life) -> tuple[actions.Person, str]:
    """Who applies, as first put down, and the kind that belongs to them."""
    plan = life.plan
    if not plan.wrong_kind or plan.wrong_kind == plan.person.kind:
        return plan.person, plan.person.kind
    values = {name: getattr(plan.person, name) for name in actions.Person.__dataclass_fields__}
    return actions.Person(**{**values, "kind": plan.wrong_kind}), plan.wrong_kind


def _online(life: Life) -> Story:
    person, kind = _person(life)
    confirms = life.crew.agency.confirms_online
    app = actions.submit_online(life.crew.agency, person, _matter(life))
    life.arrived(app, kind=kind, received_on=None if confirms else clock.today(), channel=Channel.ONLINE.value)
    life.reach("submitted")
    yield life.later(0, 2)
    actions.open_case(app, by=life.clerk)
    life.reach("opened")
    yield from confirm_and_register(life)


def _written_down(life: Life) -> Story:
    """What the clerk enters: on the day itself, or some days after it came."""
    if workday(clock.today(), 0) != clock.today():
        yield life.later(0)
    person, kind = _person(life)
    today = clock.today()
    arrival, received_on = _arrival(life, today)
    how = lore.pick(life.random, lore.words()["confirmations"]) if arrival.confirmed_on else ""
    section = life.random.choice([None, *life.crew.sections.values()])
    app = actions.record(
        life.crew.agency, person, _matter(life), arrival, by=life.clerk, section=section, confirmed_how=how
    )
    life.arrived(app, kind=kind, received_on=received_on, channel=arrival.channel.value)
    life.reach("submitted")
    life.reach("opened")
    yield from confirm_and_register(life)


def _arrival(life: Life, today: date) -> tuple[Arrival, date | None]:
    """The facts of arrival that are known today, and the day of receipt they make by art. 31, if they make one."""
    channel = life.plan.channel
    before = today - timedelta(days=life.random.choice((0, 0, 0, 1, 2)))
    match channel:
        case Channel.IN_PERSON | Channel.ORAL:
            return Arrival(channel, submitted_on=before), before
        case Channel.SIGNED_MAIL:
            posted = before - timedelta(days=life.random.randint(1, 4))
            return Arrival(channel, submitted_on=posted, arrived_on=before, signed_on=before), before
        case Channel.OTHER if life.chance(0.5):
            return Arrival(channel, arrived_on=before, laid_down_on=before), before
        case _:
            if life.chance(0.5):
                return Arrival(channel, arrived_on=before, confirmed_on=today), today
            return Arrival(channel, arrived_on=before), None


def confirm_and_register(life: Life) -> Story:
    """Whatever is still missing before the case is handled."""
    app = life.app
    if app.received_on is None:
        life.refused(lambda: actions.register(app, by=life.clerk))
        yield life.later(0, 2)
        today = clock.today()
        actions.confirm(app, on=today, how=lore.pick(life.random, lore.words()["confirmations"]), by=life.clerk)
        life.tell("confirmed", on=today)
    if life.plan.wrong_kind and life.plan.wrong_kind != life.plan.person.kind:
        yield life.later(0, 1)
    kind = life.plan.person.kind
    if app.stage == Stage.SUBMITTED:
        section = life.random.choice([None, *life.crew.sections.values()])
        actions.register(app, by=life.clerk, kind=kind, section=section)
        life.tell("kind", kind=kind)
    elif life.plan.wrong_kind and life.plan.wrong_kind != kind:
        actions.amend(app, by=life.clerk, kind=kind)
        life.tell("kind", kind=kind)
    life.reach("registered")
