"""The registers that are open data beside the catalogue: documents with their lives, figures of the reports, bodies, columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Column, NormativeDocument
from gongkai.disclosures.queries import public
from gongkai.language import say
from gongkai.people import clock
from gongkai.portal.opendata import rows
from gongkai.reporting.assembling import approved, reading_of
from gongkai.reporting.public import published
from gongkai.reports.compose import figure
from gongkai.reports.outputs.long import lines

Table = tuple[Sequence[str], Iterator[Sequence[Any]]]
"""Headings, and the rows as they come."""


def all_tables(base: str) -> Iterator[tuple[str, str, str, Table]]:
    """Name, title, what it is, and the table, of every file beside the catalogue."""
    yield (
        "documents.csv",
        say("规范性文件登记"),
        say("已经在本网站公开的规章、行政规范性文件和其他政策文件，含施行、修改、废止、失效的日期和今天的有效性。"),
        _documents(base),
    )
    yield (
        "reports.csv",
        say("年度报告数据"),
        say("已经公开的各机关各年度政府信息公开工作年度报告中的全部数字，每行一个数。"),
        _reports(),
    )
    yield "agencies.csv", say("机关名录"), say("本网站的全部机关，含已经撤销的和承接它职责的。"), _agencies()
    yield "columns.csv", say("栏目"), say("各机关在用的栏目和对应的法定内容。"), _columns()


def _documents(base: str) -> Table:
    head = [
        say("编号"), say("网址"), say("发布机构"), say("层级"), say("名称"), say("文号"), say("登记号"), say("制发日期"), say("公布日期"),
        say("施行日期"), say("有效期至"), say("最近修改"), say("不再有效之日"), say("怎样失去效力"), say("今天的有效性"),
    ]  # fmt: skip
    today = clock.today()
    found = NormativeDocument.objects.filter(removed_at=None, item__in=public().values("pk")).select_related(
        "agency", "item"
    )
    body = (
        (
            rows.key_of_item(each.item), f"{base}{each.item.get_absolute_url()}", each.agency.name, each.get_level_display(), each.title,
            each.document_number, each.registration, each.made_on, each.published_on, each.effective_on, each.valid_until,
            each.revised_on, each.ended_on, each.get_ended_how_display() if each.ended_how else "", each.standing(today).label,
        )
        for each in found.order_by("agency", "-made_on", "-pk").iterator(chunk_size=2000)
    )  # fmt: skip
    return head, body


def _reports() -> Table:
    head = [
        say("行政机关"), say("机构网址名"), say("年度"), say("表"), say("格式"), say("行代码"), say("行"), say("列代码"), say("列"),
        say("数值"), say("公开日期"), say("第几次"), say("报告校验值"),
    ]  # fmt: skip

    def body() -> Iterator[Sequence[Any]]:
        for draft in published().select_related("agency", "frozen").order_by("agency", "year").iterator(chunk_size=50):
            frozen = draft.frozen
            assert frozen is not None
            for line in lines([(None, reading_of(approved(frozen)))]):
                yield (
                    draft.agency.name, draft.agency.slug, draft.year, line.table, line.edition, line.row, line.row_label, line.column,
                    line.column_label, figure(line.value), draft.published_on, frozen.number, frozen.digest,
                )  # fmt: skip

    return head, body()


def _agencies() -> Table:
    head = [
        say("全称"), say("简称"), say("机构网址名"), say("机关代字"), say("机构代码"), say("类别"), say("主管部门"),
        say("设立日"), say("撤销日"), say("承接机关"),
    ]  # fmt: skip
    found = Agency.objects.select_related("supervised_by", "successor").order_by("pk")
    body = (
        (
            each.name, each.short_name, each.slug, each.code, each.organisation_code, each.get_kind_display(),
            each.supervised_by.name if each.supervised_by else "", each.starts_on, each.ends_on,
            each.successor.name if each.successor else "",
        )
        for each in found
    )  # fmt: skip
    return head, body


def _columns() -> Table:
    head = [
        say("行政机关"),
        say("机构网址名"),
        say("栏目网址名"),
        say("栏目"),
        say("上级栏目"),
        say("公开依据（条例条款）"),
        say("更新要求"),
    ]
    found = Column.objects.filter(active=True).select_related("agency", "parent").order_by("agency", "position", "pk")
    body = (
        (
            each.agency.name, each.agency.slug, each.slug, each.name, each.parent.name if each.parent else "", each.clause,
            each.get_freshness_display(),
        )
        for each in found
    )  # fmt: skip
    return head, body
