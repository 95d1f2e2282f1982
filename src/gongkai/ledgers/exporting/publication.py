"""主动公开台账, 规范性文件登记: what the body published, and its normative documents with their state."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Item, NormativeDocument
from gongkai.language import say
from gongkai.ledgers.exporting.ledger import Column, Ledger
from gongkai.people import clock


def items(agency: Agency, year: int | None) -> Iterator[Item]:
    """What was published in the year."""
    found = Item.objects.filter(agency=agency, published_on__isnull=False)
    if year is not None:
        found = found.filter(published_on__year=year)
    return found.select_related("column", "section").order_by("published_on", "pk").iterator(chunk_size=500)


def documents(agency: Agency, year: int | None) -> Iterator[NormativeDocument]:
    """The documents that were in force at some time of the year."""
    found = NormativeDocument.objects.filter(agency=agency, removed_at=None)
    if year is not None:
        found = found.filter(made_on__year__lte=year).filter(Q(ended_on=None) | Q(ended_on__year__gte=year))
    return found.select_related("item", "section").order_by("made_on", "pk").iterator(chunk_size=500)


PUBLICATION = Ledger(
    "publication",
    say("主动公开台账"),
    (
        Column("title", say("信息名称"), lambda item: item.title),
        Column("document_number", say("文号"), lambda item: item.document_number),
        Column("index_number", say("索引号"), lambda item: item.index_number),
        Column("clause", say("条例条款"), lambda item: item.clause),
        Column("column", say("目录栏目"), lambda item: item.column.name if item.column else None),
        Column("made_on", say("形成日期"), lambda item: item.made_on),
        Column("published_on", say("公开日期"), lambda item: item.published_on),
        Column("section", say("科室"), lambda item: item.section.name if item.section else None),
        Column(
            "withdrawn_at",
            say("撤下日期"),
            lambda item: timezone.localdate(item.withdrawn_at) if item.withdrawn_at else None,
        ),
    ),
    items,
)
DOCUMENTS = Ledger(
    "documents",
    say("规范性文件登记"),
    (
        Column("registration", say("登记号"), lambda row: row.registration),
        Column("document_number", say("文号"), lambda row: row.document_number),
        Column("title", say("名称"), lambda row: row.title),
        Column("level", say("层级"), lambda row: row.get_level_display()),
        Column("made_on", say("制发日"), lambda row: row.made_on),
        Column("published_on", say("公布日"), lambda row: row.published_on),
        Column("effective_on", say("施行日"), lambda row: row.effective_on),
        Column("valid_until", say("有效期至"), lambda row: row.valid_until),
        Column("legality_review", say("合法性审核意见号"), lambda row: row.legality_review),
        Column("fair_competition", say("公平竞争审查"), lambda row: row.get_fair_competition_display()),
        Column("filing", say("备案号"), lambda row: row.filing),
        Column("state", say("状态"), lambda row: row.standing(clock.today()).label),
        Column("ended_on", say("不再有效之日"), lambda row: row.ended_on),
        Column("section", say("科室"), lambda row: row.section.name if row.section else None),
    ),
    documents,
)
