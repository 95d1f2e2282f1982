"""Clerks on the same disputes at the same moment: what one process does. Run by `test_dispute_races`, which starts them side by side.

python dispute_races.py prepare              an empty database becomes one body with disputes about its answers
python dispute_races.py work CLERK N OUT     one clerk tries N actions and writes down which were accepted
python dispute_races.py check OUT...         what the registers hold beside what the clerks were told, as JSON
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

TODAY = date(2026, 9, 14)
CASES, CLERKS = 8, 6


def prepare() -> None:
    """Answers with a pending suit each, and as many approved answers that wait to be served, with one, too."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    import factories
    from gongkai.applications import actions
    from gongkai.people import clock

    agency = factories.agency()
    clerk, leader = factories.clerk(agency), factories.leader(agency)
    for _ in range(CLERKS):
        factories.clerk(agency)
    with clock.at(TODAY):
        for n in range(2 * CASES):
            case = factories.application(agency, clerk)
            letter = actions.decide(
                case, answers=factories.GRANTED, by=clerk, given="企业名单和金额", way="当面领取纸质材料"
            )
            actions.submit_letter(letter, by=clerk)
            factories.approve(letter, leader)
            if n < CASES:
                actions.serve(letter, method="direct", signed_on=TODAY, signed_by="周清源", by=clerk)
            actions.file_remedy(
                agency, kind="suit_direct", filed_on=TODAY, authority="云岭县人民法院", number=f"案{n}", application=case, by=clerk
            )  # fmt: skip


def work(number: int, many: int, out: Path) -> None:
    from gongkai.applications import actions
    from gongkai.applications.dossiers import making
    from gongkai.applications.models import Letter, RemedyCase
    from gongkai.errors import GongkaiError
    from gongkai.people import clock
    from gongkai.people.models import Account, Role

    random = Random(number)
    clerk = list(Account.objects.filter(appointments__role=Role.CLERK).order_by("pk"))[number]
    keys = list(RemedyCase.objects.order_by("pk").values_list("pk", flat=True))
    done, refused = [], Counter[str]()

    def case() -> RemedyCase:
        found = RemedyCase.objects.select_related("application__agency").get(pk=random.choice(keys))
        time.sleep(random.random() / 500)
        return found

    def conclude() -> object:
        found = case()
        detail = random.choice(("annulled", "ordered", "illegal", "claim_dismissed", "appeal_dismissed", "remanded"))
        actions.conclude_remedy(found, detail=detail, on=TODAY, by=clerk, version=found.version)
        return found.pk

    def appeal() -> object:
        found = case()
        level = random.choice(("second", "again", "retrial"))
        actions.open_round(
            found, level=level, number=f"{random.random()}", authority="云岭市中级人民法院", filed_on=TODAY, by=clerk, version=found.version
        )  # fmt: skip
        return found.pk

    def hold() -> object:
        found = case()
        if found.held:
            actions.lift_hold(found, on=TODAY, by=clerk)
        else:
            actions.hold_disclosure(found, on=TODAY, why="裁定", by=clerk)
        return found.pk

    def serve() -> object:
        letter = Letter.objects.filter(state="approved").order_by("?").first()
        time.sleep(random.random() / 500)
        if letter is not None:
            actions.serve(letter, method="direct", signed_on=TODAY, signed_by="周清源", by=clerk)
        return None

    def bind() -> object:
        found = case()
        making.ask(found.application, round=found.latest, by=clerk)
        return None

    with clock.at(TODAY):
        for _ in range(many):
            move = random.choices((conclude, appeal, hold, serve, bind), (4, 3, 2, 2, 1))[0]
            try:
                changed = move()
            except GongkaiError as refusal:
                refused[str(refusal)[:12]] += 1
            else:
                if changed is not None:
                    done.append(changed)
    out.write_text(json.dumps({"done": done, "refused": refused}, ensure_ascii=False))


def check(outs: list[Path]) -> dict[str, object]:
    from gongkai.applications.models import Application, Dossier, Letter, Redo, RemedyCase, Round
    from gongkai.people import journal
    from gongkai.people.models import LogEntry

    told = [json.loads(path.read_text()) for path in outs]
    accepted = Counter(pk for each in told for pk in each["done"])
    cases = list(RemedyCase.objects.prefetch_related("rounds"))
    open_redos = Counter(Redo.objects.filter(done_on=None, called_off_on=None).values_list("application", flat=True))
    redoing = dict(Application.objects.filter(redoing__isnull=False).values_list("pk", "redoing"))
    asked = Counter(Dossier.objects.values_list("application", "round"))
    return {
        "accepted": sum(accepted.values()),
        "refused": sum(sum(each["refused"].values()) for each in told),
        "lost": [case.pk for case in cases if case.version != accepted[case.pk] + 1],
        "two_pending": [pk for pk, n in Counter(Round.objects.filter(result="").values_list("case", flat=True)).items() if n > 1],
        "out_of_step": [
            case.pk for case in cases if (case.result, case.concluded_on)
            != (case.latest.bucket, case.latest.concluded_on if case.latest.bucket else None)
        ],
        "two_redos": [pk for pk, n in open_redos.items() if n > 1],
        "redo_not_linked": sorted(set(open_redos) ^ set(redoing)),
        "dossiers_twice": [list(key) for key, n in asked.items() if n > 1],
        "out_while_held": _out_while_held(LogEntry, Letter, RemedyCase),
        "faults": [fault.message for fault in journal.verify()],
    }  # fmt: skip


def _out_while_held(entries, letters, disputes) -> list[int]:
    """Letters that the log has going out between a stop and its end."""
    application = dict(disputes.objects.values_list("pk", "application"))
    of_letter = dict(letters.objects.values_list("pk", "application"))
    held: set[tuple[int, int]] = set()
    wrong = []
    for entry in entries.objects.filter(verb__in=("remedy.held", "remedy.hold_lifted", "letter.issued")).order_by(
        "sequence"
    ):
        pk = int(entry.subject.partition(":")[2])
        if entry.verb == "remedy.held":
            held.add((application[pk], pk))
        elif entry.verb == "remedy.hold_lifted":
            held.discard((application[pk], pk))
        elif any(about == of_letter[pk] for about, _ in held):
            wrong.append(pk)
    return wrong


if __name__ == "__main__":
    # Never the settings of a test run: what races is the product as it is installed.
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    django.setup()
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["work", clerk, many, out]:
            work(int(clerk), int(many), Path(out))
        case ["check", *outs]:
            print(json.dumps(check([Path(out) for out in outs]), ensure_ascii=False))
