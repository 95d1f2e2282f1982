"""What anybody may read of one item: its state, its versions, its files, its links. Nothing here ever looks at a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Prefetch, Q, QuerySet

from gongkai.disclosures.kinds import kind_of
from gongkai.disclosures.models import (
    Attribute,
    FileRole,
    Item,
    LifeEvent,
    NormativeDocument,
    Pairing,
    Validity,
    Version,
    VersionFile,
)
from gongkai.disclosures.queries import public
from gongkai.people import clock

OPEN_ROLES = (FileRole.ATTACHMENT, FileRole.PICTURE)
"""The files that the public may have. An original is never among them: it may hold what was cleaned away."""


class Shown(StrEnum):
    """How an address of an item answers."""

    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NEVER = "never"


def at_address(permanent: str) -> Item | None:
    """The item at a permanent address, also one that is no longer public; None where nothing ever stood. One query."""
    if not permanent:
        return None
    found = Item.objects.filter(permanent=permanent).select_related(
        "agency__supervised_by", "agency__successor", "column__parent", "section", "current", "document"
    )
    return found.first()


def shown(item: Item) -> Shown:
    """How it stands now. Must agree with `gongkai.disclosures.queries.public`."""
    if item.published_on is None:
        return Shown.NEVER
    if item.withdrawn_at is not None:
        return Shown.WITHDRAWN
    if item.expires_at is not None and item.expires_at <= clock.now():
        return Shown.EXPIRED
    return Shown.PUBLIC if item.attribute == Attribute.PROACTIVE else Shown.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Life:
    """有效性 on a day and the dates around it. ``ended_on``: the first day without it, also one that is still to come."""

    validity: Validity
    effective_on: date | None = None
    valid_until: date | None = None
    ended_on: date | None = None


def life_of(item: Item, today: date) -> Life:
    """How a document stands: by the register where it is in it, else by the dates of the item itself. Worked out for the day, so
    that a page is right at midnight too."""
    document = registered(item)
    if document is not None:
        effective = document.effective_on or item.effective_on
        return Life(document.standing(today), effective, document.valid_until, document.ended_on)
    return Life(_by_dates(item, today), item.effective_on, item.valid_until)


def standing(item: Item, today: date) -> Validity:
    """See `life_of`."""
    return life_of(item, today).validity


def registered(item: Item) -> NormativeDocument | None:
    """Its row in the register of documents; no query where it was read along (`at_address`)."""
    document: NormativeDocument | None = getattr(item, "document", None)
    return document if document is not None and document.removed_at is None else None


def _by_dates(item: Item, today: date) -> Validity:
    kept = Validity(item.validity)
    if kept in (Validity.REPEALED, Validity.LAPSED):
        return kept
    if item.effective_on is not None and item.effective_on > today:
        return Validity.PENDING
    if item.valid_until is not None and item.valid_until < today:
        return Validity.LAPSED
    return Validity.IN_FORCE if kept is Validity.PENDING else kept


@dataclass(frozen=True, slots=True)
class Kin:
    """A document that replaces this one (``newer``) or that this one replaces. ``item`` only where the public may read it."""

    document: NormativeDocument
    newer: bool
    item: Item | None


def lineage(item: Item) -> list[Kin]:
    """What replaced a document of the register and what it replaced, as far as it is confirmed; one query, none for others."""
    document = registered(item)
    if document is None:
        return []
    events = LifeEvent.objects.filter(
        Q(document=document) | Q(successor=document),
        successor__isnull=False,
        confirmed_at__isnull=False,
        dropped_at=None,
    ).select_related("document__item__agency", "successor__item__agency")
    found = []
    for event in events.order_by("on", "pk"):
        newer = event.document_id == document.pk
        other = event.successor if newer else event.document
        assert other is not None
        public_item = other.item if other.item is not None and shown(other.item) is Shown.PUBLIC else None
        found.append(Kin(other, newer, public_item))
    return found


def versions_of(item: Item) -> list[Version]:
    """Every version, the newest first, without its text; ``closed`` is read along, so asking whether it is costs nothing."""
    return list(item.versions.select_related("closed").defer("html", "fields").order_by("-number"))


def version_of(item: Item, number: int) -> Version | None:
    """One version that the public may read, with its text; None for a closed one and for one that is not there."""
    return item.versions.filter(number=number, closed=None).first()


def before(version: Version) -> Version | None:
    """The readable version before this one."""
    return (
        Version.objects.filter(item=version.item_id, number__lt=version.number, closed=None).order_by("-number").first()
    )


def files_of(version: Version | int) -> QuerySet[VersionFile]:
    """The open files of a version, in order."""
    return (
        VersionFile.objects.filter(version=version, role__in=OPEN_ROLES)
        .select_related("file")
        .defer("text")
        .order_by("position", "pk")
    )


def open_file(item: Item, pk: int) -> VersionFile | None:
    """A file that the public may have: of this item, of a version that is not closed, in an open role."""
    return (
        VersionFile.objects.filter(pk=pk, version__item=item, version__closed=None, role__in=OPEN_ROLES)
        .select_related("file__agency")
        .defer("text")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Paired:
    """A public item on the other end of a 解读 link. ``form``: of the interpretation, in words."""

    item: Item
    form: str


def interpretations_of(item: Item) -> list[Paired]:
    """The interpretations of a policy that are public, the oldest link first."""
    return _paired(Pairing.objects.filter(policy=item), "interpretation")


def policies_of(item: Item) -> list[Paired]:
    """The policies that an interpretation explains, as far as they are public."""
    return _paired(Pairing.objects.filter(interpretation=item), "policy")


def _paired(rows: QuerySet[Pairing], end: str) -> list[Paired]:
    there = public().select_related("agency", "section").defer("html", "details", "summary")
    found: Iterable[Pairing] = rows.prefetch_related(Prefetch(end, queryset=there))
    # What the queryset does not hold is noted as missing, so the other end is never fetched past the filter.
    ends = [(getattr(row, end, None), row.form) for row in found]
    field = kind_of("interpretation").field("form")
    forms = (field.choices if field is not None else None) or {}
    return [Paired(item, forms.get(form, form)) for item, form in ends if item is not None]
