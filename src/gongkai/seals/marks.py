"""The marks of a row: over what the database itself holds, column by column, so that no conversion stands between."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings

PARTS = 16
"""Into so many parts a table is summed up. Transactions that end at the same moment seldom meet in one."""
_MARK, _COLUMN, _SUM = 16, 3, 32
_SHORT = 2
"""Bytes of a value as `plain` gives it whose mark is kept."""
_MODULUS = 1 << (8 * _SUM)


@cache
def _key() -> bytes:
    return hashlib.blake2b(
        bytes.fromhex(settings.HOME.key("log_key")), digest_size=32, person=b"gongkai.seals"
    ).digest()


@cache
def _begun(size: int) -> hashlib.blake2b:
    """A keyed digest to be copied: the key is worked in once."""
    return hashlib.blake2b(key=_key(), digest_size=size)


@cache
def code(table: str) -> int:
    """The number that stands for a table."""
    return zlib.crc32(table.encode()) & 0x7FFFFFFF


def part_of(key: int) -> int:
    return key % PARTS


@lru_cache(maxsize=512)
def layout(table: str, columns: tuple[str, ...]) -> Layout:
    """How the rows of a table are marked."""
    return Layout(table, columns)


class Layout:
    """The columns of a table in the order they come in, and the order they are marked in."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table, self.columns = table, sorted(columns)
        self._order = [columns.index(name) for name in self.columns]
        self._prefixes = [f"{table}\0{name}\0".encode() for name in self.columns]
        # What most columns of most rows hold: nothing, an empty text, a figure. Their marks are made once.
        self._common: list[dict[bytes, bytes]] = [{} for _ in self.columns]

    def _values(self, row: Sequence[object]) -> list[bytes]:
        return [b"n" if (value := row[place]) is None else plain(value) for place in self._order]

    def mark(self, row: Sequence[object]) -> bytes:
        """16 bytes over the whole row."""
        return self._mark(self._values(row))

    def by_column(self, row: Sequence[object]) -> bytes:
        """3 bytes for each column."""
        return self._by_column(self._values(row))

    def both(self, row: Sequence[object]) -> tuple[bytes, bytes]:
        """`mark` and `by_column`."""
        values = self._values(row)
        return self._mark(values), self._by_column(values)

    def _mark(self, values: list[bytes]) -> bytes:
        digest = _begun(_MARK).copy()
        digest.update(
            b"".join(
                [b"%s%d:%s" % (prefix, len(value), value) for prefix, value in zip(self._prefixes, values, strict=True)]
            )
        )
        return digest.digest()

    def _by_column(self, values: list[bytes]) -> bytes:
        begun, found = _begun(_COLUMN), []
        for prefix, value, common in zip(self._prefixes, values, self._common, strict=True):
            mark = common.get(value)
            if mark is None:
                digest = begun.copy()
                digest.update(prefix + value)
                mark = digest.digest()
                if len(value) <= _SHORT:
                    common[value] = mark
            found.append(mark)
        return b"".join(found)

    def differing(self, row: Sequence[object], held: bytes) -> list[str]:
        """The columns that are not what ``held`` (of `by_column`) was made over; none where it is of another layout."""
        if len(held) != _COLUMN * len(self.columns):
            return []
        now = self.by_column(row)
        return [
            name
            for n, name in enumerate(self.columns)
            if now[n * _COLUMN : (n + 1) * _COLUMN] != held[n * _COLUMN : (n + 1) * _COLUMN]
        ]


def plain(value: object) -> bytes:
    """One value as bytes that are the same whenever the database holds the same."""
    # Most values by far, before anything is asked that takes time: every row that is written passes here.
    kind = type(value)
    if kind is str:
        return b"s" + value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined]
    if value is None:
        return b"n"
    if kind is int:
        return b"i%d" % value
    match value:
        case None:
            return b"n"
        case str():
            return b"s" + value.encode("utf-8", "surrogatepass")
        case bool() | int():
            return b"i%d" % value
        case datetime():
            return b"t" + (value.astimezone(UTC) if value.tzinfo else value).isoformat().encode()
        case date() | time():
            return b"d" + value.isoformat().encode()
        case bytes() | bytearray() | memoryview():
            return b"b" + bytes(value)
        case float():
            return b"f" + repr(value).encode()
        case Decimal() | UUID():
            return b"x" + str(value).encode()
    return b"r" + repr(value).encode()


def share(table: int, key: int, mark: bytes) -> int:
    """What a row adds to the sum of its part. It cannot be read from the database, so nobody can look for rows that add up."""
    return int.from_bytes(
        hashlib.blake2b(b"share %d %d %s" % (table, key, mark), key=_key(), digest_size=_SUM).digest()
    )


def key_share(table: int, key: int) -> int:
    """What a key adds to the sum of keys."""
    return int.from_bytes(hashlib.blake2b(b"key %d %d" % (table, key), key=_key(), digest_size=_SUM).digest())


def added(held: bytes, *deltas: int) -> bytes:
    return ((int.from_bytes(held) + sum(deltas)) % _MODULUS).to_bytes(_SUM)


NOTHING = bytes(_SUM)


def head_seal(table: int, part: int, turn: int, rows: int, marks: bytes, keys: bytes) -> bytes:
    words = b"head %d %d %d %d %s %s" % (table, part, turn, rows, marks.hex().encode(), keys.hex().encode())
    return hashlib.blake2b(words, key=_key(), digest_size=_SUM).digest()
