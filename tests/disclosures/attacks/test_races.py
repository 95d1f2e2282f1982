"""Two people at the same moment, each with a connection of their own, on the database under test: SQLite in a file as an installation
has it, or the server of ``DATABASE_URL``. Whoever wins, the public reads only what was reviewed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from django.db import DatabaseError, connections

import factories
from disclosures import factories as made
from disclosures.attacks.scene import DAY, HTML, SECRET, TITLE
from gongkai.disclosures import actions, checklists, digests, tasks
from gongkai.disclosures.actions import SecrecyAnswer
from gongkai.disclosures.models import Draft, Item, Review, Version
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Role

ROUNDS = 4
EVIL = f"<p>{SECRET}，没有人看过的一句。</p>"
Side = Callable[[int], object]


def at_once(*sides: Callable[[], object]) -> None:
    """Run the sides in threads that start together; a refusal is one of the answers."""
    gate = threading.Barrier(len(sides))
    wrong: list[BaseException] = []

    def run(side: Callable[[], object]) -> None:
        try:
            with clock.at(DAY):
                gate.wait()
                with suppress(GongkaiError):
                    side()
        except DatabaseError as error:
            # The database refused, or had to choose one of two that waited for each other.
            if "locked" in str(error):
                wrong.append(error)
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(side,)) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []


def elsewhere(work: Callable[[], object]) -> object:
    """``work`` in a thread with a connection of its own."""
    out: list[object] = []
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            with clock.at(DAY):
                out.append(work())
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    if wrong:
        raise wrong[0]
    return out[0]


def new_draft(house: made.House, steps: int, **fields: object) -> Draft:
    draft = made.draft(house, title=TITLE, html=HTML.replace(SECRET, "夜市"), **fields)
    actions.save(draft, by=house.contributor, version=draft.version, fields={"title": "夜市管理办法"})
    if steps >= 0:
        actions.submit(draft, by=house.contributor)
        made.approve(draft, *house.chain[:steps])
    return draft


def verdict(pk: int, by: Account) -> None:
    step = Review.objects.select_related("draft").get(pk=pk)
    actions.review(
        step,
        approve=True,
        digest=step.digest,
        checklist=tuple(checklists.points(step.role)),
        secrecy=SecrecyAnswer.clear() if step.secrecy else None,
        by=Account.objects.get(pk=by.pk),
    )


def edit(pk: int, by: Account) -> None:
    draft = Draft.objects.get(pk=pk)
    if draft.stage != Draft.Stage.DRAFT:
        actions.recall(draft, by=by)
    actions.save(draft, by=by, version=draft.version, html=EVIL)


def hour() -> None:
    with clock.at(datetime(2026, 9, 20, 9, 1)):
        tasks.minutely()


def approve_and_edit(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    draft = new_draft(house, 2)
    step = made.waiting(draft)
    return draft, [lambda: verdict(step.pk, house.leader), lambda: edit(draft.pk, house.contributor)]


def approve_twice(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    second = factories.account(house.agency, Role.LEADER)
    draft = new_draft(house, 2)
    step = made.waiting(draft)
    return draft, [lambda: verdict(step.pk, house.leader), lambda: verdict(step.pk, second)]


def approve_two_steps_at_once(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    both = factories.account(house.agency, Role.LEADER)
    Appointment.objects.create(account=both, agency=house.agency, role=Role.OFFICE_HEAD)
    draft = new_draft(house, 1)
    steps = list(draft.reviews.filter(verdict="").order_by("step"))
    return draft, [lambda: verdict(steps[0].pk, both), lambda: verdict(steps[1].pk, both)]


def release_and_edit(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    draft = new_draft(house, 3, release_at=clock.moment(datetime(2026, 9, 20, 9)))
    return draft, [
        lambda: actions.release(Draft.objects.get(pk=draft.pk), by=house.clerk),
        lambda: edit(draft.pk, house.contributor),
    ]


def hour_and_edit(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    draft = new_draft(house, 3, release_at=clock.moment(datetime(2026, 9, 20, 9)))
    return draft, [hour, hour, lambda: edit(draft.pk, house.contributor)]


def force_and_edit(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    draft = new_draft(house, 0)
    digest = draft.digest
    return draft, [
        lambda: actions.force(
            Draft.objects.get(pk=draft.pk), reason="暴雨预警，等不及审核", digest=digest, by=house.leader
        ),
        lambda: edit(draft.pk, house.contributor),
    ]


def approve_and_lose_the_post(house: made.House) -> tuple[Draft, list[Callable[[], object]]]:
    leaving = factories.account(house.agency, Role.LEADER)
    draft = new_draft(house, 2)
    step = made.waiting(draft)
    return draft, [
        lambda: verdict(step.pk, leaving),
        lambda: Appointment.objects.filter(account=leaving).update(ends_on=date(2026, 9, 10)),
        lambda: edit(draft.pk, house.contributor),
    ]


SCENARIOS = (
    approve_and_edit,
    approve_twice,
    approve_two_steps_at_once,
    release_and_edit,
    hour_and_edit,
    force_and_edit,
    approve_and_lose_the_post,
)
ATTEMPTS = len(SCENARIOS) * ROUNDS


def sound() -> list[str]:
    """What is public and should not be: the word, a version that is not what was reviewed, two versions of one draft."""
    found = []
    for version in Version.objects.select_related("draft", "item"):
        draft = version.draft
        if SECRET in version.html or SECRET in version.title or SECRET in version.item.html:
            found.append(f"{version.pk}: the word")
        if version.digest != digests.digest_of(draft) or version.html != draft.html:
            found.append(f"{version.pk}: not what its draft holds")
        given = list(draft.reviews.filter(voided_at=None, verdict="approved"))
        if not version.forced and (
            {each.digest for each in given} != {version.digest}
            or len({each.by_id for each in given}) != len(given)
            or len(given) != 3
        ):
            found.append(f"{version.pk}: not reviewed by three")
        if Version.objects.filter(draft=draft).count() != 1:
            found.append(f"{version.pk}: twice")
    found += [f"item {pk}: the word" for pk in Item.objects.filter(html__contains=SECRET).values_list("pk", flat=True)]
    return found


def test_whoever_wins_the_public_reads_only_what_was_reviewed(transactional_db: None) -> None:
    house: made.House = elsewhere(made.house)  # type: ignore[assignment]
    outcomes = []
    for scenario in SCENARIOS:
        for _ in range(ROUNDS):
            draft, sides = elsewhere(lambda scenario=scenario: scenario(house))  # type: ignore[misc]
            at_once(*sides)
            outcomes.append(elsewhere(lambda draft=draft: Draft.objects.get(pk=draft.pk).stage))
    assert elsewhere(sound) == []
    assert len(outcomes) == ATTEMPTS
    # The race was one: some got out, and some were held.
    assert {"released", "draft"} <= set(outcomes)
