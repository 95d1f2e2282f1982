"""The way to the mail server, over a real one (aiosmtpd): encrypted and verified or not at all, a log-in, a server that drops away."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.conf import LazySettings

from gongkai.cli.doctor import _ways
from gongkai.people import clock
from gongkai.reminders.actions.own import try_mail
from gongkai.reminders.models import Delivery
from gongkai.reminders.sending import outbox
from reminders.conftest import Bureau, contact
from reminders.papers import DAY, Authority

AT = datetime(2026, 10, 26, 9)
PLAIN = "没有改用不加密的连接"


class Box:
    """Keeps what was taken, each with whether the connection was encrypted then."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bool]] = []
        self.drops = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        line = next(line for line in content.splitlines() if line.lower().startswith(b"message-id:"))
        self.taken.append((line.partition(b":")[2].strip().decode(), encrypted))
        if self.drops:
            self.drops -= 1
            server.transport.close()
        return "250 taken"


class Half(SMTP):
    """Says that it takes the text, and drops the connection in the middle of it, once."""

    dropped = False

    async def smtp_DATA(self, arg: str) -> None:
        if Half.dropped:
            await super().smtp_DATA(arg)
            return
        Half.dropped = True
        await self.push("354 go on")
        self.transport.abort()


def passes(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"gongkai", b"right")
    return AuthResult(success=right)


class Server(Controller):
    """On 127.0.0.1, any port. ``kind``: the class of the server."""

    def __init__(
        self, box: Box, *, kind: type[SMTP] = SMTP, implicit: ssl.SSLContext | None = None, **more: Any
    ) -> None:
        self.kind, self.more = kind, more
        super().__init__(box, hostname="127.0.0.1", port=0, ssl_context=implicit)

    def factory(self) -> SMTP:
        return self.kind(self.handler, **self.more)

    def _trigger_server(self) -> None:
        # A port that the machine chose is known only now.
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


Start = Callable[..., Box]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def start(bureau: Bureau, settings: LazySettings, authority: Authority) -> Iterator[Start]:
    """``start(security, **of the server)``: a server, and an installation that uses it and trusts the authority; one mail waits."""
    running: list[Server] = []

    def begin(security: str, *, user: str = "", password: str = "", **more: Any) -> Box:
        box = Box()
        server = Server(box, **more)
        server.start()
        running.append(server)
        settings.EMAIL_BACKEND = "gongkai.reminders.sending.transport.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.SMTP_SECURITY, settings.SMTP_CA = security, str(authority.file)
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = security == "starttls", security == "tls"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = user, password
        contact(bureau.clerk)
        with clock.at(AT):
            try_mail(bureau.clerk)
        return box

    yield begin
    for server in running:
        server.stop()


def send(after: timedelta = timedelta()) -> Delivery:
    with clock.at(AT + after):
        outbox.deliver()
    return Delivery.objects.get()


def doctor() -> tuple[str, str]:
    (found,) = _ways()
    return found.well, found.bad


def test_starttls_with_a_log_in_and_an_authority_of_the_house(start: Start, authority: Authority) -> None:
    box = start(
        "starttls", tls_context=authority.server(), require_starttls=True, authenticator=passes, auth_required=True,
        user="gongkai", password="right",
    )  # fmt: skip
    assert send().state == "sent"
    assert [encrypted for _, encrypted in box.taken] == [True]
    assert doctor() == ("TLSv1.3，证书已核验，已登录。没有给收件地址，没有发信。", "")


def test_tls_from_the_first_byte(start: Start, authority: Authority) -> None:
    box = start("tls", implicit=authority.server())
    assert send().state == "sent"
    assert [encrypted for _, encrypted in box.taken] == [True]


@pytest.mark.parametrize(
    ("security", "shown", "why"),
    [
        ("starttls", {"until": -DAY}, "的证书已经过期，"),
        ("tls", {"until": -DAY}, "的证书已经过期，"),
        ("starttls", {"host": "mail.elsewhere.example"}, "的证书不是发给“127.0.0.1”的，"),
        ("tls", {"host": "127.0.0.2"}, "的证书不是发给“127.0.0.1”的，"),
    ],
)
def test_a_certificate_that_is_not_good_sends_nothing(
    start: Start, authority: Authority, security: str, shown: dict[str, Any], why: str
) -> None:
    context = authority.server(**shown)
    box = start(security, **({"implicit": context} if security == "tls" else {"tls_context": context}))
    held = send()
    assert (held.state, why in held.error, PLAIN in held.error, box.taken) == ("queued", True, True, [])
    assert doctor()[1] == held.error


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_authority_that_is_not_ours_is_not_believed(
    start: Start, authority: Authority, tmp_path: Path, security: str
) -> None:
    context = Authority(tmp_path, "Another Authority").server()
    box = start(security, **({"implicit": context} if security == "tls" else {"tls_context": context}))
    held = send()
    assert (held.state, box.taken) == ("queued", [])
    assert held.error == (
        "发信服务器的证书由不受信任的机构签发，没有发信，也没有改用不加密的连接。请服务器的管理员更换证书；"
        "由本单位自己的机构签发的，把根证书设为 GONGKAI_SMTP_CA。"
    )


def test_the_authorities_of_the_machine_do_not_know_the_house(
    start: Start, authority: Authority, settings: LazySettings
) -> None:
    box = start("starttls", tls_context=authority.server())
    settings.SMTP_CA = ""
    assert ("不受信任的机构签发" in send().error, box.taken) == (True, [])


def test_a_server_without_starttls_gets_nothing(start: Start) -> None:
    box = start("starttls")
    held = send()
    assert (held.state, "不支持STARTTLS" in held.error, PLAIN in held.error, box.taken) == ("queued", True, True, [])


def test_a_plain_server_where_tls_is_asked_for_gets_nothing(start: Start) -> None:
    box = start("tls")
    held = send()
    assert (held.state, "没有按TLS应答" in held.error, box.taken) == ("queued", True, [])


def test_a_wrong_password_is_asked_for_once_an_hour_and_after_three_days_no_more(
    start: Start, bureau: Bureau, authority: Authority
) -> None:
    asked: list[str] = []

    def refuses(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        asked.append(mechanism)
        return AuthResult(success=False, handled=False)

    box = start(
        "starttls", tls_context=authority.server(), authenticator=refuses, auth_required=True, user="gongkai",
        password="wrong",
    )  # fmt: skip
    with clock.at(AT):
        contact(bureau.head)
        try_mail(bureau.head)
    at: list[int] = []
    for minute in range(0, 130, 10):
        before = len(asked)
        with clock.at(AT + timedelta(minutes=minute)):
            outbox.deliver()
        at += [minute] if len(asked) > before else []
    held = Delivery.objects.all()
    assert {(each.state, each.tries) for each in held} == {("queued", 0)}
    assert {each.error for each in held} == {"发信服务器不接受账号或者密码（535）。请核对设置。"}
    assert (at, box.taken) == ([0, 60, 120], [])
    with clock.at(AT + timedelta(days=3, hours=1)):
        outbox.deliver()
    assert {each.state for each in Delivery.objects.all()} == {"failed"}
    assert doctor()[1] == ("发信服务器不接受账号或者密码（535）。请核对设置。")


@pytest.mark.parametrize("kind", ["before the last word", "in the middle of the text"])
def test_a_server_that_drops_away_gets_the_same_mail_again(start: Start, authority: Authority, kind: str) -> None:
    Half.dropped = False
    middle = kind != "before the last word"
    box = start("starttls", tls_context=authority.server(), kind=Half if middle else SMTP)
    box.drops = 0 if middle else 1
    held = send()
    assert (held.state, held.error, held.tries) == ("queued", "发信服务器中途断开。程序会自己再试。", 0)
    assert send(timedelta(minutes=6)).state == "sent"
    # Taken in the middle of the text: once. Taken and not said: twice, under one Message-ID (decision 0161).
    assert [message for message, _ in box.taken] == [held.message_id] * (1 if middle else 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SMTP_SECURITY": "ssl"}, "GONGKAI_SMTP_SECURITY 是“ssl”，只能是 starttls、tls 或者 none，没有发信。请改正。"),
        ({"SMTP_CA": "/nowhere/ca.pem"}, "GONGKAI_SMTP_CA 指的文件“/nowhere/ca.pem”读不出证书，没有连接。应当是PEM格式的根证书。"),
        ({"EMAIL_HOST_PASSWORD": ""}, "GONGKAI_SMTP_USER 和 GONGKAI_SMTP_PASSWORD 只设置了一个，没有发信。请补齐或者都去掉。"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_meant_sends_nothing(
    start: Start, settings: LazySettings, authority: Authority, given: dict[str, str], sentence: str
) -> None:
    box = start("starttls", tls_context=authority.server(), user="gongkai", password="right")
    settings.EMAIL_USE_TLS = False
    for name, value in given.items():
        setattr(settings, name, value)
    assert (send().error, box.taken) == (sentence, [])
    assert doctor()[1] == (sentence)


def test_a_password_over_an_open_line_is_told_by_doctor(start: Start) -> None:
    start("none", authenticator=passes, auth_require_tls=False, user="gongkai", password="right")
    assert doctor()[1] == "密码不加密地发往服务器。请把 GONGKAI_SMTP_SECURITY 改为 starttls 或者 tls。"
