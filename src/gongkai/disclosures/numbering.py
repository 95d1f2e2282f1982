"""Numbers that are never used twice: the permanent address, and the 索引号 of a body."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Item, ItemNumber
from gongkai.errors import GongkaiError
from gongkai.language import say

_TRIES = 50


def permanent(year: int) -> str:
    """The next permanent address of the installation, ``2026-00231``. Inside the transaction that uses it."""
    return f"{year}-{_next(None, year):05}"


def index_number(agency: Agency, year: int) -> str:
    """The next 索引号 of a body by its own pattern. A number that another body has already is passed over."""
    for _ in range(_TRIES):
        try:
            text = agency.index_pattern.format(
                organisation=agency.organisation_code or agency.code,
                code=agency.code,
                slug=agency.slug,
                year=year,
                serial=_next(agency, year),
            )
        except (KeyError, IndexError, ValueError):
            text = ""
        if not text or len(text) > Item._meta.get_field("index_number").max_length:
            raise GongkaiError(say("“机关设置”里的索引号格式不能用，请机关管理员改正后再发布。"))
        if not Item.objects.filter(index_number=text).exists():
            return text
    raise GongkaiError(say("按“机关设置”里的格式编不出新的索引号，格式里要有流水号。请机关管理员改正后再发布。"))


def _next(agency: Agency | None, year: int) -> int:
    run = ItemNumber.objects.select_for_update().filter(agency=agency, year=year)
    number = run.first()
    if number is None:
        try:
            with transaction.atomic():
                ItemNumber.objects.create(agency=agency, year=year)
        except IntegrityError:
            pass
        number = run.get()
    number.last += 1
    number.save(update_fields=["last"])
    return number.last
