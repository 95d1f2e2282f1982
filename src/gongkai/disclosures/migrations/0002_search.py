"""0002_search: the index of tokens behind the search of public items.

Why: 条例 art. 24 asks for a platform that finds; the text and the files of an item are searched, not its title alone. The index is of
the database's own kind (FTS5, tsvector), so no model describes it.
Data: none; ``gongkai reindex`` or the next tick fills the index. Back: drops it, nothing else is lost.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from gongkai.disclosures.search.engines import engine


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine(editor.connection).install(editor.connection)


def uninstall(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine(editor.connection).uninstall(editor.connection)


class Migration(migrations.Migration):
    dependencies = (("disclosures", "0001_initial"),)
    operations = (migrations.RunPython(install, uninstall),)
