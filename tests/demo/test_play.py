"""The player: the same seed plays the same stories, in an order of days, and what may not be done is refused."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.db import transaction

from gongkai.applications.models import Application
from gongkai.demo import lore
from gongkai.demo.play import Player, draw
from gongkai.demo.play.life import Allowed
from gongkai.demo.play.plan import LEAVES, path_to
from gongkai.demo.schedule import Schedule, workday
from gongkai.law.receipt import Channel
from gongkai.law.tree import TREE, walk
from gongkai.people import clock
from gongkai.people.models import LogEntry
from simulation.years import BODY, crews
from simulation.years import player as a_year


def played(number: int, seed: int) -> list[tuple[date, str, str, str, dict[str, object]]]:
    """The events of a small year, which leaves no trace."""
    with transaction.atomic():
        player = a_year(number, seed)
        player.run(date(2026, 2, 28))
        transaction.set_rollback(True)
    return [(event.day, event.body, event.case, event.what, event.data) for event in player.journal]


@pytest.mark.django_db
def test_the_same_seed_plays_the_same_year_and_another_seed_another():
    first = played(12, 1)
    assert played(12, 1) == first
    assert played(12, 2) != first


@pytest.mark.django_db
def test_nothing_in_the_log_runs_backwards():
    a_year(12).run(date(2025, 12, 31))
    moments = list(LogEntry.objects.filter(chain__agency__slug=BODY).order_by("sequence").values_list("at", flat=True))
    assert len(moments) > 100
    assert moments == sorted(moments)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("point", "stage"),
    [
        ("submitted", "submitted"),
        ("opened", "submitted"),
        ("registered", "handling"),
        ("searched", "handling"),
        ("drafted", "drafting"),
        ("reviewing", "reviewing"),
        ("approved", "dispatching"),
    ],
)
def test_a_story_stops_where_its_plan_says(point, stage):
    player = Player(crews(), 1)
    random = Random(1)
    plan = draw(
        random, lore.person(random, 1), lore.wish(random, BODY, 2025), "granted", channel=Channel.ONLINE, detours=0
    )
    plan.halt = point
    life = player.add(player.crews[BODY], plan, date(2025, 3, 3))
    player.run(date(2025, 6, 30))
    assert Application.objects.get(pk=life.app.pk).stage == stage


@pytest.mark.django_db
def test_a_step_that_should_have_been_refused_is_a_failure_of_the_play():
    player = Player(crews(), 1)
    random = Random(1)
    plan = draw(random, lore.person(random, 1), lore.wish(random, BODY, 2025), "granted", slips=True)
    plan.slips = True
    life = player.life(player.crews[BODY], plan)
    with pytest.raises(Allowed):
        life.refused(lambda: None)


@pytest.mark.django_db
def test_a_deputy_approves_while_the_holder_is_away():
    crew = crews()[0]
    leader, head = crew.approvers["leader"], crew.approvers["office_head"]
    assert (crew.approver("leader", date(2025, 3, 3)), crew.approver("leader", date(2025, 3, 4))) == (leader, head)


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_end_of_the_tree_is_reached_by_the_path_drawn_for_it(leaf):
    random = Random(4)
    assert {walk(path_to(random, leaf), TREE).leaf.key for _ in range(10)} == {leaf}


def test_stories_take_turns_by_day_and_every_step_has_a_later_moment():
    seen = []

    def story(name, days):
        for day in days:
            seen.append((clock.today(), name))
            moments.append(clock.now())
            yield day
        seen.append((clock.today(), name))

    moments = []
    schedule = Schedule(Random(1))
    schedule.add(story("a", [date(2025, 1, 6), date(2025, 1, 9)]), date(2025, 1, 2))
    schedule.add(story("b", [date(2025, 1, 3)]), date(2025, 1, 2))
    assert schedule.run(date(2025, 1, 6)) == 4
    assert sorted(seen) == [
        (date(2025, 1, 2), "a"),
        (date(2025, 1, 2), "b"),
        (date(2025, 1, 3), "b"),
        (date(2025, 1, 6), "a"),
    ]
    assert moments == sorted(set(moments))
    schedule.run(date(2025, 12, 31))
    assert seen[-1] == (date(2025, 1, 9), "a")


def test_a_story_that_goes_back_in_time_is_refused():
    schedule = Schedule(Random(1))
    schedule.add(iter([date(2025, 1, 1)]), date(2025, 1, 2))
    with pytest.raises(ValueError, match="went back"):
        schedule.run(date(2025, 1, 31))


@pytest.mark.parametrize(
    ("day", "working_days", "found"),
    [
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 9, 28), 0, date(2025, 9, 28)),
        (date(2025, 9, 27), 0, date(2025, 9, 28)),
        (date(2025, 9, 27), 2, date(2025, 9, 30)),
    ],
)
def test_working_days_follow_the_notice_of_the_year(day, working_days, found):
    assert workday(day, working_days) == found


def test_people_of_the_county_have_numbers_of_valid_form_in_a_division_that_does_not_exist():
    random = Random(2)
    people = [lore.person(random, n, "natural_person") for n in range(50)]
    factors = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for person in people:
        sums = sum(int(digit) * factor for digit, factor in zip(person.identity_number[:17], factors, strict=True))
        assert person.identity_number[17] == "10X98765432"[sums % 11]
        assert person.identity_number[:6] == "990100"
    assert len({person.identity_number for person in people}) == 50


def test_no_surname_is_shared_by_staff_and_applicants():
    names = lore.names()
    assert set(names["staff_surnames"]) & set(names["surnames"]) == set()
