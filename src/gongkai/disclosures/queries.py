"""Reads of what is public: the newest, by words, and what answers a question before it is asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When

from gongkai.agencies.models import Agency
from gongkai.disclosures.actions import TITLE
from gongkai.disclosures.grams import grams, keys_in
from gongkai.disclosures.models import Gram, Item

ASKED = 600
"""Characters of a question that are looked at: what is wanted stands at its beginning."""
MOST_GRAMS = 120
BUDGET = 20_000
"""Entries of the index that one question may read. The rarest grams come first; the rest are too common to tell much."""
FLOOR = 0.24
"""The share of a question that an item must cover to be suggested."""
_FEW = 25


def public(agency: Agency | None = None) -> QuerySet[Item]:
    """The items of one body or of all, the newest first."""
    items = Item.objects.select_related("agency")
    return items if agency is None else items.filter(agency=agency)


def search(text: str, agency: Agency | None = None) -> QuerySet[Item]:
    """Items that hold every word of ``text`` (parted by spaces) in title, number or summary; titles first, then the newest.

    A number in any way of writing finds its document. Two characters are enough; one is looked for in titles.
    """
    wanted = grams(text[:ASKED])[:MOST_GRAMS]
    items = public(agency)
    if not wanted:
        word = text.strip()
        return items.filter(title__icontains=word) if word else items.none()
    hits = Gram.objects.filter(text__in=wanted).values("item").annotate(n=Count("pk")).filter(n=len(wanted))
    found = Q(pk__in=hits.values("item"))
    keys = keys_in(text)
    if keys:
        found |= Q(number_key__in=keys) | Q(index_key__in=keys)
    score = Sum("grams__weight", filter=Q(grams__text__in=wanted))
    return items.filter(found).annotate(score=score).order_by("-score", "-published_on", "-pk")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that may answer a question. ``share``: how much of the question it covers, 0 to 1; 1 for a number named."""

    item: Item
    share: float


def suggest(text: str, agency: Agency | None = None, limit: int = 5) -> list[Suggestion]:
    """What is public already and may be what ``text`` asks for, the likeliest first. Empty rather than far-fetched.

    A document or index number that is named comes first. Otherwise by the pairs of characters in common: those that few items
    have count most, those in a title four times those in a summary. Three queries, whatever the question.
    """
    named = _named(text, agency, limit)
    scored = _scored(text, agency, limit + len(named))
    items = {item.pk: item for item in public().filter(pk__in=scored)} if scored else {}
    rest = [Suggestion(items[pk], share) for pk, share in scored.items() if pk in items]
    first = [Suggestion(item, 1.0) for item in named]
    known = {item.pk for item in named}
    # Beside the document that was named, its neighbours in the run of numbers are only noise.
    floor = 2 * FLOOR if named else 0.0
    return (first + [s for s in rest if s.item.pk not in known and s.share >= floor])[:limit]


def _named(text: str, agency: Agency | None, limit: int) -> list[Item]:
    keys = keys_in(text[:ASKED])
    if not keys:
        return []
    found = public(agency).filter(Q(number_key__in=keys) | Q(index_key__in=keys))
    # The longest key that fits is the number itself, a shorter one that of a body with a longer name.
    return sorted(found[:_FEW], key=lambda item: -max(len(item.number_key), len(item.index_key)))[:limit]


def _rarity(counts: Mapping[str, int], total: int) -> dict[str, float]:
    return {gram: math.log((total + 1) / (n + 0.5)) for gram, n in counts.items()}


def _scored(text: str, agency: Agency | None, limit: int, floor: float = FLOOR) -> dict[int, float]:
    """Items by key, with the share of the question they cover, the best first."""
    wanted = grams(text[:ASKED])[:MOST_GRAMS]
    if not wanted:
        return {}
    rows = Gram.objects.filter(text__in=wanted).values("text").annotate(n=Count("pk")).values_list("text", "n")
    counts = dict(rows)
    if not counts:
        return {}
    total = max(_count(), *counts.values())
    rarity = _rarity(_within_budget(counts), total)
    # What no item holds cannot be found; half its weight says that much of the question stays unanswered.
    unknown = (len(wanted) - len(counts)) * 0.5 * math.log(2 * (total + 1))
    whole = sum(rarity.values()) + unknown
    postings = Gram.objects.filter(text__in=rarity)
    if agency is not None:
        postings = postings.filter(item__agency=agency)
    worth = Case(
        *(When(text=gram, then=Value(value)) for gram, value in rarity.items()),
        default=Value(0.0),
        output_field=FloatField(),
    )
    best = (
        postings.values("item")
        .annotate(score=Sum(worth * F("weight"), output_field=FloatField()), n=Count("pk"))
        .filter(n__gte=min(2, len(rarity)))
        .order_by("-score", "-item__published_on", "-item")[: max(limit, _FEW)]
    )
    shares = ((row["item"], row["score"] / TITLE / whole) for row in best)
    return dict([(item, share) for item, share in shares if share >= floor][:limit])


def _within_budget(counts: Mapping[str, int]) -> dict[str, int]:
    """The rarest grams, as many as may be read; always one."""
    kept: dict[str, int] = {}
    read = 0
    for gram, n in sorted(counts.items(), key=lambda pair: pair[1]):
        read += n
        if kept and read > BUDGET:
            break
        kept[gram] = n
    return kept


def _count() -> int:
    """How many items there are, near enough: the newest key."""
    return Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Competent:
    """A body that may be the one to ask. ``duty``: the part of its duties that speaks for it, "" where only its items do."""

    agency: Agency
    share: float
    duty: str = ""


def suggest_agencies(text: str, limit: int = 3, agencies: Sequence[Agency] | None = None) -> list[Competent]:
    """The bodies that ``text`` most likely concerns, by their names, their duties and what they have published.

    ``agencies``: those to choose from, all that exist unless given. One that was abolished gives way to its successor.
    """
    chosen = list(Agency.objects.select_related("successor") if agencies is None else agencies)
    wanted = grams(text[:ASKED])[:MOST_GRAMS]
    if not wanted or not chosen:
        return []
    return _by_duties(wanted, chosen, _by_items(text))[:limit]


def _by_items(text: str) -> dict[int, float]:
    """By body, how well the items that come nearest to ``text`` cover it."""
    shares = _scored(text, None, _FEW, floor=FLOOR / 3)
    owners = Item.objects.filter(pk__in=shares).order_by().values_list("pk", "agency") if shares else ()
    found: dict[int, float] = {}
    for pk, agency in owners:
        found[agency] = max(found.get(agency, 0.0), shares[pk])
    return found


def _by_duties(wanted: Sequence[str], chosen: Sequence[Agency], by_items: Mapping[int, float]) -> list[Competent]:
    held = {agency.pk: _clauses(agency) for agency in chosen}
    present = {pk: {g for _, own in clauses for g in own} for pk, clauses in held.items()}
    counts = {g: n for g in wanted if (n := sum(g in own for own in present.values()))}
    rarity = {g: value for g, value in _rarity(counts, len(chosen)).items() if value > 0}
    whole = sum(rarity.values()) + (len(wanted) - len(counts)) * 0.25 * math.log(2 * (len(chosen) + 1)) or 1.0
    found = []
    for agency in chosen:
        hits = {g: rarity[g] for g in rarity if g in present[agency.pk]}
        share = sum(hits.values()) / whole + by_items.get(agency.pk, 0.0) / 2
        best = max(held[agency.pk], key=lambda clause: sum(hits.get(g, 0.0) for g in clause[1]), default=("", ()))
        duty = best[0] if any(g in hits for g in best[1]) and best[0] not in (agency.name, agency.short_name) else ""
        if share >= FLOOR / 2:
            found.append(Competent(_living(agency), share, duty))
    found.sort(key=lambda one: -one.share)
    unique = {one.agency.pk: one for one in reversed(found)}
    return sorted(unique.values(), key=lambda one: -one.share)


def _clauses(agency: Agency) -> list[tuple[str, tuple[str, ...]]]:
    """The names and each clause of the duties, with their grams."""
    parts = [agency.name, agency.short_name]
    for line in agency.duties.replace(";", "；").replace("\n", "；").replace("。", "；").split("；"):
        parts.append(line.strip(" ，、；"))
    return [(part, grams(part)) for part in parts if part]


def _living(agency: Agency) -> Agency:
    return agency.successor if agency.ends_on is not None and agency.successor is not None else agency
