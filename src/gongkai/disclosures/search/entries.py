"""What keeps the search true: an entry of each item that is public, written and erased with the item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from gongkai.disclosures.grams import without_unseen
from gongkai.disclosures.models import Attribute, FileRole, Item, SearchEntry, SearchText, VersionFile
from gongkai.disclosures.search.engines import ENTRY, Text, engine
from gongkai.files.models import StoredFile
from gongkai.pages import plain

MOST = 200_000
"""Characters of one item's text and files that are searched. Two hundred closely printed pages."""
A_DAY = 65_536
"""Keys of entries that belong to one day of publication."""
_BATCH = 500
_EPOCH = date(1970, 1, 1)
_TABLES = ("spreadsheet", "excel", "csv")


def index(item: Item) -> None:
    """Bring the search up to ``item`` as it is saved: rebuilt where it is public, dropped where it is not. In the transaction
    that changes the item."""
    index_many((item,))


def forget(item: Item) -> None:
    """Drop everything the search holds of ``item``."""
    with transaction.atomic():
        _forget([item.pk])


@transaction.atomic
def index_many(items: Iterable[Item]) -> None:
    """The same for many items."""
    held = list(items)
    _keep_keys(held)
    for start in range(0, len(held), _BATCH):
        batch = held[start : start + _BATCH]
        keys = {entry.item_id: entry.pk for entry in _forget([item.pk for item in batch])}
        _write([item for item in batch if _public(item)], keys)


def rebuild() -> Iterator[int]:
    """Build the whole index anew, a batch at a time, and give how many items are done after each. Idempotent; a reader meanwhile
    finds what is there already. One transaction for each batch."""
    with transaction.atomic(), connection.cursor() as cursor:
        engine().empty()
        # Past the ORM, which would fetch each row to see what hangs on it.
        for model in (SearchText, SearchEntry):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    done, last = 0, 0
    while batch := list(_all().filter(pk__gt=last).order_by("pk")[:_BATCH]):
        with transaction.atomic():
            _forget([item.pk for item in batch])
            _write(batch, {})
        done, last = done + len(batch), batch[-1].pk
        yield done
    engine().tidy()


def _keep_keys(items: Sequence[Item]) -> None:
    """Bring the keys of numbers up to date where items came in bulk, past `Item.save`."""
    stale = []
    for item in items:
        before = (item.number_key, item.index_key)
        item.set_keys()
        if before != (item.number_key, item.index_key):
            stale.append(item)
    if stale:
        Item.objects.bulk_update(stale, ("number_key", "index_key"), batch_size=_BATCH)


def repair() -> int:
    """Build the index where there is none yet: an installation that comes from before the search. How many items that were."""
    if SearchEntry.objects.exists() or not _all().exists():
        return 0
    return max(rebuild(), default=0)


def count() -> int:
    """How many items a rebuild goes through."""
    return _all().count()


def _all() -> QuerySet[Item]:
    return Item.objects.filter(published_on__isnull=False, withdrawn_at=None, attribute=Attribute.PROACTIVE)


def _public(item: Item) -> bool:
    """As `_all`; an item that expires stays until its hour, which every search asks about."""
    return item.published_on is not None and item.withdrawn_at is None and item.attribute == Attribute.PROACTIVE


def _forget(items: Sequence[int]) -> list[SearchEntry]:
    """Erase the entries of these items, and give them as they were."""
    entries = list(SearchEntry.objects.filter(item__in=items).select_related("text"))
    if entries:
        engine().erase([(entry.pk, Text(entry.text.title, entry.text.lead, entry.text.body)) for entry in entries])
        keys = [entry.pk for entry in entries]
        SearchText.objects.filter(pk__in=keys).delete()
        SearchEntry.objects.filter(pk__in=keys).delete()
    return entries


def _write(items: Sequence[Item], keys: dict[int, int]) -> None:
    if not items:
        return
    files = _files([item.current_id for item in items if item.current_id is not None])
    places = _places(items, keys)
    entries, texts = [], []
    for item in items:
        attached = files.get(item.current_id, [])
        pk = places[item.pk]
        entries.append(_entry(pk, item, attached))
        texts.append((pk, _text(item, attached)))
    SearchEntry.objects.bulk_create(entries, batch_size=_BATCH)
    SearchText.objects.bulk_create(
        [SearchText(entry_id=pk, title=text.title, lead=text.lead, body=text.body) for pk, text in texts],
        batch_size=_BATCH,
    )
    engine().write(texts)


def _places(items: Sequence[Item], keys: dict[int, int]) -> dict[int, int]:
    """A key for each item, in the run of its day: the old one where the day is the same, else the next that is free.

    Past the end of a day's run the next day's is used; order then is off by what no reader will notice.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Two releases at once must not take the same key; SQLite has one writer anyway.
            cursor.execute("SELECT pg_advisory_xact_lock(7164)")
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    # By key, so that of one day the later item is the newer one.
    for item in sorted(items, key=lambda item: item.pk):
        assert item.published_on is not None
        run = max(0, (item.published_on - _EPOCH).days)
        old = keys.get(item.pk)
        if old is not None and old // A_DAY == run:
            found[item.pk] = old
            continue
        while _kept(last, run) == (run + 1) * A_DAY - 1:
            run += 1
        last[run] += 1
        found[item.pk] = last[run]
    return found


def _kept(last: dict[int, int], run: int) -> int:
    if run not in last:
        last[run] = _last(run)
    return last[run]


def _last(run: int) -> int:
    """The highest key that is taken in a run, or the place before its first."""
    first = run * A_DAY
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {ENTRY} WHERE id >= %s AND id < %s", (first, first + A_DAY))
        (held,) = cursor.fetchone()
    return first if held is None else int(held)


def _files(versions: Sequence[int]) -> dict[int, list[VersionFile]]:
    found: dict[int, list[VersionFile]] = {}
    attached = VersionFile.objects.filter(version__in=versions, role=FileRole.ATTACHMENT).select_related("file")
    for one in attached.order_by("version", "position", "pk"):
        found.setdefault(one.version_id, []).append(one)
    return found


def _entry(pk: int, item: Item, files: Sequence[VersionFile]) -> SearchEntry:
    assert item.published_on is not None
    return SearchEntry(
        pk=pk,
        item_id=item.pk,
        agency_id=item.agency_id,
        column_id=item.column_id,
        published_on=item.published_on,
        year=item.published_on.year,
        validity=item.validity,
        clause=item.clause,
        kind=item.kind,
        files=bool(files),
        table="<table" in item.html or any(_holds_data(one.file) for one in files),
        expires_at=item.expires_at,
    )


def _holds_data(file: StoredFile) -> bool:
    return any(word in file.media_type for word in _TABLES)


def _text(item: Item, files: Sequence[VersionFile]) -> Text:
    lead = (item.document_number, item.index_number, item.summary, item.keywords, item.topic, item.source)
    body = [plain(item.html)] if item.html else []
    for one in files:
        body += [one.name, one.text]
    return Text(
        without_unseen(item.title),
        without_unseen("\n".join(filter(None, lead))),
        without_unseen("\n".join(body))[:MOST],
    )
