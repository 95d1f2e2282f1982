"""The public zone: the receipt of a stamped application, how it stands as the inner zone tells, and what the applicant does later.

Nothing here is a register: the pages show what was stamped and what was told (`gongkai.zones`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.language import say
from gongkai.law.articles import Article
from gongkai.people import clock
from gongkai.people.access import open_to_all
from gongkai.portal import limits, opened, standing
from gongkai.portal.forms.answering import CorrectForm, ReasonsForm, WithdrawForm
from gongkai.portal.forms.applying import ApplyForm
from gongkai.portal.forms.files import FilesForm
from gongkai.portal.frame import body_of, show
from gongkai.portal.views.handing import attachment
from gongkai.portal.waiting import hand_of
from gongkai.zones import stamping
from gongkai.zones.models import Act, Stamped, StampedFile

_OPEN = "portal_stamped"


def take(request: HttpRequest, agency: Agency, form: ApplyForm) -> HttpResponse:
    """Stamp what a complete form holds, and on to the receipt. Raises GongkaiError; then nothing is kept."""
    made = stamping.stamp(agency, form.person, form.matter, form.handed, form=form.mark)
    limits.note_sending(limits.source_of(request))
    form.done()
    remember(request, made)
    return redirect("portal:stamped_receipt", slug=agency.slug)


def remember(request: HttpRequest, found: Stamped) -> None:
    """From now on this session sees the receipt. It gets a new name, so that one handed out before is of no use."""
    opened.forget(request)
    request.session[_OPEN] = found.pk
    request.session.cycle_key()


def _open(request: HttpRequest) -> Stamped | None:
    pk = request.session.get(_OPEN)
    return None if pk is None else Stamped.objects.select_related("agency").filter(pk=pk).first()


@require_safe
@open_to_all
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """拿到查询码: number, moment, digest and signature of the stamp, and the last day of the answer. Only for whoever has just sent it."""
    found = _open(request)
    agency = body_of(slug)
    if found is None or found.agency_id != agency.pk:
        return redirect("portal:progress")
    day = timezone.localdate(found.at)
    confirmed = standing.next_working_day(day) if agency.confirms_online else None
    return show(
        request,
        "stamped_receipt.html",
        agency=agency,
        current="ask",
        private=True,
        found=found,
        received=None if confirmed else day,
        due=standing.if_confirmed(found, confirmed or day),
        confirmed=confirmed,
        ground=Article("条例", 31, item=3),
        code=opened.grouped(found.query_code),
        labels=[say("先找一找"), say("写下申请"), say("拿到查询码")],
    )


@require_safe
@open_to_all
def case(request: HttpRequest) -> HttpResponse:
    """How the stamped application stands."""
    found = _open(request)
    return redirect("portal:progress") if found is None else _page(request, found)


@require_POST
@open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page, on a computer that others use."""
    request.session.pop(_OPEN, None)
    messages.success(request, say("已经退出。再看进度，请重新填写查询码。"))
    return redirect("portal:progress")


@require_POST
@open_to_all
def correct(request: HttpRequest) -> HttpResponse:
    """Answer a call for correction (art. 30)."""
    return _act(
        request,
        Act.Kind.CORRECT,
        lambda: CorrectForm(request.POST, request.FILES, hand=hand_of(request), prefix=None),
        lambda form: {"words": form.cleaned_data["answer"], "files": form.uploads("files")},  # type: ignore[attr-defined]
        say("补正已经收到，收到时间以现在为准，答复期限从今天重新计算。"),
    )


@require_POST
@open_to_all
def reasons(request: HttpRequest) -> HttpResponse:
    """Give reasons (art. 35)."""
    return _act(
        request,
        Act.Kind.REASONS,
        lambda: ReasonsForm(request.POST),
        lambda form: {"words": form.cleaned_data["reasons"]},
        say("您说明的理由已经收到，我们会据此决定怎样办理。"),
    )


@require_POST
@open_to_all
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the application."""
    return _act(
        request,
        Act.Kind.WITHDRAW,
        lambda: WithdrawForm(request.POST),
        lambda form: {"words": form.cleaned_data["words"]},
        say("申请已经撤回。撤回不影响您再次申请。"),
    )


@require_safe
@open_to_all
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter or an enclosure that was sent for this applicant. Anything else is 404."""
    found = _open(request)
    wanted = StampedFile.objects.select_related("file").filter(
        pk=pk, stamped=found, purpose__in=("letter", "enclosure")
    ).first() if found else None  # fmt: skip
    if wanted is None:
        raise Http404
    return attachment(keeping.read(wanted.file), wanted.file.media_type, wanted.name)


def _act(
    request: HttpRequest,
    kind: Act.Kind,
    make: Callable[[], Form],
    values: Callable[[Any], dict[str, Any]],
    done: str,
) -> HttpResponse:
    found = _open(request)
    if found is None:
        messages.error(request, say("这一步没有办理：页面开得太久，请重新填写查询码。"))
        return redirect("portal:progress")
    form = make()
    if form.is_valid():
        try:
            stamping.act(found, kind, **values(form))
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            if isinstance(form, FilesForm):
                form.done()
            messages.success(request, done)
            return redirect("portal:stamped")
    if isinstance(form, FilesForm):
        form.keep()
    return _page(request, found, wrong=(str(kind), form), status=422)


def _page(
    request: HttpRequest, found: Stamped, wrong: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    told, given = found.told, dict([wrong] if wrong else [])
    acted = {each.kind: each for each in found.acts.all()}
    # Until the inner zone has spoken, withdrawing is all one can do.
    can = set(told.get("open", ("withdraw",))) - set(acted)
    if "withdraw" in acted:
        can = set()
    forms = {
        "correct": given.get("correct") or CorrectForm(hand="") if "correct" in can else None,
        "reasons": given.get("reasons") or ReasonsForm() if "reasons" in can else None,
        "withdraw": given.get("withdraw") or WithdrawForm() if "withdraw" in can else None,
    }
    day = {key: date.fromisoformat(told[key]) for key in ("due_on", "not_before", "received_on") if told.get(key)}
    until = {
        key: date.fromisoformat(told[key]["until"])
        for key in ("correction", "reasons")
        if told.get(key, {}).get("until")
    }
    files = {
        each.file.sha256: each.pk
        for each in found.files.select_related("file").filter(purpose__in=("letter", "enclosure"))
    }
    letters = [
        {
            **letter,
            "pk": files.get(letter["sha256"]),
            "files": [{**f, "pk": files.get(f["sha256"])} for f in letter["files"]],
        }
        for letter in told.get("letters", ())
    ]
    return show(
        request,
        "stamped_case.html",
        agency=found.agency,
        current="progress",
        private=True,
        found=found,
        title=told.get("title") or say("已收到，等待登记"),
        told=told,
        day=day,
        until=until,
        letters=letters,
        acted=list(acted.values()),
        forms=forms,
        wrong=wrong[1] if wrong else None,
        code=opened.grouped(found.query_code),
        today=clock.today(),
        status=status,
    )
