"""有效性: what the events of a document come to, kept in step with the register and with what the public reads.

The one rule behind 表二: a document is in force on a day if it was made by then and has not ended by then. So what was in force a
year ago, plus what was made, less what ended, is what is in force now, whatever the events are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from gongkai.disclosures.kinds import kind_of
from gongkai.disclosures.models import Item, LifeEvent, NormativeDocument, Validity
from gongkai.people import clock

ONE_DAY = timedelta(days=1)
LEVELS = {"normative": NormativeDocument.Level.NORMATIVE, "policy": NormativeDocument.Level.OTHER}
"""The kinds of item that live in the register of documents, and as what."""


@dataclass(frozen=True, slots=True)
class Life:
    """What the events of a document come to. ``ended_on``: the first day without it, also one that is still to come."""

    made_on: date | None = None
    valid_until: date | None = None
    revised_on: date | None = None
    ended_on: date | None = None
    ended_how: str = ""


def derive(events: Iterable[LifeEvent]) -> Life:
    """The life that confirmed ``events`` tell, in whatever order they come. What lies behind the end is not heard.

    A document without a last day lives until it is repealed; one with a last day has lapsed the day after, unless it was
    extended by then.
    """
    made_on = until = revised_on = None
    for event in sorted(events, key=lambda each: (each.on, each.kind != LifeEvent.Kind.MADE, each.pk or 0)):
        if event.kind == LifeEvent.Kind.MADE:
            made_on, until = event.on, _not_before(event)
            continue
        if made_on is None or (until is not None and event.on > until):
            continue
        if event.kind == LifeEvent.Kind.EXTENDED:
            until = _not_before(event)
        elif event.kind == LifeEvent.Kind.REVISED:
            revised_on = event.on
        elif event.kind in (LifeEvent.Kind.REPEALED, LifeEvent.Kind.LAPSED):
            return Life(made_on, until, revised_on, event.on, event.kind)
    if until is None:
        return Life(made_on, None, revised_on)
    return Life(made_on, until, revised_on, until + ONE_DAY, NormativeDocument.Ending.LAPSED)


def _not_before(event: LifeEvent) -> date | None:
    """The last day that an event sets. None lies before the event itself: a document does not end before it is made."""
    return None if event.valid_until is None else max(event.valid_until, event.on)


def counting(document: NormativeDocument) -> list[LifeEvent]:
    """The events of ``document`` that count: confirmed, and not dropped or struck out."""
    return list(document.life.filter(confirmed_at__isnull=False, dropped_at=None))


def settle(document: NormativeDocument) -> None:
    """Bring the row, and the item that the public reads, up to the events. Under the caller's lock and transaction."""
    life = derive(counting(document))
    assert life.made_on is not None
    document.made_on, document.valid_until, document.revised_on = life.made_on, life.valid_until, life.revised_on
    document.ended_on, document.ended_how = life.ended_on, life.ended_how
    document.version += 1
    document.save()
    if document.item_id is not None:
        show(document, publish=True)


def show(document: NormativeDocument, *, publish: bool = False) -> None:
    """Write 有效性 of today to the item of ``document``, the one place that does. ``publish``: bring the indexes up, too."""
    from gongkai.disclosures import published

    item = document.item
    assert item is not None
    validity = document.standing(clock.today())
    if item.validity == validity:
        return
    Item.objects.filter(pk=item.pk).update(validity=validity)
    item.validity = validity
    if publish and item.published_on is not None:
        published.changed(item)


def follow(item: Item) -> None:
    """After a release: a policy or normative document gets its place in the register, or takes the one that was kept for it, and
    its 有效性. To be called whenever an item has been released or changed; a kind without a life is left alone."""
    if item.published_on is None or item.kind not in LEVELS or item.made_on is None:
        return
    document = NormativeDocument.objects.select_for_update().filter(item=item).first()
    if document is None:
        document = _kept_for(item) or _registered(item)
    document.item = item
    document.title, document.published_on = item.title, document.published_on or item.published_on
    document.effective_on = item.effective_on
    document.save(update_fields=["title", "published_on", "effective_on", "item"])
    show(document)


def _kept_for(item: Item) -> NormativeDocument | None:
    """The row that was entered before the document was published."""
    if not item.document_number:
        return None
    held = NormativeDocument.objects.select_for_update().filter(
        agency_id=item.agency_id, document_number=item.document_number, item=None, removed_at=None
    )
    return held.first()


def _registered(item: Item) -> NormativeDocument:
    details = item.details

    def text(key: str, most: int) -> str:
        return str(details.get(key) or "")[:most]

    taken = NormativeDocument.objects.filter(agency_id=item.agency_id, removed_at=None)
    number, registration = item.document_number, text("registration", 60)
    # Two items of one number are a mistake of whoever wrote them; the register must not keep the release from going out.
    number = "" if number and taken.filter(document_number=number).exists() else number
    registration = "" if registration and taken.filter(registration=registration).exists() else registration
    competition = details.get("fair_competition")
    document = NormativeDocument.objects.create(
        agency_id=item.agency_id,
        section_id=item.section_id,
        item=item,
        level=LEVELS[item.kind],
        title=item.title,
        document_number=number,
        registration=registration,
        legality_review=text("legality_review", 80),
        fair_competition=competition if competition in NormativeDocument.FairCompetition.values else "",
        filing=text("filing", 80),
        made_on=item.made_on,
        published_on=item.published_on,
        effective_on=item.effective_on,
        at=clock.now(),
    )
    begin(document, valid_until=item.valid_until)
    return document


def begin(document: NormativeDocument, *, valid_until: date | None, proposed_by: object = None) -> None:
    """The first event of a life, which needs nobody's confirmation: the document is there."""
    now = clock.now()
    if valid_until is not None and valid_until < document.made_on:
        valid_until = None
    LifeEvent.objects.create(
        document=document,
        kind=LifeEvent.Kind.MADE,
        on=document.made_on,
        valid_until=valid_until,
        proposed_by=proposed_by,
        proposed_at=now,
        confirmed_at=now,
    )
    life = derive(counting(document))
    document.valid_until, document.ended_on, document.ended_how = life.valid_until, life.ended_on, life.ended_how
    document.save(update_fields=["valid_until", "ended_on", "ended_how"])


def turn(today: date | None = None) -> int:
    """What the day brings: documents that come into force, were revised or end today. Gives how many items changed.

    Running it again the same day finds nothing left."""
    day = today or clock.today()
    ended = Q(ended_on__lte=day) & ~Q(item__validity=F("ended_how"))
    begun = Q(item__validity=Validity.PENDING) & (Q(effective_on=None) | Q(effective_on__lte=day))
    revised = Q(revised_on__lte=day, item__validity=Validity.IN_FORCE)
    changed = 0
    waiting = NormativeDocument.objects.filter(ended | begun | revised, item__isnull=False, removed_at=None)
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            document = NormativeDocument.objects.select_for_update().get(pk=pk)
            before = document.item.validity  # type: ignore[union-attr]
            show(document, publish=True)
            changed += document.item.validity != before  # type: ignore[union-attr]
    return changed


def is_document(item: Item) -> bool:
    """Whether items of this kind have a 有效性."""
    return kind_of(item.kind).document_number
