"""Eight clerks on the same cases at once: `python races.py ACTIONS SEED`, in an installation of its own (GONGKAI_HOME, DATABASE_URL).

Each clerk is a process. What each believes it did is added up and compared with what the database holds afterwards. Prints one
JSON object; the test and the person at the keyboard read the same.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable
from random import Random

CLERKS = 8
SHARED = 10
"""How many open cases they all work on."""


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    django.setup()


def prepare() -> dict[str, int]:
    """One body, eight clerks, two approvers, one section, some cases. Their keys."""
    from django.core.management import call_command

    import factories
    from gongkai.people.models import Role

    call_command("migrate", verbosity=0)
    agency = factories.agency()
    section = factories.section(agency)
    people = {f"clerk{n}": factories.clerk(agency).pk for n in range(CLERKS)}
    people["head"] = factories.office_head(agency).pk
    people["leader"] = factories.leader(agency).pk
    people["contributor"] = factories.account(agency, Role.CONTRIBUTOR, section=section).pk
    return {"agency": agency.pk, "section": section.pk, **people}


class Clerk:
    """One process's worth of work. ``accepted``: how often each case was moved, as this clerk was told."""

    def __init__(self, number: int, seed: int, keys: dict[str, int]) -> None:
        from gongkai.agencies.models import Agency, Section
        from gongkai.people.models import Account

        self.random = Random(f"{seed}-{number}")
        self.agency = Agency.objects.get(pk=keys["agency"])
        self.section = Section.objects.get(pk=keys["section"])
        self.me = Account.objects.get(pk=keys[f"clerk{number}"])
        self.approvers = [Account.objects.get(pk=keys[name]) for name in ("head", "leader")]
        self.contributor = Account.objects.get(pk=keys["contributor"])
        self.accepted: Counter[int] = Counter()
        self.refused: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.broken: list[str] = []

    def work(self, actions: int) -> None:
        from gongkai.errors import GongkaiError

        for _ in range(actions):
            name, case, step = self.choose()
            try:
                step()
            except GongkaiError as refusal:
                self.refused[type(refusal).__name__] += 1
            except Exception as error:
                self.broken.append(f"{name}: {type(error).__name__}: {error}")
            else:
                self.done[name] += 1
                if case:
                    self.accepted[case] += 1

    def choose(self) -> tuple[str, int, Callable[[], object]]:
        """A step on one of the newest open cases; what it finds there may be stale by the time it acts."""
        import factories
        from gongkai.applications import actions
        from gongkai.applications.actions import Party
        from gongkai.applications.models import Application, Letter, Service
        from gongkai.people import clock

        pick, today = self.random.random(), clock.today()
        cases = list(Application.objects.exclude(stage="closed").order_by("-pk")[:SHARED])
        if not cases or pick < 0.03:
            return "record", 0, lambda: factories.application(self.agency, self.me)
        case = self.random.choice(cases)
        version = case.version if self.random.random() < 0.5 else None
        letters = list(Letter.objects.filter(application=case).exclude(state="cancelled").order_by("-pk")[:3])
        letter = self.random.choice(letters) if letters else None
        me = self.me

        def review() -> object:
            waiting = letter.reviews.filter(verdict="", voided_at=None).order_by("step").first() if letter else None
            if waiting is None:
                return actions.record_search(case, on=today, places="档案室", terms="名单", found=1, by=me)
            agree = self.random.random() < 0.8
            by = self.random.choice([*self.approvers, me])
            return actions.review(waiting, approve=agree, comment="" if agree else "请改", digest=letter.digest, by=by)

        def edit() -> object:
            words = [block["text"] for block in letter.body["blocks"] if "text" in block]
            return actions.edit_letter(
                letter, [*words, f"另注{self.random.random()}。"], revision=letter.revision, by=me
            )

        def fail() -> object:
            service = Service.objects.filter(letter__application__agency=self.agency, result="served").last()
            if service is None:
                return actions.record_search(case, on=today, places="档案室", terms="名单", found=1, by=me)
            return actions.fail_service(service, on=today, why="退回", by=me)

        steps: list[tuple[str, Callable[[], object]]] = [
            ("assign", lambda: actions.assign(case, section=self.section, by=me, version=version)),
            ("amend", lambda: actions.amend(case, title=f"事由{self.random.random()}", by=me, version=version)),
            ("search", lambda: actions.record_search(case, on=today, places="OA", terms="名单", found=1, by=me)),
            ("ask", lambda: actions.ask_section(case, section=self.section, question="有没有", due_on=today, by=me)),
            ("correct", lambda: actions.call_correction(case, defects=["缺年度"], guidance="写明年度", by=me)),
            ("came", lambda: actions.correct(case, answer="2025年")),
            ("extend", lambda: actions.extend(case, days=10, reason="材料多", by=me, version=version)),
            ("consult", lambda: actions.consult(case, parties=[Party("恒达机械", "", "商业秘密")], what="名单", by=me)),
            ("decide", lambda: actions.decide(case, answers=factories.GRANTED, by=me, given="名单", way="领取")),
            ("decide", lambda: actions.decide(case, answers=factories.GRANTED, by=me, given="名单", way="领取")),
        ]
        if letter is not None:
            steps += [
                ("submit", lambda: actions.submit_letter(letter, by=me)),
                ("submit", lambda: actions.submit_letter(letter, by=me)),
                ("review", review),
                ("review", review),
                ("review", review),
                ("edit", edit),
                ("recall", lambda: actions.recall_letter(letter, by=me)),
                ("cancel", lambda: actions.cancel_letter(letter, why="不用了", by=me)),
                ("serve", lambda: actions.serve(letter, method="direct", signed_on=today, by=me)),
                ("serve", lambda: actions.serve(letter, method="direct", signed_on=today, by=me)),
            ]
        name, step = self.random.choice(steps)
        return name, case.pk, step


def run(number: int, seed: int, actions: int, keys: dict[str, int], results: multiprocessing.Queue) -> None:
    """The body of one process."""
    _django()
    clerk = Clerk(number, seed, keys)
    clerk.work(actions)
    results.put((dict(clerk.accepted), dict(clerk.refused), dict(clerk.done), clerk.broken))


def faults(accepted: Counter[int]) -> list[str]:
    """Everything in the database that should not be."""
    from gongkai.applications.actions.drafting import digest_of
    from gongkai.applications.models import Application, Letter, Number, Review, Series
    from gongkai.people.journal import verify

    found = [f"log: {fault.message}" for fault in verify()]
    for case in Application.objects.all():
        if case.version != 1 + accepted[case.pk]:
            found.append(f"{case.number}: version {case.version} after {accepted[case.pk]} accepted moves")
        answers = case.letters.filter(code__startswith="S", state="issued").count()
        if (case.stage == "closed") != (answers == 1):
            found.append(f"{case.number}: {case.stage} with {answers} answers out")
    serials = sorted(Application.objects.values_list("serial", flat=True))
    if serials != list(range(1, len(serials) + 1)):
        found.append(f"application numbers {serials}")
    for series in Series.objects.all():
        taken = sorted(Number.objects.filter(series=series).values_list("serial", flat=True))
        if series.key != "申" and taken != list(range(1, series.last + 1)):
            found.append(f"{series}: {taken} up to {series.last}")
    numbers = Counter(Letter.objects.exclude(number="").values_list("number", flat=True))
    found += [f"number {number} on {count} letters" for number, count in numbers.items() if count > 1]
    for letter in Letter.objects.filter(state__in=("approved", "issued")):
        steps = letter.reviews.filter(voided_at=None)
        people = list(steps.values_list("by", flat=True))
        sound = (
            letter.digest == digest_of(letter)
            and all(step.digest == letter.digest and step.verdict == "approved" for step in steps)
            and len(people) == len(set(people)) == len(letter.agency.chain_of(letter.code))
            and letter.author_id not in people
        )
        if not sound:
            found.append(f"{letter}: out without approval of what it says")
    waiting = Review.objects.filter(verdict="", voided_at=None).exclude(letter__state="reviewing").count()
    if waiting:
        found.append(f"{waiting} reviews wait for letters that are not in review")
    return found


def main() -> int:
    total, seed = int(sys.argv[1]), int(sys.argv[2])
    _django()
    keys = prepare()
    from django.db import connections

    connections.close_all()
    spawn = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue = spawn.Queue()
    clerks = [spawn.Process(target=run, args=(n, seed, total // CLERKS, keys, results)) for n in range(CLERKS)]
    for process in clerks:
        process.start()
    accepted: Counter[int] = Counter()
    refused: Counter[str] = Counter()
    done: Counter[str] = Counter()
    broken: list[str] = []
    for _ in clerks:
        one, two, three, four = results.get()
        accepted.update(one)
        refused.update(two)
        done.update(three)
        broken += four
    for process in clerks:
        process.join()
    summary = {
        "actions": sum(done.values()) + sum(refused.values()) + len(broken),
        "accepted": sum(done.values()),
        "refused": dict(refused.most_common()),
        "done": dict(done.most_common()),
        "broken": broken[:5],
        "faults": faults(accepted)[:10],
    }
    print(json.dumps(summary, ensure_ascii=False))
    return 1 if summary["broken"] or summary["faults"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
