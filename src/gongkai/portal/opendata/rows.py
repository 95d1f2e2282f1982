"""One public item as a row of the catalogue: the same fields, under the same names, in CSV, JSON lines and the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from gongkai.disclosures import showing
from gongkai.disclosures.clauses import NAMES
from gongkai.disclosures.models import FileRole, Item, VersionFile
from gongkai.disclosures.queries import public
from gongkai.language import say
from gongkai.people import clock

COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", say("编号")),
    ("address", say("网址")),
    ("index_number", say("索引号")),
    ("title", say("名称")),
    ("document_number", say("文号")),
    ("agency", say("发布机构")),
    ("agency_slug", say("机构网址名")),
    ("organisation_code", say("机构代码")),
    ("section", say("责任科室")),
    ("column", say("栏目")),
    ("clause", say("公开依据（条例条款）")),
    ("clause_name", say("法定内容")),
    ("kind", say("信息种类代码")),
    ("kind_name", say("信息种类")),
    ("topic", say("主题分类")),
    ("genre", say("体裁")),
    ("keywords", say("关键词")),
    ("source", say("来源")),
    ("made_on", say("成文日期")),
    ("published_on", say("公开日期")),
    ("changed_on", say("最近更新")),
    ("effective_on", say("生效日期")),
    ("valid_until", say("有效期至")),
    ("validity", say("有效性代码")),
    ("validity_name", say("有效性")),
    ("summary", say("内容概述")),
    ("attachments", say("附件数")),
    ("version", say("第几版")),
    ("sha256", say("内容校验值")),
)
"""Key and heading of every field, in order. Keys never change their meaning; new ones come at the end."""
_AT_ONCE = 2_000


def catalogue() -> QuerySet[Item]:
    """The public items with what a row needs, and without their texts."""
    read_along = ("agency", "column", "section", "current", "document")
    return public().select_related(*read_along).defer("html", "details", "current__html", "current__fields")


def key_of_item(item: Item) -> str:
    """The id of an item that stays: that of its permanent address, or of its place in an older system's records."""
    return item.permanent or f"p{item.pk}"


def record_of(item: Item, base: str, attachments: int | None = None, today: date | None = None) -> dict[str, Any]:
    """The fields by key. ``base``: put in front of addresses, without a slash at the end. ``attachments``: counted if not given."""
    validity = showing.standing(item, today or clock.today())
    if attachments is None:
        attachments = _attachments([item]).get(item.current_id, 0)
    return {
        "id": key_of_item(item),
        "address": f"{base}{item.get_absolute_url()}",
        "index_number": item.index_number,
        "title": item.title,
        "document_number": item.document_number,
        "agency": item.agency.name,
        "agency_slug": item.agency.slug,
        "organisation_code": item.agency.organisation_code,
        "section": item.section.name if item.section else "",
        "column": item.column.name if item.column else "",
        "clause": item.clause,
        "clause_name": NAMES.get(item.clause, ""),
        "kind": item.kind,
        "kind_name": item.kind_label,
        "topic": item.topic,
        "genre": item.genre,
        "keywords": item.keywords,
        "source": item.source,
        "made_on": iso(item.made_on),
        "published_on": iso(item.published_on),
        "changed_on": iso(timezone.localdate(item.changed_at) if item.changed_at else None),
        "effective_on": iso(item.effective_on),
        "valid_until": iso(item.valid_until),
        "validity": str(validity.value),
        "validity_name": str(validity.label) if validity.value else "",
        "summary": item.summary,
        "attachments": attachments,
        "version": item.current.number if item.current else 1,
        "sha256": item.current.digest if item.current else "",
    }


def records(items: QuerySet[Item], base: str) -> Iterator[tuple[Item, dict[str, Any]]]:
    """Each item with its record, in the order of ``items``, some thousand at a time."""
    today = clock.today()
    flowing = items.iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(flowing, _AT_ONCE)):
        counts = _attachments(batch)
        for item in batch:
            yield item, record_of(item, base, counts.get(item.current_id, 0), today)


def row_of(record: dict[str, Any]) -> list[object]:
    """A record as a row under `COLUMNS`."""
    return [record[key] for key, _ in COLUMNS]


def iso(on: date | None) -> str | None:
    """A day as text; None where there is none."""
    return on.isoformat() if on else None


def _attachments(items: Iterable[Item]) -> dict[int | None, int]:
    versions = [item.current_id for item in items if item.current_id is not None]
    counted = VersionFile.objects.filter(version__in=versions, role=FileRole.ATTACHMENT).order_by()
    return dict(counted.values_list("version").annotate(n=Count("pk")))
