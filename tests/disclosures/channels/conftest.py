"""Friday 2026-09-11, a bureau with an item, and servers at the other end that are allowed to stand on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

import factories
from disclosures.channels import scene
from disclosures.channels.far_sides import Account, WeChat, serving
from gongkai.agencies.models import Agency
from gongkai.config.home import Home
from gongkai.disclosures.channels.wechat import client
from gongkai.people import clock
from gongkai.people.models import Account as Person
from gongkai.people.models import Role

FRIDAY = date(2026, 9, 11)


@dataclass
class Bureau:
    agency: Agency
    clerk: Person
    head: Person
    contributor: Person
    leader: Person


@pytest.fixture
def friday() -> Iterator[None]:
    with clock.at(FRIDAY):
        yield


@pytest.fixture
def bureau(unguarded: None, friday: None, settings: Settings, tmp_path: Path) -> Bureau:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HOME = Home(tmp_path)
    settings.PRIVATE_NETWORKS = ["127.0.0.0/8"]
    scene.site()
    of = scene.bureau()
    section = factories.section(of)
    return Bureau(
        of,
        factories.clerk(of),
        factories.office_head(of),
        factories.account(of, Role.CONTRIBUTOR, section=section, name="陈思远"),
        factories.leader(of),
    )


@pytest.fixture
def account() -> Iterator[Account]:
    """A made-up official account whose interface runs at ``account.base``."""
    client._TOKENS.clear()
    made = Account()
    with serving(WeChat, account=made) as address:
        made.base = address  # type: ignore[attr-defined]
        yield made
