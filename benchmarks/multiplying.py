"""A register of any size: one body's cases are played through the actions, then their rows are copied, with everything that hangs on
them, until there are enough. Every copy satisfies every constraint of the database; its numbers, keys and log entries are its own.
"""

from __future__ import annotations

import copy
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from random import Random

from django.db import models, transaction
from django.db.models.base import ModelState

from gongkai.agencies.models import Agency, Section
from gongkai.applications.models import (
    Applicant,
    Application,
    Assistance,
    Consultation,
    Correction,
    Decision,
    Delay,
    Extension,
    FeeNotice,
    Letter,
    Number,
    ReasonsCall,
    Redo,
    RemedyCase,
    Review,
    Round,
    Search,
    Series,
    Service,
)
from gongkai.demo import hiring, lore
from gongkai.demo.crew import Crew
from gongkai.demo.open_today import open_today
from gongkai.demo.play import Player, draw
from gongkai.demo.play.plan import LEAVES
from gongkai.people import clock, journal
from gongkai.people.models import Account, Chain, LogEntry
from gongkai.people.sealing import blind_index

_PARTS: tuple[type[models.Model], ...] = (
    Correction,
    ReasonsCall,
    Extension,
    Delay,
    Consultation,
    Assistance,
    Search,
    FeeNotice,
    Decision,
    Letter,
    Review,
    Service,
    Number,
    RemedyCase,
    Round,
    Redo,
)
_OF_LETTERS = (Review, Service, Number)
"""What hangs on an application, each after what it refers to. Files are left out: their bytes are not the database's."""
_TAIL = re.compile(r"(\d+)号$")
_BATCH = 400
OPEN = 100

Row = models.Model
Maps = dict[type[models.Model], dict[int, int]]


def pattern(crew: Crew, others: list[Crew], number: int, seed: int = 1) -> None:
    """Play ``number`` applications of the last year and a half to a body, and what lies on its desk today."""
    random, today = Random(seed), clock.today()
    player = Player([crew, *others], seed)
    for n in range(number):
        leaf = LEAVES[n % len(LEAVES)]
        day = today - timedelta(days=random.randint(5, 540))
        plan = draw(random, lore.person(random, n), lore.wish(random, crew.slug, day.year, leaf), leaf, detours=0.5)
        player.add(crew, plan, day)
    open_today(player, crew, random, today)
    with transaction.atomic():
        player.run(today)
        transaction.get_connection().run_on_commit.clear()


class Multiplier:
    """The rows of one body's register, ready to be copied into any body."""

    def __init__(self, source: Crew) -> None:
        self.source = source
        body = source.agency
        self.applicants = list(Applicant.objects.filter(agency=body))
        # One that is decided again points at its task, and the task at it: neither could be put there first.
        self.cases = list(Application.objects.filter(agency=body, redoing=None).order_by("pk"))
        keys = {case.pk for case in self.cases}
        self.parts: dict[type[Row], list[Row]] = {}
        for model in _PARTS:
            held = {"application__in": keys}
            if model in _OF_LETTERS:
                held = {"letter__application__in": keys}
            elif model is Round:
                held = {"case__application__in": keys}
            rows = list(model.objects.filter(**held).order_by("pk"))
            for row in rows:
                # What points at a file that is not copied.
                for name in ("copy_id", "proof_id"):
                    if name in row.__dict__:
                        setattr(row, name, None)
            self.parts[model] = rows
        self.series = {series.pk: series for series in Series.objects.filter(agency=body)}
        entries = LogEntry.objects.filter(chain__agency=body).order_by("sequence")
        self.log: defaultdict[str, list[LogEntry]] = defaultdict(list)
        for entry in entries:
            self.log[entry.subject].append(entry)
        self._copies: defaultdict[int, int] = defaultdict(int)

    @transaction.atomic
    def into(self, target: Crew, number: int, *, with_open: bool) -> None:
        """Copy up to ``number`` applications, the first of the pattern, into a body; those still open only ``with_open``."""
        chosen = [case for case in self.cases if with_open or case.stage == "closed"][:number]
        self._copies[target.agency.pk] += 1
        shift = self._copies[target.agency.pk]
        maps: Maps = {Agency: {self.source.agency.pk: target.agency.pk}, **_people(self.source, target)}
        wanted = {case.applicant_id for case in chosen}
        _copy([row for row in self.applicants if row.pk in wanted], maps, self._new_applicant(shift))
        _copy(chosen, maps, self._new_case(target, shift))
        # A case that points at another one which is not copied points at none.
        keys = {case.pk for case in chosen}
        letters: set[int] = set()
        maps[Series] = self._series_of(target, shift)
        for model in _PARTS:
            if model in _OF_LETTERS:
                rows = [row for row in self.parts[model] if row.letter_id in letters]
            elif model is Round:
                rows = [row for row in self.parts[model] if row.case_id in maps.get(RemedyCase, {})]
            else:
                rows = [row for row in self.parts[model] if row.application_id in keys]
            if model is Letter:
                letters = {row.pk for row in rows}
            # A dispute that follows another comes behind it.
            for later in (False, True):
                some = [row for row in rows if bool(getattr(row, "follows_id", None)) == later]
                _copy(some, maps, self._new_part(target, shift))
        self._log(target, maps)

    def _new_applicant(self, shift: int):
        def change(row: Applicant) -> None:
            row.key = blind_index(f"{row.key}-{shift}")
            if hasattr(row, "fingerprint"):
                row.fingerprint = blind_index(f"{row.fingerprint}-{shift}")

        return change

    def _new_case(self, target: Crew, shift: int):
        def change(row: Application) -> None:
            row.serial += shift * 10_000
            row.number = f"{target.agency.code}公开申〔{row.year}〕{row.serial}号"
            row.query_index = blind_index(f"{target.agency.pk}-{shift}-{row.serial}-{row.year}")
            row.merged_into_id = row.passed_from_id = row.split_from_id = None

        return change

    def _new_part(self, target: Crew, shift: int):
        def again(text: str) -> str:
            text = text.replace(self.source.agency.code, target.agency.code, 1)
            return _TAIL.sub(lambda found: f"{int(found[1]) + shift * 10_000}号", text)

        def change(row: Row) -> None:
            match row:
                case Consultation():
                    row.token = secrets.token_urlsafe(32)
                case Letter() if row.number:
                    row.number = again(row.number)
                case Number():
                    row.text, row.serial = again(row.text), row.serial + shift * 10_000
                case RemedyCase():
                    row.number = f"{row.number}之{shift}"

        return change

    def _series_of(self, target: Crew, shift: int) -> dict[int, int]:
        found = {}
        for pk, series in self.series.items():
            mine, _ = Series.objects.get_or_create(agency=target.agency, key=series.key, year=series.year)
            Series.objects.filter(pk=mine.pk).update(last=max(mine.last, shift * 10_000 + series.last))
            found[pk] = mine.pk
        return found

    def _log(self, target: Crew, maps: Maps) -> None:
        """Entries of the copied cases and letters, one after another in the chain of the body."""
        chain, _ = Chain.objects.get_or_create(key=journal.key_of(target.agency), defaults={"agency": target.agency})
        sequence, last = chain.sequence, chain.hash
        made = []
        for model in (Application, Letter, RemedyCase):
            for old, new in maps.get(model, {}).items():
                for entry in self.log[f"{model._meta.label_lower}:{old}"]:
                    sequence += 1
                    again = LogEntry(
                        chain=chain,
                        sequence=sequence,
                        at=entry.at,
                        account_id=maps[Account].get(entry.account_id, entry.account_id),
                        actor=entry.actor,
                        verb=entry.verb,
                        subject=f"{model._meta.label_lower}:{new}",
                        data=entry.data,
                    )
                    last = again.hash = journal._digest(again, last)
                    made.append(again)
        LogEntry.objects.bulk_create(made, batch_size=_BATCH)
        seal = journal._mac(chain.key, str(sequence), last)
        Chain.objects.filter(key=chain.key).update(sequence=sequence, hash=last, seal=seal)


def _people(source: Crew, target: Crew) -> Maps:
    """Who stands for whom: the same role, and a section for a section."""
    theirs = {_part_of(account, target): account.pk for account in _accounts(target)}
    people = {account.pk: theirs.get(_part_of(account, source), theirs["clerk"]) for account in _accounts(source)}
    rooms = list(target.sections.values())
    sections = {section.pk: rooms[n % len(rooms)].pk for n, section in enumerate(source.sections.values())}
    return {Account: people, Section: sections}


def _part_of(account: Account, crew: Crew) -> str:
    return account.username.removeprefix(f"{crew.slug}-")


def _accounts(crew: Crew) -> Iterable[Account]:
    return Account.objects.filter(appointments__agency=crew.agency)


def _copy(rows: Iterable[Row], maps: Maps, change) -> None:
    """Put copies of ``rows`` into the database, pointing at the copies of what they point at; adds them to ``maps``."""
    made: list[Row] = []
    old: list[int] = []
    for row in rows:
        again = copy.copy(row)
        again._state = ModelState()
        again.pk = None
        for field in again._meta.concrete_fields:
            if field.many_to_one or field.one_to_one:
                known = maps.get(field.related_model)
                value = getattr(again, field.attname)
                if known and value in known:
                    setattr(again, field.attname, known[value])
        change(again)
        made.append(again)
        old.append(row.pk)
    if not made:
        return
    model = type(made[0])
    model.objects.bulk_create(made, batch_size=_BATCH)
    maps.setdefault(model, {}).update(zip(old, (row.pk for row in made), strict=True))


def fill(bodies: int, applications: int, largest: int) -> list[Crew]:
    """So many bodies with so many applications in all, ``largest`` of them in the first. Returns the people of each."""
    random = Random(2)
    called = hiring.names(random)
    first = next(body for body in lore.bodies()["body"] if body["slug"] == "shangwu")
    crews = [hiring.crew(hiring.found(first, supervised_by=None, number=1), first["sections"], called)]
    for n in range(1, bodies):
        body = {**first, "name": f"云岭县第{n}局", "short": f"第{n}局", "slug": f"ju-{n}", "code": f"云{n}"}
        agency = hiring.found(body, supervised_by=None, number=n + 1)
        crews.append(hiring.crew(agency, ["业务股"], iter(f"孙{n}{name}" for name in "甲乙丙丁戊己庚")))
    each = (applications - largest) // max(1, bodies - 1)
    played = min(largest, max(150, each))
    pattern(crews[0], crews[1:3], played)
    multiplier = Multiplier(crews[0])
    for crew in crews[1:]:
        multiplier.into(crew, each, with_open=True)
    # The largest body has a hundred cases open; its other years are over.
    here = Application.objects.filter(agency=crews[0].agency)
    while (missing := largest - here.count()) > 0:
        multiplier.into(crews[0], missing, with_open=here.exclude(stage="closed").count() < OPEN)
    return crews
