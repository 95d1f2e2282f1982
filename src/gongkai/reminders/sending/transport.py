"""The way to the mail server: encrypted as the installation asks or not at all, the certificate verified, never a step back to plain."""

from __future__ import annotations

import smtplib
import ssl
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from gongkai.language import say

SECURITIES = ("starttls", "tls", "none")


class WrongSetting(Exception):
    """The settings of the mail server contradict each other or name a file that cannot be used. Its text is a sentence."""


def check() -> None:
    """Raise `WrongSetting` where the settings cannot be meant as they are. An unknown word for the security must not mean none."""
    if settings.SMTP_SECURITY not in SECURITIES:
        raise WrongSetting(
            say(
                "GONGKAI_SMTP_SECURITY 是“{value}”，只能是 starttls、tls 或者 none，没有发信。请改正。",
                value=settings.SMTP_SECURITY[:20],
            )
        )
    if bool(settings.EMAIL_HOST_USER) != bool(settings.EMAIL_HOST_PASSWORD):
        raise WrongSetting(say("GONGKAI_SMTP_USER 和 GONGKAI_SMTP_PASSWORD 只设置了一个，没有发信。请补齐或者都去掉。"))
    trusted(settings.SMTP_CA, "GONGKAI_SMTP_CA")


def trusted(file: str, name: str) -> ssl.SSLContext:
    """How certificates are verified: by the authorities in ``file`` alone, or by those of the machine where it is "". The name of the
    server is compared either way. ``name``: the setting, for the sentence of `WrongSetting`."""
    if not file:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cadata=Path(file).read_text(encoding="ascii"))
    except (OSError, ValueError, ssl.SSLError):
        raise WrongSetting(
            say("{name} 指的文件“{file}”读不出证书，没有连接。应当是PEM格式的根证书。", name=name, file=file)
        ) from None


class Backend(EmailBackend):
    """Django's own, with the authorities that the installation trusts."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        return trusted(settings.SMTP_CA, "GONGKAI_SMTP_CA")

    def open(self) -> bool | None:
        check()
        return super().open()


def probe() -> str:
    """Connect, encrypt and log in as for a mail, and hang up; how the way is protected, in words. Raises what sending would raise."""
    backend = Backend(timeout=settings.EMAIL_TIMEOUT)
    try:
        backend.open()
        socket = backend.connection.sock
        encrypted = socket.version() if isinstance(socket, ssl.SSLSocket) else ""
        backend.connection.noop()
    finally:
        try:
            backend.close()
        except (OSError, smtplib.SMTPException):
            backend.connection = None
    logged_in = say("已登录") if settings.EMAIL_HOST_USER else say("不用登录")
    if not encrypted:
        return say("没有加密，{logged_in}", logged_in=logged_in)
    return say("{version}，证书已核验，{logged_in}", version=encrypted, logged_in=logged_in)
