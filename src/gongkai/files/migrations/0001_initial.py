"""0001_initial: bytes that are kept once under their hash.

Why: published items and cases keep files alike.
Data: none. Back: drops the tables.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("agency", "sha256"), name="file_once_an_agency")],
            },
        ),
    ]
