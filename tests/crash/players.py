"""What is played while it is being killed: clerks on cases, and a section that publishes. Run by `arena`, never by pytest itself.

The moves on cases are those of `simulation.races`; here come the ones with files and those of publication. Each is one action, so
each is there once or not at all, whatever happens to the process.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from simulation import races

TODAY = races.TODAY
TEXT = "云岭县商务局制定了今年的工作安排，现予公布。\n"


def prepare() -> None:
    """The body of the races, and a second one that publishes."""
    races.prepare()
    from disclosures import factories as publishing
    from gongkai.people import clock

    with clock.at(TODAY):
        house = publishing.house(name="示例县发展改革局", short_name="示例发改局", slug="fagai", code="示发")
        for n in range(3):
            publishing.submitted(house, title=f"示例县第{n + 1}批工作安排")


class Player(races.Racer):
    """A racer whose cases are all those that are not closed, and who publishes, too."""

    def __init__(self, seed: int) -> None:
        from gongkai.agencies.models import Agency
        from gongkai.applications.models import Application

        self.number, self.random, self.seed = seed % 8, Random(seed), seed
        body = Agency.objects.get(slug="shangwu")
        self.clerk = _holder(body, "clerk", username=f"racer{self.number}")
        self.approvers = [_holder(body, role) for role in ("leader", "office_head", "chief")]
        self.sections = list(body.sections.all())
        self.done: list[dict[str, object]] = []
        open_ones = Application.objects.exclude(stage="closed").order_by("-pk").values_list("pk", flat=True)
        self.cases = list(open_ones[: races.CASES])
        self.publisher = Agency.objects.get(slug="fagai")

    def look(self) -> None:
        """Nobody waits: the more is under way, the more a kill hits."""

    def letter(self, **having: object):
        """Of any of its cases, so that letters get out, and bring their tasks."""
        from gongkai.applications.models import Letter

        found = Letter.objects.filter(application__in=self.cases, **having).order_by("-pk")
        return self.random.choice(list(found[:20]) or [None])

    def draft(self, stage: str):
        """One of the texts at a stage."""
        from gongkai.disclosures.models import Draft

        found = Draft.objects.filter(agency=self.publisher, stage=stage).select_related("author")
        return self.random.choice(list(found.order_by("pk")[:20]) or [None])

    def staff(self, role: str):
        return _holder(self.publisher, role)


def _holder(body, role: str, **values: object):
    from gongkai.people.models import Account

    return Account.objects.get(appointments__role=role, appointments__agency=body, **values)


def attach(player: Player):
    """A file comes into a case: bytes on the disk, rows in the database."""
    from gongkai.applications import actions
    from gongkai.files.uploads import Upload

    case = player.page()
    words = f"材料{player.seed}之{player.random.randrange(10**9)}\n" * player.random.randrange(1, 4000)
    actions.add_files(case, [Upload("说明.txt", words.encode())], "evidence", by=player.clerk)
    return {"case": case.pk, "verb": "file.added"}


def begin(player: Player):
    """A contributor starts a text."""
    from disclosures import factories as publishing
    from gongkai.disclosures import actions
    from gongkai.disclosures.models import Column

    author = player.staff("contributor")
    title = f"示例县第{player.seed}号{player.random.randrange(10**9)}工作安排"
    made = actions.begin(
        player.publisher,
        by=author,
        section=author.appointments.get().section,
        column=Column.objects.filter(agency=player.publisher, name="部门文件").get(),
        kind="other",
        title=title,
        html=publishing.TEXT,
        fields={"made_on": TODAY, "summary": "今年的工作安排"},
    )
    return {"draft": made.pk, "verb": "draft.begun", "title": title}


def add_file(player: Player):
    """An annex to a text."""
    from gongkai.disclosures import actions
    from gongkai.files.uploads import Upload

    made = player.draft("draft")
    if made is None:
        return None
    words = f"附件{player.seed}之{player.random.randrange(10**9)}\n" * player.random.randrange(1, 4000)
    actions.add_file(made, Upload("附件.txt", words.encode()), "attachment", by=made.author, version=made.version)
    return {"draft": made.pk, "verb": "draft.file_added"}


def publish(player: Player):
    """The author hands a text in."""
    from gongkai.disclosures import actions

    made = player.draft("draft")
    if made is None:
        return None
    actions.submit(made, by=made.author)
    return {"draft": made.pk, "verb": "draft.submitted"}


def approve(player: Player):
    """One step of its review; the last one releases it."""
    from disclosures import factories as publishing

    made = player.draft("reviewing")
    if made is None:
        return None
    step = publishing.waiting(made)
    publishing.verdict(step, player.staff(step.role))
    return {"draft": made.pk, "verb": "draft.reviewed", "step": step.pk}


MOVES: list[tuple[Callable[[Player], dict[str, object] | None], int]] = [
    *races.WEIGHED,
    # More of what ends a case than the race has: an answer that goes out brings a task of its own.
    (races.submit, 20),
    (races.review, 60),
    (races.serve, 40),
    (attach, 16),
    (begin, 8),
    (add_file, 8),
    (publish, 8),
    (approve, 24),
]


def play(seed: int, told: Path, day: date = TODAY) -> None:
    """Play on ``day`` until killed. ``told`` gets a line before each try and one behind it, as a person hears "done"."""
    from gongkai.errors import GongkaiError
    from gongkai.people import clock

    out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(**words: object) -> None:
        os.write(out, json.dumps(words, ensure_ascii=False).encode() + b"\n")

    with clock.at(day):
        player = Player(seed)
        while True:
            move = player.random.choices([each for each, _ in MOVES], [weight for _, weight in MOVES])[0]
            tell(trying=move.__name__)
            try:
                done = move(player)
            except GongkaiError as refusal:
                tell(refused=type(refusal).__name__)
                continue
            if done is not None:
                player.done.append(done)
            tell(done=done)
