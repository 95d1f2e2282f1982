"""0001_initial: a mark for every row of the registers, and sums of them.

Why: a row that is changed past the program is found and named (decision 0185).
Data: every row that is there is marked behind the migrations (`seals.renewing`). Back: drops the marks.
"""

from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "table", "part", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("table", models.PositiveIntegerField()),
                ("part", models.PositiveSmallIntegerField()),
                ("turn", models.PositiveBigIntegerField()),
                ("rows", models.BigIntegerField()),
                ("marks", models.BinaryField()),
                ("keys", models.BinaryField()),
                ("seal", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "table", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("table", models.PositiveIntegerField()),
                ("key", models.BigIntegerField()),
                ("mark", models.BinaryField()),
                ("columns", models.BinaryField()),
            ],
        ),
    ]
