"""栏目和审核程序: the columns of a body, and the chains that what is put into them goes through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.agencies.models import Agency, Section
from gongkai.desk.reviewing.chain_form import ChainForm, in_words
from gongkai.disclosures import chains, rules
from gongkai.disclosures.actions import arranging
from gongkai.disclosures.models import Column, Draft, Freshness
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

_ITEMS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
CLAUSES = [
    ("", say("法定内容以外")),
    *((f"20.{n}", say("第二十条第（{item}）项", item=item)) for n, item in enumerate(_ITEMS, 1)),
    ("21", say("第二十一条")),
]


class ColumnForm(Worded):
    """One column."""

    name = forms.CharField(label=say("栏目名称"), max_length=40)
    slug = forms.SlugField(
        label=say("网址名"),
        max_length=40,
        required=False,
        help_text=say("地址中的一段，只用字母、数字和连字符；空着自动编"),
        error_messages={"invalid": say("网址名只能用字母、数字和连字符")},
    )
    parent = forms.ModelChoiceField(
        label=say("上级栏目"), queryset=Column.objects.none(), required=False, empty_label=say("没有")
    )
    clause = forms.ChoiceField(label=say("对应《条例》的内容"), choices=CLAUSES, required=False)
    section = forms.ModelChoiceField(
        label=say("责任科室"),
        queryset=Section.objects.none(),
        required=False,
        empty_label=say("没有"),
        help_text=say("由它按时更新；它的负责人做初审"),
    )
    freshness = forms.ChoiceField(label=say("更新要求"), choices=Freshness.choices)
    description = forms.CharField(label=say("栏目说明"), max_length=200, required=False)
    keywords = forms.CharField(label=say("关键词"), max_length=100, required=False)
    type = forms.CharField(label=say("栏目类别"), max_length=20, required=False)
    empty_reason = forms.CharField(
        label=say("没有内容的原因"),
        max_length=200,
        required=False,
        help_text=say("确实没有这类信息的，写明原因，会显示在栏目里，例如：本机关没有行政强制职权"),
    )

    def __init__(self, *args: Any, agency: Agency, column: Column | None = None, **kwargs: Any) -> None:
        given = {name: getattr(column, name) for name in self.base_fields} if column is not None else {}
        super().__init__(*args, initial=given, **kwargs)
        tops = Column.objects.filter(agency=agency, parent=None, active=True)
        self.fields["parent"].queryset = tops.exclude(pk=column.pk) if column else tops  # type: ignore[attr-defined]
        self.fields["section"].queryset = Section.objects.filter(agency=agency, active=True)  # type: ignore[attr-defined]


def _agency(request: HttpRequest, slug: str = "") -> Agency:
    bodies = Agency.objects.filter(pk__in=agencies_with(request.user, rules.COLUMNS.key)).order_by("pk")  # type: ignore[arg-type]
    if slug:
        return get_object_or_404(bodies, slug=slug)
    first = bodies.first()
    return first if first is not None else get_object_or_404(bodies, pk=0)


def _column(request: HttpRequest, pk: int) -> Column:
    bodies = agencies_with(request.user, rules.COLUMNS.key)  # type: ignore[arg-type]
    return get_object_or_404(Column.objects.select_related("agency", "parent", "section"), pk=pk, agency__in=bodies)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


@allow(rules.COLUMNS)
@require_GET
def columns(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The columns of a body in their order, with what is in them, and the chain of the body."""
    agency = _agency(request, slug)
    counted = Column.objects.filter(agency=agency).select_related("section", "parent")
    counted = counted.annotate(
        n_public=Count("items", filter=Q(items__published_on__isnull=False, items__withdrawn_at=None), distinct=True),
        n_open=Count("drafts", filter=Q(drafts__stage__in=Draft.OPEN), distinct=True),
    )
    rows = list(counted.order_by("position", "pk"))
    below: dict[int | None, list[Column]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    tree = [
        (each, level)
        for top in below.get(None, [])
        for each, level in ((top, 0), *((sub, 1) for sub in below.get(top.pk, [])))
    ]
    context = {
        "agency": agency,
        "tree": tree,
        "chain": in_words(chains.chain_of(agency)),
        "usual": chains.KEY not in agency.chains,
        "others": Agency.objects.filter(pk__in=agencies_with(request.user, rules.COLUMNS.key)).exclude(pk=agency.pk),  # type: ignore[arg-type]
    }
    return render(request, "desk/reviewing/columns.html", context)


@allow(rules.COLUMNS)
@require_http_methods(["GET", "POST"])
def column_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new column."""
    agency = _agency(request, slug)
    form = ColumnForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        try:
            made = arranging.add_column(agency, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已增加栏目“{name}”。", name=made.name))
            return redirect("desk:columns_of", agency.slug)
    context = {"agency": agency, "form": form, "column": None, "wrong": bool(form.errors)}
    return render(request, "desk/reviewing/column.html", context, status=422 if form.errors else 200)


@allow(rules.COLUMNS)
@require_http_methods(["GET", "POST"])
def column(request: HttpRequest, pk: int) -> HttpResponse:
    """One column and its chain."""
    held = _column(request, pk)
    account: Account = request.user  # type: ignore[assignment]
    usual = say("同本机关：{chain}", chain=in_words(chains.chain_of(held.agency)))
    form = ColumnForm(request.POST or None, agency=held.agency, column=held)
    chain = ChainForm(request.POST or None, chain=held.chain, usual=usual)
    if request.method == "POST" and form.is_valid() and chain.is_valid():
        try:
            values = {**form.cleaned_data, "chain": chain.chain}
            changed = arranging.change_column(held, values, by=account, version=_version(request))
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("栏目已保存。") if changed else say("没有改动。"))
            return redirect("desk:columns_of", held.agency.slug)
    wrong = bool(form.errors or chain.errors)
    context = {"agency": held.agency, "form": form, "chain": chain, "column": held, "wrong": wrong}
    return render(request, "desk/reviewing/column.html", context, status=422 if wrong else 200)


@allow(rules.COLUMNS)
@require_POST
def column_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a column, or open it again."""
    held = _column(request, pk)
    again = request.POST.get("active") == "1"
    try:
        arranging.close_column(held, by=request.user, version=_version(request), active=again)  # type: ignore[arg-type]
    except GongkaiError as error:
        return said(request, error, "desk:columns")
    told = (
        say("“{name}”恢复使用。", name=held.name)
        if again
        else say("“{name}”已停用，里面的信息照常公开。", name=held.name)
    )
    messages.success(request, told)
    return redirect("desk:columns_of", held.agency.slug)


@allow(rules.COLUMNS)
@require_POST
def column_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    held = _column(request, pk)
    arranging.move_column(held, up=request.POST.get("up") == "1", by=request.user)  # type: ignore[arg-type]
    return redirect("desk:columns_of", held.agency.slug)


@allow(rules.COLUMNS)
@require_http_methods(["GET", "POST"])
def columns_chain(request: HttpRequest, slug: str) -> HttpResponse:
    """The chain of the body."""
    agency = _agency(request, slug)
    usual = say("默认程序：{chain}", chain=in_words(chains.DEFAULT))
    form = ChainForm(request.POST or None, chain=agency.chains.get(chains.KEY), usual=usual)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.set_chain(agency, form.chain, by=request.user)  # type: ignore[arg-type]
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("审核程序已保存，以后送审的稿件按它走。"))
            return redirect("desk:columns_of", agency.slug)
    context = {"agency": agency, "chain": form, "wrong": bool(form.errors)}
    return render(request, "desk/reviewing/chain.html", context, status=422 if form.errors else 200)
