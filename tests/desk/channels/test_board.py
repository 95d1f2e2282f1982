"""渠道 at the desk: what waits on top, one press to try again, one screen to prove, settings that keep their secret."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from desk.channels.conftest import Bureau, Enter
from disclosures.channels import scene
from disclosures.channels.far_sides import Account as WeChatAccount
from disclosures.channels.far_sides import Platform, Receiver, serving
from gongkai.disclosures.channels import package, signing
from gongkai.disclosures.models import ChannelSetting, Release
from gongkai.people.models import Account


def shown(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    rows = client.get(f"/desk/releases/{query}").context["rows"]
    return [(row.release.channel, row.says, row.do) for row in rows]


def heading(client: Client, address: str = "/desk/releases/") -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", client.get(address).content.decode(), re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found.group(1))


def test_the_board_begins_with_what_waits_for_a_person(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    assert heading(client) == "没有发出1条，等登记2条，等撤下1条，网页不在了1条"
    assert shown(client) == [
        ("screen", "等撤下", "down"),
        ("package", "网页不在了", "again"),
        ("wechat", "等登记", "prove"),
        ("poster", "等登记", "prove"),
        ("platform", "没有发出", "retry"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=failed", ["platform", "platform"]),
        ("?state=done", ["screen", "package", "portal"]),
        ("?channel=poster", ["poster"]),
        ("?counted=2026", ["screen", "package", "portal"]),
        ("?counted=2025", []),
        ("?q=金秋", ["package", "platform"]),
        ("?state=x&channel=y&counted=z", ["screen", "package", "wechat", "poster", "platform"]),
    ],
)
def test_the_board_narrows(bureau: Bureau, enter: Enter, query: str, found: list[str]) -> None:
    assert [channel for channel, *_ in shown(enter(bureau.clerk), query)] == found


def test_the_board_goes_into_a_file(bureau: Bureau, enter: Enter) -> None:
    answer = enter(bureau.clerk).get("/desk/releases/?channel=poster&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[1].split(",")[:4] == [scene.TITLE, "云岭县商务局", "公示栏", "等待登记"]


def test_a_section_sees_and_proves_its_own_and_presses_nothing_else(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.contributor)
    assert shown(client) == [("wechat", "等登记", "prove"), ("poster", "等登记", "prove"), ("platform", "没有发出", "")]
    assert client.post(f"/desk/releases/{bureau.failed.pk}/retry/").status_code == 404
    assert client.get(f"/desk/releases/{bureau.lost.pk}/prove/").status_code == 404


@pytest.mark.parametrize("way", ["prove/", "package.zip", "poster-a4.pdf", "photo/"])
def test_another_bodys_release_is_not_there(bureau: Bureau, enter: Enter, way: str) -> None:
    assert enter(bureau.stranger).get(f"/desk/releases/{bureau.poster.pk}/{way}").status_code == 404


@pytest.mark.parametrize("way", ["retry/", "down/", "check/"])
def test_another_bodys_release_is_not_pressed(bureau: Bureau, enter: Enter, way: str) -> None:
    assert enter(bureau.stranger).post(f"/desk/releases/{bureau.down.pk}/{way}").status_code == 404
    assert enter(bureau.stranger).get(f"/desk/info/items/{bureau.item.pk}/channels/").status_code == 404


def test_a_leader_reads_and_does_nothing(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.leader)
    assert {do for *_, do in shown(client)} == {""}
    assert client.get(f"/desk/releases/{bureau.poster.pk}/prove/").status_code == 404


def test_one_press_sends_it_again(bureau: Bureau, enter: Enter) -> None:
    public = signing.public_key()
    receiver = Receiver(keys={signing.key_id(public): public})
    with serving(Platform, receiver=receiver) as address:
        ChannelSetting.objects.update(values={"address": f"{address}/push"})
        answer = enter(bureau.clerk).post(
            f"/desk/releases/{bureau.failed.pk}/retry/", {"back": "/desk/releases/?state=failed"}, follow=True
        )
    assert answer.redirect_chain == [("/desk/releases/?state=failed", 302)]
    assert "已发布到上级公开平台。" in answer.content.decode()
    bureau.failed.refresh_from_db()
    assert bureau.failed.state == "done"


def test_a_press_that_fails_again_says_why(bureau: Bureau, enter: Enter) -> None:
    answer = enter(bureau.clerk).post(
        f"/desk/releases/{bureau.failed.pk}/retry/", {"back": "//evil.example/"}, follow=True
    )
    assert answer.redirect_chain == [("/desk/releases/", 302)]
    assert "上级公开平台还是没有发出：连不上127.0.0.1。" in answer.content.decode()


def test_a_place_and_a_photo_on_one_screen(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.contributor)
    given = {
        "proof": "县政务服务中心一楼",
        "on": "2026-10-16",
        "photo": SimpleUploadedFile("a.png", scene.png(), "image/png"),
    }
    answer = client.post(f"/desk/releases/{bureau.poster.pk}/prove/", given, follow=True)
    assert "已登记：公示栏，县政务服务中心一楼。" in answer.content.decode()
    photo = client.get(f"/desk/releases/{bureau.poster.pk}/photo/")
    assert (photo.content, photo.headers["Content-Disposition"].split(";")[0]) == (scene.png(), "attachment")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"proof": "", "on": "2026-10-16"}, "请填写网址"),
        ({"proof": "mp.weixin.qq.com/s/abc", "on": "2026-10-16"}, "请填写完整的网址，以http://或者https://开头"),
        ({"proof": "https://mp.weixin.qq.com/s/abc", "on": "2026-10-17"}, "发布日期晚于今天，请核对。"),
    ],
)
def test_what_proves_nothing_comes_back_with_what_was_typed(
    bureau: Bureau, enter: Enter, given: dict[str, str], says: str
) -> None:
    answer = enter(bureau.clerk).post(f"/desk/releases/{bureau.wechat.pk}/prove/", given)
    page = answer.content.decode()
    assert (answer.status_code, says in page, given["proof"] in page) == (422, True, True)


def test_what_came_down_is_written_down(bureau: Bureau, enter: Enter) -> None:
    answer = enter(bureau.clerk).post(f"/desk/releases/{bureau.down.pk}/down/", follow=True)
    assert "已登记从电子屏撤下。" in answer.content.decode()
    bureau.down.refresh_from_db()
    assert bureau.down.state == "taken_down"


def test_poster_and_package_are_fetched_here(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    for paper in ("a4", "a3"):
        assert client.get(f"/desk/releases/{bureau.poster.pk}/poster-{paper}.pdf").content[:5] == b"%PDF-"
    answer = client.get(f"/desk/releases/{bureau.lost.pk}/package.zip")
    assert (package.verify(answer.content), answer.headers["Content-Disposition"].split("=")[1]) == (
        [],
        f'"{bureau.other.permanent}-v1.zip"',
    )


def test_what_was_withdrawn_is_not_printed_again(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    assert client.get(f"/desk/releases/{bureau.down.pk}/poster-a4.pdf").status_code == 404
    data = client.get(f"/desk/releases/{bureau.down.pk}/package.zip").content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "请把原来的网页从网站上移除" in archive.read("index.html").decode()


def test_further_channels_are_chosen_on_the_page_of_the_item(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    address = f"/desk/info/items/{bureau.item.pk}/channels/"
    form = client.get(address).context["form"]
    assert [key for key, _ in form.fields["channels"].choices] == [
        "package",
        "screen",
        "gazette",
        "reading",
        "press",
        "other",
    ]
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"channels": ["package", "reading"]}, follow=True)
    page = answer.content.decode()
    assert ("已交给程序发送：县政府门户网站。" in page, "发布后请登记：档案馆、图书馆等查阅点。" in page) == (
        True,
        True,
    )
    assert Release.objects.filter(item=bureau.item, channel="reading", state="to_prove").count() == 1
    assert enter(bureau.contributor).get(address).context["form"] is None


def test_the_list_for_archive_and_library_names_what_is_handed_over(bureau: Bureau, enter: Enter) -> None:
    assert enter(bureau.clerk).get("/desk/releases/transfer.docx").status_code == 404
    scene.release(bureau.item, "reading", state="to_prove")
    answer = enter(bureau.clerk).get("/desk/releases/transfer.docx")
    (table,) = Document(io.BytesIO(answer.content)).tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "序号", "名称", "文号", "日期", "份数", "移送单位", "接收单位签字", "签收日期",
    ]  # fmt: skip
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", scene.TITLE, bureau.item.document_number, "2026-09-08", "1", "云岭县商务局", "", "",
    ]  # fmt: skip
    assert len(table.rows) == 2


# Settings


def test_counts_link_to_the_releases_behind_them(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    ((_, _, lines, whole),) = client.get("/desk/channels/").context["bodies"]
    found = {line.kind.key: line.count for line in lines if line.count.items}
    assert ({key: count.items for key, count in found.items()}, whole) == ({"portal": 1, "package": 1, "screen": 1}, 3)
    for count in found.values():
        assert len(shown(client, count.query)) == count.items


def wechat(account: WeChatAccount, **change: str) -> dict[str, str]:
    base = account.base  # type: ignore[attr-defined]
    return {"active": "on", "app_id": account.app_id, "base": base, "secret": account.secret, "version": "0", **change}


def test_a_secret_is_taken_tried_and_never_shown(bureau: Bureau, enter: Enter, account: WeChatAccount) -> None:
    client = enter(bureau.head)
    address = "/desk/channels/shangwu/wechat/"
    saved = client.post(address, wechat(account), follow=True)
    tried = client.post(f"{address}try/", follow=True)
    assert "微信公众号的设置已经保存。" in saved.content.decode()
    assert "连上了，AppID和AppSecret都对，能用草稿箱。" in tried.content.decode()
    pages = [saved, tried, client.get(address), client.get("/desk/channels/"), client.get("/account/log/")]
    assert [account.secret in page.content.decode() for page in pages] == [False] * 5
    # Left blank, it stays.
    client.post(address, wechat(account, secret="", author="商务局", version="1"))
    row = ChannelSetting.objects.get(channel="wechat")
    assert (row.secret, row.values["author"], row.version) == (account.secret, "商务局", 2)


def test_settings_that_lack_something_come_back(bureau: Bureau, enter: Enter, account: WeChatAccount) -> None:
    answer = enter(bureau.head).post("/desk/channels/shangwu/wechat/", wechat(account, app_id=""))
    page = answer.content.decode()
    assert (answer.status_code, "请填写AppID" in page, account.secret in page) == (422, True, False)


def test_the_public_key_stands_where_it_is_needed(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.administrator)
    assert signing.public_key() in client.get("/desk/channels/shangwu/platform/").content.decode()
    assert client.get("/desk/channels/shangwu/poster/").context["public_key"] == ""


@pytest.mark.parametrize("who", ["clerk", "contributor", "leader", "stranger"])
def test_only_those_who_set_channels_open_their_settings(bureau: Bureau, enter: Enter, who: str) -> None:
    person: Account = getattr(bureau, who)
    assert enter(person).get("/desk/channels/shangwu/wechat/").status_code == 404
    assert enter(person).post("/desk/channels/shangwu/wechat/try/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/desk/channels/shangwu/portal/", "/desk/channels/shangwu/fax/", "/desk/channels/none/poster/"]
)
def test_what_cannot_be_set_is_not_there(bureau: Bureau, enter: Enter, address: str) -> None:
    assert enter(bureau.head).get(address).status_code == 404


def test_the_board_costs_the_same_for_few_and_for_many(
    bureau: Bureau, enter: Enter, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = enter(bureau.clerk)
    client.get("/desk/releases/")
    for n in range(20):
        scene.release(scene.item(bureau.agency, f"第{n}号公告", files=False), "poster", state="to_prove")
    with django_assert_max_num_queries(12):
        client.get("/desk/releases/")
