"""Reads of what is public: the newest, and what answers a question before it is asked. Search is `gongkai.disclosures.search`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.disclosures.grams import grams, keys_in, tokens
from gongkai.disclosures.models import Attribute, Item
from gongkai.disclosures.search.engines import engine
from gongkai.people import clock

ASKED = 600
"""Characters of a question that are looked at: what is wanted stands at its beginning."""
MOST_GRAMS = 120
"""Tokens of a question that are weighed."""
BUDGET = 5_000
"""Entries of the index that one question may weigh. The rarest grams come first; the rest are too common to tell much."""
FLOOR = 0.24
"""The share of a question that an item must cover to be suggested."""
IN_LEAD = 0.5
"""What a token in number, summary or keywords weighs beside one in a title: a title says what an item is."""
_FEW = 25


def public(agency: Agency | None = None) -> QuerySet[Item]:
    """The items of one body or of all that anybody may read now, the newest first."""
    items = Item.objects.select_related("agency").filter(
        Q(expires_at=None) | Q(expires_at__gt=clock.now()),
        published_on__isnull=False,
        withdrawn_at=None,
        attribute=Attribute.PROACTIVE,
    )
    return items if agency is None else items.filter(agency=agency)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that may answer a question. ``share``: how much of the question it covers, 0 to 1; 1 for a number named."""

    item: Item
    share: float


@dataclass(frozen=True, slots=True)
class Competent:
    """A body that may be the one to ask. ``duty``: the part of its duties that speaks for it, "" where only its items do."""

    agency: Agency
    share: float
    duty: str = ""


class Question:
    """What somebody wants, in their own words, and what the index knows about it: weighed once, asked in several ways."""

    def __init__(self, text: str, agency: Agency | None = None) -> None:
        self.text = text[:ASKED]
        self.agency = agency
        self.grams = grams(self.text)[:MOST_GRAMS]

    @cached_property
    def scored(self) -> dict[int, float]:
        """Items by key, with the share of the question they cover, the best first; also those below `FLOOR`."""
        asked = [token for token in dict.fromkeys(tokens(self.text)) if len(token) > 1 or token.isascii()][:MOST_GRAMS]
        counts = {token: n for token, n in engine().common(asked, BUDGET + 1).items() if n} if asked else {}
        if not counts:
            return {}
        total = max(_count(), *counts.values())
        rarity = _rarity(_within_budget(counts), total)
        # What no item holds cannot be found; half its weight says that much of the question stays unanswered.
        unknown = (len(asked) - len(counts)) * 0.5 * math.log(2 * (total + 1))
        whole = sum(rarity.values()) + unknown
        scores: dict[tuple[int, int], dict[str, float]] = {}
        of = None if self.agency is None else self.agency.pk
        for token, entry, item, titled in engine().holding(list(rarity), of):
            worth = rarity[token] * (1.0 if titled else IN_LEAD)
            held = scores.setdefault((entry, item), {})
            held[token] = max(worth, held.get(token, 0.0))
        found = [
            (sum(held.values()), entry, item)
            for (entry, item), held in scores.items()
            if len(held) >= min(2, len(rarity))
        ]
        return {item: score / whole for score, _, item in sorted(found, reverse=True)[:_FEW]}

    def suggest(self, limit: int = 5) -> list[Suggestion]:
        """What is public already and may be what is asked for, the likeliest first. Empty rather than far-fetched.

        A document or index number that is named comes first. Otherwise by the pairs of characters in common: those that few
        items have count most, those in a title twice those in a summary. At most five queries with `competent`, whatever the
        question.
        """
        called = named(self.text, limit, self.agency)
        # Beside the document that was named, its neighbours in the run of numbers are only noise.
        floor = 2 * FLOOR if called else FLOOR
        first = {item.pk: Suggestion(item, 1.0) for item in called}
        likely = {key: share for key, share in self.scored.items() if share >= floor and key not in first}
        likely = dict(list(likely.items())[: limit - len(first)])
        items = public().in_bulk(likely) if likely else {}
        return [*first.values(), *(Suggestion(items[key], share) for key, share in likely.items() if key in items)]

    def competent(self, agencies: Sequence[Agency] | None = None, limit: int = 3) -> list[Competent]:
        """The bodies that it most likely concerns, by their names, their duties and what they have published.

        ``agencies``: those to choose from, all that there are unless given. One that was abolished gives way to its successor.
        """
        chosen = list(Agency.objects.select_related("successor") if agencies is None else agencies)
        if not self.grams or not chosen:
            return []
        return _by_duties(self.grams, chosen, self._by_items())[:limit]

    def _by_items(self) -> dict[int, float]:
        """By body, how well its items that come nearest cover the question."""
        near = {key: share for key, share in self.scored.items() if share >= FLOOR / 3}
        owners = Item.objects.filter(pk__in=near).order_by().values_list("pk", "agency") if near else ()
        found: dict[int, float] = {}
        for key, agency in owners:
            found[agency] = max(found.get(agency, 0.0), near[key])
        return found


def suggest(text: str, agency: Agency | None = None, limit: int = 5) -> list[Suggestion]:
    """See `Question.suggest`."""
    return Question(text, agency).suggest(limit)


def suggest_agencies(text: str, limit: int = 3, agencies: Sequence[Agency] | None = None) -> list[Competent]:
    """See `Question.competent`."""
    return Question(text).competent(agencies, limit)


def named(text: str, limit: int, agency: Agency | None = None) -> list[Item]:
    """The items whose document or index number stands in ``text``, in whatever way it is written."""
    keys = keys_in(text[:ASKED])
    if not keys:
        return []
    found = public(agency).filter(Q(number_key__in=keys) | Q(index_key__in=keys))
    # The longest key that fits is the number itself, a shorter one that of a body with a longer name.
    return sorted(found[:_FEW], key=lambda item: -max(len(item.number_key), len(item.index_key)))[:limit]


def _rarity(counts: Mapping[str, int], total: int) -> dict[str, float]:
    return {gram: math.log((total + 1) / (n + 0.5)) for gram, n in counts.items()}


def _within_budget(counts: Mapping[str, int]) -> dict[str, int]:
    """The rarest grams, as many as may be weighed; always one."""
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
