"""Who may do what. Each data app declares its permissions in its own ``rules.py``; here they are kept and asked.

A permission belongs to roles. A role counts in the body of its appointment; a contributor or section head only for what is
assigned to the section. A supervisor's reach (`Reach.SUPERVISED`) also takes in the bodies that its own body supervises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Deputy, Role

SECTION_ROLES = frozenset({Role.CONTRIBUTOR, Role.SECTION_HEAD})


class Reach(StrEnum):
    """How far a role carries a permission."""

    AGENCY = "agency"
    """The body of the appointment; section roles: what is assigned to their section."""
    SUPERVISED = "supervised"
    """Also the bodies which that body supervises."""


@dataclass(frozen=True, slots=True)
class Permission:
    """``key``: ``app.verb``. ``label``: as the page of rights shows it. ``roles``: who holds it."""

    key: str
    label: str
    roles: frozenset[Role]
    reach: Reach = Reach.AGENCY


PERMISSIONS: dict[str, Permission] = {}
"""Every permission by its key, as the apps declare them."""


def declare(key: str, label: str, *roles: Role, reach: Reach = Reach.AGENCY) -> Permission:
    """Declare a permission; a second one of the same key must be equal."""
    permission = Permission(key, label, frozenset(roles), reach)
    if PERMISSIONS.setdefault(key, permission) != permission:
        raise ValueError(f"permission {key} is declared twice, differently")
    return permission


class NotAllowed(GongkaiError):
    """The person holds no role that carries the permission here."""

    def __init__(self, permission: Permission) -> None:
        holders = "、".join(Role(role).label for role in Role if role in permission.roles)
        super().__init__(
            say(
                "您现在没有“{label}”的权限，这一步没有执行。能做的是：{holders}。需要时请联系系统管理员，或者由负责人指定代行。",
                label=permission.label,
                holders=holders,
            )
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """One role in force. ``acting_for``: the name of the person stood in for, "" in one's own right."""

    agency_id: int
    section_id: int | None
    role: Role
    acting_for: str = ""


def standings(account: Account, day: date | None = None) -> tuple[Standing, ...]:
    """The roles of ``account`` in force on ``day`` (today), own and as deputy. Kept on the object for the day asked."""
    if not account.is_authenticated or not account.is_active:
        return ()
    day = day or clock.today()
    kept: dict[date, tuple[Standing, ...]] = account.__dict__.setdefault("_standings", {})
    if day not in kept:
        own = Appointment.objects.filter(account=account)
        acting = Deputy.objects.filter(account=account, starts_on__lte=day, ends_on__gte=day).select_related(
            "appointment__account"
        )
        kept[day] = (
            *(Standing(a.agency_id, a.section_id, Role(a.role)) for a in own if a.in_force(day)),
            *(
                Standing(
                    deputy.appointment.agency_id,
                    deputy.appointment.section_id,
                    Role(deputy.appointment.role),
                    deputy.appointment.account.name,
                )
                for deputy in acting
                if deputy.appointment.in_force(day) and deputy.appointment.account.is_active
            ),
        )
    return kept[day]


def forget(account: Account) -> None:
    """Read the roles anew: an appointment changed."""
    account.__dict__.pop("_standings", None)


def roles_in(account: Account, agency_id: int) -> frozenset[Role]:
    """The roles of ``account`` in one body today."""
    return frozenset(standing.role for standing in standings(account) if standing.agency_id == agency_id)


def agencies_with(account: Account, key: str) -> frozenset[int]:
    """The bodies in which ``account`` holds the permission for everything of the body, not only for a section."""
    permission = PERMISSIONS[key]
    own = {s.agency_id for s in standings(account) if s.role in permission.roles and s.role not in SECTION_ROLES}
    return frozenset(own | _supervised(own) if permission.reach is Reach.SUPERVISED else own)


def sections_with(account: Account, key: str) -> frozenset[int]:
    """The sections for which ``account`` holds the permission as their contributor or head."""
    permission = PERMISSIONS[key]
    return frozenset(
        s.section_id
        for s in standings(account)
        if s.role in permission.roles and s.role in SECTION_ROLES and s.section_id is not None
    )


def may(account: Account, key: str, agency_id: int, section_ids: Iterable[int | None] = ()) -> bool:
    """Whether ``account`` holds the permission on something of the body that is assigned to ``section_ids``."""
    if agency_id in agencies_with(account, key):
        return True
    return not sections_with(account, key).isdisjoint(section_ids)


def require(account: Account, key: str, agency_id: int, section_ids: Iterable[int | None] = ()) -> None:
    """Raise `NotAllowed` unless `may`."""
    if not may(account, key, agency_id, section_ids):
        raise NotAllowed(PERMISSIONS[key])


def _supervised(agency_ids: set[int]) -> set[int]:
    from gongkai.agencies.models import Agency

    if not agency_ids:
        return set()
    return set(Agency.objects.filter(supervised_by__in=agency_ids).values_list("pk", flat=True))


PEOPLE_MANAGE = declare("people.manage", "管理账号和任职", Role.ADMINISTRATOR)
PEOPLE_DEPUTE = declare(
    "people.depute",
    "为自己的职务指定代行",
    Role.CLERK,
    Role.OFFICE_HEAD,
    Role.LEADER,
    Role.CHIEF,
    Role.SECTION_HEAD,
    Role.CONTRIBUTOR,
    Role.SUPERVISOR,
)
PEOPLE_RIGHTS = declare("people.rights", "查看谁能做什么", *Role)
LOG_READ = declare("log.read", "查阅日志", Role.AUDITOR, Role.OFFICE_HEAD, Role.ADMINISTRATOR)
AGENCY_SETTINGS = declare("agencies.settings", "修改机关设置", Role.ADMINISTRATOR, Role.OFFICE_HEAD)
SITE_SETTINGS = declare("agencies.site", "修改网站设置", Role.ADMINISTRATOR)
