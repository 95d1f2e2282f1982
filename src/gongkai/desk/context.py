"""What every page of the desk shows beside its own: the rail with its counts, the person's body and post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, resolve, reverse
from django.utils.functional import SimpleLazyObject

from gongkai.agencies.models import Agency
from gongkai.desk import counting
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import Access, holds
from gongkai.people.models import Account, Role
from gongkai.people.rules import agencies_with, standings
from gongkai.reminders import heartbeat
from gongkai.reminders import rules as reminding

PREFIXES = ("/desk/", "/account/")
"""Where the rail stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail. ``to``: the name of its address, whose own gate says who sees it. ``within``: how the names of
    addresses begin that belong to it. ``count``: what is counted beside it, several parted by "+". ``sections``: whether it is
    there for the people of sections, too. ``unless``: the name of an entry that leads there, too; who has that one needs no second."""

    label: Callable[[], str]
    to: str
    within: tuple[str, ...] = ()
    count: str = ""
    sections: bool = True
    unless: str = ""


ENTRIES = (
    Entry(lambda: say("今天"), "desk:today"),
    Entry(lambda: say("提醒"), "desk:reminders", ("desk:reminder",), "reminders"),
    Entry(lambda: say("申请"), "desk:applications", ("desk:application", "desk:case", "desk:search"), "applications"),
    Entry(lambda: say("信息"), "desk:info", ("desk:info_",), "info"),
    Entry(lambda: say("台账"), "desk:registers", ("desk:register", "desk:ledger")),
    Entry(
        lambda: say("审批"),
        "desk:approvals",
        ("desk:approve", "desk:review"),
        "approvals+reviews",
    ),
    Entry(lambda: say("渠道"), "desk:releases", ("desk:release", "desk:channel"), "releases"),
    Entry(lambda: say("任务"), "desk:tasks", ("desk:task",), "tasks"),
    Entry(lambda: say("文书"), "desk:letters", ("desk:letter",), "letters", sections=False),
    Entry(lambda: say("收费"), "desk:fees"),
    Entry(
        lambda: say("救济"),
        "desk:remedies",
        ("desk:remedy", "desk:complaint", "desk:dossier", "desk:check"),
        "remedies",
    ),
    Entry(lambda: say("投诉举报"), "desk:complaints", ("desk:complaint",), unless="desk:remedies"),
    Entry(lambda: say("检查规则"), "desk:checks_county", ("desk:check",), "proposals"),
    Entry(lambda: say("年报"), "desk:reports", ("desk:report",)),
    Entry(lambda: say("找错"), "desk:errors", ("desk:error",), "mistakes", sections=False),
    Entry(lambda: say("强制发布"), "desk:forced", count="forced"),
    Entry(lambda: say("栏目"), "desk:columns", ("desk:column",)),
    Entry(lambda: say("模板"), "desk:templates", ("desk:template",)),
    Entry(lambda: say("代行"), "people:deputies", ("people:deput",)),
    Entry(lambda: say("账号"), "people:accounts", ("people:account_", "people:appoint")),
    Entry(lambda: say("机关"), "people:agency_settings", ("people:agency",)),
    Entry(lambda: say("销毁"), "desk:retention", ("desk:retention",), "destruction"),
    *((Entry(lambda: say("两区"), "desk:zones", ("desk:zones",)),) if settings.ZONE else ()),
    Entry(lambda: say("日志"), "people:log", ("people:log_",)),
    Entry(lambda: say("权限"), "people:rights"),
)


def desk(request: HttpRequest) -> dict[str, object]:
    """``rail``, ``agency`` and ``post`` of the person who is signed in, and ``standstill`` of the background; nothing is read before a
    template asks for it."""
    if not request.path.startswith(PREFIXES):
        return {}
    place = _Place(request)
    return {
        "rail": SimpleLazyObject(lambda: place.rail),
        "agency": SimpleLazyObject(lambda: place.agency),
        "post": SimpleLazyObject(lambda: place.post),
        "standstill": SimpleLazyObject(lambda: place.standstill),
    }


class _Place:
    """Where a person stands; one query, when first asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def account(self) -> Account | None:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated and standings(user) else None

    @cached_property
    def home(self) -> Agency | None:
        """The body of the person's first post, with the counts of the rail."""
        if self.account is None:
            return None
        return counting.home_of(self.account)

    @property
    def standstill(self) -> datetime | str:
        """Since when the background has stopped, for those who can see to it; "" while it runs."""
        if self.account is None or self.home is None or not holds(self.account, reminding.LOG.key):
            return ""
        at = self.home.oldest_beat
        return at if at is not None and clock.now() - at > heartbeat.limit() else ""

    @property
    def agency(self) -> Agency | str:
        return self.home or ""

    @property
    def post(self) -> str:
        if self.account is None or self.home is None:
            return ""
        first = standings(self.account)[0]
        if first.role in (Role.CLERK, Role.OFFICE_HEAD):
            return self.home.office
        return self.home.section_name or Role(first.role).label

    def _counted(self, names: str) -> int | None:
        found = [getattr(self.home, f"n_{name}") for name in names.split("+") if hasattr(self.home, f"n_{name}")]
        return sum(found) if found else None

    @cached_property
    def rail(self) -> list[tuple[str, str, int | None, bool]]:
        if self.account is None or self.home is None:
            return []
        found = []
        here = self.request.resolver_match.view_name if self.request.resolver_match else ""
        for entry in ENTRIES:
            address = opens(self.account, entry)
            if not address:
                continue
            count = self._counted(entry.count) if entry.count else None
            current = here == entry.to or any(here.startswith(name) for name in entry.within)
            found.append((entry.label(), address, count, current))
        return found


def opens(account: Account, entry: Entry) -> str:
    """The address of ``entry``, if ``account`` may open it; else ""."""
    address, access = _door(entry.to, get_urlconf(), get_script_prefix())
    if access is None or not access.admits(account):
        return ""
    if entry.unless and any(opens(account, each) for each in ENTRIES if each.to == entry.unless):
        return ""
    if not entry.sections and not any(agencies_with(account, key) for key in access.permissions):
        return ""
    return address


@lru_cache
def _door(name: str, _urlconf: str | None, _prefix: str) -> tuple[str, Access | None]:
    """The address of a name, and its gate; none where this installation has no such address."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return "", None
    return address, getattr(resolve(address).func, "access", None)
