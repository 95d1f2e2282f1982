"""What every page of the desk shows beside its own: the rail with its counts, the person's body and post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import F, Func, IntegerField, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import SimpleLazyObject

from gongkai.agencies.models import Agency, Section
from gongkai.applications import queries
from gongkai.applications import rules as applications
from gongkai.applications.models import Letter
from gongkai.disclosures import drafts, mistakes, waiting
from gongkai.disclosures import rules as disclosures
from gongkai.disclosures import rules as publication
from gongkai.disclosures.channels import seeing
from gongkai.disclosures.models import Draft
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import Access, holds
from gongkai.people.models import Account, Role
from gongkai.people.rules import agencies_with, sections_with, standings
from gongkai.reminders import heartbeat
from gongkai.reminders import queries as reminded
from gongkai.reminders import rules as reminding
from gongkai.reminders.models import Beat
from gongkai.retention import queries as retained
from gongkai.retention import rules as retaining

PREFIXES = ("/desk/", "/account/")
"""Where the rail stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail. ``to``: the name of its address, whose own gate says who sees it. ``within``: how the names of
    addresses begin that belong to it. ``count``: what is counted beside it, several parted by "+". ``sections``: whether it is
    there for the people of sections, too."""

    label: Callable[[], str]
    to: str
    within: tuple[str, ...] = ()
    count: str = ""
    sections: bool = True


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
    Entry(lambda: say("救济"), "desk:remedies", ("desk:remedy", "desk:complaint", "desk:dossier"), "remedies"),
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
        first = standings(self.account)[0]
        counts = {f"n_{name}": _count(rows) for name, rows in _counted(self.account).items()}
        section = Section.objects.filter(pk=first.section_id).values("name")
        beat = Beat.objects.order_by("at").values("at")[:1]
        found = Agency.objects.annotate(section_name=Subquery(section), oldest_beat=Subquery(beat), **counts)
        return found.get(pk=first.agency_id)

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
    try:
        address = reverse(entry.to)
    except NoReverseMatch:
        return ""
    access: Access | None = getattr(resolve(address).func, "access", None)
    if access is None or not access.admits(account):
        return ""
    if not entry.sections and not any(agencies_with(account, key) for key in access.permissions):
        return ""
    return address


def _counted(account: Account) -> dict[str, QuerySet]:
    """What the rail counts for this person."""
    serving = agencies_with(account, applications.SERVE.key)
    disputes = agencies_with(account, applications.REMEDIES.key)
    found: dict[str, QuerySet] = {"reminders": reminded.unread(account)}
    if agencies_with(account, applications.VIEW.key) or sections_with(account, applications.VIEW.key):
        found["applications"] = queries.open_in(queries.visible_to(account))
    if agencies_with(account, disclosures.WRITE.key) or sections_with(account, disclosures.WRITE.key):
        found["info"] = drafts.writable_by(account).filter(stage__in=Draft.OPEN)
    if agencies_with(account, applications.APPROVE.key):
        found["approvals"] = queries.waiting_for(account)
    if agencies_with(account, disclosures.REVIEW.key) or sections_with(account, disclosures.REVIEW.key):
        found["reviews"] = waiting.waiting_for(account)
    if holds(account, disclosures.SEE_FORCED.key):
        found["forced"] = waiting.forced_seen_by(account).filter(reviewed_at=None)
    if agencies_with(account, disclosures.PROVE.key) or sections_with(account, disclosures.PROVE.key):
        found["releases"] = seeing.todo_for(account)
    if sections_with(account, applications.ASSIST.key):
        found["tasks"] = queries.assistances_for(account)
    if serving:
        found["letters"] = Letter.objects.filter(agency__in=serving, state=Letter.State.APPROVED)
    if agencies_with(account, publication.ERRORS.key):
        found["mistakes"] = mistakes.open_mistakes(account)
    if agencies_with(account, retaining.APPROVE.key):
        found["destruction"] = retained.waiting_for(account)
    if disputes:
        found["remedies"] = queries.remedies_of(account).filter(result="")
    return found


def _count(rows: QuerySet) -> Subquery | Value:
    counted = rows.order_by().annotate(_n=Func(F("pk"), function="COUNT")).values("_n")
    return Subquery(counted, output_field=IntegerField())
