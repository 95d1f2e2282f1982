"""Reads of reminders. Everything starts from what a person may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.applications.queries import complaints_of, visible_to
from gongkai.disclosures.drafts import visible_to as drafts_visible_to
from gongkai.people import clock
from gongkai.people.models import Account, Appointment
from gongkai.people.queries import not_over
from gongkai.people.rules import agencies_with, sections_with, standings
from gongkai.reminders import rules
from gongkai.reminders.models import BodySetting, Clock, Contact, Delivery, Reminder
from gongkai.reminders.people import Staff

OVERSEEN = ("complaint_answer", "complaint_undated")
"""The clocks of a supervising department that whoever oversees may know of."""


def told(account: Account) -> QuerySet[Reminder]:
    """What ``account`` was told, in bodies where it still has a part; the newest first."""
    return (
        Reminder.objects.filter(account=account, told_at__isnull=False, agency__in=_reach(account))
        .select_related("clock", "agency")
        .order_by("-told_at", "due_on", "-pk")
    )


def _reach(account: Account) -> list[int] | QuerySet[Agency, int]:
    own = {standing.agency_id for standing in standings(account)}
    above = {standing.agency_id for standing in standings(account) if standing.role in rules.OVERSEE.roles}
    if not above:
        return list(own)
    return Agency.objects.filter(Q(pk__in=own) | Q(supervised_by__in=above)).values_list("pk", flat=True)


def unread(account: Account) -> QuerySet[Reminder]:
    """What ``account`` has not read and what still holds. No query before it is read."""
    return Reminder.objects.filter(
        account=account, told_at__isnull=False, read_at=None, cancelled_at=None, agency__in=_reach(account)
    )


def running(account: Account) -> QuerySet[Clock]:
    """The clocks that ``account`` may know of: of the whole of its bodies, or of what its sections have to do."""
    whole = Q(agency__in=agencies_with(account, rules.VIEW.key))
    found = Clock.objects.filter(ended_at=None).exclude(kind="overdue")
    # Who oversees knows of the complaints that the own body has to answer, and of nothing else in it.
    overseen = {standing.agency_id for standing in standings(account) if standing.role in rules.OVERSEE.roles}
    whole |= Q(agency__in=overseen, kind__in=OVERSEEN)
    sections = sections_with(account, rules.VIEW.key)
    if sections:
        mine = [
            pk
            for pk, of in found.filter(agency__in={s.agency_id for s in standings(account)}).values_list(
                "pk", "sections"
            )
            if not sections.isdisjoint(of)
        ]
        whole |= Q(pk__in=mine)
    return found.filter(whole).select_related("agency", "handler").order_by("due_on", "pk")


def own_clocks(account: Account, today: date, since: datetime) -> list[Clock]:
    """The clocks that ``account`` would be told of today, and those of them that have ended since ``since``: its calendar."""
    bodies = {standing.agency_id for standing in standings(account)}
    found = []
    for agency in Agency.objects.filter(pk__in=bodies):
        staff = Staff(agency)
        held = Clock.objects.filter(agency=agency).filter(Q(ended_at=None) | Q(ended_at__gte=since))
        for running in held.exclude(kind="overdue").order_by("due_on", "pk"):
            told = staff.tell(
                running.tiers, today, sections=running.sections, handler=running.handler_id, excluded=running.excluded
            )
            if any(each.account == account.pk for each in told):
                found.append(running)
    return found


def titles(account: Account, subjects: set[str]) -> dict[str, str]:
    """What the things are called, of those that ``account`` may see: for the screen, never for a message. Two queries."""
    ids: dict[str, set[int]] = {}
    for subject in subjects:
        label, _, pk = subject.partition(":")
        ids.setdefault(label, set()).add(int(pk))
    found = {}
    if cases := ids.get("applications.application"):
        seen = visible_to(account).filter(pk__in=cases).values_list("pk", "title")
        found |= {f"applications.application:{pk}": title for pk, title in seen}
    if filed := ids.get("applications.complaint"):
        held_on = complaints_of(account).filter(pk__in=filed)
        found |= {f"applications.complaint:{each.pk}": each.get_about_display() for each in held_on}
    if drafts := ids.get("disclosures.draft"):
        held = drafts_visible_to(account).filter(pk__in=drafts).values_list("pk", "title")
        found |= {f"disclosures.draft:{pk}": title for pk, title in held}
    return found


def deliveries(account: Account) -> QuerySet[Delivery]:
    """What went out in the bodies whose log ``account`` may read, the newest first."""
    return (
        Delivery.objects.filter(agency__in=agencies_with(account, rules.LOG.key))
        .select_related("account", "agency", "instead_of")
        .order_by("-pk")
    )


def unreachable(account: Account) -> QuerySet[Contact]:
    """Those of the bodies whose log ``account`` may read, to whose mailbox no mail goes any more."""
    held = Appointment.objects.filter(agency__in=agencies_with(account, rules.LOG.key)).filter(not_over())
    found = Contact.objects.filter(account__in=held.values("account"), returned_at__isnull=False)
    return found.select_related("account").order_by("returned_at", "pk")


def own_mailbox_returns(account: Account) -> Contact | None:
    """One's own contact, where its mailbox takes no mail."""
    return Contact.objects.filter(account=account, returned_at__isnull=False).first()


def about_to_tell(bodies: Collection[int]) -> QuerySet[Agency]:
    """Those of ``bodies`` in which something has come due that was not told yet."""
    due = Reminder.objects.filter(told_at=None, cancelled_at=None, at__lte=clock.now(), agency__in=bodies).order_by()
    return Agency.objects.filter(pk__in=due.values("agency"), ends_on=None).select_related("supervised_by")


def settable(account: Account) -> QuerySet[Agency]:
    """The bodies whose reminders ``account`` may set."""
    return Agency.objects.filter(pk__in=agencies_with(account, rules.SETTINGS.key)).order_by("pk")


def setting_of(agency: Agency) -> BodySetting:
    """How ``agency`` reminds; the defaults, unsaved, where nobody has set anything."""
    return BodySetting.objects.filter(agency=agency).first() or BodySetting(agency=agency)
