"""网站找错 and the settings of the site in a real browser: nothing for axe-core to find, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page

import factories
from browsing import axe, overflow, shoot
from disclosures.factories import House, approve, house, released_item
from gongkai.agencies.models import Agency, AgencyKind
from gongkai.disclosures import actions
from gongkai.disclosures.actions.mistakes import answer_mistake, report_mistake
from gongkai.people.models import Account, Role

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
MODES = {"wide": {"width": 1366}, "phone": {"width": 390}, "night": {"width": 1366, "theme": "dark"}}


def sign_in(page: Page, account: Account, url: str) -> None:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def furnished() -> tuple[House, int]:
    """A leak on an item with an earlier version, a wrong word, an answered one; the key of the leak."""
    of = house(name="云岭县商务局", short_name="商务局", slug="shangwu", code="云商")
    Agency.objects.filter(pk=of.agency.pk).update(kind=AgencyKind.GOVERNMENT_OFFICE, fax="", email="")
    item = released_item(of, title="2026年第一批补贴领取情况")
    draft = actions.change(item, by=of.contributor, note="删去姓名")
    draft = actions.save(draft, by=of.contributor, version=draft.version, html="<p>本批补贴已经发放完毕。</p>")
    actions.submit(draft, by=of.contributor)
    approve(draft, *of.chain)
    path = item.get_absolute_url()
    leak = report_mistake(of.agency, kind="leak", text="第一版写了住址", page=path, item=item, contact="13900000123")
    report_mistake(of.agency, kind="words", text="“须知”写成“需知”", page="/shangwu/guide/", hurried=True)
    done = report_mistake(of.agency, kind="link", text="打不开", page="/shangwu/")
    answer_mistake(done, outcome="right", answer="现在可以打开", by=of.clerk, version=1)
    return of, leak.pk


@pytest.mark.parametrize("mode", MODES)
def test_the_pages_have_nothing_that_axe_finds_and_do_not_scroll_sideways(
    browser_page: Open, server: str, mode: str
) -> None:
    of, leak = furnished()
    clerk, admin = browser_page(**MODES[mode]), browser_page(**MODES[mode])
    sign_in(clerk, of.clerk, server)
    sign_in(admin, factories.account(of.agency, Role.ADMINISTRATOR), server)
    for page, name, address in (
        (clerk, "errors", "/desk/errors/"),
        (clerk, "error", f"/desk/errors/{leak}/"),
        (admin, "site", "/account/site/"),
        (admin, "agency", "/account/agency/"),
    ):
        page.goto(address)
        shoot(page, f"desk-{name}-{mode}")
        assert (axe(page), overflow(page), page.complaints) == ([], [], []), name  # type: ignore[attr-defined]
