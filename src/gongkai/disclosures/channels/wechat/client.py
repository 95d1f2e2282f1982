"""The interface of 微信公众号 as far as a draft needs it. Each method is one call and knows nothing of items.

A token is kept in this process until five minutes before it ends. ``stable_token`` gives every process the same one, so several
servers do not take it from each other.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from gongkai.disclosures.channels import fetching
from gongkai.disclosures.channels.protocol import ChannelError
from gongkai.disclosures.channels.wechat.answers import AGAIN, STALE_TOKEN, refusal
from gongkai.language import say

EARLY = 300.0
"""Seconds before its end at which a token is no longer used."""
_TOKENS: dict[tuple[str, str, str], tuple[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Draft:
    """One article of the box of drafts. ``thumb``: the media id of its cover."""

    title: str
    author: str
    digest: str
    content: str
    source: str
    thumb: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """How far the publishing of a draft has come: 0 done, 1 running, else refused (`answers.STATUSES`)."""

    status: int
    article: str = ""
    address: str = ""


class Client:
    """One account. ``base``: where its interface is, without a slash at the end."""

    def __init__(self, base: str, app_id: str, secret: str) -> None:
        self.base = base.rstrip("/")
        self.app_id = app_id
        self._secret = secret

    def token(self, *, fresh: bool = False) -> str:
        """The token of the account; ``fresh``: the kept one was refused."""
        key = (self.base, self.app_id, self._secret)
        kept, until = _TOKENS.get(key, ("", 0.0))
        if kept and not fresh and time.monotonic() < until:
            return kept
        asked = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self._secret,
            # A forced renewal has a small daily quota, and kills the token in the hand of others: only when ours was refused.
            "force_refresh": fresh,
        }
        found = self._answer(self._post("/cgi-bin/stable_token", _json(asked), "application/json"))
        token, seconds = found.get("access_token"), found.get("expires_in", 0)
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise ChannelError(say("微信没有给出访问口令，请核对渠道设置里的接口地址。"), code="no-token")
        _TOKENS[key] = (token, time.monotonic() + max(0.0, seconds - EARLY))
        return token

    def upload_picture(self, name: str, data: bytes, media_type: str) -> str:
        """Put a picture of the text there (JPG or PNG up to 1 MB); the address under which the text may show it."""
        found = self._call("/cgi-bin/media/uploadimg", *_multipart(name, data, media_type))
        return _text(found, "url")

    def add_cover(self, name: str, data: bytes) -> str:
        """Keep a cover (JPG up to 64 kB) among the account's material; its media id."""
        found = self._call("/cgi-bin/material/add_material", *_multipart(name, data, "image/jpeg"), type="thumb")
        return _text(found, "media_id")

    def add_draft(self, draft: Draft) -> str:
        """Put an article into the box of drafts; its media id."""
        article = {
            "article_type": "news",
            "title": draft.title,
            "author": draft.author,
            "digest": draft.digest,
            "content": draft.content,
            "content_source_url": draft.source,
            "thumb_media_id": draft.thumb,
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }
        return _text(self._call_json("/cgi-bin/draft/add", {"articles": [article]}), "media_id")

    def find_draft(self, title: str, source: str) -> str:
        """The newest draft of this title with this original address, among the last twenty; "" if there is none."""
        found = self._call_json("/cgi-bin/draft/batchget", {"offset": 0, "count": 20, "no_content": 1})
        for item in found.get("item") or ():
            for article in (item.get("content") or {}).get("news_item") or ():
                if article.get("title") == title and article.get("content_source_url") == source:
                    return str(item.get("media_id") or "")
        return ""

    def delete_draft(self, media_id: str) -> bool:
        """Take a draft out of the box. False: it is there no more, deleted or published by somebody."""
        try:
            self._call_json("/cgi-bin/draft/delete", {"media_id": media_id})
        except ChannelError as error:
            if error.code != "40007":
                raise
            return False
        return True

    def publish(self, media_id: str) -> str:
        """Hand a draft in for publishing; the id under which to ask how far it is."""
        return _text(self._call_json("/cgi-bin/freepublish/submit", {"media_id": media_id}), "publish_id")

    def publishing(self, publish_id: str) -> Publishing:
        """How far publishing has come."""
        found = self._call_json("/cgi-bin/freepublish/get", {"publish_id": publish_id})
        items = (found.get("article_detail") or {}).get("item") or ({},)
        return Publishing(
            int(found.get("publish_status", 1)),
            str(found.get("article_id") or ""),
            str(items[0].get("article_url") or ""),
        )

    def delete_article(self, article_id: str) -> None:
        """Delete an article that was published through this interface."""
        self._call_json("/cgi-bin/freepublish/delete", {"article_id": article_id, "index": 1})

    def _call_json(self, path: str, value: object) -> dict[str, Any]:
        return self._call(path, _json(value), "application/json; charset=utf-8")

    def _call(self, path: str, body: bytes, media_type: str, **query: str) -> dict[str, Any]:
        """A call with the token; with a new one once more where the token was refused."""
        for fresh in (False, True):
            asked = urlencode({"access_token": self.token(fresh=fresh), **query})
            answer = self._post(f"{path}?{asked}", body, media_type)
            found = _object(answer)
            if found.get("errcode", 0) not in STALE_TOKEN or fresh:
                break
        return self._answer(answer)

    def _post(self, path: str, body: bytes, media_type: str) -> fetching.Answer:
        return fetching.ask("POST", self.base + path, body=body, headers={"Content-Type": media_type})

    @staticmethod
    def _answer(answer: fetching.Answer) -> dict[str, Any]:
        found = _object(answer)
        code = found.get("errcode", 0)
        if isinstance(code, int) and code:
            raise refusal(code, str(found.get("errmsg") or ""))
        return found


def _object(answer: fetching.Answer) -> dict[str, Any]:
    if answer.status >= 500:
        raise ChannelError(SENTENCE_BUSY, again=True, code=str(answer.status))
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ChannelError(say("接口地址那里不是微信的接口，请核对渠道设置里的接口地址。"), code="not-json")
    return found


SENTENCE_BUSY = say("微信的接口暂时不能用，稍后自己再试。")


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str | int) or not value:
        raise ChannelError(say("微信的答复里缺少{name}，没有完成。请到公众平台查看。", name=name), code="answer")
    return str(value)


def _json(value: object) -> bytes:
    """As the interface wants it: Chinese as Chinese. Escaped, it would show ``\\u`` in the article."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _multipart(name: str, data: bytes, media_type: str) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="media"; filename="{name}"; filelength={len(data)}\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    return head.encode() + data + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


__all__ = ["AGAIN", "Client", "Draft", "Publishing"]
