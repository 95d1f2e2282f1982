"""Migrations that make many tables. Shared ground: every room's first migration is one."""

from __future__ import annotations

from itertools import takewhile

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class ManyTables(migrations.Migration):
    """A migration that begins with tables: they are described together and then made one after the other.

    Django describes every model anew after each table, with all that hang together with it; where they all do, the work grows with
    the square of their number. What is made is the same.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        tables = [] if collect_sql else list(takewhile(_makes_a_table, self.operations))
        if tables:
            before = project_state.clone()
            described = project_state.__dict__.pop("apps", None)
            for each in tables:
                each.state_forwards(self.app_label, project_state)
            if described is not None:
                # A new table changes no other, so what is described already is not described again.
                described.render_multiple([project_state.models[self.app_label, each.name_lower] for each in tables])
                project_state.__dict__["apps"] = described
            for each in tables:
                each.database_forwards(self.app_label, schema_editor, before, project_state)
        rest = migrations.Migration(self.name, self.app_label)
        rest.operations = self.operations[len(tables) :]
        return rest.apply(project_state, schema_editor, collect_sql)


def _makes_a_table(operation: object) -> bool:
    return type(operation) is migrations.CreateModel
