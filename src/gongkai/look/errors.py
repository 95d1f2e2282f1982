"""The pages for addresses that lead nowhere and for steps that failed."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also for what belongs to somebody else."""
    return render(request, "look/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: with a code that can be quoted."""
    return render(request, "look/500.html", {"code": secrets.token_hex(4)}, status=500)
