"""A bureau on Friday 2026-10-16 with releases in every state, and servers at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

import factories
from disclosures.channels import scene
from disclosures.channels.far_sides import Account as WeChatAccount
from disclosures.channels.far_sides import WeChat, serving
from gongkai.agencies.models import Agency
from gongkai.config.home import Home
from gongkai.disclosures.channels.wechat import client
from gongkai.disclosures.models import Item, Release
from gongkai.people import clock
from gongkai.people.models import Account, Role

FRIDAY = date(2026, 10, 16)
Enter = Callable[[Account], Client]


@dataclass
class Bureau:
    agency: Agency
    clerk: Account
    head: Account
    leader: Account
    contributor: Account
    administrator: Account
    stranger: Account
    item: Item
    other: Item
    failed: Release
    retrying: Release
    poster: Release
    wechat: Release
    down: Release
    lost: Release
    portal: Release


@pytest.fixture(autouse=True)
def friday(tmp_path: Path) -> Iterator[None]:
    with (
        clock.at(FRIDAY),
        override_settings(
            NOW="2026-10-16T09:00", MEDIA_ROOT=tmp_path / "files", HOME=Home(tmp_path), PRIVATE_NETWORKS=["127.0.0.0/8"]
        ),
    ):
        yield


def furnish() -> Bureau:
    """Everything at once: two items on several channels."""
    scene.site()
    agency = scene.bureau()
    section = factories.section(agency, "流通股")
    people = {
        "clerk": factories.clerk(agency),
        "head": factories.office_head(agency),
        "leader": factories.leader(agency),
        "contributor": factories.account(agency, Role.CONTRIBUTOR, section=section, name="陈思远"),
        "administrator": factories.account(agency, Role.ADMINISTRATOR, name="管理员"),
        "stranger": factories.clerk(factories.agency()),
    }
    now = clock.now()
    item = scene.item(agency, section=section)
    other = scene.item(agency, "云岭县商务局关于开展金秋促消费活动的公告", section=None, files=False)
    gone = scene.item(agency, "关于公布加油站名单的公告", files=False, withdrawn_at=now, withdrawn_why="名单有误")
    scene.setting(agency, "platform", address="http://127.0.0.1:9/push")
    return Bureau(
        agency=agency,
        **people,
        item=item,
        other=other,
        portal=scene.release(item, "portal", state="done", done_at=now, proof=f"/info/{item.permanent}/"),
        failed=scene.release(item, "platform", state="failed", error="上级平台不认本单位的签名。", tries=1),
        poster=scene.release(item, "poster", state="to_prove"),
        wechat=scene.release(item, "wechat", state="to_prove", detail={"receipt": "DRAFT_1"}),
        retrying=scene.release(
            other, "platform", state="failed", error="连不上。", next_try_at=now + timedelta(minutes=5), detail={"failures": 1}
        ),
        lost=scene.release(
            other, "package", state="done", done_at=now, proof="https://www.county.example/1.html", stands=False,
            checked_at=now, detail={"seen": "网页不在了（404）。"},
        ),
        down=scene.release(gone, "screen", state="done", done_at=now, proof="县政府大门电子屏", down_wanted_at=now),
    )  # fmt: skip


@pytest.fixture
def bureau(unguarded: None) -> Bureau:
    return furnish()


@pytest.fixture
def enter(db: None) -> Enter:
    def as_(account: Account) -> Client:
        made = Client()
        made.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return made

    return as_


@pytest.fixture
def account() -> Iterator[WeChatAccount]:
    client._TOKENS.clear()
    made = WeChatAccount()
    with serving(WeChat, account=made) as address:
        made.base = address  # type: ignore[attr-defined]
        yield made
