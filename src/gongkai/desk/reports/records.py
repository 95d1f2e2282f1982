"""A record behind a figure as one line of a list, whatever register it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse

from gongkai.applications.models import Application, FeeNotice, RemedyCase
from gongkai.disclosures.models import (
    Collected,
    Decision,
    Item,
    Matter,
    NormativeDocument,
    Pairing,
    Proposal,
    Purchase,
    Release,
)
from gongkai.language import say
from gongkai.look.words import money
from gongkai.people import clock

_APPLICATION = ("number", "title", "applicant_kind", "received_on", "decided_on", "outcome", "stage", "agency_id")


@dataclass(frozen=True, slots=True)
class Line:
    """One record: what it is called, where it opens, and what the figure rests on."""

    number: str
    address: str
    title: str
    kind: str
    began_on: date | None
    ended_on: date | None
    result: str


@dataclass(frozen=True, slots=True)
class Listing:
    """How the records of one model are listed: the heads of the six columns, what is read with them, and the line of each."""

    heads: tuple[str, str, str, str, str, str]
    line: Callable[[Any], Line]
    related: tuple[str, ...] = ()


def opens(name: str, *args: object) -> str:
    """The address of a page at the desk, "" where there is none."""
    try:
        return reverse(f"desk:{name}", args=args)
    except NoReverseMatch:
        return ""


def _case(record: Any) -> Line:
    case: Application = record if isinstance(record, Application) else record.application
    result = case.get_outcome_display() if case.decided_on else case.get_stage_display()
    if isinstance(record, FeeNotice):
        result = say("应收{amount}元，实收{paid}元", amount=record.amount, paid=record.paid_amount or 0)
    return Line(
        case.number,
        opens("case", case.pk),
        case.title,
        case.get_applicant_kind_display(),
        case.received_on,
        case.decided_on,
        result,
    )


def _remedy(case: RemedyCase) -> Line:
    return Line(
        case.number,
        opens("remedy", case.pk),
        case.authority,
        case.get_kind_display(),
        case.filed_on,
        case.concluded_on,
        case.get_result_display() if case.result else say("尚未审结"),
    )


def _document(document: NormativeDocument) -> Line:
    return Line(
        document.document_number or document.registration,
        opens("register_document", document.pk),
        document.title,
        document.get_level_display(),
        document.made_on,
        document.ended_on,
        document.standing(clock.today()).label,
    )


def _decision(decision: Decision) -> Line:
    return Line(
        decision.number,
        opens("register_decision", decision.pk),
        decision.matter,
        decision.party_shown,
        decision.decided_on,
        decision.item.published_on if decision.item else None,
        decision.result,
    )


def _collected(entry: Collected) -> Line:
    return Line(
        say("第{n}笔", n=entry.pk),
        opens("register_matter", entry.matter_id),
        entry.matter.name,
        entry.source,
        entry.first_on,
        entry.last_on,
        money(entry.amount),
    )


def _matter(matter: Matter) -> Line:
    return Line(
        matter.name,
        opens("register_matter", matter.pk),
        matter.basis,
        matter.get_what_display(),
        matter.starts_on,
        matter.ends_on,
        matter.standard,
    )


def _purchase(purchase: Purchase) -> Line:
    return Line(purchase.project, "", purchase.supplier, "", purchase.on, None, money(purchase.amount))


def _proposal(proposal: Proposal) -> Line:
    return Line(
        proposal.number,
        opens("register_proposal", proposal.pk),
        proposal.title,
        proposal.get_category_display(),
        proposal.received_on,
        proposal.replied_on,
        proposal.get_completion_display(),
    )


def _item(item: Item) -> Line:
    return Line(
        item.index_number or item.document_number or say("无索引号"),
        "",
        item.title,
        item.kind_label,
        item.made_on,
        item.published_on,
        item.column.name if item.column else "",
    )


def _release(release: Release) -> Line:
    return Line(
        release.item.index_number or release.item.document_number or say("无索引号"),
        "",
        release.item.title,
        release.get_channel_display(),
        release.item.made_on,
        release.done_at.date() if release.done_at else None,
        release.proof,
    )


def _pairing(pairing: Pairing) -> Line:
    return Line(
        pairing.interpretation.index_number or say("无索引号"),
        "",
        pairing.interpretation.title,
        pairing.form,
        pairing.policy.published_on,
        pairing.interpretation.published_on,
        pairing.policy.title,
    )


CASES = Listing(
    (say("申请编号"), say("事由"), say("申请人类别"), say("收到"), say("答复"), say("结果")), _case, ("application",)
)
LISTINGS: Mapping[type[Model], Listing] = {
    RemedyCase: Listing(
        (say("案号"), say("复议机关、法院"), say("种类"), say("受理、立案"), say("审结"), say("结果")), _remedy
    ),
    NormativeDocument: Listing(
        (say("文号"), say("名称"), say("层级"), say("制发"), say("不再有效"), say("今天的有效性")), _document
    ),
    Decision: Listing(
        (say("文号"), say("事项"), say("当事人"), say("决定"), say("公开"), say("决定内容")), _decision, ("item",)
    ),
    Collected: Listing(
        (say("登记"), say("收费项目"), say("数据来源"), say("从"), say("到"), say("金额")), _collected, ("matter",)
    ),
    Matter: Listing((say("事项"), say("依据"), say("种类"), say("设立"), say("取消"), say("标准")), _matter),
    Purchase: Listing((say("项目"), say("供应商"), say("备注"), say("合同"), say("完成"), say("金额")), _purchase),
    Proposal: Listing(
        (say("编号"), say("题目"), say("类别"), say("交办"), say("答复"), say("办理结果")), _proposal
    ),
    Item: Listing(
        (say("索引号"), say("名称"), say("种类"), say("成文"), say("公开"), say("栏目")), _item, ("column",)
    ),
    Release: Listing(
        (say("索引号"), say("名称"), say("渠道"), say("成文"), say("发布"), say("网址或者地点")), _release, ("item",)
    ),
    Pairing: Listing(
        (say("索引号"), say("解读"), say("形式"), say("文件公开"), say("解读公开"), say("解读的文件")),
        _pairing,
        ("policy", "interpretation"),
    ),
}  # fmt: skip
OF_REGISTER: Mapping[str, type[Model]] = {
    "applications": Application,
    "remedies": RemedyCase,
    "documents": NormativeDocument,
    "shown_documents": NormativeDocument,
    "permits": Decision,
    "services": Decision,
    "penalties": Decision,
    "coercion": Decision,
    "charges": Collected,
    "matters": Matter,
    "procurement": Purchase,
}
"""The model that a register of the year counts, by its key."""


def listing_of(model: type[Model]) -> Listing:
    """How records of ``model`` are listed; what hangs on an application is listed by it."""
    return LISTINGS.get(model, CASES)


def lines(records: QuerySet[Any]) -> list[Line]:
    """One page of records as lines: one query."""
    listing = listing_of(records.model)
    if records.model is Application:
        # What is sealed stays closed: a list of cases needs no applicant's data.
        records = records.only(*_APPLICATION)
    elif records.model is Decision:
        records = records.select_related(*listing.related).defer("party")
    elif listing is CASES:
        records = records.select_related("application").defer("application__query_code")
    elif listing.related:
        records = records.select_related(*listing.related)
    return [listing.line(record) for record in records]


def names(register: str, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    """What the records of a register are called and where they open, by key."""
    model = OF_REGISTER[register]
    held = list(model._default_manager.filter(pk__in=list(keys)).order_by("pk").values_list("pk", flat=True))
    found = lines(model._default_manager.filter(pk__in=held).order_by("pk"))
    return {pk: (line.number, line.address) for pk, line in zip(held, found, strict=True)}
