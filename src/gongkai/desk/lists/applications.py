"""申请: the register, narrowed and turned page by page, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from gongkai.agencies.models import Section
from gongkai.applications import queries, rules
from gongkai.applications.models import Application, Letter, RemedyCase
from gongkai.applications.models.application import Stage
from gongkai.desk.lists import export, keyset
from gongkai.desk.lists.asking import ASKABLE
from gongkai.desk.lists.filters import Filters
from gongkai.desk.publishing.matching import matching
from gongkai.disclosures import drafts
from gongkai.language import say
from gongkai.law import MEANINGS, Outcome
from gongkai.law.receipt import CHANNEL_NAMES, Channel
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with


@require_GET
@allow(rules.VIEW)
def applications(request: HttpRequest) -> HttpResponseBase:
    """The register: open cases by their due date unless something else is asked for. ``?format=csv``: all of it as a file."""
    account: Account = request.user  # type: ignore[assignment]
    if list(request.GET) == ["q"] and (hit := known(account, request.GET["q"])):
        # Asked from the bar, by a whole number.
        return redirect("desk:case", hit)
    whole = agencies_with(account, rules.VIEW.key)
    sections = list(Section.objects.filter(agency__in=whole, active=True)) if whole else []
    filters = Filters(request.GET, sections=sections, today=clock.today())
    found = filters.narrow(queries.visible_to(account))
    if request.GET.get("format") == "csv":
        return export.table(say("政府信息公开申请台账"), HEAD, _lines(found, filters))
    q = str(filters.chosen.get("q", ""))
    context = {
        "filters": filters,
        "texts": texts(account, q),
        "count": found.count(),
        "slice": keyset.cut(queries.for_list(found), filters.order, request.GET),
        "q": q,
        "may_record": bool(agencies_with(account, rules.REGISTER.key)),
        "export": f"?{urlencode([*((k, v) for k, v in request.GET.items() if k not in ('after', 'before')), ('format', 'csv')])}",
        "sections": sections,
        "batches": bool(agencies_with(account, rules.ASSIGN.key)),
        "askable": ASKABLE if sections and agencies_with(account, rules.ASSIGN.key) else (),
    }
    return render(request, "desk/lists/applications.html", context)


HEAD = (
    say("编号"), say("事由"), say("申请人"), say("申请人类别"), say("来源渠道"), say("提交日"), say("收到日"), say("状态"),
    say("承办科室"), say("答复期限"), say("答复日"), say("办理结果"),
)  # fmt: skip
"""The columns of the file. Addresses, telephone and identity numbers are not among them."""


def _lines(found: QuerySet[Application], filters: Filters) -> Iterator[tuple[object, ...]]:
    rows = filters.order.apply(found).values_list(
        "number", "title", "applicant__name", "applicant_kind", "channel", "submitted_on", "received_on", "stage",
        "section__name", "due_on", "decided_on", "outcome",
    )  # fmt: skip
    kinds = dict(Application._meta.get_field("applicant_kind").choices or ())
    for number, title, name, kind, channel, submitted, received, stage, section, due, decided, outcome in rows.iterator(
        chunk_size=1000
    ):
        yield (
            number, title, name, kinds.get(kind, kind), CHANNEL_NAMES[Channel(channel)], submitted, received,
            Stage(stage).label, section, due, decided, MEANINGS[Outcome(outcome)].name if decided else "",
        )  # fmt: skip


def known(account: Account, text: str) -> int | None:
    """The case that ``text`` is the whole number of: its own, one of its letters', or that of a suit about it."""
    text = text.strip()
    if not text:
        return None
    seen = queries.visible_to(account)
    return (
        seen.filter(number=text).values_list("pk", flat=True).first()
        or Letter.objects.filter(number=text, application__in=seen).values_list("application", flat=True).first()
        or RemedyCase.objects.filter(number=text, application__in=seen).values_list("application", flat=True).first()
    )


SHOWN = 5
"""Texts that are named beside the cases; their own list has the rest."""


def texts(account: Account, q: str) -> dict[str, object] | None:
    """The drafts and what is public whose title or number hold ``q``, as far as ``account`` sees them: the newest, and how many.
    None where nothing is looked for or found."""
    if not q.strip():
        return None
    found = drafts.visible_to(account).filter(matching(q)).order_by("-pk")
    first = list(found.only("title", "document_number", "stage")[: SHOWN + 1])
    older = list(drafts.items_of(account).filter(matching(q, "")).only("title", "document_number")[:SHOWN])
    if not first and not older:
        return None
    return {"first": first[:SHOWN], "older": older, "more": len(first) > SHOWN}


@require_GET
@allow(rules.VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """One field for everything that has a number: a number that is known leads straight to its case, all else to the list."""
    text = request.GET.get("q", "").strip()
    hit = known(request.user, text)  # type: ignore[arg-type]
    if hit:
        return redirect("desk:case", hit)
    return redirect(f"{reverse('desk:applications')}?{urlencode({'q': text, 'stage': 'all'})}")
