"""Every endpoint: its parameters, its answer, and how the answer is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.disclosures.clauses import NAMES
from gongkai.disclosures.kinds import KINDS
from gongkai.disclosures.models import Column, NormativeDocument
from gongkai.disclosures.queries import public
from gongkai.disclosures.search import Query
from gongkai.disclosures.search.filters import STANDINGS
from gongkai.disclosures.search.finding import keys_before
from gongkai.disclosures.search.wishes import LONGEST
from gongkai.language import say
from gongkai.people import clock
from gongkai.portal.api import cursors
from gongkai.portal.api.answering import Call, Endpoint
from gongkai.portal.api.items import whole_item
from gongkai.portal.api.parameters import Parameter, day, one_of, slug, text, whole
from gongkai.portal.api.problems import Problem
from gongkai.portal.opendata import rows
from gongkai.portal.opendata.rows import iso
from gongkai.reporting.assembling import approved, reading_of
from gongkai.reporting.models import Draft
from gongkai.reporting.public import published
from gongkai.reports.outputs.long import lines

AGENCY = Parameter("agency", say("机关的网址名"), slug())
YEAR = Parameter("year", say("年份"), whole(1949, 2100))
_LAST = 10**18


def items(call: Call) -> Any:
    """The catalogue, the newest first."""
    agency = _agency(call)
    column = None
    if (name := call.get("column")) is not None:
        if agency is None:
            raise Problem(400, say("参数column要和agency一起给出：栏目属于机关。"), "column")
        column = Column.objects.filter(agency=agency, slug=name).first()
        if column is None:
            raise Problem(400, say("这家机关没有网址名为“{name}”的栏目。", name=name), "column")
    query = Query(
        words=call.get("q", ""),
        agency=agency.pk if agency else None,
        column=column.pk if column else None,
        clause=call.get("clause", ""),
        kind=call.get("kind", ""),
        validity=call.get("validity", ""),
        year=call.get("year"),
        files=call.get("files", False),
        table=call.get("table", False),
        since=call.get("since"),
        until=call.get("until"),
    )
    limit = call.get("limit", 20)
    places = keys_before(query, cursors.read(call.get("cursor")), limit + 1)
    wanted = rows.catalogue().filter(pk__in=[item for _, item in places])
    told = {item.pk: record for item, record in rows.records(wanted, call.base)}
    page = cursors.page([(place, item) for place, item in places], limit)
    return {"items": [told[item] for item in page["items"] if item in told], "next": page["next"]}


def item(call: Call) -> Any:
    """One item with its text, files and versions."""
    key = call.get("id")
    held = public().select_related("agency", "column", "section", "current", "document")
    found = (held.filter(pk=int(key[1:]), permanent="") if key.startswith("p") else held.filter(permanent=key)).first()
    if found is None:
        raise Problem(404, say("没有编号为“{key}”的公开信息，或者已经撤下。", key=key), "id")
    return whole_item(found, call.base)


def agencies(call: Call) -> Any:
    """Every body, also those that were abolished."""
    limit, after = call.get("limit", 20), cursors.read(call.get("cursor")) or 0
    found = Agency.objects.select_related("supervised_by", "successor").filter(pk__gt=after).order_by("pk")
    return cursors.page([(each.pk, _body(each, call.base)) for each in found[: limit + 1]], limit)


def agency(call: Call) -> Any:
    """One body."""
    found = Agency.objects.select_related("supervised_by", "successor").filter(slug=call.get("slug")).first()
    if found is None:
        raise Problem(404, say("没有网址名为“{slug}”的机关。", slug=call.get("slug")), "slug")
    return _body(found, call.base)


def columns(call: Call) -> Any:
    """The columns in use."""
    limit, after, of = call.get("limit", 20), cursors.read(call.get("cursor")) or 0, _agency(call)
    found = Column.objects.filter(active=True, pk__gt=after).select_related("agency", "parent").order_by("pk")
    if of is not None:
        found = found.filter(agency=of)
    return cursors.page([(each.pk, _column(each, call.base)) for each in found[: limit + 1]], limit)


def reports(call: Call) -> Any:
    """The published annual reports."""
    limit, before = call.get("limit", 20), cursors.read(call.get("cursor"))
    found = published().select_related("agency", "frozen").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=min(before, _LAST))
    of = _agency(call)
    if of is not None:
        found = found.filter(agency=of)
    if call.get("year") is not None:
        found = found.filter(year=call.get("year"))
    return cursors.page([(each.pk, _report(each, call.base)) for each in found[: limit + 1]], limit)


def report(call: Call) -> Any:
    """One annual report with every figure of its tables."""
    found = (
        published()
        .select_related("agency", "frozen")
        .filter(agency__slug=call.get("slug"), year=call.get("year"))
        .first()
    )
    if found is None or found.frozen is None:
        raise Problem(404, say("没有这一份已经公开的年度报告。"), "year")
    figures = [
        {
            "cell": f"{line.table}/{line.row}/{line.column}",
            "table": line.table,
            "row": line.row,
            "row_label": line.row_label,
            "column": line.column,
            "column_label": line.column_label,
            "value": format(line.value, "f") if isinstance(line.value, Decimal) else line.value,
        }
        for line in lines([(None, reading_of(approved(found.frozen)))])
    ]
    return {**_report(found, call.base), "figures": figures}


def documents(call: Call) -> Any:
    """The register of documents, as far as they are public here."""
    limit, before, today = call.get("limit", 20), cursors.read(call.get("cursor")), clock.today()
    found = NormativeDocument.objects.filter(removed_at=None, item__in=public().order_by().values("pk"))
    found = found.select_related("agency", "item").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=min(before, _LAST))
    of = _agency(call)
    if of is not None:
        found = found.filter(agency=of)
    if call.get("level"):
        found = found.filter(level=call.get("level"))
    if call.get("year") is not None:
        found = found.filter(made_on__year=call.get("year"))
    if call.get("validity"):
        found = _standing(found, call.get("validity"), today)
    return cursors.page([(each.pk, _document(each, call.base, today)) for each in found[: limit + 1]], limit)


def _agency(call: Call) -> Agency | None:
    name = call.get("agency")
    if name is None:
        return None
    found = Agency.objects.filter(slug=name).first()
    if found is None:
        raise Problem(400, say("没有网址名为“{slug}”的机关。可用的见/api/v1/agencies。", slug=name), "agency")
    return found


def _standing(found: QuerySet[NormativeDocument], validity: str, today: date) -> QuerySet[NormativeDocument]:
    """As `NormativeDocument.standing`, in the database."""
    ended, pending = Q(ended_on__lte=today), Q(effective_on__gt=today)
    going = found.exclude(ended).exclude(made_on__gt=today)
    match validity:
        case "ended":
            return found.filter(ended, made_on__lte=today)
        case "pending":
            return going.filter(pending)
        case "revised":
            return going.exclude(pending).filter(revised_on__lte=today)
        case _:
            return going.exclude(pending).exclude(revised_on__lte=today)


def _body(of: Agency, base: str) -> dict[str, Any]:
    return {
        "slug": of.slug,
        "name": of.name,
        "short_name": of.short_name,
        "code": of.code,
        "organisation_code": of.organisation_code,
        "kind": of.kind,
        "kind_name": of.get_kind_display(),
        "supervised_by": of.supervised_by.slug if of.supervised_by else None,
        "successor": of.successor.slug if of.successor else None,
        "starts_on": iso(of.starts_on),
        "ends_on": iso(of.ends_on),
        "office": of.office,
        "office_address": of.address,
        "phone": of.phone,
        "hours": of.hours,
        "address": f"{base}{reverse('portal:body', args=[of.slug])}",
        "catalogue": f"{base}{reverse('portal:opendata_file', args=[f'catalogue-{of.slug}.csv'])}",
    }


def _column(of: Column, base: str) -> dict[str, Any]:
    return {
        "agency_slug": of.agency.slug,
        "slug": of.slug,
        "name": of.name,
        "parent": of.parent.slug if of.parent else None,
        "clause": of.clause,
        "clause_name": NAMES.get(of.clause, ""),
        "freshness": of.freshness,
        "description": of.description,
        "address": f"{base}{reverse('portal:column', args=[of.agency.slug, of.slug])}",
    }


def _report(draft: Draft, base: str) -> dict[str, Any]:
    assert draft.frozen is not None
    return {
        "agency": draft.agency.name,
        "agency_slug": draft.agency.slug,
        "year": draft.year,
        "edition": draft.edition,
        "published_on": iso(draft.published_on),
        "number": draft.frozen.number,
        "sha256": draft.frozen.digest,
        "address": f"{base}{reverse('portal:report', args=[draft.agency.slug, draft.year])}",
    }


def _document(of: NormativeDocument, base: str, today: date) -> dict[str, Any]:
    assert of.item is not None
    standing = of.standing(today)
    return {
        "id": rows.key_of_item(of.item),
        "address": f"{base}{of.item.get_absolute_url()}",
        "agency": of.agency.name,
        "agency_slug": of.agency.slug,
        "level": of.level,
        "level_name": of.get_level_display(),
        "title": of.title,
        "document_number": of.document_number,
        "registration": of.registration,
        "made_on": iso(of.made_on),
        "published_on": iso(of.published_on),
        "effective_on": iso(of.effective_on),
        "valid_until": iso(of.valid_until),
        "revised_on": iso(of.revised_on),
        "ended_on": iso(of.ended_on),
        "ended_how": of.ended_how,
        "validity": str(standing.value),
        "validity_name": str(standing.label) if standing.value else "",
    }


_VALIDITY = Parameter("validity", say("有效性：有效、已修改、废止或失效、尚未生效"), one_of(*STANDINGS))
_FILTERS = (
    Parameter("q", say("要找的词，空格隔开的各个词都要有；文号和索引号怎么写都可以"), text(LONGEST)),
    AGENCY,
    Parameter("column", say("栏目的网址名，和agency一起给"), slug()),
    Parameter("clause", say("公开依据：条例第二十条的项或者第二十一条"), one_of(*NAMES)),
    Parameter("kind", say("信息种类"), one_of(*KINDS)),
    _VALIDITY,
    YEAR,
    Parameter("files", say("true：只要有附件的"), {"type": "boolean"}),
    Parameter("table", say("true：只要有数据表的"), {"type": "boolean"}),
    Parameter("since", say("公开日期不早于，YYYY-MM-DD"), day()),
    Parameter("until", say("公开日期不晚于，YYYY-MM-DD"), day()),
)
_ID = Parameter(
    "id",
    say("编号，永久不变"),
    {"type": "string", "pattern": "^([0-9]{4}-[0-9]{1,9}|p[0-9]{1,18})$", "maxLength": 20},
    path=True,
)
_SLUG = Parameter("slug", say("机关的网址名"), slug(), path=True)
_PAGES = (cursors.LIMIT, cursors.CURSOR)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("items", "/api/v1/items", say("公开目录，新的在前"), "Items", items, (*_FILTERS, *_PAGES)),
    Endpoint("item", "/api/v1/items/{id}", say("一件信息的全部内容"), "WholeItem", item, (_ID,)),
    Endpoint("agencies", "/api/v1/agencies", say("机关名录"), "Agencies", agencies, _PAGES),
    Endpoint("agency", "/api/v1/agencies/{slug}", say("一家机关"), "Agency", agency, (_SLUG,)),
    Endpoint("columns", "/api/v1/columns", say("栏目"), "Columns", columns, (AGENCY, *_PAGES)),
    Endpoint("reports", "/api/v1/reports", say("已经公开的年度报告"), "Reports", reports, (AGENCY, YEAR, *_PAGES)),
    Endpoint(
        "report",
        "/api/v1/reports/{slug}/{year}",
        say("一份年度报告的全部数字"),
        "WholeReport",
        report,
        (_SLUG, Parameter("year", say("年份"), whole(1949, 2100), path=True)),
    ),
    Endpoint(
        "documents",
        "/api/v1/documents",
        say("规章、规范性文件和其他政策文件，含有效性"),
        "Documents",
        documents,
        (
            AGENCY,
            Parameter("level", say("层级"), one_of(*NormativeDocument.Level.values)),
            _VALIDITY,
            Parameter("year", say("制发的年份"), whole(1949, 2100)),
            *_PAGES,
        ),
    ),
)
"""In the order of the description."""
