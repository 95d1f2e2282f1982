"""What the checks read from the register: links, twins, clocks; and what is due from a section."""

from __future__ import annotations

from datetime import date

import pytest

from disclosures import factories as ours
from gongkai.agencies.models import Site
from gongkai.disclosures import checks
from gongkai.disclosures.checks.gathering import facts_of
from gongkai.disclosures.due import due_from
from gongkai.disclosures.models import Draft, Freshness
from gongkai.people import clock

from .conftest import Desk
from .test_drafting import begun


def codes(draft: Draft, begins: str) -> list[tuple[str, str]]:
    return [(f.code, f.shown) for f in checks.run(draft) if f.code.startswith(begins)]


def test_links_to_what_is_public_are_good_and_to_what_was_withdrawn_or_is_ours_alone_dead(desk: Desk) -> None:
    Site.objects.create(pk=1, name="云岭县人民政府", address="https://www.yunling.example")
    item = ours.released_item(desk, title="公开的通知")
    html = "".join(
        f'<p><a href="{link}">链接</a></p>'
        for link in (
            f"/info/{item.permanent}/", f"https://www.yunling.example/info/{item.permanent}/", "/search/", "https://www.gov.cn/",
            "/info/2026-99999/", "/desk/info/", "/nichts/da/ist/", f"/info/{item.permanent}/files/999/",
        )
    )  # fmt: skip
    draft = begun(desk, html=html)
    assert [shown for _, shown in codes(draft, "links")] == [
        "/info/2026-99999/", "/desk/info/", "/nichts/da/ist/", f"/info/{item.permanent}/files/999/",
    ]  # fmt: skip


def test_the_same_title_or_number_in_the_same_body_is_told_and_in_another_not(desk: Desk, other: Desk) -> None:
    ours.released_item(desk, title="关于开展活动的通知", document_number="云商发〔2026〕9号")
    ours.released_item(other, title="消费券发放办法", document_number="云农发〔2026〕3号")
    assert codes(begun(desk, title="关于开展活动的通知"), "twins") == [("twins.title", "关于开展活动的通知")]
    numbered = begun(desk, title="另一份", fields={"document_number": "云商发[2026]9号"})
    assert codes(numbered, "twins") == [("twins.number", "关于开展活动的通知")]
    assert codes(begun(desk, title="消费券发放办法", fields={"document_number": "云农发〔2026〕3号"}), "twins") == []


@pytest.mark.parametrize(
    ("made", "today", "code"),
    [
        (date(2026, 9, 1), date(2026, 10, 16), "late.past"),
        (date(2026, 9, 15), date(2026, 10, 16), "late.near"),
        (date(2026, 10, 12), date(2026, 10, 16), None),
    ],
)
def test_the_clock_of_article_26_runs_over_the_holidays(desk: Desk, made: date, today: date, code: str | None) -> None:
    draft = begun(desk, fields={"made_on": made})
    with clock.at(today):
        assert [each for each, _ in codes(draft, "late")] == ([code] if code else [])


def test_the_day_and_the_working_days_past_it_are_said(desk: Desk) -> None:
    facts = facts_of(begun(desk, fields={"made_on": date(2026, 9, 1)}))
    assert (facts.due, facts.late_days) == (date(2026, 9, 29), 9)


def test_what_is_due_from_a_section_is_only_what_it_has_to_keep(desk: Desk, other: Desk) -> None:
    stale = ours.column(desk.agency, "通知公告", section=desk.section, freshness=Freshness.TWO_WEEKS)
    fresh = ours.column(desk.agency, "统计信息", section=desk.section, freshness=Freshness.SIX_MONTHS)
    ours.column(desk.agency, "领导信息", freshness=Freshness.ONE_YEAR)
    ours.column(other.agency, "通知公告", section=other.section, freshness=Freshness.TWO_WEEKS)
    ours.released_item(desk, on=date(2026, 9, 20), column=stale, made_on=date(2026, 9, 20))
    ours.released_item(desk, on=date(2026, 9, 20), column=fresh, made_on=date(2026, 9, 20))
    lines = due_from(desk.contributor, date(2026, 10, 16))
    assert [(line.kind, line.title, line.says, line.tone) for line in lines] == [
        ("column", "通知公告", "2026-09-20以后没有更新，应当两周内更新", "late")
    ]
    assert [(line.kind, line.title) for line in due_from(desk.clerk, date(2026, 10, 16))] == [
        ("column", "通知公告"),
        ("column", "领导信息"),
    ]
