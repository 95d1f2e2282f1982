"""Below the rows: what a database leaves of a row that was overwritten.

SQLite keeps old pages in the file and in the write-ahead log until they are used again; PostgreSQL keeps old rows until a vacuum.
`settle` takes both away and says what it did. Backups and, on PostgreSQL, archived write-ahead logs are beyond its reach.
"""

from __future__ import annotations

import time
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection

TABLES = (
    "applications.Applicant",
    "applications.Application",
    "applications.Assistance",
    "applications.CaseFile",
    "applications.CheckWord",
    "applications.Consultation",
    "applications.Correction",
    "applications.Decision",
    "applications.Complaint",
    "applications.Delay",
    "applications.Dossier",
    "applications.Extension",
    "applications.Letter",
    "applications.LetterAnswer",
    "applications.ReasonsCall",
    "applications.RemedyCase",
    "applications.Review",
    "applications.Round",
    "applications.Search",
    "applications.Service",
    "applications.StampedCopy",
    "disclosures.ImportedRows",
    "disclosures.SiteError",
    "files.StoredFile",
    "people.SignIn",
)
"""What PostgreSQL rewrites: the tables that erasing touches."""


PATIENCE = 10.0
"""Seconds that a rewrite waits for older transactions to end."""


def settle() -> dict[str, object]:
    """Rewrite the database so that nothing of the overwritten rows is left in its own files; what was done.

    Outside of any transaction. ``done`` False: another connection was in the way; to be tried again.
    """
    if connection.in_atomic_block:
        raise RuntimeError("the database cannot be rewritten inside a transaction")
    if connection.vendor == "sqlite":
        return _settle_sqlite()
    return _settle_postgresql()


def _settle_sqlite() -> dict[str, object]:
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        except OperationalError as error:
            return {"done": False, "how": "sqlite", "why": str(error)}
        finally:
            cursor.execute("PRAGMA secure_delete=OFF")
    return {"done": not busy, "how": "sqlite: VACUUM, wal_checkpoint(TRUNCATE)", **({"why": "busy"} if busy else {})}


def _settle_postgresql() -> dict[str, object]:
    with connection.cursor() as cursor:
        if not _nothing_older(cursor):
            return {"done": False, "how": "postgresql", "why": "an older transaction is still open on the server"}
        for name in TABLES:
            table = apps.get_model(name)._meta.db_table
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
    return {"done": True, "how": f"postgresql: VACUUM FULL, {len(TABLES)}"}


def _nothing_older(cursor: Any) -> bool:
    """Whether every transaction of the server, in whichever of its databases, began after the rows were overwritten. A rewrite keeps
    what an older one might still read, and says nothing of it."""
    cursor.execute("SELECT pg_current_xact_id()::text::bigint")
    here = cursor.fetchone()[0]
    until = time.monotonic() + PATIENCE
    while True:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        if cursor.fetchone()[0] > here:
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(0.1)
