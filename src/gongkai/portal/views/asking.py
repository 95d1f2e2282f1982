"""申请公开: find first, write it down, get the query code. Two pages and a receipt, no account."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.applications import actions, clocks
from gongkai.applications.models import Application
from gongkai.disclosures import queries
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article
from gongkai.people import clock
from gongkai.people.access import open_to_all
from gongkai.people.journal import log
from gongkai.portal import limits, opened, standing
from gongkai.portal.forms.applying import CONTENT, ApplyForm
from gongkai.portal.forms.plain import without_hidden
from gongkai.portal.frame import answering, bodies, body_of, show
from gongkai.portal.models import Sending
from gongkai.portal.views import stamped
from gongkai.portal.waiting import hand_of

PORTAL = "公开平台"
"""Who the log names for what the site itself notes."""
_WORDS = "portal_words"
_logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def find(request: HttpRequest, slug: str = "") -> HttpResponse:
    """先找一找: what is public already is shown for what one wants, and the body to ask. Where somebody looks at the speed of a
    machine, only the suggestions are left out."""
    agency = body_of(slug) if slug else None
    if request.method == "POST":
        words = _words_in(request.POST.get("words", ""))
    else:
        words = _words_in(request.GET.get("q", "")) or request.session.get(_WORDS, "")
    hurried = bool(words) and not limits.may_look(request)
    everybody = list(bodies().select_related("successor"))
    return show(
        request,
        "ask_find.html",
        agency=agency,
        current="ask",
        private=True,
        words=words,
        everybody=everybody,
        labels=_steps(),
        hurried=hurried,
        **_suggested("" if hurried else words, everybody),
    )


@require_safe
@open_to_all
def suggest(request: HttpRequest) -> HttpResponse:
    """The part of the first page that changes while one types."""
    if not limits.may_look(request):
        return HttpResponse(status=429)
    agency = Agency.objects.filter(slug=request.GET.get("agency", "")).first()
    words = _words_in(request.GET.get("q", ""))
    return render(
        request, "portal/_suggestions.html", {"agency": agency, "words": words, **_suggested(words, list(bodies()))}
    )


@require_POST
@open_to_all
def carry_on(request: HttpRequest) -> HttpResponse:
    """On to the form of the body whose button was pressed. The words travel in the session, not in addresses."""
    agency = get_object_or_404(Agency, slug=request.POST.get("body", ""))
    request.session[_WORDS] = _words_in(request.POST.get("words", ""))
    return redirect("portal:write", slug=agency.slug)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """写下申请: one form. What is complete becomes an application at once; what is not comes back with everything in it."""
    agency = body_of(slug)
    answers = answering(agency)
    if answers != agency:
        return redirect("portal:write", slug=answers.slug) if answers else redirect("portal:ask")
    if request.method != "POST":
        form = ApplyForm(initial={"content": request.session.get(_WORDS, "")}, agency=agency, hand="")
        return _form(request, agency, form)
    form = ApplyForm(request.POST, request.FILES, agency=agency, hand=hand_of(request))
    if not form.is_valid():
        form.keep()
        return _form(request, agency, form, status=422)
    try:
        if settings.ZONE == "public":
            answer = stamped.take(request, agency, form)
            request.session.pop(_WORDS, None)
            return answer
        case = _send(request, agency, form)
    except GongkaiError as error:
        form.add_error(None, str(error))
        form.keep()
        return _form(request, agency, form, status=422)
    form.done()
    request.session.pop(_WORDS, None)
    opened.remember(request, case)
    return redirect("portal:receipt", slug=case.agency.slug)


@require_safe
@open_to_all
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """拿到查询码: the code, the day of receipt, the last day of the answer and how it was counted. Only for whoever has just
    applied; afterwards the code opens the progress page."""
    agency = body_of(slug)
    case = opened.case_of(request)
    if case is None or case.agency_id != agency.pk:
        return redirect("portal:progress")
    today = clock.today()
    received = case.received_on
    confirmed = standing.next_working_day(today) if received is None and case.is_open else None
    due = standing.if_confirmed(case, confirmed) if confirmed else clocks.due_of(case)
    hurried = limits.sent_lately(limits.source_of(request)) > limits.MANY_SENDINGS
    return show(
        request,
        "receipt.html",
        agency=agency,
        current="ask",
        private=True,
        case=case,
        due=due,
        confirmed=confirmed,
        ground=Article("条例", 31, item=3),
        hurried=hurried,
        code=opened.grouped(case.query_code),
        labels=_steps(),
    )


def _form(request: HttpRequest, agency: Agency, form: ApplyForm, status: int = 200) -> HttpResponse:
    return show(
        request,
        "ask_write.html",
        agency=agency,
        current="ask",
        private=True,
        form=form,
        labels=_steps(),
        status=status,
    )


def _send(request: HttpRequest, agency: Agency, form: ApplyForm) -> Application:
    """Make the application, once for each form however often the button is pressed. Raises GongkaiError; then nothing is kept."""
    source = limits.source_of(request)
    with transaction.atomic():
        sending, new = Sending.objects.select_for_update().get_or_create(
            form=form.mark, defaults={"source": source, "at": clock.now()}
        )
        if not new and sending.application is not None:
            return sending.application
        case = actions.submit_online(agency, form.person, form.matter, form.handed)
        sending.application = case
        sending.save(update_fields=["application"])
        sent = limits.note_sending(source)
        if sent > limits.MANY_SENDINGS or form.cleaned_data["website"]:
            # Taken like any other (decision 0065); the clerk sees that a machine may have sent it.
            log("application.hurried", case, by=None, agency=agency, actor=PORTAL, within_the_hour=sent)
            _logger.warning("many applications from one address: %s within the hour", sent)
    return case


def _suggested(words: str, agencies: list[Agency]) -> dict[str, object]:
    """What is public already, from any body, and who would have to answer."""
    if not words:
        return {"found": [], "competent": []}
    question = queries.Question(words)
    return {"found": question.suggest(), "competent": question.competent(agencies)}


def _words_in(text: str) -> str:
    return without_hidden(text, keep="\n").strip()[:CONTENT]


def _steps() -> list[str]:
    return [say("先找一找"), say("写下申请"), say("拿到查询码")]
