"""What an administrator does with accounts and appointments.

An administrator gives roles only in the bodies administered, and has power over a whole account (its password, its second
factor, whether it is active) only where every role of it lies in those bodies (decision 0061): otherwise one bureau's
administrator could log in as another bureau's chief.
"""

from __future__ import annotations

from datetime import date, timedelta

from axes.utils import reset as axes_reset
from django.db import transaction

from gongkai.agencies.models import Agency, Section
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, queries, rules, second_factor
from gongkai.people.first_passwords import one_time_password
from gongkai.people.journal import log
from gongkai.people.models import Account, Appointment, Deputy, Role, SignIn


def _agency_of(account: Account) -> Agency | None:
    return queries.home(account)


def _require_whole(account: Account, by: Account) -> None:
    """Raise unless ``by`` administers every body in which ``account`` holds or will hold a role."""
    mine = rules.agencies_with(by, rules.PEOPLE_MANAGE.key)
    held = Appointment.objects.filter(account=account)
    if not held.filter(agency__in=mine).exists():
        raise rules.NotAllowed(rules.PEOPLE_MANAGE)
    elsewhere = held.filter(queries.not_over()).exclude(agency__in=mine).select_related("agency").first()
    if elsewhere:
        raise GongkaiError(
            say(
                "{name}还在{agency}任职，这个账号不能由一个机关单独处理。请先与{agency}的系统管理员商定，由其结束任职或者代为处理。",
                name=account.name,
                agency=elsewhere.agency.short_name,
            )
        )


def _end_sessions(account: Account) -> None:
    SignIn.objects.filter(account=account, ended_at=None).update(ended_at=clock.now())


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    agency: Agency,
    role: Role,
    by: Account,
    section: Section | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> tuple[Account, str]:
    """A new account with its first appointment, and its one-time password, which is shown once and kept nowhere."""
    rules.require(by, rules.PEOPLE_MANAGE.key, agency.pk)
    if Account.objects.filter(username=username).exists():
        raise GongkaiError(say("已经有账号“{username}”。请换一个，例如在后面加上单位简称。", username=username))
    password = one_time_password()
    account = Account.objects.create_user(username, name, password)
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    log("account.created", account, by=by, agency=agency, username=username, name=name)
    _appoint(account, agency, role, section, starts_on or clock.today(), ends_on, by)
    return account, password


@transaction.atomic
def appoint(
    account: Account,
    *,
    agency: Agency,
    role: Role,
    by: Account,
    section: Section | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Appointment:
    """Give an account of one's own body a role in it. ``starts_on`` None: today."""
    rules.require(by, rules.PEOPLE_MANAGE.key, agency.pk)
    if not queries.accounts_visible_to(by).filter(pk=account.pk).exists():
        raise rules.NotAllowed(rules.PEOPLE_MANAGE)
    return _appoint(account, agency, role, section, starts_on or clock.today(), ends_on, by)


def _appoint(
    account: Account,
    agency: Agency,
    role: Role,
    section: Section | None,
    starts_on: date,
    ends_on: date | None,
    by: Account,
) -> Appointment:
    if role in rules.SECTION_ROLES and section is None:
        raise GongkaiError(say("{role}要写明是哪个科室的，请选择科室。", role=Role(role).label))
    if role not in rules.SECTION_ROLES:
        section = None
    if section is not None and section.agency_id != agency.pk:
        raise GongkaiError(
            say("“{section}”不是{agency}的科室，请重新选择。", section=section.name, agency=agency.short_name)
        )
    if starts_on < clock.today():
        raise GongkaiError(say("任职不能从今天以前开始：当时的办理记录已经形成。请从今天或者以后的日子起算。"))
    if ends_on is not None and ends_on < starts_on:
        raise GongkaiError(say("任职的最后一天早于第一天，请核对日期。"))
    held = Appointment.objects.filter(account=account, agency=agency, role=role, section=section)
    last = ends_on or date.max
    if any(each.starts_on <= last and (each.ends_on or date.max) >= starts_on for each in held):
        raise GongkaiError(
            say("{name}在这段时间已经是{role}，不用重复任职。", name=account.name, role=Role(role).label)
        )
    made = Appointment.objects.create(
        account=account, agency=agency, section=section, role=role, starts_on=starts_on, ends_on=ends_on
    )
    rules.forget(account)
    log(
        "appointment.begun",
        made,
        by=by,
        agency=agency,
        name=account.name,
        role=role,
        section=section.name if section else "",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return made


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: Account) -> None:
    """Let ``on`` be the last day of an appointment; one that has not begun is taken back altogether."""
    rules.require(by, rules.PEOPLE_MANAGE.key, appointment.agency_id)
    appointment = (
        Appointment.objects.select_for_update(of=("self",)).select_related("agency", "account").get(pk=appointment.pk)
    )
    facts = {"name": appointment.account.name, "role": appointment.role}
    if appointment.starts_on > clock.today():
        log("appointment.taken_back", appointment, by=by, agency=appointment.agency, **facts)
        Deputy.objects.filter(appointment=appointment).delete()
        appointment.delete()
        return
    if appointment.ends_on is not None and appointment.ends_on < clock.today():
        raise GongkaiError(say("这项任职在{on}已经结束，不用再办。", on=appointment.ends_on.isoformat()))
    if on < max(clock.today() - timedelta(days=1), appointment.starts_on):
        raise GongkaiError(say("最后一天最早是昨天，也不早于任职开始的那天。要立即停止登录，请停用账号。"))
    _keep_an_administrator(appointment.agency, on + timedelta(days=1), without=appointment)
    appointment.ends_on = on
    appointment.save(update_fields=["ends_on"])
    rules.forget(appointment.account)
    log("appointment.ended", appointment, by=by, agency=appointment.agency, ends_on=on, **facts)


def _keep_an_administrator(agency: Agency, day: date, without: Appointment) -> None:
    """Raise when the body would have no active administrator on ``day``, or from some later day on."""
    if without.role != Role.ADMINISTRATOR:
        return
    # Two administrators who end each other at once: the second waits here, and sees what the first has done.
    Agency.objects.select_for_update().get(pk=agency.pk)
    others = Appointment.objects.filter(agency=agency, role=Role.ADMINISTRATOR, account__is_active=True)
    if not others.exclude(account=without.account_id).filter(queries.in_force(day), ends_on=None).exists():
        raise GongkaiError(
            say(
                "{name}是{agency}唯一长期在任的系统管理员。结束后没有人能管理账号，请先任命另一位系统管理员。",
                name=without.account.name,
                agency=agency.short_name,
            )
        )


@transaction.atomic
def deactivate(account: Account, *, by: Account) -> None:
    """Lock an account out at once, for good or until `activate`. Its sessions end, its history stays."""
    _require_whole(account, by)
    if account.pk == by.pk:
        raise GongkaiError(say("不能停用自己的账号。请由另一位系统管理员办理。"))
    held = Appointment.objects.filter(queries.not_over(), account=account, role=Role.ADMINISTRATOR)
    for appointment in held.select_related("agency", "account"):
        _keep_an_administrator(appointment.agency, clock.today(), without=appointment)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _end_sessions(account)
    rules.forget(account)
    log("account.deactivated", account, by=by, agency=_agency_of(account), name=account.name)


@transaction.atomic
def activate(account: Account, *, by: Account) -> None:
    """Let an account log in again."""
    _require_whole(account, by)
    account.is_active = True
    account.save(update_fields=["is_active"])
    rules.forget(account)
    log("account.activated", account, by=by, agency=_agency_of(account), name=account.name)


@transaction.atomic
def reset_password(account: Account, *, by: Account) -> str:
    """A new one-time password, which is shown once and kept nowhere. All sessions end."""
    _require_whole(account, by)
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    _end_sessions(account)
    log("account.password_reset", account, by=by, agency=_agency_of(account), name=account.name)
    return password


@transaction.atomic
def reset_second_factor(account: Account, *, by: Account) -> None:
    """Take the second factor off a lost telephone. Where it is required, the next log-in sets up a new one."""
    _require_whole(account, by)
    second_factor.forget(account)
    _end_sessions(account)
    log("account.second_factor_reset", account, by=by, agency=_agency_of(account), name=account.name)


@transaction.atomic
def need_second_factor(account: Account, *, needed: bool, by: Account) -> None:
    """Require the second factor of an account, or no longer."""
    _require_whole(account, by)
    account.needs_second_factor = needed
    account.save(update_fields=["needs_second_factor"])
    verb = "account.second_factor_required" if needed else "account.second_factor_optional"
    log(verb, account, by=by, agency=_agency_of(account), name=account.name)


@transaction.atomic
def unlock(account: Account, *, by: Account) -> None:
    """Lift the lock that wrong passwords have put on an account."""
    _require_whole(account, by)
    axes_reset(username=account.username)
    log("account.unlocked", account, by=by, agency=_agency_of(account), name=account.name)
