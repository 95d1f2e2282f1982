"""What must hold after a stop in the middle, whatever was under way. Everything that does not is named."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from simulation import races

APPLICATION, DRAFT, LETTER = "applications.application", "disclosures.draft", "applications.letter"
MOVING = (
    "application.amended",
    "application.assigned",
    "application.decided",
    "application.searched",
    "application.submitted_for_approval",
    "consultation.asked",
    "correction.called",
    "correction.came",
    "extension.asked",
    "letter.cancelled",
    "letter.edited",
    "letter.recalled",
    "letter.reviewed",
    "letter.served",
    "letter.service_failed",
)
"""The verbs that move a case on by one version each."""


def look(folder: Path, out: Path, *, exact: bool = True) -> None:
    """Start again as a server does, let it work off what was left, and look over everything. Not ``exact``: what was told in ``folder``
    must be there, and more may be."""
    from gongkai.applications.tasks import daily
    from gongkai.config import background
    from gongkai.config.presence import Presence
    from gongkai.disclosures.tasks import minutely

    taken_up = background.take_up()
    presence = Presence("looking")
    background.worker(presence, batch=True).run()
    presence.end()
    daily.call()
    minutely()
    told = [
        [json.loads(line) for line in each.read_text(encoding="utf-8").splitlines()]
        for each in sorted(folder.glob("*.jsonl"))
    ]
    faults = [*_said_and_done(told, exact), *_cases(), *_files(), *_tasks(), *_publication(), *_reminders(), *_log()]
    facts = {**_facts(told), "taken_up": taken_up}
    out.write_text(json.dumps({"faults": faults, "facts": facts}, ensure_ascii=False), encoding="utf-8")


def _said_and_done(told: list[list[dict[str, Any]]], exact: bool) -> Iterator[str]:
    """Every action that was acknowledged is there exactly once; of those that were not, no more than were under way."""
    from gongkai.applications.models import Application
    from gongkai.people.models import LogEntry

    done = [line["done"] for life in told for line in life if line.get("done")]
    open_tries = sum(1 for life in told if life and "trying" in life[-1])
    said: Counter[tuple[str, str]] = Counter()
    for each in done:
        if "verb" in each:
            thing = f"{APPLICATION}:{each['case']}" if "case" in each else f"{DRAFT}:{each['draft']}"
            said[thing, each["verb"]] += 1
    # The last review of a text releases it, or sends it on; either way the entry is that of the review.
    verbs = {verb for _, verb in said}
    logged = Counter(
        (subject, verb) for subject, verb in LogEntry.objects.filter(verb__in=verbs).values_list("subject", "verb")
    )
    before = _before()
    for key in before:
        logged[key] -= before[key]
    for key in said:
        if logged[key] < said[key]:
            yield f"{key}: acknowledged {said[key]} times, there {logged[key]} times"
    unsaid = sum((logged - said).values())
    new = {each["new"] for each in done if "new" in each}
    missing = new - set(Application.objects.values_list("number", flat=True))
    if missing:
        yield f"acknowledged and not there: {sorted(missing)}"
    unsaid += Application.objects.count() - races.CASES - len(new)
    if exact and not 0 <= unsaid <= open_tries:
        yield f"{unsaid} actions that nobody was told of, where {open_tries} were under way"


def _before() -> Counter[tuple[str, str]]:
    """What `players.prepare` did itself: three texts that were begun and handed in."""
    return Counter({(f"{DRAFT}:{n}", verb): 1 for n in (1, 2, 3) for verb in ("draft.begun", "draft.submitted")})


def _cases() -> Iterator[str]:
    from gongkai.applications.models import Application, Series
    from gongkai.people.models import LogEntry

    moves = Counter(LogEntry.objects.filter(verb__in=MOVING).values_list("subject", flat=True))
    for case in Application.objects.all():
        if case.version != 1 + moves[f"{APPLICATION}:{case.pk}"]:
            yield f"{case}: version {case.version} after {moves[f'{APPLICATION}:{case.pk}']} moves in the log"
        if case.decisions.filter(replaced_at=None).count() > 1:
            yield f"{case}: two decisions in force"
    yield from races.unsound()
    serials = sorted(Application.objects.values_list("serial", flat=True))
    if serials != list(range(1, len(serials) + 1)):
        yield "a number of an application was given twice or left out"
    for series in Series.objects.exclude(key="申"):
        if list(series.numbers.order_by("serial").values_list("serial", flat=True)) != list(range(1, series.last + 1)):
            yield f"{series}: a number was given twice or left out"


def _files() -> Iterator[str]:
    """No row without its bytes. Bytes without a row go with the sweep, and nothing else goes."""
    from gongkai.errors import GongkaiError
    from gongkai.files import keeping, sweeping
    from gongkai.files.models import StoredFile

    list(sweeping.strays())
    sweeping.sweep(timedelta(0))
    yield from (f"{place} is left" for place in sweeping.strays())
    for stored in StoredFile.objects.all():
        try:
            keeping.read(stored)
        except GongkaiError as error:
            yield f"{stored}: {error}"


def _tasks() -> Iterator[str]:
    """Nothing hangs, nothing failed, and every letter that went out has the one copy that its task makes."""
    from django_tasks_db.models import DBTaskResult

    from gongkai.applications.models import Letter
    from gongkai.people.models import LogEntry

    for task in DBTaskResult.objects.exclude(status="SUCCESSFUL"):
        yield f"{task.task_path} is {task.status}: {task.traceback[-300:]}"
    out = Letter.objects.filter(state="issued")
    yield from (f"{letter}: no copy of what went out" for letter in out.filter(copy=None))
    queued = Counter(task.args_kwargs["args"][0] for task in DBTaskResult.objects.all())
    # A letter that came back goes out again, and is queued again.
    went_out = Counter(LogEntry.objects.filter(verb="letter.issued").values_list("subject", flat=True))
    yield from (
        f"letter {letter} was put into the queue {times} times and went out {went_out[f'{LETTER}:{letter}']} times"
        for letter, times in queued.items()
        if times > went_out[f"{LETTER}:{letter}"]
    )
    yield from (f"{letter}: never queued" for letter in out if letter.pk not in queued)


def _publication() -> Iterator[str]:
    """A text is out with everything that makes it public, or with nothing of it."""
    from gongkai.disclosures.models import Draft, Item, Release, Version

    for draft in Draft.objects.all():
        versions = Version.objects.filter(draft=draft).count()
        if versions != (draft.stage == Draft.Stage.RELEASED):
            yield f"{draft}: {draft.stage} with {versions} versions"
    for item in Item.objects.all():
        versions, out = list(item.versions.all()), item.current_id is not None
        released = Release.objects.filter(item=item).count()
        if len(versions) != out or bool(released) != out or (out and versions[0].pk != item.current_id):
            yield f"item {item.pk}: {len(versions)} versions, {released} releases, current {item.current_id}"
    twice = Counter(Release.objects.values_list("item", "version", "channel"))
    yield from (f"release {key}: {times} times" for key, times in twice.items() if times > 1)


def _reminders() -> Iterator[str]:
    """None is lost: whoever should be told stands ready, and has been told when his time was over, also where the clock of the machine
    jumped there and back. None comes twice, not even on two ways at once."""
    from gongkai.people import clock
    from gongkai.reminders.actions import replan
    from gongkai.reminders.models import Line, Reminder
    from gongkai.reminders.tasks import planned, posted

    # A month later is a working day, on which nobody is left in peace.
    for days in (0, 30, 0):
        with clock.at(races.TODAY + timedelta(days=days)):
            planned()
            posted()
            if lacking := replan().made:
                yield f"{lacking} reminders were not planned"
            late = Reminder.objects.filter(at__lte=clock.now(), told_at=None, cancelled_at=None).count()
            if late:
                yield f"{late} reminders that nobody was told of"
    places = Counter(Reminder.objects.values_list("clock", "due_on", "step", "account"))
    yield from (f"reminder {place}: {times} times" for place, times in places.items() if times > 1)
    lines = Counter(Line.objects.values_list("reminder", "means"))
    yield from (f"line {line}: {times} times" for line, times in lines.items() if times > 1)


def _log() -> Iterator[str]:
    from gongkai.people import journal
    from gongkai.seals import verifying

    yield from (f"log {fault.chain}: {fault.message}" for fault in journal.verify())
    with verifying.snapshot():
        yield from (f"seal {fault.name}: {fault.message}" for fault in verifying.verify())


def _facts(told: list[list[dict[str, Any]]]) -> dict[str, int]:
    from django_tasks_db.models import DBTaskResult

    from gongkai.disclosures.models import Item
    from gongkai.files.models import StoredFile
    from gongkai.people.models import LogEntry
    from gongkai.reminders.models import Reminder

    return {
        "acknowledged": sum(1 for life in told for line in life if line.get("done")),
        "refused": sum(1 for life in told for line in life if "refused" in line),
        "under way when killed": sum(1 for life in told if life and "trying" in life[-1]),
        "files": StoredFile.objects.count(),
        "released": Item.objects.exclude(current=None).count(),
        "tasks": DBTaskResult.objects.count(),
        "tasks begun again": sum(1 for task in DBTaskResult.objects.all() if len(task.worker_ids) > 1),
        "reminders told": Reminder.objects.exclude(told_at=None).count(),
        "log": LogEntry.objects.count(),
    }
