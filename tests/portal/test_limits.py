"""The fingerprint of an address, and what is forgotten."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from gongkai.portal import limits
from gongkai.portal.models import Miss

pytestmark = pytest.mark.django_db


def source(**meta: str) -> str:
    return limits.source_of(RequestFactory().get("/", **meta))


def test_no_address_is_kept_as_it_is() -> None:
    limits.note_miss(source(REMOTE_ADDR="192.0.2.7"), "7K4M92QXPD")
    kept = Miss.objects.get()
    assert ("192.0.2.7" in kept.source, "7K4M" in kept.code, len(kept.source), len(kept.code)) == (False, False, 64, 64)


def test_a_header_of_the_visitors_own_changes_nothing() -> None:
    plain = source(REMOTE_ADDR="192.0.2.7")
    assert source(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.9") == plain


def test_behind_the_proxy_that_ends_https_its_last_entry_counts(settings: Settings) -> None:
    settings.HTTPS = True
    visitor = source(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.5, 192.0.2.7")
    settings.HTTPS = False
    assert visitor == source(REMOTE_ADDR="192.0.2.7")


def test_misses_are_forgotten_after_a_day(settings: Settings) -> None:
    limits.note_miss("a", "x")
    settings.NOW = "2026-09-11T21:15"
    limits.note_miss("a", "y")
    assert Miss.objects.count() == 1


def test_a_wait_gets_shorter_as_time_passes(settings: Settings) -> None:
    for _ in range(limits.MISSES_BY_CODE):
        limits.note_miss("a", "x")
    assert limits.wait_before_guessing("b", "x") == 3600
    settings.NOW = "2026-09-10T21:54"
    assert limits.wait_before_guessing("b", "x") == 1200
    settings.NOW = "2026-09-10T22:14"
    assert limits.wait_before_guessing("b", "x") == 0
