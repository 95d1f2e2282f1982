"""Numbers without gaps: one run a body, kind and year, taken under the lock of its row."""

from __future__ import annotations

import secrets

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.applications.models import Letter, Number, Series
from gongkai.people import clock

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O 1 I L: the query code is written down by hand."""
CODE_LENGTH = 10

APPLICATIONS = "申"
SERIES = {"S": "答", "P": "告", "P6": "征", "P9": "征", "P8": "征", "P10": "协", "P11": "费", "P1": "登", "P2": "执"}
"""Which run a letter's number belongs to, by its code or the first letter of it."""


def series_of(code: str) -> str:
    """The run of numbers for letter ``code``."""
    return SERIES.get(code, SERIES[code[0]])


def next_serial(agency: Agency, key: str, year: int) -> tuple[Series, int]:
    """Take the next number of a run. Must run inside the transaction that uses it, so that a roll-back gives it back."""
    run = Series.objects.select_for_update().filter(agency=agency, key=key, year=year)
    try:
        series = run.get()
    except Series.DoesNotExist:
        Series.objects.get_or_create(agency=agency, key=key, year=year)
        series = run.get()
    series.last += 1
    series.save(update_fields=["last"])
    return series, series.last


def number_of(agency: Agency, key: str, year: int, serial: int) -> str:
    """As in 云商公开答〔2026〕17号."""
    return f"{agency.code}公开{key}〔{year}〕{serial}号"


@transaction.atomic
def take(letter: Letter) -> str:
    """Give ``letter`` its number, at approval. A letter that was approved before keeps the number it had."""
    taken = Number.objects.filter(letter=letter, cancelled_at=None).first()
    if taken is not None:
        return taken.text
    key, year = series_of(letter.code), clock.today().year
    series, serial = next_serial(letter.agency, key, year)
    text = number_of(letter.agency, key, year, serial)
    Number.objects.create(series=series, serial=serial, text=text, letter=letter, taken_at=clock.now())
    return text


def cancel(letter: Letter, why: str) -> None:
    """Keep the number of a letter that will not go out, with the reason. It is not given again."""
    Number.objects.filter(letter=letter, cancelled_at=None).update(cancelled_at=clock.now(), cancelled_why=why)


def new_query_code() -> str:
    """A code to be written down by the applicant: ten letters and digits, about 49 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
