"""A finding on a letter answered with a reason, or the reason taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.applications import actions, rules
from gongkai.desk.cases.finding import letter_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import allow, said
from gongkai.people.models import Account

MOST = 20_000


@allow(rules.DECIDE)
@require_POST
def answer(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """Do what was pressed (``do``: ``keep``, ``take_back``) with the findings named in ``marks``."""
    account: Account = request.user  # type: ignore[assignment]
    found = letter_of(account, pk, letter)
    back = f"{reverse('desk:case_letter', args=[pk, letter])}#out"
    marks = request.POST.get("marks", "").split()[:MOST]
    do = request.POST.get("do", "")
    try:
        if do == "keep":
            made = actions.answer_findings(found, marks, request.POST.get("reason", ""), by=account)
            messages.success(request, say("{n}处保留，理由已记下，审批的人看得到。", n=len(made)))
        elif do == "take_back":
            for mark in marks:
                actions.take_back_answer(found, mark, by=account)
            messages.success(request, say("已撤回说明，请处理。"))
        else:
            raise Http404
    except GongkaiError as error:
        return said(request, error, back)
    return redirect(back)
