"""What a transaction wrote, and its marks: noted statement by statement, marked once, right before the commit.

A row is marked only where it was sound before: one that was changed past the program keeps its old mark when somebody works on it
rightly afterwards, so that the change stays to be found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.seals import coverage, marks
from gongkai.seals.many import among, numbers

NEW = b""
"""Of a row that this transaction brought in."""
UNASKED = b"?"
"""Of a row that may have been there, and was not looked at."""
SEAL, HEAD = "seals_seal", "seals_head"
_AT_ONCE = 400
Each = TypeVar("Each")


class Ledger:
    """What the transaction under way on one connection has touched: by table, the key of each row and its mark before."""

    def __init__(self) -> None:
        self.touched: defaultdict[str, dict[int, bytes]] = defaultdict(dict)
        self.away = False
        """Whether marking rests: while tables are marked anew as a whole."""

    def note(self, table: str, keys: Iterable[int], before: bytes) -> None:
        held = self.touched[table]
        for key in keys:
            held.setdefault(key, before)

    def forget(self) -> None:
        self.touched.clear()


@contextmanager
def writing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A statement and its marks in one transaction, also where the caller began none."""
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic(using=connection.alias, savepoint=False):
            yield


def look(connection: BaseDatabaseWrapper, table: str, pk: str, where: str, params: Sequence[object]) -> None:
    """Note the rows that a statement is about to change or remove, with their marks as they are now."""
    ledger: Ledger = connection.ledger  # type: ignore[attr-defined]
    held = ledger.touched[table]
    for key, layout, row in rows(connection, table, pk, where, params, lock=True):
        if key not in held:
            held[key] = layout.mark(row)


def rows(
    connection: BaseDatabaseWrapper,
    table: str,
    pk: str,
    where: str = "",
    params: Sequence[object] = (),
    *,
    lock: bool = False,
) -> Iterator[tuple[int, marks.Layout, Sequence[object]]]:
    """The rows of a table, each with its key and the layout that marks it."""
    quoted = connection.ops.quote_name(table)
    # No stronger than the UPDATE that follows: a row elsewhere that points at this one can be written all the same. A plain FOR UPDATE
    # would make its foreign key wait for us while we may wait for its place in the log.
    locking = " FOR NO KEY UPDATE" if lock and connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted}{' WHERE ' + where if where else ''}{locking}", params)
        if cursor.description is None:
            return
        names = [each[0] for each in cursor.description]
        layout, place = marks.layout(table, tuple(names)), names.index(pk)
        while found := cursor.fetchmany(500):
            for row in found:
                yield row[place], layout, row


def settle(connection: BaseDatabaseWrapper) -> None:
    """Mark what the transaction under way has touched. Called right before its commit."""
    ledger: Ledger = connection.ledger  # type: ignore[attr-defined]
    touched = {table: held for table, held in ledger.touched.items() if held}
    ledger.touched = defaultdict(dict)
    if not touched or ledger.away:
        return
    seals = _seals(connection, touched)
    fresh: list[tuple[int, int, bytes, bytes]] = []
    gone: list[tuple[int, int]] = []
    change: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for table, held in touched.items():
        code = marks.code(table)
        now = _now(connection, table, held)
        for key, before in held.items():
            seal, row = seals.get((code, key)), now.get(key)
            if not _sound(before, seal):
                continue
            if (row is None and seal is None) or (row is not None and row[0] == seal):
                continue
            delta = change[code, marks.part_of(key)]
            if seal is not None:
                delta[0] -= 1
                delta[1] -= marks.share(code, key, seal)
                delta[2] -= marks.key_share(code, key)
            if row is None:
                gone.append((code, key))
                continue
            delta[0] += 1
            delta[1] += marks.share(code, key, row[0])
            delta[2] += marks.key_share(code, key)
            fresh.append((code, key, *row))
    put(connection, fresh, gone)
    _sum_up(connection, change)


def _sound(before: bytes, seal: bytes | None) -> bool:
    """Whether a row may be marked: it is new and was unmarked, or it was what its mark says."""
    if before == UNASKED:
        return True
    return seal is None if before == NEW else seal == before


def _seals(connection: BaseDatabaseWrapper, touched: dict[str, dict[int, bytes]]) -> dict[tuple[int, int], bytes]:
    found = {}
    with connection.cursor() as cursor:
        for table, held in touched.items():
            code = marks.code(table)
            where, given = among(connection, '"key"', held)
            cursor.execute(f'SELECT "key", mark FROM {SEAL} WHERE "table" = %s AND {where}', [code, *given])
            found.update({(code, key): bytes(mark) for key, mark in cursor.fetchall()})
    return found


def _now(connection: BaseDatabaseWrapper, table: str, keys: Iterable[int]) -> dict[int, tuple[bytes, bytes]]:
    pk = coverage.tables()[table]._meta.pk.column
    where, given = among(connection, connection.ops.quote_name(pk), keys)
    return {key: layout.both(row) for key, layout, row in rows(connection, table, pk, where, given)}


def put(
    connection: BaseDatabaseWrapper, fresh: Sequence[tuple[int, int, bytes, bytes]], gone: Sequence[tuple[int, int]]
) -> None:
    """Write marks and take marks away."""
    into = f'INSERT INTO {SEAL} ("table", "key", mark, columns)'
    anew = 'ON CONFLICT ("table", "key") DO UPDATE SET mark = excluded.mark, columns = excluded.columns'
    with connection.cursor() as cursor:
        if fresh and connection.vendor == "postgresql":
            codes, keys, row_marks, columns = zip(*fresh, strict=True)
            cursor.execute(
                f"{into} SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bytea[], %s::bytea[]) {anew}",
                [numbers(codes), numbers(keys), _bytes(row_marks), _bytes(columns)],
            )
        else:
            for some in batched(fresh, _AT_ONCE // 2):
                cursor.execute(f"{into} VALUES {_places(some, 4)} {anew}", _flat(some))
        for taken in batched(gone, _AT_ONCE):
            cursor.execute(f'DELETE FROM {SEAL} WHERE ("table", "key") IN (VALUES {_places(taken, 2)})', _flat(taken))


def _bytes(values: Iterable[bytes]) -> str:
    """As PostgreSQL reads an array of bytes."""
    return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"


def _sum_up(connection: BaseDatabaseWrapper, change: dict[tuple[int, int], list[int]]) -> None:
    """Bring the heads up. They are the last rows that a transaction locks, always in the same order, so two never wait for each
    other. A head that does not hold is left as it is, to be found."""
    wanted = sorted(change)
    if not wanted:
        return
    found: dict[tuple[int, int], tuple[int, int, bytes, bytes] | None] = {}
    locking = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for some in batched(wanted, _AT_ONCE):
            if locking:
                start = [(*each, 0, 0, marks.NOTHING, marks.NOTHING, b"") for each in some]
                cursor.execute(
                    f'INSERT INTO {HEAD} ("table", part, turn, rows, marks, keys, seal) VALUES {_places(start, 7)} '
                    'ON CONFLICT ("table", part) DO NOTHING',
                    _flat(start),
                )
            cursor.execute(
                f'SELECT "table", part, turn, rows, marks, keys, seal FROM {HEAD} '
                f'WHERE ("table", part) IN (VALUES {_places(some, 2)}) ORDER BY "table", part{locking}',
                _flat(some),
            )
            for table, part, turn, count, sum_, keys, seal in cursor.fetchall():
                held = (turn, count, bytes(sum_), bytes(keys))
                begun = turn == 0 and count == 0 and not bytes(seal)
                sound = begun or bytes(seal) == marks.head_seal(table, part, *held)
                found[table, part] = held if sound else None
        after = []
        for place in wanted:
            held = found.get(place, (0, 0, marks.NOTHING, marks.NOTHING))
            if held is not None:
                count, sum_, keys_ = change[place]
                after.append(
                    head(place, held[0] + 1, held[1] + count, marks.added(held[2], sum_), marks.added(held[3], keys_))
                )
        put_heads(connection, after)


def head(place: tuple[int, int], turn: int, rows: int, sum_: bytes, keys: bytes) -> tuple[Any, ...]:
    """A row of heads, sealed."""
    return (*place, turn, rows, sum_, keys, marks.head_seal(*place, turn, rows, sum_, keys))


def put_heads(connection: BaseDatabaseWrapper, heads: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        for some in batched(heads, _AT_ONCE // 4):
            cursor.execute(
                f'INSERT INTO {HEAD} ("table", part, turn, rows, marks, keys, seal) VALUES {_places(some, 7)} '
                'ON CONFLICT ("table", part) DO UPDATE SET turn = excluded.turn, rows = excluded.rows, '
                "marks = excluded.marks, keys = excluded.keys, seal = excluded.seal",
                _flat(some),
            )


def batched(many: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """``many`` in lists of at most ``size``."""
    flow = iter(many)
    while some := list(islice(flow, size)):
        yield some


def _places(some: Sequence[Any], width: int) -> str:
    return ", ".join(["(" + ", ".join(["%s"] * width) + ")"] * len(some))


def _flat(some: Iterable[Sequence[Any]]) -> list[Any]:
    return [value for each in some for value in each]
