"""The log of the bodies that a person may read: what happened, its check, and the ends of its chains."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.people import actions, clock, queries, rules, verbs
from gongkai.people.access import allow
from gongkai.people.forms import LogForm


@require_safe
@allow(rules.LOG_READ)
def log(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, a page at a time by key: the last page costs no more than the first."""
    form = LogForm(request.GET)
    asked = form.asked
    page = queries.log_page(queries.log_visible_to(request.user), **asked)
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    context = {
        "form": form,
        "entries": [
            (entry, verbs.called(entry.verb), verbs.subject(entry), verbs.facts(entry), verbs.raw(entry))
            for entry in page.entries
        ],
        "older": f"?{urlencode({**kept, 'before': page.older})}" if page.older else "",
        "newest": f"?{urlencode(kept)}" if asked.get("before") else "",
        "several": len(rules.agencies_with(request.user, rules.LOG_READ.key)) > 1,
    }
    return render(request, "people/log.html", context, status=422 if form.errors else 200)


@require_POST
@allow(rules.LOG_READ)
def log_verify(request: HttpRequest) -> HttpResponse:
    """Check the chains and say what was found."""
    return render(request, "people/log_verified.html", {"faults": actions.verify_log(request.user)})


@never_cache
@require_POST
@allow(rules.LOG_READ)
def log_heads(request: HttpRequest) -> HttpResponse:
    """The ends of the chains as a file."""
    heads = actions.export_heads(request.user)
    response = JsonResponse({"at": clock.now().isoformat(), "heads": heads}, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="log-heads-{clock.today().isoformat()}.json"'
    return response
