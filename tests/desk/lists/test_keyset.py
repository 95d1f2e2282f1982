"""Turning pages: each row once, in order, whatever the days are, and from any place back again."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

import factories
from gongkai.applications.models import Application
from gongkai.desk.lists.keyset import Order, Place, cut
from gongkai.people import clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 16)


@pytest.fixture
def register() -> list[Application]:
    """Eleven cases; some share a day, two have none."""
    with clock.at(TODAY):
        body = factories.agency()
        clerk = factories.clerk(body)
        made = [factories.application(body, clerk) for _ in range(11)]
    for place, case in enumerate(made):
        case.due_on = None if place in (3, 7) else TODAY + timedelta(days=place // 3)
        case.save(update_fields=["due_on"])
    return made


def numbers(order: Order, size: int, *, forwards: bool) -> list[int]:
    """Every row met while turning pages from one end to the other."""
    rows = Application.objects.all()
    given: dict[str, str] = {}
    pages = []
    while True:
        found = cut(rows, order, given, size)
        pages.append([row.pk for row in found.rows])
        if not found.after:
            break
        given = dict(parse_qsl(found.after[1:]))
    if forwards:
        return [pk for page in pages for pk in page]
    back = [pages[-1]]
    while found.before:
        found = cut(rows, order, dict(parse_qsl(found.before[1:])), size)
        back.insert(0, [row.pk for row in found.rows])
    return [pk for page in back for pk in page]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 11, 30])
@pytest.mark.parametrize("order", [Order("due_on"), Order("due_on", descending=True), Order(), Order("", True)])
@pytest.mark.parametrize("forwards", [True, False])
def test_every_row_is_met_once_and_in_order(
    register: list[Application], order: Order, size: int, forwards: bool
) -> None:
    # Blank days stand last whichever way the days run.
    def key(case: Application) -> tuple[bool, int, int]:
        sign = -1 if order.descending else 1
        day = case.due_on.toordinal() if order.field and case.due_on else 0
        return (bool(order.field) and case.due_on is None, sign * day, sign * case.pk)

    assert numbers(order, size, forwards=forwards) == [case.pk for case in sorted(register, key=key)]


def test_the_other_parts_of_the_address_are_kept_and_old_places_are_not(register: list[Application]) -> None:
    found = cut(Application.objects.all(), Order(), {"q": "名单 &=", "after": f"~{register[3].pk}"}, 3)
    assert dict(parse_qsl(found.after[1:])) == {"q": "名单 &=", "after": f"~{register[6].pk}"}
    assert dict(parse_qsl(found.before[1:])) == {"q": "名单 &=", "before": f"~{register[4].pk}"}


@pytest.mark.parametrize("text", ["", "x", "2026-13-01~4", "2026-01-01~-4", "~", "~9999999999999999999", "~٣", "1~2~3"])
def test_a_place_that_is_none_is_the_first_page(register: list[Application], text: str) -> None:
    assert Place.read(text) is None
    found = cut(Application.objects.all(), Order(), {"after": text}, 3)
    assert [row.pk for row in found.rows] == [case.pk for case in register[:3]]


def test_turning_a_page_costs_one_query(register: list[Application], django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        cut(Application.objects.all(), Order("due_on"), {"after": f"{TODAY}~{register[0].pk}"}, 3)
