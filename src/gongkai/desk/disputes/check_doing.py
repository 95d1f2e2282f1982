"""教训转成的检查规则, entered: tried first, then kept; changed, ended, proposed, decided by the department above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.models import Agency
from gongkai.applications import actions, queries, rules, trying
from gongkai.applications.actions.teaching import RuleFaulty, checked
from gongkai.applications.models import LessonCheck
from gongkai.desk.disputes.check_forms import DeclineForm, EndForm, RuleForm, first_words, mark_of
from gongkai.desk.disputes.finding import own_dispute
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.letters.linting.lessons import KIND_NAMES, Kind, Level, Rule
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

SHOWN = 5
"""Answers named of a trial."""

Trials = list[tuple[Agency, trying.Trial]]


def _writing(
    request: HttpRequest,
    form: RuleForm,
    *,
    tried_on: Callable[[Rule], Trials],
    keep: Callable[[Rule, dict[str, Any]], LessonCheck],
    done: str,
    context: dict[str, Any],
    first: Rule | None = None,
) -> HttpResponse:
    """Show the form; try what was entered; keep it when just that was tried before. ``first``: a rule to be tried at once."""
    trials: Trials = []
    mark, unseen = "", False
    if request.method == "POST" and form.is_valid():
        rule = form.rule
        mark = mark_of(rule)
        try:
            checked(rule, form.lesson.case)
            if request.POST.get("do") == "keep" and request.POST.get("tried") == mark:
                made = keep(rule, form.cleaned_data)
                messages.success(request, done)
                return redirect("desk:check", made.pk)
            unseen = request.POST.get("do") == "keep"
            trials = tried_on(rule)
        except RuleFaulty as refusal:
            form.take(refusal)
        except GongkaiError as error:
            form.add_error(None, str(error))
    elif request.method != "POST" and first is not None:
        trials, mark = tried_on(first), mark_of(first)
    page = {
        **context,
        "form": form,
        "kind_name": KIND_NAMES[form.kind],
        "trials": trials,
        "single": trials[0][1] if len(trials) == 1 else None,
        "shown": SHOWN,
        "tried": "" if form.errors else mark,
        "unseen": unseen,
    }
    return render(request, "desk/disputes/check_write.html", page, status=422 if form.errors else 200)


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_check_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a rule down beside the lesson of a case. ``?kind=``: which of the four."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    lesson = getattr(case, "lesson", None)
    if lesson is None:
        raise Http404
    asked = request.GET.get("kind", Kind.MUST_SAY.value)
    if asked not in set(Kind):
        raise Http404
    above = case.agency.supervised_by
    initial = {"outcome": lesson.outcome, "level": Level.LOOK.value, "starts_on": clock.today()}
    form = RuleForm(
        _given(request), kind=Kind(asked), lesson=lesson, propose=above.short_name if above else "", initial=initial
    )
    return _writing(
        request,
        form,
        tried_on=lambda rule: [(case.agency, trying.trial(case.agency, rule, case=case))],
        keep=lambda rule, given: actions.write_check(
            lesson, rule, starts_on=given["starts_on"], propose=given.get("propose", False), by=account
        ),
        done=say("已保存。施行日起送审的答复书都会检查。"),
        context={
            "title": say("把教训转成检查规则"),
            "lesson": lesson,
            "case": case,
            "kinds": [(kind, KIND_NAMES[kind], kind == asked) for kind in Kind],
            "keep": say("保存这条规则"),
        },
    )


def _seen(account: Account, pk: int) -> LessonCheck:
    found = queries.checks_of(account).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def decides_on(account: Account, check: LessonCheck) -> bool:
    """Whether ``account`` may change and end ``check``, or decide on it while it is proposed."""
    key = rules.REMEDIES.key if check.reach == LessonCheck.Reach.OWN else rules.COUNTY_CHECKS.key
    return check.owner_id in agencies_with(account, key)


def _mine(account: Account, pk: int) -> LessonCheck:
    found = _seen(account, pk)
    if not decides_on(account, found):
        raise Http404
    return found


def _everywhere(check: LessonCheck, rule: Rule) -> Trials:
    """Tried on the answers of all bodies that the rule would hold for; of the body it comes from, on the corrected one, too."""
    bodies = [*check.owner.supervises.order_by("pk"), check.owner]
    home = check.lesson.agency_id
    return [(each, trying.trial(each, rule, case=check.lesson.case if each.pk == home else None)) for each in bodies]


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES, rules.COUNTY_CHECKS)
def check_change(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a rule that holds."""
    account: Account = request.user  # type: ignore[assignment]
    check = _mine(account, pk)
    if check.state != LessonCheck.State.IN_FORCE or hasattr(check, "followed_by") or check.is_over(clock.today()):
        raise Http404
    own = check.reach == LessonCheck.Reach.OWN
    above = check.owner.supervised_by if own else None
    initial = {**first_words(check.rule), "starts_on": clock.today()}
    form = RuleForm(
        _given(request),
        kind=Kind(check.kind),
        lesson=check.lesson,
        propose=above.short_name if above else "",
        initial=initial,
    )
    return _writing(
        request,
        form,
        tried_on=lambda rule: (
            [(check.owner, trying.trial(check.owner, rule, case=check.lesson.case))]
            if own
            else _everywhere(check, rule)
        ),
        keep=lambda rule, given: actions.change_check(
            check, rule, starts_on=given["starts_on"], propose=given.get("propose", False), by=account
        ),
        done=say("新版本已保存，原来的到施行日前一天为止。"),
        context={
            "title": say("改检查规则"),
            "lesson": check.lesson,
            "check": check,
            "keep": say("保存新版本"),
        },
    )


@require_http_methods(["GET", "POST"])
@allow(rules.COUNTY_CHECKS)
def check_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a proposal, as it is or changed. It is tried on all bodies at once."""
    account: Account = request.user  # type: ignore[assignment]
    check = _mine(account, pk)
    if check.state != LessonCheck.State.PROPOSED:
        raise Http404
    initial = {**first_words(check.rule), "starts_on": max(clock.today(), check.starts_on)}
    form = RuleForm(_given(request), kind=Kind(check.kind), lesson=check.lesson, why=True, initial=initial)
    return _writing(
        request,
        form,
        tried_on=lambda rule: _everywhere(check, rule),
        keep=lambda rule, given: actions.accept_check(
            check, rule, starts_on=given["starts_on"], why=given["why"], by=account
        ),
        done=say("已采纳，施行日起所管的机关都检查。"),
        context={
            "title": say("决定提请的检查规则"),
            "lesson": check.lesson,
            "check": check,
            "keep": say("采纳"),
            "decides": True,
        },
        first=check.rule,
    )


@require_http_methods(["GET", "POST"])
@allow(rules.COUNTY_CHECKS)
def check_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a proposal, with a reason."""
    account: Account = request.user  # type: ignore[assignment]
    check = _mine(account, pk)
    if check.state != LessonCheck.State.PROPOSED:
        raise Http404
    form = DeclineForm(_given(request))
    return _doing(
        request, check, form, lambda: actions.decline_check(check, by=account, **form.cleaned_data),
        title=say("不采纳提请的检查规则"), button=say("不采纳"), done=say("已答复不采纳，规则在提请的机关照常施行。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES, rules.COUNTY_CHECKS)
def check_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule end."""
    account: Account = request.user  # type: ignore[assignment]
    check = _mine(account, pk)
    if check.state != LessonCheck.State.IN_FORCE:
        raise Http404
    form = EndForm(_given(request), initial={"last": clock.today()})
    return _doing(
        request, check, form, lambda: actions.end_check(check, by=account, **form.cleaned_data),
        title=say("停止检查规则"), button=say("停止"), done=say("已登记停止。检查过的文书和放行的理由都留着。"),
    )  # fmt: skip


def _doing(
    request: HttpRequest,
    check: LessonCheck,
    form: EndForm | DeclineForm,
    act: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except RuleFaulty as refusal:
            for name, sentence in refusal.faults:
                form.add_error(name if name in form.fields else None, sentence)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("desk:check", check.pk)
    context = {"check": check, "form": form, "title": title, "button": button}
    return render(request, "desk/disputes/check_do.html", context, status=422 if form.errors else 200)


@require_POST
@allow(rules.REMEDIES)
def check_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a rule of one's own to the department above."""
    account: Account = request.user  # type: ignore[assignment]
    check = _mine(account, pk)
    try:
        made = actions.propose_check(check, by=account)
    except GongkaiError as error:
        return said(request, error, check_address(check))
    messages.success(request, say("已提请{department}，决定以前只在本机关检查。", department=made.owner.short_name))
    return redirect(check_address(check))


def check_address(check: LessonCheck) -> str:
    """The page of a rule."""
    from django.urls import reverse

    return reverse("desk:check", args=[check.pk])


def is_open(check: LessonCheck, day: date) -> bool:
    """Whether ``check`` is the last version of its rule and holds on ``day`` or later."""
    return check.state == LessonCheck.State.IN_FORCE and not hasattr(check, "followed_by") and not check.is_over(day)
