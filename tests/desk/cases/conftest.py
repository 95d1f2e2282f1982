"""One bureau with its people, and another beside it, on Friday 2026-10-16; files in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

import factories
from gongkai.agencies.models import Agency, Section
from gongkai.applications.models import Application
from gongkai.people.models import Account, Role

NOW = "2026-10-16T10:02"


@dataclass
class Bureau:
    """A body and one person for every post that has to do with applications."""

    agency: Agency
    clerk: Account
    head: Account
    leader: Account
    chief: Account
    section: Section
    contributor: Account
    outsider: Account
    auditor: Account


def bureau_of(agency: Agency) -> Bureau:
    section, elsewhere = factories.section(agency), factories.section(agency, "市场股")
    return Bureau(
        agency,
        factories.clerk(agency),
        factories.office_head(agency),
        factories.leader(agency),
        factories.account(agency, Role.CHIEF, name="孙明远"),
        section,
        factories.account(agency, Role.CONTRIBUTOR, section=section, name="王磊"),
        factories.account(agency, Role.CONTRIBUTOR, section=elsewhere, name="何晓东"),
        factories.account(agency, Role.AUDITOR, name="钱文博"),
    )


@pytest.fixture(autouse=True)
def friday(settings: Settings, tmp_path: Path) -> None:
    """The clock stands for the test and for the thread of a live server alike."""
    settings.NOW = NOW
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def bureau(db: None) -> Bureau:
    return bureau_of(
        factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", red_head=True)
    )


@pytest.fixture
def other(db: None) -> Bureau:
    """Another body, whose people must see nothing of the first."""
    return bureau_of(factories.agency(name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农"))


class Desk:
    """A person at the desk, on the pages of one case."""

    def __init__(self, account: Account) -> None:
        self.client = Client()
        self.client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, name: str, case: Application, *args: Any, query: str = "", **more: Any) -> Any:
        return self.client.get(f"{address(name, case, *args)}{query}", **more)

    def post(self, name: str, case: Application, *args: Any, query: str = "", follow: bool = True, **data: Any) -> Any:
        return self.client.post(f"{address(name, case, *args)}{query}", data, follow=follow)


def address(name: str, case: Application, *args: Any) -> str:
    return reverse(f"desk:case{'_' if name else ''}{name}", args=[case.pk, *args])


@pytest.fixture
def at_desk() -> Callable[[Account], Desk]:
    return Desk


def said(answer: Any) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in answer.context["messages"]]
