"""Two bureaus with their people on Friday 2026-10-16, the day of the look's own example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client, override_settings

import factories
import worlds
from desk.lists.scene import Scene, furnish
from gongkai.agencies.models import Agency, Section
from gongkai.people import clock
from gongkai.people.models import Account, Role

FRIDAY = date(2026, 10, 16)


@dataclass
class Bureau:
    agency: Agency
    clerk: Account
    head: Account
    leader: Account
    chief: Account
    section: Section
    contributor: Account
    auditor: Account
    administrator: Account
    supervisor: Account


def bureau_of(agency: Agency) -> Bureau:
    section = factories.section(agency)
    return Bureau(
        agency,
        factories.clerk(agency),
        factories.office_head(agency),
        factories.leader(agency),
        factories.account(agency, Role.CHIEF, name="孙明远"),
        section,
        factories.account(agency, Role.CONTRIBUTOR, section=section, name="王磊"),
        factories.account(agency, Role.AUDITOR, name="何审"),
        factories.account(agency, Role.ADMINISTRATOR, name="钱管"),
        factories.account(agency, Role.SUPERVISOR, name="孙立平"),
    )


@dataclass
class World:
    bureau: Bureau
    scene: Scene


def shangwu() -> Bureau:
    return bureau_of(
        factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", red_head=True)
    )


def furnished() -> World:
    with clock.at(FRIDAY):
        bureau = shangwu()
        return World(bureau, furnish(bureau))


standing = worlds.of(furnished)


@pytest.fixture
def world(db: None, standing: worlds.Standing[World], friday: None) -> World:
    return standing.own()


@pytest.fixture
def scene(world: World) -> Scene:
    """The furnished office; `bureau` is the one that it is in."""
    return world.scene


@pytest.fixture
def bureau(request: pytest.FixtureRequest, db: None) -> Bureau:
    if "world" in request.fixturenames:
        found: World = request.getfixturevalue("world")
        return found.bureau
    return shangwu()


@pytest.fixture
def other(db: None) -> Bureau:
    """Another body, whose people must see nothing of the first."""
    return bureau_of(factories.agency(name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农"))


@pytest.fixture(autouse=True)
def friday(tmp_path: object) -> Iterator[None]:
    with clock.at(FRIDAY), override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def enter(db: None) -> Callable[[Account], Client]:
    """``enter(account)``: a client logged in as that person."""

    def as_(account: Account) -> Client:
        made = Client()
        made.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return made

    return as_
