"""The triggers with which the database itself refuses to change what a check was made of, or to remove it.

A version of a severed copy is written once. Afterwards only its end may be noted: that another has taken its place, that it was taken
back. The same for what was seen in a file.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "severance_severance"
REFUSAL = "a checked copy is not changed"
FIXED = (
    "agency_id", "subject", "original_id", "name", "version", "cuts", "severed_id", "severed_name", "media_type",
    "report", "passed", "digest", "made_by_id", "made_at",
)  # fmt: skip

_CHANGED = " OR ".join(f"NEW.{name} {{ne}} OLD.{name}" for name in FIXED)
# What has ended stays ended: no undo brings back a copy that somebody took out of use.
_REVIVED = "(OLD.taken_back_at IS NOT NULL AND NEW.taken_back_at IS NULL) OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS NULL)"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table, if it is there."""
    if TABLE not in connection.introspection.table_names():
        return
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _creating(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: before tables are rebuilt, and for tests."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))


NAMES = (f"{TABLE}_no_change", f"{TABLE}_no_delete", f"{TABLE}_no_replace")


def _creating(vendor: str) -> list[str]:
    change, delete, replace = NAMES
    if vendor == "sqlite":
        when = f"{_CHANGED.format(ne='IS NOT')} OR {_REVIVED}"
        abort = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [
            f"CREATE TRIGGER {change} BEFORE UPDATE ON {TABLE} WHEN ({when}) {abort}",
            f"CREATE TRIGGER {delete} BEFORE DELETE ON {TABLE} {abort}",
            (
                f"CREATE TRIGGER {replace} BEFORE INSERT ON {TABLE} "
                f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) {abort}"
            ),
        ]
    when = f"{_CHANGED.format(ne='IS DISTINCT FROM')} OR {_REVIVED}"
    raising = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {change}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {when} THEN {raising} END IF; RETURN NEW; END $$"
        ),
        f"CREATE TRIGGER {change} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {change}()",
        f"CREATE OR REPLACE FUNCTION {delete}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising} END $$",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {delete}()",
        f"CREATE TRIGGER {replace} BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {delete}()",
    ]
