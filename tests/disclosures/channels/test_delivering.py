"""One release, one worker, once; pauses, second tries, proof, further channels, taking down, and the counts of a year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection

import factories
from disclosures.channels import scene
from disclosures.channels.conftest import Bureau
from disclosures.channels.far_sides import Account, Platform, Receiver, serving
from gongkai.agencies.models import Agency
from gongkai.disclosures import rules
from gongkai.disclosures.channels import (
    add_channels,
    available,
    counted,
    counts,
    deliver,
    prove,
    retry,
    set_channel,
    signing,
    taken_down,
    tasks,
    want_down,
    work_due,
)
from gongkai.disclosures.channels.adding import CannotAdd
from gongkai.disclosures.channels.delivering import CLAIM, CannotRetry
from gongkai.disclosures.channels.platform import sender
from gongkai.disclosures.channels.platform.sender import PlatformSender
from gongkai.disclosures.channels.proving import ProofRefused
from gongkai.disclosures.channels.settings import SettingChanged, SettingRefused
from gongkai.disclosures.channels.taking_down import take_down
from gongkai.disclosures.models import ChannelSetting, Item, Release
from gongkai.files.uploads import FileRefused, Upload
from gongkai.people import clock
from gongkai.people.models import LogEntry, Role
from gongkai.people.rules import NotAllowed


@pytest.fixture
def receiver(bureau: Bureau) -> Iterator[Receiver]:
    with platform_for(bureau.agency) as made:
        yield made


@contextmanager
def platform_for(of: Agency) -> Iterator[Receiver]:
    public = signing.public_key()
    made = Receiver(keys={signing.key_id(public): public})
    with serving(Platform, receiver=made) as address:
        scene.setting(of, "platform", address=f"{address}/push")
        yield made


@pytest.fixture
def item(bureau: Bureau) -> Item:
    return scene.item(bureau.agency)


def verbs() -> list[str]:
    return list(LogEntry.objects.exclude(chain_id="system").order_by("pk").values_list("verb", flat=True))


# One worker


def test_a_worker_that_died_is_followed_by_another_when_its_claim_is_over(item: Item, receiver: Receiver) -> None:
    release = scene.release(item, "platform", claim="a dead worker", claimed_until=clock.now() + CLAIM)
    assert (deliver(release.pk), receiver.messages) == ("", 0)
    assert work_due(clock.now())["delivered"] == 0
    with clock.at(clock.now() + CLAIM):
        assert work_due(clock.now())["delivered"] == 1
        assert deliver(release.pk) == "done"


def test_a_worker_that_comes_back_late_changes_nothing(
    item: Item, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = scene.release(item, "platform")
    real = PlatformSender.send

    def slow(self, *args):  # type: ignore[no-untyped-def]
        found = real(self, *args)
        Release.objects.filter(pk=release.pk).update(claim="another worker")
        return found

    monkeypatch.setattr(PlatformSender, "send", slow)
    assert deliver(release.pk) == ""
    release.refresh_from_db()
    assert (release.state, release.claim) == ("waiting", "another worker")


def test_nothing_is_sent_before_its_hour_or_inside_a_pause(item: Item, receiver: Receiver) -> None:
    later = scene.release(item, "platform", due_at=clock.now() + timedelta(hours=1))
    assert deliver(later.pk) == ""
    Release.objects.filter(pk=later.pk).update(
        due_at=clock.now(), state="failed", next_try_at=clock.now() + timedelta(hours=1)
    )
    assert (deliver(later.pk), receiver.messages) == ("", 0)


def test_a_version_that_was_replaced_meanwhile_is_not_sent(item: Item, receiver: Receiver) -> None:
    release = scene.release(item, "platform")
    scene.release_version(item, {"title": "新的标题", "html": "<p>新</p>"})
    assert (deliver(release.pk), receiver.messages) == ("", 0)
    release.refresh_from_db()
    assert (release.state, release.error) == ("taken_down", "已经有更新的版本，这一版没有再发。")


def test_a_fault_of_our_own_is_told_and_keeps_nobody_else(
    bureau: Bureau, item: Item, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender.message, "body", lambda *args, **more: 1 / 0)
    release = scene.release(item, "platform")
    assert deliver(release.pk) == "failed"
    release.refresh_from_db()
    assert (
        release.error == f"程序出错，没有发出，稍后自己再试。一直这样的，请把这条发布的编号{release.pk}告诉系统管理员。"
    )


# A second try


def test_one_press_tries_again_at_once_and_is_logged(bureau: Bureau, item: Item, receiver: Receiver) -> None:
    receiver.behaviour = [404]
    release = scene.release(item, "platform")
    deliver(release.pk)
    release.refresh_from_db()
    assert (release.state, release.next_try_at) == ("failed", None)
    assert retry(release, by=bureau.clerk) == "done"
    assert verbs()[-3:] == ["release.failed", "release.retried", "release.sent"]
    with pytest.raises(CannotRetry, match="这条发布现在是“已发布”，不用再发"):
        retry(release, by=bureau.clerk)


def test_only_who_may_release_tries_again(bureau: Bureau, item: Item, receiver: Receiver) -> None:
    release = scene.release(item, "platform", state="failed")
    with pytest.raises(NotAllowed):
        retry(release, by=bureau.leader)
    assert receiver.messages == 0


# Proof


def test_a_place_and_a_photo_prove_a_poster(bureau: Bureau, item: Item) -> None:
    release = scene.release(item, "poster", state="to_prove")
    photo = Upload("公示栏.png", scene.png())
    done = prove(release, by=bureau.clerk, proof="县政务服务中心一楼公示栏", photo=photo)
    assert (done.state, done.proof, done.done_at, done.by) == (
        "done",
        "县政务服务中心一楼公示栏",
        clock.now(),
        bureau.clerk,
    )
    assert done.photo is not None and done.photo.media_type == "image/png"
    assert verbs()[-1] == "release.proved"


@pytest.mark.parametrize(
    ("channel", "given", "says"),
    [
        ("poster", {"proof": " "}, "请填写张贴、播放的地点。"),
        ("wechat", {"proof": "公众号已发"}, "请填写完整的网址，以http://或者https://开头，可以从浏览器地址栏复制。"),
        ("poster", {"proof": "一楼", "on": date(2026, 9, 12)}, "发布日期晚于今天，请核对。"),
        ("poster", {"proof": "一楼", "on": date(2026, 9, 10)}, "发布日期早于信息审核完成、对外公开的9月11日，请核对。"),
        ("portal", {"proof": "https://a.example/"}, "本网站的发布由程序登记，不用填写。"),
    ],
)
def test_what_proves_nothing_is_refused(
    bureau: Bureau, item: Item, channel: str, given: dict[str, object], says: str
) -> None:
    release = scene.release(item, channel, state="to_prove")
    with pytest.raises(ProofRefused) as refused:
        prove(release, by=bureau.clerk, **given)  # type: ignore[arg-type]
    assert str(refused.value) == says


def test_a_photo_is_a_picture(bureau: Bureau, item: Item) -> None:
    release = scene.release(item, "poster", state="to_prove")
    with pytest.raises(FileRefused, match="照片、截图请用JPG、PNG或者PDF文件。"):
        prove(release, by=bureau.clerk, proof="一楼", photo=Upload("证明.txt", "一楼".encode()))
    release.refresh_from_db()
    assert release.state == "to_prove"


def test_the_address_on_the_countys_portal_is_kept_with_the_item(bureau: Bureau, item: Item) -> None:
    release = scene.release(item, "package", state="to_prove")
    prove(release, by=bureau.clerk, proof="https://www.county.example/zwgk/1.html")
    item.refresh_from_db()
    assert item.address == "https://www.county.example/zwgk/1.html"


def test_another_bodys_people_prove_nothing(bureau: Bureau, item: Item) -> None:
    stranger = factories.clerk(factories.agency())
    with pytest.raises(NotAllowed):
        prove(scene.release(item, "poster", state="to_prove"), by=stranger, proof="一楼")


# Further channels


def test_a_public_item_goes_to_further_channels_once(
    bureau: Bureau, item: Item, receiver: Receiver, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        first = add_channels(item, ["poster", "platform"], by=bureau.clerk)
        second = add_channels(item, ["poster", "platform"], by=bureau.clerk)
    assert ([(r.channel, r.state) for r in first], second) == ([("poster", "to_prove"), ("platform", "waiting")], [])
    assert verbs().count("release.added") == 1


@pytest.mark.parametrize("channel", ["wechat", "portal", "nowhere"])
def test_a_channel_that_is_not_there_cannot_be_added(bureau: Bureau, item: Item, channel: str) -> None:
    with pytest.raises(CannotAdd, match="没有设置或者停用了，不能选。"):
        add_channels(item, [channel], by=bureau.clerk)


def test_what_is_not_public_goes_nowhere(bureau: Bureau, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now())
    with pytest.raises(CannotAdd, match="这条信息现在没有公开"):
        add_channels(item, ["poster"], by=bureau.clerk)


# Taking down


def test_a_withdrawal_drops_what_waits_and_leaves_what_hangs_to_a_person(
    bureau: Bureau, item: Item, receiver: Receiver
) -> None:
    waiting = scene.release(item, "platform")
    hanging = scene.release(item, "poster", state="done", done_at=clock.now())
    portal = scene.release(item, "portal", state="done", done_at=clock.now())
    Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now())
    want_down(item, by=bureau.clerk)
    for release in (waiting, hanging, portal):
        release.refresh_from_db()
    assert [(r.state, r.down_at is not None) for r in (waiting, hanging, portal)] == [
        ("taken_down", True),
        ("done", False),
        ("taken_down", True),
    ]
    assert (deliver(waiting.pk), receiver.messages) == ("", 0)
    with pytest.raises(ProofRefused, match="信息已经撤下"):
        prove(hanging, by=bureau.clerk, proof="一楼")
    assert taken_down(hanging, by=bureau.clerk, note="已揭下").state == "taken_down"
    with pytest.raises(ProofRefused, match="没有要求撤下，或者已经撤下"):
        taken_down(hanging, by=bureau.clerk)


def test_what_a_worker_has_in_hand_comes_down_after_it_went_out(
    bureau: Bureau, item: Item, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = scene.release(item, "platform")
    real = PlatformSender.send

    def withdrawn_meanwhile(self, *args):  # type: ignore[no-untyped-def]
        found = real(self, *args)
        Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now())
        want_down(item, by=bureau.clerk)
        return found

    monkeypatch.setattr(PlatformSender, "send", withdrawn_meanwhile)
    queued: list[int] = []
    monkeypatch.setattr(type(tasks.take_down), "enqueue", lambda self, pk: queued.append(pk))
    assert (deliver(release.pk), queued) == ("done", [release.pk])
    assert take_down(release.pk) == "taken_down"
    assert [message["action"] for message in receiver.taken.values()] == ["publish", "withdraw"]


def test_a_platform_that_is_away_is_asked_again_to_take_it_down(bureau: Bureau, item: Item, receiver: Receiver) -> None:
    release = scene.release(item, "platform")
    deliver(release.pk)
    Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now())
    want_down(item, by=bureau.clerk)
    assert work_due(clock.now())["taken_down"] == 1  # also where the queue has lost it
    receiver.behaviour = [503]
    assert take_down(release.pk) == "done"
    release.refresh_from_db()
    assert (release.error, release.down_at) == ("上级平台现在不能用（503），稍后自己再试。", None)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert work_due(clock.now())["taken_down"] == 1
        assert take_down(release.pk) == "taken_down"


def test_an_article_that_a_person_published_is_a_task_for_a_person(
    bureau: Bureau, item: Item, account: Account
) -> None:
    scene.setting(bureau.agency, "wechat", account.secret, app_id=account.app_id, base=account.base)  # type: ignore[attr-defined]
    release = scene.release(item, "wechat")
    deliver(release.pk)
    prove(release, by=bureau.clerk, proof="https://mp.weixin.qq.com/s/abc")
    Item.objects.filter(pk=item.pk).update(withdrawn_at=clock.now())
    want_down(item, by=bureau.clerk)
    assert take_down(release.pk) == "done"
    release.refresh_from_db()
    assert (release.error, release.next_try_at) == ("微信公众号不能由程序撤下，请到那里撤下，再登记。", None)


# Settings


def test_a_secret_is_sealed_kept_when_left_blank_and_never_logged(bureau: Bureau) -> None:
    secret = "0123456789abcdef0123456789abcdef"
    row = set_channel(bureau.agency, "wechat", active=True, values={"app_id": "wx1"}, secret=secret, by=bureau.head)
    set_channel(bureau.agency, "wechat", active=True, values={"app_id": "wx2"}, by=bureau.head, version=1)
    row.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM disclosures_channelsetting")
        ((stored,),) = cursor.fetchall()
    assert (row.secret, stored.startswith("v1:"), secret in stored) == (secret, True, False)
    logged = [entry.data for entry in LogEntry.objects.filter(verb="channel.set").order_by("pk")]
    assert [entry["changed"] for entry in logged] == [["app_id", "active", "secret"], ["app_id"]]
    assert secret not in str(logged)
    with pytest.raises(SettingChanged):
        set_channel(bureau.agency, "wechat", active=False, values={}, by=bureau.head, version=1)


@pytest.mark.parametrize(
    ("channel", "values", "says"),
    [
        ("wechat", {}, "请填写AppID。"),
        ("wechat", {"app_id": "wx1"}, "请填写AppSecret。"),
        ("platform", {"address": "ftp://city.example"}, "接收地址要以http://或者https://开头。"),
    ],
)
def test_settings_that_cannot_work_are_refused(bureau: Bureau, channel: str, values: dict[str, str], says: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        set_channel(bureau.agency, channel, active=True, values=values, by=bureau.head)
    assert str(refused.value) == says
    assert ChannelSetting.objects.count() == 0


def test_a_clerk_sets_no_channels(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        set_channel(bureau.agency, "wechat", active=False, values={}, by=bureau.clerk)


def test_a_body_uses_its_own_settings_else_those_shared_by_the_body_above(bureau: Bureau) -> None:
    below = factories.agency(supervised_by=bureau.agency)
    manual = ("portal", "package", "poster", "screen", "gazette", "reading", "press", "other")
    scene.setting(bureau.agency, "platform", address="https://city.example/")
    assert (available(bureau.agency), available(below)) == (("portal", "package", "platform", *manual[2:]), manual)
    ChannelSetting.objects.update(shared=True)
    assert available(below) == available(bureau.agency)
    ChannelSetting.objects.create(agency=below, channel="platform", active=False)
    assert available(below) == manual


# The year


def test_the_counts_of_a_year_add_up_to_the_releases_behind_them(bureau: Bureau, item: Item) -> None:
    other = scene.item(bureau.agency, "促消费活动公告", files=False)
    with clock.at(date(2025, 12, 30)):
        scene.release(item, "poster", state="done", done_at=clock.now(), proof="一楼")
    scene.release(other, "poster", state="done", done_at=clock.now(), proof="一楼")
    scene.release(other, "screen", state="taken_down", done_at=clock.now(), down_at=clock.now())
    scene.release(item, "wechat", state="failed")
    scene.release(item, "portal", state="done", done_at=clock.now(), proof="/info/2026-00001/")
    scene.release_version(item, {"title": "新的标题", "html": "<p>新</p>"})
    scene.release(item, "portal", state="done", done_at=clock.now(), proof="/info/2026-00001/")
    scene.release(item, "poster", state="done", done_at=clock.now(), proof="一楼")
    found = {each.channel: (each.items, each.proved) for each in counts(bureau.agency, 2026) if each.items}
    assert found == {"portal": (1, 1), "poster": (1, 1), "screen": (1, 0)}
    assert counted(bureau.agency, 2026).count() == sum(n for n, _ in found.values())
    assert [each.items for each in counts(bureau.agency, 2025) if each.channel == "poster"] == [1]


def test_the_day_puts_what_is_due_in_the_queue_and_nothing_else(bureau: Bureau, item: Item, receiver: Receiver) -> None:
    scene.release(item, "platform", state="failed", next_try_at=clock.now())
    others = scene.item(bureau.agency, "公告", files=False)
    scene.release(others, "platform", state="failed", next_try_at=None)
    scene.release(others, "poster", state="to_prove")
    day = clock.now() - timedelta(days=1)
    scene.release(others, "package", state="done", done_at=day, proof="https://a.example/")
    assert work_due(clock.now()) == {"delivered": 1, "taken_down": 0, "checked": 1}
    # The next minute finds them in the queue; only when the queue has lost them they are put there again.
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert work_due(clock.now()) == {"delivered": 0, "taken_down": 0, "checked": 0}
    with clock.at(clock.now() + CLAIM):
        assert work_due(clock.now()) == {"delivered": 1, "taken_down": 0, "checked": 1}


def test_what_is_in_the_queue_is_sent_by_whoever_comes_first(item: Item, receiver: Receiver) -> None:
    release = scene.release(item, "platform")
    assert work_due(clock.now())["delivered"] == 1
    assert deliver(release.pk) == "done"
    release.refresh_from_db()
    assert (release.claim, release.claimed_until) == ("", None)


def test_roles_are_those_of_the_rules() -> None:
    assert rules.PROVE.roles == {Role.CONTRIBUTOR, Role.SECTION_HEAD, Role.CLERK, Role.OFFICE_HEAD}
