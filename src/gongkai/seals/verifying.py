"""What does not hold: rows, marks and stored files compared, on one snapshot of the database, while the site may go on running."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from gongkai.files.keeping import place_of
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.seals import coverage, ledger, marks
from gongkai.seals.ledger import HEAD, SEAL

_AT_ONCE = 1000
_MOST_KEYS = 2_000_000
"""So many keys are tried to find the name of a row that went together with its mark."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was changed past the program. ``place``: its table, or "file"; ``key``: of the row, 0 for none; ``columns``: what
    was changed, where that can be told."""

    place: str
    key: int
    message: str
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``table:key``, as in the log; the table alone where it is about the whole."""
        return f"{self.place}:{self.key}" if self.key else self.place


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the database holds it."""

    key: int
    values: Sequence[object]
    layout: marks.Layout


@contextmanager
def snapshot(connection: BaseDatabaseWrapper = default) -> Iterator[None]:
    """Everything that is asked within sees the same moment, and keeps nobody from writing. Within a transaction: that one."""
    if connection.in_atomic_block:
        ledger.settle(connection)
        yield
        return
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def verify(connection: BaseDatabaseWrapper = default, *, begun_only: bool = False) -> Iterator[Fault]:
    """Every row of a sealed table that is not what its mark says, that came in or went past the program. Ask within `snapshot`.
    ``begun_only``: not of tables without any mark, which an older version did not seal."""
    standing = set(connection.introspection.table_names())
    if HEAD not in standing:
        return
    for table, model in sorted(coverage.tables().items()):
        if table in standing and not (begun_only and not _begun(connection, table)):
            yield from _table(connection, table, model)
    yield from _unknown(connection, standing)


def _begun(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM {HEAD} WHERE "table" = %s LIMIT 1', (marks.code(table),))
        return cursor.fetchone() is not None


def _table(connection: BaseDatabaseWrapper, table: str, model: type[Model]) -> Iterator[Fault]:
    name = str(model._meta.label)
    code = marks.code(table)
    count: defaultdict[int, int] = defaultdict(int)
    sums: defaultdict[int, int] = defaultdict(int)
    keys: defaultdict[int, int] = defaultdict(int)
    held: defaultdict[int, list[int]] = defaultdict(list)
    flow = seals(connection, code)
    seal = next(flow, None)

    def counted(key: int, mark: bytes) -> None:
        part = marks.part_of(key)
        count[part] += 1
        sums[part] += marks.share(code, key, mark)
        keys[part] += marks.key_share(code, key)
        held[part].append(key)

    for row in read(connection, table, model._meta.pk.column):
        key = row.key
        while seal is not None and seal[0] < key:
            yield _gone(table, name, seal[0])
            counted(seal[0], seal[1])
            seal = next(flow, None)
        if seal is None or seal[0] != key:
            yield Fault(table, key, say("{name} 第{key}号记录不是系统写入的。", name=name, key=key))
            continue
        if row.layout.mark(row.values) != seal[1]:
            yield _changed(table, name, key, row.layout.differing(row.values, seal[2]))
        counted(*seal[:2])
        seal = next(flow, None)
    while seal is not None:
        yield _gone(table, name, seal[0])
        counted(seal[0], seal[1])
        seal = next(flow, None)
    yield from _heads(connection, table, name, (count, sums, keys, held))


def _changed(table: str, name: str, key: int, columns: list[str]) -> Fault:
    if not columns:
        return Fault(table, key, say("{name} 第{key}号记录或者它的封印被改动过。", name=name, key=key))
    return Fault(
        table,
        key,
        say("{name} 第{key}号记录被改动过：{columns}。", name=name, key=key, columns="、".join(columns)),
        tuple(columns),
    )


def _gone(table: str, name: str, key: int) -> Fault:
    return Fault(table, key, say("{name} 第{key}号记录不见了，不是系统删除的。", name=name, key=key))


def read(connection: BaseDatabaseWrapper, table: str, pk: str) -> Iterator[Row]:
    """The rows of a table in the order of their keys; they are fetched in pieces, so that others may write beside it."""
    quoted, column = connection.ops.quote_name(table), connection.ops.quote_name(pk)
    last: int | None = None
    while True:
        with connection.cursor() as cursor:
            after = "" if last is None else f"WHERE {column} > %s "
            cursor.execute(
                f"SELECT * FROM {quoted} {after}ORDER BY {column} LIMIT {_AT_ONCE}", () if last is None else (last,)
            )
            names = [each[0] for each in cursor.description]
            found = cursor.fetchall()
        layout, place = marks.Layout(table, names), names.index(pk)
        for values in found:
            last = values[place]
            yield Row(values[place], values, layout)
        if len(found) < _AT_ONCE:
            return


def seals(connection: BaseDatabaseWrapper, code: int) -> Iterator[tuple[int, bytes, bytes]]:
    last: int | None = None
    while True:
        with connection.cursor() as cursor:
            after = "" if last is None else 'AND "key" > %s '
            cursor.execute(
                f'SELECT "key", mark, columns FROM {SEAL} WHERE "table" = %s {after}ORDER BY "key" LIMIT {_AT_ONCE}',
                (code,) if last is None else (code, last),
            )
            found = cursor.fetchall()
        for key, mark, columns in found:
            last = key
            yield key, bytes(mark), bytes(columns)
        if len(found) < _AT_ONCE:
            return


Sums = tuple[dict[int, int], dict[int, int], dict[int, int], dict[int, list[int]]]


def _heads(connection: BaseDatabaseWrapper, table: str, name: str, found: Sums) -> Iterator[Fault]:
    """The sums of the marks against the heads: they miss what went together with its mark."""
    count, sums, keys, held = found
    code = marks.code(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT part, turn, rows, marks, keys, seal FROM {HEAD} WHERE "table" = %s ORDER BY part', (code,)
        )
        heads = {row[0]: (row[1], row[2], bytes(row[3]), bytes(row[4]), bytes(row[5])) for row in cursor.fetchall()}
    for part in sorted(set(heads) | {part for part, number in count.items() if number}):
        if part not in heads:
            yield Fault(table, 0, say("{name} 第{part}组的总封印不见了。", name=name, part=part))
            continue
        turn, rows, marks_, keys_, seal = heads[part]
        if seal != marks.head_seal(code, part, turn, rows, marks_, keys_):
            yield Fault(table, 0, say("{name} 第{part}组的总封印被改动过。", name=name, part=part))
        elif keys_ != marks.added(marks.NOTHING, keys[part]):
            yield _missing(table, name, part, rows - count[part], keys_, held[part])
        elif marks_ != marks.added(marks.NOTHING, sums[part]):
            yield Fault(table, 0, say("{name} 第{part}组有记录连同封印被换回了旧的内容。", name=name, part=part))


def _missing(table: str, name: str, part: int, lacking: int, total: bytes, held: list[int]) -> Fault:
    """Name the row that went with its mark, where it is one: its key is the one whose share the sum lacks."""
    code = marks.code(table)
    if lacking == 1:
        short = marks.added(total, *(-marks.key_share(code, key) for key in held))
        there, wanted = set(held), int.from_bytes(short)
        for key in range(part, min(_MOST_KEYS, max(held, default=0) + 10_000), marks.PARTS):
            if key not in there and marks.key_share(code, key) == wanted:
                return _gone(table, name, key)
    return Fault(table, 0, say("{name} 第{part}组少了{n}条记录，连同它们的封印。", name=name, part=part, n=lacking))


def _unknown(connection: BaseDatabaseWrapper, standing: set[str]) -> Iterator[Fault]:
    """Tables that were sealed and are gone, or marks that belong to none."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT "table" FROM {SEAL} UNION SELECT DISTINCT "table" FROM {HEAD} WHERE rows <> 0')
        codes = {row[0] for row in cursor.fetchall()}
    for code in sorted(codes - {marks.code(table) for table in standing}):
        yield Fault("seals", code, say("编号{code}的封印不属于任何数据表。", code=code))


def files() -> Iterator[Fault]:
    """Every stored file that is gone or is not what was stored. Reads them all."""
    for stored in StoredFile.objects.select_related("agency").order_by("pk").iterator(chunk_size=500):
        place = place_of(stored.agency_id, stored.sha256)
        words = {"key": stored.pk, "agency": stored.agency, "file": f"{stored.sha256[:12]}…"}
        try:
            digest = hashlib.sha256()
            with place.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except OSError:
            yield Fault("file", stored.pk, say("第{key}号文件（{agency}，{file}）不见了或者不能读取。", **words))
            continue
        if digest.hexdigest() != stored.sha256:
            yield Fault("file", stored.pk, say("第{key}号文件（{agency}，{file}）的内容被改动过。", **words))
