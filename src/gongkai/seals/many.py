"""Thousands of keys in one statement, as one parameter: a list of so many parameters costs more than the rows that it finds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Field, Func, Lookup


def numbers(values: Iterable[int]) -> str:
    """As PostgreSQL reads an array of whole numbers."""
    return "{" + ",".join([str(int(value)) for value in values]) + "}"


def among(connection: BaseDatabaseWrapper, column: str, keys: Iterable[int]) -> tuple[str, list[object]]:
    """SQL for "``column`` is one of ``keys``", with its parameters. ``column``: quoted as the statement needs it."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::bigint[])", [numbers(keys)]
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps([int(key) for key in keys])]


class Among(Lookup[Any]):
    """``pk__among=keys``: what ``pk__in=keys`` finds. ``keys``: whole numbers, not a query."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[object]]:
        column, given = self.process_lhs(compiler, connection)
        sql, params = among(connection, column, self.rhs)
        return sql, [*given, *params]


class ByKey(Func):
    """In an UPDATE of many rows, for each row the value that ``values`` has at its key; NULL where it has none."""

    arity = 1

    def __init__(self, values: Mapping[int, date | bool | None], output_field: Field[Any, Any]) -> None:
        told = {key: each.isoformat() if isinstance(each, date) else each for key, each in values.items()}
        self.values = json.dumps(told, separators=(",", ":"))
        super().__init__(F("pk"), output_field=output_field)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[object]]:
        column, given = compiler.compile(self.source_expressions[0])
        kind = self.output_field.db_type(connection)
        return f"(%s::jsonb ->> {column}::text)::{kind}", [self.values, *given]

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[object]]:
        column, given = compiler.compile(self.source_expressions[0])
        return f"json_extract(%s, '$.\"' || {column} || '\"')", [self.values, *given]
