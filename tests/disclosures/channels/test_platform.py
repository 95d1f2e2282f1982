"""上级公开平台: a receiver that checks every signature with its own code, fails, loses answers and gets things twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from disclosures.channels import scene
from disclosures.channels.conftest import Bureau
from disclosures.channels.far_sides import Platform, Receiver, serving
from gongkai.disclosures.channels import deliver, fetching, signing, want_down
from gongkai.disclosures.channels.platform import message
from gongkai.disclosures.channels.published import published
from gongkai.disclosures.channels.taking_down import take_down
from gongkai.disclosures.models import Item, Release
from gongkai.people import clock


@pytest.fixture
def receiver(bureau: Bureau) -> Iterator[Receiver]:
    """A platform that knows our key, and the settings that lead there."""
    public = signing.public_key()
    made = Receiver(keys={signing.key_id(public): public}, token="the token of the city")
    with serving(Platform, receiver=made) as address:
        scene.setting(bureau.agency, "platform", made.token, address=f"{address}/push?from=county", files="inline")
        yield made


@pytest.fixture
def item(bureau: Bureau) -> Item:
    return scene.item(bureau.agency)


def sent(item: Item, *, later: int = 0, release: Release | None = None) -> Release:
    release = release or scene.release(item, "platform")
    with clock.at(clock.now() + timedelta(minutes=later)):
        deliver(release.pk)
    release.refresh_from_db()
    return release


def test_a_signed_message_is_taken_and_its_receipt_kept(receiver: Receiver, item: Item) -> None:
    release = sent(item)
    key = f"{item.permanent}-v1-publish"
    assert (release.state, release.error, release.proof) == ("done", "", f"https://city.example/i/{key}")
    assert (release.detail["receipt"], release.done_at) == ("R-1", clock.now())
    taken = receiver.taken[key]
    assert (taken["format"], taken["action"], taken["organisation"]) == (
        "gongkai-push/1",
        "publish",
        "11410000MB0000000X",
    )
    assert (taken["item"]["title"], len(taken["item"]["elements"])) == (scene.TITLE, 20)
    assert [(f["role"], f["name"], "data" in f) for f in taken["item"]["files"]] == [
        ("picture", "picture-1.png", True),
        ("attachment", "补贴商品清单.pdf", True),
    ]


def test_a_message_whose_answer_was_lost_is_taken_once(receiver: Receiver, item: Item) -> None:
    receiver.lost = 1
    first = sent(item)
    assert (first.state, first.next_try_at) == ("failed", clock.now() + timedelta(minutes=1))
    second = sent(item, later=2, release=first)
    assert (second.state, second.detail["receipt"]) == ("done", "R-1")
    assert (receiver.messages, len(receiver.taken)) == (2, 1)


def test_pauses_grow_and_end_with_a_person(receiver: Receiver, item: Item) -> None:
    receiver.behaviour = [503] * 20
    release, waited, at = sent(item), [], clock.now()
    while release.next_try_at is not None:
        waited.append(int((release.next_try_at - at).total_seconds() // 60))
        at = release.next_try_at
        with clock.at(at):
            deliver(release.pk)
        release.refresh_from_db()
    assert waited == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert (release.state, release.tries, receiver.messages) == ("failed", 9, 9)
    assert deliver(release.pk) == ""


@pytest.mark.parametrize(
    ("status", "says", "again"),
    [
        (503, "上级平台现在不能用（503），稍后自己再试。", True),
        (429, "上级平台现在不能用（429），稍后自己再试。", True),
        (404, "上级平台没有这个接收地址（404），请向对方核对。", False),
        (413, "数据太大，上级平台没有收。请在渠道设置里把附件改为只给下载地址。", False),
        (422, "上级平台没有收（422）。对方说：编号没有登记", False),
    ],
)
def test_a_refusal_says_what_to_do(receiver: Receiver, item: Item, status: int, says: str, again: bool) -> None:
    receiver.behaviour = [status]
    release = sent(item)
    assert (release.state, release.error, release.next_try_at is not None) == ("failed", says, again)


def test_an_unknown_key_is_told_apart_from_a_busy_platform(receiver: Receiver, item: Item) -> None:
    receiver.keys = {}
    release = sent(item)
    assert (release.error, release.next_try_at) == (
        "上级平台不认本单位的签名或者口令。请把渠道设置里的公钥和编号交对方登记，并核对访问口令。对方说：unknown key",
        None,
    )
    assert receiver.taken == {}


def test_a_platform_that_does_not_answer_in_time_is_tried_again(
    receiver: Receiver, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.slow = 0.5
    real = fetching.ask
    monkeypatch.setattr(fetching, "ask", lambda *args, **more: real(*args, **{**more, "seconds": 0.2}))
    release = sent(item)
    assert (release.state, release.error) == (
        "failed",
        "127.0.0.1在规定时间内没有答复。程序会自己再试；一直这样的，请联系对方的管理员。",
    )
    assert release.next_try_at is not None


def test_a_changed_body_another_path_or_an_old_message_is_not_trusted(bureau: Bureau, item: Item) -> None:
    public, now = signing.public_key(), clock.now()
    data = message.body(published(item.current), "publish", "1141", inline=False)  # type: ignore[arg-type]
    address = "https://city.example/push"
    given = {k.lower(): v for k, v in message.headers("POST", address, data, at=now, nonce="n", key="k").items()}

    def trusted(**change: object) -> bool:
        values: dict[str, object] = {"method": "POST", "address": address, "data": data, "given": given, "now": now}
        values |= change
        return message.trusted(public=public, **values)  # type: ignore[arg-type]

    assert trusted()
    assert [
        trusted(data=data + b" "),
        trusted(address="https://city.example/other"),
        trusted(method="PUT"),
        trusted(now=now + timedelta(minutes=6)),
        trusted(given={**given, "x-gongkai-nonce": "m"}),
        trusted(given={**given, "x-gongkai-signature": ""}),
    ] == [False] * 6


def test_a_withdrawal_is_pushed_without_what_it_said(receiver: Receiver, item: Item, bureau: Bureau) -> None:
    release = sent(item)
    Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now(), withdrawn_why="有错误")
    want_down(item, by=bureau.clerk)
    assert take_down(release.pk) == "taken_down"
    release.refresh_from_db()
    taken = receiver.taken[f"{item.permanent}-v1-withdraw"]
    assert (release.state, release.down_at, release.detail["down_receipt"]) == ("taken_down", clock.now(), "R-2")
    assert (taken["action"], taken["item"]["reason"], "html" in taken["item"]) == ("withdraw", "有错误", False)
    assert take_down(release.pk) == ""
