"""0002_disputes: an old ledger of disputes comes in as one of applications does.

Why: a bureau that leaves its sheets has one of each. A hand-in and a remembered mapping say of which ledger they are.
Data: what is there is of the ledger of applications. Back: drops the table and the columns; the disputes that came in stay.
"""

import django.db.models.deletion
from django.db import migrations, models

import gongkai.ledgers.models

LEDGERS = [("applications", "依申请公开台账"), ("disputes", "复议诉讼台账")]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("applications", "0002_stamped_copies"),
        ("ledgers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.BooleanField(default=False)),
                ("case_version", models.PositiveIntegerField(default=1)),
                ("sheet", models.CharField(blank=True, max_length=60, verbose_name="工作表")),
                ("row", models.PositiveIntegerField(verbose_name="表中第几行")),
                ("original", gongkai.ledgers.models.SealedJSON()),
                ("extra", gongkai.ledgers.models.SealedJSON()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="ledgers.batch"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imported", to="applications.round"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.RemoveConstraint(model_name="mapping", name="ledger_mapping_once_a_shape"),
        migrations.AddField(
            model_name="batch",
            name="ledger",
            field=models.CharField(choices=LEDGERS, default="applications", max_length=12, verbose_name="台账"),
        ),
        migrations.AddField(
            model_name="mapping",
            name="ledger",
            field=models.CharField(choices=LEDGERS, default="applications", max_length=12, verbose_name="台账"),
        ),
        migrations.AddConstraint(
            model_name="mapping",
            constraint=models.UniqueConstraint(
                fields=("agency", "ledger", "shape"), name="ledger_mapping_once_a_shape"
            ),
        ),
    ]
