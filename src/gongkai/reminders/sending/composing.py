"""The words of a message: the number of the case, the day and a link. No name, no title, no text of anybody's: a mail and a short
message leave the house in the clear (decision 0162)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from gongkai.agencies.models import Site
from gongkai.applications.clocks import calendar
from gongkai.language import say
from gongkai.look.words import day
from gongkai.reminders.kinds import KINDS
from gongkai.reminders.models import Delivery, Reminder
from gongkai.reminders.steps import left

STOP_SALT = "gongkai.reminders.stop"


@dataclass(frozen=True, slots=True)
class Words:
    """One reminder in words. ``left``: 还有5个工作日; ``link``: "" where the address of the site is not known."""

    number: str
    label: str
    act: str
    on: str
    left: str
    late: bool
    link: str


@dataclass(frozen=True, slots=True)
class Message:
    """A mail. ``stop``: the address that ends mails like this in one press, "" where there is none."""

    subject: str
    text: str
    html: str
    stop: str = ""


def left_in_words(due_on: date, today: date) -> str:
    """还有5个工作日, 今天到期, 已逾期3个工作日."""
    days = left(due_on, today, calendar())
    if due_on < today:
        return say("已逾期{n}个工作日", n=-days)
    if due_on == today:
        return say("今天到期")
    return say("还有{n}个工作日", n=days) if days else say("上班时间只剩今天")


def words_of(reminder: Reminder, today: date, site: str) -> Words:
    """``reminder`` as it is said outside. Its clock must be loaded."""
    clock = reminder.clock
    kind = KINDS[clock.kind]
    path = reverse("desk:reminders") if clock.kind == "overdue" else clock.path
    how = left_in_words(reminder.due_on, today)
    if kind.awaited and reminder.due_on < today:
        how = kind.passed()
    return Words(
        clock.number, kind.label(), kind.act(), day(reminder.due_on), how, reminder.due_on < today,
        f"{site}{path}" if site else "",
    )  # fmt: skip


def mail(delivery: Delivery, reminders: Sequence[Reminder], today: date) -> Message:
    """The mail of a delivery about ``reminders``, at least one."""
    site = Site.this().address
    rows = [words_of(each, today, site) for each in reminders]
    digest = delivery.sort == Delivery.Sort.DIGEST
    if digest:
        subject = say("政府信息公开提醒：{n}件", n=len(rows))
    else:
        row = rows[0]
        subject = say("提醒：{number}，{label}，{left}", number=row.number, label=row.label, left=row.left)
    stop = ""
    if site and digest and delivery.instead_of_id is None:
        stop = f"{site}{reverse('desk:reminder_stop', args=[stop_token(delivery.account_id)])}"
    context = {
        "rows": rows,
        "digest": digest,
        "stop": stop,
        "settings": f"{site}{reverse('desk:reminder_settings')}" if site else "",
        "subject": subject,
        "instead": delivery.instead_of_id is not None,
    }
    return Message(
        subject,
        render_to_string("reminders/mail.txt", context),
        render_to_string("reminders/mail.html", context),
        stop,
    )


def trial(site: str) -> Message:
    """What is sent to try an address out."""
    subject = say("政府信息公开提醒：试发")
    context = {"rows": [], "digest": False, "stop": "", "settings": "", "subject": subject, "trial": True, "site": site}
    return Message(
        subject, render_to_string("reminders/mail.txt", context), render_to_string("reminders/mail.html", context)
    )


def short(reminder: Reminder, today: date, most: int = 70) -> str:
    """The short message of a reminder: 云商公开申〔2026〕1号答复期限今天到期，请登录公开工作台办理。 At most ``most`` characters: the call
    to log in goes first, then the end of the number."""
    row = words_of(reminder, today, "")
    whole = say("{number}{label}{left}，请登录公开工作台办理。", number=row.number, label=row.label, left=row.left)
    if units(whole) <= most:
        return whole
    rest = say("{label}{left}。", label=row.label, left=row.left)
    number = row.number
    while number and units(number) + 1 + units(rest) > most:
        number = number[:-1]
    return f"{number}{'' if number == row.number else '…'}{rest}"


def units(text: str) -> int:
    """The length of ``text`` as a short message counts it: UTF-16 code units.

    >>> units("答复😀")
    4
    """
    return len(text.encode("utf-16-be")) // 2


def stop_token(account: int) -> str:
    """What proves that a mail went to this account, and lets it be stopped without a log-in."""
    return signing.dumps({"a": account}, salt=STOP_SALT)


def stopped(token: str) -> int | None:
    """The account of a token, None for one that is not ours. It does not lapse: an old mail must be stoppable, too."""
    try:
        return int(signing.loads(token, salt=STOP_SALT)["a"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
