"""Attempts to get text out that nobody reviewed, that was edited after its approval, or that its author approved alone.

Each attempt is a row of a table in ``attacks/``; each is taken back afterwards, so that the next meets the same scene. After each,
the public is asked whether it sees a word that stands in every draft and nowhere else: in the tables behind the public side, the
search, and (some in turn) the pages, the feed, the API, the JSON. Races are in `test_races`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from disclosures.attacks import by_action, by_reading, by_record, by_url, scene, test_races
from disclosures.attacks.scene import PLACES, SECRET, Scene, furnish, read, seen
from gongkai.disclosures import actions
from gongkai.disclosures.models import Draft, ForcedRelease, Item
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.models import LogEntry

COUNTS = {
    "by address": len(by_url.ROWS),
    "by action": len(by_action.ATTEMPTS),
    "by record and SQL": len(by_record.ATTEMPTS),
    "by reading": len(by_reading.ROWS),
    "by race": test_races.ATTEMPTS,
}


class Back(Exception):
    """Takes an attempt back."""


@pytest.fixture
def there(db: None) -> Iterable[Scene]:
    with clock.at(scene.DAY):
        yield furnish()


def tried(scene: Scene, run: Callable[[], object], refused: type[Exception] | tuple[type[Exception], ...]) -> list[str]:
    """What the public sees after one attempt, which is then taken back."""
    found = []
    with suppress(Back), transaction.atomic():
        with suppress(*((refused,) if isinstance(refused, type) else refused)), transaction.atomic():
            run()
        found = seen(scene)
        raise Back
    # What was made of a row in memory is not what stands in the table any more.
    scene.drafts = {key: Draft.objects.get(pk=draft.pk) for key, draft in scene.drafts.items()}
    scene.public = Item.objects.get(pk=scene.public.pk)
    return found


def test_there_are_three_hundred_attempts(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nattempts to get text out: {sum(COUNTS.values())} {COUNTS}")
    assert sum(COUNTS.values()) >= 300


def test_no_address_of_the_desk_lets_it_out(there: Scene) -> None:
    found = {row[0]: tried(there, lambda row=row: by_url.run(there, row), GongkaiError) for row in by_url.ROWS}
    assert {name: places for name, places in found.items() if places} == {}
    assert len(found) == COUNTS["by address"]


def test_no_action_lets_it_out(there: Scene) -> None:
    refusals = (GongkaiError, DatabaseError, ObjectDoesNotExist)
    found = {name: tried(there, lambda run=run: run(there), refusals) for name, run in by_action.ATTEMPTS.items()}
    assert {name: places for name, places in found.items() if places} == {}


def test_no_write_past_the_actions_lets_it_out_and_the_database_says_so(there: Scene) -> None:
    found, unrefused = {}, []
    for name, run in by_record.ATTEMPTS.items():

        def attempt(name: str = name, run: Callable[[Scene], object] = run) -> None:
            run(there)
            unrefused.append(name)

        found[name] = tried(there, attempt, DatabaseError)
    assert {name: places for name, places in found.items() if places} == {}
    assert [name for name in unrefused if name in by_record.REFUSED_BY_THE_DATABASE] == []


def test_no_guess_of_the_public_reads_it(there: Scene) -> None:
    found = [name for name, address in by_reading.ROWS if SECRET.encode() in read(address(there))]
    # The search may say the word back to who typed it; it has no hit for it.
    assert found == []
    assert len(by_reading.ROWS) == COUNTS["by reading"]


def test_the_lawful_way_does_let_it_out(there: Scene) -> None:
    """The checks above could all pass for a word that never comes out; here it does."""
    by_action.approve(there, "last", there.house.leader)
    places = [place for place in seen(there, places=PLACES) if place in ("item", "version", "search")]
    assert places == ["item", "version", "search"]
    item = Item.objects.get(pk=there.drafts["last"].item_id)
    assert SECRET.encode() in read(f"/info/{item.permanent}/")


def test_a_forced_release_leaves_its_trace(there: Scene) -> None:
    record = actions.force(there.drafts["first"], reason="暴雨红色预警，等不及审核", by=there.house.leader)
    assert seen(there)[:2] == ["item", "version"]
    entry = LogEntry.objects.get(verb="draft.forced")
    assert (entry.account, entry.data["reason"]) == (there.house.leader, "暴雨红色预警，等不及审核")
    assert (record.version.forced, record.reviewed_at) == (True, None)
    for change in ({"reason": "改了"}, {"by": there.house.chief}, {"review_by": "2027-01-01"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ForcedRelease.objects.filter(pk=record.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ForcedRelease.objects.filter(pk=record.pk).delete()
