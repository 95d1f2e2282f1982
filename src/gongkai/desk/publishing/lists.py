"""信息: what is due from one's section, what came back, what is under way, what is out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.desk.lists import keyset
from gongkai.desk.lists.keyset import Order
from gongkai.desk.publishing.matching import matching
from gongkai.desk.publishing.page import STATES, name_of
from gongkai.disclosures import drafts, due, rules
from gongkai.disclosures.models import Draft
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, holds
from gongkai.people.models import Account

Stage = Draft.Stage


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the register of drafts."""

    key: str
    label: Callable[[], str]
    narrow: Callable[[QuerySet[Draft]], QuerySet[Draft]]
    empty: Callable[[], str]


def _stage(*stages: str) -> Callable[[QuerySet[Draft]], QuerySet[Draft]]:
    return lambda seen: seen.filter(stage__in=stages)


TABS = (
    Tab("open", lambda: say("在办"), _stage(*Draft.OPEN), lambda: say("没有在办的稿件")),
    Tab(
        "returned",
        lambda: say("退回"),
        lambda seen: seen.filter(stage=Stage.DRAFT).exclude(returned_why=""),
        lambda: say("没有退回的稿件"),
    ),
    Tab(
        "draft",
        lambda: say("起草"),
        lambda seen: seen.filter(stage=Stage.DRAFT, returned_why=""),
        lambda: say("没有正在起草的稿件"),
    ),
    Tab("reviewing", lambda: say("审核中"), _stage(Stage.REVIEWING, Stage.DOUBT), lambda: say("没有正在审核的稿件")),
    Tab("approved", lambda: say("待发布"), _stage(Stage.APPROVED), lambda: say("没有等待发布的稿件")),
    Tab("released", lambda: say("已发布"), _stage(Stage.RELEASED), lambda: say("还没有发布过信息")),
    Tab("decided", lambda: say("不主动公开"), _stage(Stage.DECIDED), lambda: say("没有定为不主动公开的信息")),
    Tab("discarded", lambda: say("弃用"), _stage(Stage.DISCARDED), lambda: say("没有弃用的稿件")),
)


@allow(rules.VIEW)
@require_GET
def info(request: HttpRequest) -> HttpResponse:
    """What is due, and the drafts in parts."""
    account: Account = request.user  # type: ignore[assignment]
    chosen = next((tab for tab in TABS if tab.key == request.GET.get("tab")), TABS[0])
    q = request.GET.get("q", "").strip()[:100]
    seen = drafts.visible_to(account)
    rows = seen.filter(matching(q)) if q else chosen.narrow(seen)
    count = rows.count()
    listed = rows.select_related("column", "section", "author", "agency").defer("html", "findings", "details")
    context: dict[str, Any] = {
        "tabs": [(tab.key, tab.label(), tab.key == chosen.key and not q) for tab in TABS],
        "chosen": chosen,
        "empty": chosen.empty(),
        "count": count,
        "slice": keyset.cut(listed, Order(descending=True), request.GET),
        "states": STATES,
        "q": q,
        "due": due.due_from(account, clock.today())
        if chosen.key == "open" and not q and holds(account, rules.WRITE.key)
        else [],
        "may_write": holds(account, rules.WRITE.key),
        "may_words": holds(account, rules.WORDS.key),
        "today": clock.today(),
    }
    for row in context["slice"].rows:
        row.name = name_of(row)
        row.tone = STATES[Stage(row.stage)]
        row.came_back = row.stage == Stage.DRAFT and bool(row.returned_why)
    return render(request, "desk/publishing/list.html", context)
