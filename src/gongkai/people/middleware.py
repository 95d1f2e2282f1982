"""Keeps each account's list of sessions true, and holds those to it that must change a password or give a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.language import say
from gongkai.people import sign_ins
from gongkai.people.access import Gate

FIRST = frozenset({"people:password", "people:second_factor", "people:logout"})
"""What is open to those who must do something first."""


class SignedIn:
    """A session that was ended elsewhere is logged out here; the others are noted as seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Whoever comes without a session cookie (most of the portal) costs nothing here.
        if request.session.session_key and request.user.is_authenticated and not sign_ins.open_still(request):
            logout(request)
            messages.warning(request, say("这次登录已经在别处结束。要继续，请重新登录。"))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send to the password or the second factor whoever owes one; what is open to everybody stays open."""
        access = getattr(view, "access", None)
        if access is None or access.gate is Gate.OPEN or not request.user.is_authenticated:
            return None
        account = request.user
        if request.resolver_match is not None and request.resolver_match.view_name in FIRST:
            return None
        if account.needs_second_factor and not account.is_verified():
            return redirect("people:second_factor")
        if account.must_change_password:
            return redirect("people:password")
        return None
