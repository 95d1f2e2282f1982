"""What is due from a section: texts that came back, texts that run late, columns that grow stale, decisions to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gongkai.disclosures import drafts, kinds, rules
from gongkai.disclosures.freshness import freshness
from gongkai.disclosures.models import Attribute, Column, Draft, Freshness, Release
from gongkai.language import say
from gongkai.law import CalendarMissing
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with

AHEAD = 30
"""Days before an evaluation from which it is said."""
MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is due. ``kind``: returned, late, column, evaluate or prove; ``pk``: of the draft, column or release that it
    is about; ``on``: by when, None for at once; ``tone``: late, near or "" ."""

    kind: str
    pk: int
    title: str
    says: str
    on: date | None
    tone: str


def due_from(account: Account, today: date) -> list[Line]:
    """Everything due from the sections of ``account``, or from the whole of the bodies it works for: the latest first. A
    fixed number of queries for each body."""
    found = [*_drafts(account, today), *_columns(account, today), *_proofs(account)]
    weight = {"late": 0, "near": 1, "": 2}
    found.sort(key=lambda line: (line.kind != "returned", weight[line.tone], line.on or today))
    return found[:MOST]


def columns_of(account: Account) -> QuerySet[Column]:
    """The columns that ``account`` has to keep: those of its sections, or all of the bodies it works for."""
    sections = sections_with(account, rules.WRITE.key)
    own = Q(section__in=sections) if sections else Q(pk=None)
    return Column.objects.filter(own | Q(agency__in=agencies_with(account, rules.WRITE.key)), active=True)


def _drafts(account: Account, today: date) -> list[Line]:
    found: list[Line] = []
    held = drafts.writable_by(account).select_related("agency", "item").defer("html", "findings")
    for draft in held.filter(stage=Draft.Stage.DRAFT).order_by("-saved_at")[:200]:
        title = draft.title or say("未命名")
        if draft.returned_why:
            found.append(
                Line("returned", draft.pk, title, say("退回修改：{why}", why=draft.returned_why[:80]), None, "late")
            )
            continue
        line = _late(draft, title, today)
        if line is not None:
            found.append(line)
    until = today + timedelta(days=AHEAD)
    decided = held.filter(stage=Draft.Stage.DECIDED, review_again_on__lte=until, item__current=None)
    for draft in decided.exclude(item__drafts__pk__gt=0, item__drafts__stage__in=Draft.OPEN).order_by(
        "review_again_on"
    )[:MOST]:
        past = draft.review_again_on is not None and draft.review_again_on <= today
        found.append(
            Line(
                "evaluate",
                draft.pk,
                draft.title,
                say("再次评估能不能公开（条例第十八条）"),
                draft.review_again_on,
                "late" if past else "",
            )
        )
    return found


def _late(draft: Draft, title: str, today: date) -> Line | None:
    if draft.made_on is None or draft.attribute != Attribute.PROACTIVE or draft.item.current_id is not None:
        return None
    try:
        on = kinds.due_on(draft.kind, draft.made_on, draft.details or {}, settings=draft.agency.law_settings)
    except CalendarMissing:
        return None
    if on is None:
        return None
    if on < today:
        return Line("late", draft.pk, title, say("公开期限已过，还没有送审"), on, "late")
    return Line("late", draft.pk, title, say("还没有送审"), on, "near" if on - today <= timedelta(days=5) else "")


def _columns(account: Account, today: date) -> list[Line]:
    """The columns that are stale, or soon will be (`gongkai.disclosures.freshness`)."""
    own = {
        column.pk: column.agency
        for column in columns_of(account).exclude(freshness=Freshness.ON_EVENT).select_related("agency")
    }
    found = []
    for agency in {agency.pk: agency for agency in own.values()}.values():
        for each in freshness(agency, today):
            column = each.column
            if column.pk not in own or each.kind not in ("near", "late"):
                continue
            rule = Freshness(column.freshness).label
            if each.last_on is None:
                says = say("空栏目，应当{rule}", rule=rule)
            elif each.kind == "late":
                says = say("{last}以后没有更新，应当{rule}", last=each.last_on.isoformat(), rule=rule)
            else:
                says = say("最近更新是{last}，应当{rule}", last=each.last_on.isoformat(), rule=rule)
            found.append(Line("column", column.pk, column.name, says, each.limit_on, each.kind))
    return found


def _proofs(account: Account) -> list[Line]:
    sections = sections_with(account, rules.PROVE.key)
    own = Q(item__section__in=sections) if sections else Q(pk=None)
    waiting = (
        Release.objects.filter(
            own | Q(agency__in=agencies_with(account, rules.PROVE.key)), state=Release.State.TO_PROVE
        )
        .select_related("version")
        .order_by("due_at")[:MOST]
    )
    return [
        Line(
            "prove",
            each.pk,
            each.version.title,
            say("登记{channel}的发布情况", channel=each.get_channel_display()),
            None,
            "",
        )
        for each in waiting
    ]
