"""The files get a room of their own; the table stays where the register of applications made it.

Why: published items keep files, too, and their room lies below that of applications.
Data: none moves. Back: nothing to undo in the database.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_initial"), ("applications", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField()),
                        ("media_type", models.CharField(max_length=100)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="agencies.agency"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "applications_storedfile",
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "sha256"), name="file_once_an_agency")
                        ],
                    },
                )
            ]
        )
    ]
