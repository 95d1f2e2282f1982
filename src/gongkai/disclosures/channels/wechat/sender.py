"""From a released version to a draft, and where the account may, to a published article. Every answer is kept as it comes: pictures
and cover are uploaded once, and a draft whose answer was lost is looked for before another is made."""

from __future__ import annotations

from gongkai.disclosures.channels.protocol import ChannelError, Config, Kept, Outcome, Sent
from gongkai.disclosures.channels.published import Published
from gongkai.disclosures.channels.wechat import answers, article, images
from gongkai.disclosures.channels.wechat.client import Client, Draft
from gongkai.language import say


class WeChatSender:
    """微信公众号."""

    def send(self, published: Published, config: Config, kept: Kept) -> Sent:
        client = _client(config)
        if not kept.text("receipt"):
            self._make_draft(client, published, config, kept)
        if not config.on("publish"):
            return Sent(Outcome.TO_PROVE)
        if not kept.text("publish_id"):
            kept["publish_id"] = client.publish(kept.text("receipt"))
        found = client.publishing(kept.text("publish_id"))
        if found.status == 1:
            return Sent(Outcome.LATER)
        if found.status != 0:
            del kept["publish_id"]
            raise ChannelError(
                answers.STATUSES.get(found.status, answers.STATUSES[3]), code=f"publish-status-{found.status}"
            )
        kept["article_id"] = found.article
        return Sent(Outcome.DONE, found.address)

    def take_down(self, published: Published, config: Config, kept: Kept) -> bool:
        """What this interface published or only drafted, it deletes; what a person published there, only a person can."""
        client = _client(config)
        if kept.text("article_id"):
            client.delete_article(kept.text("article_id"))
            return True
        if kept.text("publish_id") or kept.text("proved"):
            return False
        media_id = kept.text("receipt") or (
            client.find_draft(_title(published, article.TITLE), published.address) if kept.text("started") else ""
        )
        # A draft that is gone from the box may have been published by hand: a person looks.
        return client.delete_draft(media_id) if media_id else True

    def try_out(self, config: Config) -> str:
        client = _client(config)
        client.token(fresh=False)
        client.find_draft("", "")
        return say("连上了，AppID和AppSecret都对，能用草稿箱。")

    def _make_draft(self, client: Client, published: Published, config: Config, kept: Kept) -> None:
        addresses = self._pictures(client, published, kept)
        if not kept.text("thumb"):
            kept["thumb"] = client.add_cover("cover.jpg", _cover(published))
        for most in (article.TITLE, article.TITLE_LEAST):
            title = _title(published, most)
            if kept.text("started"):
                # The answer to an earlier try was lost: what it made may be there.
                found = client.find_draft(title, published.address)
                if found:
                    kept["receipt"] = found
                    return
            draft = Draft(
                title=title,
                author=article.cut(config.values.get("author") or published.short_name, article.AUTHOR),
                digest=article.digest(published),
                content=article.article(published, addresses, whole_title=title != published.title),
                source=published.address,
                thumb=kept.text("thumb"),
            )
            kept["started"] = "1"
            try:
                kept["receipt"] = client.add_draft(draft)
            except ChannelError as error:
                if error.code == "40007":
                    del kept["thumb"]  # deleted on the account's own pages: uploaded anew by the next try
                if error.code != str(answers.TITLE_TOO_LONG) or title == _title(published, article.TITLE_LEAST):
                    raise
            else:
                return

    def _pictures(self, client: Client, published: Published, kept: Kept) -> dict[str, str]:
        held = kept.get("pictures")
        done = {str(key): str(value) for key, value in held.items()} if isinstance(held, dict) else {}
        for sha256, picture in published.pictures.items():
            if sha256 not in done:
                data, media_type = images.for_text(picture.read(), picture.media_type, picture.name)
                ending = ".png" if media_type == "image/png" else ".jpg"
                done[sha256] = client.upload_picture(f"{sha256[:16]}{ending}", data, media_type)
                kept["pictures"] = dict(done)
        return done


def _client(config: Config) -> Client:
    if not config.values.get("app_id") or not config.secret:
        raise ChannelError(say("微信公众号没有填AppID或者AppSecret，请到渠道设置里填写。"), code="not-set-up")
    return Client(config.values["base"], config.values["app_id"], config.secret)


def _title(published: Published, most: int) -> str:
    return article.cut(" ".join(published.title.split()), most)


def _cover(published: Published) -> bytes:
    first = next(iter(published.pictures.values()), None)
    return images.cover(published.title, first.read(), first.name) if first else images.cover(published.title)
