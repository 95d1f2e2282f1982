"""Personal data is readable in Python only: not in the row, not in another column, not without the key."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from django.db import connection

import factories
from gongkai.people import sealing
from gongkai.people.models import LogEntry
from people.conftest import Bureau

OLD, NEW = "11" * 32, "22" * 32
NUMBER = "41000019900101001X"
COLUMN = "applications_applicant.identity_number"


def test_what_is_sealed_opens_again_and_never_looks_the_same_twice(settings: LazySettings) -> None:
    settings.SEALING_KEYS = f"a:{OLD}"
    first, second = sealing.seal(NUMBER, COLUMN), sealing.seal(NUMBER, COLUMN)
    assert first != second
    assert first.startswith("v1:a:")
    assert (sealing.unseal(first, COLUMN), sealing.unseal(second, COLUMN)) == (NUMBER, NUMBER)


def test_blank_stays_blank() -> None:
    assert (sealing.seal("", COLUMN), sealing.unseal("", COLUMN), sealing.blind_index("")) == ("", "", "")


def test_a_value_moved_to_another_column_does_not_open(settings: LazySettings) -> None:
    settings.SEALING_KEYS = f"a:{OLD}"
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealing.seal(NUMBER, COLUMN), "applications_applicant.phone")


@pytest.mark.parametrize(
    "change", [lambda v: v[:-4] + "AAA=", lambda v: "v1:b:" + v[5:], lambda v: "nonsense", lambda v: v[:20]]
)
def test_a_value_that_was_tampered_with_does_not_open(settings: LazySettings, change: object) -> None:
    settings.SEALING_KEYS = f"a:{OLD}"
    with pytest.raises(sealing.CannotOpen) as caught:
        sealing.unseal(change(sealing.seal(NUMBER, COLUMN)), COLUMN)  # type: ignore[operator]
    assert NUMBER not in str(caught.value)


def test_after_a_new_key_the_old_values_open_and_the_new_ones_use_it(settings: LazySettings) -> None:
    settings.SEALING_KEYS = f"a:{OLD}"
    before, index = sealing.seal(NUMBER, COLUMN), sealing.blind_index(NUMBER)
    settings.SEALING_KEYS = f"b:{NEW},a:{OLD}"
    assert sealing.unseal(before, COLUMN) == NUMBER
    assert sealing.seal(NUMBER, COLUMN).startswith("v1:b:")
    # The index hangs on the oldest key, so that what was stored before is still found.
    assert sealing.blind_index(NUMBER) == index


def test_without_its_key_a_value_stays_shut(settings: LazySettings) -> None:
    settings.SEALING_KEYS = f"a:{OLD}"
    sealed = sealing.seal(NUMBER, COLUMN)
    settings.SEALING_KEYS = f"b:{NEW}"
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed, COLUMN)


def test_the_index_does_not_mind_widths_case_and_spaces(settings: LazySettings) -> None:
    settings.SEALING_KEYS = f"a:{OLD}"
    assert sealing.blind_index("４１００ 0019900101001x") == sealing.blind_index(NUMBER)
    assert sealing.blind_index("410000199001010010") != sealing.blind_index(NUMBER)


def test_neither_the_rows_nor_the_log_show_what_is_sealed(bureau: Bureau) -> None:
    case = factories.application(bureau.agency, bureau.clerk, on=date(2026, 9, 11))
    case.refresh_from_db()
    assert case.applicant.identity_number == NUMBER
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM applications_applicant")
        row = " ".join(map(str, cursor.fetchone()))
    everything = " ".join(map(str, LogEntry.objects.values_list("data", "subject", "actor")))
    assert "周清源" in row
    for secret in (NUMBER, "13800001234", "zhou@example.org", "文昌路1号"):
        assert (secret in row, secret in everything) == (False, False), secret
