"""复议诉讼台账: one row a case."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.agencies.models import Agency
from gongkai.applications.models import RemedyCase
from gongkai.language import say
from gongkai.ledgers.exporting.ledger import Column, Ledger


def records(agency: Agency, year: int | None) -> Iterator[RemedyCase]:
    """The cases filed in the year."""
    found = RemedyCase.objects.filter(agency=agency).select_related("application__applicant").prefetch_related("rounds")
    if year is not None:
        found = found.filter(filed_on__year=year)
    return found.order_by("filed_on", "pk").iterator(chunk_size=500)


def _latest(case: RemedyCase, name: str) -> object:
    """Of the hearing at which the case now stands."""
    rounds = case.rounds_in_order
    found = getattr(rounds[-1], name) if rounds else None
    return found() if callable(found) else found


def result_of(case: RemedyCase) -> object:
    """How the latest hearing ended, in its own words."""
    rounds = case.rounds_in_order
    return rounds[-1].get_result_display() if rounds and rounds[-1].result else say("尚未审结")


DISPUTES = Ledger(
    "disputes",
    say("复议诉讼台账"),
    (
        Column("kind", say("复议、诉讼"), lambda case: case.get_kind_display()),
        Column("number", say("案号"), lambda case: case.number),
        Column("authority", say("复议机关、法院"), lambda case: case.authority),
        Column("application", say("申请编号"), lambda case: case.application.number if case.application else None),
        Column("applicant", say("申请人"), lambda case: case.application.applicant.name if case.application else None),
        Column("filed_on", say("受理、立案日"), lambda case: case.filed_on),
        Column("level", say("审级"), lambda case: _latest(case, "get_level_display")),
        Column("copy_on", say("收到副本日"), lambda case: _latest(case, "copy_on")),
        Column("answered_on", say("答复、答辩日"), lambda case: _latest(case, "answered_on")),
        Column("result", say("结果"), result_of),
        Column("column", say("表四的栏目"), lambda case: case.get_result_display() if case.result else say("尚未审结")),
        Column("concluded_on", say("审结日"), lambda case: case.concluded_on),
        Column("note", say("备注"), lambda case: case.note),
    ),
    records,
)
