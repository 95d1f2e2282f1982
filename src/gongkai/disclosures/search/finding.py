"""From a query to hits, a page at a time, at a cost with an upper end.

At most `COUNTED_HITS` hits are counted (then the total is "at least") and `REACHED` can be turned to. Title hits first, then the
newest, need no sorting: entries are numbered by day (`search.entries`), and both engines give the highest number first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.utils.safestring import SafeString

from gongkai.disclosures import queries
from gongkai.disclosures.models import FileRole, Item, SearchText, VersionFile
from gongkai.disclosures.search.engines import ENTRY, Matching, engine
from gongkai.disclosures.search.filters import (
    COUNTED,
    FACETS,
    Counts,
    Facet,
    Option,
    Order,
    Query,
    conditions,
    counts_of,
    facets,
    is_narrowed,
    standing_conditions,
)
from gongkai.disclosures.search.snippets import marked, snippet
from gongkai.disclosures.search.wishes import Wish, wish

__all__ = ["Facet", "Found", "Hit", "Option", "Order", "Query", "find", "keys_before", "keys_of"]

COUNTED_HITS = 10_000
"""Hits that are counted; of more, the newest."""
COUNTED_FOR = 300
"""Seconds for which the counts of the whole catalogue stand."""
REACHED = 1_000
"""Hits that one can turn the pages to; whoever has more before them adds a word or narrows."""


@dataclass(frozen=True, slots=True)
class Hit:
    """``title``, ``snippet``: safe HTML with marks; the snippet is the summary where the words stand in the title alone.
    ``files``: how many attachments."""

    item: Item
    title: SafeString
    snippet: SafeString
    files: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. ``total``: of all; ``more``: there are more than that, they were not counted. ``reached``: how many of
    them the pages go to."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    more: bool
    facets: tuple[Facet, ...]

    @property
    def reached(self) -> int:
        return min(self.total, REACHED)


def find(query: Query, start: int = 0, count: int = 20) -> Found:
    """The hits from the ``start``-th on. Some seven short queries, whatever the words and however many the hits.

    Words that hold nothing to look for (signs alone) find nothing.
    """
    wanted = wish(query.words)
    if query.words.strip() and not wanted:
        return Found(query, (), 0, False, ())
    counts, more = _counts(query, wanted) if wanted else (_counts_of_all(query), False)
    whole = counts[""][""]
    if more and is_narrowed(query):
        # The newest hits were counted; what is chosen may lie before them.
        whole, more = _count(query, wanted)
    start = min(max(0, start), REACHED)
    keys = keys_of(query, min(start + count, REACHED), wanted)
    whole = max(whole, len(keys))
    return Found(query, _hits(keys[start:], wanted), whole, more, facets(query, counts))


def keys_of(query: Query, most: int, wanted: Wish | None = None) -> list[int]:
    """The keys of the first ``most`` items in the order that was asked for; a document that was named by its number is first."""
    wanted = wish(query.words) if wanted is None else wanted
    if not wanted:
        return [] if query.words.strip() else [item for _, item in _newest(query, None, most)]
    if query.order is Order.NEWEST:
        return [item for _, item in _newest(query, engine().matching(wanted), most)]
    named = _named(query)
    if query.order is Order.RELEVANCE:
        found = _relevant(query, wanted, most)
    else:
        found = [item for _, item in _newest(query, engine().matching(wanted, title_only=True), most)]
        if len(found) < most:
            found += [item for _, item in _newest(query, engine().matching(wanted), most)]
    return list(dict.fromkeys([*named, *found]))[:most]


def keys_before(query: Query, before: int | None, most: int) -> list[tuple[int, int]]:
    """(place, item) of the next ``most``, the newest first, below the place ``before``: for a reader that goes through all.
    A place stays with an item while its day of publication does."""
    wanted = wish(query.words)
    if query.words.strip() and not wanted:
        return []
    return _newest(query, engine().matching(wanted) if wanted else None, most, before)


def _tables(matching: Matching | None) -> tuple[str, str, list[object]]:
    if matching is None:
        return f"{ENTRY} e", "", []
    return matching.tables, f"{matching.where} AND ", list(matching.values)


def _newest(query: Query, matching: Matching | None, most: int, before: int | None = None) -> list[tuple[int, int]]:
    tables, matched, values = _tables(matching)
    chosen, more = conditions(query)
    if before is not None:
        chosen, more = f"{chosen} AND e.id < %s", [*more, before]
    key = engine().key if matching else "e.id"
    return _rows(
        f"SELECT e.id, e.item_id FROM {tables} WHERE {matched}{chosen} ORDER BY {key} DESC LIMIT %s",
        [*values, *more, most],
    )


def _relevant(query: Query, wanted: Wish, most: int) -> list[int]:
    tables, matched, values = _tables(engine().matching(wanted))
    chosen, more = conditions(query)
    sql, extra = engine().by_relevance(tables, f"{matched}{chosen}", wanted)
    return [item for (item,) in _rows(f"{sql} LIMIT %s", [*extra, *values, *more, most])]


def _counts(query: Query, wanted: Wish) -> tuple[Counts, bool]:
    """The counts of everything one can narrow by, and whether there were more hits than were counted."""
    tables, matched, values = _tables(engine().matching(wanted))
    standing, more = standing_conditions(query)
    sql = f"SELECT {COUNTED} FROM {tables} WHERE {matched}{standing} ORDER BY {engine().key} DESC LIMIT %s"
    rows = _rows(sql, [*values, *more, COUNTED_HITS])
    return counts_of(query, rows), len(rows) >= COUNTED_HITS


def _counts_of_all(query: Query) -> Counts:
    """The same without words: of everything there is. Those of all bodies together may be `COUNTED_FOR` seconds old."""
    if query.agency is not None:
        return _counted_anew(query)
    name = f"search.counts.{sha256(repr(query).encode()).hexdigest()}"
    return cache.get_or_set(name, lambda: _counted_anew(query), COUNTED_FOR) or _counted_anew(query)


def _counted_anew(query: Query) -> Counts:
    chosen, values = conditions(query)
    sums = 'count(*), count(CASE WHEN e.files THEN 1 END), count(CASE WHEN e."table" THEN 1 END)'
    ((whole, files, table),) = _rows(f"SELECT {sums} FROM {ENTRY} e WHERE {chosen}", values)
    counts: Counts = {"": Counter({"": whole})}
    flags = {"files": files, "table": table}
    for name, column in zip(FACETS, COUNTED.split(", "), strict=True):
        if name in flags and not getattr(query, name):
            # Counted with the whole: nothing was chosen here that would have to be left out.
            counts[name] = Counter({True: flags[name], False: whole - flags[name]})
        elif name == "column" and query.agency is None:
            # Columns are shown within one body, where their names mean something; over all bodies there are thousands.
            counts[name] = Counter()
        else:
            others, given = conditions(query, but=name)
            rows = _rows(f"SELECT {column}, count(*) FROM {ENTRY} e WHERE {others} GROUP BY {column}", given)
            counts[name] = Counter(dict(rows))
    return counts


def _count(query: Query, wanted: Wish) -> tuple[int, bool]:
    tables, matched, values = _tables(engine().matching(wanted))
    chosen, more = conditions(query)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {matched}{chosen} LIMIT %s) e"
    ((found,),) = _rows(sql, [*values, *more, COUNTED_HITS])
    return found, found >= COUNTED_HITS


def _named(query: Query) -> list[int]:
    """The items whose document or index number was written, as far as they are among what was chosen."""
    named = [item.pk for item in queries.named(query.words, 25)]
    if not named:
        return []
    chosen, values = conditions(query)
    places = ", ".join(["%s"] * len(named))
    kept = {
        item
        for (item,) in _rows(
            f"SELECT e.item_id FROM {ENTRY} e WHERE e.item_id IN ({places}) AND {chosen}", [*named, *values]
        )
    }
    return [pk for pk in named if pk in kept]


def _hits(keys: Sequence[int], wanted: Wish) -> tuple[Hit, ...]:
    items = queries.public().select_related("agency", "column", "document").defer("html", "details").in_bulk(keys)
    texts = {text.entry.item_id: text for text in _texts(keys, wanted)}
    files = dict(
        VersionFile.objects.filter(role=FileRole.ATTACHMENT, version__in=[item.current_id for item in items.values()])
        .order_by()
        .values_list("version")
        .annotate(n=Count("pk"))
    )
    return tuple(
        Hit(
            items[key],
            marked(items[key].title, wanted.words),
            _shown(items[key], texts.get(key), wanted),
            files.get(items[key].current_id, 0),
        )
        for key in keys
        if key in items
    )


def _texts(keys: Sequence[int], wanted: Wish) -> Sequence[SearchText]:
    if not wanted:
        return ()
    return SearchText.objects.filter(entry__item__in=keys).select_related("entry")


def _shown(item: Item, text: SearchText | None, wanted: Wish) -> SafeString:
    if text is not None:
        for part in (item.summary, text.body):
            if part and (piece := snippet(part, wanted.words)):
                return piece
    start = " ".join((item.summary or (text.body[:400] if text else "")).split())
    return marked(start[:96] + ("……" if len(start) > 96 else ""), wanted.words)


def _rows(sql: str, values: Sequence[object]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
