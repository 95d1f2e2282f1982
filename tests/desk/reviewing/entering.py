"""A browser that is signed in."""

from __future__ import annotations

from django.test import Client
from playwright.sync_api import Page

from gongkai.people.models import Account


def sign_in(page: Page, account: Account, url: str) -> None:
    """A session of ``account``, as log-in makes it."""
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
