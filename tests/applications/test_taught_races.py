"""Two at once on one rule: one of them is done, the other is told; nothing is half there. On SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections

import factories
from applications.test_taught import DAY, SAID, County, county_of, refused, write
from disclosures.attacks.test_races import elsewhere
from gongkai.applications import actions, taught
from gongkai.applications.models import CheckHit, CheckWord, LessonCheck, Letter
from gongkai.errors import GongkaiError
from gongkai.people import clock


def build() -> tuple[SimpleNamespace, County]:
    agency = factories.agency()
    bureau = SimpleNamespace(
        agency=agency,
        clerk=factories.clerk(agency),
        head=factories.office_head(agency),
        leader=factories.leader(agency),
    )
    with clock.at(DAY):
        return bureau, county_of(bureau)


@pytest.fixture
def scene(transactional_db: None, tmp_path: Path, settings: Any) -> tuple[SimpleNamespace, County]:
    settings.MEDIA_ROOT = tmp_path / "files"
    return elsewhere(build)  # type: ignore[no-any-return]


def there(work: Callable[[], object]) -> Any:
    """``work`` on the day of the scene, with a connection of its own."""

    def on_the_day() -> object:
        with clock.at(DAY):
            return work()

    return elsewhere(on_the_day)


def both(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment, each with a connection of its own; what each came to: "done" or the sentence of its refusal."""
    barrier = Barrier(len(acts))
    came: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with clock.at(DAY):
                barrier.wait(20)
                act()
            came.append("done")
        except GongkaiError as error:
            came.append(str(error))
        except BaseException as error:
            came.append(repr(error))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(came)


def test_two_who_decide_on_one_proposal_make_one_rule(scene):
    bureau, county = scene
    proposal = there(lambda: write(county, bureau, propose=True).proposals.get())
    came = both(
        lambda: actions.accept_check(proposal, SAID, starts_on=DAY, by=county.supervisor),
        lambda: actions.decline_check(proposal, why="只有商务局有这类请示", by=county.supervisor),
    )
    assert came == ["done", "这一条已经决定过，或者提请的机关已经收回，没有改动。"]
    assert there(lambda: LessonCheck.objects.get(pk=proposal.pk).state) in ("in_force", "declined")


def test_two_changes_of_one_version_make_one_new_version(scene):
    bureau, county = scene
    check = there(lambda: write(county, bureau))
    came = both(
        lambda: actions.change_check(check, replace(SAID, wordings=("甲种写法",)), starts_on=DAY, by=bureau.clerk),
        lambda: actions.change_check(check, replace(SAID, wordings=("乙种写法",)), starts_on=DAY, by=bureau.head),
    )
    assert came == ["done", "这一条规则已经停止或者有了新的版本，没有改动。请看最新的。"]
    assert there(lambda: LessonCheck.objects.filter(follows=check).count()) == 1
    assert there(lambda: len(taught.in_force(bureau.agency))) == 1


def test_two_rules_at_once_do_not_pass_the_bound(scene):
    bureau, county = scene

    def four() -> None:
        for n in range(4):
            write(county, bureau, replace(SAID, wordings=(f"写法{n}",)))

    there(four)
    came = both(
        lambda: write(county, bureau, replace(SAID, wordings=("甲种写法",))),
        lambda: write(county, bureau, replace(SAID, wordings=("乙种写法",))),
    )
    assert (came[0], came[1][:13]) == ("done", "一条教训最多有5条检查规则")
    assert there(lambda: LessonCheck.objects.count()) == 5


def test_two_answers_at_once_leave_one_that_counts(scene):
    bureau, county = scene
    check = there(lambda: write(county, bureau))
    letter = there(lambda: refused(bureau.agency, bureau.clerk))
    came = both(
        lambda: actions.say_to_check(Letter.objects.get(pk=letter.pk), check.pk, "第一种说法在此", by=bureau.clerk),
        lambda: actions.say_to_check(Letter.objects.get(pk=letter.pk), check.pk, "第二种说法在此", by=bureau.head),
    )
    assert came == ["done", "done"]
    assert there(lambda: CheckWord.objects.filter(letter=letter, taken_back_at=None).count()) == 1
    assert there(lambda: CheckHit.objects.filter(letter=letter).count()) == 1
