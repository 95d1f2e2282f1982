"""0002_log_is_append_only: the database refuses to change or remove an entry of the log.

Why: 条例 asks for accountability, and a log that a clerk with database access can tidy up proves nothing.
Data: none is touched. Back: takes the triggers off; the entries stay.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from gongkai.people import append_only


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = (("people", "0001_initial"),)
    operations = (migrations.RunPython(install, remove),)
