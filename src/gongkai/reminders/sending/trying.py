"""One message by each way that is set up, at once and past the outbox: what came back, in words."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from gongkai.agencies.models import Site
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.sealing import masked
from gongkai.reminders.sending import composing, identity, mailing, short, transport
from gongkai.reminders.sending.mailing import Mailer, Unsent


@dataclass(frozen=True, slots=True)
class Tried:
    """``way``: its name; ``well``: whether the far side took it; ``says``: what came back, or what has to be set."""

    way: str
    well: bool
    says: str


def mail(to: str) -> Tried:
    """Send a mail to ``to``; without an address connect and log in, and send nothing."""
    way = say("邮件")
    if not mailing.set_up():
        return Tried(way, False, say("没有设置发信服务器。请系统管理员设置 GONGKAI_SMTP_HOST。"))
    try:
        how = transport.probe()
        if not to:
            return Tried(way, True, say("{how}。没有给收件地址，没有发信。", how=how))
        with Mailer() as mailer:
            mailer.send(to, identity.message_id(f"try:{secrets.token_hex(6)}"), composing.trial(Site.this().address))
    except Unsent as failure:
        return Tried(way, False, str(failure))
    except mailing.FAILURES as error:
        return Tried(way, False, str(mailing.in_words(error)))
    return Tried(way, True, say("{how}。服务器收下了发往{to}的一封；是否送到，请看邮箱。", how=how, to=masked(to)))


def sms(to: str) -> Tried:
    """Send a short message to ``to``; without a number read the description, and send nothing."""
    way = say("短信")
    try:
        gateway = short.gateway()
    except transport.WrongSetting as error:
        return Tried(way, False, str(error))
    if gateway is None:
        return Tried(way, False, say("没有设置短信网关。"))
    if not to:
        return Tried(way, True, say("网关的设置读得懂。没有给手机号码，没有发短信。"))
    text = say("政府信息公开提醒试发，{at:%m-%d %H:%M}。", at=clock.now())
    try:
        gateway.send(to, text, f"try-{secrets.token_hex(6)}")
    except Unsent as failure:
        return Tried(way, False, str(failure))
    return Tried(way, True, say("网关收下了发往{to}的一条。", to=masked(to)))
