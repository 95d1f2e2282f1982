"""主动公开台账、意见征集、解读配对: ledgers that are read off what is public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.desk.lists import keyset
from gongkai.desk.registers import workbook
from gongkai.desk.registers.documents import _with
from gongkai.desk.registers.forms import (
    Narrow,
)
from gongkai.desk.registers.place import place
from gongkai.disclosures import actions, rules
from gongkai.disclosures.kinds import KINDS
from gongkai.disclosures.models import Item, Pairing, Release
from gongkai.disclosures.registers import queries
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import may

# 意见征集


@require_GET
@allow(rules.VIEW)
def register_consultations(request: HttpRequest) -> HttpResponse:
    """Public consultations with their results: what is open, what still owes its answer to the public."""
    here, today = place(request), clock.today()
    rows = queries.seen_items(here.account).filter(agency=here.agency, published_on__isnull=False)
    asked = list(rows.filter(kind="consultation").order_by("-published_on", "-pk")[:300])
    results = {
        str(item.details.get("consultation")): item
        for item in rows.filter(kind="consultation_result").only(
            "permanent", "details", "title", "published_on", "agency"
        )
    }
    lines = [
        {
            "item": item,
            "starts_on": str(item.details.get("starts_on") or ""),
            "ends_on": str(item.details.get("ends_on") or ""),
            "open": str(item.details.get("ends_on") or "") >= today.isoformat(),
            "result": results.get(item.permanent),
        }
        for item in asked
    ]
    if request.GET.get("format") == "xlsx":
        head = (say("名称"), say("开始"), say("结束"), say("收到意见"), say("采纳"), say("结果公开日期"))
        made = (
            (
                line["item"].title, line["starts_on"], line["ends_on"],
                line["result"].details.get("received") if line["result"] else None,
                line["result"].details.get("adopted") if line["result"] else None,
                line["result"].published_on if line["result"] else None,
            )
            for line in lines
        )  # fmt: skip
        return workbook.download(say("意见征集台账"), head, made)  # type: ignore[arg-type]
    owed = sum(not line["open"] and line["result"] is None for line in lines)
    context = {"place": here, "lines": lines, "owed": owed, "export": _with(request, format="xlsx")}
    return render(request, "desk/registers/consultations.html", context)


# 解读


@require_http_methods(["GET", "POST"])
@allow(rules.VIEW)
def register_interpretations(request: HttpRequest) -> HttpResponse:
    """Policies without interpretation, each with the interpretations that may be its own; below, the pairs. Posted: pair two."""
    here, today = place(request), clock.today()
    mine = queries.seen_items(here.account).filter(agency=here.agency, published_on__isnull=False)
    if request.method == "POST":
        policy = mine.filter(pk=_key(request.POST.get("policy"))).first()
        text = mine.filter(pk=_key(request.POST.get("interpretation"))).first()
        if policy is None or text is None:
            raise Http404
        try:
            actions.pair(policy, text, by=here.account)
        except GongkaiError as error:
            return said(request, error, "desk:register_interpretations")
        messages.success(request, say("《{policy}》和它的解读已互相链接。", policy=policy.title))
        return redirect("desk:register_interpretations")
    settings = here.agency.law_settings
    waiting = queries.unexplained(here.agency).filter(pk__in=mine.values("pk")).select_related("section")
    free = mine.filter(kind="interpretation").exclude(pk__in=Pairing.objects.values("interpretation"))
    pairs = Pairing.objects.filter(policy__in=mine).select_related("policy", "interpretation").order_by("-pk")
    if request.GET.get("format") == "xlsx":
        head = (say("文件"), say("文号"), say("文件公开"), say("解读"), say("形式"), say("解读公开"))
        made = (
            (p.policy.title, p.policy.document_number, p.policy.published_on, p.interpretation.title, _form(p.form),
             p.interpretation.published_on)
            for p in pairs
        )  # fmt: skip
        return workbook.download(say("解读台账"), head, made)
    lines = [{"item": item, "due_on": queries.explain_by(item, settings)} for item in waiting[:100]]
    context = {
        "place": here,
        "lines": lines,
        "late": sum(bool(line["due_on"] and line["due_on"] < today) for line in lines),
        "free": list(free.order_by("-published_on")[:100]),
        "pairs": pairs[:50],
        "ratio": queries.ratio(here.agency, today.year),
        "year": today.year,
        "days": settings.interpretation_days,
        "may_pair": may(here.account, rules.WRITE.key, here.agency.pk, {s.pk for s in here.sections}),
        "forms": KINDS["interpretation"].field("form").choices,  # type: ignore[union-attr]
        "today": today,
        "export": _with(request, format="xlsx"),
    }
    return render(request, "desk/registers/interpretations.html", context)


def _form(key: str) -> str:
    choices = KINDS["interpretation"].field("form").choices or {}  # type: ignore[union-attr]
    return choices.get(key, "")


def _key(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


@require_POST
@allow(rules.WRITE)
def register_unpair(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong link away."""
    account: Account = request.user  # type: ignore[assignment]
    pairing = Pairing.objects.filter(pk=pk, policy__in=queries.seen_items(account)).first()
    if pairing is None:
        raise Http404
    try:
        actions.unpair(pairing, by=account)
    except GongkaiError as error:
        return said(request, error, "desk:register_interpretations")
    messages.success(request, say("链接已取消，这份文件重新列为待解读。"))
    return redirect("desk:register_interpretations")


# 主动公开台账

_PUBLISHED_HEAD = (
    say("序号"), say("信息名称"), say("文号"), say("索引号"), say("种类"), say("栏目"), say("形成日期"), say("最晚公开日"), say("公开日期"),
    say("渠道"), say("固定地址"), say("科室"), say("是否超期"), say("超期天数"),
)  # fmt: skip


@require_GET
@allow(rules.VIEW)
def register_published(request: HttpRequest) -> HttpResponse:
    """Everything public, with whether it came in time. ``?format=xlsx``: as a workbook."""
    here = place(request)
    filters = Narrow(
        request.GET,
        states=[("late", say("超期公开的")), ("withdrawn", say("已撤下的"))],
        sections=here.agency.sections.filter(active=True),
    )
    rows = queries.seen_items(here.account).filter(agency=here.agency, published_on__isnull=False)
    rows = rows.select_related("column", "section").defer("html")
    if "q" in filters.chosen:
        q = str(filters.chosen["q"])
        rows = rows.filter(Q(title__icontains=q) | Q(document_number__icontains=q) | Q(index_number__icontains=q))
    if "year" in filters.chosen:
        rows = rows.filter(published_on__year=filters.chosen["year"])
    if "section" in filters.chosen:
        rows = rows.filter(section=filters.chosen["section"])
    settings = here.agency.law_settings
    state = filters.chosen.get("state")
    if state == "withdrawn":
        rows = rows.exclude(withdrawn_at=None)
    if state == "late":
        # The clock of each kind is a count over the calendar, which no database holds.
        rows = rows.filter(pk__in=[item.pk for item in rows.iterator(1000) if queries.published(item, settings).late])
    if request.GET.get("format") == "xlsx":
        return workbook.download(say("主动公开台账"), _PUBLISHED_HEAD, _published(rows, settings))
    cut = keyset.cut(rows, keyset.Order("published_on", descending=True), request.GET)
    context = {
        "place": here,
        "filters": filters,
        "slice": cut,
        "lines": [queries.published(item, settings) for item in cut.rows],
        "count": rows.count(),
        "export": _with(request, format="xlsx"),
    }
    return render(request, "desk/registers/published.html", context)


def _published(rows: QuerySet[Item], settings: Any) -> Iterable[tuple[object, ...]]:
    held = rows.order_by("published_on", "pk")
    done = Release.objects.filter(item__in=held, state=Release.State.DONE).order_by("pk").values_list("item", "channel")
    channels: dict[int, list[str]] = {}
    names = dict(Release._meta.get_field("channel").choices or ())
    for item, channel in done:
        channels.setdefault(item, []).append(str(names.get(channel, channel)))
    for n, item in enumerate(held.iterator(chunk_size=1000), 1):
        line = queries.published(item, settings)
        yield (
            n, item.title, item.document_number, item.index_number, item.kind_label, item.column.name if item.column else "",
            item.made_on, line.due_on, item.published_on, "、".join(dict.fromkeys(channels.get(item.pk, []))),
            f"/info/{item.permanent}/" if item.permanent else "", item.section.name if item.section else "",
            say("是") if line.late else say("否"), line.late or None,
        )  # fmt: skip
