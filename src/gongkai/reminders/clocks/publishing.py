"""What runs on publication: texts that are due, steps of their review, set hours, documents that lapse, columns that grow stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures import kinds, reminders
from gongkai.disclosures.freshness import freshness
from gongkai.disclosures.models import Attribute, Draft, ForcedRelease, Freshness, NormativeDocument
from gongkai.language import say
from gongkai.law.calendar import CalendarMissing
from gongkai.people.models import Role
from gongkai.reminders.clocks.running import Running
from gongkai.reminders.kinds import OFFICE, SECTION, Tiers

AHEAD = timedelta(days=60)
"""Calendar days before a document lapses or a column grows stale from which it is a clock: 15 working days with every holiday."""
LAPSED_STAYS = timedelta(days=10)
"""How long a document that has lapsed stays in the list."""
FAR = timedelta(days=400)


def _tiers(section: int | None) -> tuple[Tiers, tuple[int, ...]]:
    return (SECTION, (section,)) if section else (OFFICE, ())


def drafts(agency: Agency, today: date) -> Iterator[Running]:
    """Texts in work: until when they must be public, when they shall be, and whose turn a review is."""
    held = (
        Draft.objects.filter(agency=agency, stage__in=Draft.OPEN)
        .select_related("item")
        .defer("html", "findings")
        .order_by("pk")
    )
    for draft in held:
        draft.agency = agency
        yield from _publication(draft)
        yield from _release(draft)
    for review in reminders.waiting().filter(draft__agency=agency, revision=F("draft__revision")):
        yield Running(
            "review",
            review.pk,
            f"disclosures.draft:{review.draft_id}",
            say("稿件{n}", n=review.draft_id),
            reverse("desk:review", args=[review.pk]),
            timezone.localdate(review.asked_at),
            review.due_on,
            ((Role(review.role),),),
            sections=(review.section_id,) if review.section_id else (),
            excluded=tuple({review.author_id, review.draft.author_id}),
        )
    for forced in ForcedRelease.objects.filter(item__agency=agency, reviewed_at=None):
        yield Running(
            "forced",
            forced.pk,
            f"disclosures.draft:{forced.draft_id}",
            say("稿件{n}", n=forced.draft_id),
            reverse("desk:forced"),
            timezone.localdate(forced.at),
            forced.review_by,
            ((Role.OFFICE_HEAD,), (Role.LEADER, Role.CHIEF)),
            excluded=(forced.by_id,),
        )


def _publication(draft: Draft) -> Iterator[Running]:
    if draft.made_on is None or draft.attribute != Attribute.PROACTIVE or draft.item.current_id is not None:
        return
    try:
        on = kinds.due_on(draft.kind, draft.made_on, draft.details or {}, settings=draft.agency.law_settings)
    except CalendarMissing:
        return
    if on is None:
        return
    tiers, sections = _tiers(draft.section_id) if draft.stage == Draft.Stage.DRAFT else (OFFICE, ())
    yield Running(
        "publication",
        draft.pk,
        f"disclosures.draft:{draft.pk}",
        say("稿件{n}", n=draft.pk),
        reverse("desk:info_draft", args=[draft.pk]),
        min(draft.made_on, timezone.localdate(draft.made_at)),
        on,
        tiers,
        sections=sections,
        # While others review it, only they can do something.
        paused=draft.stage in (Draft.Stage.REVIEWING, Draft.Stage.DOUBT),
    )


def _release(draft: Draft) -> Iterator[Running]:
    if draft.release_at is None:
        return
    yield Running(
        "release",
        draft.pk,
        f"disclosures.draft:{draft.pk}",
        say("稿件{n}", n=draft.pk),
        reverse("desk:info_draft", args=[draft.pk]),
        timezone.localdate(draft.made_at),
        timezone.localdate(draft.release_at),
        OFFICE,
    )


def documents(agency: Agency, today: date) -> Iterator[Running]:
    """Normative documents that lapse soon, or have just lapsed."""
    lapsing = NormativeDocument.objects.filter(
        agency=agency, removed_at=None, valid_until__gte=today - LAPSED_STAYS, valid_until__lte=today + AHEAD
    ).exclude(ended_how=NormativeDocument.Ending.REPEALED)
    for each in lapsing.order_by("pk"):
        assert each.valid_until is not None
        tiers, sections = _tiers(each.section_id)
        yield Running(
            "lapse",
            each.pk,
            f"disclosures.normativedocument:{each.pk}",
            each.document_number or say("文件{n}", n=each.pk),
            reverse("desk:register_document", args=[each.pk]),
            each.valid_until - FAR,
            each.valid_until,
            tiers,
            sections=sections,
        )


def columns(agency: Agency, today: date) -> Iterator[Running]:
    """Columns that have to be updated soon, or should have been."""
    for each in freshness(agency, today):
        column = each.column
        if column.freshness == Freshness.ON_EVENT or each.limit_on is None or each.limit_on > today + AHEAD:
            continue
        tiers, sections = _tiers(column.section_id)
        yield Running(
            "column",
            column.pk,
            f"disclosures.column:{column.pk}",
            say("“{name}”栏目", name=column.name),
            reverse("desk:register_freshness"),
            each.last_on or today,
            each.limit_on,
            tiers,
            sections=sections,
        )
