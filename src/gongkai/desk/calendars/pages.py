"""The years that are held, a notice as it is handed in, and its days while they are a draft."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.calendars import actions
from gongkai.calendars.holding import stored_calendar, table_of
from gongkai.calendars.models import Notice, Recount
from gongkai.calendars.reading import words_of
from gongkai.desk.calendars.finding import keeper, notice_of
from gongkai.desk.calendars.forms import DaysForm, EnterForm
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import CalendarFault, WorkCalendar, YearTable, shipped, weekday_name
from gongkai.law.calendar.notice import NoticeReading, read_notice
from gongkai.law.calendar.year import FIXED_DATES, known_holidays
from gongkai.people import clock, rules
from gongkai.people.access import allow, said
from gongkai.people.models import Account

NOTICE_MONTH = 11
"""The notice of the next year comes out in November."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: how many days are worked, which weekdays are off, which weekend days are worked."""

    name: str
    working: int
    off: str
    work: str


def months(table: YearTable) -> list[Month]:
    """The year month by month."""
    found = []
    for month in range(1, 13):
        days = [date(table.year, month, n + 1) for n in range(monthrange(table.year, month)[1])]
        off = [day for day in days if day in table.off and day.weekday() < 5]
        work = [day for day in days if day in table.work]
        working = sum(day.weekday() < 5 for day in days) - len(off) + len(work)
        found.append(Month(say("{n}月", n=month), working, _days(off), _days(work)))
    return found


def _days(days: list[date]) -> str:
    return "、".join(f"{day.day}日（{weekday_name(day)}）" for day in days)


@require_GET
@allow(rules.SITE_SETTINGS)
def calendar(request: HttpRequest) -> HttpResponse:
    """The years, with the notice each is counted by, and what is in work."""
    account: Account = request.user  # type: ignore[assignment]
    keeper(account)
    held = stored_calendar()
    notices = list(Notice.objects.select_related("installed_by", "entered_by"))
    own = {notice.year: notice for notice in notices if notice.state == Notice.State.IN_FORCE}
    today = clock.today()
    following = today.year + 1
    years = [
        (held.table(year), own.get(year), [n for n in notices if n.year == year and n.state != Notice.State.DRAFT])
        for year in range(held.calendar_through, held.calendar_from - 1, -1)
    ]
    context = {
        "years": years,
        "drafts": [notice for notice in notices if notice.state == Notice.State.DRAFT],
        "missing": following if held.calendar_through < following else None,
        "due": today.month >= NOTICE_MONTH,
        "recounts": Recount.objects.select_related("notice", "agency", "by")[:10],
    }
    return render(request, "desk/calendars/years.html", context)


@require_GET
@allow(rules.SITE_SETTINGS)
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One year month by month, with its versions."""
    account: Account = request.user  # type: ignore[assignment]
    keeper(account)
    table = stored_calendar().table(year)
    versions = list(Notice.objects.filter(year=year).select_related("installed_by", "entered_by", "restores"))
    context = {
        "table": table,
        "months": months(table),
        "total": sum(month.working for month in months(table)),
        "versions": versions,
        "own": next((n for n in versions if n.state == Notice.State.IN_FORCE), None),
        "comes_with": shipped().calendar_from <= year <= shipped().calendar_through,
    }
    return render(request, "desk/calendars/year.html", context)


@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def calendar_enter(request: HttpRequest) -> HttpResponse:
    """Hand in a notice: its words or its file; or begin with an empty year."""
    account: Account = request.user  # type: ignore[assignment]
    keeper(account)
    form = EnterForm(request.POST or None, request.FILES or None, initial={"year": request.GET.get("year", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("desk:calendar_notice", _entered(form.cleaned_data, account).pk)
        except GongkaiError as error:
            form.add_error("upload" if form.cleaned_data.get("upload") else "text", str(error))
    return render(request, "desk/calendars/enter.html", {"form": form}, status=422 if form.errors else 200)


def _entered(given: dict[str, Any], by: Account) -> Notice:
    upload, text, year = given.get("upload"), str(given.get("text") or ""), given.get("year")
    data = upload.read() if upload else b""
    if upload:
        text = words_of(data, upload.name)
    if not text.strip():
        return actions.enter(year, _blank(year), by=by)
    reading = read_notice(text, year=year)
    if reading.year is None:
        raise GongkaiError("".join(reading.doubts))
    return actions.enter(
        reading.year,
        reading.table(),
        by=by,
        origin=Notice.Origin.FILE if upload else Notice.Origin.TEXT,
        text=text,
        name=upload.name if upload else "",
        data=data,
    )


def _blank(year: int) -> dict[str, Any]:
    """What is known of a year before its notice: the table as it stands, else the holidays by date."""
    held: WorkCalendar = stored_calendar()
    known: dict[str, list[str]] = {}
    if held.calendar_from <= year <= held.calendar_through:
        table = held.table(year)
        off: dict[str, list[str]] = {}
        for day, name in sorted(table.off.items()):
            off.setdefault(name, []).append(day.isoformat())
        for day, names in sorted(table.statutory.items()):
            for name in names.split("、"):
                known.setdefault(name, []).append(day.isoformat())
        return {
            "year": year, "title": table.title, "number": table.number, "statutory": known, "off": off,
            "work": {"days": sorted(day.isoformat() for day in table.work)},
        }  # fmt: skip
    for day, name in sorted(known_holidays(year).items()):
        known.setdefault(name, []).append(day.isoformat())
    return {"year": year, "statutory": known or {name: [] for name in FIXED_DATES}, "off": {}, "work": {"days": []}}


@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def calendar_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice: what was read sentence by sentence, its days to be mended while it is a draft."""
    account: Account = request.user  # type: ignore[assignment]
    notice = notice_of(account, pk)
    draft = notice.state == Notice.State.DRAFT and notice.table is not None
    form = None
    if draft:
        initial = {**DaysForm.shown(notice.table), "why": notice.why, "revision": notice.revision}
        form = DaysForm(request.POST or None, year=notice.year, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                actions.amend(
                    notice, form.table, by=account, revision=form.cleaned_data["revision"], why=form.cleaned_data["why"]
                )
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, say("已保存，还没有启用。"))
                return redirect("desk:calendar_notice", notice.pk)
    reading: NoticeReading | None = read_notice(notice.source_text, year=notice.year) if notice.source_text else None
    table, faults = _checked(notice)
    context = {
        "notice": notice,
        "form": form,
        "reading": reading,
        "spoken": [each for each in reading.sentences if each.off or each.work or each.doubts] if reading else [],
        "table": table,
        "months": months(table) if table else [],
        "total": sum(month.working for month in months(table)) if table else 0,
        "faults": faults,
    }
    return render(
        request, "desk/calendars/notice.html", context, status=422 if form is not None and form.errors else 200
    )


def _checked(notice: Notice) -> tuple[YearTable | None, tuple[str, ...]]:
    """The days as a table, or what is wrong with them."""
    try:
        if notice.table is None:
            known = shipped()
            return (known.table(notice.year) if notice.year <= known.calendar_through else None), ()
        return table_of(notice), ()
    except CalendarFault as error:
        return None, error.problems


@require_POST
@allow(rules.SITE_SETTINGS)
def calendar_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    account: Account = request.user  # type: ignore[assignment]
    notice = notice_of(account, pk)
    try:
        actions.discard(notice, by=account, revision=notice.revision)
    except GongkaiError as error:
        return said(request, error, "desk:calendar")
    messages.success(request, say("{year}年的草稿已经弃用。", year=notice.year))
    return redirect("desk:calendar")
