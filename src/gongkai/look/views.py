"""The reader's own choice of size and theme, kept in cookies."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from gongkai.people.access import open_to_all

CHOICES = {"size": frozenset({"", "large"}), "theme": frozenset({"", "dark"})}
YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def prefer(request: HttpRequest) -> HttpResponse:
    """Set ``size`` or ``theme`` and go back to ``next``, a path of this site. What is not known is left as it was.

    GET too, for it changes nothing but how this browser shows the pages, and a link needs no script.
    """
    given = request.POST if request.method == "POST" else request.GET
    back = given.get("next", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, known in CHOICES.items():
        choice = given.get(name)
        if choice not in known:
            continue
        if choice:
            response.set_cookie(name, choice, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
        else:
            response.delete_cookie(name, samesite="Lax")
    return response
