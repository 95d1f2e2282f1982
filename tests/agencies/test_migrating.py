"""Tables that are described together are the tables that Django makes one by one."""

from __future__ import annotations

from typing import Any

from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from gongkai.migrating import ManyTables


def operations() -> list[Any]:
    """Tables that refer to each other in both directions, to themselves and to many; then a column and a constraint."""
    key = ("id", models.BigAutoField(primary_key=True))
    return [
        migrations.CreateModel("House", [key, ("name", models.CharField(max_length=9, unique=True))]),
        migrations.CreateModel(
            "Room",
            [
                key,
                ("house", models.ForeignKey("agencies.house", models.PROTECT)),
                ("behind", models.ForeignKey("self", models.CASCADE, null=True)),
            ],
            options={"indexes": [models.Index(fields=["house", "id"], name="room_of_house")]},
        ),
        migrations.CreateModel(
            "Keeper",
            [key, ("rooms", models.ManyToManyField("agencies.room", related_name="+"))],
            options={"constraints": [models.CheckConstraint(condition=models.Q(id__gt=0), name="keeper_is_real")]},
        ),
        migrations.AddField("room", "keeper", models.ForeignKey("agencies.keeper", models.PROTECT, null=True)),
        migrations.AddField("house", "first", models.ForeignKey("agencies.room", models.SET_NULL, null=True)),
        migrations.AddConstraint("room", models.UniqueConstraint(fields=["house", "keeper"], name="one_keeper")),
    ]


def made_by(kind: type[migrations.Migration]) -> tuple[list[Any], list[str]]:
    migration = kind("0001_rooms", "agencies")
    migration.operations = operations()
    before = ProjectState()
    # As in a run of several migrations: the models are described already when this one begins.
    assert before.apps is not None
    with connection.schema_editor() as editor:
        after = migration.apply(before.clone(), editor)
    names = sorted(name for name in connection.introspection.table_names() if name.startswith("agencies_"))
    found = []
    with connection.cursor() as cursor:
        for name in names:
            if any(part in name for part in ("house", "room", "keeper")):
                columns = [tuple(each)[:7] for each in connection.introspection.get_table_description(cursor, name)]
                constraints = connection.introspection.get_constraints(cursor, name)
                found.append(
                    (name, columns, sorted((key, str(sorted(c.items(), key=str))) for key, c in constraints.items()))
                )
    with connection.schema_editor() as editor:
        migration.unapply(before, editor)
    return found, sorted(after.models)  # type: ignore[arg-type]


def test_tables_described_together_are_those_made_one_by_one(transactional_db: None) -> None:
    together, alone = made_by(ManyTables), made_by(migrations.Migration)
    assert [name for name, *_ in together[0]] == [
        "agencies_house",
        "agencies_keeper",
        "agencies_keeper_rooms",
        "agencies_room",
    ]
    assert together == alone
