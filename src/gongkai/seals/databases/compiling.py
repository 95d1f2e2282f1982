"""Statements that write, with the keys of the rows they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models.constants import OnConflict
from django.db.models.lookups import Exact

from gongkai.seals import coverage, ledger


class Inserting:
    """Beside a ``SQLInsertCompiler``."""

    def execute_sql(self: Any, returning_fields: Any = None) -> Any:
        model = self.query.model
        if not coverage.sealed(model):
            return super().execute_sql(returning_fields)  # type: ignore[misc]
        pk = model._meta.pk
        before = ledger.UNASKED if self.query.on_conflict == OnConflict.UPDATE else ledger.NEW
        with ledger.writing(self.connection):
            if returning_fields and pk in returning_fields:
                made = super().execute_sql(returning_fields)  # type: ignore[misc]
                place = list(returning_fields).index(pk)
                keys = [row[place] for row in made]
            elif self.query.on_conflict is None and all(each.pk is not None for each in self.query.objs):
                made = super().execute_sql(returning_fields)  # type: ignore[misc]
                keys = [each.pk for each in self.query.objs]
            else:
                # Where a taken place is passed over, only the database knows which rows came in.
                keys, made = self._returned(pk), []
            self.connection.ledger.note(model._meta.db_table, keys, before)
        return made

    def _returned(self: Any, pk: Any) -> list[int]:
        self.returning_fields = [pk]
        keys: list[int] = []
        with self.connection.cursor() as cursor:
            for sql, params in self.as_sql():
                cursor.execute(sql, params)
                keys += [row[0] for row in cursor.fetchall()]
        return keys


class Updating:
    """Beside a ``SQLUpdateCompiler``."""

    def execute_sql(self: Any, result_type: Any) -> Any:
        model = self.query.model
        if not coverage.sealed(model):
            return super().execute_sql(result_type)  # type: ignore[misc]
        try:
            sql, params = self.as_sql()
        except EmptyResultSet:
            return 0
        if not sql:
            return super().execute_sql(result_type)  # type: ignore[misc]
        return len(_written(self, sql, params))


class Deleting:
    """Beside a ``SQLDeleteCompiler``."""

    def execute_sql(self: Any, *arguments: Any, **named: Any) -> Any:
        if not coverage.sealed(self.query.model):
            return super().execute_sql(*arguments, **named)  # type: ignore[misc]
        try:
            sql, params = self.as_sql()
        except EmptyResultSet:
            return 0
        return len(_written(self, sql, params))


def _written(compiler: Any, sql: str, params: Iterable[object]) -> list[int]:
    """Run a statement that changes or removes rows; the keys of those it met."""
    connection, meta = compiler.connection, compiler.query.model._meta
    table, pk = meta.db_table, meta.pk.column
    noted = connection.ledger.touched[table]
    with ledger.writing(connection):
        if _one_key(compiler) not in noted:
            where, given = _where(compiler, sql, params)
            ledger.look(connection, table, pk, where, given)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} RETURNING {connection.ops.quote_name(pk)}", params)
            keys = [row[0] for row in cursor.fetchall()]
        # A row that came in between the look and the statement was written by somebody who marked it.
        connection.ledger.note(table, keys, ledger.UNASKED)
    return keys


def _one_key(compiler: Any) -> object:
    """The key of the one row that a statement is about, where that is plain to see; None where it is not."""
    children = compiler.query.where.children
    if len(children) == 1 and type(children[0]) is Exact and not compiler.query.where.negated:
        target = getattr(children[0].lhs, "target", None)
        if target is compiler.query.model._meta.pk and isinstance(children[0].rhs, int):
            return children[0].rhs
    return None


def _where(compiler: Any, sql: str, params: Iterable[object]) -> tuple[str, Iterable[object]]:
    if sql.startswith("DELETE FROM"):
        return sql.partition(" WHERE ")[2], params
    try:
        where, given = compiler.compile(compiler.query.where)
    except FullResultSet:
        return "", ()
    return where, given
