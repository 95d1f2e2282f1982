"""Eight clerks on the same cases: what one process of the race does. Run by `test_races`, which starts them side by side.

    python races.py prepare                     an empty database becomes one body with its people and its cases
    python races.py work CLERK ACTIONS OUT      one clerk tries so many actions and writes down which were accepted
    python races.py check OUT...                what the registers hold beside what the clerks were told, as JSON

Each process has a connection of its own; they share the database of ``GONGKAI_HOME`` or ``DATABASE_URL``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

TODAY = date(2026, 9, 14)
CASES = 24
GRANTED = {
    "clear": "yes",
    "withdrawn": "no",
    "excessive": "no",
    "fee": "none",
    "petition": "no",
    "publication": "no",
    "party": "no",
    "inquiry": "no",
    "repeat": "no",
    "reconfirm": "no",
    "public": "no",
    "competent": "yes",
    "search": "found",
    "ground": "none",
    "form": "as_asked",
}


def prepare() -> None:
    """One body with eight clerks and its cases, in hand."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gongkai.applications import actions
    from gongkai.demo import hiring, lore
    from gongkai.law.receipt import Arrival, Channel
    from gongkai.people import clock
    from gongkai.people.models import Account, Appointment, Role

    random = Random(5)
    body = next(body for body in lore.bodies()["body"] if body["slug"] == "shangwu")
    agency = hiring.found(body, supervised_by=None, number=1)
    crew = hiring.crew(agency, body["sections"], hiring.names(random))
    for n in range(8):
        Appointment.objects.create(
            account=Account.objects.create_user(f"racer{n}", f"孙{n}"), agency=agency, role=Role.CLERK
        )
    with clock.at(TODAY):
        for n in range(CASES):
            wish = lore.wish(random, "shangwu", TODAY.year)
            actions.record(
                agency,
                lore.person(random, n),
                wish.matter(routes=("pickup",), carriers=("paper",)),
                Arrival(Channel.IN_PERSON, submitted_on=TODAY),
                by=crew.clerks[0],
            )


class Racer:
    """One clerk at a desk. What was accepted goes to ``done``; ``refused``: how often, by the kind of refusal."""

    def __init__(self, number: int) -> None:
        from gongkai.applications.models import Application
        from gongkai.people.models import Account, Role

        self.number = number
        self.random = Random(number)
        self.clerk = Account.objects.get(username=f"racer{number}")
        self.approvers = [
            Account.objects.get(appointments__role=role) for role in (Role.LEADER, Role.OFFICE_HEAD, Role.CHIEF)
        ]
        self.cases = list(Application.objects.order_by("pk").values_list("pk", flat=True)[:CASES])
        self.sections = list(Application.objects.first().agency.sections.all())
        self.done: list[dict[str, object]] = []
        self.refused: Counter[str] = Counter()
        self.tried = 0

    def run(self, number: int) -> None:
        from gongkai.errors import GongkaiError
        from gongkai.people import clock

        with clock.at(TODAY):
            for _ in range(number):
                move = self.random.choices(MOVES, [weight for _, weight in WEIGHED])[0]
                try:
                    done = move(self)
                except GongkaiError as refusal:
                    self.refused[type(refusal).__name__] += 1
                    continue
                if done is not None:
                    self.done.append(done)

    def page(self):
        """A case as its page shows it, looked at for a moment before anything is pressed."""
        from gongkai.applications.models import Application

        case = Application.objects.select_related("agency", "applicant").get(pk=self.random.choice(self.cases))
        self.look()
        return case

    def look(self) -> None:
        time.sleep(self.random.random() / 500)

    def letter(self, **having: object):
        from gongkai.applications.models import Letter

        found = Letter.objects.filter(application=self.random.choice(self.cases), **having).order_by("-pk").first()
        self.look()
        return found


def new(racer: Racer):
    """Somebody stands at the counter."""
    from gongkai.applications import actions
    from gongkai.applications.models import Application
    from gongkai.demo import lore
    from gongkai.law.receipt import Arrival, Channel

    agency = Application.objects.select_related("agency").get(pk=racer.cases[0]).agency
    made = actions.record(
        agency,
        lore.person(racer.random, racer.random.randrange(30)),
        lore.wish(racer.random, "shangwu", TODAY.year).matter(),
        Arrival(Channel.IN_PERSON, submitted_on=TODAY),
        by=racer.clerk,
    )
    return {"new": made.number}


def assign(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.assign(case, section=racer.random.choice(racer.sections), by=racer.clerk, version=case.version)
    return {"case": case.pk, "verb": "application.assigned"}


def amend(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.amend(
        case, title=f"事由{racer.number}之{racer.random.randrange(10**6)}", by=racer.clerk, version=case.version
    )
    return {"case": case.pk, "verb": "application.amended"}


def search(racer: Racer):
    """No version: two people may put their searches on record at the same time, and both must stand."""
    from gongkai.applications import actions

    case = racer.page()
    actions.record_search(case, on=TODAY, places="综合档案室", terms="名单", found=1, by=racer.clerk)
    return {"case": case.pk, "verb": "application.searched"}


def decide(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.decide(case, answers=GRANTED, by=racer.clerk, given="所需的名单", way="当面领取纸质材料")
    return {"case": case.pk, "verb": "application.decided"}


def edit(racer: Racer):
    from gongkai import letters
    from gongkai.applications import actions

    letter = racer.letter(state__in=("draft", "reviewing", "approved"))
    if letter is None:
        return None
    words = f"补充说明{'甲乙丙丁戊己庚辛'[racer.number]}{len(racer.done)}。"
    blocks = [*letters.Draft.from_data(letter.body).blocks, words]
    actions.edit_letter(letter, blocks, revision=letter.revision, by=racer.clerk)
    return {"case": letter.application_id, "verb": "letter.edited", "letter": letter.pk, "words": words}


def submit(racer: Racer):
    from gongkai.applications import actions

    letter = racer.letter(state="draft")
    if letter is None:
        return None
    actions.submit_letter(letter, by=racer.clerk)
    return {"case": letter.application_id, "verb": "application.submitted_for_approval"}


def review(racer: Racer):
    from gongkai.applications import actions
    from gongkai.applications.models import Review

    waiting = (
        Review.objects.filter(verdict="", voided_at=None, letter__application__in=racer.cases)
        .select_related("letter")
        .order_by("?")
        .first()
    )
    if waiting is None:
        return None
    racer.look()
    by = next(account for account in racer.approvers if account.appointments.filter(role=waiting.role).exists())
    approve = racer.random.random() < 0.8
    actions.review(waiting, approve=approve, comment="" if approve else "请再核对", digest=waiting.letter.digest, by=by)
    return {"case": waiting.letter.application_id, "verb": "letter.reviewed", "review": waiting.pk}


def recall(racer: Racer):
    from gongkai.applications import actions

    letter = racer.letter(state__in=("reviewing", "approved"))
    if letter is None:
        return None
    actions.recall_letter(letter, by=racer.clerk)
    return {"case": letter.application_id, "verb": "letter.recalled"}


def serve(racer: Racer):
    from gongkai.applications import actions

    letter = racer.letter(state="approved")
    if letter is None:
        return None
    actions.serve(letter, method="direct", signed_on=TODAY, signed_by="本人", by=racer.clerk)
    return {"case": letter.application_id, "verb": "letter.served"}


def fail(racer: Racer):
    from gongkai.applications import actions

    letter = racer.letter(state="issued", code__startswith="S")
    service = letter and letter.services.order_by("-pk").first()
    if service is None:
        return None
    actions.fail_service(service, on=TODAY, why="拒绝签收", by=racer.clerk)
    return {"case": letter.application_id, "verb": "letter.service_failed"}


def extend(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.extend(case, days=10, reason="材料较多，需要逐份核对", by=racer.clerk)
    return {"case": case.pk, "verb": "extension.asked"}


def cancel(racer: Racer):
    """A notice is given up: its number stays, with the reason."""
    from gongkai.applications import actions

    letter = racer.letter(state__in=("draft", "reviewing", "approved"), code__startswith="P")
    if letter is None:
        return None
    actions.cancel_letter(letter, why="不再延期", by=racer.clerk)
    return {"case": letter.application_id, "verb": "letter.cancelled"}


def correction(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.call_correction(case, defects=["没有写明年度"], guidance="请写明年度。", by=racer.clerk)
    return {"case": case.pk, "verb": "correction.called"}


def corrected(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.correct(case, answer="所需的是2025年的名单", by=racer.clerk)
    return {"case": case.pk, "verb": "correction.came"}


def consult(racer: Racer):
    from gongkai.applications import actions

    case = racer.page()
    actions.consult(case, parties=[actions.Party("溪山超市有限公司")], what="补贴金额", by=racer.clerk)
    return {"case": case.pk, "verb": "consultation.asked"}


WEIGHED: list[tuple[Callable[[Racer], dict[str, object] | None], int]] = [
    (new, 6),
    (assign, 10),
    (amend, 8),
    (search, 10),
    (decide, 12),
    (edit, 12),
    (submit, 14),
    (review, 16),
    (recall, 4),
    (serve, 10),
    (fail, 6),
    (extend, 5),
    (cancel, 4),
    (correction, 2),
    (corrected, 2),
    (consult, 2),
]
MOVES = [move for move, _ in WEIGHED]


def check(outs: list[Path]) -> dict[str, object]:
    """Every place where the registers do not hold what the clerks were told, and how it went."""
    from gongkai import letters
    from gongkai.applications.models import Application, Letter, Number, Review, Series
    from gongkai.people import journal
    from gongkai.people.models import LogEntry

    told = [json.loads(line) for out in outs for line in out.read_text(encoding="utf-8").splitlines()]
    done = [entry for entry in told if "refused" not in entry]
    refused: Counter[str] = Counter()
    for entry in told:
        refused.update(entry.get("refused", {}))
    moves = Counter((entry["case"], entry["verb"]) for entry in done if "case" in entry)
    versions = Counter(case for case, _ in moves.elements())
    verbs = {verb for _, verb in moves}
    logged = Counter(
        (int(entry.subject.split(":")[1]), entry.verb)
        for entry in LogEntry.objects.filter(verb__in=verbs, subject__startswith="applications.application:")
    )
    cases = Application.objects.filter(pk__in=versions)
    held = {letter.pk: letters.Draft.from_data(letter.body).text for letter in Letter.objects.all()}
    reviewed = [entry["review"] for entry in done if "review" in entry]
    serials: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for agency, year, serial in Application.objects.values_list("agency", "year", "serial"):
        serials[agency, year].append(serial)
    return {
        "accepted": len(done),
        "refused": dict(refused),
        "versions": [case.pk for case in cases if case.version != 1 + versions[case.pk]],
        "logged": sorted(str(key) for key in moves.keys() | logged.keys() if moves[key] != logged[key]),
        "lost edits": [e["words"] for e in done if "words" in e and e["words"] not in held[e["letter"]]],
        "approved twice": [pk for pk, times in Counter(reviewed).items() if times > 1],
        "verdicts": Review.objects.exclude(verdict="").count() - len(reviewed),
        "missing": sorted(
            {e["new"] for e in done if "new" in e} - set(Application.objects.values_list("number", flat=True))
        ),
        "unsound": unsound(),
        "serials": [str(key) for key, found in serials.items() if sorted(found) != list(range(1, len(found) + 1))],
        "applications": Application.objects.count() - CASES - sum(1 for e in done if "new" in e),
        "series": [
            str(series)
            for series in Series.objects.exclude(key="申")
            if list(series.numbers.order_by("serial").values_list("serial", flat=True))
            != list(range(1, series.last + 1))
        ],
        "numbers": Number.objects.count(),
        "log": [fault.message for fault in journal.verify()],
        "decisions": sum(1 for c in Application.objects.all() if c.decisions.filter(replaced_at=None).count() > 1),
    }


def unsound() -> list[str]:
    """Letters that are out, or may go out, without an approval of what they now say; steps that wait for a letter that does not;
    cases that are closed without one answer, or open with one."""
    from gongkai.applications.actions.drafting import digest_of
    from gongkai.applications.models import Application, Letter, Review

    found = []
    for letter in Letter.objects.filter(state__in=("approved", "issued")).select_related("agency"):
        steps = list(letter.reviews.filter(voided_at=None))
        people = [step.by_id for step in steps]
        if not (
            letter.digest == digest_of(letter)
            and all(step.digest == letter.digest and step.verdict == "approved" for step in steps)
            and len(people) == len(set(people)) == len(letter.agency.chain_of(letter.code))
            and letter.author_id not in people
        ):
            found.append(f"{letter}: out without an approval of what it says")
    waiting = Review.objects.filter(verdict="", voided_at=None).exclude(letter__state="reviewing")
    found += [f"step {step.pk} waits for a letter that is not in review" for step in waiting]
    for case in Application.objects.all():
        answers = case.letters.filter(code__startswith="S", state="issued").count()
        if answers != (1 if case.stage == "closed" else 0):
            found.append(f"{case}: {case.stage} with {answers} answers out")
    return found


def main() -> None:
    # Never the settings of a test run: what races is the product as it is installed.
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    import django

    django.setup()
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["work", clerk, number, out]:
            racer = Racer(int(clerk))
            racer.run(int(number))
            lines = [*racer.done, {"refused": dict(racer.refused)}]
            Path(out).write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        case ["check", *outs]:
            print(json.dumps(check([Path(out) for out in outs]), ensure_ascii=False))


if __name__ == "__main__":
    main()
