"""A body, an applicant and a form for the tests of the public site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.test import Client

from factories import agency, clerk, office_head
from factories import leader as a_leader
from gongkai.agencies.models import Agency, AgencyKind
from gongkai.applications import actions
from gongkai.applications.models import Application
from gongkai.people.models import Account

IDENTITY = "410000199001010014"
"""Fictional: the form holds, no such person is meant."""
PHONE = "13900000123"
TAIL = "0123"


def county() -> Agency:
    """云岭县人民政府, whose office supervises."""
    return agency(name="云岭县人民政府", short_name="县政府", slug="yunling", code="云政", kind=AgencyKind.GOVERNMENT)


def bureau(**values: object) -> Agency:
    """云岭县商务局 with duties, under the county's government office."""
    names: dict[str, object] = {
        "name": "云岭县商务局",
        "short_name": "商务局",
        "slug": "shangwu",
        "code": "云商",
        "duties": "组织外贸稳增长专项资金项目的申报和评审；组织家电以旧换新",
    }
    return agency(**{**names, **values})


class Desk:
    """The three people a case needs."""

    def __init__(self, of: Agency) -> None:
        self.agency = of
        self.clerk: Account = clerk(of)
        self.head: Account = office_head(of)
        self.leader: Account = a_leader(of)


def filled(**values: object) -> dict[str, Any]:
    """A complete form."""
    names: dict[str, object] = {
        "content": "2025年度外贸稳增长专项资金支持的企业名单和金额",
        "carriers": ["electronic"],
        "routes": ["online"],
        "other_form_accepted": "on",
        "kind": "natural_person",
        "name": "周清源",
        "identity_kind": "id_card",
        "identity_number": IDENTITY,
        "phone": PHONE,
    }
    return {key: value for key, value in {**names, **values}.items() if value is not None}


def sent(client: Client, of: Agency, **values: object) -> Application:
    """An application sent through the form; the session of ``client`` is the applicant's."""
    before = set(Application.objects.values_list("pk", flat=True))
    response = client.post(f"/{of.slug}/ask/write/", filled(**values))
    assert response.status_code == 302, response.content.decode()
    return Application.objects.exclude(pk__in=before).get()


def open_by_code(client: Client, case: Application, tail: str = TAIL) -> Any:
    """Give the code and the digits."""
    return client.post("/query/", {"code": case.query_code, "tail": tail})


def registered(desk: Desk, case: Application) -> Application:
    actions.open_case(case, by=desk.clerk)
    actions.register(case, by=desk.clerk)
    return case


def text_of(response: Any) -> str:
    """The page as text."""
    return response.content.decode()


def days(values: Iterable[str]) -> list[date]:
    return [date.fromisoformat(value) for value in values]
