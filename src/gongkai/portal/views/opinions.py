"""The page of somebody who was asked for an opinion: a third party (art. 32) or a co-maker (art. 34). The token opens it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.applications import actions, clocks, stages
from gongkai.applications.models import Consultation
from gongkai.errors import GongkaiError
from gongkai.law.clocks.facts import Asked
from gongkai.people.access import open_to_all
from gongkai.portal.forms.answering import OpinionForm
from gongkai.portal.frame import show
from gongkai.portal.waiting import hand_of


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, until when, what silence means; the answer, once. Says nothing about who applied."""
    found = (
        Consultation.objects.select_related("application__agency__supervised_by")
        .exclude(sent_on=None)
        .filter(token=token)
        .first()
    )
    if found is None:
        raise Http404
    open_ = found.is_open and stages.MOVES["opinion"] in stages.possible(found.application)
    if request.method != "POST" or not open_:
        return _page(request, found, OpinionForm(hand="") if open_ else None, 200 if request.method != "POST" else 409)
    form = OpinionForm(request.POST, request.FILES, hand=hand_of(request))
    if form.is_valid():
        try:
            actions.record_opinion(
                found,
                opinion=form.cleaned_data["opinion"],
                reasons=form.cleaned_data["reasons"],
                files=form.uploads("files"),
                by=None,
            )
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            form.done()
            return redirect("portal:opinion", token=token)
    form.keep()
    return _page(request, found, form, 422)


def _page(request: HttpRequest, found: Consultation, form: OpinionForm | None, status: int) -> HttpResponse:
    return show(
        request,
        "opinion.html",
        agency=found.application.agency,
        private=True,
        asked=found,
        due=clocks.consultation_due(found),
        co_maker=found.asked == Asked.CO_MAKER,
        third_party=found.asked == Asked.THIRD_PARTY,
        form=form,
        status=status,
    )
