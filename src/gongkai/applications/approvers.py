"""Who would approve: the names behind the roles, read once a list."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency
from gongkai.people import clock
from gongkai.people.models import Appointment, Role


def approver_name(agency: Agency, role: str, today: date) -> str:
    """Who holds ``role`` in a body today; the name of the role where nobody does. Read once an ``agency`` object, which a list
    of cases can share."""
    kept: dict[date, dict[str, str]] = agency.__dict__.setdefault("_holders", {})
    if today not in kept:
        held = Appointment.objects.filter(agency=agency, account__is_active=True).select_related("account")
        # Where several hold a role, the first appointed is named.
        kept[today] = {each.role: each.account.name for each in reversed(held) if each.in_force(today)}
    return kept[today].get(role) or Role(role).label


def know_holders(agency: Agency, names: dict[str, str]) -> None:
    """Let `approver_name` know who holds which role in ``agency`` today, where the names came along with another query."""
    agency.__dict__["_holders"] = {clock.today(): names}
