"""The rehearsal before a notice comes into force, the press, and how far the recount is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.agencies.models import Agency
from gongkai.calendars import actions, tasks
from gongkai.calendars.holding import calendar_with, stored_calendar
from gongkai.calendars.models import Notice, Recount
from gongkai.calendars.rehearsal import Rehearsal, in_words, rehearse
from gongkai.desk.calendars.finding import keeper, notice_of
from gongkai.desk.lists import export
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.clocks.running import Moved
from gongkai.people import rules
from gongkai.people.access import allow, said
from gongkai.people.models import Account

SHOWN = 30
"""Moves of a body on the first page; all are on its own page and in the file."""
AT_ONCE = 2.0
"""Seconds that a press works on a recount itself; the rest is left to the background."""


@dataclass(frozen=True, slots=True)
class Line:
    """A move as the page shows it."""

    number: str
    subject: str
    what: str
    old: str
    new: str
    why: str
    earlier: bool


def line(moved: Moved) -> Line:
    """``moved`` in words."""
    old, new = moved.old, moved.new
    earlier = old.day is not None and new.day is not None and new.day < old.day
    running = moved.running
    return Line(
        running.number or running.subject,
        running.subject,
        running.what,
        in_words(*old),
        in_words(*new),
        moved.why,
        earlier,
    )


def _rehearsed(notice: Notice) -> Rehearsal:
    after = calendar_with(notice if notice.table is not None else None, year=notice.year)
    return rehearse(stored_calendar(), after)


@require_GET
@allow(rules.SITE_SETTINGS)
def calendar_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every date that would move, by body. ``?body=``: all of one; ``?format=csv``: all as a file."""
    account: Account = request.user  # type: ignore[assignment]
    notice = notice_of(account, pk)
    if notice.state != Notice.State.DRAFT:
        return redirect("desk:calendar_notice", notice.pk)
    try:
        found = _rehearsed(notice)
    except GongkaiError as error:
        return _back(request, error, notice)
    names = dict(Agency.objects.values_list("pk", "short_name"))
    if request.GET.get("format") == "csv":
        return export.table(say("{year}年放假安排预演", year=notice.year), HEAD, _rows(found, names))
    chosen = request.GET.get("body", "")
    by_body = found.by_body()
    if chosen:
        by_body = {pk: moves for pk, moves in by_body.items() if str(pk) == chosen}
        if not by_body:
            raise Http404
    bodies = [
        (pk, names[pk], len(moves), [line(each) for each in (moves if chosen else moves[:SHOWN])])
        for pk, moves in by_body.items()
    ]
    context = {"notice": notice, "found": found, "bodies": bodies, "chosen": chosen, "shown": SHOWN}
    return render(request, "desk/calendars/preview.html", context)


HEAD = (
    say("机关"), say("编号"), say("事由"), say("期限"), say("原日期"), say("新日期"), say("提前"), say("原因")
)  # fmt: skip


def _rows(found: Rehearsal, names: dict[int, str]) -> Iterator[tuple[object, ...]]:
    for each in found.moved:
        row = line(each)
        yield (
            names[each.running.body], row.number, row.subject, row.what, row.old, row.new,
            say("是") if row.earlier else "", row.why,
        )  # fmt: skip


def _back(request: HttpRequest, error: GongkaiError, notice: Notice) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("desk:calendar_notice", notice.pk)


@require_POST
@allow(rules.SITE_SETTINGS)
def calendar_install(request: HttpRequest, pk: int) -> HttpResponse:
    """The press: the notice comes into force and the recount begins."""
    account: Account = request.user  # type: ignore[assignment]
    notice = notice_of(account, pk)
    given = request.POST
    try:
        recount = actions.install(
            notice, by=account, revision=_number(given.get("revision")), expected=_number(given.get("expected"))
        )
    except GongkaiError as error:
        return _back(request, error, notice)
    if not actions.carry_on(recount, seconds=AT_ONCE):
        tasks.carry_on.enqueue(recount.pk)
    return redirect("desk:calendar_recount", recount.pk)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def calendar_recount(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a recount is, and what it moved; a press goes on with it here and now."""
    account: Account = request.user  # type: ignore[assignment]
    keeper(account)
    recount = get_object_or_404(Recount.objects.select_related("notice", "former", "agency", "by"), pk=pk)
    if request.method == "POST":
        actions.carry_on(recount, seconds=AT_ONCE)
        return redirect("desk:calendar_recount", recount.pk)
    names = dict(Agency.objects.values_list("pk", "short_name"))
    rows = sorted((names.get(int(key), key), n) for key, n in recount.by_body.items())
    undo = recount.done and recount.notice is not None and recount.notice.state == Notice.State.IN_FORCE
    return render(request, "desk/calendars/recount.html", {"recount": recount, "rows": rows, "undo": undo})


@require_POST
@allow(rules.SITE_SETTINGS)
def calendar_restore(request: HttpRequest, year: int) -> HttpResponse:
    """Bring back a former version (``notice``), or what comes with the software: as a draft, with its rehearsal."""
    account: Account = request.user  # type: ignore[assignment]
    keeper(account)
    key = _number(request.POST.get("notice"))
    former = get_object_or_404(Notice, pk=key, year=year, state=Notice.State.FORMER) if key else None
    try:
        made = actions.restore(former, year=year, by=account)
    except GongkaiError as error:
        return said(request, error, "desk:calendar")
    return redirect("desk:calendar_preview", made.pk)
