"""Many keys as one parameter: the same rows as by a list, and to each row the value of its own key."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import BooleanField, DateField, F

import factories
from gongkai.applications.models import Application, Correction
from gongkai.people import clock
from gongkai.seals import verifying
from gongkai.seals.many import ByKey

NOBODY = 10_000_000_000


@pytest.fixture
def cases(transactional_db: None, settings, tmp_path) -> list[Application]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with clock.at(date(2026, 9, 14)):
        body = factories.agency()
        clerk = factories.clerk(body)
        return [factories.application(body, clerk, matter=factories.matter(title=f"示例{n}")) for n in range(4)]


def found(**condition: object) -> list[str]:
    return list(Application.objects.filter(**condition).order_by("pk").values_list("title", flat=True))


def test_among_finds_what_a_list_of_keys_finds(cases) -> None:
    first, second, third, _ = (case.pk for case in cases)
    assert found(pk__among=[third, first, NOBODY, first]) == ["示例0", "示例2"]
    assert found(pk__among={second: "a mapping"}.keys()) == ["示例1"]
    assert found(pk__among=[]) == []


def test_among_reaches_over_a_reference_without_a_join(cases) -> None:
    rows = Correction.objects.filter(application__pk__among=[cases[0].pk])
    assert list(rows) == []
    assert "JOIN" not in str(rows.query)


def test_each_row_is_given_the_value_of_its_own_key(cases) -> None:
    first, second, third, _ = (case.pk for case in cases)
    days = {first: date(2026, 10, 9), second: date(2026, 12, 31), third: None, NOBODY: date(2020, 1, 1)}
    sure = {first: True, second: False, third: False}
    changed = Application.objects.filter(pk__among=[first, second, third]).update(
        due_on=ByKey(days, DateField()), due_certain=ByKey(sure, BooleanField()), version=F("version") + 1
    )
    assert changed == 3
    assert list(Application.objects.order_by("pk").values_list("due_on", "due_certain")) == [
        (date(2026, 10, 9), True),
        (date(2026, 12, 31), False),
        (None, False),
        (cases[3].due_on, True),
    ]
    with verifying.snapshot():
        assert list(verifying.verify()) == []
