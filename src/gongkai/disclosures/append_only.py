"""The triggers that carry out `gongkai.disclosures.guards` in the database itself, against code that goes round the actions and against
a stray statement.

Whatever rebuilds a table (on SQLite, almost every migration) loses its triggers, and a trigger that names a table stands in the way
of rebuilding it. So they are taken off before every ``migrate`` and put back after it (`gongkai.disclosures.apps`); `missing` says
what is not there.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.disclosures.guards import GUARDS, KEPT, REVIEW, SHOWN, Guard

CODE = "integrity_constraint_violation"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on their tables; those that stand are put anew, so that they are as the code says."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _creating(connection.vendor):
            cursor.execute(statement)


def ready_for(connection: BaseDatabaseWrapper) -> bool:
    """Whether every table that a guard speaks of is there, with the columns that it names."""
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        if not {guard.table for guard in GUARDS} <= standing:
            return False
        return "total" in {column.name for column in connection.introspection.get_table_description(cursor, REVIEW)}


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: before tables are rebuilt, and for tests."""
    standing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in _names(connection.vendor):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif table in standing:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        there = {row[0] for row in cursor.fetchall()}
    return [name for name, _ in _names(connection.vendor) if name not in there]


def _names(vendor: str) -> Iterator[tuple[str, str]]:
    for guard in GUARDS:
        yield guard.name, guard.table
    for table in KEPT:
        yield f"{table}_{'no_replace' if vendor == 'sqlite' else 'no_truncate'}", table


def _creating(vendor: str) -> Iterator[str]:
    for guard in GUARDS:
        yield from _sqlite(guard) if vendor == "sqlite" else _postgresql(guard)
    for table in KEPT:
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
                f"BEGIN SELECT RAISE(ABORT, 'no row is put in the place of another'); END"
            )
        else:
            yield _function(f"{table}_no_truncate", "TRUE", "these records are kept for good", "NULL")
            yield (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_truncate()"
            )


def _sqlite(guard: Guard) -> Iterator[str]:
    when = _worded(
        guard.when, "IS NOT", "json_extract(v.fields, '$.{}')", "json_extract(v.fields, '$.{0}') = json(NEW.{0})"
    )
    condition = f" WHEN ({when})" if when else ""
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )


def _postgresql(guard: Guard) -> Iterator[str]:
    when = _worded(guard.when, "IS DISTINCT FROM", "(v.fields ->> '{}')", "(v.fields -> '{0}') = NEW.{0}")
    yield _function(guard.name, when or "TRUE", guard.says, "OLD" if guard.event == "DELETE" else "NEW")
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )


def _function(name: str, when: str, says: str, gives: str) -> str:
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {when} THEN RAISE EXCEPTION '{says}' USING ERRCODE = '{CODE}'; END IF;
        RETURN {gives}; END $$"""


def _worded(when: str, differs: str, text: str, same: str) -> str:
    """A condition in the words of one database."""
    when = when.replace("{ne}", differs).replace("{json:details}", same.format("details"))
    for name in SHOWN:
        when = when.replace(f"{{text:{name}}}", text.format(name))
    return when
