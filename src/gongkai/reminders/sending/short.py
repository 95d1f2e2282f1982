"""Short messages behind one small interface: a file for trying out, or a gateway over HTTPS that a file describes."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from gongkai.disclosures.channels.fetching import Answer, Unreachable, ask
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.reminders.sending import describing
from gongkai.reminders.sending.describing import Description
from gongkai.reminders.sending.mailing import Unsent
from gongkai.reminders.sending.transport import WrongSetting

LEAST, MOST = timedelta(minutes=1), timedelta(days=1)
"""Within which a pause is that a gateway asks for."""
TOLD = 100
"""Characters of an answer that the log keeps."""
_NUMBERS = re.compile(r"\d{7,}")


class Gateway(Protocol):
    """Hands one short message on. Returns when it is taken, raises `Unsent`. ``key``: stays the same when it is sent again, so
    that a gateway that knows keys takes it once. ``most``: characters that a text may have."""

    most: int

    def send(self, to: str, text: str, key: str) -> None: ...


class FileGateway:
    """Writes a line of JSON for each message into a file: for trying out, and for a machine without a gateway."""

    most = describing.ONE

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
    """Calls an operator as `describing.Description` says. Nothing of what was sent, nor the secret, stands in what it raises."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self.most = description.most

    def send(self, to: str, text: str, key: str) -> None:
        address, body, headers = self.description.filled({"to": to, "text": text, "key": key})
        hidden = [each for each in (self.description.secret, text, to) if each]
        headers.setdefault("Idempotency-Key", key)
        try:
            answer = ask(
                self.description.method,
                address,
                body=body,
                headers=headers,
                seconds=self.description.seconds,
                most=20_000,
                cut=True,
                trust=self.description.trust,
            )
        except Unreachable as error:
            setting = error.code in ("certificate", "private", "address")
            unclear = error.asked and not setting
            sentence = say("短信网关没有答复，不知道收到没有。") if unclear else say("短信网关：{why}", why=error)
            raise Unsent(sentence, server=True, setting=setting, unclear=unclear) from None
        self._judge(answer, hidden)

    def _judge(self, answer: Answer, hidden: list[str]) -> None:
        """Return where the answer says yes, else raise what it means."""
        success, code = self.description.success, answer.status
        if code in (429, 503):
            after = _pause(answer.headers.get("retry-after", ""))
            raise Unsent(say("短信网关请稍后再发（{code}）。程序会自己再试。", code=code), server=True, after=after)
        if code >= 500:
            raise Unsent(say("短信网关暂时不能用（{code}）。程序会自己再试。", code=code), server=True, unclear=True)
        if code in (401, 403):
            raise Unsent(say("短信网关不接受凭证（{code}）。请核对设置。", code=code), setting=True)
        if code not in success.status if success.status else code >= 300:
            raise Unsent(say("短信网关没有接收（{code}）。请核对手机号码和设置。", code=code), again=False)
        if not success.pointer:
            return
        try:
            document = json.loads(answer.body)
            found = describing.text(describing.at(document, success.pointer))
        except (ValueError, LookupError, RecursionError):
            raise Unsent(
                say("短信网关的答复看不懂，不知道收到没有。请核对 {name} 的 success。", name=describing.NAME),
                server=True,
                unclear=True,
            ) from None
        if found in success.equals:
            return
        told = _told(document, success.reason, hidden)
        shown = _cleaned(found, hidden)[:40]
        if found in success.later:
            raise Unsent(
                say("短信网关请稍后再发（{code}{told}）。程序会自己再试。", code=shown, told=told), server=True
            )
        if found in success.number:
            raise Unsent(
                say("手机号码收不到短信（{code}{told}）。请本人核对号码。", code=shown, told=told),
                again=False,
                bounced=True,
            )
        raise Unsent(say("短信网关没有接收（{code}{told}）。请核对设置。", code=shown, told=told), again=False)


def _told(document: Any, pointer: str, hidden: list[str]) -> str:
    """What the answer gives as its reason, with what must not be in a log taken out."""
    if not pointer:
        return ""
    try:
        return say("：{told}", told=_cleaned(describing.text(describing.at(document, pointer)), hidden)[:TOLD])
    except LookupError:
        return ""


def _cleaned(told: str, hidden: list[str]) -> str:
    for each in hidden:
        told = told.replace(each, "…")
    return _NUMBERS.sub("…", told)


def _pause(given: str) -> timedelta:
    """Retry-After (RFC 9110, section 10.2.3) as a length, within bounds; the least where it says nothing that can be read."""
    try:
        wait = (
            timedelta(seconds=int(given)) if given.strip().isdecimal() else parsedate_to_datetime(given) - clock.now()
        )
    except (TypeError, ValueError, OverflowError):
        return LEAST * 5
    return min(max(wait, LEAST), MOST)


def gateway() -> Gateway | None:
    """The gateway of the installation; None where there is none. Raises `WrongSetting` where its description cannot be used."""
    if not settings.SMS:
        return None
    if settings.SMS == "file":
        return FileGateway(settings.HOME.root / "sms.jsonl")
    try:
        return HttpGateway(describing.read(settings.SMS))
    except GongkaiError as error:
        raise WrongSetting(str(error)) from None


class Refusing:
    """Stands for a gateway whose description cannot be used: every message waits, with the reason."""

    most = describing.ONE

    def __init__(self, why: str) -> None:
        self.why = why

    def send(self, to: str, text: str, key: str) -> None:
        raise Unsent(self.why, setting=True)


def standing() -> Gateway | None:
    """`gateway`, for whoever works off the outbox: one that cannot be used keeps no mail from going out."""
    try:
        return gateway()
    except WrongSetting as error:
        return Refusing(str(error))
