"""Which sessions of an account are open. Django keeps sessions by key only; these rows say whose they are and from where."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from typing import Any

from django.contrib.auth import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from gongkai.people import clock, queries
from gongkai.people.journal import log
from gongkai.people.models import Account, SignIn

SEEN_EVERY = timedelta(minutes=5)
"""How often at most the moment of last use is written: a write for every page would cost more than it tells."""


def client_address(request: HttpRequest) -> str | None:
    """The network address of the other side, None where there is none (a socket, a test)."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


@receiver(user_logged_in, dispatch_uid="people.sign_ins.begin")
def begin(sender: object, request: HttpRequest, user: Account, **_: Any) -> None:
    """A session was begun."""
    if request.session.session_key is None:
        request.session.create()
    now = clock.now()
    with transaction.atomic():
        SignIn.objects.update_or_create(
            session_key=request.session.session_key,
            defaults={
                "account": user,
                "address": client_address(request),
                "agent": request.META.get("HTTP_USER_AGENT", "")[:200],
                "at": now,
                "seen_at": now,
                "ended_at": None,
            },
        )
        log("session.begun", user, by=user, agency=queries.home(user), address=client_address(request))


@receiver(user_logged_out, dispatch_uid="people.sign_ins.end")
def end(sender: object, request: HttpRequest, user: Account | None, **_: Any) -> None:
    """A session was ended by its owner. One that was ended from elsewhere is on record already."""
    if user is None:
        return
    with transaction.atomic():
        open_still = SignIn.objects.filter(session_key=request.session.session_key, ended_at=None)
        if open_still.update(ended_at=clock.now()):
            log("session.left", user, by=user, agency=queries.home(user), address=client_address(request))


def follow(request: HttpRequest, old: str | None) -> None:
    """The session of ``request`` had the key ``old`` and was given a new one."""
    if request.session.session_key is None:
        request.session.create()
    SignIn.objects.filter(session_key=old).update(session_key=request.session.session_key)


def rotate(request: HttpRequest) -> None:
    """Give the session a new key: it may do more from now on."""
    old = request.session.session_key
    request.session.cycle_key()
    follow(request, old)


def open_still(request: HttpRequest) -> bool:
    """Whether the session of ``request`` was not ended elsewhere; notes that it was used."""
    held = SignIn.objects.filter(session_key=request.session.session_key, ended_at=None).only("pk", "seen_at").first()
    if held is None:
        return False
    now = clock.now()
    if now - held.seen_at >= SEEN_EVERY:
        SignIn.objects.filter(pk=held.pk, ended_at=None).update(seen_at=now)
    return True
