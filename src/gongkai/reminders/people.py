"""Who is told of a clock: those who can do something about it, or whoever takes their place, and in the end those above."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.agencies.models import Agency
from gongkai.people.models import Account, Appointment, Deputy, Role
from gongkai.people.rules import SECTION_ROLES
from gongkai.reminders.models import Leave


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who is told. ``role``: as whom; ``acting_for``: in whose place, "" in one's own right."""

    account: int
    role: Role
    acting_for: str = ""


class Staff:
    """The people of one body with their deputies and absences, read once; asked for any day."""

    def __init__(self, agency: Agency) -> None:
        self._held = list(
            Appointment.objects.filter(agency=agency, account__is_active=True)
            .select_related("account")
            .prefetch_related("deputies__account")
            .order_by("pk")
        )
        accounts = {held.account_id for held in self._held}
        accounts |= {deputy.account_id for held in self._held for deputy in held.deputies.all()}
        self._away: dict[int, list[Leave]] = {}
        for leave in Leave.objects.filter(account__in=accounts):
            self._away.setdefault(leave.account_id, []).append(leave)

    def away(self, account: int, day: date) -> bool:
        """Whether somebody has noted to be away on ``day``."""
        return any(leave.starts_on <= day <= leave.ends_on for leave in self._away.get(account, ()))

    def acting(
        self, roles: Collection[Role], day: date, sections: Collection[int] = ()
    ) -> Iterator[tuple[Told, int, bool]]:
        """Everybody who fills one of ``roles`` on ``day``: who is told, whose post it is, and whether the one told is away. A post
        with a deputy is filled by the deputy, whether or not its owner is away. Section roles only in ``sections``."""
        for held in self._held:
            role = Role(held.role)
            if role not in roles or not held.in_force(day):
                continue
            if role in SECTION_ROLES and held.section_id not in sections:
                continue
            deputies = [each for each in held.deputies.all() if _stands_in(each, day)]
            if deputies:
                for each in deputies:
                    yield (
                        Told(each.account_id, role, held.account.name),
                        held.account_id,
                        self.away(each.account_id, day),
                    )
            else:
                yield Told(held.account_id, role), held.account_id, self.away(held.account_id, day)

    def tell(
        self,
        tiers: Iterable[Collection[Role]],
        day: date,
        *,
        sections: Collection[int] = (),
        handler: int | None = None,
        excluded: Collection[int] = (),
    ) -> tuple[Told, ...]:
        """Who is told on ``day``: of the first circle with somebody present, everybody present; where ``handler`` is of it, only
        whoever fills that post. When all of all circles are away, the first circle all the same: nothing is told to nobody.

        ``excluded``: accounts that must not act on it, themselves or through a deputy.
        """
        last: tuple[Told, ...] = ()
        for roles in tiers:
            found = [each for each in self.acting(roles, day, sections) if each[0].account not in excluded]
            found = [each for each in found if each[1] not in excluded]
            present = [each for each in found if not each[2]]
            last = last or _once(told for told, _, _ in found)
            if present:
                own = [each for each in present if each[1] == handler]
                return _once(told for told, _, _ in own or present)
        return last


def _stands_in(deputy: Deputy, day: date) -> bool:
    return deputy.starts_on <= day <= deputy.ends_on and deputy.account.is_active


def _once(found: Iterable[Told]) -> tuple[Told, ...]:
    """Each account once, in its own right where it has one."""
    kept: dict[int, Told] = {}
    for told in found:
        before = kept.get(told.account)
        if before is None or (before.acting_for and not told.acting_for):
            kept[told.account] = told
    return tuple(kept.values())


def supervisors_of(agency: Agency) -> Callable[[date], tuple[Told, ...]]:
    """Who oversees ``agency`` in the body above it, by day. That body's people are read when first asked for, and once."""
    above = agency.supervised_by
    if above is None:
        return lambda _day: ()
    staff = cache(lambda: Staff(above))
    return cache(lambda day: staff().tell(((Role.SUPERVISOR,),), day))


def named(accounts: Iterable[int]) -> dict[int, str]:
    """Names by account."""
    return dict(Account.objects.filter(pk__in=set(accounts)).values_list("pk", "name"))
