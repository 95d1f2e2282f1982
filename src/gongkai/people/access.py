"""Who may open an address. Every view says it with one decorator, which also enforces it; so a test can walk every address.

    @open_to_all                             everybody: the portal, the page for log-in
    @signed_in                               whoever has logged in: one's own account
    @staff                                   whoever has a role in force today: the desk
    @allow("applications.handle", HANDLE)    whoever holds one of the permissions somewhere: in a body or for a section

It stands next to the function, under ``require_POST`` and the like, and is kept as ``view.access``. `every_view` lists all.

What is answered otherwise (decision 0060):

* nobody logged in: the page for log-in, which leads back;
* logged in, no role in force: a page that says whom to ask (404);
* no such permission anywhere: 404. This gate knows no objects. The view looks its object up with the app's ``visible_to``, so
  that another body's object is 404 too;
* the object is seen, but the action refuses (`rules.NotAllowed` or any other `GongkaiError`): nothing is hidden from this
  person, so the sentence is shown: by the view on its form (`said`), or here for what a view lets through (`refused`, 409).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.errors import GongkaiError
from gongkai.people import deadlocks, rules
from gongkai.people.models import Account
from gongkai.people.rules import Permission

View = Callable[..., HttpResponse]
Decorator = Callable[[View], View]
_log = logging.getLogger(__name__)


class Gate(StrEnum):
    """Whom an address lets in."""

    OPEN = "open"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    HOLDERS = "holders"


@dataclass(frozen=True, slots=True)
class Access:
    """What a view says about itself. ``permissions``: keys, one of them is enough; only with `Gate.HOLDERS`."""

    gate: Gate
    permissions: tuple[str, ...] = ()

    def admits(self, account: Any) -> bool:
        """Whether ``account`` (or an anonymous user) may open the address, as far as no object is looked at."""
        match self.gate:
            case Gate.OPEN:
                return True
            case Gate.SIGNED_IN:
                return bool(account.is_authenticated)
            case Gate.STAFF:
                return bool(rules.standings(account))
            case Gate.HOLDERS:
                return any(holds(account, key) for key in self.permissions)


def holds(account: Account, key: str) -> bool:
    """Whether ``account`` holds the permission anywhere: in some body, or for some section."""
    roles = rules.PERMISSIONS[key].roles
    return any(standing.role in roles for standing in rules.standings(account))


def open_to_all(view: View) -> View:
    """Everybody may open it."""
    return _kept(view, Access(Gate.OPEN))


def signed_in(view: View) -> View:
    """Whoever has logged in may open it."""
    return _kept(view, Access(Gate.SIGNED_IN))


def staff(view: View) -> View:
    """Whoever has a role in force today may open it."""
    return _kept(view, Access(Gate.STAFF))


def allow(*permissions: Permission | str) -> Decorator:
    """Whoever holds one of the permissions somewhere may open it. A key that nobody declares is a KeyError when it is asked."""
    if not permissions:
        raise ValueError("allow() names at least one permission")
    keys = tuple(each.key if isinstance(each, Permission) else each for each in permissions)
    return lambda view: _kept(view, Access(Gate.HOLDERS, keys))


def said(request: HttpRequest, error: GongkaiError, to: Any = None) -> HttpResponse:
    """The sentence of a step that was refused. ``to``: anything `redirect` takes; it is shown there, above the page.
    Without ``to``: the page of `refused`."""
    if to is None:
        return refused(request, error)
    messages.error(request, str(error))
    return redirect(to)


def refused(request: HttpRequest, error: GongkaiError) -> HttpResponse:
    """A page with the sentence of a refused step and the way back; status 409, nothing was changed."""
    signed = request.user.is_authenticated
    context = {"sentence": str(error), "back": _came_from(request), "frame": _DESK if signed else _PLAIN, "wrong": True}
    return render(request, "people/refused.html", context, status=409)


def no_standing(request: HttpRequest) -> HttpResponse:
    """For an account without a role in force: what that means and whom to ask."""
    return render(request, "people/no_standing.html", status=404)


def every_view(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, View]]:
    """(address pattern, name with its namespace, view) of every address below ``resolver`` (the whole site)."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from every_view(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield route, f"{space}{entry.name or ''}", entry.callback


_DESK, _PLAIN = "desk/base.html", "look/plain.html"


def _kept(view: View, access: Access) -> View:
    """``view`` behind the gate. The outermost ``access`` would win over an inner one, so a second one is a mistake."""
    if hasattr(view, "access"):
        raise ValueError(f"{view.__name__} says twice who may open it")

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.admits(request.user):
            if not request.user.is_authenticated:
                return redirect_to_login(_after_log_in(request))
            if not rules.standings(request.user):  # type: ignore[arg-type]
                return no_standing(request)
            raise Http404
        try:
            return deadlocks.answered(view, request, *args, **kwargs)
        except GongkaiError as error:
            _log.info("refused: %s %s %s", request.method, request.path, type(error).__name__)
            return refused(request, error)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded


def _after_log_in(request: HttpRequest) -> str:
    """Where log-in leads: the page asked for; for something sent from a form, the page with the form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return _came_from(request) or request.path


def _came_from(request: HttpRequest) -> str:
    """The path of the page of this site that the request came from, "" when unknown."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referer)
    return parts._replace(scheme="", netloc="", fragment="").geturl()
