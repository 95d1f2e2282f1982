"""Pushing: what the far side answers, and what that means for the next try."""

from __future__ import annotations

import json
import secrets

from gongkai.disclosures.channels import fetching
from gongkai.disclosures.channels.platform import message
from gongkai.disclosures.channels.protocol import ChannelError, Config, Kept, Outcome, Sent
from gongkai.disclosures.channels.published import Published
from gongkai.language import say
from gongkai.people import clock

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
LARGEST = 30_000_000
"""Bytes of a message; larger ones go with the hashes of their files only."""


class PlatformSender:
    """上级公开平台."""

    def send(self, published: Published, config: Config, kept: Kept) -> Sent:
        if not kept.text("receipt"):
            found = _push(published, config, message.PUBLISH, kept)
            kept["address"] = _text(found, "address")
            kept["receipt"] = _text(found, "receipt") or message.idempotency_key(published, message.PUBLISH)
        return Sent(Outcome.DONE, kept.text("address") or published.address)

    def take_down(self, published: Published, config: Config, kept: Kept) -> bool:
        found = _push(published, config, message.WITHDRAW, kept)
        kept["down_receipt"] = _text(found, "receipt") or message.idempotency_key(published, message.WITHDRAW)
        return True

    def try_out(self, config: Config) -> str:
        """A signed question that publishes nothing: the far side checks the signature as it would a message."""
        address = _address(config)
        data = b""
        answer = fetching.ask("HEAD", address, headers=_headers(config, "HEAD", address, data, "try-out"))
        if answer.status in (401, 403):
            raise _refused(answer)
        if answer.status in BUSY:
            raise ChannelError(
                say("上级平台现在不能用（{status}），请稍后再试。", status=answer.status), code=str(answer.status)
            )
        if answer.status == 404:
            raise ChannelError(say("上级平台没有这个接收地址（404），请向对方核对。"), code="404")
        return say("连上了上级平台。签名是否登记，以第一次推送为准。")


def _push(published: Published, config: Config, action: str, kept: Kept) -> dict[str, object]:
    address = _address(config)
    organisation = config.values.get("organisation") or published.agency_code
    if not organisation:
        raise ChannelError(
            say("没有填本单位在上级平台的编号，机关设置里也没有统一社会信用代码。请补上后再发。"), code="organisation"
        )
    data = message.body(published, action, organisation, inline=config.values.get("files") == "inline")
    if len(data) > LARGEST:
        data = message.body(published, action, organisation, inline=False)
    key = message.idempotency_key(published, action)
    # Only from here on may the far side have it.
    kept["started"] = "1"
    answer = fetching.ask("POST", address, body=data, headers=_headers(config, "POST", address, data, key))
    if answer.status in (200, 201, 202, 204, 409):
        # 409: it came already; what it says then is the receipt of the first time.
        return _object(answer)
    if answer.status in BUSY:
        raise ChannelError(
            say("上级平台现在不能用（{status}），稍后自己再试。", status=answer.status),
            again=True,
            code=str(answer.status),
        )
    raise _refused(answer)


def _refused(answer: fetching.Answer) -> ChannelError:
    code = str(answer.status)
    if answer.status in (401, 403):
        sentence = say("上级平台不认本单位的签名或者口令。请把渠道设置里的公钥和编号交对方登记，并核对访问口令。")
    elif answer.status == 404:
        sentence = say("上级平台没有这个接收地址（404），请向对方核对。")
    elif answer.status == 413:
        sentence = say("数据太大，上级平台没有收。请在渠道设置里把附件改为只给下载地址。")
    else:
        sentence = say("上级平台没有收（{status}）。", status=answer.status)
    told = " ".join((_text(_object(answer), "message") or "").split())
    if told:
        sentence += say("对方说：{told}", told=told[:120])
    return ChannelError(sentence, code=code)


def _address(config: Config) -> str:
    address = config.values.get("address", "")
    if not address:
        raise ChannelError(say("没有填上级平台的接收地址，请到渠道设置里填写。"), code="not-set-up")
    return address


def _headers(config: Config, method: str, address: str, data: bytes, key: str) -> dict[str, str]:
    found = message.headers(method, address, data, at=clock.now(), nonce=secrets.token_hex(16), key=key)
    if config.secret:
        found["Authorization"] = f"Bearer {config.secret}"
    return found


def _object(answer: fetching.Answer) -> dict[str, object]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(found: dict[str, object], name: str) -> str:
    value = found.get(name)
    return value[:200] if isinstance(value, str) else ""
