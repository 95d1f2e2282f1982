"""From three approvals to every channel and down again, by the real release and with the database's guards in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from disclosures import factories as made
from disclosures.channels import scene
from disclosures.channels.far_sides import Account, Platform, Receiver, serving
from gongkai.config.home import Home
from gongkai.disclosures import actions
from gongkai.disclosures.channels import deliver, prove, signing
from gongkai.disclosures.channels.taking_down import take_down
from gongkai.disclosures.models import Item, Release
from gongkai.people import clock

CHANNELS = ["portal", "package", "wechat", "platform", "poster"]
Callbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


@pytest.fixture
def house(db: None, settings: Settings, tmp_path: Path) -> Iterator[made.House]:
    settings.MEDIA_ROOT, settings.HOME, settings.PRIVATE_NETWORKS = tmp_path / "files", Home(tmp_path), ["127.0.0.0/8"]
    scene.site()
    with clock.at(date(2026, 9, 11)):
        yield made.house(name="云岭县商务局", slug="shangwu", code="云商", organisation_code="11410000MB0000000X")


@pytest.fixture
def receiver(house: made.House) -> Iterator[Receiver]:
    public = signing.public_key()
    held = Receiver(keys={signing.key_id(public): public})
    with serving(Platform, receiver=held) as address:
        scene.setting(house.agency, "platform", address=address)
        yield held


def queued(name: str) -> list[int]:
    """The releases that the queue holds for one task, oldest first; they leave it."""
    rows = DBTaskResult.objects.filter(task_path=f"gongkai.disclosures.channels.tasks.{name}").order_by("enqueued_at")
    keys = [row.args_kwargs["args"][0] for row in rows]
    rows.delete()
    return keys


def states(item: Item) -> dict[str, str]:
    return dict(Release.objects.filter(item=item, version=item.current).values_list("channel", "state"))


def test_an_approved_draft_reaches_every_channel_and_comes_down_again(
    house: made.House, receiver: Receiver, account: Account, django_capture_on_commit_callbacks: Callbacks
) -> None:
    scene.setting(house.agency, "wechat", account.secret, app_id=account.app_id, base=account.base)  # type: ignore[attr-defined]
    draft = made.draft(house, title="云岭县2026年促消费工作安排")
    actions.save(draft, by=house.clerk, version=draft.version, fields={"channels": CHANNELS})
    draft.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        actions.submit(draft, by=house.clerk)
        made.approve(draft, *house.chain)
    item = Item.objects.get(pk=draft.item_id)
    assert states(item) == {
        "portal": "done", "package": "waiting", "wechat": "waiting", "platform": "waiting", "poster": "to_prove",
    }  # fmt: skip
    assert [deliver(pk) for pk in queued("deliver")] == ["to_prove", "to_prove", "done"]
    assert [one["news_item"][0]["title"] for one in account.drafts.values()] == ["云岭县2026年促消费工作安排"]
    prove(Release.objects.get(item=item, channel="poster"), by=house.clerk, proof="一楼公示栏")
    prove(Release.objects.get(item=item, channel="package"), by=house.clerk, proof="https://www.county.example/1.html")

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(item, why="附件有误", by=house.clerk)
    assert sorted([take_down(pk) for pk in queued("take_down")]) == ["done", "taken_down", "taken_down"]
    assert states(item) == {
        "portal": "taken_down", "package": "done", "wechat": "taken_down", "platform": "taken_down", "poster": "done",
    }  # fmt: skip
    assert (account.drafts, [m["action"] for m in receiver.taken.values()]) == ({}, ["publish", "withdraw"])


def test_a_new_version_ends_what_still_waited_for_the_old(
    house: made.House, receiver: Receiver, account: Account, django_capture_on_commit_callbacks: Callbacks
) -> None:
    scene.setting(house.agency, "wechat", account.secret, app_id=account.app_id, base=account.base)  # type: ignore[attr-defined]
    item = made.released_item(house)
    assert item.current is not None
    old = {key: scene.release(item, key) for key in ("wechat", "package")}
    old["poster"] = scene.release(item, "poster", state="to_prove")
    assert [deliver(old["wechat"].pk), deliver(old["package"].pk)] == ["to_prove", "to_prove"]
    with clock.at(clock.now() + timedelta(days=1)):
        draft = actions.change(item, by=house.contributor, note="补充标准")
        actions.save(
            draft, by=house.contributor, version=draft.version, fields={"title": "云岭县促消费工作安排（修订）"}
        )
        draft.refresh_from_db()
        actions.submit(draft, by=house.contributor)
        made.approve(draft, *house.chain)
        item.refresh_from_db()
        new = {row.channel: row for row in Release.objects.filter(version=item.current)}
        with django_capture_on_commit_callbacks(execute=True):
            assert [deliver(new["wechat"].pk), deliver(new["package"].pk)] == ["to_prove", "to_prove"]
            prove(new["poster"], by=house.clerk, proof="一楼公示栏")
        assert [take_down(pk) for pk in queued("take_down")] == ["taken_down"]
    for release in old.values():
        release.refresh_from_db()
    assert [release.state for release in old.values()] == ["taken_down"] * 3
    assert [one["news_item"][0]["title"] for one in account.drafts.values()] == ["云岭县促消费工作安排（修订）"]
