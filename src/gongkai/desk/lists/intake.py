"""登记: an application that did not come through the portal enters the register on one page."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from gongkai import letters
from gongkai.agencies.models import Agency
from gongkai.applications import actions, clocks, letter_facts, queries, rules
from gongkai.applications.models import Applicant, Application
from gongkai.desk.lists.foresight import Foresight, Month, earlier, foresee
from gongkai.desk.lists.intake_form import IntakeForm
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import Channel
from gongkai.law.receipt import ReceiptUnknown, receipt_of
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

AGAIN = timedelta(minutes=2)
"""Within this, the same words of the same person from the same clerk are one form sent twice."""


@require_http_methods(["GET", "POST"])
@allow(rules.REGISTER)
def application_new(request: HttpRequest) -> HttpResponse:
    """The page. ``count`` in the form: only tell what it would lead to; asked by script, only that part of the page."""
    account: Account = request.user  # type: ignore[assignment]
    own = Agency.objects.filter(pk__in=agencies_with(account, rules.REGISTER.key))
    form = IntakeForm(
        request.POST or None,
        request.FILES or None,
        agencies=own,
        initial={"came_on": clock.today(), "channel": Channel.SIGNED_MAIL.value},
    )
    if request.method == "POST" and "count" in request.POST:
        return _counted(request, form)
    if request.method == "POST" and form.is_valid():
        before = _just_registered(form, account)
        if before is not None:
            messages.warning(request, say("{number}刚刚登记过，内容完全一样，没有再登记一次。", number=before.number))
            return redirect("desk:application_registered", before.pk)
        try:
            made = actions.record(
                form.body,
                form.person,
                form.matter,
                form.arrival,
                by=account,
                section=form.cleaned_data["section"],
                confirmed_how=form.cleaned_data["confirmed_how"],
                handed=form.handed,
            )
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:application_registered", made.pk)
    context = {"form": form, "foresight": _foresight(form) if form.is_bound else None}
    return render(request, "desk/lists/application_new.html", context, status=422 if form.errors else 200)


def _just_registered(form: IntakeForm, account: Account) -> Application | None:
    """The same form sent a moment ago: a second press must not take a second number."""
    person = form.person
    return Application.objects.filter(
        agency=form.body,
        applicant__key=Applicant.key_of(person.identity_number, person.name, person.phone),
        content=form.matter.content.strip(),
        registered_by=account,
        created_at__gte=clock.now() - AGAIN,
    ).first()


def _counted(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    """算一算: what would follow, from the fields that are filled in; the rest may still be blank."""
    form.is_valid()
    context = {"foresight": _foresight(form), "form": form}
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "desk/lists/_foresight.html", context)
    # Nothing was sent off yet: what is still blank is not a mistake.
    form.errors.clear()
    return render(request, "desk/lists/application_new.html", context)


def _foresight(form: IntakeForm) -> Foresight | None:
    given = form.cleaned_data
    if not given.get("channel") or not given.get("came_on") or (form.single is None and not given.get("agency")):
        return None
    return foresee(
        form.body,
        form.arrival,
        identity=given.get("identity_number") or "",
        name=given.get("name") or "",
        phone=given.get("phone") or "",
        content=given.get("content") or "",
        today=clock.today(),
    )


def _registered(account: Account, pk: int) -> Application:
    """A case that this person may register, or 404."""
    found = (
        Application.objects.filter(agency__in=agencies_with(account, rules.REGISTER.key), pk=pk)
        .select_related("agency", "applicant", "section", "correction", "extension", "delay", "fee", "reasons_call")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_GET
@allow(rules.REGISTER)
def application_registered(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been registered: number, day of receipt, due date, query code, and the next step."""
    account: Account = request.user  # type: ignore[assignment]
    case = _registered(account, pk)
    try:
        receipt, missing = receipt_of(case.arrival), ""
    except ReceiptUnknown as error:
        receipt, missing = None, str(error)
    month = Month(queries.month_ordinal(case), case.received_on) if case.received_on else None
    context = {
        "case": case,
        "receipt": receipt,
        "missing": missing,
        "due": clocks.due_of(case),
        "month": month,
        "earlier": earlier(case.applicant, case.content, without=case.pk),
        "oral": case.channel == Channel.ORAL.value,
    }
    return render(request, "desk/lists/application_registered.html", context)


@require_GET
@allow(rules.REGISTER)
def application_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of registration (P1) as a PDF, to be read over and signed by the applicant."""
    return _paper(request, pk, "P1", say("申请登记表"))


@require_GET
@allow(rules.REGISTER)
def application_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip for the applicant (P2) as a PDF: what came, on which day it counts as received, and why."""
    return _paper(request, pk, "P2", say("接收回执"))


def _paper(request: HttpRequest, pk: int, code: str, name: str) -> HttpResponse:
    """A paper drawn for the counter. It takes no number: what is signed is scanned into the case."""
    account: Account = request.user  # type: ignore[assignment]
    case = _registered(account, pk)
    try:
        drawn = letters.draft(code, letter_facts.facts_for(case), settings=case.agency.law_settings)
        data = letters.render(drawn, "pdf", dated=case.received_on)
    except GongkaiError as error:
        messages.error(request, str(error))
        return redirect("desk:application_registered", pk)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}{case.number}.pdf") or ""
    response["Cache-Control"] = "private, no-store"
    return response
