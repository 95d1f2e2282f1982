"""Reads: one's own appointments and deputies, the accounts one manages, who holds which role, the log of one's bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people import clock, rules
from gongkai.people.models import Account, Appointment, Chain, Deputy, LogEntry, Role, SignIn

LOG_PAGE = 50


def in_force(day: date | None = None) -> Q:
    """Appointments and deputies in force on ``day`` (today)."""
    day = day or clock.today()
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def not_over(day: date | None = None) -> Q:
    """Appointments and deputies that are in force on ``day`` (today) or begin later."""
    return Q(ends_on=None) | Q(ends_on__gte=day or clock.today())


def home(account: Account) -> Agency | None:
    """The body that an account belongs to: of its first appointment not yet over, else of its last one. None without any."""
    own = Appointment.objects.filter(account=account).select_related("agency")
    found = own.filter(not_over()).order_by("pk").first() or own.order_by("-pk").first()
    return found.agency if found else None


def appointments_of(account: Account) -> QuerySet[Appointment]:
    """An account's appointments, the present ones first."""
    return Appointment.objects.filter(account=account).select_related("agency", "section").order_by("-starts_on", "pk")


def deputable(account: Account) -> QuerySet[Appointment]:
    """The appointments for which an account may name a deputy: its own, not over, of a role that may be stood in for."""
    return appointments_of(account).filter(not_over(), role__in=rules.PEOPLE_DEPUTE.roles)


def colleagues(account: Account) -> QuerySet[Account]:
    """Who may stand in for ``account``: active accounts with an appointment in force in one of its bodies."""
    bodies = deputable(account).order_by().values("agency")
    there = Appointment.objects.filter(in_force(), agency__in=bodies).values("account")
    return Account.objects.filter(pk__in=there, is_active=True).exclude(pk=account.pk).order_by("name", "pk")


def deputies_visible_to(by: Account) -> QuerySet[Deputy]:
    """Deputies that ``by`` may end: of its own appointments, and of the bodies it administers."""
    bodies = rules.agencies_with(by, rules.PEOPLE_MANAGE.key)
    return Deputy.objects.filter(Q(appointment__account=by) | Q(appointment__agency__in=bodies)).select_related(
        "appointment__account", "appointment__agency", "account"
    )


def administered(by: Account) -> QuerySet[Agency]:
    """The bodies whose accounts ``by`` manages today."""
    return Agency.objects.filter(pk__in=rules.agencies_with(by, rules.PEOPLE_MANAGE.key))


def accounts_visible_to(by: Account) -> QuerySet[Account]:
    """The accounts that have or had an appointment in a body that ``by`` administers."""
    held = Appointment.objects.filter(agency__in=rules.agencies_with(by, rules.PEOPLE_MANAGE.key)).values("account")
    return Account.objects.filter(pk__in=held)


def appointments_visible_to(by: Account) -> QuerySet[Appointment]:
    """The appointments in the bodies that ``by`` administers."""
    bodies = rules.agencies_with(by, rules.PEOPLE_MANAGE.key)
    return Appointment.objects.filter(agency__in=bodies).select_related("agency", "section", "account")


def agencies_set_by(by: Account) -> QuerySet[Agency]:
    """The bodies whose settings ``by`` may change today."""
    return Agency.objects.filter(pk__in=rules.agencies_with(by, rules.AGENCY_SETTINGS.key))


def open_sign_ins(account: Account) -> QuerySet[SignIn]:
    """The sessions of an account that may still be in use: not ended, and not older than a session lives."""
    since = clock.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignIn.objects.filter(account=account, ended_at=None, at__gte=since)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role today. ``acting_for``: who is stood in for, "" in one's own right."""

    name: str
    where: str
    until: date | None
    acting_for: str = ""


def holders(agency: Agency) -> dict[Role, list[Holder]]:
    """Who holds each role in a body today, deputies after those they stand in for."""
    found: dict[Role, list[Holder]] = {role: [] for role in Role}
    present = Appointment.objects.filter(in_force(), agency=agency, account__is_active=True)
    for appointment in present.select_related("account", "section").prefetch_related("deputies__account"):
        where = appointment.section.name if appointment.section else ""
        row = found[Role(appointment.role)]
        row.append(Holder(appointment.account.name, where, appointment.ends_on))
        row += [
            Holder(deputy.account.name, where, deputy.ends_on, appointment.account.name)
            for deputy in appointment.deputies.all()
            if deputy.starts_on <= clock.today() <= deputy.ends_on and deputy.account.is_active
        ]
    return found


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, newest first. ``older``: what to ask for next (``before``), None at the end."""

    entries: list[LogEntry]
    older: int | None


def log_visible_to(by: Account) -> QuerySet[LogEntry]:
    """The entries of the bodies whose log ``by`` may read."""
    return LogEntry.objects.filter(chain__agency__in=rules.agencies_with(by, rules.LOG_READ.key))


def log_page(
    entries: QuerySet[LogEntry],
    *,
    verb: str = "",
    person: str = "",
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
) -> LogPage:
    """One page of the log. ``person``: part of a name. ``since``, ``until``: days, both included. ``before``: from the last page."""
    if verb:
        entries = entries.filter(verb=verb)
    if person:
        entries = entries.filter(actor__icontains=person)
    if since:
        entries = entries.filter(at__gte=_midnight(since))
    if until:
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    if before:
        entries = entries.filter(pk__lt=before)
    found = list(entries.select_related("chain__agency").order_by("-pk")[: LOG_PAGE + 1])
    return LogPage(found[:LOG_PAGE], found[LOG_PAGE - 1].pk if len(found) > LOG_PAGE else None)


def _midnight(day: date) -> datetime:
    return clock.moment(datetime.combine(day, datetime.min.time()))


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A line of the table on the log-in page of the demonstration."""

    account: Account
    role: Role
    agency: Agency

    @property
    def hint(self) -> str:
        """What to try first."""
        return _TO_TRY[self.role]


_TO_TRY = {
    Role.CONTRIBUTOR: say("答复一项协助：查到的材料直接交上来"),
    Role.SECTION_HEAD: say("看本科室有哪些协助快到期"),
    Role.CLERK: say("从今天的第一件开始：登记、补正、征求意见、起草答复"),
    Role.OFFICE_HEAD: say("批准一次延期，看年报的数从哪里来"),
    Role.LEADER: say("用手机审批一份答复书"),
    Role.CHIEF: say("看经异议仍予公开的答复，批准年报"),
    Role.SUPERVISOR: say("看全县哪一家逾期，哪一份年报要改"),
    Role.AUDITOR: say("查日志，校验有没有被改动"),
    Role.ADMINISTRATOR: say("建立账号，修改机关设置"),
}


def demo_accounts() -> list[DemoAccount]:
    """One account for each role, in the order of the roles: of the body with a clerk in which most has happened, as its log
    tells; a role that nobody holds there (the supervisor, say), of the body that has it."""
    present = Appointment.objects.filter(in_force(), account__is_active=True).select_related("account", "agency")
    clerks = present.filter(role=Role.CLERK).values("agency")
    chain = Chain.objects.filter(agency__in=clerks).order_by("-sequence", "agency").first()
    busiest = chain.agency_id if chain else clerks.order_by("agency").values_list("agency", flat=True).first()
    rows: dict[Role, DemoAccount] = {}
    for held in sorted(present.order_by("pk"), key=lambda held: held.agency_id != busiest):
        rows.setdefault(Role(held.role), DemoAccount(held.account, Role(held.role), held.agency))
    return [rows[role] for role in Role if role in rows]
