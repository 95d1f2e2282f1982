"""0001_initial: what the public side counts and keeps for a while.

Why: 条例 art. 25: limits on a public form that never turn a lawful application away.
Data: none. Back: drops the tables.
"""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("applications", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Miss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["source", "at"], name="miss_by_source"),
                    models.Index(fields=["code", "at"], name="miss_by_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=64, unique=True)),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.application",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["source", "at"], name="sending_by_source")],
            },
        ),
    ]
