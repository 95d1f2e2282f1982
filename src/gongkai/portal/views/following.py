"""查询进度: from the code to the page of one's own application, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.applications import actions, copies, queries, stages
from gongkai.applications.models import Application
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import open_to_all
from gongkai.portal import limits, opened
from gongkai.portal.forms.answering import CodeForm, CorrectForm, ReasonsForm, WithdrawForm
from gongkai.portal.forms.files import FilesForm
from gongkai.portal.frame import show
from gongkai.portal.remedy import remedies_of, silence_of
from gongkai.portal.standing import standing_of
from gongkai.portal.story import answer_of, story_of
from gongkai.portal.views import stamped
from gongkai.portal.waiting import hand_of
from gongkai.zones import stamping


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def query(request: HttpRequest) -> HttpResponse:
    """The code and four digits. They are posted, so that they stand in no address and no log."""
    if request.method != "POST":
        return _code_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    source, code = limits.source_of(request), form.cleaned_data["code"]
    wait = limits.wait_before_guessing(source, code)
    if wait:
        response = _code_page(request, CodeForm(), status=429, minutes=-(-wait // 60))
        response["Retry-After"] = str(wait)
        return response
    if settings.ZONE == "public":
        receipt = stamping.by_code(code, form.cleaned_data["tail"])
        if receipt is not None:
            stamped.remember(request, receipt)
            return redirect("portal:stamped")
    case = queries.by_code(code, form.cleaned_data["tail"])
    if case is None:
        limits.note_miss(source, code)
        form.add_error(
            None, say("查询码和电话最后四位对不上。请对照回执再填一次；忘了查询码，可以带身份证到受理机关补查。")
        )
        return _code_page(request, form, status=422)
    opened.remember(request, case)
    return redirect("portal:case")


@require_safe
@open_to_all
def case(request: HttpRequest) -> HttpResponse:
    """The page of the application that is open in this session."""
    found = opened.case_of(request)
    return redirect("portal:progress") if found is None else _page(request, found)


@require_POST
@open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page, on a computer that others use."""
    opened.forget(request)
    messages.success(request, say("已经退出。再看进度，请重新填写查询码。"))
    return redirect("portal:progress")


@require_POST
@open_to_all
def correct(request: HttpRequest) -> HttpResponse:
    """Answer a call for correction (art. 30)."""
    return _act(
        request,
        "correct",
        lambda: CorrectForm(request.POST, request.FILES, hand=hand_of(request), prefix=None),
        lambda case, form: actions.correct(case, answer=form.cleaned_data["answer"], files=form.uploads("files")),
        say("补正已经收到，答复期限从今天重新计算。"),
    )


@require_POST
@open_to_all
def reasons(request: HttpRequest) -> HttpResponse:
    """Give reasons (art. 35)."""
    return _act(
        request,
        "give_reasons",
        lambda: ReasonsForm(request.POST),
        lambda case, form: actions.give_reasons(case, reasons=form.cleaned_data["reasons"]),
        say("您说明的理由已经收到，我们会据此决定怎样办理。"),
    )


@require_POST
@open_to_all
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the application."""
    return _act(
        request,
        "withdraw",
        lambda: WithdrawForm(request.POST),
        lambda case, form: actions.withdraw(case, words=form.cleaned_data["words"]),
        say("申请已经撤回。撤回不影响您再次申请。"),
    )


def _act(
    request: HttpRequest,
    name: str,
    make: Callable[[], Form],
    act: Callable[[Application, Form], None],
    done: str,
) -> HttpResponse:
    """Read the form, do the one thing, say so. What is not complete comes back on the same page."""
    found = opened.case_of(request)
    if found is None:
        messages.error(request, say("这一步没有办理：页面开得太久，请重新填写查询码。"))
        return redirect("portal:progress")
    form = make()
    if form.is_valid():
        try:
            act(found, form)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            if isinstance(form, FilesForm):
                form.done()
            messages.success(request, done)
            return redirect("portal:case")
    if isinstance(form, FilesForm):
        form.keep()
    again = opened.case_of(request)
    assert again is not None
    return _page(request, again, wrong=(name, form), status=422)


def _page(
    request: HttpRequest, found: Application, wrong: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    given = dict([wrong] if wrong else [])
    possible = {move.key for move in stages.possible(found)}
    reasons_call = getattr(found, "reasons_call", None)
    asked = reasons_call is not None and reasons_call.noticed_on is not None and reasons_call.answered_on is None
    going = found.withdrawn_on is None
    forms = {
        "correct": given.get("correct") or CorrectForm(hand="") if going and "correct" in possible else None,
        "reasons": given.get("give_reasons") or ReasonsForm()
        if going and asked and "give_reasons" in possible
        else None,
        "withdraw": given.get("withdraw") or WithdrawForm() if going and "withdraw" in possible else None,
    }
    answer = answer_of(found)
    return show(
        request,
        "case.html",
        agency=found.agency,
        current="progress",
        private=True,
        case=found,
        answer=answer,
        # The letter as it is set for the screen: every word in it is escaped by the typesetter.
        words=mark_safe(copies.rendered(answer, "html").decode()) if answer else "",
        standing=standing_of(found),
        story=story_of(found),
        remedies=remedies_of(found),
        silence=silence_of(found) if found.is_open else None,
        forms=forms,
        wrong=wrong[1] if wrong else None,
        code=opened.grouped(found.query_code),
        today=clock.today(),
        status=status,
    )


def _code_page(request: HttpRequest, form: CodeForm, status: int = 200, minutes: int = 0) -> HttpResponse:
    return show(request, "query.html", current="progress", private=True, form=form, minutes=minutes, status=status)
