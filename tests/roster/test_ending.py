"""A body ends: what is open is shown first and goes to its successor; without one nothing open is left behind; the way back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

import factories
from gongkai.agencies.models import Agency
from gongkai.applications import actions as cases
from gongkai.applications.letter_facts import agency_facts
from gongkai.errors import GongkaiError
from gongkai.people import rules
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment, LogEntry, Role
from gongkai.people.rules import NotAllowed
from gongkai.portal.frame import bodies
from gongkai.roster import actions
from gongkai.roster.consequences import consequences
from gongkai.roster.models import Ending
from roster.conftest import County

DAY = date(2026, 9, 10)


@pytest.fixture
def heir(county: County) -> tuple[Agency, Account]:
    agency = factories.agency(
        name="示例县商务和投资局", short_name="县商投局", slug="shangtou", code="示商投", supervised_by=county.office
    )
    return agency, factories.account(agency, Role.ADMINISTRATOR, name="周明")


def ended(county: County, heir: Agency | None, **change: object) -> Ending:
    given = {"ends_on": DAY, "basis": "示政〔2026〕9号", "successor": heir, "by": county.keeper, **change}
    return actions.end(county.bureau, **given)  # type: ignore[arg-type]


def test_what_is_open_goes_to_the_successor_and_its_administrators_come_in(
    county: County, heir: tuple[Agency, Account]
) -> None:
    case = factories.application(county.bureau, county.clerk)
    cases.file_remedy(
        county.bureau, kind="reconsideration", filed_on=DAY, authority="示例县人民政府", number="示复〔2026〕1号",
        application=case, by=county.clerk,
    )  # fmt: skip
    below = factories.agency(name="示例县招商中心", supervised_by=county.bureau)
    facts = consequences(county.bureau)
    assert (facts.applications, facts.disputes, facts.accounts, facts.years, facts.supervised, facts.open_cases) == (
        1, 1, 2, (2025, 2026), 1, 2,
    )  # fmt: skip
    with pytest.raises(GongkaiError, match="还有2件没有办结的申请、复议诉讼和投诉举报，没有承接机关就没有人答复"):
        ended(county, None)
    assert Agency.objects.get(pk=county.bureau.pk).ends_on is None
    ended(county, heir[0])
    held = Agency.objects.get(pk=county.bureau.pk)
    assert (held.ends_on, held.successor) == (DAY, heir[0])
    assert Agency.objects.get(pk=below.pk).supervised_by == heir[0]
    assert rules.roles_in(Account.objects.get(pk=heir[1].pk), held.pk) == {Role.ADMINISTRATOR}
    # Letters speak in the successor's name; the old body still answers at its addresses, and sends who applies onwards.
    assert agency_facts(held).name == "示例县商务和投资局"
    assert held not in bodies()
    answer = Client().get("/shangwu/ask/write/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/shangtou/ask/write/")
    entry = LogEntry.objects.get(verb="agency.ended")
    assert (entry.chain.agency, entry.account, entry.data["successor"], entry.data["appointed"]) == (
        county.bureau, county.keeper, "示例县商务和投资局", ["周明"],
    )  # fmt: skip


def test_a_body_with_nothing_open_ends_without_a_successor_and_takes_no_applications(county: County) -> None:
    ended(county, None)
    answer = Client().get("/shangwu/ask/write/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ask/")
    with pytest.raises(GongkaiError, match="示例县商务局在2026-09-10已经撤销，不用再办"):
        ended(county, None)


def test_an_ending_is_taken_back_as_long_as_nothing_followed(county: County, heir: tuple[Agency, Account]) -> None:
    below = factories.agency(name="示例县招商中心", supervised_by=county.bureau)
    elsewhere = factories.agency(name="示例县会展中心", supervised_by=county.bureau)
    ending = ended(county, heir[0])
    # Given another supervisor since: stays there.
    Agency.objects.filter(pk=elsewhere.pk).update(supervised_by=county.office)
    actions.restore(ending, by=county.keeper)
    held = Agency.objects.get(pk=county.bureau.pk)
    assert (held.ends_on, held.successor) == (None, None)
    assert Agency.objects.get(pk=below.pk).supervised_by == county.bureau
    assert Agency.objects.get(pk=elsewhere.pk).supervised_by == county.office
    assert not Appointment.objects.filter(account=heir[1], agency=held).exists()
    again = ended(county, heir[0])
    log("agency.settings_changed", county.bureau, by=county.admin, agency=county.bureau)
    with pytest.raises(GongkaiError, match="示例县商务局撤销以后又有新的记录"):
        actions.restore(again, by=county.keeper)
    assert Agency.objects.get(pk=county.bureau.pk).ends_on == DAY


def test_a_successor_below_a_body_that_changes_hands_makes_no_circle(county: County) -> None:
    below = factories.agency(name="示例县招商中心", supervised_by=county.bureau)
    heir = factories.agency(name="示例县会展中心", supervised_by=below)
    ending = ended(county, heir)
    assert Agency.objects.get(pk=below.pk).supervised_by == county.office
    assert Agency.objects.get(pk=heir.pk).supervised_by == below
    actions.restore(ending, by=county.keeper)
    assert Agency.objects.get(pk=below.pk).supervised_by == county.bureau


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": date(2026, 9, 12)}, "撤销日晚于今天，没有办理"),
        ({"ends_on": date(1999, 9, 12)}, "撤销日早于设立日2000-01-01，没有办理"),
        ({"basis": "  "}, "没有写明依据，没有办理"),
    ],
)
def test_a_day_or_a_ground_that_does_not_hold_is_refused(
    county: County, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(GongkaiError, match=sentence):
        ended(county, None, **change)


def test_who_cannot_take_over_is_refused_and_the_hosting_body_does_not_end_itself(
    county: County, heir: tuple[Agency, Account]
) -> None:
    Agency.objects.filter(pk=heir[0].pk).update(ends_on=DAY)
    for successor, sentence in ((heir[0], "示例县商务和投资局也已经撤销"), (county.bureau, "不能是示例县商务局自己")):
        with pytest.raises(GongkaiError, match=sentence):
            ended(county, successor)
    with pytest.raises(GongkaiError, match="示例县人民政府办公室负责这个网站"):
        actions.end(county.office, ends_on=DAY, basis="x", successor=county.bureau, by=county.keeper)
    with pytest.raises(NotAllowed):
        ended(county, county.office, by=county.admin)
