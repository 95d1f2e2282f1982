"""A leader goes away: somebody stands in, in two steps from the first page; then that person may approve, and is named as standing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gongkai.people.models import Appointment, Role
from gongkai.people.rules import standings
from people.conftest import Bureau, client_of
from steps import Steps, over_target

Open = Callable[..., Page]


@pytest.mark.parametrize(
    "mode", [{"width": 1366}, {"width": 390, "height": 844, "script": False}], ids=["wide", "phone"]
)
@pytest.mark.django_db(transaction=True)
def test_a_leader_names_a_deputy_in_two_steps(
    browser_page: Open, server: str, bureau: Bureau, settings: object, mode: dict[str, object]
) -> None:
    settings.NOW = "2026-09-11T09:00"  # type: ignore[attr-defined]
    page = browser_page(**mode)
    key = client_of(bureau.leader).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": server}])
    page.goto("/desk/")
    job = Steps(page, "leader", 7, "Name a deputy for leave", 2)
    job.press(page.get_by_role("link", name="代行", exact=True))
    page.get_by_label("由谁代行").select_option(bureau.head.name)
    page.get_by_label("最后一天").fill("2026-09-18")
    page.get_by_label("原因").fill("外出培训")
    job.press(page.get_by_role("button", name="指定代行"))
    expect(page.get_by_role("row").filter(has_text=bureau.head.name)).to_contain_text("正在代行")
    held = [(each.role, each.acting_for) for each in standings(bureau.head)]
    assert held == [(Role.OFFICE_HEAD, ""), (Role.LEADER, bureau.leader.name)]
    assert Appointment.objects.filter(account=bureau.leader).count() == 1
    assert (over_target([job.row]), page.complaints) == ([], [])  # type: ignore[attr-defined]
