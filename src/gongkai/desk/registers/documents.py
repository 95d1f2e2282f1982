"""规范性文件登记: the list, one document with its life, the clean-up lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.desk.lists import keyset
from gongkai.desk.registers import workbook
from gongkai.desk.registers.forms import CleanUpForm, DocumentForm, LifeForm, Narrow, WhyForm
from gongkai.desk.registers.place import place
from gongkai.disclosures import rules
from gongkai.disclosures.actions import life
from gongkai.disclosures.models import LifeEvent, NormativeDocument
from gongkai.disclosures.registers import queries
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.writing import write
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account

Level = NormativeDocument.Level
STATES = (
    ("in_force", say("现行有效")),
    ("expiring", say("六个月内到期")),
    ("waiting", say("有变动等确认")),
    ("repealed", say("已废止")),
    ("lapsed", say("已失效")),
    ("unpublished", say("还没有公开")),
)
HEAD = (
    say("登记号"), say("文号"), say("名称"), say("层级"), say("制发日期"), say("公布日期"), say("施行日期"), say("有效期至"),
    say("合法性审核意见号"), say("公平竞争审查"), say("备案号"), say("状态"), say("不再有效之日"), say("清理结论"),
)  # fmt: skip


def narrowed(rows: QuerySet[NormativeDocument], filters: Narrow, today: date) -> QuerySet[NormativeDocument]:
    """``rows`` under the conditions of the page."""
    chosen = filters.chosen
    if "q" in chosen:
        q = str(chosen["q"]).strip()
        rows = rows.filter(Q(title__icontains=q) | Q(document_number__icontains=q) | Q(registration__icontains=q))
    if "year" in chosen:
        rows = rows.filter(made_on__year=chosen["year"])
    match chosen.get("state"):
        case "in_force":
            rows = queries.in_force(rows, today)
        case "expiring":
            rows = queries.expiring(rows, today)
        case "waiting":
            rows = rows.filter(pk__in=LifeEvent.objects.filter(confirmed_at=None, dropped_at=None).values("document"))
        case "repealed" | "lapsed" as how:
            rows = rows.filter(ended_how=how, ended_on__lte=today)
        case "unpublished":
            rows = rows.filter(item=None, published_on=None)
    return rows


@require_GET
@allow(rules.VIEW)
def register_documents(request: HttpRequest) -> HttpResponse:
    """The register, the newest first. ``?format=xlsx``: as a workbook."""
    here, today = place(request), clock.today()
    filters = Narrow(request.GET, states=STATES)
    every = queries.documents(here.account).filter(agency=here.agency)
    found = narrowed(every, filters, today)
    if request.GET.get("format") == "xlsx":
        rows = found.order_by("-made_on", "-pk").prefetch_related("life")
        return workbook.download(say("规范性文件登记"), HEAD, _rows(rows, today))
    counted = every.exclude(level=Level.OTHER)
    context = {
        "place": here,
        "filters": filters,
        "slice": keyset.cut(found, keyset.Order("made_on", descending=True), request.GET),
        "count": found.count(),
        "standing": queries.in_force(counted, today).count(),
        "expiring": queries.expiring(counted, today).count(),
        "confirm": queries.to_confirm(here.account).filter(document__agency=here.agency),
        "export": _with(request, format="xlsx"),
    }
    return render(request, "desk/registers/documents.html", context)


def _rows(found: Iterable[NormativeDocument], today: date) -> Iterable[tuple[object, ...]]:
    for row in found:
        declared = [e for e in row.life.all() if e.kind == LifeEvent.Kind.DECLARED_VALID and e.dropped_at is None]
        yield (
            row.registration, row.document_number, row.title, row.get_level_display(), row.made_on, row.published_on,
            row.effective_on, row.valid_until, row.legality_review, row.get_fair_competition_display(), row.filing,
            row.standing(today).label, row.ended_on if row.ended_on and row.ended_on <= today else None,
            say("{on}继续有效（{basis}）", on=declared[-1].on, basis=declared[-1].basis) if declared else "",
        )  # fmt: skip


def _with(request: HttpRequest, **more: str) -> str:
    query = request.GET.copy()
    for key in ("after", "before"):
        query.pop(key, None)
    query.update(more)
    return f"?{query.urlencode()}"


@require_http_methods(["GET", "POST"])
@allow(rules.REGISTERS)
def register_document_new(request: HttpRequest) -> HttpResponse:
    """Enter a document that was made before, or elsewhere."""
    here = place(request)
    if not here.may_enter:
        raise Http404
    form = DocumentForm(request.POST or None, sections=here.sections, all_of_it=here.all_of_it)
    if request.method == "POST" and form.is_valid():
        try:
            document = life.enter_document(here.agency, by=here.account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记{number}，现行有效件数随之更新。", number=document.document_number))
            return redirect("desk:register_document", document.pk)
    context = {"place": here, "form": form}
    return render(request, "desk/registers/document_new.html", context, status=422 if form.errors else 200)


def _document(request: HttpRequest, pk: int) -> NormativeDocument:
    account: Account = request.user  # type: ignore[assignment]
    found = queries.documents(account).select_related("agency", "section", "item").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: how it stands, its life, and what may happen to it. Posted: propose a change."""
    document = _document(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    may_propose = life.rules_allow(account, rules.CHANGE_LIFE.key, document)
    form = LifeForm(request.POST or None, document=document)
    if request.method == "POST":
        if not may_propose:
            raise Http404
        if form.is_valid():
            try:
                event = life.propose(document, by=account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    say("已提出{change}，等工作机构负责人确认。确认以前可以撤回。", change=event.get_kind_display()),
                )
                return redirect("desk:register_document", pk)
    events = list(
        document.life.select_related("proposed_by", "confirmed_by", "dropped_by", "successor").order_by("-on", "-pk")
    )
    waiting = next((e for e in events if e.confirmed_at is None and e.dropped_at is None), None)
    may_confirm = life.rules_allow(account, rules.CONFIRM_LIFE.key, document)
    today = clock.today()
    context = {
        "document": document,
        "standing": document.standing(today),
        "events": [e for e in events if e is not waiting],
        "waiting": waiting,
        "form": form if form.is_bound or (may_propose and waiting is None and not _over(document, today)) else None,
        "may_confirm": may_confirm and waiting is not None and waiting.proposed_by_id != account.pk,
        "may_drop": waiting is not None and (may_propose or may_confirm),
        "may_strike": may_confirm,
        "why": WhyForm(initial={"version": document.version}, auto_id="void-%s"),
    }
    return render(request, "desk/registers/document.html", context, status=422 if form.errors else 200)


def _over(document: NormativeDocument, today: date) -> bool:
    return document.ended_on is not None and document.ended_on <= today


def _event(request: HttpRequest, pk: int) -> LifeEvent:
    account: Account = request.user  # type: ignore[assignment]
    event = LifeEvent.objects.filter(pk=pk, document__in=queries.documents(account)).select_related("document").first()
    if event is None:
        raise Http404
    return event


@require_POST
@allow(rules.CONFIRM_LIFE)
def register_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what was proposed: the page, the register and the report follow at once."""
    event = _event(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    try:
        document = life.confirm(event, by=account)
    except GongkaiError as error:
        return said(request, error, _back(request, event))
    messages.success(
        request,
        say(
            "已确认{change}：{number}现在是“{standing}”，网页标注和年报表二已经更新。",
            change=event.get_kind_display(),
            number=document.document_number or document.title,
            standing=document.standing(clock.today()).label,
        ),
    )
    return redirect(_back(request, event))


@require_POST
@allow(rules.CHANGE_LIFE, rules.CONFIRM_LIFE)
def register_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back before it is confirmed."""
    event = _event(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    try:
        life.drop(event, by=account, why=request.POST.get("why", ""))
    except GongkaiError as error:
        return said(request, error, _back(request, event))
    messages.success(request, say("已撤回，什么也没有改变。"))
    return redirect(_back(request, event))


@require_POST
@allow(rules.CONFIRM_LIFE)
def register_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out what was confirmed by mistake."""
    event = _event(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    try:
        life.strike(event, why=request.POST.get("why", ""), by=account)
    except GongkaiError as error:
        return said(request, error, _back(request, event))
    messages.success(request, say("已划去，有效性和年报表二已经按其余的登记更新。"))
    return redirect(_back(request, event))


def _back(request: HttpRequest, event: LifeEvent) -> str:
    from django.urls import reverse

    if request.POST.get("to") == "list":
        return reverse("desk:register_documents")
    return reverse("desk:register_document", args=[event.document_id])


@require_POST
@allow(rules.CONFIRM_LIFE)
def register_document_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a row that should not be there."""
    document, form = _document(request, pk), WhyForm(request.POST)
    account: Account = request.user  # type: ignore[assignment]
    if not form.is_valid():
        messages.error(request, say("请写明为什么作废这条登记。"))
        return redirect("desk:register_document", pk)
    try:
        life.remove_document(document, by=account, **form.cleaned_data)
    except GongkaiError as error:
        return said(request, error, "desk:register_document")
    messages.success(request, say("这条登记已作废，不再计入任何一格。"))
    return redirect("desk:register_documents")


# 清理


def lists_on(rows: QuerySet[NormativeDocument], day: date) -> list[tuple[str, str, list[NormativeDocument]]]:
    """The three lists of a clean-up as they stand on ``day``: what goes on, what was repealed, what lapsed."""
    normative = rows.filter(level=Level.NORMATIVE, made_on__lte=day).order_by("made_on", "pk")
    ended = normative.filter(ended_on__lte=day)
    return [
        ("valid", say("继续有效的行政规范性文件目录"), list(queries.in_force(normative, day))),
        ("repealed", say("废止的行政规范性文件目录"), list(ended.filter(ended_how="repealed"))),
        ("lapsed", say("失效的行政规范性文件目录"), list(ended.filter(ended_how="lapsed"))),
    ]


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_clean_up(request: HttpRequest) -> HttpResponse:
    """The three lists. ``?format=xlsx`` or ``docx``. Posted: note that what is in force goes on, by which paper."""
    here, today = place(request), clock.today()
    rows = queries.documents(here.account).filter(agency=here.agency)
    lists = lists_on(rows, today)
    title = say("{agency}行政规范性文件清理结果（截至{on}）", agency=here.agency.name, on=today)
    match request.GET.get("format"):
        case "xlsx":
            return workbook.download(say("规范性文件清理结果"), _LIST_HEAD, _flat(lists))
        case "docx":
            data = write(_paper(title, lists), "docx")
            return workbook.attached(data, f"{title}.docx", _DOCX)
    form = CleanUpForm(request.POST or None)
    if request.method == "POST":
        if not here.may_confirm:
            raise Http404
        if form.is_valid():
            try:
                n = life.declare_valid(lists[0][2], on=today, by=here.account, **form.cleaned_data)
            except GongkaiError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, say("已记下{n}件继续有效。", n=n))
                return redirect("desk:register_clean_up")
    context = {"place": here, "lists": lists, "title": title, "form": form if here.may_confirm else None}
    return render(request, "desk/registers/clean_up.html", context, status=422 if form.errors else 200)


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LIST_HEAD = (
    say("清理结果"),
    say("序号"),
    say("名称"),
    say("文号"),
    say("登记号"),
    say("制发日期"),
    say("有效期至"),
    say("不再有效之日"),
)


def _flat(lists: list[tuple[str, str, list[NormativeDocument]]]) -> Iterable[tuple[object, ...]]:
    words = {"valid": say("继续有效"), "repealed": say("废止"), "lapsed": say("失效")}
    for key, _, rows in lists:
        for n, row in enumerate(rows, 1):
            ended = row.ended_on if key != "valid" else None
            yield (words[key], n, row.title, row.document_number, row.registration, row.made_on, row.valid_until, ended)


def _paper(title: str, lists: list[tuple[str, str, list[NormativeDocument]]]) -> Document:
    blocks: list[Any] = [Heading(title, 1)]
    head = (say("序号"), say("名称"), say("文号"), say("制发日期"), say("有效期至"))
    for _, name, rows in lists:
        blocks.append(Heading(say("{name}（{n}件）", name=name, n=len(rows)), 2))
        if not rows:
            blocks.append(Paragraph(say("没有。")))
            continue
        lines = [tuple(Cell(text) for text in head)]
        lines += [
            tuple(
                Cell(str(text or ""))
                for text in (n, f"《{row.title}》", row.document_number, row.made_on, row.valid_until)
            )
            for n, row in enumerate(rows, 1)
        ]
        blocks.append(Table(tuple(lines), header_rows=1))
    return Document(tuple(blocks), title)
