"""Registers filled straight in the database: rows in number, of any kind, without the actions that would take a day each."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from gongkai.agencies.models import Agency
from gongkai.applications.models import Applicant, Application, FeeNotice, RemedyCase, Round, Stage
from gongkai.law.outcomes import Outcome
from gongkai.people import clock
from gongkai.people.models import Account

KINDS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other")
REMEDY_KINDS = ("reconsideration", "suit_direct", "suit_after_reconsideration")
RESULTS = ("upheld", "corrected", "other")

_RESULT = {"": "", "upheld": "claim_dismissed", "corrected": "illegal", "other": "mediated"}
_COUNT = count(1)


@dataclass(frozen=True, slots=True)
class Row:
    """One application as far as the tables look at it."""

    kind: str = "natural_person"
    received_on: date | None = date(2025, 3, 4)
    decided_on: date | None = None
    outcome: str = "granted"
    channel: str = "online"
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Suit:
    """One remedy case as far as the tables look at it."""

    kind: str = "reconsideration"
    filed_on: date = date(2025, 6, 3)
    concluded_on: date | None = None
    result: str = ""


def applicant(agency: Agency) -> Applicant:
    return Applicant.objects.get_or_create(
        agency=agency, fingerprint="f1", defaults={"key": "k1", "kind": "natural_person", "name": "周清源"}
    )[0]


def fill(agency: Agency, rows: Iterable[Row]) -> list[Application]:
    """Applications of ``agency`` as ``rows`` say, in that order. One decided is closed, with its outcome."""
    who = applicant(agency)
    made = []
    for row in rows:
        n = next(_COUNT)
        made.append(
            Application(
                agency=agency,
                year=2025,
                serial=n,
                number=f"{agency.code}公开申〔2025〕{n}号",
                applicant=who,
                applicant_kind=row.kind,
                title=f"第{n}件的事由",
                content="外贸专项资金支持的企业名单",
                channel=row.channel,
                received_on=row.received_on,
                created_at=clock.moment(row.received_on or date(2025, 5, 6)),
                stage=Stage.CLOSED if row.decided_on else Stage.HANDLING,
                decided_on=row.decided_on,
                outcome=row.outcome if row.decided_on else "",
                due_on=row.due_on,
                due_certain=row.due_on is not None,
                query_code="",
                query_index=f"row{n}",
            )
        )
    return Application.objects.bulk_create(made, batch_size=500)


def sue(agency: Agency, by: Account, suits: Iterable[Suit]) -> list[RemedyCase]:
    """Remedy cases of ``agency`` as ``suits`` say."""
    made = RemedyCase.objects.bulk_create(
        RemedyCase(
            agency=agency,
            kind=suit.kind,
            filed_on=suit.filed_on,
            concluded_on=suit.concluded_on,
            result=suit.result if suit.concluded_on else "",
            authority="云岭县人民政府",
            number=f"云政复〔2025〕{next(_COUNT)}号",
            recorded_by=by,
        )
        for suit in suits
    )
    Round.objects.bulk_create(
        Round(
            case=case,
            level="first" if case.is_suit else "reconsideration",
            number=case.number,
            authority=case.authority,
            filed_on=case.filed_on,
            concluded_on=case.concluded_on,
            result=_RESULT[case.result],
            bucket=case.result,
        )
        for case in made
    )
    return made


def fee(application: Application, **values: object) -> FeeNotice:
    """A fee notice by pages on an application."""
    return FeeNotice.objects.create(
        application=application, agency=application.agency, tariff="by_page", **{"pages": 40, "amount": 100, **values}
    )


def at_random(seed: int, many: int, years: Sequence[int] = (2023, 2024, 2025, 2026)) -> list[Row]:
    """``many`` rows received in ``years``, most of them decided within some weeks, of every kind and outcome."""
    dice = random.Random(seed)
    outcomes = [outcome.value for outcome in Outcome]
    rows = []
    for _ in range(many):
        received = date(dice.choice(years), 1, 1) + timedelta(days=dice.randrange(365))
        decided = None if dice.random() < 0.05 else received + timedelta(days=dice.randrange(60))
        rows.append(
            Row(
                kind=dice.choices(KINDS, (30, 8, 1, 1, 4, 2))[0],
                received_on=received,
                decided_on=decided,
                outcome=dice.choices(outcomes, [30, 10, *[1] * 19])[0],
                channel=dice.choice(("online", "in_person", "signed_mail")),
                due_on=received + timedelta(days=28),
            )
        )
    return rows
