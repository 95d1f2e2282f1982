"""What is due from a section: texts that came back, texts that run late, columns that grow stale, decisions to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from gongkai.disclosures import drafts, kinds, rules
from gongkai.disclosures.models import Attribute, Column, Draft, Freshness, Item, Release
from gongkai.language import say
from gongkai.law import CalendarMissing
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with

LIMITS = {Freshness.TWO_WEEKS: 14, Freshness.SIX_MONTHS: 182, Freshness.ONE_YEAR: 365}
"""Days after which a column is stale (国办秘函〔2019〕19号). What changes with events alone has none."""
EARLY = 14
"""Days before a column grows stale from which it is said."""
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
    """Everything due from the sections of ``account``, or from the whole of the bodies it works for: the latest first. Five
    queries, whatever there is."""
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
    held = list(
        columns_of(account)
        .exclude(freshness=Freshness.ON_EVENT)
        .filter(Q(empty_reason=""))
        .values_list("pk", "name", "freshness")
    )
    if not held:
        return []
    newest = dict(
        Item.objects.filter(column__in=[pk for pk, _, _ in held], withdrawn_at=None)
        .exclude(published_on=None)
        .order_by()
        .values("column")
        .annotate(last=Max("published_on"))
        .values_list("column", "last")
    )
    found = []
    for pk, name, freshness in held:
        limit = LIMITS[Freshness(freshness)]
        last = newest.get(pk)
        rule = Freshness(freshness).label
        if last is None:
            found.append(Line("column", pk, name, say("空栏目，应当{rule}", rule=rule), None, "late"))
            continue
        on = last + timedelta(days=limit)
        if on < today:
            found.append(
                Line(
                    "column",
                    pk,
                    name,
                    say("{last}以后没有更新，应当{rule}", last=last.isoformat(), rule=rule),
                    on,
                    "late",
                )
            )
        elif on - today <= timedelta(days=min(EARLY, limit // 3)):
            found.append(
                Line(
                    "column",
                    pk,
                    name,
                    say("最近更新是{last}，应当{rule}", last=last.isoformat(), rule=rule),
                    on,
                    "near",
                )
            )
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
