"""Marks for whole tables: behind a migration, which rewrites rows past the program, and where an administrator accepts what stands."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from gongkai.people.journal import log
from gongkai.seals import coverage, ledger, marks
from gongkai.seals.ledger import HEAD, SEAL
from gongkai.seals.verifying import read, seals

_AT_ONCE = 2000


def after_migration(connection: BaseDatabaseWrapper) -> None:
    """Mark every row as the migration left it, with an entry that says how many of which table. Where migrations are only partly
    applied, nothing: the program does not run then either."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    renew(connection, "seals.renewed")


def renew(connection: BaseDatabaseWrapper, verb: str, **why: object) -> dict[str, int]:
    """Mark every sealed table anew, in one transaction; how many marks that changed, by table. An entry in the log under ``verb`` where
    it is any, with what ``why`` holds."""
    done: dict[str, int] = {}
    # A model whose table no migration has made yet is for its makers to find, not for this.
    standing = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias):
        for table in sorted(coverage.tables().keys() & standing):
            changed = _table(connection, table)
            if changed:
                done[table] = changed
        stale = _stale(connection)
        if stale:
            done["-"] = stale
        if done or why:
            log(verb, None, by=None, agency=None, marks=done, **why)
    return done


def _table(connection: BaseDatabaseWrapper, table: str) -> int:
    code, changed = marks.code(table), 0
    count: defaultdict[int, int] = defaultdict(int)
    sums: defaultdict[int, int] = defaultdict(int)
    keys: defaultdict[int, int] = defaultdict(int)
    flow = seals(connection, code)
    seal = next(flow, None)
    fresh: list[tuple[int, int, bytes, bytes]] = []
    gone: list[tuple[int, int]] = []

    def written() -> None:
        ledger.put(connection, fresh, gone)
        fresh.clear()
        gone.clear()

    for row in read(connection, table, coverage.tables()[table]._meta.pk.column):
        key, mark = row.key, row.layout.mark(row.values)
        while seal is not None and seal[0] < key:
            gone.append((code, seal[0]))
            changed += 1
            seal = next(flow, None)
        held = seal if seal is not None and seal[0] == key else None
        if held is not None:
            seal = next(flow, None)
        if held is None or held[1] != mark:
            fresh.append((code, key, mark, row.layout.by_column(row.values)))
            changed += 1
        part = marks.part_of(key)
        count[part] += 1
        sums[part] += marks.share(code, key, mark)
        keys[part] += marks.key_share(code, key)
        if len(fresh) + len(gone) >= _AT_ONCE:
            written()
    while seal is not None:
        gone.append((code, seal[0]))
        changed += 1
        seal = next(flow, None)
    written()
    _put_heads(connection, code, (count, sums, keys))
    return changed


def _put_heads(connection: BaseDatabaseWrapper, code: int, found: tuple[dict[int, int], ...]) -> None:
    count, sums, keys = found
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT part, turn FROM {HEAD} WHERE "table" = %s', (code,))
        turns = dict(cursor.fetchall())
    heads = [
        ledger.head(
            (code, part),
            turns.get(part, 0) + 1,
            count.get(part, 0),
            marks.added(marks.NOTHING, sums.get(part, 0)),
            marks.added(marks.NOTHING, keys.get(part, 0)),
        )
        for part in sorted({*turns, *count})
    ]
    ledger.put_heads(connection, heads)


def _stale(connection: BaseDatabaseWrapper) -> int:
    """Take away the marks of tables that are sealed no longer."""
    known = [marks.code(table) for table in coverage.tables()]
    places = ", ".join(["%s"] * len(known))
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM {HEAD} WHERE "table" NOT IN ({places})', known)
        cursor.execute(f'DELETE FROM {SEAL} WHERE "table" NOT IN ({places})', known)
        return int(cursor.rowcount)
