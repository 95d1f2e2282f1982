"""Complaints: by when the body reports to the supervising department, and by when that one has told the complainant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.applications import complaints
from gongkai.applications.models import Complaint
from gongkai.law.calendar import CalendarMissing
from gongkai.reminders.clocks.running import Running
from gongkai.reminders.kinds import DEPARTMENT, OFFICE, Tiers


def received(agency: Agency, today: date) -> Iterator[Running]:
    """What ``agency`` still has to report on."""
    for each in Complaint.objects.filter(agency=agency, finding="").order_by("pk"):
        yield from _clock(each, today, "complaint", "complaint_look", OFFICE)


def supervised(agency: Agency, today: date) -> Iterator[Running]:
    """What complainants about the bodies that ``agency`` supervises still wait for."""
    about = Complaint.objects.filter(agency__supervised_by=agency)
    for each in complaints.untold(about, today).order_by("pk"):
        yield from _clock(each, today, "complaint_answer", "complaint_undated", DEPARTMENT)


def _clock(complaint: Complaint, today: date, dated: str, undated: str, tiers: Tiers) -> Iterator[Running]:
    try:
        due = complaints.due_of(complaint)
        kind, on = (dated, due.bound) if due is not None else (undated, complaints.look_on(complaint, today))
    except CalendarMissing:
        return
    yield Running(
        kind,
        complaint.pk,
        f"applications.complaint:{complaint.pk}",
        complaint.number,
        reverse("desk:complaint", args=[complaint.pk]),
        complaint.received_on,
        on,
        tiers,
        certain=due is None or due.on is not None,
    )
