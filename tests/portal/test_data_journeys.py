"""What a researcher takes away, counted in steps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from disclosures.corpus import seed
from gongkai.portal.opendata import making
from portal.making import bureau
from portal.shelf import report
from steps import Row, Steps, over_target

pytestmark = pytest.mark.django_db(transaction=True)


def downloaded(page: Page, steps: Steps, name: str) -> list[dict[str, str]]:
    """The rows of the file behind a link."""
    with page.expect_download() as caught:
        steps.press(page.get_by_role("link", name=name, exact=True))
    text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def all_items_of_a_body(page: Page) -> Row:
    steps = Steps(page, "researcher", 1, "Get all items of a body as data", 1)
    page.goto("/b0/")
    rows = downloaded(page, steps, "全部目录（CSV）")
    assert (len(rows), {row["发布机构"] for row in rows}) == (7, {"云岭县商务局"})
    return steps.row


def figures_of_all_reports(page: Page) -> Row:
    steps = Steps(page, "researcher", 2, "Get all reports' figures", 1)
    page.goto("/opendata/")
    rows = downloaded(page, steps, "reports.csv")
    assert {(row["行政机关"], row["年度"]) for row in rows} == {("云岭县科技局", "2025")}
    assert len(rows) == 200
    return steps.row


def test_no_job_with_open_data_takes_more_steps_than_its_target(browser_page: Callable[..., Page]) -> None:
    seed()
    report(bureau(name="云岭县科技局", short_name="科技局", code="云科", slug="keji"), 2025)
    making.make()
    page = browser_page()
    assert over_target([all_items_of_a_body(page), figures_of_all_reports(page)]) == []
