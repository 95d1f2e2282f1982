"""Several cases at once: the section that is to look for what they ask for, in one press from the register."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.agencies.models import Section
from gongkai.applications import actions, rules, stages
from gongkai.applications.models import Application
from gongkai.desk.cases.assisting import answer_by, question_on
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

ASKABLE = stages.MOVES["ask_section"].stages
"""Where a case stands that a section can still be asked about."""


@require_POST
@allow(rules.ASSIGN)
def applications_ask(request: HttpRequest) -> HttpResponse:
    """``pick``: the cases; ``section``: who is to look. The case is given to the section where it had none, and the section is
    asked with the day that leaves time for the answer."""
    account: Account = request.user  # type: ignore[assignment]
    own = agencies_with(account, rules.ASSIGN.key)
    back = request.POST.get("back", "")
    back = back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/") else ""
    wanted = [pk for pk in dict.fromkeys(request.POST.getlist("pick")) if pk.isascii() and pk.isdecimal()]
    chosen = request.POST.get("section", "")
    section = Section.objects.filter(pk=chosen, agency__in=own, active=True).first() if chosen.isdecimal() else None
    if not wanted or section is None:
        messages.warning(request, say("没有发给科室：请勾选申请，再选择科室。"))
        return redirect(back or "desk:applications")
    asked = []
    for case in Application.objects.filter(pk__in=wanted, agency__in=own).select_related("agency").order_by("pk"):
        try:
            with transaction.atomic():
                actions.ask_section(
                    case,
                    section=section,
                    question=question_on(case),
                    due_on=answer_by(clock.today(), case.due_on),
                    by=account,
                )
                if case.section_id is None:
                    actions.assign(case, section=section, by=account)
        except GongkaiError as error:
            messages.error(request, str(error))
        else:
            asked.append(case.number)
    if asked:
        messages.success(
            request,
            say("已请{section}查找{n}件：{numbers}。", section=section.name, n=len(asked), numbers="、".join(asked)),
        )
    return redirect(back or "desk:applications")
