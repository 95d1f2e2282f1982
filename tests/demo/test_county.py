"""The county of the demonstration, on a few of its bodies: believable, lawful, and never ahead of its day."""

from __future__ import annotations

from datetime import date

import pytest

import worlds
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, LessonCheck, Letter, RemedyCase, Stage
from gongkai.demo import county, lore
from gongkai.demo.play.plan import LEAVES
from gongkai.demo.publishing.stories import COLLEAGUES
from gongkai.disclosures import models as disclosures
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import public, suggest
from gongkai.errors import GongkaiError
from gongkai.law.outcomes import Outcome
from gongkai.people import clock, journal
from gongkai.people.models import Account, LogEntry
from gongkai.reporting import counting
from gongkai.reporting.models import Draft

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
SLUGS = ("zhengfuban", "ziran", "shangwu")


def small(monkeypatch, cases: int, years: int, *, documents: bool = False) -> None:
    """Three bodies, and the busy one with ``cases`` applications in ``years`` years."""
    shared = lore.bodies()
    bodies = [
        {**body, "cases": cases if body["slug"] == "shangwu" else 3} for body in shared["body"] if body["slug"] in SLUGS
    ]
    monkeypatch.setattr(lore, "bodies", lambda: {**shared, "body": bodies})
    monkeypatch.setattr(county, "YEARS", years)
    papers = lore.documents()
    few = {"document": papers["document"][:1], "today": papers["today"][:1]}
    monkeypatch.setattr(lore, "documents", lambda: papers if documents else few)
    monkeypatch.setattr("gongkai.demo.publishing.history.ITEMS", 30)


def one() -> None:
    with pytest.MonkeyPatch.context() as patch, clock.at(TODAY):
        small(patch, 10, 1)
        county.build()


standing = worlds.of(one)


def test_the_county_holds_every_outcome_and_what_somebody_has_to_do_today(monkeypatch):
    small(monkeypatch, 2 * len(LEAVES), 2)
    told = []
    with clock.at(date(2026, 11, 25)):
        county.build(lambda done, whole, what: told.append((done, whole)))
    here = Application.objects.filter(agency__slug="shangwu")
    assert {row["stage"] for row in here.values("stage")} == set(Stage)
    assert {outcome for outcome in Outcome if not here.filter(outcome=outcome.value, stage="closed").exists()} == set()
    open_ones = here.exclude(stage=Stage.CLOSED)
    assert open_ones.filter(due_on__lt=date(2026, 11, 25), stage=Stage.HANDLING).exists()
    assert here.filter(opened_at=None, stage=Stage.SUBMITTED, channel="online").count() == 2
    assert open_ones.filter(assistances__answered_at=None, assistances__cancelled_at=None).exists()
    assert Letter.objects.filter(agency__slug="shangwu", code="P5", state="reviewing").count() == 1
    assert RemedyCase.objects.filter(result="").count() >= 2
    assert [(check.reach, check.state) for check in LessonCheck.objects.order_by("pk")] == [
        ("own", "in_force"),
        ("county", "in_force"),
        ("own", "in_force"),
        ("county", "proposed"),
    ]
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert list(journal.verify()) == []


@pytest.mark.usefixtures("standing")
def test_nothing_in_the_county_lies_in_the_future():
    end = clock.moment(TODAY).replace(hour=23, minute=59)
    assert LogEntry.objects.filter(at__gt=end).count() == 0
    assert Application.objects.filter(received_on__gt=TODAY).count() == 0
    assert Item.objects.filter(published_on__gt=TODAY).count() == 0


@pytest.mark.parametrize(
    "today",
    [date(2025, 1, 1), date(2025, 10, 5), date(2026, 2, 28), date(2026, 12, 31), date(2027, 1, 4), date(2028, 2, 29)],
)
def test_the_county_can_be_built_on_any_day(monkeypatch, today):
    """A holiday, the last day of a year, a year whose holidays nobody has announced."""
    small(monkeypatch, 4, 1)
    with clock.at(today):
        county.build()
    assert Application.objects.filter(agency__slug="shangwu").count() >= 20


@pytest.mark.usefixtures("standing")
def test_nobody_of_the_county_has_a_password():
    assert Account.objects.get(username="shangwu-clerk").has_usable_password() is False
    assert [account for account in Account.objects.all() if account.has_usable_password()] == []
    roles = {"clerk", "head", "leader", "chief", "section1", "auditor"}
    assert {role for role in roles if not Account.objects.filter(username=f"shangwu-{role}").exists()} == set()
    assert Account.objects.filter(username="zhengfuban-supervisor").exists()


@pytest.mark.usefixtures("standing")
def test_what_is_public_is_found_before_anybody_asks():
    item = Item.objects.filter(agency__slug="shangwu").order_by("pk").first()
    assert item.pk in [found.item.pk for found in suggest(item.title)]


def test_last_years_report_of_the_busy_body_is_published(monkeypatch):
    small(monkeypatch, 30, 2)
    with clock.at(date(2026, 11, 25)):
        county.build()
    assert Draft.objects.get(agency__slug="shangwu", year=2025).state == "published"


def test_the_county_is_built_only_into_an_empty_database(monkeypatch):
    small(monkeypatch, 0, 1)
    Agency.objects.create(name="某机关", short_name="某机关", slug="other", code="某")
    with pytest.raises(GongkaiError, match="已经有机关"):
        county.build()


def test_the_county_has_forty_bodies_one_of_which_supervises_the_rest():
    bodies = lore.bodies()["body"]
    assert len(bodies) == 40
    assert {len({body[key] for body in bodies}) for key in ("slug", "name", "code")} == {40}
    assert bodies[0]["kind"] == "government_office"


def test_publication_lies_on_the_desks_at_every_stage_and_nothing_of_it_is_public(monkeypatch):
    small(monkeypatch, 3, 5, documents=True)
    with clock.at(date(2026, 11, 25)):
        county.build()
        here = disclosures.Draft.objects.filter(agency__slug="shangwu")
        assert sorted(here.exclude(stage="released").values_list("stage", flat=True)) == [
            "approved", "doubt", "draft", "draft", "reviewing", "reviewing", "reviewing"
        ]  # fmt: skip
        leaky = here.get(title="2026年家电以旧换新补贴发放名单（第三批）")
        assert {found["code"] for found in leaky.findings if found["severity"] == "must"} >= {"leak.mobile"}
        assert not public().filter(title__in=here.exclude(stage="released").values("title")).exists()
        texts = " ".join(public().values_list("html", flat=True))
        assert [name for name in COLLEAGUES if name in texts] == []
        old = public().get(title__contains="农贸市场升级改造奖补办法》")
        assert (old.validity, old.current.number) == ("repealed", 1)
        counted = counting.count(Agency.objects.get(slug="shangwu"), 2026)
        found = {cell.column: n for cell, n in counted.items() if (cell.table, cell.row) == ("proactive", "normative")}
        assert found == {"made": 1, "repealed": 1, "in_force": 4}
