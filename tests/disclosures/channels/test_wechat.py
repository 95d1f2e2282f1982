"""微信公众号: what arrives at the account, and what is said where it refuses."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from disclosures.channels import scene
from disclosures.channels.conftest import Bureau
from disclosures.channels.far_sides import Account
from gongkai.disclosures.channels import deliver
from gongkai.disclosures.channels.protocol import ChannelError, Config, Kept
from gongkai.disclosures.channels.published import published
from gongkai.disclosures.channels.wechat import answers, article, images
from gongkai.disclosures.channels.wechat.sender import WeChatSender
from gongkai.disclosures.models import Item, Release
from gongkai.people import clock
from gongkai.people.models import LogEntry


@pytest.fixture
def item(bureau: Bureau, account: Account) -> Item:
    base = account.base  # type: ignore[attr-defined]
    scene.setting(bureau.agency, "wechat", account.secret, app_id=account.app_id, base=base)
    return scene.item(bureau.agency)


def use(bureau: Bureau, **values: str) -> None:
    row = bureau.agency.channel_settings.get(channel="wechat")
    row.values = {**row.values, **values}
    row.save()


def sent(item: Item) -> Release:
    release = scene.release(item, "wechat")
    deliver(release.pk)
    release.refresh_from_db()
    return release


def draft_of(account: Account) -> dict[str, str]:
    (held,) = account.drafts.values()
    (one,) = held["news_item"]
    return one


def test_a_draft_arrives_with_title_summary_cover_picture_and_table(item: Item, account: Account) -> None:
    release = sent(item)
    draft = draft_of(account)
    assert (release.state, release.error, release.tries) == ("to_prove", "", 1)
    assert (draft["title"], draft["author"]) == (scene.TITLE, "县商务局")
    assert draft["digest"] == "明确2026年消费品以旧换新的补贴范围、标准和申领办法。"
    assert draft["content_source_url"] == f"https://www.yunling.example/info/{item.permanent}/"
    assert account.pictures == [scene.png()]
    assert draft["content"].count("mmbiz.qpic.cn/mmbiz_png/1/0") == 1
    assert draft["content"].count("<td") == 5 and draft["content"].count('rowspan="2"') == 1
    assert "清单（https://example.org/list）。" in draft["content"]
    assert [name for name in ("class=", "<a ", "files/", "送审稿") if name in draft["content"]] == []
    assert (release.detail["receipt"], release.detail["thumb"]) == ("DRAFT_3", "MATERIAL_2")


def test_running_it_again_sends_nothing_again(item: Item, account: Account) -> None:
    release = sent(item)
    calls = list(account.calls)
    assert deliver(release.pk) == ""
    assert (account.calls, len(account.drafts)) == (calls, 1)


def test_a_token_that_is_over_is_renewed_and_the_call_made_once_more(item: Item, account: Account) -> None:
    sent(item)
    account.expire()
    other = scene.item(item.agency, "云岭县商务局关于开展促消费活动的公告", files=False)
    assert sent(other).state == "to_prove"
    assert (len(account.drafts), account.calls.count("/cgi-bin/stable_token")) == (2, 2)


def test_a_draft_whose_answer_was_lost_is_found_and_not_made_twice(item: Item, account: Account) -> None:
    account.lost = {"/cgi-bin/draft/add"}
    release = sent(item)
    assert (release.state, len(account.drafts)) == ("failed", 1)
    with clock.at(clock.now() + timedelta(minutes=2)):
        deliver(release.pk)
    release.refresh_from_db()
    assert (release.state, len(account.drafts), len(account.pictures), len(account.material)) == ("to_prove", 1, 1, 1)
    assert release.detail["receipt"] == next(iter(account.drafts))


def test_what_was_uploaded_before_a_failure_is_not_uploaded_again(item: Item, account: Account) -> None:
    account.refuse = {"/cgi-bin/draft/add": -1}
    release = sent(item)
    assert (release.state, release.error) == ("failed", "微信的系统正忙，稍后自己再试。")
    with clock.at(clock.now() + timedelta(minutes=2)):
        deliver(release.pk)
    assert (len(account.drafts), len(account.pictures), len(account.material)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("change", "says", "again"),
    [
        ({"secret": "changed"}, "AppSecret不对，请从公众平台“设置与开发—开发接口管理”重新复制到渠道设置里。", False),
        ({"app_id": "wxother"}, "微信不认这个AppID，请核对渠道设置里的AppID，不要填成原始ID（gh_开头）。", False),
        (
            {"addresses": ()},
            "微信不让这台服务器访问：请在公众平台“设置与开发—开发接口管理”的IP白名单里加上127.0.0.1，再发一次。",
            False,
        ),
        ({"quota": 0}, answers.SENTENCES[45009], True),
        ({"refuse": {"/cgi-bin/draft/add": 45166}}, answers.SENTENCES[45166], False),
        ({"refuse": {"/cgi-bin/draft/add": 40007}}, answers.SENTENCES[40007], False),
        (
            {"refuse": {"/cgi-bin/draft/add": 61999}},
            "微信没有收，返回码61999。请按返回码查微信的开发文档，或者在公众平台手工建这篇文章，再登记网址。",
            False,
        ),
        ({"down": True}, "微信的接口暂时不能用，稍后自己再试。", True),
    ],
)
def test_a_refusal_says_what_to_do_and_whether_it_is_tried_again(
    item: Item, account: Account, change: dict[str, object], says: str, again: bool
) -> None:
    for name, value in change.items():
        setattr(account, name, value)
    release = sent(item)
    assert (release.state, release.error, release.next_try_at is not None) == ("failed", says, again)
    assert account.drafts == {}


def test_no_secret_stands_in_a_receipt_an_error_or_the_log(item: Item, account: Account) -> None:
    account.refuse = {"/cgi-bin/draft/add": 48001}
    release = sent(item)
    kept = f"{release.detail}{release.error}{[entry.data for entry in LogEntry.objects.all()]}"
    assert [word for word in (account.secret, "TOKEN_", "access_token") if word in kept] == []


def test_a_title_that_the_account_refuses_is_cut_and_stands_in_full_at_the_top(item: Item, account: Account) -> None:
    account.title = 32
    long = scene.item(
        item.agency,
        "云岭县商务局 云岭县财政局关于印发2026年消费品以旧换新补贴资金管理办法和实施细则的通知",
        files=False,
    )
    assert sent(long).state == "to_prove"
    draft = draft_of(account)
    assert (len(draft["title"]), draft["title"][-1]) == (32, "…")
    assert draft["content"].startswith(
        '<p style="margin:0 0 1em;line-height:1.75;font-weight:bold;">云岭县商务局 云岭县财政局'
    )


def test_a_long_text_ends_at_a_whole_block_with_a_line_that_says_so(
    bureau: Bureau, item: Item, account: Account
) -> None:
    text = "".join(f"<p>第{n}条 {'各单位应当按时办理。' * 20}</p>" for n in range(200))
    assert sent(scene.item(bureau.agency, text=text, files=False)).state == "to_prove"
    content = draft_of(account)["content"]
    assert len(content) < 20_000
    assert "篇幅所限，以下内容请点击文末“阅读原文”查看。" in content
    assert content.count("<p") == content.count("</p>")


def test_publishing_waits_for_the_account_and_ends_with_the_address(
    bureau: Bureau, item: Item, account: Account
) -> None:
    use(bureau, publish="1")
    account.pending = 1
    release = sent(item)
    assert (release.state, release.next_try_at) == ("waiting", clock.now() + timedelta(minutes=2))
    assert deliver(release.pk) == ""
    with clock.at(clock.now() + timedelta(minutes=3)):
        deliver(release.pk)
    release.refresh_from_db()
    assert (release.state, release.proof) == ("done", account.articles[release.detail["article_id"]])
    assert account.calls.count("/cgi-bin/freepublish/submit") == 1


def test_an_account_that_may_not_publish_says_so_and_keeps_the_draft(
    bureau: Bureau, item: Item, account: Account
) -> None:
    use(bureau, publish="1")
    account.may_publish = False
    release = sent(item)
    assert (release.state, release.error, len(account.drafts)) == ("failed", answers.SENTENCES[48001], 1)
    use(bureau, publish="")
    Release.objects.filter(pk=release.pk).update(state="waiting")
    deliver(release.pk)
    release.refresh_from_db()
    assert (release.state, len(account.drafts)) == ("to_prove", 1)


def test_a_publishing_that_the_platform_stops_is_told_with_its_reason(
    bureau: Bureau, item: Item, account: Account
) -> None:
    use(bureau, publish="1")
    account.publish_status = 4
    release = sent(item)
    assert (release.state, release.error, release.next_try_at) == ("failed", answers.STATUSES[4], None)


def config(account: Account) -> Config:
    base = account.base  # type: ignore[attr-defined]
    return Config({"app_id": account.app_id, "base": base, "author": "", "publish": ""}, account.secret)


def test_taking_down_deletes_what_the_interface_made_and_leaves_the_rest_to_a_person(
    item: Item, account: Account
) -> None:
    sender, what, kept = WeChatSender(), published(item.current), Kept({})  # type: ignore[arg-type]
    sender.send(what, config(account), kept)
    assert sender.take_down(what, config(account), kept) is True
    assert account.drafts == {}
    # A person published it from the box, so the draft is gone and the article stands somewhere.
    assert sender.take_down(what, config(account), kept) is False
    assert sender.take_down(what, config(account), Kept({"receipt": "DRAFT_3", "proved": "1"})) is False


def test_trying_out_publishes_nothing(account: Account, bureau: Bureau) -> None:
    assert WeChatSender().try_out(config(account)) == "连上了，AppID和AppSecret都对，能用草稿箱。"
    assert (account.drafts, account.material) == ({}, {})
    with pytest.raises(ChannelError, match="AppID或者AppSecret"):
        WeChatSender().try_out(Config({"app_id": "", "base": "http://127.0.0.1"}, ""))


def test_a_cover_is_a_small_jpeg_also_of_a_title_alone_or_a_large_photo() -> None:
    noise = Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    for cover in (images.cover(scene.TITLE), images.cover("", out.getvalue(), "照片.png")):
        assert (cover[:3], len(cover) < 64_000) == (b"\xff\xd8\xff", True)
    data, media_type = images.for_text(out.getvalue(), "image/png", "照片.png")
    assert (media_type, len(data) < 1_000_000) == ("image/jpeg", True)


def test_a_summary_is_the_catalogues_or_the_first_words_in_at_most_120_characters(item: Item) -> None:
    what = published(item.current)  # type: ignore[arg-type]
    plain = replace(what, summary="", html=f"<p>{'字' * 300}</p>")
    assert (len(article.digest(plain)), article.digest(plain)[-1]) == (120, "…")
