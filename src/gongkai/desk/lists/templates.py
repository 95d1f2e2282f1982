"""模板: the wording of each letter, what a change would do to known cases, and which version is in use."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications import rules
from gongkai.applications.actions import wording
from gongkai.applications.models import Template
from gongkai.desk.lists.differences import changes
from gongkai.desk.lists.template_form import WordingForm, shown
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import LETTERS
from gongkai.law.letters import ADDRESSEE_NAMES
from gongkai.letters.fields import FIELDS
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


def _agency(request: HttpRequest) -> Agency:
    """The body whose wording is looked at: the one the address names, else the person's first. 404 for another's."""
    account: Account = request.user  # type: ignore[assignment]
    own = agencies_with(account, rules.HANDLE.key) | agencies_with(account, rules.TEMPLATES.key)
    wanted = request.GET.get("agency", "")
    found = Agency.objects.filter(pk__in=own)
    if wanted:
        found = found.filter(pk=int(wanted)) if wanted.isascii() and wanted.isdecimal() else found.none()
    agency = found.order_by("pk").first()
    if agency is None:
        raise Http404
    return agency


@require_GET
@allow(rules.HANDLE, rules.TEMPLATES)
def templates(request: HttpRequest) -> HttpResponse:
    """The letters of the catalogue and which wording each is drawn in."""
    body = _agency(request)
    own = {row.code: row for row in Template.objects.filter(agency=body, in_use=True).select_related("author")}
    rows = [
        {"letter": letter, "to": ADDRESSEE_NAMES[letter.addressee], "own": own.get(code)}
        for code, letter in LETTERS.items()
    ]
    return render(request, "desk/lists/templates.html", {"rows": rows, "body": body, "changed": len(own)})


@dataclass(frozen=True, slots=True)
class Shift:
    """What a version would change in one case."""

    application: str
    parts: tuple[object, ...]
    problem: str


def _shifts(trial: wording.Trial) -> list[Shift]:
    by_case: dict[str, list[letters.Change]] = {}
    for change in trial.changes:
        by_case.setdefault(change.application, []).append(change)
    return [
        Shift(
            number,
            tuple(
                part
                for change in found
                if not change.problem
                for part in changes([change.before] if change.before else [], [change.after] if change.after else [])
            ),
            "".join(change.problem for change in found),
        )
        for number, found in by_case.items()
    ]


@require_http_methods(["GET", "POST"])
@allow(rules.HANDLE, rules.TEMPLATES)
def template(request: HttpRequest, code: str) -> HttpResponse:
    """One letter's wording. ``?version=``: an earlier or later version than the one in use. ``do``: preview, save, use, shipped."""
    if code not in LETTERS:
        raise Http404
    account: Account = request.user  # type: ignore[assignment]
    body = _agency(request)
    may = body.pk in agencies_with(account, rules.TEMPLATES.key)
    if request.method == "POST" and not may:
        raise Http404
    versions = list(Template.objects.filter(agency=body, code=code).select_related("author").order_by("-version"))
    used = next((row for row in versions if row.in_use), None)
    chosen = _chosen(request.GET.get("version", ""), versions, used)
    current = letters.parse(chosen.text) if chosen else letters.default_template(code)
    do = request.POST.get("do", "")
    if do in ("use", "shipped"):
        return _put_in_use(request, body, code, chosen if do == "use" else None, account)
    form = WordingForm(request.POST if do else None, current) if may else None
    trial = None
    if form is not None and do and form.is_valid():
        if do == "save":
            try:
                made = wording.change_template(body, form.wording, note=form.cleaned_data["note"], by=account)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    say("已存为第{n}版，还没有启用。看过下面对已有案件的影响，再决定要不要启用。", n=made.version),
                )
                return redirect(_address(code, body, made.version))
        else:
            trial = wording.try_wording(body, form.wording)
    elif chosen is not None and not chosen.in_use:
        trial = wording.try_wording(body, current)
    context = {
        "letter": LETTERS[code],
        "to": ADDRESSEE_NAMES[LETTERS[code].addressee],
        "body": body,
        "versions": versions,
        "used": used,
        "chosen": chosen,
        "wording": current,
        "shown": shown(current),
        "form": form,
        "may": may,
        "trial": trial,
        "shifts": _shifts(trial) if trial else [],
        "previewed": do == "preview",
        "fields": sorted((field.key, field.name) for field in FIELDS.values()),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "desk/lists/template.html", context, status=status)


def _chosen(given: str, versions: list[Template], used: Template | None) -> Template | None:
    """The version asked for; None is the wording that comes with the software."""
    if not given:
        return used
    if given == "0":
        return None
    for row in versions:
        if str(row.version) == given:
            return row
    raise Http404


def _put_in_use(
    request: HttpRequest, body: Agency, code: str, chosen: Template | None, account: Account
) -> HttpResponse:
    try:
        if chosen is None:
            wording.use_shipped(body, code, by=account)
            messages.success(request, say("已改回随软件提供的措辞，今后起草都用它；已经起草的不变。"))
        else:
            wording.use_template(chosen, by=account)
            messages.success(request, say("已启用第{n}版，今后起草都用它；已经起草的不变。", n=chosen.version))
    except GongkaiError as error:
        messages.error(request, str(error))
    return redirect(_address(code, body))


def _address(code: str, body: Agency, version: int | None = None) -> str:
    query = f"?agency={body.pk}" + (f"&version={version}" if version is not None else "")
    return reverse("desk:template", args=[code]) + query
