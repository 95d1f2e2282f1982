"""Mail over SMTP: one connection for many messages, and what a server's refusal means in words."""

from __future__ import annotations

import re
import smtplib
import ssl
from datetime import timedelta
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from gongkai.language import say
from gongkai.reminders.returning.reports import of_the_address
from gongkai.reminders.sending.composing import Message
from gongkai.reminders.sending.transport import WrongSetting


class Unsent(Exception):
    """A message did not go out. ``again``: whether it may later; ``server``: the server itself cannot be reached or used, so the
    others need not be tried now; ``setting``: nor before a person has put something right (decision 0237); ``after``: nor before
    so long; ``unclear``: it may have been taken all the same; ``bounced``: it is refused for good, and ``address``: so
    would be every other to this address. Its text is a sentence for the log."""

    def __init__(
        self,
        sentence: str,
        *,
        again: bool = True,
        server: bool = False,
        setting: bool = False,
        bounced: bool = False,
        address: bool = False,
        unclear: bool = False,
        after: timedelta | None = None,
    ) -> None:
        super().__init__(sentence)
        self.again, self.server, self.setting, self.bounced = again, server or setting, setting, bounced
        self.address, self.unclear, self.after = address, unclear, after


FAILURES = (OSError, smtplib.SMTPException, ValueError, UnicodeError, WrongSetting)
"""What the way to a server raises, for `in_words`."""


def set_up() -> bool:
    """Whether the installation has a server for mail."""
    return bool(settings.EMAIL_HOST)


class Mailer:
    """A connection that is opened with the first message, used for all of a round, and renewed after `PER_CONNECTION`."""

    PER_CONNECTION = 200
    """Messages over one connection; many servers end it after some hundred."""

    def __init__(self) -> None:
        self._connection = None
        self._sent = 0

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; a server that is gone already is no matter."""
        connection, self._connection, self._sent = self._connection, None, 0
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                connection.connection = None

    def send(self, to: str, message_id: str, message: Message, *, back_to: str = "") -> None:
        """Hand one message to the server. Returns once the server has taken it; raises `Unsent`. ``back_to``: where the envelope says
        that it comes back to, the sender where ""."""
        if not set_up():
            raise Unsent(say("没有设置发信服务器。请系统管理员设置 GONGKAI_SMTP_HOST。"), server=True)
        if self._sent >= self.PER_CONNECTION:
            self.close()
        headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
        if message.stop:
            headers |= {"List-Unsubscribe": f"<{message.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if back_to:
            headers["From"] = settings.DEFAULT_FROM_EMAIL
        sender = back_to or settings.DEFAULT_FROM_EMAIL
        mail = EmailMultiAlternatives(message.subject, message.text, sender, [to], headers=headers)
        mail.attach_alternative(message.html, "text/html")
        try:
            if self._connection is None:
                self._connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
                self._connection.open()
            self._connection.send_messages([mail])
        except FAILURES as error:
            unsent = in_words(error)
            if unsent.server or not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                self.close()
            raise unsent from error
        self._sent += 1


def in_words(error: Exception) -> Unsent:
    """What a failure means, for whoever reads the log, and whether trying again can help."""
    if isinstance(error, WrongSetting):
        return Unsent(str(error), setting=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unsent(_certificate(error), setting=True)
    if isinstance(error, ssl.SSLError):
        return Unsent(
            say(
                "发信服务器没有按TLS应答（{reason}），没有发信，也没有改用不加密的连接。"
                "请核对 GONGKAI_SMTP_SECURITY 和端口：tls 一般是465，starttls 一般是587。",
                reason=error.reason or say("原因不明"),
            ),
            setting=True,
        )
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Unsent(say("发信服务器不接受账号或者密码（{code}）。请核对设置。", code=error.smtp_code), setting=True)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        if "STARTTLS" in str(error):
            return Unsent(
                say(
                    "发信服务器不支持STARTTLS，没有发信，也没有改用不加密的连接。"
                    "请改用支持的端口；确实只在内部网络的，把 GONGKAI_SMTP_SECURITY 设为 none。"
                ),
                setting=True,
            )
        if "AUTH" in str(error):
            return Unsent(say("发信服务器不要求登录，却设置了账号。请核对端口，或者去掉账号和密码。"), setting=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reason = next(iter(error.recipients.values()))
        return _refused(int(code), reason, address=int(code) in (550, 551, 553))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Unsent(say("发信服务器不接受发件地址（{code}）。请核对设置。", code=error.smtp_code), setting=True)
    if isinstance(error, smtplib.SMTPDataError):
        return _refused(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Unsent(say("发信服务器中途断开。程序会自己再试。"), server=True)
    if isinstance(error, TimeoutError):
        return Unsent(say("发信服务器在规定时间内没有答复。程序会自己再试。"), server=True)
    if isinstance(error, smtplib.SMTPException | OSError):
        return Unsent(say("连不上发信服务器：{reason}。程序会自己再试。", reason=str(error)[:120]), server=True)
    return Unsent(say("收件地址不能用。请本人在提醒设置中改正。"), again=False, bounced=True, address=True)


_MISTRUSTED = {
    9: lambda: say("还没有生效"),
    10: lambda: say("已经过期"),
    18: lambda: say("是自签名的"),
    19: lambda: say("由不受信任的机构签发"),
    20: lambda: say("由不受信任的机构签发"),
    21: lambda: say("由不受信任的机构签发"),
    62: lambda: say("不是发给“{host}”的", host=settings.EMAIL_HOST),
    64: lambda: say("不是发给“{host}”的", host=settings.EMAIL_HOST),
}
"""By the code of OpenSSL's verification (X509_V_ERR)."""


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    why = _MISTRUSTED[error.verify_code]() if error.verify_code in _MISTRUSTED else str(error.verify_message)
    return say(
        "发信服务器的证书{why}，没有发信，也没有改用不加密的连接。请服务器的管理员更换证书；"
        "由本单位自己的机构签发的，把根证书设为 GONGKAI_SMTP_CA。",
        why=why,
    )


_MEANT = {
    550: lambda: say("收件地址不存在"),
    551: lambda: say("收件人不在这个服务器"),
    552: lambda: say("对方邮箱已满"),
    553: lambda: say("收件地址写法不对"),
    554: lambda: say("对方服务器拒收"),
    450: lambda: say("对方邮箱暂时不能用"),
    451: lambda: say("对方服务器暂时不能处理"),
    452: lambda: say("对方服务器空间不够"),
}


def _refused(code: int, reason: bytes | str, *, address: bool = False) -> Unsent:
    """``address``: what the code alone says of the address; an enhanced status in the answer knows better (RFC 3463)."""
    told = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    meant = _MEANT[code]() if code in _MEANT else say("对方服务器没有接收")
    status = re.search(r"\b5\.\d{1,3}\.\d{1,3}\b", told)
    if code == 421:
        return Unsent(say("发信服务器暂停服务（421）。程序会自己再试。"), server=True)
    if 400 <= code < 500:
        return Unsent(say("{meant}（{code}：{told}）。程序会自己再试。", meant=meant, code=code, told=told[:120]))
    return Unsent(
        say("{meant}（{code}：{told}）。请本人核对邮箱地址。", meant=meant, code=code, told=told[:120]),
        again=False,
        bounced=True,
        address=of_the_address(status[0]) if status else address,
    )
