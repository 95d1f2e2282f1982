"""Short messages behind one small interface: a file for trying out, or the gateway of an operator over HTTP."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.conf import settings

from gongkai.disclosures.channels.fetching import Unreachable, ask
from gongkai.language import say
from gongkai.reminders.sending.mailing import Unsent

SECONDS = 15.0


class Gateway(Protocol):
    """Hands one short message on. Returns when it is taken, raises `Unsent`. ``key``: stays the same when it is sent again, so
    that a gateway that knows keys takes it once."""

    def send(self, to: str, text: str, key: str) -> None: ...


class FileGateway:
    """Writes a line of JSON for each message into a file: for trying out, and for a machine without a gateway."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, to: str, text: str, key: str) -> None:
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "to": to, "text": text, "key": key}, ensure_ascii=False)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
        except OSError as error:
            raise Unsent(say("短信没有写入文件：{reason}。", reason=error.strerror or ""), server=True) from error
        finally:
            os.close(handle)


class HttpGateway:
    """Posts to an operator's address. ``body``: a template in which ``{to}``, ``{text}`` and ``{key}`` are put in, escaped as
    JSON, or as a form where ``kind`` is ``form``. Any answer below 300 counts as taken, unless ``refusal`` stands in it."""

    def __init__(self, address: str, *, body: str, kind: str = "json", token: str = "", refusal: str = "") -> None:
        self.address, self.body, self.kind, self.token, self.refusal = address, body, kind, token, refusal

    def send(self, to: str, text: str, key: str) -> None:
        escape = quote if self.kind == "form" else _json
        body = self.body
        # One pass over the template: what was put in is never looked through for places again.
        parts = _split(body)
        values = {"to": to, "text": text, "key": key}
        body = "".join(escape(values[part]) if place else part for place, part in parts)
        kind = "application/x-www-form-urlencoded" if self.kind == "form" else "application/json"
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = ask(
                "POST", self.address, body=body.encode(), headers=headers, seconds=SECONDS, most=20_000, cut=True
            )
        except Unreachable as error:
            raise Unsent(str(error), again=error.again, server=True) from error
        told = answer.body.decode("utf-8", "replace")
        if answer.status == 429 or answer.status >= 500:
            raise Unsent(say("短信网关暂时不能用（{code}）。程序会自己再试。", code=answer.status), server=True)
        if answer.status in (401, 403):
            raise Unsent(say("短信网关不接受凭证（{code}）。请核对设置。", code=answer.status), server=True)
        if answer.status >= 300 or (self.refusal and self.refusal in told):
            raise Unsent(
                say("短信网关没有接收（{code}：{told}）。请核对手机号码和设置。", code=answer.status, told=told[:120]),
                again=False,
                bounced=True,
            )


def gateway() -> Gateway | None:
    """The gateway of the installation; None where there is none."""
    if settings.SMS == "file":
        return FileGateway(settings.HOME.root / "sms.jsonl")
    if settings.SMS.startswith(("http://", "https://")):
        return HttpGateway(
            settings.SMS,
            body=settings.SMS_BODY,
            kind=settings.SMS_KIND,
            token=settings.SMS_TOKEN,
            refusal=settings.SMS_REFUSAL,
        )
    return None


def _json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _split(template: str) -> list[tuple[bool, str]]:
    """The template as (whether it is a place, text or the name of the place)."""
    found: list[tuple[bool, str]] = []
    rest = template
    while rest:
        at, name = min(
            ((where, name) for name in ("to", "text", "key") if (where := rest.find(f"{{{name}}}")) >= 0),
            default=(-1, ""),
        )
        if at < 0:
            found.append((False, rest))
            break
        found += [(False, rest[:at]), (True, name)]
        rest = rest[at + len(name) + 2 :]
    return found
