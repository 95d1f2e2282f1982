"""经过: what happened on a case, who did it, when, and why; told from the log, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.applications.models import Application
from gongkai.desk.cases.tellers import TELLERS, Facts
from gongkai.people.journal import subject_of
from gongkai.people.models import LogEntry

SHOWN = 40
"""Events on the page of a case; the log has all."""

STOPS = frozenset({"P3", "P6", "P9", "P10", "P11"})
"""Letters that stop the clock when they go out."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``why``: a sentence beneath, "" for none; ``state``: "", "now", "todo" or "hold"."""

    title: str
    who: str
    at: datetime | date | None
    why: str = ""
    state: str = ""


def entries_of(case: Application) -> list[LogEntry]:
    """What the log holds on ``case`` and its letters, the newest first. One query. Needs the letters of the case."""
    subjects = [subject_of(case), *(subject_of(letter) for letter in case.letters.all())]
    return list(LogEntry.objects.filter(subject__in=subjects).order_by("-at", "-sequence")[: SHOWN * 3])


def story(case: Application, entries: Iterable[LogEntry]) -> list[Event]:
    """The events of ``entries`` that say something to a person, the newest first and marked as such."""
    facts = Facts(
        case,
        {letter.pk: letter for letter in case.letters.all()},
        {consultation.pk: consultation for consultation in case.consultations.all()},
        {assistance.pk: assistance for assistance in case.assistances.all()},
    )
    entries = list(entries)
    # A letter goes out by itself or by a person who records it: the record says who.
    served = {entry.data.get("letter"): entry.actor for entry in entries if entry.verb == "letter.served"}
    found: list[Event] = []
    for entry in entries:
        teller = TELLERS.get(entry.verb)
        if teller is None:
            continue
        data = {**entry.data, "letter": entry.data.get("letter") or _letter_pk(entry)}
        title, why = teller(facts, data)
        if not title:
            continue
        who = served.get(data["letter"], entry.actor) if entry.verb == "letter.issued" else entry.actor
        letter = facts.letter(data)
        stops = entry.verb == "letter.issued" and letter is not None and letter.code in STOPS
        state = "hold" if stops else "now" if not found and case.is_open else ""
        found.append(Event(title, who, entry.at, why, state))
    return found[:SHOWN]


def _letter_pk(entry: LogEntry) -> int:
    kind, _, pk = entry.subject.partition(":")
    return int(pk) if kind == "applications.letter" and pk.isdecimal() else 0
