"""The triggers with which the database itself refuses to change or remove an entry of the log.

They stand on the table: whatever rebuilds it (on SQLite, almost every migration of the model) loses them and must `install`
them again at its end.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "people_logentry"
REFUSAL = "the log is append-only"

# REPLACE removes the old row without asking a DELETE trigger, so an INSERT onto a taken place is refused before it comes to that.
_SQLITE = {
    f"{TABLE}_no_update": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"{TABLE}_no_delete": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"{TABLE}_no_replace": f"""BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
          OR EXISTS (SELECT 1 FROM {TABLE} WHERE chain_id = NEW.chain_id AND sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
}
_FUNCTION = f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRESQL = {
    f"{TABLE}_no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"{TABLE}_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table; those that stand already stay."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
        elif connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            for name, body in _POSTGRESQL.items():
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {body}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: to go back before the migration, and for tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        elif connection.vendor == "postgresql":
            for name in _POSTGRESQL:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should stand and do not."""
    if connection.vendor == "sqlite":
        wanted, ask = list(_SQLITE), "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted, ask = list(_POSTGRESQL), "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in there]
