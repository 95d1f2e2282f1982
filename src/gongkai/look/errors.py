"""The pages for addresses that lead nowhere and for steps that were not done."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also for what belongs to somebody else. At the desk the way back leads to the desk."""
    return render(request, "look/404.html", {"at_desk": request.path.startswith(("/desk/", "/account/"))}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: with a code that can be quoted, and that stands in the log beside the failure."""
    code = f"E-{secrets.token_hex(2).upper()}-{secrets.token_hex(2).upper()}"
    log.error("failed: %s %s %s", code, request.method, request.path)
    return render(request, "look/500.html", {"code": code}, status=500)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where the form's token is missing or old: the page stood open too long, or cookies are blocked."""
    log.warning("token refused: %s %s", request.path, reason)
    return render(request, "look/403_csrf.html", status=403)


def slow_down(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: too many from one place. ``seconds``: when it will do again. Says that nothing was taken, and the other ways."""
    response = render(request, "look/429.html", {"minutes": max(1, -(-seconds // 60))}, status=429)
    response["Retry-After"] = str(seconds)
    return response
